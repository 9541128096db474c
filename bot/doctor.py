"""``hoctap doctor``: looks at everything the program needs, says what is wrong and what to do about it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from acts.notices import officers_out_of_reach
from bot import recovery_key
from bot.app import App
from bot.backup_file import is_whole
from bot.channel import Finding
from bot.channels.base import Messenger
from bot.elsewhere import date_of, get, head
from bot.web import TROUBLE
from locales.format import day_of, moment
from storage import accounts, backups, clock_witness, outbox
from storage.kit import copying
from storage.kit.engine import BusyError
from storage.kit.keys import KeysError
from storage.kit.migrate import HEAD, stored_version

FREE = 500_000_000  # bytes of disk below which it is time to do something
CLOCK_OFF = timedelta(seconds=60)
STUCK = timedelta(hours=1)
LONG = 32  # characters of a secret that nobody tries through
REACHABLE = "mở địa chỉ ấy từ ngoài mạng của nơi đặt máy, xem chứng chỉ https và tường lửa, rồi chạy lại hoctap run"


async def examine(app: App) -> AsyncIterator[Finding]:
    """All findings, one after the other as they are made.

    Nothing is changed but a file that is made and deleted, and tokens that are due, in a database of this version.
    """
    yield _folder(app)
    yield _keys(app)
    yield _disk(app)
    database = await _database(app)
    yield database
    if database.is_well:
        yield await _post(app)
        yield await _debts(app)
        yield await _officers(app)
        yield await _backups(app)
        yield await _sweeping(app)
    yield await _clock(app)
    if app.settings.public_url is not None:
        yield await _public_address(app.settings.public_url)
    elif app.settings.zalo_oa_app_id or app.settings.web_chat:
        yield Finding("Địa chỉ công khai", "chưa có, mà Zalo OA và trang web cần nó", "đặt HOCTAP_PUBLIC_URL=https://…")
    for finding in await _running(app):
        yield finding
    if app.settings.is_alone:
        yield _alone(app)
    if not app.channels:
        yield Finding("Kênh", "chưa có kênh nào", "đặt token của một kênh, xem docs/vi/kenh.md")
    for channel in app.channels.values():
        for finding in await channel.check(with_records=database.is_well):
            yield finding


def _folder(app: App) -> Finding:
    folder = app.settings.data_dir
    subject = "Thư mục dữ liệu"
    try:
        with TemporaryFile(dir=_nearest(folder)) as probe:
            probe.write(b"x")
    except OSError as error:
        problem = f"không ghi được vào {folder} ({error.strerror})"
        return Finding(subject, problem, "cho người chạy chương trình quyền ghi")
    if not folder.exists():
        return Finding(subject, detail=f"{folder.absolute()} chưa có, sẽ được tạo")
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        return Finding(subject, f"{folder} ai cũng vào được", f"chạy: chmod 700 {folder}")
    for name in ("secret.key", "data.keys"):
        key = folder / name
        if key.exists() and os.name == "posix" and key.stat().st_mode & 0o077:
            return Finding(subject, f"{key} ai cũng đọc được", f"chạy: chmod 600 {key}")
    return Finding(subject, detail=str(folder.absolute()))


def _keys(app: App) -> Finding:
    """Where the secret lies, and whether it opens the keys of what is encrypted."""
    subject = "Khoá mã hoá"
    settings = app.settings
    beside = settings.data_dir / "secret.key"
    try:
        count, is_moving = len(app.keys.ids()), app.keys.needs_former()
    except KeysError as error:
        return Finding(subject, f"không mở được ({error})", "đặt lại HOCTAP_SECRET_KEY hoặc tệp secret.key như trước")
    except OSError as error:
        return Finding(subject, f"không đọc được {app.keys.file} ({error.strerror})", "cho người chạy quyền đọc")
    if settings.secret_key and len(settings.secret_key) < LONG:
        return Finding(
            subject,
            f"HOCTAP_SECRET_KEY ngắn hơn {LONG} chữ, dò được",
            "đổi sang một dãy ngẫu nhiên, xem docs/operating.md, mục Keys",
        )
    if count > 1:
        return Finding(subject, "đang đổi khoá dở", "chạy: hoctap keys rotate")
    if is_moving:
        return Finding(subject, f"khoá dữ liệu còn mở bằng {beside}", "chạy: hoctap keys rotate, rồi xoá tệp ấy")
    if settings.secret_key and beside.exists():
        return Finding(subject, f"{beside} vẫn nằm cạnh dữ liệu", "chép ra chỗ khác giữ, rồi xoá tệp ấy")
    if settings.secret_key:
        return Finding(subject, detail="HOCTAP_SECRET_KEY, không nằm cạnh dữ liệu")
    return Finding(
        subject,
        detail=f"nằm cạnh dữ liệu ({beside}): ai lấy được cả thư mục thì đọc được; muốn tách thì đặt HOCTAP_SECRET_KEY",
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the one that is there already and in which it will be made."""
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())


def _disk(app: App) -> Finding:
    free = shutil.disk_usage(_nearest(app.settings.data_dir)).free
    shown = f"còn {free // 1_000_000} MB"
    if free < FREE:
        return Finding("Ổ đĩa", shown, "xoá bớt tệp, hoặc chuyển thư mục dữ liệu sang ổ lớn hơn")
    return Finding("Ổ đĩa", detail=shown)


async def _database(app: App) -> Finding:
    subject = "Cơ sở dữ liệu"
    try:
        problem = version_problem(stored_version(app.settings.database))
        if problem:
            return Finding(subject, problem, "chạy: hoctap migrate")
        await app.database.write(lambda _: None)  # whether it could be written
    except BusyError:
        return Finding(subject, "đang bị chương trình khác giữ", "đóng chương trình đang mở tệp dữ liệu rồi thử lại")
    except Exception as error:  # noqa: BLE001 (whatever it is, the person must see it)
        return Finding(subject, f"không mở được ({type(error).__name__})", "xem HOCTAP_DATABASE_URL")
    return Finding(subject, detail=f"phiên bản {HEAD}")


def version_problem(version: str | None) -> str:
    """What is wrong with a database at this step; nothing, if it is the program's."""
    if version == HEAD:
        return ""
    return "chưa có bảng nào" if version is None else f"phiên bản {version}, cần {HEAD}"


async def _post(app: App) -> Finding:
    subject = "Tin báo chờ gửi"
    before = app.database.clock() - STUCK
    stuck = await app.database.read(lambda tx: outbox.count_waiting(tx, before=before))
    if stuck:
        return Finding(subject, f"{stuck} tin chờ đã lâu", "xem hoctap run có đang chạy không, và các kênh dưới đây")
    return Finding(subject, detail="không có tin nào chờ lâu")


async def _debts(app: App) -> Finding:
    """Who waits for a reply. A web page asks for its own when it is opened again, so nobody waits there."""
    subject = "Câu trả lời còn nợ"
    before = app.database.clock() - STUCK
    that_write = [name for name, channel in app.channels.items() if isinstance(channel, Messenger)]
    owed = await app.database.read(lambda tx: accounts.count_owed(tx, before=before, channels=that_write))
    if owed:
        return Finding(
            subject, f"{owed} người chưa nhận được câu trả lời", "xem nhật ký của hoctap run và các kênh dưới đây"
        )
    return Finding(subject, detail="không nợ ai")


async def _officers(app: App) -> Finding:
    subject = "Cán bộ"
    missing = len(await app.database.read(officers_out_of_reach))
    if missing:
        return Finding(
            subject, f"{missing} người không nhận được tin nào", "gửi họ mã đăng nhập, hoặc mở lại chat với họ"
        )
    return Finding(subject, detail="ai cũng nhận được tin")


async def _backups(app: App) -> Finding:
    """Whether a backup is made every night, and how old the newest is."""
    subject = "Sao lưu"
    settings = app.settings
    stands = await app.database.read(backups.standing)
    folder = settings.backup_dir
    if recovery_key.public(settings.data_dir) is None:
        return Finding(subject, "chưa có khoá khôi phục", "chạy: hoctap recovery-key, in trang ấy ra và cất đi")
    if folder is None:
        remedy = "đặt HOCTAP_BACKUP_DIR là một thư mục trên ổ khác, như ổ USB; máy tự sao lưu mỗi đêm lúc 2 giờ"
        return Finding(subject, "máy chưa tự sao lưu", remedy)
    if not folder.is_dir():
        return Finding(subject, f"không thấy thư mục {folder}", "cắm ổ sao lưu vào máy, hoặc tạo thư mục ấy trên ổ")
    if copying.kind_of(settings.database) == "postgresql" and shutil.which("pg_dump") is None:
        remedy = "cài gói postgresql-client cùng phiên bản với máy chủ cơ sở dữ liệu"
        return Finding(subject, "máy chưa có chương trình pg_dump của PostgreSQL", remedy)
    if stands.trouble:
        return Finding(
            subject, f"lần sau cùng không làm được: {stands.trouble}", "làm theo đó, rồi chạy: hoctap backup"
        )
    if stands.latest is None:
        return Finding(subject, "chưa có bản nào", "chạy: hoctap backup; và để hoctap run chạy qua đêm")
    when = moment(stands.latest.begun_at, "vi")
    if stands.is_late:
        return Finding(subject, f"bản mới nhất đã cũ, từ {when}", "chạy: hoctap backup, và xem nhật ký của hoctap run")
    if stands.latest.folder == str(folder) and not await asyncio.to_thread(is_whole, folder / stands.latest.name):
        return Finding(subject, f"bản mới nhất ({stands.latest.name}) mất hoặc hỏng", "chạy: hoctap backup")
    return Finding(subject, detail=f"bản mới nhất {when}")


async def _sweeping(app: App) -> Finding:
    """Whether the daily sweep believes the clock."""
    subject = "Dọn dữ liệu quá hạn"
    doubt = await app.database.read(clock_witness.doubt)
    if doubt is None:
        return Finding(subject, detail="đồng hồ khớp với sổ")
    shown, newest = day_of(doubt.shown).isoformat(), day_of(doubt.vouched).isoformat()
    return Finding(
        subject,
        f"chưa dọn: đồng hồ chỉ {shown}, mà dòng ghi mới nhất là {newest}",
        f"đồng hồ sai thì đặt lại; đúng thì chạy: hoctap confirm-date {shown}",
    )


async def _clock(app: App) -> Finding:
    """Our clock beside that of a messenger's server, as its answers tell it."""
    subject = "Đồng hồ"
    settings = app.settings
    if settings.is_alone:
        return Finding(subject, detail=f"máy đang chỉ {moment(app.database.clock(), 'vi')}: xem có đúng ngày giờ không")
    for url in (settings.telegram_api_url, settings.zalo_api_url, settings.zalo_oa_api_url):
        theirs = await date_of(url)
        if theirs is not None:
            off = abs(theirs - app.database.clock().astimezone(UTC))
            if off > CLOCK_OFF:
                return Finding(subject, f"lệch {int(off.total_seconds())} giây", "bật đồng bộ giờ (NTP) trên máy chủ")
            return Finding(subject, detail=f"đúng, so với {urlsplit(url).hostname}")
    return Finding(subject, "không so được với máy chủ nào", "xem đường mạng của máy chủ")


def _alone(app: App) -> Finding:
    """No channel is set up: whether somebody can sit down at this computer, and nobody from elsewhere."""
    subject = "Kênh"
    settings = app.settings
    if not settings.is_loopback:
        return Finding(subject, "chưa có kênh nào", f"đặt HOCTAP_WEB_BIND=127.0.0.1:{settings.bind[1]}, hoặc cài kênh")
    if not settings.passwords().is_set_up:
        remedy = "chạy: hoctap setup; muốn có kênh thì xem docs/vi/kenh.md"
        return Finding(subject, "máy dùng một mình mà chưa có mật khẩu", remedy)
    return Finding(subject, detail=f"chưa có kênh nào: chỉ máy này dùng được, ở {settings.web_url}")


async def _public_address(url: str) -> Finding:
    subject = "Địa chỉ công khai"
    if not url.startswith("https://"):
        return Finding(subject, f"{url} không phải https", "đặt HOCTAP_PUBLIC_URL=https://…, các kênh chỉ nhận https")
    status, _ = await head(f"{url}/health")
    if status != 200:
        problem = f"{url}/health: " + (f"HTTP {status}" if status else "không tới được")
        return Finding(subject, problem, "chạy hoctap run, rồi xem proxy có chuyển về HOCTAP_WEB_BIND không")
    return Finding(subject, detail=url)


async def _running(app: App) -> list[Finding]:
    """What the running program knows to be wrong with its channels, and nobody else."""
    for base in (f"http://{app.settings.web_bind}", app.settings.public_url):
        status, _, said = (0, {}, "") if base is None else await get(f"{base}/health")
        if status == 200:
            return [
                Finding(f"{name}: webhook", f"Zalo thử gọi địa chỉ này mà không được ({told})", REACHABLE)
                for name, _, told in (
                    line.removeprefix(TROUBLE).partition(": ") for line in said.splitlines() if line.startswith(TROUBLE)
                )
            ]
    return []

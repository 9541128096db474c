"""Bringing a backup back into an empty place: decrypted, brought to this version, who was erased since erased again.

Everything is made ready in a folder of its own; the database comes to its place last. PostgreSQL has no such folder:
there nothing is served until that folder is gone (:func:`is_unfinished`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pyrage.x25519 import Identity

from bot import backup_file
from bot.backup_file import NAME, BrokenFileError, WrongKeyError
from bot.backups import ABOUT, DATABASE, FILES, FOLDER, FORMAT, LIST, RESTORING, SECRET, read_list
from bot.channels.zalo_oa.tokens import RENEW_BEFORE
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from storage import backups, channel_tokens, files
from storage.backups import Erasure
from storage.files import DIGEST, FileStore
from storage.kit import copying
from storage.kit.copying import CopyError, ToolError
from storage.kit.disk import put_in_place, sync_folder
from storage.kit.engine import open_database
from storage.kit.migrate import steps, upgrade
from storage.kit.transaction import Transaction


class RestoreError(Exception):
    """Nothing was brought back; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes:
        made_at: the moment the backup is of.
        erased_again: people who had been erased since.
        broken_tokens: channels whose access must be granted anew.
        not_set: settings that the old machine had and this one has not.
    """

    made_at: datetime
    erased_again: int
    broken_tokens: int
    not_set: tuple[str, ...]


def is_unfinished(settings: Settings) -> bool:
    """Whether a restore was begun here and did not come to its end."""
    return (settings.data_dir / RESTORING).exists()


def must_be_empty(settings: Settings) -> None:
    """Refuse a place that is in use.

    Raises:
        RestoreError: it holds a commune or people, or a program is running there.
    """
    url = settings.database
    if not is_unfinished(settings) and copying.holds_something(url):
        raise RestoreError(
            "cơ sở dữ liệu ở đây đang có xã hoặc người dân, nên không ghi đè. Khôi phục vào chỗ trống: đặt "
            "HOCTAP_DATA_DIR sang thư mục mới (với PostgreSQL, HOCTAP_DATABASE_URL sang cơ sở dữ liệu mới), rồi chạy "
            "lại lệnh này"
        )
    if copying.is_open_elsewhere(url):
        raise RestoreError("chương trình khác đang mở cơ sở dữ liệu này; dừng hoctap run rồi chạy lại")


def list_for(file: Path, given: Path | None, *, may_be_missing: bool) -> tuple[Erasure, ...]:
    """Who was erased, as the list beside the backup says, or the one that was given.

    Raises:
        RestoreError: there is none, which must be said, or it cannot be read.
    """
    path = file.parent / LIST if given is None else given
    if not path.exists():
        if may_be_missing:
            return ()
        raise RestoreError(
            f"không thấy {LIST} cạnh {file}. Tệp ấy ghi ai đã được xoá sau bản sao lưu; chép nó từ ổ sao lưu sang. Nếu "
            "không còn nữa: thêm --without-list, và những người ấy phải được xoá lại bằng tay"
        )
    try:
        return read_list(path)
    except (BrokenFileError, UnicodeDecodeError) as error:
        raise RestoreError(f"danh sách người đã xoá bị hỏng ({error}); lấy bản khác và thêm --erased TỆP") from error


async def restore(settings: Settings, file: Path, identity: Identity, listed: Iterable[Erasure]) -> Restored:
    """Bring a backup back.

    Raises:
        RestoreError: it was not possible.
    """
    must_be_empty(settings)
    work = settings.data_dir / RESTORING
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        about = _unpack(settings, file, identity, work)
        _must_fit(settings, about)
        _must_have_its_key(settings, work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)  # nothing has been touched yet
        raise
    staged = copying.file_of(settings.database) is not None
    url = f"sqlite:///{(work / DATABASE).absolute()}" if staged else settings.database
    if not staged:
        _bring_back(url, work / DATABASE)
    upgrade(url)
    brought = settings.in_folder(work / "folder")  # with the key that came along
    store = FileStore(work / "files", brought.data_keys())
    again, broken, loose = await _put_right(url, brought.log_key, file, about, sorted(listed), store)
    for digest in loose:
        store.drop(digest)
    _move(work / "files", settings.data_dir / "files")
    _move(work / "folder", settings.data_dir)
    if staged:
        _bring_back(settings.database, work / DATABASE)
    shutil.rmtree(work)
    had = set(about["settings"]) - {"HOCTAP_CLOCK"}
    now = {f"HOCTAP_{name.upper()}" for name in settings.model_fields_set}
    return Restored(datetime.fromisoformat(about["made_at"]), again, broken, tuple(sorted(had - now)))


def _unpack(settings: Settings, file: Path, identity: Identity, work: Path) -> dict[str, Any]:
    """Decrypt everything into the working folder; returns what the backup says of itself."""
    store = FileStore(work / "files", settings.data_keys())
    about: dict[str, Any] = {}

    def take(name: str, content: IO[bytes]) -> None:
        if name == ABOUT:
            about.update(json.loads(content.read()))
        elif name == DATABASE:
            backup_file.save(content, work / DATABASE)
        elif name.startswith(FILES) and DIGEST.fullmatch(name.removeprefix(FILES)):
            backup_file.save(content, store.path(name.removeprefix(FILES)))
        elif name.startswith(FOLDER) and _is_inside(name.removeprefix(FOLDER)):
            backup_file.save(content, work / "folder" / name.removeprefix(FOLDER))
        else:
            raise BrokenFileError(f"{name!r} is no part of a backup")

    try:
        backup_file.read(file, identity, take)
    except WrongKeyError as error:
        raise RestoreError(
            "khoá này không mở được tệp này. Có khi tệp được làm với tờ khoá khác: thử tờ khác"
        ) from error
    except (BrokenFileError, ValueError) as error:
        raise RestoreError(f"tệp {file} bị hỏng hoặc bị cắt ({error}); dùng bản sao lưu khác") from error
    except OSError as error:
        raise RestoreError(f"không đọc hoặc không ghi được ({error}); xem ổ đĩa còn chỗ không") from error
    if not about or not (work / DATABASE).exists():
        raise RestoreError(f"tệp {file} không phải bản sao lưu của Học Tập")
    return about


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def _must_fit(settings: Settings, about: dict[str, Any]) -> None:
    if about["format"] != FORMAT or about["step"] not in steps():
        raise RestoreError("bản sao lưu này do phiên bản mới hơn làm; cài phiên bản ấy rồi khôi phục")
    kind = copying.kind_of(settings.database)
    if about["kind"] != kind:
        raise RestoreError(
            f"bản sao lưu này là của {about['kind']}, còn HOCTAP_DATABASE_URL ở đây là {kind}; đặt cho cùng loại"
        )


def _must_have_its_key(settings: Settings, work: Path) -> None:
    """The key of the data comes back with them; another one that is set would hide it, and read nothing."""
    kept = work / "folder" / SECRET
    if not settings.secret_key or not kept.exists():
        return
    if kept.read_bytes().strip() == settings.secret_key.encode():
        kept.unlink()  # it is given from outside, so that it does not lie beside the data
    else:
        raise RestoreError(
            "HOCTAP_SECRET_KEY ở đây khác với khoá của dữ liệu trong bản sao lưu; bỏ thiết lập ấy, khoá đúng nằm sẵn "
            "trong bản sao lưu"
        )


def _bring_back(url: str, database: Path) -> None:
    try:
        copying.bring_back(url, database)
    except ToolError as error:
        raise RestoreError(f"máy chưa có chương trình {error.tool}; cài gói postgresql-client rồi chạy lại") from error
    except CopyError as error:
        raise RestoreError(f"không dựng lại được cơ sở dữ liệu ({error})") from error


async def _put_right(
    url: str, log_key: bytes, file: Path, about: dict[str, Any], listed: Sequence[Erasure], store: FileStore
) -> tuple[int, int, tuple[str, ...]]:
    """Erase again, look at the tokens, write down what happened: in one transaction.

    Returns how many people were erased, for how many channels access must be granted anew, and which bytes nobody
    needs any more.
    """
    there = store.everything()

    def work(tx: Transaction) -> tuple[int, int, tuple[str, ...]]:
        act_as_operator(tx)
        named = file.name if NAME.fullmatch(file.name) else ""
        again = backups.restored(
            tx, about["backup"], listed, name=named, folder=str(file.absolute().parent), size=file.stat().st_size
        )
        return again, channel_tokens.restored(tx, tx.now + RENEW_BEFORE), files.unneeded(tx, there)

    database = open_database(url)
    database.key = log_key
    try:
        return await database.write(work)
    finally:
        await database.close()


def _move(source: Path, to: Path) -> None:
    """Move what a folder holds to its place, over what stands there."""
    if not source.exists():
        return
    for path in sorted(source.rglob("*")):
        if path.is_file():
            place = to / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(path, place)
    sync_folder(to)

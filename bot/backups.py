"""Backups: made by hand while the program runs, and every night by itself; beside them the list of who was erased.

A backup holds the database, the files that somebody may still need, whatever keys and other small files stand in the
data folder, and the names of the settings that were set. The list beside the backups holds numbers and moments only;
it is written before an erasure is acknowledged, and again and again, so that it survives what the machine does not.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import structlog

from acts.backing_up import warn
from bot import backup_file, recovery_key
from bot.backup_file import NAME, BrokenFileError, GivenUpError, Part, Written
from bot.blotter import Blotter
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from criteria.quiet import is_quiet
from locales.format import VIETNAM, day_of, in_vietnam
from storage import backups
from storage.backups import Erasure
from storage.files import FileStore
from storage.kit import copying
from storage.kit.copying import CopyError, StoppedError, ToolError
from storage.kit.disk import put_in_place, sync_folder
from storage.kit.engine import BusyError, Database
from storage.kit.migrate import stored_version
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

HOUR = time(2, 0)  # in Viet Nam: when nobody writes
FIRST = 60.0  # seconds after the start: whoever waits is answered before
LOOK_EVERY = 60.0
LIST_WITHIN = 5.0  # seconds that somebody who erases waits for the list
SPARE = 200_000_000  # bytes that the data folder's disk keeps free beside the copy: the program must go on
LIST = "hoctap-erased.txt"
FORMAT = 1
ABOUT, DATABASE, FILES, FOLDER = "about.json", "database", "files/", "folder/"
WORK, LOCK = "copying", "backup.lock"  # in the data folder: the copy before it is encrypted, and who is at it
RESTORING = "restoring"  # in the data folder: what bot/restoring.py has not finished
SECRET = "secret.key"  # noqa: S105 (a file's name)

LIST_HEAD = """\
# Học Tập: những người đã được xoá. Chỉ có số và thời điểm, không có tên.
# Giữ tệp này cạnh các bản sao lưu: khi khôi phục, máy xoá lại những người này trước khi chạy.
# (Who was erased: numbers and moments. Keep it beside the backups: a restore erases them again.)
"""
_LINE = re.compile(r"(\d+) (\S+) (\S+)")


class BackupError(Exception):
    """No backup was made; the message says why and what to do."""


def make(
    settings: Settings, folder: Path, *, at: datetime, key: int, stop: Callable[[], bool] = lambda: False
) -> Written:
    """Make a backup in a folder that is there, of the database as it is now. Takes its time: not in the event loop.

    Args:
        settings: of the program.
        folder: where to.
        at: this moment, for its name.
        key: its number in the database; 0 for a database of an older version.
        stop: asked again and again whether to give it up.

    Raises:
        BackupError: it was not possible. Nothing is left.
    """
    recipient = recovery_key.public(settings.data_dir)
    if recipient is None:
        raise BackupError("chưa có khoá khôi phục; chạy: hoctap recovery-key")
    must_be_there(folder)
    try:
        with _alone(settings.data_dir) as work:
            _must_have_room(settings)
            database = work / DATABASE
            copying.copy(settings.database, database, stop)
            about = {
                "format": FORMAT,
                "made_at": at.isoformat(),
                "backup": key,
                "step": stored_version(settings.database),
                "kind": copying.kind_of(settings.database),
                "settings": sorted(f"HOCTAP_{name.upper()}" for name in settings.model_fields_set),
            }
            parts = _parts(settings, database, about, folder)
            for left in folder.glob(f"*{backup_file.UNFINISHED}"):
                left.unlink(missing_ok=True)
            return backup_file.write(folder, parts, recipient, at=at, stop=stop)
    except ToolError as error:
        raise BackupError(
            f"máy chưa có chương trình {error.tool} của PostgreSQL; cài gói postgresql-client cùng phiên bản với máy "
            "chủ cơ sở dữ liệu"
        ) from error
    except (StoppedError, GivenUpError) as error:
        raise BackupError("chương trình dừng giữa chừng; lần sau sẽ làm lại") from error
    except CopyError as error:
        raise BackupError(f"không chép được cơ sở dữ liệu ({error}); chạy: hoctap doctor") from error
    except OSError as error:
        raise BackupError(_of_the_disk(error, folder)) from error


def must_be_there(folder: Path) -> None:
    """Refuse a folder that is not there: it is not made, for the disk that has it may be elsewhere.

    Raises:
        BackupError: it is not there.
    """
    if not folder.is_dir():
        raise BackupError(f"không thấy thư mục {folder}; cắm ổ sao lưu vào máy, hoặc tạo thư mục ấy trên ổ")


def _must_be_ours(folder: Path, *, known: bool) -> None:
    """Refuse an empty folder in which there have been backups: its disk is not in, and this is the machine's own."""
    if known and folder.is_dir() and not (folder / LIST).exists():
        raise BackupError(
            f"{folder} không có bản sao lưu nào của máy này, như là ổ chưa cắm; cắm lại ổ, hoặc với ổ mới chạy một "
            "lần: hoctap backup"
        )


def _of_the_disk(error: OSError, folder: Path) -> str:
    if "No space left" in str(error) or "Errno 28" in str(error) or "quota" in str(error).lower():
        return f"ổ của {folder} đã đầy; xoá bớt, dùng ổ lớn hơn, hoặc giảm HOCTAP_BACKUP_KEEP"
    return f"không ghi được vào {folder} ({error}); xem ổ có cắm chắc không, có bị khoá ghi không"


@contextmanager
def _alone(data_dir: Path) -> Iterator[Path]:
    """An empty folder to work in, for one backup at a time; what a killed one left there goes first.

    The lock is SQLite's, on a file of its own: it ends with the process that holds it, on every system.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(data_dir / LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BackupError("một lần sao lưu khác đang chạy; đợi nó xong") from error
        work = data_dir / WORK
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def clear_leftovers(data_dir: Path) -> None:
    """Delete the unencrypted copy that a killed backup left, unless another program is at one."""
    if (data_dir / WORK).exists():
        with suppress(BackupError, OSError), _alone(data_dir):
            pass


def _must_have_room(settings: Settings) -> None:
    """The copy lies in the data folder for a while: a full disk there would stop the program itself."""
    wanted = copying.size_of(settings.database) + SPARE
    free = shutil.disk_usage(settings.data_dir).free
    if free < wanted:
        raise BackupError(
            f"ổ của {settings.data_dir} chỉ còn {free // 1_000_000} MB, cần {wanted // 1_000_000} MB để chép cơ sở dữ "
            "liệu; xoá bớt tệp trên ổ ấy"
        )


def _parts(settings: Settings, database: Path, about: dict[str, Any], folder: Path) -> Iterator[Part]:
    yield Part(ABOUT, json.dumps(about).encode())
    yield Part(DATABASE, database)
    store = FileStore(settings.data_dir / "files", settings.data_keys())
    for digest in sorted(copying.files_named_in(settings.database, database)):
        yield Part(f"{FILES}{digest}", store.path(digest))
    if settings.secret_key:  # given from outside; where it is not, the folder has it
        yield Part(f"{FOLDER}{SECRET}", settings.key())
    for path in kept_beside(settings, folder):
        name = path.relative_to(settings.data_dir).as_posix()
        yield Part(f"{FOLDER}{name}.beside" if settings.secret_key and name == SECRET else f"{FOLDER}{name}", path)


def kept_beside(settings: Settings, folder: Path) -> Iterator[Path]:
    """What else stands in the data folder: keys, whatever they are called. Not the database, not the file store.

    Nor what is being made, the backups themselves, or the folder of another program.
    """
    top = settings.data_dir
    database = copying.file_of(settings.database)
    passed = {"files", WORK, RESTORING}
    for here, folders, names in os.walk(top):
        at = Path(here)
        folders[:] = sorted(
            each
            for each in folders
            if not (at == top and each in passed)
            and (at / each).resolve() != folder.resolve()
            and not (at / each / "hoctap.db").exists()
        )
        for name in sorted(names):
            path = at / name
            of_database = database is not None and _is_of(path, database)
            unfinished = name.endswith((".part", backup_file.UNFINISHED)) or name.startswith(LOCK)
            if not of_database and not unfinished and not NAME.fullmatch(name) and path.is_file():
                yield path


def _is_of(path: Path, database: Path) -> bool:
    """Whether a file is a SQLite database's own, or what SQLite keeps beside it."""
    return path.parent.resolve() == database.parent.resolve() and path.name.startswith(database.name)


# --- the list of who was erased


def read_list(path: Path) -> tuple[Erasure, ...]:
    """Who stands on a list.

    Raises:
        BrokenFileError: a line that says nothing: it must not be passed over.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = _LINE.fullmatch(line.strip())
        if parts is None:
            raise BrokenFileError(f"{path}: {number}")
        try:
            entered = None if parts[3] == "-" else datetime.fromisoformat(parts[3])
            found.append(Erasure(datetime.fromisoformat(parts[2]), int(parts[1]), entered))
        except ValueError as error:
            raise BrokenFileError(f"{path}: {number}") from error
    return tuple(found)


def write_list(folder: Path, erasures: Iterable[Erasure]) -> None:
    """Add to the list in a folder who is missing on it; it is whole at every moment."""
    path = folder / LIST
    before = path.read_text("utf-8") if path.exists() else ""
    lines = set(before.splitlines())
    new = [
        line
        for each in erasures
        if (
            line := f"{each.person_id} {each.erased_at.isoformat()} "
            f"{'-' if each.entered_at is None else each.entered_at.isoformat()}"
        )
        not in lines
    ]
    if before and not new:
        return
    text = before or LIST_HEAD
    text += "".join(f"{line}\n" for line in new) if text.endswith("\n") else "".join(f"\n{line}" for line in new) + "\n"
    half = folder / f"{LIST}.{os.getpid()}-{threading.get_ident()}.part"
    with half.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(half, path)
    sync_folder(folder)


def _add_to_list(folder: Path, erasures: Iterable[Erasure]) -> None:
    """The same where there is a list already: a folder without one is no folder of backups, or its disk is not in."""
    if (folder / LIST).exists():
        write_list(folder, erasures)


# --- how many are kept


def prune(folder: Path, keep: int, newest: Path, now: datetime) -> tuple[str, ...]:
    """Delete the oldest backups beyond ``keep``, once the newest is known to be whole. Returns their names.

    One whose name lies in the future was made while the clock was wrong: it goes first.
    """
    if not backup_file.is_whole(newest):
        return ()
    today = f"{in_vietnam(now):%Y-%m-%d-%H%M}"
    others = [(path, named["when"]) for path in folder.iterdir() if (named := NAME.fullmatch(path.name))]
    by_age = sorted(others, key=lambda each: (each[1] <= today, each[1]), reverse=True)
    old = [path for path, _ in by_age if path != newest][keep - 1 :]
    for path in old:
        path.unlink(missing_ok=True)
    return tuple(path.name for path in old)


def _prune_ours(settings: Settings, written: Written, now: datetime) -> None:
    """Only in the folder that was set: what somebody keeps elsewhere is theirs to delete."""
    folder = written.path.parent
    if settings.backup_dir is not None and folder.resolve() == settings.backup_dir.resolve():
        prune(folder, settings.backup_keep, written.path, now)


# --- by itself


def last_night(now: datetime) -> datetime:
    """The last moment before ``now`` at which a backup was due."""
    due = datetime.combine(day_of(now), HOUR, VIETNAM)
    return due if due <= now else due - timedelta(days=1)


class Backups:
    """Makes a backup every night, and one that was missed soon after the start; keeps the list of who was erased.

    Looks once a minute. Many workers may look: each night is claimed by one. Tells officers, once, when there has been
    none for three days.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._stopping = threading.Event()
        self._told = ""  # the trouble that the log has been told of
        self._listed = True
        self._lister = ThreadPoolExecutor(1, thread_name_prefix="erased-list")

    async def run(self) -> None:
        """Look until cancelled; a backup that is being made is given up then."""
        self._stopping.clear()
        await asyncio.to_thread(clear_leftovers, self._settings.data_dir)
        try:
            await asyncio.sleep(FIRST)
            async with asyncio.TaskGroup() as beside_each_other:  # a disk that hangs holds up the backup alone
                for do in (self.tell, self.make_if_due):
                    beside_each_other.create_task(self._again_and_again(do))
        finally:
            self.stop()

    def stop(self) -> None:
        """Give up a backup that is being made, and make no other: the program ends."""
        self._stopping.set()

    @staticmethod
    async def _again_and_again(do: Callable[[], Awaitable[None]]) -> None:
        while True:
            with suppress(BusyError):
                await do()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Do what is due now."""
        await self.tell()
        await self.make_if_due()

    async def tell(self) -> None:
        """Bring the list of who was erased up to date, and tell officers, once, if there has been none for too long."""
        await self.before_acknowledged()
        if not is_quiet(self._database.clock()):
            await self._database.write(warn)

    async def before_acknowledged(self) -> None:
        """Bring the list beside the backups up to date, where backups have been made; not for longer than a moment.

        Who erases waits for it. Where the disk does not answer the erasure stands, and a later look lists it.
        """
        try:
            async with asyncio.timeout(LIST_WITHIN):
                await self._list_erasures()
        except (OSError, BusyError) as error:  # a timeout is an OSError, too
            if self._listed:
                log.warning("the list of who was erased could not be written", error=repr(error))
            self._listed = False
        else:
            self._listed = True

    async def _list_erasures(self) -> None:
        folder = self._settings.backup_dir
        if folder is not None:
            found = await self._database.read(backups.erasures)
            # In a thread of its own: where the disk hangs, only lists wait for it.
            await asyncio.get_running_loop().run_in_executor(self._lister, _add_to_list, folder, found)

    async def make_if_due(self) -> None:
        """Make last night's backup, if nobody has and a folder is set."""
        folder = self._settings.backup_dir
        if folder is None:
            return
        since = last_night(self._database.clock())
        if not await self._database.read(lambda tx: backups.is_due(tx, since)):
            return
        key = await self._database.write(lambda tx: backups.claim(tx, day_of(since)))
        if key is None:
            return
        at_it = asyncio.create_task(self._say_still(key))
        try:
            known = await self._database.read(lambda tx: backups.used(tx, str(folder)))
            await asyncio.to_thread(_must_be_ours, folder, known=known)
            written = await made(self._database, self._settings, folder, key, self._stopping.is_set)
        except BackupError as error:
            trouble = str(error)
            await self._database.write(lambda tx: backups.failed(tx, key, trouble))
            if trouble != self._told:
                log.warning("no backup was made", reason=trouble)
            self._told = trouble
        else:
            self._told = ""
            log.info("a backup was made", name=written.path.name, size=written.size)
        finally:
            at_it.cancel()

    async def _say_still(self, key: int) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            with suppress(BusyError):
                await self._database.write(lambda tx: backups.still(tx, key))


async def made(
    database: Database, settings: Settings, folder: Path, key: int, stop: Callable[[], bool] = lambda: False
) -> Written:
    """Make the backup of that number, write it down, keep the list beside it, delete what is too old.

    Raises:
        BackupError: it was not possible.
    """
    must_be_there(folder)
    await Blotter(database).finish()  # whoever was erased by now is in no text of it
    at = database.clock()
    try:
        await asyncio.to_thread(write_list, folder, await database.read(backups.erasures))
        written = await asyncio.to_thread(make, settings, folder, at=at, key=key, stop=stop)
        await asyncio.to_thread(_prune_ours, settings, written, database.clock())
    except OSError as error:
        raise BackupError(_of_the_disk(error, folder)) from error

    def done(tx: Transaction) -> None:
        act_as_operator(tx)
        backups.done(tx, key, folder=str(folder), name=written.path.name, size=written.size)

    await database.write(done)
    return written


async def made_of_another_version(database: Database, settings: Settings, folder: Path) -> Written:
    """Make a backup of a database of an older version, as before an upgrade: nothing is written down in it.

    Raises:
        BackupError: it was not possible.
    """
    must_be_there(folder)
    try:
        await asyncio.to_thread(write_list, folder, await database.read(backups.erasures))
        return await asyncio.to_thread(make, settings, folder, at=database.clock(), key=0)
    except OSError as error:
        raise BackupError(_of_the_disk(error, folder)) from error

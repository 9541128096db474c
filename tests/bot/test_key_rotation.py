"""A new data key takes the place of the old while the program runs, whatever stops it in between."""

from __future__ import annotations

import asyncio
import gc
import itertools
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app as cli
from bot.key_rotation import rotate
from bot.settings import Settings
from storage import channel_tokens
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.keys import Keys, key_of
from storage.kit.migrate import upgrade
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.keys import keys_in
from tests.logs import log_plainly

FILES = 25


class StoppedError(Exception):
    """The process was killed there."""


def keys_that_lie_there(store: FileStore) -> set[int | None]:
    return {key_of(path.read_bytes()) for path in store.folder.glob("??/*")}


async def _tokens(database: Database, keys: Keys) -> None:
    def begin(tx: Transaction) -> None:
        channel_tokens.begin(tx, keys, "zalo-oa", "first")
        channel_tokens.replace(tx, keys, "zalo-oa", access="access", refresh="refresh", expires_at=tx.now)

    await database.write(begin)


async def _access(database: Database, keys: Keys) -> str | None:
    held = await database.read(lambda tx: channel_tokens.load(tx, keys, "zalo-oa"))
    return None if held is None else held.access


async def test_a_rotation_that_is_stopped_anywhere_goes_on_and_loses_nothing(
    database: Database, tmp_path: Path
) -> None:
    """Before each file, and before the old key goes."""
    keys = keys_in(tmp_path)
    store = FileStore(tmp_path / "files", keys)
    digests = [store.put(f"file {i}".encode()) for i in range(4)]
    store.path(digests[0]).write_bytes(b"file 0")  # of a version that encrypted nothing
    await _tokens(database, keys)
    for stop in itertools.count():
        fresh = keys_in(tmp_path)  # another process each time
        again = FileStore(tmp_path / "files", fresh)
        seen = itertools.count()

        def watched(_files: int, stop: int = stop, seen: Iterator[int] = seen) -> None:
            if next(seen) == stop % 3 and stop < 6:
                raise StoppedError

        try:
            done = await rotate(database, again, fresh, watched)
        except StoppedError:
            assert [again.get(each) for each in digests] == [f"file {i}".encode() for i in range(4)]
            assert await _access(database, fresh) == "access"
            continue
        break
    assert stop >= 2
    assert done.went_on
    assert done.is_done
    assert fresh.ids() == (done.key_id,)
    assert keys_that_lie_there(again) == {done.key_id}
    assert [again.get(each) for each in digests] == [f"file {i}".encode() for i in range(4)]
    assert await _access(database, keys) == "access"  # for a worker that knew the old key, too


async def test_workers_go_on_while_it_runs(database: Database, tmp_path: Path) -> None:
    """Two workers put and read files without a pause while keys are changed under them, again and again."""
    keys = keys_in(tmp_path)
    await _tokens(database, keys)
    stop = threading.Event()
    kept: list[dict[str, bytes]] = [{}, {}]

    def work(mine: dict[str, bytes], number: int) -> None:
        store = FileStore(tmp_path / "files", keys_in(tmp_path))
        for i in itertools.count():
            content = f"{number} {i % FILES}".encode() * 50
            digest = store.put(content)
            mine[digest] = content
            assert store.get(digest) == content
            if i % 7 == 0:
                store.drop(digest)  # and it comes again
                store.put(content)
            if i >= FILES and stop.is_set():
                return

    workers = [asyncio.create_task(asyncio.to_thread(work, mine, i)) for i, mine in enumerate(kept)]
    try:
        for _ in range(5):
            fresh = keys_in(tmp_path)
            assert (await rotate(database, FileStore(tmp_path / "files", fresh), fresh)).is_done
            await database.write(
                lambda tx: channel_tokens.replace(
                    tx, keys, "zalo-oa", access="renewed", refresh="refresh", expires_at=tx.now
                )
            )
    finally:
        stop.set()
        await asyncio.gather(*workers)
    last = keys_in(tmp_path)
    assert (await rotate(database, FileStore(tmp_path / "files", last), last)).is_done
    store = FileStore(tmp_path / "files", last)
    assert keys_that_lie_there(store) == {last.writing().id}
    for mine in kept:
        assert len(mine) == FILES
        assert all(store.get(digest) == content for digest, content in mine.items())
    assert await _access(database, last) == "renewed"


async def test_a_file_that_cannot_be_read_keeps_the_old_keys(database: Database, tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    store = FileStore(tmp_path / "files", keys)
    path = store.path(store.put(b"content"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    done = await rotate(database, store, keys)
    assert (done.is_done, done.unread, keys.ids()) == (False, 1, (1, 2))
    path.write_bytes(whole)
    done = await rotate(database, store, keys)
    assert (done.is_done, done.went_on, keys.ids()) == (True, True, (2,))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield tmp_path
    log_plainly()
    gc.enable()


def test_the_command_tells_what_it_did_and_moves_to_another_secret(
    here: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    def hoctap(*command: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, command or ["keys", "rotate"])
        return result.exit_code, result.output

    assert hoctap()[0] == 2  # there is no database yet
    settings = Settings(data_dir=here / "data")
    upgrade(settings.database)
    settings.keep_key()
    digest = FileStore(here / "data" / "files", settings.data_keys()).put(b"content")
    code, said = hoctap()
    assert (code, "1 tệp mã hoá lại" in said, "Khoá cũ đã bỏ" in said) == (0, True, True)
    assert hoctap("add-commune", "18160", "--village", "Kim Sơn", "--contact", "x")[0] == 0
    assert hoctap("verify")[0] == 0
    monkeypatch.setenv("HOCTAP_SECRET_KEY", "another secret of thirty-two letters")
    code, said = hoctap()  # the one in the data folder still opens what it closed
    assert (code, "Khoá cũ đã bỏ" in said) == (0, True)
    (here / "data" / "secret.key").unlink()
    assert hoctap("verify")[0] == 0  # the log is sealed anew
    assert FileStore(here / "data" / "files", Settings(data_dir=here / "data").data_keys()).get(digest) == b"content"
    monkeypatch.setenv("HOCTAP_SECRET_KEY", "a third secret, which nobody knows here")
    code, said = hoctap()
    assert (code, "Không mở được khoá dữ liệu" in said) == (2, True)


async def test_a_program_whose_secret_is_another_does_not_begin(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.app import App
    from storage.kit.keys import KeysError

    keys_in(tmp_path).writing()
    program = App(Settings(data_dir=tmp_path, database_url=sqlite_url, secret_key="x" * 40))
    with pytest.raises(KeysError):
        program.prepare()
    await program.database.close()

"""Data keys: what is sealed opens with its key, for what it is about, and unchanged; else it does not."""

from __future__ import annotations

import io
import os
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from storage import channel_tokens
from storage.channel_tokens import Credentials
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.keys import HEAD, MAGIC, PIECE, TAG, Keys, KeysError, clear_size, key_of
from storage.kit.tables import credentials
from storage.kit.transaction import Transaction
from tests.conftest import MOMENT
from tests.keys import SECRET, keys_in

SHORT = b'{"keys": [{"id": 1, "made": "", "wrapped": ""}]}'
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7)


def sealed(keys: Keys, content: bytes, about: str = "a") -> bytes:
    return b"".join(keys.seal(content, about))


def opened(keys: Keys, content: bytes, about: str = "a") -> bytes:
    return b"".join(keys.unseal(io.BytesIO(content), about))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_opens_whole_and_says_its_size(size: int, tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    content = bytes(i % 251 for i in range(size))
    closed = sealed(keys, content)
    assert key_of(closed) == 1
    assert clear_size(len(closed)) == size
    assert opened(keys_in(tmp_path), closed) == content  # another worker
    assert len(content) < 64 or content[:64] not in closed


def test_what_was_changed_cut_moved_or_passed_off_does_not_open(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    whole = sealed(keys, bytes(2 * PIECE + 100))
    first, second, rest = (whole[HEAD + i * (PIECE + TAG) : HEAD + (i + 1) * (PIECE + TAG)] for i in range(3))
    head = whole[:HEAD]
    changed = [
        whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :] for i in (len(MAGIC) + 4, HEAD, HEAD + PIECE, len(whole) - 1)
    ]
    cut = [whole[:-1], head + first + second, head + first, head]
    moved = [head + second + first + rest, head + first + rest, head + first + second + second + rest, whole + first]
    for wrong in (*changed, *cut, *moved):
        with pytest.raises(KeysError):
            opened(keys, wrong)
    with pytest.raises(KeysError):
        opened(keys, whole, about="b")
    with pytest.raises(KeysError):
        opened(keys, b"never sealed")


def test_another_secret_opens_nothing_and_the_one_before_still_does(tmp_path: Path) -> None:
    closed = sealed(keys_in(tmp_path), b"content")
    file = tmp_path / "data.keys"
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(KeysError, match="another secret"):
        opened(Keys(file, b"another"), closed)
    with pytest.raises(KeysError, match="another secret"):
        Keys(file, b"another").writing()  # and no new key is put in its place
    moving = Keys(file, b"another", former=SECRET)
    assert opened(moving, closed) == b"content"
    assert moving.needs_former()
    with moving.alone():
        moving.keep_only(1)
    assert not moving.needs_former()
    assert opened(Keys(file, b"another"), closed) == b"content"
    with pytest.raises(KeysError, match="another secret"):
        opened(keys_in(tmp_path), closed)


def test_a_damaged_file_of_keys_says_so_and_is_left_alone(tmp_path: Path) -> None:
    for content in (b"", b"{", b'{"keys": [{"id": 1}]}', b"[]", SHORT):
        (tmp_path / "data.keys").write_bytes(content)
        with pytest.raises(KeysError):
            keys_in(tmp_path).writing()
        assert (tmp_path / "data.keys").read_bytes() == content


def test_many_workers_make_the_first_key_once(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    found: list[bytes] = []

    def begin() -> None:
        keys = keys_in(tmp_path / "new")
        together.wait()
        found.append(keys.writing().key)

    workers = [threading.Thread(target=begin) for _ in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["data.keys"]


def test_a_disk_without_links_keeps_the_first_key_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    keys = keys_in(tmp_path)
    assert opened(keys_in(tmp_path), sealed(keys, b"content")) == b"content"


def test_a_new_key_writes_at_once_for_every_worker_and_one_changes_them_at_a_time(tmp_path: Path) -> None:
    mine, other = keys_in(tmp_path), keys_in(tmp_path)
    closed = sealed(other, b"old")
    with mine.alone():
        assert mine.add(MOMENT) == 2
        with pytest.raises(KeysError, match="another program"), other.alone():
            pass
        assert other.writing().id == 2
        assert opened(other, closed) == b"old"
        mine.keep_only(2)
    sealed(other, b"")  # which looks at the file
    with pytest.raises(KeysError, match="no key 1"):
        opened(other, closed)


def test_a_text_is_sealed_as_a_text_and_one_of_before_is_read(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    closed = keys.seal_text("token", "access")
    assert "token" not in closed
    assert keys.unseal_text(closed, "access") == "token"
    assert keys.is_current(closed)
    assert (keys.seal_text("", "access"), keys.unseal_text("plain", "access")) == ("", "plain")
    assert not keys.is_current("plain")
    for wrong in ((closed, "refresh"), (closed[:-4], "access"), ("sealed:%%%", "access"), ("sealed:", "access")):
        with pytest.raises(KeysError):
            keys.unseal_text(*wrong)


# Files


def test_a_file_lies_encrypted_by_the_name_of_its_content_and_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    content = b"a certificate " * 20_000
    digest = store.put(content)
    assert store.put(content) == digest
    (path,) = [each for each in store.folder.rglob("*") if each.is_file()]
    assert path.name == digest
    assert b"certificate" not in path.read_bytes()
    size, pieces = store.stream(digest)
    assert size == len(content)
    read = list(pieces)
    assert max(len(piece) for piece in read) <= PIECE  # bounded, whatever its size
    assert b"".join(read) == content
    with pytest.raises(FileNotFoundError):
        store.get("0" * 64)
    path.rename(store.path("0" * 64).parent.parent / digest[:2] / ("f" * 64))
    (tmp_path / "files" / "ff").mkdir(exist_ok=True)
    (tmp_path / "files" / digest[:2] / ("f" * 64)).rename(store.path("f" * 64))
    with pytest.raises(KeysError):  # one file in the place of another
        store.get("f" * 64)


def test_a_file_of_before_is_read_and_encrypted_by_the_next_sweep(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest = store.put(b"in the clear")
    store.path(digest).write_bytes(b"in the clear")
    assert store.stream(digest)[0] == 12
    assert store.get(digest) == b"in the clear"
    before = store.path(digest).stat().st_mtime_ns
    assert list(store.reseal()) == [True]
    assert b"clear" not in store.path(digest).read_bytes()
    assert store.path(digest).stat().st_mtime_ns == before  # the sweep of loose bytes goes by it
    assert store.get(digest) == b"in the clear"
    assert list(store.reseal()) == []


def test_bytes_whose_key_is_gone_are_kept_anew_when_they_come_again(tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    store = FileStore(tmp_path / "files", keys)
    digest = store.put(b"content")
    with keys.alone():
        keys.add(MOMENT)
        keys.keep_only(2)
    with pytest.raises(KeysError):
        store.get(digest)
    assert list(store.reseal()) == [False]
    assert store.put(b"content") == digest
    assert store.get(digest) == b"content"


def test_a_key_that_comes_while_a_file_is_written_writes_it_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker changes the keys between the reading of the key and the file's coming to its place."""
    keys, other = keys_in(tmp_path), keys_in(tmp_path)
    store = FileStore(tmp_path / "files", keys)
    seal, turns = keys.seal, [1]

    def slowly(content: bytes, about: str) -> list[bytes]:
        made = list(seal(content, about))
        if turns.pop() if turns else False:
            with other.alone():
                other.add(MOMENT)
                assert list(FileStore(tmp_path / "files", other).reseal()) == []
                other.keep_only(2)
        return made

    monkeypatch.setattr(keys, "seal", slowly)
    digest = store.put(b"content")
    assert key_of(store.path(digest).read_bytes()) == 2
    assert FileStore(tmp_path / "files", other).get(digest) == b"content"


def test_halves_that_never_came_to_their_place_are_swept(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    path = store.path(store.put(b"content"))
    half = path.with_suffix(".0a1b2c3d")
    half.write_bytes(b"half")
    store.forget_halves(timedelta(hours=1))
    assert half.exists()
    store.forget_halves(timedelta(seconds=-60))
    assert not half.exists()
    assert path.exists()


# Tokens


async def test_tokens_lie_encrypted_and_those_of_before_are_read(database: Database, tmp_path: Path) -> None:
    keys = keys_in(tmp_path)

    def begin(tx: Transaction) -> None:
        channel_tokens.begin(tx, keys, "zalo-oa", "first")
        channel_tokens.replace(tx, keys, "zalo-oa", access="access-1", refresh="refresh-1", expires_at=tx.now)

    def lying(tx: Transaction) -> str:
        return str(tx.connection.execute(credentials.select()).all())

    def held(tx: Transaction) -> Credentials | None:
        return channel_tokens.load(tx, keys, "zalo-oa")

    await database.write(begin)
    assert not {"access-1", "refresh-1"} & set(re.findall(r"[\w-]+", await database.read(lying)))
    found = await database.read(held)
    assert found is not None
    assert (found.access, found.refresh) == ("access-1", "refresh-1")
    plain = credentials.update().values(access="access-0", refresh="refresh-0")
    await database.write(lambda tx: tx.connection.execute(plain))
    assert await database.write(lambda tx: channel_tokens.reseal(tx, keys))
    lies = await database.read(lying)
    assert "access-0" not in lies
    assert "refresh-0" not in lies
    found = await database.read(held)
    assert found is not None
    assert (found.access, found.refresh) == ("access-0", "refresh-0")
    swap = credentials.update().values(access=credentials.c.refresh, refresh=credentials.c.access)
    await database.write(lambda tx: tx.connection.execute(swap))
    assert await database.read(held) is None  # one passed off as the other


async def test_tokens_whose_key_is_gone_begin_anew_from_the_setting(database: Database, tmp_path: Path) -> None:
    await database.write(lambda tx: channel_tokens.begin(tx, keys_in(tmp_path / "gone"), "zalo-oa", "first"))
    keys = keys_in(tmp_path)
    assert await database.read(lambda tx: channel_tokens.load(tx, keys, "zalo-oa")) is None
    await database.write(lambda tx: channel_tokens.begin(tx, keys, "zalo-oa", "first"))
    found = await database.read(lambda tx: channel_tokens.load(tx, keys, "zalo-oa"))
    assert found is not None
    assert (found.access, found.refresh) == ("", "first")

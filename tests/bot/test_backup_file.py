"""One backup is one file: whole or not there, opened by its key alone, nothing of it in memory."""

from __future__ import annotations

import random
import resource
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyrage
import pytest
from pyrage.x25519 import Identity

from bot import backup_file
from bot.backup_file import BrokenFileError, GivenUpError, Part, Written, WrongKeyError
from tests.conftest import MOMENT

KEY = Identity.generate()
MB = 1_000_000


def written(folder: Path, *parts: Part, stop: Callable[[], bool] = lambda: False) -> Written:
    return backup_file.write(folder, parts, KEY.to_public(), at=MOMENT, stop=stop)


def parts_of(path: Path, key: Identity = KEY) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    backup_file.read(path, key, lambda name, content: found.update({name: content.read()}))
    return found


def noise(folder: Path, size: int) -> Path:
    path = folder / "noise"
    path.write_bytes(random.Random(size).randbytes(size))  # cannot be packed
    return path


def test_what_goes_in_comes_out_and_the_name_says_when_and_proves_it(tmp_path: Path) -> None:
    made = written(tmp_path, Part("about", b"{}"), Part("a/b", noise(tmp_path, MB)), Part("gone", tmp_path / "gone"))
    assert made.path.name.startswith("hoctap-2026-11-23-1600-")  # in Viet Nam's time
    assert made.size == made.path.stat().st_size
    assert parts_of(made.path) == {"about": b"{}", "a/b": (tmp_path / "noise").read_bytes()}
    assert backup_file.is_whole(made.path)
    content = made.path.read_bytes()
    made.path.write_bytes(content[:-1])
    assert not backup_file.is_whole(made.path)
    assert not backup_file.is_whole(tmp_path / "noise")
    assert b"about" not in content


def test_a_file_that_was_cut_off_or_changed_anywhere_is_refused(tmp_path: Path) -> None:
    made = written(tmp_path, Part("a", noise(tmp_path, 3 * MB)))
    content = made.path.read_bytes()
    torn = tmp_path / "torn"
    for harmed in (
        *(content[:-lost] for lost in (1, 17, len(content) // 2, len(content) - 10)),
        content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 1]) + content[len(content) // 2 + 1 :],
        b"",
        b"no backup at all",
    ):
        torn.write_bytes(harmed)
        with pytest.raises(BrokenFileError):
            parts_of(torn)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    made = written(tmp_path, Part("a", b"1"))
    with pytest.raises(WrongKeyError):
        parts_of(made.path, Identity.generate())


def test_a_file_for_the_key_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.age"
    foreign.write_bytes(pyrage.encrypt(b"holiday pictures", [KEY.to_public()]))
    with pytest.raises(BrokenFileError):
        parts_of(foreign)


class FullDisk:
    """A file on a disk that is full after so many bytes."""

    def __init__(self, file: IO[bytes], room: int) -> None:
        self._file, self._room = file, room

    def __enter__(self) -> FullDisk:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> int:
        self._room -= len(content)
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return self._file.write(content)


@pytest.mark.parametrize("room", [0, 100, 5000])
def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", *given: Any, **named: Any) -> Any:
        file = opened(path, mode, *given, **named)
        return FullDisk(file, room) if mode == "xb" else file

    source = noise(tmp_path, MB)
    to = tmp_path / "disk"
    to.mkdir()
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        written(to, Part("a", source))
    assert list(to.iterdir()) == []


def test_a_file_that_becomes_shorter_while_it_is_read_makes_no_backup(tmp_path: Path) -> None:
    """The tar would end early, and look whole."""
    source = noise(tmp_path, 8 * MB)

    def cut() -> bool:
        with source.open("rb+") as file:
            file.truncate(MB)
        return False

    with pytest.raises(OSError, match="unexpected end"):
        written(tmp_path, Part("a", source), stop=cut)
    assert list(tmp_path.iterdir()) == [source]


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    source = noise(tmp_path, 3 * MB)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(GivenUpError):
        written(tmp_path, Part("a", source), stop=stop)
    assert list(tmp_path.iterdir()) == [source]


def test_a_disk_that_gives_back_something_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_file, "digest_of", lambda _path: "0" * 64)
    with pytest.raises(OSError, match="gives back"):
        written(tmp_path, Part("a", b"1"))
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_what_is_backed_up(tmp_path: Path) -> None:
    source = tmp_path / "big"
    with source.open("wb") as file:
        file.truncate(150 * MB)
    written(tmp_path, Part("a", b"1"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made = written(tmp_path, Part("a", source))
    sizes: list[int] = []

    def count(_name: str, content: IO[bytes]) -> None:
        sizes.append(sum(len(piece) for piece in iter(lambda: content.read(MB), b"")))

    backup_file.read(made.path, KEY, count)
    assert sizes == [150 * MB]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # kilobytes

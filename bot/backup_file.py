"""One backup is one file: a packed tar, encrypted to the recovery key as it is written, nothing of it in memory.

It is written under another name, brought to the disk, and only then called what it is. Its name ends with the
beginning of its SHA-256, so that a copy that has lost something shows without the key.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import re
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TypeAlias

import pyrage
from pyrage.x25519 import Identity, Recipient

from locales.format import in_vietnam
from storage.kit.disk import put_in_place, sync_folder

NAME = re.compile(r"hoctap-(?P<when>\d{4}-\d\d-\d\d-\d{4})-(?P<digest>[0-9a-f]{12})\.age")
UNFINISHED = ".unfinished"
DIGEST = 12
CHUNK = 1 << 20
Reader: TypeAlias = Callable[[str, IO[bytes]], None]  # takes each part; what it leaves unread is passed over
PACKING = 1  # how hard gzip tries: pictures cannot be packed, and a commune's machine is slow


class BrokenFileError(Exception):
    """The file is no backup, or not a whole one."""


class WrongKeyError(Exception):
    """The file was not made for this recovery key."""


class GivenUpError(Exception):
    """Somebody wanted it to stop."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into a backup: under which name, from a file or as bytes."""

    name: str
    source: Path | bytes


@dataclass(frozen=True, slots=True)
class Written:
    """A backup on the disk."""

    path: Path
    size: int


class _Sink:
    """The file that is written: counts and digests what passes."""

    def __init__(self, file: IO[bytes], stop: Callable[[], bool]) -> None:
        self._file = file
        self._stop = stop
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        if self._stop():
            raise GivenUpError("stopped")
        self._file.write(content)
        self.digest.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        self._file.flush()


def write(
    folder: Path, parts: Iterable[Part], recipient: Recipient, *, at: datetime, stop: Callable[[], bool] = lambda: False
) -> Written:
    """Write a backup into a folder that is there. Parts whose file is gone by then are left out.

    Args:
        folder: where to.
        parts: what.
        recipient: whose key opens it.
        at: the moment it is of, for its name.
        stop: asked again and again whether to give it up.

    Raises:
        OSError: the disk is full, or was taken away. Nothing is left that looks like a backup.
        GivenUpError: somebody wanted it to stop.
    """
    half = folder / f"{os.getpid()}-{threading.get_ident()}{UNFINISHED}"
    try:
        with half.open("xb") as file:
            sink = _Sink(file, stop)
            try:
                _encrypt(parts, sink, recipient)
            except pyrage.EncryptError as error:
                raise _meant(error, stop) from error
            file.flush()
            os.fsync(file.fileno())
        digest = sink.digest.hexdigest()
        if digest_of(half) != digest:
            raise OSError(f"{folder}: the disk gives back something else than was written")
        path = folder / f"hoctap-{in_vietnam(at):%Y-%m-%d-%H%M}-{digest[:DIGEST]}.age"
        put_in_place(half, path)
        sync_folder(folder)
        return Written(path, sink.size)
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _meant(error: pyrage.EncryptError, stop: Callable[[], bool]) -> Exception:
    """pyrage hands on only the words of what a file said."""
    return GivenUpError("stopped") if stop() else OSError(str(error))


def _encrypt(parts: Iterable[Part], sink: _Sink, recipient: Recipient) -> None:
    out, into = os.pipe()
    with ThreadPoolExecutor(1, thread_name_prefix="backup-tar") as packer:
        with os.fdopen(out, "rb", buffering=CHUNK) as source:
            packing = packer.submit(_pack, parts, into)
            pyrage.encrypt_io(source, sink, [recipient])
        packing.result()  # one that failed has ended the stream early


def _pack(parts: Iterable[Part], into: int) -> None:
    with (
        os.fdopen(into, "wb", buffering=CHUNK) as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=PACKING, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for part in parts:
            with contextlib.suppress(FileNotFoundError), _opened(part) as (content, size):
                member = tarfile.TarInfo(part.name)
                member.size, member.mode = size, 0o600
                tar.addfile(member, content)


@contextlib.contextmanager
def _opened(part: Part) -> Iterator[tuple[IO[bytes], int]]:
    if isinstance(part.source, bytes):
        yield io.BytesIO(part.source), len(part.source)
        return
    with part.source.open("rb") as file:
        yield file, os.fstat(file.fileno()).st_size


def read(path: Path, identity: Identity, take: Reader) -> None:
    """Hand over each part of a backup in its order, while it is decrypted.

    What was handed over counts only when this returns: a file that was cut off shows at its end.

    Raises:
        WrongKeyError: it was made for another key.
        BrokenFileError: it is no backup, or has lost something.
    """
    out, into = os.pipe()
    with ThreadPoolExecutor(1, thread_name_prefix="backup-key") as opener:
        opening = opener.submit(_decrypt, path, identity, into)
        try:
            with os.fdopen(out, "rb", buffering=CHUNK) as source:
                _unpack(source, take)
                while source.read(CHUNK):  # to the end: what is behind is proved, too
                    pass
        except (tarfile.TarError, gzip.BadGzipFile, EOFError) as error:
            opening.result()  # says more, if it was the file
            raise BrokenFileError(str(error)) from error
        opening.result()


def _unpack(source: IO[bytes], take: Reader) -> None:
    with gzip.GzipFile(fileobj=source, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is None:
                raise BrokenFileError(f"{member.name} is no file")
            take(member.name, content)


def _decrypt(path: Path, identity: Identity, into: int) -> None:
    with os.fdopen(into, "wb", buffering=CHUNK) as raw, path.open("rb") as file:
        try:
            with contextlib.suppress(BrokenPipeError):
                pyrage.decrypt_io(file, raw, [identity])
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise WrongKeyError(str(error)) from error
            raise BrokenFileError(str(error)) from error
        except OSError as error:
            raise BrokenFileError(str(error)) from error


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_whole(path: Path) -> bool:
    """Whether a backup is as it was written, by the digest in its name; false for a file that is called otherwise."""
    named = NAME.fullmatch(path.name)
    try:
        return named is not None and digest_of(path).startswith(named["digest"])
    except OSError:
        return False


def save(content: IO[bytes], to: Path) -> None:
    """Write a part to a file, for its own user alone, and bring it to the disk."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with open(to, "xb", opener=lambda path, how: os.open(path, how, 0o600)) as file:
        shutil.copyfileobj(content, file, CHUNK)
        file.flush()
        os.fsync(file.fileno())

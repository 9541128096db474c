"""Files for people: the bytes on disk, encrypted, by their hash, and a row that says who may fetch them."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.kit.disk import put_in_place, remove
from storage.kit.keys import HEAD, PIECE, Keys, KeysError, clear_size, key_of
from storage.kit.rows import Columns
from storage.kit.tables import decision_scans, evidence, files, received_files, recordings
from storage.kit.transaction import Transaction, without_audit


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that one account may fetch, as long as ``basis`` holds: ``{"route": …}``, or the errand it was for."""

    digest: str
    account_id: int
    name: str
    media_type: str
    size: int
    tries: int = 0
    basis: dict[str, Any] | None = None


_INSERTS = {
    "sqlite": sqlite.insert(files).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(files).on_conflict_do_nothing(),
}
STORED_FILE = Columns(
    StoredFile,
    digest=files.c.digest,
    account_id=files.c.account_id,
    name=files.c.name,
    media_type=files.c.media_type,
    size=files.c.size,
    tries=files.c.tries,
    basis=files.c.basis,
)
_FOR_ACCOUNT = select(*STORED_FILE.columns).where(
    files.c.digest == bindparam("digest"), files.c.account_id == bindparam("account")
)


DIGEST = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """Bytes in a folder, encrypted, named by the SHA-256 of what they are in the clear; written whole or not at all.

    What an older version put here in the clear is read, and encrypted by the next sweep.
    """

    def __init__(self, folder: Path, keys: Keys) -> None:
        self.folder = folder
        self._keys = keys

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their hash. The same bytes are kept once.

        Raises:
            KeysError: the keys cannot be opened with the program's secret.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if self._key_of(path) in self._keys.ids():
            os.utime(path)  # somebody is about to need it: not to be swept now
        else:
            self._write(path, content)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of a hash.

        Raises:
            FileNotFoundError: they are gone.
            KeysError: their key is, or they were changed.
        """
        return b"".join(self.stream(digest)[1])

    def stream(self, digest: str) -> tuple[int, Iterator[bytes]]:
        """How many bytes there are of a hash, and the bytes, piece by piece; the first of them is read at once.

        Raises:
            FileNotFoundError: they are gone.
            KeysError: their key is, or they were changed; of a later piece, when it is read.
        """
        path = self.path(digest)
        for is_last in (False, True):
            file = path.open("rb")
            try:
                size = os.fstat(file.fileno()).st_size
                sealed = key_of(file.read(HEAD)) is not None
                file.seek(0)
                pieces = self._clear(file, digest) if sealed else _as_it_is(file)
                first = next(pieces, b"")
            except BaseException as error:
                file.close()
                if isinstance(error, KeysError) and not is_last:
                    continue  # it was encrypted anew a moment ago, and its old key is gone
                raise
            return clear_size(size) if sealed else size, chain((first,), pieces)
        raise AssertionError

    def _clear(self, file: BinaryIO, digest: str) -> Iterator[bytes]:
        with file:
            yield from self._keys.unseal(file, digest)

    def _key_of(self, path: Path) -> int | None:
        """The key by which a file is encrypted; ``None`` if it is in the clear, or not there."""
        try:
            with path.open("rb") as file:
                return key_of(file.read(HEAD))
        except FileNotFoundError:
            return None

    def _write(self, path: Path, content: bytes, *, as_old_as: os.stat_result | None = None) -> None:
        """Encrypt the content into its place. If another key writes by then, once more: nobody may come by again."""
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            half = path.with_suffix(f".{secrets.token_hex(4)}")
            try:
                with half.open("wb") as file:
                    file.writelines(self._keys.seal(content, path.name))
                if as_old_as is not None:
                    os.utime(half, ns=(as_old_as.st_atime_ns, as_old_as.st_mtime_ns))
                    if not path.exists():
                        return  # it was dropped meanwhile
                put_in_place(half, path)
            finally:
                half.unlink(missing_ok=True)
            if self._key_of(path) in {None, self._keys.writing().id}:
                return

    def reseal(self) -> Iterator[bool]:
        """Encrypt with the key that writes now what is in the clear or encrypted with another, one after the other.

        Yields whether each could be read. Stopped in between, it goes on where it was.
        """
        writes = self._keys.writing().id
        for path in self.folder.glob("??/*"):
            if DIGEST.fullmatch(path.name) is None or self._key_of(path) == writes:
                continue
            try:
                before = path.stat()
                content = self.get(path.name)
                self._write(path, content, as_old_as=before)
            except FileNotFoundError:
                continue
            except KeysError:
                yield False
            else:
                yield True

    def drop(self, digest: str) -> None:
        """Delete the bytes of a hash; it does not matter if they are gone."""
        remove(self.path(digest))

    def older_than(self, age: timedelta) -> tuple[str, ...]:
        """The hashes of all bytes that were put here longer ago than that, by the clock of the disk."""
        before = time.time() - age.total_seconds()
        return tuple(path.name for path in self._whole() if path.stat().st_mtime < before)

    def everything(self) -> tuple[str, ...]:
        """The hashes of all bytes that are here."""
        return tuple(path.name for path in self._whole())

    def _whole(self) -> Iterator[Path]:
        return (path for path in self.folder.glob("??/*") if DIGEST.fullmatch(path.name))

    def forget_halves(self, age: timedelta) -> None:
        """Delete what was begun longer ago than that and never came to its place."""
        before = time.time() - age.total_seconds()
        for path in self.folder.glob("??/*.*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def is_older_than(self, digest: str, age: timedelta) -> bool:
        """Whether the bytes of a hash were put here longer ago than that, or are gone."""
        path = self.path(digest)
        try:
            return path.stat().st_mtime < time.time() - age.total_seconds()
        except FileNotFoundError:
            return True

    def path(self, digest: str) -> Path:
        """Where the bytes of a hash lie."""
        return self.folder / digest[:2] / digest


def _as_it_is(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def grant(
    tx: Transaction,
    *,
    digest: str,
    account_id: int,
    name: str,
    media_type: str,
    size: int,
    basis: dict[str, Any] | None = None,
) -> None:
    """This account may fetch the file under this name, as long as ``basis`` allows it (:class:`StoredFile`)."""
    tx.connection.execute(
        _INSERTS[tx.connection.dialect.name],
        {
            "digest": digest,
            "account_id": account_id,
            "name": name,
            "media_type": media_type,
            "size": size,
            "created_at": tx.now,
            "basis": basis,
        },
    )
    tx.audit("file.made", f"account:{account_id}", {"digest": digest, "name": name, "size": size})


@without_audit("the first time is on record by grant; after that it is the same leave for another reason")
def hand_over(
    tx: Transaction, account_id: int, *, digest: str, name: str, media_type: str, size: int, route: str
) -> None:
    """The screen of ``route`` shows this file to an account: it may fetch it, and that is on record once.

    What it could fetch for another reason before, it may fetch for this one now.
    """
    basis = {"route": route}
    known = for_account(tx, digest, account_id)
    if known is None:
        grant(tx, digest=digest, account_id=account_id, name=name, media_type=media_type, size=size, basis=basis)
    elif known.basis != basis:
        tx.connection.execute(
            update(files).where(files.c.digest == digest, files.c.account_id == account_id).values(basis=basis)
        )


def share(tx: Transaction, digest: str, *, from_account: int, to_account: int) -> None:
    """Another account of the same person may fetch the file too."""
    found = for_account(tx, digest, from_account)
    if found is not None:
        grant(
            tx,
            digest=digest,
            account_id=to_account,
            name=found.name,
            media_type=found.media_type,
            size=found.size,
            basis=found.basis,
        )


def fetched(tx: Transaction, file: StoredFile) -> None:
    """The file was fetched by its link."""
    tx.audit("file.fetched", f"account:{file.account_id}", {"digest": file.digest, "name": file.name})


MOST_TRIES = 5


@without_audit("an answer at a link opens nothing by being counted")
def take_try(tx: Transaction, digest: str, account_id: int) -> int | None:
    """Count an answer at the file's link before it is looked at; returns how many are left, ``None`` if none was."""
    made = tx.connection.execute(
        update(files)
        .where(files.c.digest == digest, files.c.account_id == account_id, files.c.tries < MOST_TRIES)
        .values(tries=files.c.tries + 1)
        .returning(files.c.tries)
    ).scalar_one_or_none()
    return None if made is None else MOST_TRIES - int(made)


@without_audit("the answer was right: fetched is on record")
def right_try(tx: Transaction, digest: str, account_id: int) -> None:
    """The answer at the file's link was right: it may be fetched again, with all tries."""
    tx.connection.execute(
        update(files).where(files.c.digest == digest, files.c.account_id == account_id).values(tries=0)
    )


def for_account(tx: Transaction, digest: str, account_id: int) -> StoredFile | None:
    """The file of a hash, if this account may fetch it."""
    row = tx.connection.execute(_FOR_ACCOUNT, {"digest": digest, "account": account_id}).one_or_none()
    return None if row is None else STORED_FILE.read(row)


def made_for(tx: Transaction, account_id: int, *, most: int) -> tuple[tuple[StoredFile, datetime], ...]:
    """The files that an account may fetch, each with when it was made, the newest first."""
    rows = tx.connection.execute(
        select(*STORED_FILE.columns, files.c.created_at)
        .where(files.c.account_id == account_id)
        .order_by(files.c.created_at.desc(), files.c.digest)
        .limit(most)
    )
    return tuple((STORED_FILE.read(row), row.created_at) for row in rows)


DROPPED = "dropped "  # begins what is woken by bytes that nobody needs since somebody was erased, with their hash


def let_drop(tx: Transaction, digests: Collection[str]) -> None:
    """After the commit, whoever keeps the bytes deletes those of these hashes that nobody needs."""
    tx.wakes |= {f"{DROPPED}{digest}" for digest in unneeded(tx, digests)}


AT_ONCE = 1000  # hashes in one question to the database


def unneeded(tx: Transaction, digests: Collection[str]) -> tuple[str, ...]:
    """Those of these hashes whose bytes nobody may fetch or hear, no proof consists of, and nobody has just sent."""
    left = sorted(set(digests))
    needed: set[str] = set()
    for start in range(0, len(left), AT_ONCE):
        some = left[start : start + AT_ONCE]
        for table in (files, evidence, received_files, decision_scans, recordings):
            needed |= set(tx.connection.execute(select(table.c.digest).where(table.c.digest.in_(some))).scalars())
    return tuple(digest for digest in left if digest not in needed)

"""Data keys: what lies encrypted is encrypted with one of these, and they with the program's secret.

They stand in a file of the data folder, each wrapped (encrypted) with a key made from the secret, so that keys can be
changed without the secret, and the secret without touching what is encrypted. The newest writes, all read. Every worker
looks at the file whenever it encrypts, so a new key writes from the moment it stands there.

What is sealed is AES-256-GCM in pieces, as Tink's streaming AEAD does it: a key of its own for each (HKDF over the data
key, a random salt and what it is about), the number of the piece as nonce, and the last piece marked. So no piece can
be changed, moved, cut off, or passed off as something else, and no more than two pieces are in memory.
"""

from __future__ import annotations

import base64
import io
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from storage.kit.disk import put_in_place, sync_folder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"\x89HTSEAL\n"
SALT = 16
HEAD = len(MAGIC) + 4 + SALT
PIECE = 65_536  # bytes in the clear
TAG = 16
WRAPPED = 12 + 32 + TAG  # a nonce, a key
SEALED = "sealed:"  # begins a text that is sealed
FIRST = 1


class KeysError(Exception):
    """What is encrypted cannot be read: its key is not there, the secret is another one, or it was changed."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One key. ``made``: when, in the program's time."""

    id: int
    made: str
    key: bytes


class Keys:
    """The keys in a file.

    Args:
        file: where they are kept.
        secret: the program's secret, which opens them and new ones are wrapped with.
        former: the secret before this one, if it was changed: it still opens what was wrapped with it.
    """

    def __init__(self, file: Path, secret: bytes, former: bytes = b"") -> None:
        self.file = file
        self._secrets = (secret, *((former,) if former and former != secret else ()))
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[int, DataKey] = {}
        self._needs_former = False  # something is wrapped with the secret of before

    # The file

    def ids(self) -> tuple[int, ...]:
        """The keys there are, the oldest first.

        Raises:
            KeysError: they cannot be opened with the secret.
        """
        return tuple(sorted(self._look()))

    def needs_former(self) -> bool:
        """Whether something is still wrapped with the secret of before.

        Raises:
            KeysError: they cannot be opened with the secret.
        """
        self._look()
        return self._needs_former

    def writing(self) -> DataKey:
        """The key that writes now; the first is made when it is wanted.

        Raises:
            KeysError: they cannot be opened with the secret.
        """
        known = self._look()
        if not known:
            self._make_first()
            known = self._look()
        return known[max(known)]

    def find(self, key_id: int) -> DataKey:
        """The key of that number.

        Raises:
            KeysError: there is none, or they cannot be opened with the secret.
        """
        key = self._known.get(key_id) or self._look().get(key_id)
        if key is None:
            raise KeysError(f"no key {key_id} in {self.file}")
        return key

    def _look(self) -> dict[int, DataKey]:
        """The keys as the file has them now; it is read again when it is another one."""
        with self._lock:
            try:
                with self.file.open("rb") as opened:  # opened, not only asked for: a shared folder answers afresh then
                    at = os.fstat(opened.fileno())
                    seen = (at.st_mtime_ns, at.st_size, at.st_ino)
                    if seen != self._seen:
                        self._needs_former = False
                        self._known = {each.id: each for each in map(self._unwrapped, _listed(opened.read()))}
                        self._seen = seen
            except FileNotFoundError:
                self._known, self._seen = {}, None
            return self._known

    def _make_first(self) -> None:
        """Put the first key there; another worker's, if it was quicker."""
        made = self._half([_new(FIRST)])
        try:
            os.link(made, self.file)  # whole, or not at all, and never over another
        except FileExistsError:
            pass
        except OSError:  # a disk that knows no links, such as a USB stick
            if not self.file.exists():
                made.replace(self.file)
        finally:
            made.unlink(missing_ok=True)

    def _half(self, keys: list[DataKey]) -> Path:
        """A file of these keys, not yet in its place."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}")
        said = {"keys": [{"id": each.id, "made": each.made, "wrapped": self._wrapped(each)} for each in keys]}
        with open(half, "xb", opener=lambda path, how: os.open(path, how, 0o600)) as file:
            file.write(json.dumps(said, indent=1).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return half

    def _wrapped(self, key: DataKey) -> str:
        nonce = secrets.token_bytes(12)
        sealed = _cipher(self._secrets[0], b"", b"hoctap data keys").encrypt(nonce, key.key, _about(key.id, key.made))
        return base64.b64encode(nonce + sealed).decode()

    def _unwrapped(self, said: tuple[int, str, bytes]) -> DataKey:
        from cryptography.exceptions import InvalidTag

        key_id, made, wrapped = said
        if len(wrapped) != WRAPPED:
            raise KeysError("the file of the keys is damaged")
        for secret in self._secrets:
            with suppress(InvalidTag):
                cipher = _cipher(secret, b"", b"hoctap data keys")
                key = cipher.decrypt(wrapped[:12], wrapped[12:], _about(key_id, made))
                self._needs_former = self._needs_former or secret != self._secrets[0]
                return DataKey(key_id, made, key)
        raise KeysError(f"{self.file}: wrapped with another secret")

    # Changing them

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the keys meanwhile.

        Raises:
            KeysError: somebody does already.
        """
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(f"{self.file}-changing", timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                raise KeysError(f"{self.file} is being changed by another program") from None
            yield

    def add(self, now: datetime) -> int:
        """A new key, which writes from now on. Returns its number. Inside :meth:`alone`."""
        known = self._look()
        new = _new(max(known, default=0) + 1, now.isoformat(timespec="seconds"))
        self._replace([*known.values(), new])
        return new.id

    def keep_only(self, key_id: int) -> None:
        """The other keys go; this one is wrapped with the secret of today. Inside :meth:`alone`."""
        self._replace([self.find(key_id)])

    def _replace(self, keys: list[DataKey]) -> None:
        put_in_place(self._half(keys), self.file)
        sync_folder(self.file.parent)
        self._look()

    # Bytes

    def seal(self, content: bytes, about: str) -> Iterator[bytes]:
        """The content encrypted, piece by piece. It opens for the same ``about`` only.

        Raises:
            KeysError: the keys cannot be opened with the secret.
        """
        key = self.writing()
        salt = secrets.token_bytes(SALT)
        yield MAGIC + key.id.to_bytes(4, "big") + salt
        cipher = _cipher(key.key, salt, about.encode())
        view = memoryview(content)
        last = max(0, (len(view) - 1) // PIECE)
        for number in range(last + 1):
            piece = view[number * PIECE : (number + 1) * PIECE]
            yield cipher.encrypt(_nonce(number, is_last=number == last), piece, None)

    def unseal(self, source: BinaryIO, about: str) -> Iterator[bytes]:
        """The content of what was sealed, piece by piece; ``source`` stands at its beginning.

        Raises:
            KeysError: its key is not there, or it was changed, cut, or is about something else.
        """
        from cryptography.exceptions import InvalidTag

        head = source.read(HEAD)
        key_id = key_of(head)
        if key_id is None:
            raise KeysError("this is not sealed")
        cipher = _cipher(self.find(key_id).key, head[-SALT:], about.encode())
        piece = source.read(PIECE + TAG)
        number = 0
        while True:
            following = source.read(PIECE + TAG)
            try:
                clear = cipher.decrypt(_nonce(number, is_last=not following), piece, None)
            except InvalidTag:
                raise KeysError("this was changed since it was sealed, or is about something else") from None
            yield clear
            if not following:
                return
            piece, number = following, number + 1

    # Texts

    def seal_text(self, text: str, about: str) -> str:
        """A text encrypted, as a text; what is empty stays so."""
        if not text:
            return ""
        return SEALED + base64.urlsafe_b64encode(b"".join(self.seal(text.encode(), about))).decode()

    def unseal_text(self, text: str, about: str) -> str:
        """The inverse of :meth:`seal_text`; a text that was never sealed is itself.

        Raises:
            KeysError: as :meth:`unseal`.
        """
        if not text.startswith(SEALED):
            return text
        return b"".join(self.unseal(io.BytesIO(_bytes_of(text)), about)).decode()

    def is_current(self, text: str) -> bool:
        """Whether a text is sealed with the key that writes now, or empty."""
        return not text or (text.startswith(SEALED) and key_of(_bytes_of(text)) == self.writing().id)


def key_of(head: bytes) -> int | None:
    """The number of the key by which something is sealed, by its first bytes; ``None`` if it is not sealed."""
    if len(head) < HEAD or not head.startswith(MAGIC):
        return None
    return int.from_bytes(head[len(MAGIC) : len(MAGIC) + 4], "big")


def clear_size(sealed: int) -> int:
    """How many bytes in the clear so many bytes of something sealed are."""
    pieces = -(-(sealed - HEAD) // (PIECE + TAG))
    return sealed - HEAD - pieces * TAG


def _bytes_of(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.removeprefix(SEALED))
    except ValueError:
        raise KeysError("this was changed since it was sealed") from None


def _new(key_id: int, made: str = "") -> DataKey:
    return DataKey(key_id, made, secrets.token_bytes(32))


def _listed(content: bytes) -> Iterator[tuple[int, str, bytes]]:
    try:
        for each in json.loads(content)["keys"]:
            yield int(each["id"]), str(each["made"]), base64.b64decode(each["wrapped"])
    except (ValueError, LookupError, TypeError):
        raise KeysError("the file of the keys is damaged") from None


def _about(key_id: int, made: str) -> bytes:
    return f"{key_id} {made}".encode()


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, salt: bytes, about: bytes) -> AESGCM:
    """AES-256-GCM with a key made from this one, for this purpose only."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt or None, info=about).derive(key))

"""Passwords of a computer that is used alone: who may sit down at it as a head or an officer.

They stand in a file of the data folder: none is kept, only what proves one (scrypt). Each belongs to a person. The one
that was set with the commune is nobody's yet: the first officer who signs in with it takes it over. A recovery code on
paper lets an officer choose another password, once; then there is another code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from acts.codes import ALPHABET
from storage.kit.disk import put_in_place, sync_folder

FILE = "passwords.json"
LEAST = 8  # letters
EXAMPLE = "truong lang co 2 cay da"  # shown beside the question, so nobody's
MOST = 200
FIRST = 0  # whose password the one of the set-up is, until an officer takes it over
RECOVERY = -1
GROUPS, GROUP = 4, 5  # of a recovery code: 99 bits
COST = 2**15  # of scrypt: a tenth of a second and 32 MB on an old machine
FREE = 3  # wrong tries that cost no time
SLOWEST = 900.0  # seconds


class PasswordError(ValueError):
    """A password that cannot be taken; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a password."""

    salt: str
    digest: str
    cost: int

    @classmethod
    def of(cls, password: str) -> Proof:
        """The proof of a new password."""
        salt = secrets.token_bytes(16)
        return cls(base64.b64encode(salt).decode(), _digest(password, salt, COST), COST)

    def holds_for(self, password: str) -> bool:
        """Whether it is this one."""
        return hmac.compare_digest(self.digest, _digest(password, base64.b64decode(self.salt), self.cost))


class Passwords:
    """The passwords in a file; wrong tries make the next one wait. ``now``: seconds, for the waiting.

    A try takes a tenth of a second of work: call :meth:`fits` and what sets a password in a thread.
    """

    def __init__(self, file: Path, now: Callable[[], float] = time.monotonic) -> None:
        self.file = file
        self._now = now
        self._lock = threading.RLock()
        self._wrong: dict[int, tuple[int, float]] = {}  # how often, and until when nothing is tried

    @property
    def is_set_up(self) -> bool:
        """Whether there is a password at all."""
        return bool(self._read())

    @property
    def is_first_free(self) -> bool:
        """Whether the password of the set-up waits for the first officer."""
        return FIRST in self._read()

    def has(self, person_id: int) -> bool:
        """Whether this person has a password."""
        return person_id in self._read()

    def begin(self, password: str) -> str:
        """Set the password that the first officer takes over; returns a recovery code, which is kept nowhere.

        Raises:
            PasswordError: it is too short.
        """
        check(password)
        return self._with_recovery({FIRST: Proof.of(password)})

    def choose(self, person_id: int, password: str) -> None:
        """This person's password from now on.

        Raises:
            PasswordError: it is too short.
        """
        check(password)
        proof = Proof.of(password)
        with self._lock:
            self._write({**self._read(), person_id: proof})
            self._wrong.pop(person_id, None)

    def keep_only(self, person_ids: Collection[int]) -> None:
        """Forget the passwords of everybody else."""
        with self._lock:
            known = self._read()
            kept = {key: proof for key, proof in known.items() if key in {FIRST, RECOVERY} or key in person_ids}
            if kept.keys() != known.keys():
                self._write(kept)

    def wait(self, person_id: int) -> float:
        """How many seconds this person's next try has to wait."""
        _, until = self._wrong.get(person_id, (0, 0.0))
        return max(0.0, until - self._now())

    def wait_of_code(self) -> float:
        """How many seconds the next try of the recovery code has to wait."""
        return self.wait(RECOVERY)

    def fits(self, person_id: int, password: str, *, is_officer: bool) -> bool:
        """Try a password: the person's own, or, for an officer, the one of the set-up, which is theirs from then on.

        False if it is wrong, or it was tried too often; that is counted.
        """
        with self._lock:
            known = self._read()
            tried = [person_id, *([FIRST] if is_officer else [])]
            found = next((key for key in tried if key in known and self._try(person_id, known[key], password)), None)
            if found == FIRST:
                self._write({**{key: each for key, each in known.items() if key != FIRST}, person_id: known[FIRST]})
            return self._counted(person_id, found is not None)

    def recover(self, person_id: int, code: str, password: str) -> str | None:
        """Choose another password by the recovery code, which is used up; returns the next one, or None if it is wrong.

        Raises:
            PasswordError: the new password is too short.
        """
        check(password)
        with self._lock:
            known = self._read()
            proof = known.get(RECOVERY)
            is_it = proof is not None and self._try(RECOVERY, proof, plain_code(code))
            if not self._counted(RECOVERY, is_it):
                return None
            self._wrong.pop(person_id, None)
            return self._with_recovery({**known, person_id: Proof.of(password)})

    def _try(self, person_id: int, proof: Proof, password: str) -> bool:
        return not self.wait(person_id) and len(password) <= MOST and proof.holds_for(password)

    def _counted(self, person_id: int, is_right: bool) -> bool:  # noqa: FBT001 (it is what is counted)
        if is_right:
            self._wrong.pop(person_id, None)
        elif not self.wait(person_id):
            times = self._wrong.get(person_id, (0, 0.0))[0] + 1
            pause = 0.0 if times <= FREE else min(SLOWEST, 5.0 * 2 ** min(times - FREE - 1, 10))
            self._wrong[person_id] = times, self._now() + pause
        return is_right

    def _with_recovery(self, known: dict[int, Proof]) -> str:
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
        self._write({**known, RECOVERY: Proof.of(plain_code(code))})
        return code

    # The file

    def _read(self) -> dict[int, Proof]:
        try:
            said = json.loads(self.file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return {int(key): Proof(**proof) for key, proof in said.items()}

    def _write(self, known: dict[int, Proof]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}")
        said = json.dumps({str(key): asdict(proof) for key, proof in known.items()}, indent=1)
        with open(half, "xb", opener=lambda path, how: os.open(path, how, 0o600)) as file:
            file.write(said.encode())
            file.flush()
            os.fsync(file.fileno())
        put_in_place(half, self.file)
        sync_folder(self.file.parent)


def check(password: str) -> None:
    """Whether a password can be taken.

    Raises:
        PasswordError: it is too short or too long, the example, or one letter again and again.
    """
    if not LEAST <= len(_same(password)) <= MOST:
        raise PasswordError(f"Mật khẩu phải có từ {LEAST} chữ trở lên, ví dụ một câu ngắn dễ nhớ.")
    if _same(password).lower() == EXAMPLE:
        raise PasswordError("Mật khẩu ấy là ví dụ, ai cũng biết. Hãy nghĩ một câu khác.")
    if len(set(password)) < 3:
        raise PasswordError("Mật khẩu này dễ đoán quá. Hãy chọn một câu ngắn dễ nhớ.")


def plain_code(code: str) -> str:
    """A recovery code as it is compared: without hyphens and spaces, in capitals."""
    return "".join(each for each in code.upper() if each.isalnum())


def _same(password: str) -> str:
    """A password as every keyboard writes it: Vietnamese letters come in one piece or in several."""
    return unicodedata.normalize("NFC", password).strip()


def _digest(password: str, salt: bytes, cost: int) -> str:
    made = hashlib.scrypt(_same(password).encode(), salt=salt, n=cost, r=8, p=1, maxmem=2**27, dklen=32)
    return base64.b64encode(made).decode()

"""A roster from a file: it is brought, read and compared beside the turns, looked at, then taken over or set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from acts.words.roster_words import asked_of
from criteria.roster_matching import Listing
from intake.listed import Choices
from storage import outbox, roster_imports
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, ImportState
from storage.roster_imports import Line, RosterImport


class Step(StrEnum):
    """What a job does with a file."""

    READ = "read"
    TAKE = "take"
    GONE = "gone"  # who is in no line of it is taken off the roster


@dataclass(frozen=True, slots=True)
class RosterErrand:
    """The job in the outbox that reads a file with a roster, or takes it over."""

    import_id: int
    step: Step
    password: str = field(default="", repr=False)  # of a protected file; gone with the job

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox, which empties it once the job is done."""
        return {"roster": self.import_id, "step": self.step.value, "password": self.password}

    @classmethod
    def decode(cls, payload: object) -> RosterErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"roster": int(key), "step": str(step), "password": str(password)} if step in set(Step):
                return cls(key, Step(step), password)
        return None


def bring(tx: Transaction, account: Account, *, commune_id: int, file_name: str, digest: str) -> RosterImport:
    """A file with a list of people has come: it is read and compared soon. What came before and waits is set aside."""
    file = roster_imports.begin(tx, commune_id=commune_id, account_id=account.id, file_name=file_name, digest=digest)
    _leave(tx, account, file, Step.READ)
    return file


def answer(tx: Transaction, account: Account, file: RosterImport, choices: Mapping[str, Any]) -> None:
    """What was asked about the file is answered: it is read once more with that."""
    roster_imports.read_again(tx, file, choices)
    _leave(tx, account, file, Step.READ)


def say(tx: Transaction, account: Account, file: RosterImport, question: int, option: int) -> bool:
    """Answer what was asked about the file by one of the options; false where that is not asked any more."""
    held = roster_imports.get(tx, file.id, lock=True)
    asked = asked_of(held)
    if held.state is not ImportState.READY or question >= len(asked) or option >= len(asked[question].options):
        return False
    found = asked[question]
    answer(tx, account, held, Choices.from_data(held.choices).answered(found, found.options[option].value).to_data())
    return True


def take(tx: Transaction, account: Account, file: RosterImport) -> bool:
    """Take over what can be taken over; false where it may not be yet, or is under way."""
    if not roster_imports.start(tx, file):
        return False
    _leave(tx, account, file, Step.TAKE)
    return True


def take_off(tx: Transaction, account: Account, file: RosterImport) -> None:
    """Who is in no line of the file, which was taken over, is taken off the roster: "đã chuyển đi"."""
    if file.state is ImportState.TAKEN:
        _leave(tx, account, file, Step.GONE)


def unlock(tx: Transaction, account: Account, file: RosterImport, password: str) -> None:
    """The file that could not be read for want of a password is read with this one, which is kept nowhere else."""
    roster_imports.read_again(tx, file, file.choices)
    _leave(tx, account, file, Step.READ, password)


def _leave(tx: Transaction, account: Account, file: RosterImport, step: Step, password: str = "") -> None:
    errand = RosterErrand(file.id, step, password)
    outbox.put(tx, ErrandKind.JOB, account.id, errand.encode(), key=f"roster:{step}:{file.id}")


def settle(tx: Transaction, line: Line, *, same: bool) -> Line | None:
    """Write down whom a doubtful line means; the roster changes when the file is taken over. ``None``: it was said."""
    held = roster_imports.line(tx, line.id, lock=True)
    if held is None or held.listing is not Listing.DOUBTFUL:
        return None
    roster_imports.settle(tx, held, same=same)
    return held


def set_aside(tx: Transaction, file: RosterImport) -> bool:
    """Nothing of the file is taken over; false where that has begun."""
    held = roster_imports.get(tx, file.id, lock=True)
    if held.state not in {ImportState.READING, ImportState.READY}:
        return False
    roster_imports.drop(tx, held)
    return True

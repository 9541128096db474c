"""A list of results made elsewhere: brought, read and compared beside the turns, looked at, taken, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from criteria.names import fold
from criteria.results_matching import Finding, another
from criteria.roster_matching import Listed
from storage import cycles, outbox, people, result_lists, result_taking
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.result_lists import BEFORE_TAKEN, Line, Origin, ResultList


class Step(StrEnum):
    """What a job does with a list."""

    READ = "read"
    TAKE = "take"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class ResultsErrand:
    """The job in the outbox that reads a list of results, takes it or takes it back."""

    list_id: int
    step: Step
    password: str = field(default="", repr=False)  # of a protected file; gone with the job

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox, which empties it once the job is done."""
        return {"results": self.list_id, "step": self.step.value, "password": self.password}

    @classmethod
    def decode(cls, payload: object) -> ResultsErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"results": int(key), "step": str(step), "password": str(password)} if step in set(Step):
                return cls(key, Step(step), password)
        return None


def bring(
    tx: Transaction, account: Account, *, commune_id: int, by: int, file_name: str, digest: str
) -> ResultList | None:
    """A list has come: it is read and compared soon. ``None``: no year is open to which its results could belong."""
    cycle = cycles.running(tx, commune_id)
    if cycle is None:
        return None
    found = result_lists.begin(tx, cycle, account_id=account.id, by=by, file_name=file_name, digest=digest)
    _leave(tx, account, found, Step.READ)
    return found


def answer(tx: Transaction, account: Account, found: ResultList, choices: Mapping[str, Any]) -> None:
    """What was asked about the file is answered: it is read once more with that."""
    result_lists.read_again(tx, found, choices)
    _leave(tx, account, found, Step.READ)


def say_origin(tx: Transaction, account: Account, found: ResultList, origin: Origin, *, cycle_id: int) -> None:
    """Where the list comes from, and of which year; read once more where its lines come to something else by that."""
    result_lists.say_origin(tx, found, origin, cycle_id=cycle_id)
    if (origin.all_reached, cycle_id) != (found.origin.all_reached, found.cycle_id):
        answer(tx, account, found, found.choices)


def unlock(tx: Transaction, account: Account, found: ResultList, password: str) -> None:
    """The file that could not be read for want of a password is read with this one, which is kept nowhere else."""
    result_lists.read_again(tx, found, found.choices)
    _leave(tx, account, found, Step.READ, password)


def take(tx: Transaction, account: Account, found: ResultList) -> bool:
    """Take what can be taken; false where it may not be yet, or is under way."""
    if not result_lists.start(tx, found):
        return False
    _leave(tx, account, found, Step.TAKE)
    return True


def undo(tx: Transaction, account: Account, found: ResultList) -> bool:
    """Take all of it back; false where that is under way, or nothing is taken."""
    if not result_lists.start_undoing(tx, found):
        return False
    _leave(tx, account, found, Step.UNDO)
    return True


def _leave(tx: Transaction, account: Account, found: ResultList, step: Step, password: str = "") -> None:
    errand = ResultsErrand(found.id, step, password)
    outbox.put(tx, ErrandKind.JOB, account.id, errand.encode(), key=f"results:{step}:{found.id}")


def set_aside(tx: Transaction, found: ResultList) -> bool:
    """Nothing of the list is taken; false where that has begun."""
    held = result_lists.get(tx, found.id, lock=True)
    if held.state not in BEFORE_TAKEN:
        return False
    result_lists.drop(tx, held)
    return True


def settle(tx: Transaction, found: ResultList, line: Line, *, same: bool) -> None:
    """An officer says whom a doubtful line means: the person it may mean, or somebody else of that name, or nobody."""
    if line.like_id is None:
        return
    if same:
        twice = result_lists.means_too(tx, found.id, line.like_id)
        person = people.get(tx, line.like_id)
        if twice is None:
            finding = result_taking.finding_of(tx, found, person, line.result)
        else:
            finding = Finding.REPEATED if twice.result == line.result else Finding.CONTRADICTS
        result_lists.settle(tx, line, person_id=person.id, finding=finding)
        return
    who = Listed(line.n, line.place_id or 0, line.full_name, fold(line.full_name), line.birth_year, line.household)
    theirs = result_lists.namesakes(tx, found.commune_id, line.full_name)
    other = another(who, theirs, after=line.like_id)
    result_lists.part(tx, line, instead=None if other is None else other.person_id)

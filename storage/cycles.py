"""Cycles: a commune's year, with the criteria set it uses and how sure the commune is of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select, update

from criteria.correct import correct
from criteria.model import CITIZEN, CriteriaSet, Standing
from criteria.parse import default, titles
from criteria.parse import load as load_shipped
from criteria.policy import Subject
from criteria.presence import Away
from criteria.year import DEFAULT, YearSettings, settings_from_data
from locales.format import year_of
from storage import criteria_files
from storage.kit.rows import Columns, through, with_tx
from storage.kit.tables import cycle_moves, cycles, people
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState

NO_SETS: Mapping[str, str] = MappingProxyType({})
NOTHING: Mapping[str, Any] = MappingProxyType({})
NOBODY_LEFT_OUT: frozenset[Away] = frozenset()


@dataclass(frozen=True, slots=True)
class Adoption:
    """The set a cycle uses for one title, how sure the commune is of it, and the officer's corrections."""

    set_id: str
    uncorrected: CriteriaSet  # the set of that id, as its file has it
    standing: Standing = Standing.PROPOSED
    corrections: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def shipped(
        cls, set_id: str, standing: Standing = Standing.PROPOSED, corrections: Mapping[str, Any] = NOTHING
    ) -> Adoption:
        """The adoption of a set that ships with the program."""
        return cls(set_id, load_shipped(set_id), standing, corrections)

    @property
    def criteria(self) -> CriteriaSet:
        """The set in force, corrections included."""
        if not self.corrections:
            return self.uncorrected
        return _criteria(self.uncorrected, orjson.dumps(self.corrections, option=orjson.OPT_SORT_KEYS))

    def to_data(self) -> dict[str, Any]:
        """As JSON data, to be stored with the cycle."""
        return {"set": self.set_id, "standing": self.standing.value, "corrections": dict(self.corrections)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """One commune's year. ``adoptions`` are by title; a title without one uses the set that ships, not adopted yet.

    ``settled_at``: since when only numbers are left of it (:mod:`storage.past_years`). ``registers``: registering is an
    act of its own (:mod:`storage.registrations`); in a year from before that, who had begun to declare was registered.
    """

    id: int
    commune_id: int
    year: int
    state: CycleState
    plan: str
    adoptions: Mapping[str, Adoption]
    settled_at: datetime | None = None
    registers: bool = False
    leaves_out: frozenset[Away] = NOBODY_LEFT_OUT  # who is elsewhere and not in the year's denominators
    settings: YearSettings = DEFAULT

    @property
    def is_open(self) -> bool:
        """Whether declarations and decisions may still change."""
        return self.state is CycleState.OPEN

    @property
    def is_locked(self) -> bool:
        """Whether only a recorded correction may still be added to it."""
        return self.state is CycleState.LOCKED

    @property
    def subject(self) -> Subject:
        """This cycle as the policy sees it."""
        return Subject(commune_id=self.commune_id, cycle_open=self.is_open, cycle_locked=self.is_locked)

    def adoption(self, title: str) -> Adoption:
        """What the cycle uses for a title."""
        return self.adoptions.get(title) or Adoption.shipped(default(title))

    def criteria(self, title: str = CITIZEN) -> CriteriaSet:
        """The criteria set in force for a title, corrections included."""
        adoption = self.adoptions.get(title)  # a turn asks it twenty times
        return (adoption or self.adoption(title)).criteria

    def standing(self, title: str = CITIZEN) -> Standing:
        """How sure the commune is of that set."""
        return self.adoption(title).standing

    def using(self, title: str, adoption: Adoption) -> Cycle:
        """This cycle as it would be with that set; nothing is stored."""
        return replace(self, adoptions={**self.adoptions, title: adoption})

    @property
    def is_training(self) -> bool:
        """Whether any set in use has made-up numbers: then nothing of it is official."""
        return any(adoption.criteria.training for adoption in self.adoptions.values())


@lru_cache(maxsize=256)
def _criteria(uncorrected: CriteriaSet, corrections: bytes) -> CriteriaSet:
    return correct(uncorrected, orjson.loads(corrections))


def _adoptions(tx: Transaction, data: Mapping[str, Any]) -> Mapping[str, Adoption]:
    """The sets of a cycle by title; an officer's own set that this process has not seen yet is read."""
    return _adopted(orjson.dumps(data), tuple(criteria_files.load(tx, each["set"]) for each in data.values()))


@lru_cache(maxsize=1024)  # each declaration is read with its cycle: made anew, they were a tenth of reading one
def _adopted(data: bytes, sets: tuple[CriteriaSet, ...]) -> Mapping[str, Adoption]:
    by_title: Mapping[str, Any] = orjson.loads(data)
    return {
        title: Adoption(each["set"], criteria, Standing(each["standing"]), each["corrections"])
        for (title, each), criteria in zip(by_title.items(), sets, strict=True)
    }


def _left_out(data: Iterable[str]) -> frozenset[Away]:
    return frozenset(map(Away, data)) or NOBODY_LEFT_OUT


CYCLE = Columns(
    Cycle,
    id=cycles.c.id,
    commune_id=cycles.c.commune_id,
    year=cycles.c.year,
    state=cycles.c.state,
    plan=cycles.c.plan,
    adoptions=with_tx(cycles.c.adoptions, _adoptions),
    settled_at=cycles.c.settled_at,
    registers=cycles.c.registers,
    leaves_out=through(cycles.c.leaves_out, _left_out),
    settings=through(cycles.c.settings, settings_from_data),
)
_BY_ID = select(*CYCLE.columns).where(cycles.c.id == bindparam("id"))
_OF_YEAR = select(*CYCLE.columns).where(cycles.c.commune_id == bindparam("commune"), cycles.c.year == bindparam("year"))


def load(tx: Transaction, cycle_id: int) -> Cycle | None:
    """The cycle of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": cycle_id}).one_or_none()
    return None if row is None else CYCLE.read(row, tx)


def get(tx: Transaction, cycle_id: int) -> Cycle:
    """The cycle of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, cycle_id)
    if found is None:
        raise LookupError(f"cycle {cycle_id}")
    return found


def of_year(tx: Transaction, commune_id: int, year: int) -> Cycle | None:
    """The commune's cycle of a year, if it was opened."""
    row = tx.connection.execute(_OF_YEAR, {"commune": commune_id, "year": year}).one_or_none()
    return None if row is None else CYCLE.read(row, tx)


def of_this_year(tx: Transaction, commune_id: int) -> Cycle | None:
    """The commune's cycle of the year that it is in Viet Nam, if it was opened."""
    return of_year(tx, commune_id, year_of(tx.now))


def in_hand(tx: Transaction, commune_id: int) -> Cycle | None:
    """The cycle that is meant where no year was chosen: this year's, and until that is opened the last one before it.

    In the first weeks of a year the work is still about the year that has ended: its report is written then.
    """
    this = year_of(tx.now)
    return next((each for each in reversed(of_commune(tx, commune_id)) if each.year <= this), None)


def running(tx: Transaction, commune_id: int) -> Cycle | None:
    """The commune's cycle of this year, while declarations and decisions may still change."""
    found = of_this_year(tx, commune_id)
    return found if found is not None and found.is_open else None


def of_commune(tx: Transaction, commune_id: int) -> tuple[Cycle, ...]:
    """All of the commune's cycles, the oldest first."""
    rows = tx.connection.execute(
        select(*CYCLE.columns).where(cycles.c.commune_id == commune_id).order_by(cycles.c.year)
    )
    return tuple(CYCLE.read(row, tx) for row in rows)


def latest(tx: Transaction, commune_id: int) -> Cycle | None:
    """The commune's newest cycle."""
    row = tx.connection.execute(
        select(*CYCLE.columns).where(cycles.c.commune_id == commune_id).order_by(cycles.c.year.desc()).limit(1)
    ).one_or_none()
    return None if row is None else CYCLE.read(row, tx)


def open_year(tx: Transaction, *, commune_id: int, year: int, plan: str, sets: Mapping[str, str] = NO_SETS) -> Cycle:
    """Open a commune's year with sets that are not adopted yet: results are "dự kiến" until they are.

    ``sets`` names others than those that ship.
    """
    used = {title: sets.get(title) or default(title) for title in titles()}
    adoptions = {title: Adoption(set_id, criteria_files.load(tx, set_id)) for title, set_id in used.items()}
    key = tx.add(
        insert(cycles),
        {
            "commune_id": commune_id,
            "year": year,
            "state": CycleState.OPEN,
            "plan": plan,
            "adoptions": {title: adoption.to_data() for title, adoption in adoptions.items()},
            "registers": True,
        },
    )
    tx.audit("cycle.opened", f"cycle:{key}", {"commune": commune_id, "year": year, "sets": used})
    return Cycle(
        id=key,
        commune_id=commune_id,
        year=year,
        state=CycleState.OPEN,
        plan=plan,
        adoptions=adoptions,
        registers=True,
    )


def adopt(tx: Transaction, cycle: Cycle, title: str, adoption: Adoption, *, person_id: int | None) -> Cycle:
    """The officer adopts a set for a title, as checked against the paper or for the time being.

    Results that this changes must be made anew with :func:`storage.recount.rescore` in the same transaction.
    """
    before = cycle.adoption(title)
    adopted = cycle.using(title, adoption)
    tx.write(
        update(cycles)
        .where(cycles.c.id == cycle.id)
        .values(adoptions={key: each.to_data() for key, each in adopted.adoptions.items()})
    )
    tx.audit(
        "cycle.adopted",
        f"cycle:{cycle.id}",
        {"title": title, **adoption.to_data(), "before": before.to_data(), "by": person_id},
    )
    return adopted


def follow(tx: Transaction, cycle: Cycle, plan: str) -> Cycle:
    """From now on the commune's year follows this plan."""
    tx.write(update(cycles).where(cycles.c.id == cycle.id).values(plan=plan))
    tx.audit("cycle.plan", f"cycle:{cycle.id}", {"plan": plan, "before": cycle.plan})
    return replace(cycle, plan=plan)


def choose(tx: Transaction, cycle: Cycle, settings: YearSettings) -> Cycle:
    """From now on the year is done so; nothing that was counted is counted anew: counters hold both kinds."""
    if settings == cycle.settings:
        return cycle
    tx.write(update(cycles).where(cycles.c.id == cycle.id).values(settings=settings.to_data()))
    before, after = cycle.settings.to_data(), settings.to_data()
    tx.audit("cycle.settings", f"cycle:{cycle.id}", {"before": before, "after": after})
    return replace(cycle, settings=settings)


def held(tx: Transaction, cycle_id: int) -> Cycle:
    """The cycle of an id, locked until the commit and read as of then: for what changes its state.

    Raises:
        LookupError: it is gone.
    """
    tx.connection.execute(select(cycles.c.id).where(cycles.c.id == cycle_id).with_for_update())
    found = load(tx, cycle_id)
    if found is None:
        raise LookupError(f"cycle {cycle_id}")
    return found


LAWFUL = frozenset(
    {
        (CycleState.OPEN, CycleState.CLOSED),
        (CycleState.CLOSED, CycleState.OPEN),
        (CycleState.CLOSED, CycleState.LOCKED),
    }
)


def move(tx: Transaction, cycle: Cycle, state: CycleState, *, by: int, why: str = "") -> Cycle | None:
    """Close the year, open it again for a reason, or lock it for good; ``None`` where that does not follow.

    ``cycle`` is held (:func:`held`). The reason stands in a row of its own, not in the log.
    """
    if (cycle.state, state) not in LAWFUL or cycle.settled_at is not None:
        return None
    tx.write(update(cycles).where(cycles.c.id == cycle.id).values(state=state))
    told = {"cycle_id": cycle.id, "state": state, "why": why, "moved_by": by, "at": tx.now}
    tx.connection.execute(insert(cycle_moves), told)
    about, said = f"cycle:{cycle.id}", {"year": cycle.year, "by": by}
    match state:
        case CycleState.OPEN:
            tx.audit("cycle.reopened", about, said)
        case CycleState.CLOSED:
            tx.audit("cycle.closed", about, said)
        case CycleState.LOCKED:
            tx.audit("cycle.locked", about, said)
    return replace(cycle, state=state)


@dataclass(frozen=True, slots=True)
class Moved:
    """That a year was closed, opened again or locked: when, by whom, why."""

    state: CycleState
    why: str
    by: str
    at: datetime


MOVED = Columns(Moved, state=cycle_moves.c.state, why=cycle_moves.c.why, by=people.c.full_name, at=cycle_moves.c.at)


def moves(tx: Transaction, cycle_id: int) -> tuple[Moved, ...]:
    """How often a year was closed, opened again or locked, the first time first."""
    rows = tx.connection.execute(
        select(*MOVED.columns)
        .join(people, people.c.id == cycle_moves.c.moved_by)
        .where(cycle_moves.c.cycle_id == cycle_id)
        .order_by(cycle_moves.c.id)
    )
    return tuple(map(MOVED.read, rows))

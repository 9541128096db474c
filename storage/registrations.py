"""Registrations: who takes part in a year's titles, whether anything is declared yet or not; one open row for each.

Whoever begins to declare is registered by that, so never fewer are registered than have declared, in no place. Years
from before there were registrations (:attr:`storage.cycles.Cycle.registers`) have none: who had begun to declare was
registered in them, and still is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from criteria.declaration import EDITABLE, Measure
from locales.format import day_of
from storage import counters
from storage.cycles import Cycle
from storage.declaration_record import HIMSELF, About, Declaration
from storage.kit.rows import Columns
from storage.kit.slices import some_of
from storage.kit.tables import batches, cycles, declarations, people, registrations
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import CycleState, Registered
from storage.people import COUNTS_HERE, Person

AT_ONCE = 250  # rows of one statement


@dataclass(frozen=True, slots=True)
class Whose:
    """Who registers: a person, or the household, clan, village or unit that a title is about; one of them."""

    person_id: int | None = None
    household_id: int | None = None
    clan_id: int | None = None
    place_id: int | None = None

    @classmethod
    def of(cls, declaration: Declaration) -> Whose:
        """Who is registered by a declaration."""
        return cls(person_id=declaration.person.id) if declaration.about == HIMSELF else cls.about(declaration.about)

    @classmethod
    def about(cls, about: About) -> Whose:
        """The household, clan or place that a title is about."""
        return cls(household_id=about.household_id, clan_id=about.clan_id, place_id=about.place_id)

    @property
    def columns(self) -> dict[str, int | None]:
        """As it is kept."""
        return {
            "person_id": self.person_id,
            "household_id": self.household_id,
            "clan_id": self.clan_id,
            "about_place_id": self.place_id,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """An open registration.

    Attributes:
        place_id: where it counts.
        day: on which day it was made, in Viet Nam.
        written_by: the person who wrote it down.
        batch_id: with whom it was written down at once.
    """

    id: int
    cycle_id: int
    title: str
    whose: Whose
    place_id: int
    how: Registered
    day: date
    written_by: int | None
    batch_id: int | None


_WHOSE = Columns(
    Whose,
    person_id=registrations.c.person_id,
    household_id=registrations.c.household_id,
    clan_id=registrations.c.clan_id,
    place_id=registrations.c.about_place_id,
)
REGISTRATION = Columns(
    Registration,
    id=registrations.c.id,
    cycle_id=registrations.c.cycle_id,
    title=registrations.c.title,
    whose=_WHOSE,
    place_id=registrations.c.place_id,
    how=registrations.c.how,
    day=registrations.c.day,
    written_by=registrations.c.written_by,
    batch_id=registrations.c.batch_id,
)
_OPEN = registrations.c.withdrawn_at.is_(None)
_SELECT = select(*REGISTRATION.columns).where(_OPEN)
_DECLARING = (
    select(declarations.c.id)
    .where(
        declarations.c.cycle_id == registrations.c.cycle_id,
        declarations.c.title == registrations.c.title,
        or_(
            declarations.c.household_id == registrations.c.household_id,
            declarations.c.clan_id == registrations.c.clan_id,
            declarations.c.about_place_id == registrations.c.about_place_id,
            and_(
                declarations.c.person_id == registrations.c.person_id,
                declarations.c.household_id.is_(None),
                declarations.c.clan_id.is_(None),
                declarations.c.about_place_id.is_(None),
            ),
        ),
    )
    .correlate(registrations)
)
_DECLARED = _DECLARING.exists()
_SETTLED = _DECLARING.where(declarations.c.state.not_in(sorted(EDITABLE))).exists()


def _is(cycle_id: int, title: str, whose: Whose) -> ColumnElement[bool]:
    named = ((registrations.c[name], value) for name, value in whose.columns.items() if value is not None)
    return and_(
        registrations.c.cycle_id == cycle_id, registrations.c.title == title, *(each == value for each, value in named)
    )


def find(tx: Transaction, cycle: Cycle, title: str, whose: Whose) -> Registration | None:
    """The open registration for a title in a year, if there is one."""
    row = tx.connection.execute(_SELECT.where(_is(cycle.id, title, whose))).one_or_none()
    return None if row is None else REGISTRATION.read(row)


def of_place(tx: Transaction, cycle: Cycle, title: str, place_id: int) -> tuple[Registration, ...]:
    """The open registrations for a title that count in a place."""
    rows = tx.connection.execute(
        _SELECT.where(
            registrations.c.place_id == place_id, registrations.c.cycle_id == cycle.id, registrations.c.title == title
        ).order_by(registrations.c.id)
    )
    return tuple(REGISTRATION.read(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Past:
    """A registration as its person sees it among their data."""

    title: str
    year: int
    day: date
    how: Registered
    withdrawn_at: datetime | None


def of_person(tx: Transaction, person_id: int) -> tuple[Past, ...]:
    """All that a person ever registered for, the oldest first."""
    rows = tx.connection.execute(
        select(
            registrations.c.title, cycles.c.year, registrations.c.day, registrations.c.how, registrations.c.withdrawn_at
        )
        .join(cycles, cycles.c.id == registrations.c.cycle_id)
        .where(registrations.c.person_id == person_id)
        .order_by(registrations.c.id)
    )
    return tuple(Past(row.title, row.year, row.day, row.how, row.withdrawn_at) for row in rows)


def by_place(tx: Transaction, cycle: Cycle, title: str) -> dict[int, int]:
    """How many are registered for a title, by the place where they count: the recount of it."""
    rows = tx.connection.execute(
        select(registrations.c.place_id, func.count().label("n"))
        .where(registrations.c.cycle_id == cycle.id, registrations.c.title == title, _OPEN)
        .group_by(registrations.c.place_id)
    )
    return {row.place_id: row.n for row in rows}


@cache
def _insert(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Whoever is registered stays so, as they were, without a second row: two taps, two heads, two workers."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(registrations).on_conflict_do_nothing()


def register(
    tx: Transaction,
    cycle: Cycle,
    title: str,
    whose: Sequence[Whose],
    *,
    place_id: int,
    how: Registered,
    written_by: int | None,
    batch_id: int | None = None,
) -> int:
    """Register these for a title of a year, who count in one place. Returns how many were not registered before.

    Nothing happens in a year in which having begun to declare is what counts.
    """
    if not cycle.registers or not whose:
        return 0
    common = {
        "cycle_id": cycle.id,
        "title": title,
        "place_id": place_id,
        "how": how,
        "day": day_of(tx.now),
        "written_by": written_by,
        "batch_id": batch_id,
        "made_at": tx.now,
    }
    rows = [{**each.columns, **common} for each in sorted(whose, key=_order)]
    made: list[int] = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        made += [row.id for row in tx.write(_insert(tx.connection.dialect.name).values(some))]
    if made:
        counters.step(tx, cycle_id=cycle.id, title=title, measure=Measure.REGISTERED, by_place={place_id: len(made)})
        tx.audit(
            "registration.made",
            f"registration:{made[0]}",
            {
                "ids": made,
                "cycle": cycle.id,
                "title": title,
                "place": place_id,
                "how": how.value,
                "batch": batch_id,
            },
        )
    return len(made)


def _order(whose: Whose) -> tuple[int, ...]:
    """In one order, so that two who register the same never wait for each other."""
    return tuple(value or 0 for value in whose.columns.values())


def by_declaring(tx: Transaction, declaration: Declaration) -> None:
    """Who begins to declare is registered by that; who was registered elsewhere counts where they declare."""
    cycle, whose = declaration.cycle, Whose.of(declaration)
    if not cycle.registers:
        return
    by = None if declaration.speaker is None else declaration.speaker.person_id
    while not register(
        tx, cycle, declaration.title, [whose], place_id=declaration.place_id, how=Registered.DECLARED, written_by=by
    ):
        held = tx.connection.execute(
            select(registrations.c.id, registrations.c.place_id)
            .where(_is(cycle.id, declaration.title, whose), _OPEN)
            .with_for_update()
        ).one_or_none()
        if held is not None:  # else it was withdrawn at this very moment, and is made anew
            if held.place_id != declaration.place_id:
                _go_to(tx, registrations.c.id == held.id, declaration.place_id, {held.place_id: 1})
            return


def _go_to(tx: Transaction, which: ColumnElement[bool], place_id: int, left: Mapping[int, int]) -> None:
    """These count in another place from now on; ``left``: how many of them counted where."""
    moved = tx.write(update(registrations).where(which, _OPEN).values(place_id=place_id))
    for (cycle_id, title), n in sorted(Counter((row.cycle_id, row.title) for row in moved).items()):
        steps = Counter({place_id: n})
        steps.subtract(left)
        counters.step(tx, cycle_id=cycle_id, title=title, measure=Measure.REGISTERED, by_place=steps)
    _tell_moved(tx, [row.id for row in moved], place_id)


def _tell_moved(tx: Transaction, ids: Sequence[int], place_id: int) -> None:
    if ids:
        tx.audit("registration.moved", f"registration:{ids[0]}", {"ids": sorted(ids), "place": place_id})


def move(tx: Transaction, person_id: int, place_id: int) -> None:
    """What a person registered for themselves in open years counts in that place from now on.

    What was confirmed stays where it was confirmed, and so does that.
    """
    rows = tx.connection.execute(
        select(registrations.c.id, registrations.c.place_id)
        .join(cycles, cycles.c.id == registrations.c.cycle_id)
        .where(
            registrations.c.person_id == person_id,
            registrations.c.place_id != place_id,
            cycles.c.state == CycleState.OPEN,
            _OPEN,
            not_(_SETTLED),
        )
        .order_by(registrations.c.id)
        .with_for_update(of=registrations)
    ).all()
    for row in rows:
        _go_to(tx, registrations.c.id == row.id, place_id, {row.place_id: 1})


def merge(tx: Transaction, cycle_id: int, old_id: int, into_id: int) -> None:
    """A village or unit became part of another: who is registered there counts here; its own titles stay its own.

    The counters are made anew by who merges.
    """
    moved = tx.write(
        update(registrations)
        .where(
            registrations.c.cycle_id == cycle_id,
            registrations.c.place_id == old_id,
            registrations.c.about_place_id.is_(None),
            _OPEN,
        )
        .values(place_id=into_id)
    )
    _tell_moved(tx, [row.id for row in moved], into_id)


def split(
    tx: Transaction, old_id: int, new_id: int, *, person_ids: Collection[int], household_ids: Collection[int]
) -> None:
    """These people and households of a village are of another from now on, and so is what they registered for."""
    still_open = select(cycles.c.id).where(cycles.c.state == CycleState.OPEN)
    theirs = or_(registrations.c.person_id.in_(set(person_ids)), registrations.c.household_id.in_(set(household_ids)))
    which = and_(registrations.c.place_id == old_id, registrations.c.cycle_id.in_(still_open), theirs)
    moved = tx.write(update(registrations).where(which, _OPEN).values(place_id=new_id))
    for (cycle_id, title), n in sorted(Counter((row.cycle_id, row.title) for row in moved).items()):
        steps = {old_id: -n, new_id: n}
        counters.step(tx, cycle_id=cycle_id, title=title, measure=Measure.REGISTERED, by_place=steps)
    _tell_moved(tx, [row.id for row in moved], new_id)


def count_open(tx: Transaction, place_id: int) -> int:
    """How many registrations of open years count in a place, its own title apart."""
    query = (
        select(func.count())
        .select_from(registrations)
        .join(cycles, cycles.c.id == registrations.c.cycle_id)
        .where(
            registrations.c.place_id == place_id,
            registrations.c.about_place_id.is_(None),
            cycles.c.state == CycleState.OPEN,
            _OPEN,
        )
    )
    return int(tx.connection.execute(query).scalar_one())


# Two records of one person


def hand_over(tx: Transaction, gone_id: int, kept: Person) -> list[list[Any]]:
    """What the record that is given up was registered for in open years, the kept one is; where both are, once.

    Returns how all of it stood, for :func:`hand_back`: [id, whose, place].
    """
    theirs, own = _of_open_years(tx, gone_id), _of_open_years(tx, kept.id)
    known = {(row.cycle_id, row.title) for row in own}
    _end(tx, registrations.c.id.in_([row.id for row in theirs if (row.cycle_id, row.title) in known]))
    for row in theirs:
        if (row.cycle_id, row.title) not in known:
            _stand(tx, row, kept.id, kept.assessed_at)
    return [[row.id, row.person_id, row.place_id] for row in (*theirs, *own)]


def hand_back(tx: Transaction, told: Sequence[Sequence[int]]) -> None:
    """Each stands again as it stood, in the years that are still open."""
    for key, person_id, place_id in told:
        row = tx.connection.execute(
            select(registrations)
            .join(cycles, cycles.c.id == registrations.c.cycle_id)
            .where(registrations.c.id == key, cycles.c.state == CycleState.OPEN)
            .with_for_update(of=registrations)
        ).one_or_none()
        if row is not None and (row.person_id, row.place_id, row.withdrawn_at) != (person_id, place_id, None):
            _stand(tx, row, person_id, place_id)


def _stand(tx: Transaction, row: Any, person_id: int, place_id: int) -> None:
    """A registration is open, that person's, and counts there."""
    values = {"person_id": person_id, "place_id": place_id, "withdrawn_at": None}
    tx.write(update(registrations).where(registrations.c.id == row.id).values(values))
    steps = Counter({place_id: 1})
    if row.withdrawn_at is None:
        steps[row.place_id] -= 1
    counters.step(tx, cycle_id=row.cycle_id, title=row.title, measure=Measure.REGISTERED, by_place=steps)
    about = {"cycle": row.cycle_id, "title": row.title, "place": place_id, "how": row.how.value}
    tx.audit("registration.made", f"registration:{row.id}", {"ids": [row.id], **about, "batch": row.batch_id})


def _of_open_years(tx: Transaction, person_id: int) -> Sequence[Any]:
    return tx.connection.execute(
        select(registrations)
        .join(cycles, cycles.c.id == registrations.c.cycle_id)
        .where(registrations.c.person_id == person_id, cycles.c.state == CycleState.OPEN, _OPEN)
        .order_by(registrations.c.id)
        .with_for_update(of=registrations)
    ).all()


def withdraw(tx: Transaction, ids: Collection[int]) -> int:
    """End these registrations. Who has begun to declare stays registered. Returns how many were ended."""
    held = registrations.c.id.in_(set(ids))
    locked = select(registrations.c.id).where(held).order_by(registrations.c.id).with_for_update()
    tx.connection.execute(locked).all()  # so that nobody begins to declare between looking and writing
    return _end(tx, and_(held, not_(_DECLARED)))


def end_with(tx: Transaction, declaration: Declaration) -> None:
    """A declaration was withdrawn: who was registered by beginning it alone is so no more."""
    if declaration.cycle.registers:
        _end(
            tx,
            and_(
                _is(declaration.cycle.id, declaration.title, Whose.of(declaration)),
                registrations.c.how == Registered.DECLARED,
            ),
        )


def _end(tx: Transaction, which: ColumnElement[bool]) -> int:
    ended = tx.write(update(registrations).where(which, _OPEN).values(withdrawn_at=tx.now))
    _count_out(tx, ended)
    return len(ended)


def _count_out(tx: Transaction, ended: Sequence[Any]) -> None:
    if not ended:
        return
    steps: dict[tuple[int, str], Counter[int]] = {}
    for row in ended:
        steps.setdefault((row.cycle_id, row.title), Counter())[row.place_id] -= 1
    for (cycle_id, title), by in sorted(steps.items()):
        counters.step(tx, cycle_id=cycle_id, title=title, measure=Measure.REGISTERED, by_place=by)
    ids = sorted(row.id for row in ended)
    tx.audit("registration.withdrawn", f"registration:{ids[0]}", {"ids": ids})


def begin_batch(tx: Transaction, *, made_by: int) -> int:
    """What is written down at once from here on can be taken back at once."""
    key: int = tx.add(insert(batches), {"made_by": made_by, "at": tx.now})
    tx.audit("batch.begun", f"batch:{key}")
    return key


@dataclass(frozen=True, slots=True)
class RegisteredAtOnce:
    """Who was registered by one act, and by whom; ``undone_at``: since when that is taken back."""

    id: int
    made_by: int
    undone_at: datetime | None
    ids: tuple[int, ...]
    places: frozenset[int]
    cycles: frozenset[int]


def batch(tx: Transaction, batch_id: int, *, lock: bool = False) -> RegisteredAtOnce | None:
    """What one act registered, as far as it is still so; ``None`` where there is no such act of registering."""
    query = select(batches.c.made_by, batches.c.undone_at).where(batches.c.id == batch_id)
    row = tx.connection.execute(query.with_for_update() if lock else query).one_or_none()
    theirs = registrations.c.batch_id == batch_id
    found = tx.connection.execute(
        select(registrations.c.id, registrations.c.place_id, registrations.c.cycle_id, _OPEN.label("open"))
        .where(theirs)
        .order_by(registrations.c.id)
    ).all()
    if row is None or not found:
        return None
    return RegisteredAtOnce(
        batch_id,
        row.made_by,
        row.undone_at,
        tuple(each.id for each in found if each.open),
        frozenset(each.place_id for each in found),
        frozenset(each.cycle_id for each in found),
    )


def undo(tx: Transaction, act: RegisteredAtOnce) -> int:
    """Take back what one act registered; who has begun to declare since stays. Returns how many were taken back."""
    n = withdraw(tx, act.ids)
    tx.write(update(batches).where(batches.c.id == act.id).values(undone_at=tx.now))
    tx.audit("batch.undone", f"batch:{act.id}", {"registrations": n})
    return n


def forget(tx: Transaction, person_id: int) -> None:
    """Delete what a person registered for; where a declaration of theirs stays as a number, so does this.

    That the person wrote it down, for themselves or others, is forgotten; who did so in office stands in the batch.
    """
    theirs = (
        select(registrations)
        .where(registrations.c.person_id == person_id, not_(_DECLARED))
        .order_by(registrations.c.id)
        .with_for_update()
    )
    rows = tx.connection.execute(theirs).all()
    gone = [row.id for row in rows]
    tx.write(delete(registrations).where(registrations.c.id.in_(gone)))
    _count_out(tx, [row for row in rows if row.withdrawn_at is None])
    tx.write(update(registrations).where(registrations.c.written_by == person_id).values(written_by=None))


@without_audit("part of settling a year, which is on record")
def drop_some(tx: Transaction) -> Mapping[int, Sequence[str]]:
    """Delete some registrations of years that are settled; returns them by year, as the log calls them."""
    settled = select(cycles.c.id).where(cycles.c.settled_at.is_not(None))
    which = some_of(registrations, registrations.c.cycle_id.in_(settled))
    found = tx.connection.execute(select(registrations.c.id, registrations.c.cycle_id).where(which)).all()
    tx.write(delete(registrations).where(registrations.c.id.in_([row.id for row in found])))
    by_cycle: dict[int, list[str]] = {}
    for row in found:
        by_cycle.setdefault(row.cycle_id, []).append(f"registration:{row.id}")
    return by_cycle


def lonely(tx: Transaction) -> tuple[int, ...]:
    """Declarations of years with registrations that nothing registers where they count: there must be none."""
    same = or_(
        registrations.c.household_id == declarations.c.household_id,
        registrations.c.clan_id == declarations.c.clan_id,
        registrations.c.about_place_id == declarations.c.about_place_id,
        and_(
            registrations.c.person_id == declarations.c.person_id,
            declarations.c.household_id.is_(None),
            declarations.c.clan_id.is_(None),
            declarations.c.about_place_id.is_(None),
        ),
    )
    there = (
        select(registrations.c.id)
        .where(
            registrations.c.cycle_id == declarations.c.cycle_id,
            registrations.c.title == declarations.c.title,
            registrations.c.place_id == declarations.c.place_id,
            same,
            _OPEN,
        )
        .correlate(declarations)
        .exists()
    )
    query: Select[Any] = (
        select(declarations.c.id)
        .join(cycles, cycles.c.id == declarations.c.cycle_id)
        .join(people, people.c.id == declarations.c.person_id)
        .where(cycles.c.registers, COUNTS_HERE, not_(there))
        .order_by(declarations.c.id)
    )
    return tuple(tx.connection.execute(query).scalars())

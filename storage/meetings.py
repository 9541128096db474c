"""Meetings about who is proposed: everybody who reached the title stands, only the exceptions are rows.

A place has one living meeting in a year, a list to be recognised one of the council's: the database holds that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, or_, select, update

from criteria.declaration import State
from criteria.meeting import Mark, MeetingKind, MeetingState, is_proposed
from criteria.model import CITIZEN
from criteria.policy import Subject
from criteria.score import Verdict
from locales.format import day_of
from storage.kit.rows import Columns
from storage.kit.tables import cycles, declarations, households, people, recognition_names
from storage.kit.tables import meeting_names as marks
from storage.kit.tables import meetings as meeting_rows
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, or a list signed without one.

    Attributes:
        place_id: the village or unit; of the council's the commune.
        list_id: the list that the council met about.
        invited, present: numbers of people; ``None``: not said.
        signed_by: the person who signed the paper: who decided, on record.
        written_by: the person who wrote its conclusion down.
    """

    id: int
    cycle_id: int
    commune_id: int
    year: int
    kind: MeetingKind
    place_id: int
    list_id: int | None
    state: MeetingState
    held_on: date
    held_at: str
    chair: str
    secretary: str
    invited: int | None
    present: int | None
    said: str
    signed_by: int | None
    written_by: int | None
    written_at: datetime | None
    opened_by: int
    cycle_state: CycleState

    @property
    def subject(self) -> Subject:
        """This meeting as the policy sees it: an affair of its place, the council's of the commune."""
        village = None if self.kind is MeetingKind.COUNCIL else self.place_id
        locked = self.cycle_state is CycleState.LOCKED
        return Subject(commune_id=self.commune_id, village_id=village, cycle_locked=locked)

    @property
    def is_open(self) -> bool:
        """Whether it is still being written down."""
        return self.state is MeetingState.OPEN


MEETING = Columns(
    Meeting,
    id=meeting_rows.c.id,
    cycle_id=meeting_rows.c.cycle_id,
    commune_id=cycles.c.commune_id,
    year=cycles.c.year,
    kind=meeting_rows.c.kind,
    place_id=meeting_rows.c.place_id,
    list_id=meeting_rows.c.list_id,
    state=meeting_rows.c.state,
    held_on=meeting_rows.c.held_on,
    held_at=meeting_rows.c.held_at,
    chair=meeting_rows.c.chair,
    secretary=meeting_rows.c.secretary,
    invited=meeting_rows.c.invited,
    present=meeting_rows.c.present,
    said=meeting_rows.c.said,
    signed_by=meeting_rows.c.signed_by,
    written_by=meeting_rows.c.written_by,
    written_at=meeting_rows.c.written_at,
    opened_by=meeting_rows.c.opened_by,
    cycle_state=cycles.c.state,
)
_MEETINGS = select(*MEETING.columns).join(cycles, cycles.c.id == meeting_rows.c.cycle_id)
_LIVE = meeting_rows.c.state != MeetingState.DROPPED


def load(tx: Transaction, meeting_id: int, *, lock: bool = False) -> Meeting | None:
    """The meeting of an id, if there is one; ``lock``: until the commit."""
    query = _MEETINGS.where(meeting_rows.c.id == meeting_id)
    row = tx.connection.execute(query.with_for_update(of=meeting_rows) if lock else query).one_or_none()
    return None if row is None else MEETING.read(row)


def get(tx: Transaction, meeting_id: int, *, lock: bool = False) -> Meeting:
    """The meeting of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, meeting_id, lock=lock)
    if found is None:
        raise LookupError(f"meeting {meeting_id}")
    return found


def of_place(tx: Transaction, cycle_id: int, place_id: int) -> Meeting | None:
    """The living meeting of a place in a year."""
    return _one(tx, _of_place(cycle_id), meeting_rows.c.place_id == place_id)


def of_list(tx: Transaction, list_id: int) -> Meeting | None:
    """The council's living meeting about a list."""
    return _one(tx, meeting_rows.c.list_id == list_id, _LIVE)


def of_cycle(tx: Transaction, cycle_id: int) -> Mapping[int, Meeting]:
    """The living meetings of a year's villages and units, by place."""
    rows = tx.connection.execute(_MEETINGS.where(_of_place(cycle_id)))
    return {each.place_id: each for each in map(MEETING.read, rows)}


def _of_place(cycle_id: int) -> ColumnElement[bool]:
    return and_(meeting_rows.c.cycle_id == cycle_id, meeting_rows.c.list_id.is_(None), _LIVE)


def _one(tx: Transaction, *which: ColumnElement[bool]) -> Meeting | None:
    row = tx.connection.execute(_MEETINGS.where(*which)).one_or_none()
    return None if row is None else MEETING.read(row)


def not_held(tx: Transaction, cycle_id: int, place_ids: Collection[int]) -> tuple[int, ...]:
    """Of these places those whose meeting was not concluded."""
    held = {key for key, each in of_cycle(tx, cycle_id).items() if each.state is MeetingState.HELD}
    return tuple(sorted(set(place_ids) - held))


def begin(
    tx: Transaction, *, cycle_id: int, kind: MeetingKind, place_id: int, by: int, list_id: int | None = None
) -> Meeting:
    """Open a meeting of today, or the one that is there already: two taps open one.

    ``by``: the person who opens it.
    """
    tx.connection.execute(select(cycles.c.id).where(cycles.c.id == cycle_id).with_for_update()).one()
    there = of_place(tx, cycle_id, place_id) if list_id is None else of_list(tx, list_id)
    if there is not None:
        return there
    row = {
        "cycle_id": cycle_id,
        "kind": kind,
        "place_id": place_id,
        "list_id": list_id,
        "state": MeetingState.OPEN,
        "held_on": day_of(tx.now),
        "opened_by": by,
        "opened_at": tx.now,
    }
    key: int = tx.connection.execute(insert(meeting_rows).returning(meeting_rows.c.id), row).scalar_one()
    tx.audit("meeting.opened", f"meeting:{key}", {"cycle": cycle_id, "kind": kind.value, "place": place_id})
    return get(tx, key)


def change(tx: Transaction, found: Meeting, **values: Any) -> None:
    """Write down what is known of an open meeting: its day, its place, who leads it, how many came."""
    if not found.is_open:
        return
    tx.connection.execute(update(meeting_rows).where(meeting_rows.c.id == found.id).values(**values))
    tx.audit("meeting.changed", f"meeting:{found.id}", {"fields": sorted(values)})


def conclude(tx: Transaction, found: Meeting, *, by: int) -> Meeting:
    """What an open meeting says holds from now on; ``by`` is who wrote it down."""
    values = {"state": MeetingState.HELD, "written_by": by, "written_at": tx.now}
    tx.connection.execute(update(meeting_rows).where(meeting_rows.c.id == found.id).values(values))
    not_agreed = [each.declaration_id for each in marked(tx, found) if not each.proposed]
    tx.audit("meeting.held", f"meeting:{found.id}", {"signed_by": found.signed_by, "not_agreed": not_agreed})
    return get(tx, found.id)


def reopen(tx: Transaction, found: Meeting) -> Meeting:
    """A concluded meeting is written on."""
    values = {"state": MeetingState.OPEN, "written_by": None, "written_at": None}
    tx.connection.execute(update(meeting_rows).where(meeting_rows.c.id == found.id).values(values))
    tx.audit("meeting.reopened", f"meeting:{found.id}")
    return get(tx, found.id)


def drop(tx: Transaction, found: Meeting) -> None:
    """An open meeting that did not take place: another one can be opened."""
    tx.connection.execute(update(meeting_rows).where(meeting_rows.c.id == found.id).values(state=MeetingState.DROPPED))
    tx.audit("meeting.dropped", f"meeting:{found.id}")


# Who stands on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Somebody, or a family, clan or place, that a meeting is about.

    Attributes:
        full_name: of whose declaration it is, or who answers for it.
        household: the code of their household on the roster; empty without one.
        mark: what sets them apart; ``None``: they are proposed like all others.
        agreed: of who is discussed; ``None``: not decided.
    """

    declaration_id: int
    place_id: int
    person_id: int
    full_name: str
    birth_year: int
    household: str
    title: str
    state: State
    mark: Mark | None
    agreed: bool | None
    votes_for: int | None
    votes_against: int | None
    said: str

    @property
    def proposed(self) -> bool:
        """Whether the meeting proposes them."""
        return is_proposed(self.mark, agreed=self.agreed)


LISTED = Columns(
    Listed,
    declaration_id=declarations.c.id,
    place_id=declarations.c.place_id,
    person_id=people.c.id,
    full_name=people.c.full_name,
    birth_year=people.c.birth_year,
    household=func.coalesce(households.c.code, ""),
    title=declarations.c.title,
    state=declarations.c.state,
    mark=marks.c.mark,
    agreed=marks.c.agreed,
    votes_for=marks.c.votes_for,
    votes_against=marks.c.votes_against,
    said=func.coalesce(marks.c.said, ""),
)
_REACHED = or_(declarations.c.verdict == Verdict.REACHED, declarations.c.judged == Verdict.REACHED)
_CHECKED = declarations.c.state.in_([State.CONFIRMED, State.RECOGNISED])
# Sent, and waiting for a decision that the signed paper can be.
_WAITS = and_(declarations.c.state == State.SUBMITTED, declarations.c.title == CITIZEN)


def _listed(found: Meeting) -> Select[Any]:
    query = (
        select(*LISTED.columns)
        .select_from(declarations)
        .join(people, people.c.id == declarations.c.person_id)
        .outerjoin(households, households.c.id == people.c.household_id)
        .outerjoin(marks, and_(marks.c.declaration_id == declarations.c.id, marks.c.meeting_id == found.id))
    )
    if found.list_id is None:
        return query.where(
            declarations.c.cycle_id == found.cycle_id,
            declarations.c.place_id == found.place_id,
            _REACHED,
            or_(_CHECKED, _WAITS),
        )
    on_list = select(recognition_names.c.declaration_id).where(recognition_names.c.list_id == found.list_id)
    return query.where(declarations.c.id.in_(on_list))


def reached(tx: Transaction, cycle_id: int, place_id: int) -> frozenset[int]:
    """The people of a place whose own result reaches the citizens' title, checked or waiting to be."""
    query = select(declarations.c.person_id).where(
        declarations.c.cycle_id == cycle_id,
        declarations.c.place_id == place_id,
        declarations.c.title == CITIZEN,
        _REACHED,
        or_(_CHECKED, _WAITS),
    )
    return frozenset(tx.connection.execute(query).scalars())


def household_heads(tx: Transaction, person_ids: Collection[int]) -> Mapping[int, str]:
    """The head of each person's household, by the person; who has none is missing."""
    head = people.alias("head")
    rows = tx.connection.execute(
        select(people.c.id, head.c.full_name)
        .join(households, households.c.id == people.c.household_id)
        .join(head, head.c.id == households.c.head_id)
        .where(people.c.id.in_(set(person_ids)))
    )
    return {row.id: row.full_name for row in rows}


def page(tx: Transaction, found: Meeting, *, after: int, most: int) -> tuple[Listed, ...]:
    """Those whom a meeting is about, behind one of them, in the order of their declarations."""
    query = _listed(found).where(declarations.c.id > after).order_by(declarations.c.id).limit(most)
    return tuple(LISTED.read(row) for row in tx.connection.execute(query))


def everybody(tx: Transaction, found: Meeting) -> tuple[Listed, ...]:
    """All whom a meeting is about."""
    return page(tx, found, after=0, most=100_000)


def search(tx: Transaction, found: Meeting, folded: str, *, most: int) -> tuple[Listed, ...]:
    """Those whose names have these words."""
    has = people.c.folded_name.contains(folded.strip(), autoescape=True)
    query = _listed(found).where(has).order_by(people.c.folded_name, declarations.c.id).limit(most)
    return tuple(LISTED.read(row) for row in tx.connection.execute(query))


def one(tx: Transaction, found: Meeting, declaration_id: int) -> Listed | None:
    """One of them; ``None``: the meeting is not about them."""
    row = tx.connection.execute(_listed(found).where(declarations.c.id == declaration_id)).one_or_none()
    return None if row is None else LISTED.read(row)


def marked(tx: Transaction, found: Meeting) -> tuple[Listed, ...]:
    """The exceptions."""
    query = _listed(found).where(marks.c.mark.is_not(None)).order_by(marks.c.id)
    return tuple(LISTED.read(row) for row in tx.connection.execute(query))


@dataclass(frozen=True, slots=True)
class Standing:
    """How many a meeting is about, and how many of them are what."""

    listed: int
    waiting: int  # not confirmed yet
    discussed: int
    absent: int
    not_proposed: int

    @property
    def proposed(self) -> int:
        """How many it proposes."""
        return self.listed - self.not_proposed


def standing(tx: Transaction, found: Meeting) -> Standing:
    """The numbers of a meeting."""
    every = _listed(found).subquery()
    row = tx.connection.execute(
        select(
            func.count().label("listed"),
            func.count().filter(every.c.state == State.SUBMITTED).label("waiting"),
            func.count().filter(every.c.mark == Mark.DISCUSS).label("discussed"),
            func.count().filter(every.c.mark == Mark.ABSENT).label("absent"),
            func.count()
            .filter(every.c.mark == Mark.DISCUSS, func.coalesce(every.c.agreed, False).is_(False))
            .label("not_proposed"),
        )
    ).one()
    return Standing(row.listed, row.waiting, row.discussed, row.absent, row.not_proposed)


def set_apart(tx: Transaction, found: Meeting, declaration_id: int, **values: Any) -> None:
    """Mark somebody of an open meeting (``mark``), or write down what was decided or said of who is marked.

    ``mark=None`` takes the mark off, with all that was written beside it.
    """
    which = and_(marks.c.meeting_id == found.id, marks.c.declaration_id == declaration_id)
    if "mark" in values and values["mark"] is None:
        tx.connection.execute(delete(marks).where(which))
    elif not tx.connection.execute(update(marks).where(which).values(**values)).rowcount:
        new = {"mark": Mark.DISCUSS, **values, "meeting_id": found.id, "declaration_id": declaration_id}
        tx.connection.execute(insert(marks), new)
    kept = {name: value for name, value in values.items() if name != "said"}
    said = {name: value.value if isinstance(value, Mark) else value for name, value in kept.items()}
    tx.audit("meeting.marked", f"declaration:{declaration_id}", {"meeting": found.id, **said})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a meeting said of one declaration, for the person whose it is."""

    kind: MeetingKind
    held_on: date
    mark: Mark
    agreed: bool | None
    said: str


def said_of(tx: Transaction, declaration_id: int) -> Sequence[Said]:
    """What meetings said of a declaration, the oldest first."""
    rows = tx.connection.execute(
        select(meeting_rows.c.kind, meeting_rows.c.held_on, marks.c.mark, marks.c.agreed, marks.c.said)
        .join(meeting_rows, meeting_rows.c.id == marks.c.meeting_id)
        .where(marks.c.declaration_id == declaration_id)
        .order_by(marks.c.id)
    )
    return [Said(kind=row.kind, held_on=row.held_on, mark=row.mark, agreed=row.agreed, said=row.said) for row in rows]


def not_agreed(declaration_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a village's concluded meeting discussed this declaration and did not agree to it."""
    return (
        select(marks.c.id)
        .join(meeting_rows, meeting_rows.c.id == marks.c.meeting_id)
        .where(
            marks.c.declaration_id == declaration_id,
            marks.c.mark == Mark.DISCUSS,
            func.coalesce(marks.c.agreed, False).is_(False),
            meeting_rows.c.state == MeetingState.HELD,
            meeting_rows.c.list_id.is_(None),
        )
        .exists()
    )


# What the signed paper confirms


def to_confirm(tx: Transaction, found: Meeting, *, after: int, most: int) -> tuple[int, ...]:
    """The next declarations that wait and that the meeting proposes, by their ids."""
    outer = _listed(found).where(
        _WAITS,
        declarations.c.id > after,
        or_(marks.c.mark.is_(None), marks.c.mark != Mark.DISCUSS, marks.c.agreed.is_(True)),
    )
    rows = tx.connection.execute(outer.order_by(declarations.c.id).limit(most))
    return tuple(LISTED.read(row).declaration_id for row in rows)

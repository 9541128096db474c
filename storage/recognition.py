"""Lists of people to be recognised: drawn up from what is confirmed and reached, posted, submitted, signed, revoked.

A declaration stands on one living list at most: the database holds that. Only the signed decision recognises anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert, literal, or_, select, true, update

from criteria.declaration import State
from criteria.policy import Subject
from criteria.recognition import BEFORE_SIGNED, LIVE, Paper, Step, after
from criteria.score import Verdict
from storage import meetings
from storage.entry_codes import ALPHABET
from storage.kit.rows import Columns
from storage.kit.tables import clans, cycles, declarations, households, people, places
from storage.kit.tables import objections as objections_table
from storage.kit.tables import recognition_lists as lists
from storage.kit.tables import recognition_names as names
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import CycleState

CODE_LENGTH = 20  # of a Giấy công nhận, out of 32 signs each: 100 bits, which nobody guesses


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands on the signed paper: its number and sign ("15/QĐ-UBND"), its day, who signed and in which office."""

    number: str
    decided_on: date
    signer: str
    signer_office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionList:
    """One list with its decision. ``posted_to`` is the last day on which it hangs."""

    id: int
    cycle_id: int
    commune_id: int
    year: int
    title: str
    state: Paper
    made_by: str
    made_at: datetime
    posted_from: date | None
    posted_to: date | None
    submitted_at: datetime | None
    number: str
    decided_on: date | None
    signer: str
    signer_office: str
    issued_at: datetime | None
    ended_at: datetime | None
    why: str
    year_locked: bool

    @property
    def subject(self) -> Subject:
        """This list as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id, cycle_locked=self.year_locked)

    @property
    def takes_names(self) -> bool:
        """Whether names can still come in."""
        return self.state is Paper.DRAFT

    @property
    def is_before_signed(self) -> bool:
        """Whether nobody has signed it, so that names can still be struck."""
        return self.state in BEFORE_SIGNED


LIST = Columns(
    RecognitionList,
    id=lists.c.id,
    cycle_id=lists.c.cycle_id,
    commune_id=cycles.c.commune_id,
    year=cycles.c.year,
    title=lists.c.title,
    state=lists.c.state,
    made_by=people.c.full_name,
    made_at=lists.c.made_at,
    posted_from=lists.c.posted_from,
    posted_to=lists.c.posted_to,
    submitted_at=lists.c.submitted_at,
    number=lists.c.number,
    decided_on=lists.c.decided_on,
    signer=lists.c.signer,
    signer_office=lists.c.signer_office,
    issued_at=lists.c.issued_at,
    ended_at=lists.c.ended_at,
    why=lists.c.why,
    year_locked=cycles.c.state == CycleState.LOCKED,
)
_LISTS = (
    select(*LIST.columns).join(cycles, cycles.c.id == lists.c.cycle_id).join(people, people.c.id == lists.c.made_by)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Somebody, or a family, clan, village or unit, on a list.

    Attributes:
        full_name: of whose declaration it is, or who answers for it.
        household: the code of their household on the roster; empty without one.
        struck_why: why they are not on it any more; ``None`` while they are.
    """

    id: int
    list_id: int
    commune_id: int
    declaration_id: int
    place_id: int
    person_id: int
    full_name: str
    birth_year: int
    household: str
    state: State
    live: bool
    struck_why: str | None
    recognised_at: datetime | None
    year_locked: bool

    @property
    def subject(self) -> Subject:
        """This name as the policy sees it: an affair of the commune that draws up the list."""
        return Subject(commune_id=self.commune_id, cycle_locked=self.year_locked)


NAME = Columns(
    Name,
    id=names.c.id,
    list_id=names.c.list_id,
    commune_id=cycles.c.commune_id,
    declaration_id=names.c.declaration_id,
    place_id=names.c.place_id,
    person_id=people.c.id,
    full_name=people.c.full_name,
    birth_year=people.c.birth_year,
    household=func.coalesce(households.c.code, ""),
    state=declarations.c.state,
    live=names.c.live,
    struck_why=names.c.struck_why,
    recognised_at=names.c.recognised_at,
    year_locked=cycles.c.state == CycleState.LOCKED,
)
_NAMES = (
    select(*NAME.columns)
    .join(lists, lists.c.id == names.c.list_id)
    .join(cycles, cycles.c.id == lists.c.cycle_id)
    .join(declarations, declarations.c.id == names.c.declaration_id)
    .join(people, people.c.id == declarations.c.person_id)
    .outerjoin(households, households.c.id == people.c.household_id)
)


def load(tx: Transaction, list_id: int, *, lock: bool = False) -> RecognitionList | None:
    """The list of an id, if there is one; ``lock``: until the commit."""
    query = _LISTS.where(lists.c.id == list_id)
    row = tx.connection.execute(query.with_for_update(of=lists) if lock else query).one_or_none()
    return None if row is None else LIST.read(row)


def get(tx: Transaction, list_id: int, *, lock: bool = False) -> RecognitionList:
    """The list of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, list_id, lock=lock)
    if found is None:
        raise LookupError(f"recognition list {list_id}")
    return found


def of_cycle(tx: Transaction, cycle_id: int) -> tuple[RecognitionList, ...]:
    """The lists of a year, the newest first; those that were dropped are left out."""
    query = _LISTS.where(lists.c.cycle_id == cycle_id, lists.c.state != Paper.DROPPED)
    return tuple(LIST.read(row) for row in tx.connection.execute(query.order_by(lists.c.id.desc())))


def name(tx: Transaction, name_id: int) -> Name | None:
    """The name of an id, if it is there."""
    row = tx.connection.execute(_NAMES.where(names.c.id == name_id)).one_or_none()
    return None if row is None else NAME.read(row)


def of_declaration(tx: Transaction, declaration_id: int) -> tuple[tuple[RecognitionList, Name], ...]:
    """On which lists a declaration stands or stood, the newest first."""
    found = tx.connection.execute(_NAMES.where(names.c.declaration_id == declaration_id).order_by(names.c.id.desc()))
    return tuple((get(tx, each.list_id), each) for each in map(NAME.read, found))


def page(tx: Transaction, list_id: int, *, after_id: int, most: int, struck: bool = False) -> tuple[Name, ...]:
    """Names of a list behind one of them; ``struck``: those that were taken off it instead."""
    query = _NAMES.where(names.c.list_id == list_id, _is_struck(struck), names.c.id > after_id)
    return tuple(NAME.read(row) for row in tx.connection.execute(query.order_by(names.c.id).limit(most)))


def _is_struck(struck: bool) -> ColumnElement[bool]:  # noqa: FBT001 (which of the two)
    return names.c.struck_why.is_not(None) if struck else names.c.struck_why.is_(None)


def all_names(tx: Transaction, list_id: int) -> tuple[Name, ...]:
    """Everybody on a list, in no order that people use."""
    return page(tx, list_id, after_id=0, most=1_000_000)


def on_decision(tx: Transaction, list_id: int) -> tuple[Name, ...]:
    """Everybody whom the signed paper names: also whose recognition was revoked since."""
    query = _NAMES.where(
        names.c.list_id == list_id, or_(names.c.struck_why.is_(None), names.c.recognised_at.is_not(None))
    )
    return tuple(NAME.read(row) for row in tx.connection.execute(query.order_by(names.c.id)))


def group_names(tx: Transaction, list_id: int) -> Mapping[int, str]:
    """What names on a list stand for, by the name's id, where it is no person or family: a clan, a village, a unit."""
    about = places.alias("about")
    rows = tx.connection.execute(
        select(names.c.id, clans.c.name.label("clan"), about.c.label, about.c.name)
        .join(declarations, declarations.c.id == names.c.declaration_id)
        .outerjoin(clans, clans.c.id == declarations.c.clan_id)
        .outerjoin(about, about.c.id == declarations.c.about_place_id)
        .where(names.c.list_id == list_id, or_(clans.c.id.is_not(None), about.c.id.is_not(None)))
    )
    return {row.id: row.clan or _full_name(row.label, row.name) for row in rows}


def household_heads(tx: Transaction, list_id: int) -> Mapping[int, str]:
    """The head of the household of each name on a list, by the name's id; who has none is missing."""
    head = people.alias("head")
    rows = tx.connection.execute(
        select(names.c.id, head.c.full_name)
        .join(declarations, declarations.c.id == names.c.declaration_id)
        .join(people, people.c.id == declarations.c.person_id)
        .join(households, households.c.id == people.c.household_id)
        .join(head, head.c.id == households.c.head_id)
        .where(names.c.list_id == list_id, names.c.struck_why.is_(None))
    )
    return {row.id: row.full_name for row in rows}


def search(tx: Transaction, list_id: int, folded: str, *, most: int) -> tuple[Name, ...]:
    """Names of a list that have these words."""
    query = _NAMES.where(
        names.c.list_id == list_id,
        names.c.struck_why.is_(None),
        people.c.folded_name.contains(folded.strip(), autoescape=True),
    )
    return tuple(NAME.read(row) for row in tx.connection.execute(query.order_by(people.c.folded_name).limit(most)))


def counts(tx: Transaction, list_id: int) -> Mapping[int, int]:
    """How many names a list has, by place."""
    rows = tx.connection.execute(
        select(names.c.place_id, func.count().label("n"))
        .where(names.c.list_id == list_id, names.c.struck_why.is_(None))
        .group_by(names.c.place_id)
    )
    return {row.place_id: row.n for row in rows}


_REACHED = or_(declarations.c.verdict == Verdict.REACHED, declarations.c.judged == Verdict.REACHED)


def _candidates(cycle_id: int, title: str) -> ColumnElement[bool]:
    """Confirmed, reached, on no living list, and not discussed in vain by their village's meeting."""
    on_one = select(names.c.id).where(names.c.declaration_id == declarations.c.id, names.c.live)
    return and_(
        declarations.c.cycle_id == cycle_id,
        declarations.c.title == title,
        declarations.c.state == State.CONFIRMED,
        _REACHED,
        ~exists(on_one.correlate(declarations)),
        ~meetings.not_agreed(declarations.c.id),
    )


def candidates(tx: Transaction, cycle_id: int, title: str, place_ids: Collection[int]) -> Mapping[int, int]:
    """How many could be put on a list now, by place; a place with nobody is missing."""
    rows = tx.connection.execute(
        select(declarations.c.place_id, func.count().label("n"))
        .where(declarations.c.place_id.in_(set(place_ids)), _candidates(cycle_id, title))
        .group_by(declarations.c.place_id)
    )
    return {row.place_id: row.n for row in rows}


def draw_up(
    tx: Transaction, *, cycle_id: int, title: str, place_ids: Collection[int], by: int
) -> RecognitionList | None:
    """A draft with everybody of these places who is confirmed and reached and on no list; ``None``: there is nobody.

    ``by``: the person who draws it up.
    """
    tx.connection.execute(select(cycles.c.id).where(cycles.c.id == cycle_id).with_for_update()).one()
    if not candidates(tx, cycle_id, title, place_ids):
        return None
    key: int = tx.connection.execute(
        insert(lists).returning(lists.c.id),
        {"cycle_id": cycle_id, "title": title, "state": Paper.DRAFT, "made_by": by, "made_at": tx.now},
    ).scalar_one()
    n = _fill(tx, key, cycle_id, title, place_ids)
    tx.audit("recognition.drawn_up", f"recognition:{key}", {"cycle": cycle_id, "title": title, "names": n})
    return get(tx, key)


def fill_up(tx: Transaction, found: RecognitionList, place_ids: Collection[int]) -> int:
    """Put on a draft who can be by now. Returns how many."""
    if not found.takes_names:
        return 0
    n = _fill(tx, found.id, found.cycle_id, found.title, place_ids)
    tx.audit("recognition.filled_up", f"recognition:{found.id}", {"names": n})
    return n


@without_audit("whoever calls it audits what it is for")
def _fill(tx: Transaction, list_id: int, cycle_id: int, title: str, place_ids: Collection[int]) -> int:
    who = select(literal(list_id), declarations.c.id, declarations.c.place_id, true()).where(
        declarations.c.place_id.in_(set(place_ids)), _candidates(cycle_id, title)
    )
    columns = ["list_id", "declaration_id", "place_id", "live"]
    return tx.connection.execute(insert(names).from_select(columns, who.order_by(declarations.c.id))).rowcount


def strike(tx: Transaction, found: Name, *, why: str, by: int) -> None:
    """Take a name off a list that nobody has signed, for a reason."""
    values = {"live": False, "struck_why": why, "struck_by": by}
    tx.connection.execute(update(names).where(names.c.id == found.id).values(values))
    tx.audit("recognition.struck", f"declaration:{found.declaration_id}", {"list": found.list_id})


def of_declarations(tx: Transaction, declaration_ids: Collection[int]) -> tuple[Name, ...]:
    """These declarations as they stand on living lists, or were struck from one that nobody has signed."""
    query = _NAMES.where(names.c.declaration_id.in_(set(declaration_ids)), lists.c.state.in_(sorted(LIVE)))
    return tuple(NAME.read(row) for row in tx.connection.execute(query.order_by(names.c.id)))


def lists_with(tx: Transaction, cycle_id: int, place_id: int) -> tuple[RecognitionList, ...]:
    """The living lists of a year on which somebody of a place stands."""
    here = select(names.c.id).where(names.c.list_id == lists.c.id, names.c.place_id == place_id, names.c.live)
    query = _LISTS.where(lists.c.cycle_id == cycle_id, lists.c.state.in_(sorted(LIVE)), exists(here.correlate(lists)))
    return tuple(LIST.read(row) for row in tx.connection.execute(query.order_by(lists.c.id)))


def put_back(tx: Transaction, found: Name) -> bool:
    """Put a name back that was struck; false where it is on another list by now."""
    elsewhere = select(names.c.id).where(names.c.declaration_id == found.declaration_id, names.c.live)
    if tx.connection.execute(elsewhere).first() is not None or found.state is not State.CONFIRMED:
        return False
    values = {"live": True, "struck_why": None, "struck_by": None}
    tx.connection.execute(update(names).where(names.c.id == found.id).values(values))
    tx.audit("recognition.put_back", f"declaration:{found.declaration_id}", {"list": found.list_id})
    return True


def step(tx: Transaction, found: RecognitionList, what: Step, **values: Any) -> RecognitionList | None:
    """Take a list a step on, with what is written down beside; ``None`` where it cannot be taken from where it stands.

    ``found`` was loaded with a lock.
    """
    state = after(found.state, what)
    if state is None:
        return None
    tx.connection.execute(update(lists).where(lists.c.id == found.id).values(state=state, **values))
    n = sum(counts(tx, found.id).values())
    said = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
    about, said = f"recognition:{found.id}", {"names": n, **said}
    match what:
        case Step.POST:
            tx.audit("recognition.posted", about, said)
        case Step.SUBMIT:
            tx.audit("recognition.submitted", about, said)
        case Step.REOPEN:
            tx.audit("recognition.reopened", about, said)
        case Step.ISSUE:
            tx.audit("recognition.issued", about, said)
        case Step.REVOKE:
            tx.audit("recognition.revoked", about, said)
        case Step.DROP:
            tx.audit("recognition.dropped", about, said)
    return get(tx, found.id)


@without_audit("recognition.dropped is on record")
def let_go(tx: Transaction, list_id: int) -> None:
    """Who stands on a list that was dropped can be put on another."""
    tx.connection.execute(update(names).where(names.c.list_id == list_id).values(live=False))


def to_recognise(tx: Transaction, list_id: int, *, most: int) -> Sequence[Name]:
    """The next names of a signed list who are not recognised yet."""
    query = _NAMES.where(names.c.list_id == list_id, names.c.live, names.c.recognised_at.is_(None))
    return [NAME.read(row) for row in tx.connection.execute(query.order_by(names.c.id).limit(most))]


def to_revoke(tx: Transaction, list_id: int, *, most: int) -> Sequence[Name]:
    """The next names whom a revoked decision had recognised."""
    query = _NAMES.where(names.c.list_id == list_id, names.c.live, names.c.recognised_at.is_not(None))
    return [NAME.read(row) for row in tx.connection.execute(query.order_by(names.c.id).limit(most))]


_RECOGNISED = (
    update(names).where(names.c.id == bindparam("name_id")).values(recognised_at=bindparam("at"), code=bindparam("by"))
)


@without_audit("the decision on each declaration is on record")
def recognised(tx: Transaction, name_ids: Collection[int]) -> None:
    """These are recognised; each gets the code by which their Giấy công nhận can be checked."""
    if name_ids:
        tx.connection.execute(
            _RECOGNISED, [{"name_id": key, "at": tx.now, "by": _new_code()} for key in sorted(name_ids)]
        )


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the code of a Giấy công nhận leads to.

    Attributes:
        full_name: the person's, or of who represents the family; ``group``: of a clan, a village, a unit instead.
        is_valid: the decision holds, and for them.
    """

    name_id: int
    commune_id: int
    full_name: str
    group: str | None
    title: str
    year: int
    is_valid: bool


def of_code(tx: Transaction, code: str) -> Checked | None:
    """What the code stands for; ``None``: there is none such. What cannot be a code is looked for all the same."""
    about = places.alias("about")
    row = tx.connection.execute(
        _NAMES.add_columns(
            names.c.code, lists.c.title, lists.c.state.label("paper"), cycles.c.year, clans.c.name.label("clan"),
            about.c.label, about.c.name,
        )
        .outerjoin(clans, clans.c.id == declarations.c.clan_id)
        .outerjoin(about, about.c.id == declarations.c.about_place_id)
        .where(names.c.code == code[:CODE_LENGTH])
    ).one_or_none()  # fmt: skip
    if row is None or row.code != code:
        return None
    place = None if row.name is None else _full_name(row.label, row.name)
    return Checked(
        name_id=row.id,
        commune_id=row.commune_id,
        full_name=row.full_name,
        group=row.clan or place,
        title=row.title,
        year=row.year,
        is_valid=row.live and row.paper is Paper.ISSUED and row.state is State.RECOGNISED,
    )


@dataclass(frozen=True, slots=True)
class Certified:
    """Somebody whom a decision recognises, with the code of their Giấy công nhận."""

    name: Name
    code: str


def certified(
    tx: Transaction, list_id: int, *, place_id: int | None = None, name_id: int | None = None
) -> tuple[Certified, ...]:
    """Who is recognised by a signed list and still is: all of it, of one place, or one of them."""
    query = _NAMES.add_columns(names.c.code).where(
        names.c.list_id == list_id,
        names.c.live,
        names.c.code.is_not(None),
        declarations.c.state == State.RECOGNISED,
        lists.c.state == Paper.ISSUED,
    )
    if place_id is not None:
        query = query.where(names.c.place_id == place_id)
    if name_id is not None:
        query = query.where(names.c.id == name_id)
    return tuple(Certified(NAME.read(row), row.code) for row in tx.connection.execute(query.order_by(names.c.id)))


@without_audit("the decision on each declaration is on record")
def off(tx: Transaction, name_ids: Collection[int], *, why: str) -> None:
    """These do not stand on the list any more: they are not confirmed by now, or it was revoked."""
    values = {"live": False, "struck_why": why}
    tx.connection.execute(update(names).where(names.c.id.in_(set(name_ids))).values(values))


# What was said against a list that was posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What somebody said against a list, or against one of its names, and what was answered."""

    id: int
    list_id: int
    commune_id: int
    declaration_id: int | None
    person_id: int | None
    about: str | None
    said: str
    answer: str | None
    noted_at: datetime
    answered_at: datetime | None
    year_locked: bool

    @property
    def subject(self) -> Subject:
        """This objection as the policy sees it: an affair of the commune."""
        return Subject(commune_id=self.commune_id, cycle_locked=self.year_locked)


OBJECTION = Columns(
    Objection,
    id=objections_table.c.id,
    list_id=objections_table.c.list_id,
    commune_id=cycles.c.commune_id,
    declaration_id=objections_table.c.declaration_id,
    person_id=people.c.id,
    about=people.c.full_name,
    said=objections_table.c.said,
    answer=objections_table.c.answer,
    noted_at=objections_table.c.noted_at,
    answered_at=objections_table.c.answered_at,
    year_locked=cycles.c.state == CycleState.LOCKED,
)
_OBJECTIONS = (
    select(*OBJECTION.columns)
    .join(lists, lists.c.id == objections_table.c.list_id)
    .join(cycles, cycles.c.id == lists.c.cycle_id)
    .outerjoin(declarations, declarations.c.id == objections_table.c.declaration_id)
    .outerjoin(people, people.c.id == declarations.c.person_id)
)


def objection(tx: Transaction, objection_id: int) -> Objection | None:
    """The objection of an id, if there is one."""
    row = tx.connection.execute(_OBJECTIONS.where(objections_table.c.id == objection_id)).one_or_none()
    return None if row is None else OBJECTION.read(row)


def objections(tx: Transaction, list_id: int) -> tuple[Objection, ...]:
    """What was said against a list, in the order in which it was noted."""
    query = _OBJECTIONS.where(objections_table.c.list_id == list_id).order_by(objections_table.c.id)
    return tuple(OBJECTION.read(row) for row in tx.connection.execute(query))


def objections_about(tx: Transaction, declaration_id: int) -> tuple[Objection, ...]:
    """What was said against one declaration, on whatever list."""
    query = _OBJECTIONS.where(objections_table.c.declaration_id == declaration_id).order_by(objections_table.c.id)
    return tuple(OBJECTION.read(row) for row in tx.connection.execute(query))


def object_to(tx: Transaction, found: RecognitionList, *, said: str, declaration_id: int | None, by: int) -> int:
    """Note what somebody says against a list, or one of its names. Returns its id."""
    key: int = tx.connection.execute(
        insert(objections_table).returning(objections_table.c.id),
        {"list_id": found.id, "declaration_id": declaration_id, "said": said, "noted_by": by, "noted_at": tx.now},
    ).scalar_one()
    about = f"recognition:{found.id}" if declaration_id is None else f"declaration:{declaration_id}"
    tx.audit("objection.noted", about, {"list": found.id, "objection": key})
    return key


def answer(tx: Transaction, found: Objection, said: str) -> None:
    """Write down what was answered."""
    values = {"answer": said, "answered_at": tx.now}
    tx.connection.execute(update(objections_table).where(objections_table.c.id == found.id).values(values))
    about = f"recognition:{found.list_id}" if found.declaration_id is None else f"declaration:{found.declaration_id}"
    tx.audit("objection.answered", about, {"list": found.list_id, "objection": found.id})


def open_objections(tx: Transaction, list_id: int) -> int:
    """How many are not answered."""
    return int(
        tx.connection.execute(
            select(func.count()).where(objections_table.c.list_id == list_id, objections_table.c.answer.is_(None))
        ).scalar_one()
    )


def place_names(tx: Transaction, place_ids: Collection[int]) -> Mapping[int, str]:
    """The names of places with their labels, also of those that are no more."""
    rows = tx.connection.execute(
        select(places.c.id, places.c.label, places.c.name).where(places.c.id.in_(set(place_ids)))
    )
    return {row.id: _full_name(row.label, row.name) for row in rows}


def _full_name(label: str, name: str) -> str:
    return f"{label[:1].upper()}{label[1:]} {name}".strip()

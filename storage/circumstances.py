"""What stands around declarations, for who looks for doubts: five kinds of rows, read for all of them in one statement.

Sending asks it of one declaration, a card of the one that is shown, a batch of twenty-five at once. A row says which
part it is of, of whom or what it is, and what it found; the columns that a part has no use for are empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from criteria.activity import HELD_IN_COMMON
from criteria.declaration import State
from criteria.doubts import LET_IN_WITHIN, SAME_MINUTES, Circumstances, same_answers
from criteria.model import CITIZEN
from locales.format import day_of
from storage import listed_results
from storage.declaration_record import Declaration
from storage.kit.tables import Json, Key, Utc, activities, codes, declarations, evidence, people
from storage.kit.transaction import Transaction
from storage.kit.words import PictureState

NOBODY: Final = [0]  # no id: where there is none, the list still has one place, and the statement one shape

Found: TypeAlias = Mapping[tuple[str, int], Sequence[Row[Any]]]  # rows by their part, and of whom or what they are

_COLUMNS: Mapping[str, Any] = {
    "of": Key,
    "id": Key,
    "other": Key,
    "home": Key,
    "word": String(),
    "day": Date(),
    "at": Utc(),
    "flag": Boolean(),
    "n": Integer(),
    "answers": Json,
}


def _part(name: str, **known: ColumnElement[Any]) -> Select[Any]:
    columns = (
        (type_coerce(known[key], kind) if key in known else cast(null(), kind)).label(key)
        for key, kind in _COLUMNS.items()
    )
    return select(literal_column(f"'{name}'", String).label("part"), *columns)


_me, _other, _who = people.alias("me"), activities.alias("other"), people.alias("who")
_persons: BindParameter[int] = bindparam("persons", expanding=True)
_cycles: BindParameter[int] = bindparam("cycles", expanding=True)
_ANOTHER = select(_other.c.id).where(_other.c.person_id != activities.c.person_id)
_SHARED = or_(  # each by an index of its own
    exists(_ANOTHER.where(_other.c.event_id == activities.c.event_id)),
    exists(
        _ANOTHER.join(_who, _who.c.id == _other.c.person_id).where(
            activities.c.event_id.is_(None),
            _other.c.held_on == activities.c.held_on,
            _other.c.kind == activities.c.kind,
            _who.c.place_id == _me.c.place_id,
        )
    ),
)
_PICTURES = (
    select(func.count())
    .where(evidence.c.activity_id == activities.c.id, evidence.c.state != PictureState.REFUSED)
    .scalar_subquery()
)
_ENTRIES = (
    _part(
        "entry",
        of=activities.c.person_id,
        id=activities.c.id,
        other=activities.c.event_id,
        word=activities.c.kind,
        day=activities.c.held_on,
        flag=_SHARED,
        n=_PICTURES,
    )
    .join_from(activities, _me, _me.c.id == activities.c.person_id)
    .where(activities.c.person_id.in_(_persons), activities.c.held_on.between(bindparam("first"), bindparam("last")))
)
_LET_IN_AT = (
    select(func.max(codes.c.used_at))
    .where(codes.c.person_id == people.c.id, codes.c.made_by_person_id != people.c.id)
    .scalar_subquery()
)
_SELF = _part("self", of=people.c.id, flag=people.c.on_roster, word=people.c.unvouched, at=_LET_IN_AT).where(
    people.c.id.in_(_persons)
)
_SENT = and_(declarations.c.cycle_id.in_(_cycles), declarations.c.title == CITIZEN, declarations.c.state != State.DRAFT)
_HOME = (
    _part(
        "home",
        of=people.c.household_id,
        id=declarations.c.person_id,
        other=declarations.c.cycle_id,
        word=declarations.c.answers["occupation"].as_string(),
    )
    .join_from(declarations, people, people.c.id == declarations.c.person_id)
    .where(people.c.household_id.in_(bindparam("homes", expanding=True)), _SENT)
)
_SAME = _part(
    "same",
    of=declarations.c.account_id,
    id=declarations.c.id,
    other=declarations.c.cycle_id,
    at=declarations.c.submitted_at,
    answers=declarations.c.answers,
).where(
    declarations.c.account_id.in_(bindparam("accounts", expanding=True)),
    declarations.c.submitted_at.between(bindparam("since"), bindparam("until")),
    declarations.c.result_list_id.is_(None),
    _SENT,
)
_ALIKE = (
    _part(
        "alike",
        of=_me.c.id,
        id=people.c.id,
        other=declarations.c.cycle_id,
        home=people.c.household_id,
        flag=people.c.on_roster,
    )
    .select_from(_me)
    .join(
        people,
        and_(
            people.c.place_id == _me.c.place_id,
            people.c.match_key == _me.c.match_key,
            people.c.birth_year.between(_me.c.birth_year - 1, _me.c.birth_year + 1),
            people.c.id != _me.c.id,
            people.c.erased_at.is_(None),
            people.c.same_as_id.is_(None),
        ),
    )
    .outerjoin(declarations, and_(declarations.c.person_id == people.c.id, _SENT))
    .where(_me.c.id.in_(_persons), _me.c.match_key != "", _me.c.birth_year != 0, _me.c.same_as_id.is_(None))
)
_ALL = union_all(_ENTRIES, _SELF, _HOME, _SAME, _ALIKE)


def around(tx: Transaction, found: Sequence[Declaration]) -> dict[int, Circumstances]:
    """What is known around each of these declarations, by its id; of other titles than the citizens', nothing."""
    citizens = [each for each in found if each.title == CITIZEN]
    rows: defaultdict[tuple[str, int], list[Row[Any]]] = defaultdict(list)
    if citizens:
        for row in tx.connection.execute(_ALL, _asked(tx, citizens)):
            rows[row.part, row.of].append(row)
    known = {each.id: _of(tx, each, rows) for each in citizens}
    return {each.id: known.get(each.id) or Circumstances() for each in found}


def _asked(tx: Transaction, citizens: Sequence[Declaration]) -> dict[str, Any]:
    """The values of the statement; a list names nothing twice, so that twenty of one year ask for one."""
    years = [each.cycle.year for each in citizens]
    sent = [each.submitted_at for each in citizens if each.submitted_at is not None] or [tx.now]
    within = timedelta(minutes=SAME_MINUTES)
    return {
        "persons": _ids(each.person.id for each in citizens),
        "cycles": _ids(each.cycle.id for each in citizens),
        "homes": _ids(each.person.household_id for each in citizens),
        "accounts": _ids(
            each.speaker.account_id for each in citizens if each.speaker is not None and each.submitted_at is not None
        ),
        "first": date(min(years) - 1, 1, 1),  # some months back may be last year
        "last": date(max(years), 12, 31),
        "since": min(sent) - within,
        "until": max(sent) + within,
    }


def _ids(keys: Iterable[int | None]) -> list[int]:
    return sorted({key for key in keys if key is not None}) or NOBODY


def _of(tx: Transaction, declaration: Declaration, rows: Found) -> Circumstances:
    person = declaration.person
    (mine,) = rows["self", person.id]
    alike = _alike(declaration, rows, on_roster=mine.flag)
    if declaration.made_elsewhere:  # whether it may be somebody else's, or is said to be wrong
        disputed = listed_results.is_disputed(tx, declaration.id)
        return Circumstances(alike=alike, by_name=mine.word is not None, disputed=disputed)
    sent = declaration.submitted_at or tx.now
    diary = [
        row
        for row in rows.get(("entry", person.id), ())
        if declaration.cycle.year - 1 <= row.day.year <= declaration.cycle.year
    ]
    entries, attended = _beside(declaration, diary, sent)
    this_year = [row for row in diary if row.day.year == declaration.cycle.year]
    return Circumstances(
        entries=entries,
        attended=attended,
        pictures=sum(row.n for row in this_year),
        alone=tuple(
            row.id for row in this_year if (row.other is not None or row.word in HELD_IN_COMMON) and not row.flag
        ),
        groups=_groups(declaration, rows),
        same=_same(declaration, rows),
        alike=alike,
        by_name=mine.word is not None,
        let_in=mine.at is not None and timedelta(0) <= sent - mine.at < LET_IN_WITHIN,
    )


def _beside(
    declaration: Declaration, diary: Sequence[Row[Any]], sent: datetime
) -> tuple[dict[str, int], dict[str, int]]:
    """How many entries stand beside each indicator, and how many of those were attended at an event."""
    entries, attended = {}, {}
    for indicator in declaration.criteria.indicators:
        if indicator.diary is not None:
            since, until = indicator.diary.span(declaration.cycle.year, day_of(sent))
            counted = [row for row in diary if row.word in indicator.diary.kinds and since <= row.day <= until]
            entries[indicator.id] = len(counted)
            attended[indicator.id] = sum(row.other is not None for row in counted)
    return entries, attended


def _groups(declaration: Declaration, rows: Found) -> tuple[str, ...]:
    """The groups of the others of the household who have sent theirs."""
    household = declaration.person.household_id
    if household is None:
        return ()
    groups = {each.id: each.group for each in declaration.criteria.occupations}
    others = (
        row
        for row in rows.get(("home", household), ())
        if row.other == declaration.cycle.id and row.id != declaration.person.id
    )
    return tuple(groups[row.word] for row in others if row.word in groups)


def _same(declaration: Declaration, rows: Found) -> tuple[int, ...]:
    """Declarations that the same account sent within minutes, with the same answers."""
    if declaration.speaker is None or declaration.submitted_at is None:
        return ()
    sent = declaration.submitted_at
    others = (
        row
        for row in rows.get(("same", declaration.speaker.account_id), ())
        if row.other == declaration.cycle.id
        and row.id != declaration.id
        and abs(row.at - sent) <= timedelta(minutes=SAME_MINUTES)
    )
    return tuple(row.id for row in others if same_answers(declaration.criteria, declaration.answers, row.answers))


def _alike(declaration: Declaration, rows: Found, *, on_roster: bool) -> tuple[int, ...]:
    """People of the village who may be the same person: a spelling variant of the name, a birth year beside.

    Two of the roster in different households are two people: the roster says so. Of the others, one who has declared,
    too, or whom only one of the two entries has on the roster, may be counted twice.
    """
    found = {
        row.id
        for row in rows.get(("alike", declaration.person.id), ())
        if not (on_roster and row.flag and row.home != declaration.person.household_id)
        and (row.other == declaration.cycle.id or on_roster != row.flag)
    }
    return tuple(sorted(found))

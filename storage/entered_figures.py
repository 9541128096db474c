"""Entries: what the responsible units report of indicators that nobody can count here. The last accepted one holds.

An officer's entry counts at once. A unit's goes through states (:class:`storage.kit.words.EntryState`) and counts
once an officer has accepted it; a returned one stays as it was, with the reason, and the unit begins another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from criteria.policy import Subject
from storage.cycles import Cycle
from storage.kit.rows import Columns, through
from storage.kit.tables import cycles, entries, people, places
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, EntryState

CIRCULAR, PLAN = "tt25", "plan"  # what an indicator belongs to: "tt25:1.1", "plan:kien-hung-2026:xmc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was entered of an indicator, by whom and when.

    Attributes:
        value: in the indicator's unit; ``None`` where it is only met or not.
        met: whether it is met; ``None`` where a number says it.
        note: who supplied it and the paper it rests on, as a person reads it.
        place_id: the unit that files it, ``place`` its name; ``None`` where an officer entered it.
        reason: why it went back.
    """

    id: int
    cycle_id: int
    indicator: str
    value: int | None
    met: bool | None
    note: str
    person_id: int
    full_name: str
    at: datetime
    state: EntryState
    place_id: int | None
    place: str
    reason: str | None
    commune_id: int
    cycle_open: bool

    @property
    def subject(self) -> Subject:
        """This figure as the policy sees it: its unit's affair, and its commune's officers'."""
        return Subject(commune_id=self.commune_id, village_id=self.place_id, cycle_open=self.cycle_open)


ENTRY = Columns(
    Entry,
    id=entries.c.id,
    cycle_id=entries.c.cycle_id,
    indicator=entries.c.indicator,
    value=entries.c.value,
    met=entries.c.met,
    note=entries.c.note,
    person_id=entries.c.entered_by,
    full_name=people.c.full_name,
    at=entries.c.at,
    state=entries.c.state,
    place_id=entries.c.place_id,
    place=through(places.c.label + " " + places.c.name, lambda name: name or ""),
    reason=entries.c.reason,
    commune_id=cycles.c.commune_id,
    cycle_open=through(cycles.c.state, lambda state: state is CycleState.OPEN),
)
_SELECT = (
    select(*ENTRY.columns)
    .join(people, people.c.id == entries.c.entered_by)
    .join(cycles, cycles.c.id == entries.c.cycle_id)
    .outerjoin(places, places.c.id == entries.c.place_id)
)
OPEN = (EntryState.DRAFT, EntryState.SIGNED)  # nobody has decided yet


def circular_key(indicator_id: str) -> str:
    """The key of an indicator of Thông tư 25."""
    return f"{CIRCULAR}:{indicator_id}"


def plan_key(plan_id: str, target_id: str) -> str:
    """The key of a plan's target. Two plans may count the same thing in different units, so each has its own."""
    return f"{PLAN}:{plan_id}:{target_id}"


def enter(
    tx: Transaction,
    cycle: Cycle,
    indicator: str,
    *,
    note: str,
    person_id: int,
    value: int | None = None,
    met: bool | None = None,
) -> Entry:
    """An officer enters what is known of an indicator now; what was entered before stays in its history.

    What a unit has begun or handed in of it is taken over by that.
    """
    if value is None and met is None:
        raise ValueError(f"nothing to enter of {indicator}")
    for pending in _open_of(tx, cycle.id, indicator):
        _move(tx, pending, EntryState.TAKEN_OVER, by=person_id)
    key = tx.add(
        insert(entries),
        {
            "cycle_id": cycle.id,
            "indicator": indicator,
            "value": value,
            "met": met,
            "note": note,
            "entered_by": person_id,
            "at": tx.now,
        },
    )
    details = {"cycle": cycle.id, "indicator": indicator, "value": value, "met": met, "by": person_id}
    tx.audit("entry.made", f"entry:{key}", details)
    return ENTRY.read(tx.connection.execute(_SELECT.where(entries.c.id == key)).one())


def latest(tx: Transaction, cycle_id: int) -> Mapping[str, Entry]:
    """What holds in a cycle, by indicator."""
    counts = (entries.c.cycle_id == cycle_id, entries.c.state == EntryState.ACCEPTED)
    last = select(func.max(entries.c.id)).where(*counts).group_by(entries.c.indicator)
    return {row.indicator: ENTRY.read(row) for row in tx.connection.execute(_SELECT.where(entries.c.id.in_(last)))}


def latest_of(tx: Transaction, cycle_id: int, indicator: str) -> Entry | None:
    """What holds of one indicator, if anything was entered."""
    return next((each for each in history(tx, cycle_id, indicator) if each.state is EntryState.ACCEPTED), None)


def history(tx: Transaction, cycle_id: int, indicator: str) -> tuple[Entry, ...]:
    """All that was ever entered of an indicator in a cycle, the last first."""
    query = _SELECT.where(entries.c.cycle_id == cycle_id, entries.c.indicator == indicator)
    return tuple(ENTRY.read(row) for row in tx.connection.execute(query.order_by(entries.c.id.desc())))


def load(tx: Transaction, entry_id: int) -> Entry | None:
    """The entry of an id."""
    row = tx.connection.execute(_SELECT.where(entries.c.id == entry_id)).one_or_none()
    return None if row is None else ENTRY.read(row)


def filed(tx: Transaction, cycle_id: int) -> Mapping[str, Entry]:
    """The last of each indicator in a cycle, counting or not, by indicator: how far its unit is."""
    last = select(func.max(entries.c.id)).where(entries.c.cycle_id == cycle_id).group_by(entries.c.indicator)
    return {row.indicator: ENTRY.read(row) for row in tx.connection.execute(_SELECT.where(entries.c.id.in_(last)))}


def draft(
    tx: Transaction,
    cycle: Cycle,
    indicator: str,
    *,
    place_id: int,
    note: str,
    person_id: int,
    value: int | None = None,
    met: bool | None = None,
) -> Entry:
    """A unit begins a figure, in place of a draft it has of it; it counts for nothing yet."""
    if value is None and met is None:
        raise ValueError(f"nothing to file of {indicator}")
    said = {"value": value, "met": met, "note": note, "entered_by": person_id, "at": tx.now}
    about = {"cycle": cycle.id, "indicator": indicator, "value": value, "met": met, "by": person_id, "place": place_id}
    begun = next((each for each in _open_of(tx, cycle.id, indicator) if each.place_id == place_id), None)
    if begun is not None and begun.state is EntryState.DRAFT:
        tx.write(update(entries).where(entries.c.id == begun.id).values(**said))
        key = begun.id
    else:
        new = {"cycle_id": cycle.id, "indicator": indicator, "place_id": place_id, "state": EntryState.DRAFT}
        key = tx.add(insert(entries), {**new, **said})
    tx.audit("entry.drafted", f"entry:{key}", about)
    return ENTRY.read(tx.connection.execute(_SELECT.where(entries.c.id == key)).one())


def sign(tx: Transaction, entry: Entry, *, by: int) -> bool:
    """The person in charge hands the figure in. False if it is no draft any more."""
    return _move(tx, entry, EntryState.SIGNED, by=by, of=(EntryState.DRAFT,))


def accept(tx: Transaction, entry: Entry, *, by: int) -> bool:
    """An officer accepts what was handed in: from now on it counts. False if it is not waiting any more."""
    return _move(tx, entry, EntryState.ACCEPTED, by=by, of=(EntryState.SIGNED,))


def give_back(tx: Transaction, entry: Entry, *, by: int, reason: str) -> bool:
    """An officer returns what was handed in. False if it is not waiting any more."""
    return _move(tx, entry, EntryState.RETURNED, by=by, of=(EntryState.SIGNED,), reason=reason)


def _open_of(tx: Transaction, cycle_id: int, indicator: str) -> tuple[Entry, ...]:
    """What units have begun or handed in of an indicator, and nobody has decided on."""
    query = _SELECT.where(
        entries.c.cycle_id == cycle_id, entries.c.indicator == indicator, entries.c.state.in_(OPEN)
    ).with_for_update(of=entries)
    return tuple(ENTRY.read(row) for row in tx.connection.execute(query))


def _move(
    tx: Transaction,
    entry: Entry,
    to: EntryState,
    *,
    by: int,
    of: tuple[EntryState, ...] = OPEN,
    reason: str | None = None,
) -> bool:
    decided = {} if to is EntryState.SIGNED else {"decided_by": by, "decided_at": tx.now, "reason": reason}
    moved = tx.write(
        update(entries).where(entries.c.id == entry.id, entries.c.state.in_(of)).values(state=to, **decided)
    )
    if not moved:
        return False
    details = {"indicator": entry.indicator, "state": to.value, "by": by}
    tx.audit("entry.moved", f"entry:{entry.id}", details if reason is None else {**details, "reason": reason})
    return True

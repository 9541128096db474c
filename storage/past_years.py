"""Years whose two report years are over: their declarations go, and what was counted of them stays as numbers.

A year is settled once. What is shown of it afterwards is read from ``past_figures``; the log holds a fingerprint of
these numbers, so ``hoctap verify`` notices when one of them is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, union, update

from criteria.model import CITIZEN, FAMILY
from criteria.parse import titles
from storage import audit, counters, past_figures, places, registrations, roster, title_shares
from storage.cycles import CYCLE, Cycle
from storage.kit import slices
from storage.kit.slices import Slice
from storage.kit.tables import (
    activities,
    decisions,
    declarations,
    learning_events,
    meeting_names,
    objections,
    paper_confirmations,
    recognition_names,
)
from storage.kit.tables import cycles as cycle_rows
from storage.kit.tables import past_figures as figure_rows
from storage.kit.tables import people as people_rows
from storage.kit.tables import places as place_rows
from storage.kit.transaction import OVERWRITES, Transaction, without_audit
from storage.kit.words import CycleState
from storage.past_figures import ACTIVE, NO_TITLE, POINTS, ROSTER, VERDICT, fingerprint


def settle_some(tx: Transaction, year: int) -> Slice:
    """A slice of settling the cycles of years before that one: the next of them, or some declarations of one that is.

    A year's numbers are written down in one transaction; from then on it has no others. Then its declarations go, some
    at a time. Whoever is stopped in between goes on there.
    """
    settled = select(cycle_rows.c.id).where(cycle_rows.c.settled_at.is_not(None))
    left = select(declarations.c.id, declarations.c.cycle_id).where(declarations.c.cycle_id.in_(settled))
    by_cycle: dict[int, list[int]] = {}
    for row in tx.connection.execute(left.limit(slices.AT_ONCE)):
        by_cycle.setdefault(row.cycle_id, []).append(row.id)
    for cycle_id, keys in sorted(by_cycle.items()):
        drop(tx, cycle_id, sorted(keys))
    told_of = {} if by_cycle else registrations.drop_some(tx)
    for cycle_id, told in sorted(told_of.items()):
        audit.redact(tx, told, why=f"cycle:{cycle_id}", codes=())
    if by_cycle or told_of:
        return Slice(slices.AT_ONCE)  # there may be more
    old = select(*CYCLE.columns).where(cycle_rows.c.year < year, cycle_rows.c.settled_at.is_(None))
    found = tx.connection.execute(old.order_by(cycle_rows.c.id).limit(1)).one_or_none()
    if found is None:
        return Slice(0)
    _settle(tx, CYCLE.read(found, tx))
    return Slice(slices.AT_ONCE)


def settle_before(tx: Transaction, year: int) -> int:
    """Settle the cycles of years before that one, all at once. Returns how many declarations are gone."""
    before = _count(tx)
    while not settle_some(tx, year).is_last:
        pass
    return before - _count(tx)


def _count(tx: Transaction) -> int:
    return int(tx.connection.execute(select(func.count()).select_from(declarations)).scalar_one())


def _settle(tx: Transaction, cycle: Cycle) -> None:
    """Write down the numbers of a year, and close it."""
    tx.held.clear()
    _freeze(tx, cycle)
    audit.redact(tx, [f"cycle:{cycle.id}"], why=f"cycle:{cycle.id}", codes=["cycle.rescored"])
    tx.write(update(cycle_rows).where(cycle_rows.c.id == cycle.id).values(state=CycleState.LOCKED, settled_at=tx.now))
    tx.audit("cycle.settled", f"cycle:{cycle.id}", {"year": cycle.year, "figures": fingerprint(tx, cycle.id)})


def drop(tx: Transaction, cycle_id: int, keys: Sequence[int]) -> None:
    """Declarations of a settled year go, with their decisions and what the log says of them."""
    tx.held.clear()
    for table in (objections, recognition_names, meeting_names, paper_confirmations):
        tx.connection.execute(delete(table).where(table.c.declaration_id.in_(keys)))
    tx.write(delete(decisions).where(decisions.c.declaration_id.in_(keys)))
    tx.write(delete(declarations).where(declarations.c.id.in_(keys)))
    audit.redact(tx, [f"declaration:{key}" for key in keys], why=f"cycle:{cycle_id}", codes=())
    tx.wakes.add(OVERWRITES)


@without_audit("part of settling, which is on record with a fingerprint of the numbers")
def _freeze(tx: Transaction, cycle: Cycle) -> None:
    """Write down every number that is shown of a year and is counted from what goes now."""
    found: Counter[tuple[int, str, str]] = Counter()
    for title in titles():
        for tally in counters.tallies(tx, cycle.id, title).values():
            found.update({(tally.place_id, title, measure.value): n for measure, n in tally.counts.items()})
    sent = (
        select(
            declarations.c.place_id,
            declarations.c.title,
            declarations.c.verdict,
            func.count().label("n"),
            func.sum(func.coalesce(declarations.c.total, 0)).label("points"),
        )
        .where(declarations.c.cycle_id == cycle.id, declarations.c.submitted_at.is_not(None))
        .group_by(declarations.c.place_id, declarations.c.title, declarations.c.verdict)
    )
    for row in tx.connection.execute(sent):
        found[row.place_id, row.title, f"{VERDICT}{row.verdict.value}"] = row.n
        found[row.place_id, row.title, POINTS] += int(row.points)
    for place_id, covered in roster.coverage(tx, cycle).items():
        for name in roster.COVERED:
            found[place_id, CITIZEN, f"{ROSTER}{name}"] = getattr(covered, name)
    for place in places.villages(tx, cycle.commune_id):
        found[place.id, FAMILY, f"{ROSTER}reached"] = title_shares.families(tx, cycle, place.id).part
    for place_id in _active(tx, cycle):
        found[place_id, NO_TITLE, ACTIVE] = 1
    rows = [
        {"cycle_id": cycle.id, "place_id": place_id, "title": title, "figure": figure, "n": n}
        for (place_id, title, figure), n in sorted(found.items())
        if n
    ]
    if rows:
        tx.connection.execute(insert(figure_rows), rows)


def _active(tx: Transaction, cycle: Cycle) -> set[int]:
    """Places of the commune with an event or somebody's learning in the cycle's year."""
    span = date(cycle.year, 1, 1), date(cycle.year, 12, 31)
    here = select(place_rows.c.id).where(
        or_(place_rows.c.parent_id == cycle.commune_id, place_rows.c.id == cycle.commune_id)
    )
    held = select(learning_events.c.place_id).where(
        learning_events.c.held_on.between(*span), learning_events.c.cancelled_at.is_(None)
    )
    learned = (
        select(func.coalesce(people_rows.c.unit_id, people_rows.c.place_id).label("place_id"))
        .join(activities, activities.c.person_id == people_rows.c.id)
        .where(activities.c.held_on.between(*span))
    )
    found = union(held, learned).subquery()
    return set(tx.connection.execute(select(found.c.place_id).where(found.c.place_id.in_(here))).scalars())


def active_places(tx: Transaction, cycle: Cycle) -> set[int]:
    """Places where something was held or somebody learned in the cycle's year."""
    if cycle.settled_at is None:
        return _active(tx, cycle)
    return {place for place, n in past_figures.of(tx, cycle, NO_TITLE, ACTIVE).items() if n}


def differing(tx: Transaction) -> list[int]:
    """Settled cycles whose numbers are not those that were written down when they were settled."""
    settled = select(cycle_rows.c.id).where(cycle_rows.c.settled_at.is_not(None))
    wrong = []
    for key in tx.connection.execute(settled.order_by(cycle_rows.c.id)).scalars().all():
        lines: Iterable[Any] = audit.of_subject(tx, f"cycle:{key}")
        told = [each.data.get("figures") for each in lines if each.code == "cycle.settled"]
        if told[-1:] != [fingerprint(tx, key)]:
            wrong.append(key)
    return wrong

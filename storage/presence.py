"""Who of the roster is elsewhere in a year, and whether its denominators have them: by the commune's choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import func, or_, select, update

from criteria.presence import Away, last_day
from storage import cycles, declarations
from storage.cycles import Cycle
from storage.kit.tables import cycles as cycle_rows
from storage.kit.tables import people, places
from storage.kit.transaction import Transaction
from storage.people import IS_COUNTED


def counts(tx: Transaction, cycle: Cycle) -> Mapping[Away, int]:
    """How many of the roster who are old enough are elsewhere on the year's last day, by why; nobody: not there."""
    day = last_day(cycle.year)
    here = select(places.c.id).where(places.c.parent_id == cycle.commune_id)
    rows = tx.connection.execute(
        select(people.c.away, func.count().label("n"))
        .where(
            people.c.place_id.in_(here),
            people.c.away.is_not(None),
            IS_COUNTED,
            or_(people.c.left_on.is_(None), people.c.left_on > day),
            or_(people.c.away_from.is_(None), people.c.away_from <= day),
            or_(people.c.away_to.is_(None), people.c.away_to >= day),
            people.c.birth_year.between(1, cycle.criteria().born_by(cycle.year)),
        )
        .group_by(people.c.away)
    )
    found = {row.away: row.n for row in rows}
    return {away: found[away] for away in Away if away in found}


def leave_out(tx: Transaction, cycle: Cycle, kinds: Collection[Away]) -> Cycle:
    """From now on the year's denominators are without who is elsewhere for these reasons; counters are shifted."""
    tx.connection.execute(select(cycle_rows.c.id).where(cycle_rows.c.id == cycle.id).with_for_update())
    now = cycles.load(tx, cycle.id) or cycle
    wanted = frozenset(kinds)
    changed = wanted ^ now.leaves_out
    if not changed:
        return now
    here = select(places.c.id).where(places.c.parent_id == cycle.commune_id)
    away = select(people.c.id).where(people.c.place_id.in_(here), people.c.away.in_(sorted(changed)))
    tx.held.clear()
    theirs = declarations.own_open(tx, tx.connection.execute(away).scalars().all())
    data = sorted(each.value for each in wanted)
    tx.write(update(cycle_rows).where(cycle_rows.c.id == cycle.id).values(leaves_out=data))
    before = sorted(each.value for each in now.leaves_out)
    tx.audit("cycle.leaves_out", f"cycle:{cycle.id}", {"before": before, "after": data})
    for each in theirs:
        if each.cycle.id == cycle.id:
            declarations.follow(tx, each)
    return replace(now, leaves_out=wanted)

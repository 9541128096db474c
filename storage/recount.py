"""Counting and scoring anew: the recount that proves the counters, and results after the rules were corrected."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from criteria.declaration import Measure
from storage import declarations, past_figures, registrations
from storage.counters import Tally, tallies_of
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.kit.tables import counters
from storage.kit.tables import declarations as table
from storage.kit.transaction import Transaction, without_audit


def recount(tx: Transaction, cycle: Cycle, title: str) -> dict[int, Tally]:
    """The counters of a cycle, counted anew: must always equal :func:`storage.counters.tallies`.

    From its declarations, and from its registrations where there are any.

    Of a settled year, which has no declarations any more, the numbers that were written down then.
    """
    if cycle.settled_at is not None:
        return past_figures.tallies(tx, cycle, title)
    counted: Counter[tuple[int, Measure]] = Counter()
    for declaration in declarations.of_cycle(tx, cycle, title):
        for measure in declaration.counts_for:
            counted[declaration.place_id, measure] += 1
    for place_id, n in registrations.by_place(tx, cycle, title).items() if cycle.registers else ():
        counted[place_id, Measure.REGISTERED] += n
    return tallies_of((place, measure, n) for (place, measure), n in counted.items())


@without_audit("numbers follow from what is audited")
def rebuild(tx: Transaction, cycle: Cycle, title: str) -> None:
    """Write the counters of a cycle anew from its declarations, after results were made anew."""
    tx.connection.execute(delete(counters).where(counters.c.cycle_id == cycle.id, counters.c.title == title))
    rows = [
        {
            "cycle_id": cycle.id,
            "place_id": tally.place_id,
            "title": title,
            "measure": measure,
            "n": n,
        }
        for tally in recount(tx, cycle, title).values()
        for measure, n in tally.counts.items()
    ]
    if rows:
        tx.connection.execute(insert(counters), rows)


@dataclass(frozen=True, slots=True)
class Change:
    """What re-scoring makes of one declaration."""

    before: Declaration
    after: Declaration

    @property
    def changes_result(self) -> bool:
        """Whether somebody reaches the title who did not, or the other way round."""
        return self.before.verdict != self.after.verdict


def rescoring(tx: Transaction, cycle: Cycle, title: str) -> tuple[Change, ...]:
    """What would change if the sent declarations of a cycle were scored with its sets as ``cycle`` has them."""
    changes = []
    for old in declarations.of_cycle(tx, cycle, title):
        if old.submitted_at is None or not old.answers or old.made_elsewhere:
            continue  # not sent; or erased at the person's wish, or made elsewhere: its result stands as it is
        new = declarations.assessed(tx, old)
        if (new.total, new.verdict, new.edition, new.facts) != (old.total, old.verdict, old.edition, old.facts):
            changes.append(Change(old, new))
    return tuple(changes)


def rescore(tx: Transaction, cycle: Cycle, title: str) -> int:
    """Make the results of all sent declarations of a cycle anew with its set as it is now.

    Returns how many changed. A recorded act: one audit row names the set and each changed declaration.
    """
    tx.held.clear()
    sent = select(table.c.id).where(table.c.cycle_id == cycle.id, table.c.title == title)
    tx.connection.execute(sent.order_by(table.c.id).with_for_update()).all()  # nobody answers meanwhile
    changes = rescoring(tx, cycle, title)
    for change in changes:
        new = change.after
        tx.write(
            update(table)
            .where(table.c.id == new.id)
            .values(
                revision=new.revision + 1,  # a button that shows the old points decides nothing any more
                edition=new.edition,
                verdict=new.verdict,
                total=new.total,
                counts=sorted(measure.value for measure in new.facts),
                assessment=None if new.assessment is None else new.assessment.to_data(),
            )
        )
    rebuild(tx, cycle, title)
    if changes:
        changed = [
            {"id": each.after.id, "before": [each.before.total, each.before.verdict],
             "after": [each.after.total, each.after.verdict]}
            for each in changes
        ]  # fmt: skip
        edition = cycle.criteria(title).edition
        tx.audit("cycle.rescored", f"cycle:{cycle.id}", {"title": title, "edition": edition, "changed": changed})
    return len(changes)

"""What the list of officials is made of."""

from __future__ import annotations

from acts.words.year_words import counting_words
from handlers.shared.standing_words import STANDING_NAMES
from reports.officials_workbook import MissingOfficial, OfficeLine, OfficialsList
from reports.sorting import vietnamese_name_key
from storage import cycles, officials, places
from storage.kit.transaction import Transaction


def officials_list(tx: Transaction, cycle_id: int) -> tuple[OfficialsList, frozenset[int]]:
    """Officials of a year by office, and the ids of who is named: those who are missing."""
    cycle = cycles.get(tx, cycle_id)
    offices = officials.offices(tx, cycle)
    found = officials.of_offices(tx, cycle, [each.id for each in offices])
    missing = [
        (office, each)
        for office in offices
        for each in sorted(found[office.id], key=lambda one: vietnamese_name_key(one.full_name))
        if not each.holds
    ]
    made = OfficialsList(
        commune=places.get(tx, cycle.commune_id).full_name,
        year=cycle.year,
        as_of=tx.now,
        counting=counting_words(cycle),
        offices=[
            OfficeLine(each.full_name, len(found[each.id]), sum(one.holds for one in found[each.id]))
            for each in offices
        ],
        missing=[
            MissingOfficial(office.full_name, each.full_name, each.birth_year, STANDING_NAMES[each.standing])
            for office, each in missing
        ],
    )
    return made, frozenset(each.person_id for _, each in missing)

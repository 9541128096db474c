"""What a commune chose for its year, in words that stand beside the figures."""

from __future__ import annotations

from criteria.year import COUNTING_NAMES
from locales.text import Day, Number, T, Words
from storage import people, places
from storage.cycles import Cycle
from storage.kit.transaction import Transaction


def counting_words(cycle: Cycle) -> Words:
    """Whose title counts."""
    return T("Số đạt gồm người, hộ, nơi {which}.", which=COUNTING_NAMES[cycle.settings.counting])


def population_words(tx: Transaction, cycle: Cycle) -> Words | None:
    """The official population beside the roster's total, with the difference; ``None``: not entered."""
    told = cycle.settings.population
    if told is None:
        return None
    here = [each.id for each in places.villages(tx, cycle.commune_id)]
    listed = sum(people.roster_counts(tx, place_ids=here).values())
    return T(
        "Dân số {people} người (nguồn: {source}, ngày {day}); danh sách dân cư có {listed} người, chênh lệch "
        "{difference}",
        people=Number(told.people),
        source=told.source,
        day=Day(told.on),
        listed=Number(listed),
        difference=Number(abs(told.people - listed)),
    )

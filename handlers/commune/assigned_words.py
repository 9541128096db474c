"""Who leads and supports a figure in this commune, in words, for every screen and paper that shows a figure."""

from __future__ import annotations

from locales.text import T, Verbatim, Words, joined
from storage import assignments, places
from storage.assignments import Assignment
from storage.cycles import Cycle
from storage.kit.transaction import Transaction

NONE_YET = T("Chưa phân công.")


def unit_names(tx: Transaction, cycle: Cycle) -> dict[int, str]:
    """The villages and units of the year's commune that exist today, by id: its units first."""
    found = sorted(places.villages(tx, cycle.commune_id), key=lambda each: each.kind.value)
    return {each.id: each.full_name for each in found}


def lead_of(made: Assignment | None) -> int | None:
    """The unit that leads; ``None``: nobody does."""
    return None if made is None else made.lead_id


def unit_name(names: dict[int, str], place_id: int | None) -> Words:
    """A unit's name; of none, or one that is no more, that nobody is assigned."""
    name = None if place_id is None else names.get(place_id)
    return T("chưa phân công") if name is None else Verbatim(name)


def assigned_lines(tx: Transaction, cycle: Cycle, key: str) -> tuple[Words, ...]:
    """Who leads and supports a figure in this commune, for another screen."""
    made = assignments.of_cycle(tx, cycle.id).get(key)
    if made is None or made.lead_id is None:
        return (NONE_YET,)
    names = unit_names(tx, cycle)
    support = [Verbatim(names[each]) for each in made.support_ids if each in names]
    whose = places.get(tx, cycle.commune_id).inline_name
    return (
        T("Chủ trì: {unit} ({commune} phân công)", unit=unit_name(names, made.lead_id), commune=whose),
        *((T("Phối hợp: {units}", units=joined(support, ", ")),) if support else ()),
    )

"""Which year is meant where none is named."""

from __future__ import annotations

from desk.kit.visit import Visit
from storage import cycles, places
from storage.cycles import Cycle


def commune_of(visit: Visit) -> int:
    """The commune that is served, or lived in."""
    return next(iter(visit.actor.communes), None) or places.get(visit.tx, visit.person.place_id).commune_id


def year_in_hand(visit: Visit) -> Cycle | None:
    """The year in hand of the commune that is served; ``None`` where none was opened."""
    return cycles.in_hand(visit.tx, commune_of(visit))

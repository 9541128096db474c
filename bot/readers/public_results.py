"""What everybody may see of a commune's year, read from the snapshot that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from acts.words.snapshot_words import kind_words
from criteria.declaration import Measure
from criteria.model import CITIZEN, FAMILY
from criteria.parse import titles
from criteria.small_counts import PlaceCount, together
from criteria.year import REACHED_ON_ROSTER, settings_from_data
from locales.format import day_of
from reports.figures_data import read
from reports.public_results import ComingEvent, PublicResults, PublicRow, PublicTitle
from reports.year_figures import TitleFigures, YearFigures, honest_words
from storage import learning_events, places
from storage.kit.transaction import Transaction
from storage.snapshots import Snapshot

MOST_EVENTS = 8
OF_PEOPLE = (CITIZEN, FAMILY)  # a count of these is a count of people: few of them are never shown


def public_results(tx: Transaction, snapshot: Snapshot) -> PublicResults:
    """The results of a snapshot, with the classes to come as they are now.

    Raises:
        TypeError: the snapshot holds no figures of a year.
    """
    figures = read(snapshot.papers)
    if not isinstance(figures, YearFigures):
        raise TypeError(f"snapshot {snapshot.id} holds no figures of a year")
    commune = places.get(tx, snapshot.commune_id)
    code = places.official_code(tx, commune.id)
    names = {int(key): str(name) for key, name in snapshot.numbers["places"].items()}
    counted = [CITIZEN, *(each for each in titles() if each in snapshot.numbers["counted"] and each != CITIZEN)]
    return PublicResults(
        code=code,
        commune=commune.full_name,
        inline=commune.inline_name,
        contact=commune.contact or "",
        year=snapshot.year,
        as_of=snapshot.as_of,
        which=kind_words(snapshot),
        remark=honest_words(figures),
        titles=[
            _title(title, found, _counts(snapshot.numbers, title), names, code)
            for title, found in zip(counted, figures.titles, strict=True)  # as handlers.commune.year_figures reads them
        ],
        events=[
            ComingEvent(each.held_on, each.name, places.get(tx, each.place_id).full_name)
            for each in learning_events.coming(tx, commune.id, day_of(tx.now), limit=MOST_EVENTS)
        ],
    )


def _counts(numbers: Mapping[str, Any], title: str) -> Iterator[PlaceCount]:
    """A title's whole and reached by place, as they were counted; in the commune's own order."""
    counted: Mapping[str, Mapping[str, int]] = numbers["counted"].get(title, {})
    if title == CITIZEN:
        measure = REACHED_ON_ROSTER[settings_from_data(numbers["settings"]).counting]
        found = {
            int(key): (whole, counted.get(key, {}).get(measure.value, 0)) for key, whole in numbers["people"].items()
        }
    else:
        found = {place: (whole, reached) for place, of, whole, reached in numbers["wholes"] if of == title}
    for place, (whole, reached) in found.items():
        took_part = counted.get(str(place), {}).get(Measure.DECLARED.value, 0) > 0
        yield PlaceCount((place,), whole, min(reached, whole), whole > 0 and took_part)


def _title(
    key: str, figures: TitleFigures, counts: Iterator[PlaceCount], names: Mapping[int, str], code: str
) -> PublicTitle:
    all_of = sorted((each for each in counts if each.places[0] in names), key=lambda each: each.places)
    shown = together(all_of) if key in OF_PEOPLE else ()
    return PublicTitle(
        key=key,
        name=figures.title,
        noun=figures.noun,
        rows=[
            PublicRow(
                tuple(f"{code}-{place}" for place in each.places),
                tuple(names[place] for place in each.places),
                each.whole,
                each.reached if each.has_data else None,
            )
            for each in shown
        ],
        total=_total(key, all_of),
        asked=figures.asked,
    )


def _total(key: str, counts: Sequence[PlaceCount]) -> PublicRow | None:
    whole, reached = sum(each.whole for each in counts), sum(each.reached for each in counts)
    if key in OF_PEOPLE and not PlaceCount((), whole, reached).is_safe:
        return None
    return PublicRow((), (), whole, reached if any(each.has_data for each in counts) else None)

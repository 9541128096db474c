"""What a list of results says, compared with who is known and what stands here: the lines that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.readers.roster_file import MOST_OF_A_CELL
from criteria.names import fold
from criteria.results_matching import Finding, Result, Stands, Told, comes_to, said_twice, whom
from criteria.roster_matching import Known, Listed, Listing, Match
from intake.headings import Meaning
from intake.listed import Kind, ListedPerson, ListedPlace, NotTaken, Remark, Understood
from locales.text import Words, to_data, words_from_data
from storage.result_lists import Line, NewLine

MOST_INDICATORS = 40
Settled = Mapping[tuple[int, str, int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What is known here, with which a list is compared.

    Attributes:
        known: everybody of the commune.
        units: the commune's units.
        unit_of: the unit in which a person is assessed, of those who have one.
        stands: what stands of a person in the year.
        left: who is on the roster no more.
        too_young: who cannot have the title yet.
        settled: what officers said of doubtful lines before: it is not asked again.
        all_reached: lines that say nothing are of people who passed.
    """

    known: Sequence[Known]
    units: frozenset[int]
    unit_of: Mapping[int, int]
    stands: Mapping[int, Stands]
    left: frozenset[int]
    too_young: frozenset[int]
    settled: Settled
    all_reached: bool


def is_list(found: Understood) -> bool:
    """Whether the file is a list of people, with a result beside each or without."""
    return found.kind in {Kind.RESULTS, Kind.ROSTER} and found.refused is None


def compared(found: Understood, here: Here) -> list[NewLine]:
    """The lines as they are kept: whom each means and what it comes to; then those that could not be read."""
    told = [_told(n, each, here) for n, each in enumerate(found.people)]
    means = whom([each.who for each in told], here.known, units=here.units, unit_of=here.unit_of)
    settled = {each.who.n: _as_settled(each.who, means[each.who.n], here.settled) for each in told}
    twice = said_twice(told, {n: match for n, (match, _) in settled.items()})
    lines = [
        _line(each, person, settled[each.who.n], twice.get(each.who.n), here)
        for each, person in zip(told, found.people, strict=True)
    ]
    return [*lines, *_unread(found.left_out, len(lines))]


def _told(n: int, person: ListedPerson, here: Here) -> Told:
    name, household = person.full_name[:120], "" if person.household_is_made else person.household[:32]
    who = Listed(n, person.place_id, name, fold(name), person.birth_year or 0, household)
    return Told(who, result_of(person, all_reached=here.all_reached))


def result_of(person: ListedPerson, *, all_reached: bool) -> Result:
    """What a line says of its person; the points as they stand there, none made up."""
    reached = True if person.result is None and all_reached else person.result
    points = "" if person.points is None else _number(person.points)
    return Result(
        reached, points, tuple((key, _number(worth)) for key, worth in person.indicator_points[:MOST_INDICATORS])
    )


def _number(points: float) -> str:
    return f"{points:g}"[:16]


def _as_settled(who: Listed, meant: Match, settled: Settled) -> tuple[Match, int | None]:
    """Whom a line means, and whom it may mean or might have; what an officer said of it before counts."""
    if meant.listing is not Listing.DOUBTFUL or meant.person_id is None:
        return meant, None
    before = settled.get((who.place_id, who.folded_name, who.birth_year, meant.person_id))
    if before is None:
        return meant, meant.person_id
    if before:
        return Match(Listing.SAME, meant.person_id, meant.likeness), meant.person_id
    return Match(Listing.NEW, None, meant.likeness), meant.person_id


def _line(
    told: Told, person: ListedPerson, meant: tuple[Match, int | None], twice: Finding | None, here: Here
) -> NewLine:
    match, like_id = meant
    surely = match.person_id if match.listing is Listing.SAME else None
    return NewLine(
        n=told.who.n,
        sheet=person.sheet[:80],
        row=person.row,
        place_id=told.who.place_id,
        household=told.who.household,
        full_name=told.who.full_name,
        birth_year=told.who.birth_year,
        result=told.result,
        finding=_finding(told.result, match, surely, twice, here),
        likeness=match.likeness,
        person_id=surely,
        like_id=like_id,
        remarks=[{"why": to_data(each.why)} for each in person.remarks],
    )


def _finding(result: Result, match: Match, person_id: int | None, twice: Finding | None, here: Here) -> Finding:
    if result.reached is None:
        return Finding.UNSAID
    if person_id is None:
        return Finding.DOUBTFUL if match.listing is Listing.DOUBTFUL else Finding.UNKNOWN
    return twice or comes_to(
        result,
        here.stands.get(person_id),
        has_left=person_id in here.left,
        is_too_young=person_id in here.too_young,
    )


def _unread(left_out: Sequence[NotTaken], first: int) -> Iterator[NewLine]:
    for n, each in enumerate(left_out, start=first):
        yield NewLine(
            n=n,
            sheet=each.sheet[:80],
            row=each.row,
            place_id=None,
            cells={meaning: text[:MOST_OF_A_CELL] for meaning, text in each.cells},
            remarks=[
                {"column": why.column.value, "seen": why.seen, "why": to_data(why.why), "stops": why.stops}
                for why in each.reasons
            ],
        )


def outside(
    lines: Sequence[Line], places: Sequence[ListedPlace], why: Mapping[Finding, Words], said: Mapping[bool, str]
) -> tuple[NotTaken, ...]:
    """Lines that stay outside, as a file has them, each with the reason.

    Args:
        lines: of one list.
        places: the commune's villages and units.
        why: in words, by what a line comes to.
        said: how a result is written, so that it is read again as one.
    """
    names = {each.id: each.full_name for each in places}
    return tuple(_put_back(each, names, why, said) for each in lines)


def _put_back(line: Line, names: Mapping[int, str], why: Mapping[Finding, Words], said: Mapping[bool, str]) -> NotTaken:
    if line.finding is None:
        reasons = tuple(
            Remark(Meaning(each["column"]), each["seen"], words_from_data(each["why"]), stops=each["stops"])
            for each in line.remarks
        )
        return NotTaken(line.sheet, line.row, tuple(line.cells.items()), reasons)
    result = line.result
    cells = {
        Meaning.VILLAGE.value: names.get(line.place_id or 0, ""),
        Meaning.HOUSEHOLD.value: line.household,
        Meaning.NAME.value: line.full_name,
        Meaning.BIRTH.value: str(line.birth_year or ""),
        Meaning.RESULT.value: "" if result.reached is None else said[result.reached],
        Meaning.POINTS.value: result.points,
        **{f"indicator {key}": points for key, points in result.by_indicator},
    }
    reason = Remark(Meaning.NAME, "", why[line.finding], stops=True)
    more = (replace(reason, why=words_from_data(each["why"]), stops=False) for each in line.remarks)
    filled = tuple((meaning, text) for meaning, text in cells.items() if text)
    return NotTaken(line.sheet, line.row, filled, (reason, *more))

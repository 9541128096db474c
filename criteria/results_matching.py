"""Whom the lines of a list of results mean, made elsewhere: found for sure, perhaps, not on the roster. Pure.

The comparison is that of a roster (:mod:`criteria.roster_matching`), with what a result needs beyond it: a result is
nobody's who may be two people, nobody is moved or made up by it, and a line twice in the file counts once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from criteria.roster_matching import ABOUT, Known, Likeness, Listed, Listing, Match, match


class Finding(StrEnum):
    """What a line of a list of results comes to."""

    NEW = "new"  # the person has no result here: it can be taken
    AGAIN = "again"  # this very result is here already
    DIFFERS = "differs"  # they have declared here, or another list says otherwise: an officer chooses
    DECIDED = "decided"  # the same, confirmed or recognised by now: it stays
    DOUBTFUL = "doubtful"  # may be somebody we know: an officer says
    UNKNOWN = "unknown"  # on no roster: nobody is made up
    UNSAID = "unsaid"  # the line says neither đạt nor chưa đạt
    REPEATED = "repeated"  # another line of the file says the same of them
    CONTRADICTS = "contradicts"  # another line of the file says otherwise of them
    TOO_YOUNG = "too_young"
    LEFT = "left"  # the person is on the roster no more


TAKES = (Finding.NEW,)  # what is taken unasked
OPEN = (Finding.NEW, Finding.DIFFERS, Finding.DOUBTFUL)  # what may still be taken


@dataclass(frozen=True, slots=True)
class Result:
    """A result as a list has it.

    Attributes:
        reached: đạt, chưa đạt, or nothing is said.
        points: in all, as they stand there; empty where they are not known.
        by_indicator: the same, by the indicator's number.
    """

    reached: bool | None
    points: str = ""
    by_indicator: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands here of a person in the year: sent, or made elsewhere.

    Attributes:
        is_decided: confirmed or recognised: it is not changed by a list.
        result: of another list, or of this one before; ``None`` where they declared here.
    """

    is_decided: bool
    result: Result | None = None


def comes_to(result: Result, stands: Stands | None, *, has_left: bool, is_too_young: bool) -> Finding:
    """What a line comes to of which it is known whom it means. ``stands``: nothing where nothing was sent."""
    if result.reached is None:
        return Finding.UNSAID
    if has_left:
        return Finding.LEFT
    if is_too_young:
        return Finding.TOO_YOUNG
    if stands is None:
        return Finding.NEW
    if stands.result == result:
        return Finding.AGAIN
    return Finding.DECIDED if stands.is_decided else Finding.DIFFERS


@dataclass(frozen=True, slots=True)
class Told:
    """A line: whom it names, and what it says of them."""

    who: Listed
    result: Result


def whom(
    listed: Sequence[Listed], known: Iterable[Known], *, units: Collection[int], unit_of: Mapping[int, int]
) -> dict[int, Match]:
    """Whom the lines mean, by their numbers.

    Args:
        listed: the lines that could be read; ``place_id`` is a village, or the unit whose list it is.
        known: everybody of the commune, by the village they live in.
        units: the commune's units.
        unit_of: the unit in which a person is assessed, of those who have one.

    Returns:
        :attr:`Listing.SAME` for whom it surely is; :attr:`Listing.DOUBTFUL` with whom it may be, and why; else
        :attr:`Listing.NEW`: nobody whom we know.

    A unit's list says where somebody works or learns, not where they live: there a name with its year that one
    person of the commune has is that person.
    """
    people = list(known)
    found = _at_home([each for each in listed if each.place_id not in units], people)
    for unit in dict.fromkeys(each.place_id for each in listed if each.place_id in units):
        found |= _at_work([each for each in listed if each.place_id == unit], people, unit_of, unit)
    return found


def _at_home(listed: Sequence[Listed], people: Sequence[Known]) -> dict[int, Match]:
    first = {_key(each): each for each in reversed(listed)}  # who is named a second time in the same words is the same
    meant, _ = match(list(first.values()), people)
    by_id = {each.person_id: each for each in people}
    shared = Counter(key for each in people for key in {_name(each), _name(each, each.birth_year)})
    return {line.n: _surely(line, meant[first[_key(line)].n], by_id, shared) for line in listed}


def _surely(line: Listed, means: Match, by_id: Mapping[int, Known], shared: Mapping[_Name, int]) -> Match:
    """What a roster's comparison found, as far as a result may rest on it."""
    person = None if means.person_id is None else by_id[means.person_id]
    if person is None or means.listing is Listing.DOUBTFUL:
        return means
    if means.listing is Listing.MOVED:
        return _doubt(person, Likeness.PLACE)
    is_told_apart = line.household != "" and line.household == person.household
    if is_told_apart or shared[_name(line, line.birth_year)] <= 1:
        return Match(Listing.SAME, person.person_id)
    return _doubt(person, Likeness.NAMESAKES)


_Name = tuple[int, str, int]  # the village, the name, the year; 0 where none is told


def _name(of: Listed | Known, year: int = 0) -> _Name:
    return of.place_id, of.folded_name, year


def _at_work(
    listed: Sequence[Listed], people: Sequence[Known], unit_of: Mapping[int, int], unit: int
) -> dict[int, Match]:
    """Lines of a unit: first those who are assessed there, then whoever in the commune has the name and the year."""
    there = [replace(each, place_id=unit) for each in people if unit_of.get(each.person_id) == unit]
    found = {n: each for n, each in _at_home(listed, there).items() if each.listing is not Listing.NEW}
    named: dict[tuple[str, int], list[Known]] = defaultdict(list)
    for each in people:
        named[each.folded_name, each.birth_year].append(each)
    for line in listed:
        if line.n not in found:
            found[line.n] = _named_so(line, named)
    return found


def _named_so(line: Listed, named: Mapping[tuple[str, int], Sequence[Known]]) -> Match:
    theirs = named.get((line.folded_name, line.birth_year), ())
    if line.birth_year and len(theirs) == 1:
        person = theirs[0]
        return _doubt(person, Likeness.DEAD) if person.has_died else Match(Listing.SAME, person.person_id)
    if line.birth_year and theirs:
        return _doubt(theirs[0], Likeness.NAMESAKES)
    near = [
        each for (name, _), those in named.items() if name == line.folded_name for each in those if _near(line, each)
    ]
    return _doubt(near[0], Likeness.YEAR) if near else Match(Listing.NEW)


def _near(line: Listed, person: Known) -> bool:
    known = line.birth_year and person.birth_year
    return not known or abs(person.birth_year - line.birth_year) <= ABOUT


def _doubt(person: Known, why: Likeness) -> Match:
    return Match(Listing.DOUBTFUL, person.person_id, why)


def _key(line: Listed) -> tuple[int, str, int, str]:
    return line.place_id, line.folded_name, line.birth_year, line.household


def said_twice(told: Sequence[Told], means: Mapping[int, Match]) -> Mapping[int, Finding]:
    """Lines that name somebody whom another line names: the later ones, or, where they say otherwise, all of them."""
    by_person: dict[int, list[Told]] = defaultdict(list)
    for each in told:
        found = means[each.who.n]
        if found.listing is Listing.SAME and found.person_id is not None:
            by_person[found.person_id].append(each)
    twice: dict[int, Finding] = {}
    for lines in by_person.values():
        if len({each.result for each in lines}) > 1:
            twice |= {each.who.n: Finding.CONTRADICTS for each in lines}
        else:
            twice |= {each.who.n: Finding.REPEATED for each in lines[1:]}
    return twice


def another(line: Listed, known: Iterable[Known], *, after: int) -> Known | None:
    """Who else of that name a doubtful line may mean, once ``after`` was said to be somebody else."""
    theirs = [
        each
        for each in known
        if each.person_id > after
        and each.folded_name == line.folded_name
        and (not line.birth_year or each.birth_year in {0, line.birth_year})
    ]
    return min(theirs, key=lambda each: each.person_id, default=None)

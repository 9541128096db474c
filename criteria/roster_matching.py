"""Who in a roster's file is whom we know already: found, moved, possibly the same, new; and who is in it no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from criteria.names import match_key

ABOUT = 1  # years by which a birth year may be mistaken for another where the name is only alike
PUT_RIGHT = 10  # years by which an office puts a birth year right; further apart it may be a grandchild of the name


class Listing(StrEnum):
    """What a line of a roster's file means for the roster as it stands."""

    SAME = "same"  # known just so: nothing changes
    CHANGED = "changed"  # the person is known; something about them reads otherwise now
    MOVED = "moved"  # known in another village, whose own lines do not have them any more
    DOUBTFUL = "doubtful"  # may be somebody we know: an officer says
    NEW = "new"
    GONE = "gone"  # no line: on the roster of a village that the file tells, and not in it


class Likeness(StrEnum):
    """Why somebody may be the same person."""

    SPELLING = "spelling"  # the name in another spelling, the year the same or beside it
    YEAR = "year"  # the same name, another birth year
    PLACE = "place"  # the same name and year in another village
    DEAD = "dead"  # somebody who is on record as deceased
    NAMESAKES = "namesakes"  # several of the same name, and what would tell them apart is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody whom the program knows.

    Attributes:
        place_id: the village they live in.
        full_name: as it is kept.
        folded_name: as :func:`criteria.names.fold` makes it.
        birth_year: 0 where it is not known.
        household: the code of their household on the roster; empty where it has none.
        on_roster: false for who joined by themselves, and for who left.
        has_died: on record as deceased: a line that names them is asked about.
    """

    person_id: int
    place_id: int
    full_name: str
    folded_name: str
    birth_year: int
    household: str
    on_roster: bool = True
    has_died: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody as a line of the file tells them; ``n`` is the line's number among those that could be read."""

    n: int
    place_id: int
    full_name: str
    folded_name: str
    birth_year: int
    household: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a line means: whom it is about, or may be about.

    ``person_id`` is ``None`` for who is new; of a doubtful line it is the likeliest of whom it may be.
    """

    listing: Listing
    person_id: int | None = None
    likeness: Likeness | None = None


def match(listed: Sequence[Listed], known: Iterable[Known]) -> tuple[dict[int, Match], tuple[int, ...]]:
    """Compare a file with the people of its commune.

    Args:
        listed: the lines that could be read.
        known: everybody of the commune who is not erased and was not taken off.

    Returns:
        The meaning of each line by its number; and the ids of those who are on the roster of a village that the file
        tells, but in no line of it, and whom no doubtful line may mean.

    Each person is found by one line at most, the surest first. Nobody is found by less than their name, with the year
    or the household; whatever is less sure is doubtful.
    """
    return _Matching(listed, list(known)).result()


Either = TypeVar("Either", Listed, Known)
By = Callable[[Listed | Known], Hashable | None]


class _Matching:
    """One comparison: what is found is taken out of both sides, step by step."""

    def __init__(self, listed: Sequence[Listed], known: list[Known]) -> None:
        self._lines = {each.n: each for each in listed}
        self._people = {each.person_id: each for each in known}
        self._on_roster = [each for each in known if each.on_roster]
        self._told = {each.place_id for each in listed}
        self._found: dict[int, Match] = {}
        self._meant: set[int] = set()  # who may be meant by a doubtful line

    def result(self) -> tuple[dict[int, Match], tuple[int, ...]]:
        """Do all steps, the surest first."""
        self._pair(_exact, self._same, _year_or_as_many)
        self._pair(_named_and_born, self._same, _alone)
        self._pair(_named_in_household, self._same, _put_right)
        self._pair(_named, self._same, _one_without_year)
        self._pair(_born_anywhere, self._moved, _alone)
        self._doubt(_named, Likeness.YEAR)
        for beside in range(-ABOUT, ABOUT + 1):
            self._doubt_alike(beside)
        self._doubt(_born_anywhere, Likeness.PLACE)
        for n in self._lines:
            self._found[n] = Match(Listing.NEW)
        gone = (each.person_id for each in self._on_roster if each.place_id in self._told)
        left = self._people.keys() - self._meant
        return self._found, tuple(key for key in gone if key in left)

    def _pair(
        self,
        by: By,
        means: Callable[[Listed, Known], Match],
        may: Callable[[Sequence[Listed], Sequence[Known]], bool],
    ) -> None:
        """Bring together those who share what ``by`` gives, in the order of both, where ``may`` allows it."""
        lines, people = _grouped(self._lines.values(), by), _grouped(self._people.values(), by)
        for key, mine in lines.items():
            theirs = sorted(people.get(key, ()), key=lambda each: (not each.on_roster, each.person_id))
            if not theirs or not may(mine, theirs):
                continue
            for line, person in zip(mine, theirs, strict=False):
                self._found[line.n] = means(line, person)
                del self._lines[line.n]
                del self._people[person.person_id]

    def _same(self, line: Listed, person: Known) -> Match:
        """The same person, read otherwise or not; the dead come back by nobody's list alone."""
        if person.has_died:
            self._meant.add(person.person_id)
            return Match(Listing.DOUBTFUL, person.person_id, Likeness.DEAD)
        return Match(Listing.CHANGED if _reads_otherwise(line, person) else Listing.SAME, person.person_id)

    def _moved(self, line: Listed, person: Known) -> Match:
        """Whom the file tells elsewhere has moved, if their old village's lines, which it has, do not name them."""
        if person.has_died:
            return self._same(line, person)
        if person.on_roster and person.place_id in self._told:
            return Match(Listing.MOVED, person.person_id)
        self._meant.add(person.person_id)
        return Match(Listing.DOUBTFUL, person.person_id, Likeness.PLACE)

    def _doubt(self, by: By, why: Likeness) -> None:
        """Whoever shares this much may be meant; the nearest in years is offered."""
        people = _grouped(self._people.values(), by)
        for key, mine in _grouped(self._lines.values(), by).items():
            theirs = people.get(key)
            if not theirs:
                continue
            several = len(mine) > 1 or len(theirs) > 1
            for line in mine:
                self._ask(line, theirs, Likeness.NAMESAKES if several and why is Likeness.YEAR else why)

    def _doubt_alike(self, beside: int) -> None:
        """The same for names that are spelled alike, with a birth year so many years beside it."""
        people = _grouped(self._people.values(), _alike)
        for line in list(self._lines.values()):
            if not line.birth_year:
                continue
            theirs = people.get((line.place_id, match_key(line.folded_name), line.birth_year + beside))
            if theirs:
                self._ask(line, theirs, Likeness.SPELLING)

    def _ask(self, line: Listed, people: Sequence[Known], why: Likeness) -> None:
        free = [each for each in people if each.person_id not in self._meant] or people
        nearest = min(free, key=lambda each: (abs(each.birth_year - line.birth_year), each.person_id))
        self._found[line.n] = Match(Listing.DOUBTFUL, nearest.person_id, why)
        self._meant |= {each.person_id for each in people}
        del self._lines[line.n]


def _grouped(of: Iterable[Either], by: By) -> dict[Hashable, list[Either]]:
    """Those who share what ``by`` gives; whom it gives ``None`` is in no group."""
    found: dict[Hashable, list[Either]] = defaultdict(list)
    for each in of:
        key = by(each)
        if key is not None:
            found[key].append(each)
    return found


def _exact(one: Listed | Known) -> Hashable:
    return one.place_id, one.folded_name, one.birth_year, one.household


def _named_and_born(one: Listed | Known) -> Hashable | None:
    return (one.place_id, one.folded_name, one.birth_year) if one.birth_year else None


def _named_in_household(one: Listed | Known) -> Hashable | None:
    return (one.place_id, one.folded_name, one.household) if one.household else None


def _named(one: Listed | Known) -> Hashable:
    return one.place_id, one.folded_name


def _born_anywhere(one: Listed | Known) -> Hashable | None:
    return (one.folded_name, one.birth_year) if one.birth_year else None


def _alike(one: Listed | Known) -> Hashable | None:
    return (one.place_id, match_key(one.folded_name), one.birth_year) if one.birth_year else None


def _reads_otherwise(line: Listed, person: Known) -> bool:
    """Whether the file says something that is not kept of the person; what it leaves empty says nothing."""
    year = line.birth_year not in {0, person.birth_year}
    name = line.full_name != person.full_name and not line.full_name.isascii()  # a file without marks takes none off
    return year or name or line.household not in {"", person.household} or not person.on_roster


def _year_or_as_many(lines: Sequence[Listed], people: Sequence[Known]) -> bool:
    """Without a year a name tells nobody apart; where there are as many of it as there were, they are the same."""
    return lines[0].birth_year != 0 or len(lines) == len(people)


def _alone(lines: Sequence[Listed], people: Sequence[Known]) -> bool:
    """Whether there is one of each: several of a name are told apart by an officer."""
    return len(lines) == len(people) == 1


def _put_right(lines: Sequence[Listed], people: Sequence[Known]) -> bool:
    return _alone(lines, people) and abs(lines[0].birth_year - people[0].birth_year) <= PUT_RIGHT


def _one_without_year(lines: Sequence[Listed], people: Sequence[Known]) -> bool:
    return _alone(lines, people) and not (lines[0].birth_year and people[0].birth_year)

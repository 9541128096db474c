"""What a commune has achieved, against the plans' targets: always a part of a whole of the roster, never of those who
declared; beside it of how many the answer is known. Without a roster there is no share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select

from criteria import commune
from criteria.age import age_in
from criteria.commune import CommuneResult
from criteria.declaration import Measure, State
from criteria.facts import FROM_15
from criteria.model import CITIZEN, CLAN, FAMILY, UNIT, VILLAGE, SubjectKind
from criteria.parse import titles
from criteria.plan import Measured
from criteria.score import Share, Verdict
from locales.text import T, Tc, Words
from storage import counters, entered_figures, past_years, people, places, title_shares
from storage.counters import Tally
from storage.cycles import Cycle
from storage.kit.tables import clans, declarations
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.places import Place

PERSON = Tc("one of", "người")
BUSINESS_LABELS = frozenset({"doanh nghiệp", "hợp tác xã"})  # labels of units: "cán bộ" work in the others
CONFIRMED = (State.CONFIRMED, State.RECOGNISED)
OFFICIALS = "G3"  # the group of QĐ 324 for cadres and public employees


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What is counted of one thing.

    Attributes:
        part: those of the whole who have what is asked for, from confirmed declarations.
        whole: the denominator; 0 where there is none yet.
        of: what the whole is, in words; ``noun`` is one of it.
        known: of how many of the whole the answer is known: the coverage.
        registered: how many registered, for a title. Registered and achieved are two numbers.
        young: of the whole, those too young to declare: they were not asked, and cannot be.
        below: of the whole, those below the age from which it is asked: they count as not having it.
        level: the level that is reached, where it is no share but a level; ``None`` where it is not decided.
    """

    part: int
    whole: int
    of: Words
    known: int | None = None
    registered: int | None = None
    young: int = 0
    below: int = 0
    level: int | None = None
    noun: Words = PERSON

    @property
    def share(self) -> Share | None:
        """The part of the whole; ``None`` without a whole."""
        return Share(self.part, self.whole) if self.whole else None


@dataclass(slots=True, kw_only=True)
class _Book:
    """What the actuals are made of, read once."""

    tx: Transaction
    cycle: Cycle
    villages: tuple[int, ...]
    units: tuple[int, ...]
    of_business: tuple[int, ...]  # of the units, enterprises and cooperatives
    born: dict[int, dict[int, int]]  # the roster: how many were born in which year, by place
    tallies: dict[str, dict[int, Tally]] = field(default_factory=dict)

    def roster(self, place_ids: Collection[int], *, least: int, most: int = 200) -> int:
        """People of the roster of these ages."""
        ages, this = range(least, most + 1), self.cycle.year
        return sum(n for place in place_ids for year, n in self.born[place].items() if age_in(this, year) in ages)

    def count(self, title: str, measure: Measure, place_ids: Collection[int]) -> int:
        """The kept counters of a title, summed up."""
        if title not in self.tallies:
            self.tallies[title] = counters.tallies(self.tx, self.cycle.id, title)
        found = self.tallies[title]
        return sum(found[place][measure] for place in place_ids if place in found)

    @property
    def everywhere(self) -> tuple[int, ...]:
        return (*self.villages, *self.units)


def _book(tx: Transaction, cycle: Cycle) -> _Book:
    found = places.villages(tx, cycle.commune_id)
    born = people.roster_years(tx, cycle, place_ids=[place.id for place in found])
    units = [place for place in found if place.kind is PlaceKind.UNIT]
    return _Book(
        tx=tx,
        cycle=cycle,
        villages=tuple(place.id for place in found if place.kind is not PlaceKind.UNIT),
        units=tuple(place.id for place in units),
        of_business=tuple(place.id for place in units if place.label in BUSINESS_LABELS),
        born=born,
    )


def all_of(tx: Transaction, cycle: Cycle) -> Mapping[Measured, Actual]:
    """Everything that a plan can measure, as it is now."""
    book = _book(tx, cycle)
    found = {measured: make(book) for measured, make in _MAKERS.items()}
    result = _result(tx, cycle, found)
    level = None if result.verdicts[1] is Verdict.UNDECIDED else result.level
    found[Measured.COMMUNE] = Actual(part=0, whole=0, of=T("Thông tư 25/2023"), level=level)
    return found


def commune_result(tx: Transaction, cycle: Cycle) -> CommuneResult:
    """The commune's own "Cộng đồng học tập", from what was entered and what is counted."""
    book = _book(tx, cycle)
    return _result(tx, cycle, {measured: _MAKERS[measured](book) for measured in _of_circular()})


def _of_circular() -> tuple[Measured, ...]:
    """What the circular's computed indicators ask for."""
    asked = (threshold for each in commune.load().indicators for threshold in each.thresholds)
    return tuple(dict.fromkeys(Measured(each.measured) for each in asked))


def result_of(tx: Transaction, cycle: Cycle, actuals: Mapping[Measured, Actual]) -> CommuneResult:
    """The same from actuals that were read already."""
    return _result(tx, cycle, actuals)


def _result(tx: Transaction, cycle: Cycle, actuals: Mapping[Measured, Actual]) -> CommuneResult:
    prefix = entered_figures.circular_key("")
    entered = {key: entry.met for key, entry in entered_figures.latest(tx, cycle.id).items() if key.startswith(prefix)}
    return commune.evaluate(
        commune.load(),
        {key.removeprefix(prefix): met for key, met in entered.items()},
        *weighed({measured: actuals[measured] for measured in _of_circular()}),
    )


def weighed(actuals: Mapping[Measured, Actual]) -> tuple[dict[str, Share | None], dict[str, int]]:
    """Actuals as :func:`criteria.commune.evaluate` takes them: the shares, and of how many the answer is known."""
    shares_of = {measured.value: actual.share for measured, actual in actuals.items()}
    known = {
        measured.value: (actuals[measured].known or 0) + actuals[measured].below
        for measured in _TOLD
        if measured in actuals
    }
    return shares_of, known


def _part(part: int, whole: int) -> int:
    """No more than the whole: who was confirmed and then left the roster is not of it."""
    return min(part, whole)


def _holders(book: _Book, place_ids: Collection[int], of: Words) -> Actual:
    """Of the adults of the roster, those who hold "Công dân học tập"."""
    age = book.cycle.criteria(CITIZEN).adult_age
    whole = book.roster(place_ids, least=age)
    return Actual(
        part=_part(book.count(CITIZEN, book.cycle.settings.reached_on_roster, place_ids), whole),
        whole=whole,
        of=of,
        known=_part(book.count(CITIZEN, Measure.DECLARED, place_ids), whole),
        registered=book.count(CITIZEN, Measure.REGISTERED, place_ids),
    )


def _citizens(book: _Book) -> Actual:
    age = book.cycle.criteria(CITIZEN).adult_age
    return _holders(book, book.everywhere, T("người từ {age} tuổi trong danh sách dân cư", age=age))


def _cadres(book: _Book) -> Actual:
    """Cadres and public employees: people of offices, schools, stations, but for who told another group than G3.

    A pupil of a school, a driver of an office is none of them once known by the declaration. Who has not declared stays
    in the whole: nobody was asked. Of a settled year, of which no declaration is left, nobody is taken out.
    """
    places_ = [each for each in book.units if each not in book.of_business]
    found = _holders(book, places_, T("cán bộ, công chức, viên chức của cơ quan, đơn vị (không tính doanh nghiệp)"))
    others = _of_other_groups(book, places_)
    return replace(
        found,
        part=found.part - others.reached,
        whole=found.whole - others.sent,
        known=None if found.known is None else max(0, found.known - others.sent),
        registered=None if found.registered is None else max(0, found.registered - others.sent),
    )


@dataclass(frozen=True, slots=True)
class _Others:
    """People of the roster in public units who told that they are no cadres: how many sent it, how many reached."""

    sent: int
    reached: int


def _of_other_groups(book: _Book, place_ids: Collection[int]) -> _Others:
    if not place_ids or book.cycle.settled_at is not None:
        return _Others(0, 0)
    criteria = book.cycle.criteria(CITIZEN)
    rows = book.tx.connection.execute(
        select(
            declarations.c.answers["occupation"].as_string().label("occupation"),
            declarations.c.state,
            declarations.c.verdict,
            declarations.c.judged,
        )
        .join(people_table, people_table.c.id == declarations.c.person_id)
        .where(
            declarations.c.cycle_id == book.cycle.id,
            declarations.c.title == CITIZEN,
            declarations.c.place_id.in_(place_ids),
            declarations.c.submitted_at.is_not(None),
            people_table.c.on_roster,
            people_table.c.birth_year.between(1, criteria.born_by(book.cycle.year)),  # 0: not known
        )
    )
    others = [row for row in rows if criteria.group_of(row.occupation) not in {None, OFFICIALS}]
    reached = [row for row in others if row.state in CONFIRMED and (row.judged or row.verdict) is Verdict.REACHED]
    return _Others(len(others), len(reached))


def _told(book: _Book, measure: Measure, known: Measure, of: Words, *, least: int, most: int = 200) -> Actual:
    """Of the people of these ages, those who told that they have it; the others were not asked, or have it not."""
    whole = book.roster(book.everywhere, least=least, most=most)
    adult = book.cycle.criteria(CITIZEN).adult_age
    return Actual(
        part=_part(book.count(CITIZEN, measure, book.everywhere), whole),
        whole=whole,
        of=of,
        known=_part(book.count(CITIZEN, known, book.everywhere), whole),
        young=book.roster(book.everywhere, least=least, most=min(most, adult - 1)),
    )


def _from_15(measure: Measure) -> Callable[[_Book], Actual]:
    def make(book: _Book) -> Actual:
        of = T("người từ {age} tuổi trong danh sách dân cư", age=FROM_15)
        return _told(book, measure, Measure.KNOWN_15, of, least=FROM_15)

    return make


def _of_all(measure: Measure) -> Callable[[_Book], Actual]:
    """Of everybody on the roster, as Thông tư 25 words it: "công dân trong xã"; children count as not having it."""

    def make(book: _Book) -> Actual:
        told = _from_15(measure)(book)
        whole = book.roster(book.everywhere, least=0)
        return replace(told, whole=whole, of=T("người trong danh sách dân cư, mọi tuổi"), below=whole - told.whole)

    return make


def _working(measure: Measure) -> Callable[[_Book], Actual]:
    def make(book: _Book) -> Actual:
        facts = book.cycle.criteria(CITIZEN).facts
        if facts is None:
            return Actual(part=0, whole=0, of=T("người trong độ tuổi lao động"))
        least, most = facts.value("working_from"), facts.value("working_to")
        of = T("người từ {least} đến {most} tuổi trong danh sách dân cư", least=least, most=most)
        return _told(book, measure, Measure.KNOWN_WORKING, of, least=least, most=most)

    return make


def _titled(book: _Book, title: str, whole: int, place_ids: Collection[int], of: Words, noun: Words) -> Actual:
    """Families, clans, villages, units that hold their title."""
    return Actual(
        part=_part(book.count(title, book.cycle.settings.reached, place_ids), whole),
        whole=whole,
        of=of,
        known=_part(book.count(title, Measure.DECLARED, place_ids), whole),
        registered=book.count(title, Measure.REGISTERED, place_ids),
        noun=noun,
    )


def _families(book: _Book) -> Actual:
    """Households of the roster only: a household that made itself known here is not in the whole."""
    found = [title_shares.families(book.tx, book.cycle, place) for place in book.villages]
    whole = sum(share.whole for share in found)
    of, noun = T("hộ trong danh sách dân cư"), Tc("one of", "hộ")
    return replace(_titled(book, FAMILY, whole, book.villages, of, noun), part=sum(share.part for share in found))


def _clans(book: _Book) -> Actual:
    query = select(func.count()).select_from(clans).where(clans.c.place_id.in_(book.villages))
    whole = book.tx.connection.execute(query).scalar_one()
    return _titled(book, CLAN, whole, book.villages, T("dòng họ đã ghi tên"), Tc("one of", "dòng họ"))


def _villages(book: _Book) -> Actual:
    return _titled(
        book, VILLAGE, len(book.villages), book.villages, T("{village_label}"), Tc("one of", "{village_label}")
    )


def _units(book: _Book) -> Actual:
    return _titled(book, UNIT, len(book.units), book.units, T("cơ quan, đơn vị"), Tc("one of", "đơn vị"))


def _enterprises(book: _Book) -> Actual:
    found = book.of_business
    return _titled(book, UNIT, len(found), found, T("doanh nghiệp, hợp tác xã"), Tc("one of", "đơn vị"))


def _active_places(book: _Book) -> Actual:
    """Villages and units with an event or somebody's learning in the cycle's year."""
    active = past_years.active_places(book.tx, book.cycle) & set(book.everywhere)
    of = T("{village_label}, cơ quan, đơn vị")
    return Actual(part=len(active), whole=len(book.everywhere), of=of, noun=Tc("one of", "nơi"))


_MAKERS: dict[Measured, Callable[[_Book], Actual]] = {
    Measured.CITIZENS: _citizens,
    Measured.CADRES: _cadres,
    Measured.QUALIFIED: _from_15(Measure.TRAINED),
    Measured.DEGREE: _from_15(Measure.DEGREE),
    Measured.QUALIFIED_OF_ALL: _of_all(Measure.TRAINED),
    Measured.DEGREE_OF_ALL: _of_all(Measure.DEGREE),
    Measured.INFORMATION: _working(Measure.INFORMED),
    Measured.LIFE_SKILLS: _working(Measure.LIFE_SKILLED),
    Measured.INFORMATION_AND_LIFE_SKILLS: _working(Measure.INFORMED_AND_SKILLED),
    Measured.FAMILIES: _families,
    Measured.CLANS: _clans,
    Measured.VILLAGES: _villages,
    Measured.UNITS: _units,
    Measured.ENTERPRISES: _enterprises,
    Measured.ACTIVE_PLACES: _active_places,
}
# Who was not asked may have it; a title nobody has without asking.
_TOLD = (Measured.QUALIFIED, Measured.DEGREE, Measured.QUALIFIED_OF_ALL, Measured.DEGREE_OF_ALL)


@dataclass(frozen=True, slots=True)
class TitleCount:
    """A title of families, clans, a village or a unit, in one place."""

    place: Place
    title: str
    tally: Tally
    whole: int
    reached: int  # of whatever counts in the year
    reached_of_whole: int


_KINDS = {
    PlaceKind.VILLAGE: (SubjectKind.FAMILY, SubjectKind.CLAN, SubjectKind.VILLAGE),
    PlaceKind.UNIT: (SubjectKind.UNIT,),
}


def titles_by_place(tx: Transaction, cycle: Cycle) -> tuple[TitleCount, ...]:
    """The titles that no person holds, by place, in the order of the places."""
    found = []
    villages = places.villages(tx, cycle.commune_id)
    here = select(clans.c.place_id, func.count().label("n")).where(clans.c.place_id.in_([each.id for each in villages]))
    clans_at = {row.place_id: row.n for row in tx.connection.execute(here.group_by(clans.c.place_id))}
    counted = {title: counters.tallies(tx, cycle.id, title) for title in titles() if title != CITIZEN}
    for place in villages:
        for kind in _KINDS.get(place.kind, ()):
            for title in titles(kind):
                tally = counted[title].get(place.id, Tally(place.id, {}))
                counted_here = tally[cycle.settings.reached]
                whole, reached = 1, counted_here
                if kind is SubjectKind.CLAN:
                    whole = clans_at.get(place.id, 0)
                elif kind is SubjectKind.FAMILY:
                    share = title_shares.families(tx, cycle, place.id)
                    whole, reached = share.whole, share.part if title == FAMILY else reached
                found.append(TitleCount(place, title, tally, whole, counted_here, min(reached, whole)))
    return tuple(found)

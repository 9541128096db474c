"""Whom a line of a list of results means: nobody who may be two people, nobody made up, a line twice counts once."""

from __future__ import annotations

from criteria.names import fold
from criteria.results_matching import Finding, Result, Stands, Told, another, comes_to, said_twice, whom
from criteria.roster_matching import Known, Likeness, Listed, Listing, Match

KIM_SON, NA_MEO, SCHOOL = 2, 3, 9
REACHED, NOT = Result(True), Result(False)


def known(key: int, name: str, year: int, household: str = "", place: int = KIM_SON, *, died: bool = False) -> Known:
    return Known(
        person_id=key, place_id=place, full_name=name, folded_name=fold(name), birth_year=year, household=household,
        has_died=died,
    )  # fmt: skip


def listed(n: int, name: str, year: int, household: str = "", place: int = KIM_SON) -> Listed:
    return Listed(n, place, name, fold(name), year, household)


def one(line: Listed, *people: Known, unit_of: dict[int, int] | None = None) -> Match:
    return whom([line], people, units={SCHOOL}, unit_of=unit_of or {})[line.n]


def test_name_and_year_that_one_person_of_the_village_has_is_that_person() -> None:
    assert one(listed(1, "NGUYEN THI LAN", 1950), known(11, "Nguyễn Thị Lan", 1950)) == Match(Listing.SAME, 11)


def test_namesakes_of_one_year_are_asked_about_unless_the_household_tells() -> None:
    two = known(11, "Nguyễn Thị Lan", 1950, "7"), known(12, "Nguyễn Thị Lan", 1950, "8")
    assert one(listed(1, "Nguyễn Thị Lan", 1950), *two).likeness is Likeness.NAMESAKES
    assert one(listed(1, "Nguyễn Thị Lan", 1950, "8"), *two) == Match(Listing.SAME, 12)


def test_a_name_without_a_year_that_several_have_is_asked_about() -> None:
    two = known(11, "Nguyễn Thị Lan", 1950), known(12, "Nguyễn Thị Lan", 1970)
    assert one(listed(1, "Nguyễn Thị Lan", 0), *two).listing is Listing.DOUBTFUL


def test_nobody_is_moved_by_a_result() -> None:
    found = one(listed(1, "Nguyễn Thị Lan", 1950, place=NA_MEO), known(11, "Nguyễn Thị Lan", 1950))
    assert found == Match(Listing.DOUBTFUL, 11, Likeness.PLACE)


def test_who_is_on_no_roster_is_nobody() -> None:
    assert one(listed(1, "Hồ Văn Lạ", 1980), known(11, "Nguyễn Thị Lan", 1950)) == Match(Listing.NEW)


def test_a_units_list_finds_its_people_first_then_whoever_alone_has_the_name_and_year() -> None:
    here = known(11, "Nguyễn Thị Lan", 1950), known(12, "Nguyễn Thị Lan", 1950, place=NA_MEO)
    line = listed(1, "Nguyễn Thị Lan", 1950, place=SCHOOL)
    assert one(line, *here, unit_of={12: SCHOOL}) == Match(Listing.SAME, 12)
    assert one(line, *here).likeness is Likeness.NAMESAKES
    assert one(line, here[1]) == Match(Listing.SAME, 12)
    assert one(listed(1, "Nguyễn Thị Lan", 0, place=SCHOOL), here[0]).listing is Listing.DOUBTFUL
    assert one(line, known(13, "Nguyễn Thị Lan", 1950, died=True)).likeness is Likeness.DEAD


def test_a_line_twice_counts_once_and_two_that_say_otherwise_count_not_at_all() -> None:
    lan = known(11, "Nguyễn Thị Lan", 1950)
    lines = [listed(n, "Nguyễn Thị Lan", 1950) for n in (1, 2)]
    means = whom(lines, [lan], units=(), unit_of={})
    assert said_twice([Told(each, REACHED) for each in lines], means) == {2: Finding.REPEATED}
    told = [Told(lines[0], REACHED), Told(lines[1], NOT)]
    assert said_twice(told, means) == {1: Finding.CONTRADICTS, 2: Finding.CONTRADICTS}


def test_what_a_line_comes_to() -> None:
    def found(result: Result, stands: Stands | None, *, left: bool = False, young: bool = False) -> Finding:
        return comes_to(result, stands, has_left=left, is_too_young=young)

    assert found(Result(None), None) is Finding.UNSAID
    assert found(REACHED, None) is Finding.NEW
    assert found(REACHED, None, left=True) is Finding.LEFT
    assert found(REACHED, None, young=True) is Finding.TOO_YOUNG
    assert found(REACHED, Stands(False)) is Finding.DIFFERS
    assert found(REACHED, Stands(True)) is Finding.DECIDED
    assert found(REACHED, Stands(True, REACHED)) is Finding.AGAIN
    assert found(Result(True, "85"), Stands(False, REACHED)) is Finding.DIFFERS


def test_who_else_has_the_name_is_offered_next() -> None:
    people = [known(key, "Nguyễn Thị Lan", year) for key, year in ((11, 1950), (12, 1950), (13, 1970))]
    line = listed(1, "Nguyễn Thị Lan", 1950)
    first = another(line, people, after=11)
    assert first is not None
    assert first.person_id == 12
    assert another(line, people, after=12) is None

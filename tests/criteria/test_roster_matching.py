"""Whom a line of a roster's file means: found by the surest first, and never brought together by less than a name."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from criteria.names import fold
from criteria.roster_matching import Known, Likeness, Listed, Listing, Match, match

KIM_SON, NA_MEO = 2, 3


def known(
    key: int, name: str, year: int, household: str = "", place: int = KIM_SON, *, on_roster: bool = True
) -> Known:
    return Known(
        person_id=key,
        place_id=place,
        full_name=name,
        folded_name=fold(name),
        birth_year=year,
        household=household,
        on_roster=on_roster,
    )


def listed(n: int, name: str, year: int, household: str = "", place: int = KIM_SON) -> Listed:
    return Listed(n, place, name, fold(name), year, household)


def one(line: Listed, *people: Known) -> Match:
    found, _ = match([line], people)
    return found[line.n]


def test_who_reads_the_same_is_the_same() -> None:
    assert one(listed(1, "Nguyễn Thị Lan", 1950, "7"), known(11, "Nguyễn Thị Lan", 1950, "7")) == Match(
        Listing.SAME, 11
    )


def test_a_file_without_marks_takes_none_off_a_name() -> None:
    assert one(listed(1, "NGUYEN THI LAN", 1950), known(11, "Nguyễn Thị Lan", 1950)) == Match(Listing.SAME, 11)


def test_marks_that_a_file_has_and_we_have_not_are_taken() -> None:
    assert one(listed(1, "Nguyễn Thị Lan", 1950), known(11, "Nguyen Thi Lan", 1950)) == Match(Listing.CHANGED, 11)


def test_who_joined_by_themselves_is_found_and_not_doubled() -> None:
    joined = known(11, "Nguyễn Thị Lan", 1950, on_roster=False)
    assert one(listed(1, "Nguyễn Thị Lan", 1950, "7"), joined) == Match(Listing.CHANGED, 11)


def test_a_year_that_was_put_right_doubles_nobody() -> None:
    before = known(11, "Nguyễn Thị Lan", 1950, "7")
    assert one(listed(1, "Nguyễn Thị Lan", 1951, "7"), before) == Match(Listing.CHANGED, 11)


def test_a_grandchild_of_the_name_in_the_household_is_asked_about() -> None:
    before = known(11, "Nguyễn Văn An", 1950, "7")
    found = one(listed(1, "Nguyễn Văn An", 2001, "7"), before)
    assert found == Match(Listing.DOUBTFUL, 11, Likeness.YEAR)


def test_another_year_without_a_household_is_asked_about() -> None:
    found = one(listed(1, "Nguyễn Thị Lan", 1951), known(11, "Nguyễn Thị Lan", 1950))
    assert found == Match(Listing.DOUBTFUL, 11, Likeness.YEAR)


def test_another_spelling_is_asked_about() -> None:
    found = one(listed(1, "Nguyễn Thị Ly", 1950), known(11, "Nguyễn Lý", 1951))
    assert found == Match(Listing.DOUBTFUL, 11, Likeness.SPELLING)


def test_two_of_one_name_and_year_are_told_apart_by_their_households() -> None:
    lines = [listed(1, "Lê Văn Bình", 1960, "3"), listed(2, "Lê Văn Bình", 1960, "9")]
    found, gone = match(lines, [known(11, "Lê Văn Bình", 1960, "9"), known(12, "Lê Văn Bình", 1960, "3")])
    assert found == {1: Match(Listing.SAME, 12), 2: Match(Listing.SAME, 11)}
    assert gone == ()


def test_one_who_joined_and_two_lines_that_could_be_them_are_asked_about() -> None:
    lines = [listed(1, "Lê Văn Bình", 1960, "3"), listed(2, "Lê Văn Bình", 1960, "9")]
    found, _ = match(lines, [known(11, "Lê Văn Bình", 1960, on_roster=False)])
    assert found == {n: Match(Listing.DOUBTFUL, 11, Likeness.NAMESAKES) for n in (1, 2)}


def test_who_changed_the_village_is_moved_where_the_file_tells_both() -> None:
    lan, binh = known(11, "Nguyễn Thị Lan", 1950), known(12, "Lê Văn Bình", 1960)
    lines = [listed(1, "Nguyễn Thị Lan", 1950, place=NA_MEO), listed(2, "Lê Văn Bình", 1960)]
    found, gone = match(lines, [lan, binh])
    assert found == {1: Match(Listing.MOVED, 11), 2: Match(Listing.SAME, 12)}
    assert gone == ()


def test_a_file_of_one_village_asks_about_who_is_known_in_another() -> None:
    found, gone = match([listed(1, "Nguyễn Thị Lan", 1950, place=NA_MEO)], [known(11, "Nguyễn Thị Lan", 1950)])
    assert found == {1: Match(Listing.DOUBTFUL, 11, Likeness.PLACE)}
    assert gone == (), "nobody is missing from a village that the file does not tell"


def test_who_is_in_no_line_is_gone_only_from_a_village_that_the_file_tells_and_only_off_the_roster() -> None:
    people = [
        known(11, "Nguyễn Thị Lan", 1950),
        known(12, "Lê Văn Bình", 1960),
        known(13, "Phạm Văn Cường", 1970, on_roster=False),
        known(14, "Vi Văn Dũng", 1980, place=NA_MEO),
    ]
    found, gone = match([listed(1, "Nguyễn Thị Lan", 1950)], people)
    assert found[1].listing is Listing.SAME
    assert gone == (12,)


def test_the_dead_do_not_come_back_by_a_list_alone() -> None:
    dead = replace(known(11, "Nguyễn Thị Lan", 1950, on_roster=False), has_died=True)
    assert one(listed(1, "Nguyễn Thị Lan", 1950), dead) == Match(Listing.DOUBTFUL, 11, Likeness.DEAD)
    elsewhere = listed(1, "Nguyễn Thị Lan", 1950, place=NA_MEO)
    assert one(elsewhere, dead) == Match(Listing.DOUBTFUL, 11, Likeness.DEAD)


def test_a_line_without_a_year_finds_the_only_one_of_the_name() -> None:
    assert one(listed(1, "Nguyễn Thị Lan", 0), known(11, "Nguyễn Thị Lan", 1950)) == Match(Listing.SAME, 11)


def test_a_line_without_a_year_asks_where_there_are_two_of_the_name() -> None:
    found, gone = match(
        [listed(1, "Nguyễn Thị Lan", 0)], [known(11, "Nguyễn Thị Lan", 1950), known(12, "Nguyễn Thị Lan", 1970)]
    )
    assert found[1].listing is Listing.DOUBTFUL
    assert gone == (), "either may be meant"


NAMES = st.sampled_from(["Nguyễn Thị Lan", "Nguyen Thi Lan", "Nguyễn Lan", "Lê Văn Bình", "Lê Văn Binh", "H'Hen Niê"])
LINES = st.lists(
    st.tuples(NAMES, st.sampled_from([0, 1950, 1951, 1980]), st.sampled_from(["", "1", "2"]), st.sampled_from([2, 3])),
    max_size=8,
)
PEOPLE = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from([0, 1950, 1951, 1980]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from([2, 3, 4]),
        st.booleans(),
    ),
    max_size=8,
)


@given(LINES, PEOPLE)
def test_each_person_is_found_once_and_everybody_of_a_told_village_is_accounted_for(
    lines: list[tuple[str, int, str, int]], people: list[tuple[str, int, str, int, bool]]
) -> None:
    told = [listed(n, *each) for n, each in enumerate(lines)]
    there = [known(100 + i, *each[:4], on_roster=each[4]) for i, each in enumerate(people)]
    found, gone = match(told, there)

    assert found.keys() == {each.n for each in told}
    sure = [each.person_id for each in found.values() if each.listing in {Listing.SAME, Listing.CHANGED, Listing.MOVED}]
    assert len(sure) == len(set(sure))
    assert not set(sure) & set(gone)
    assert all((each.person_id is None) == (each.listing is Listing.NEW) for each in found.values())
    assert all((each.likeness is None) == (each.listing is not Listing.DOUBTFUL) for each in found.values())


def taken(found: dict[int, Match], told: list[Listed], there: list[Known]) -> list[Known]:
    """What is known once all that is sure is taken over."""
    by_id = {each.person_id: each for each in there}
    for line in told:
        meant = found[line.n]
        if meant.listing is Listing.DOUBTFUL:
            continue
        key = meant.person_id or 1000 + line.n
        before = by_id.get(key)
        by_id[key] = Known(
            person_id=key,
            place_id=line.place_id,
            full_name=line.full_name if before is None or not line.full_name.isascii() else before.full_name,
            folded_name=line.folded_name,
            birth_year=line.birth_year or (0 if before is None else before.birth_year),
            household=line.household or ("" if before is None or before.place_id != line.place_id else before.household),
        )
    return list(by_id.values())


@given(LINES, PEOPLE)
def test_the_same_file_again_enters_nobody(
    lines: list[tuple[str, int, str, int]], people: list[tuple[str, int, str, int, bool]]
) -> None:
    told = [listed(n, *each) for n, each in enumerate(lines)]
    there = [known(100 + i, *each[:4], on_roster=each[4]) for i, each in enumerate(people)]
    first, _ = match(told, there)
    after = taken(first, told, there)
    again, _ = match(told, after)
    entered = [each for each in again.values() if each.listing is Listing.NEW]
    assert not entered, (first, again)


@given(LINES)
def test_a_file_that_was_taken_over_whole_changes_nothing_the_second_time(
    lines: list[tuple[str, int, str, int]],
) -> None:
    told = [listed(n, *each) for n, each in enumerate(lines)]
    first, gone = match(told, [])
    assert {each.listing for each in first.values()} <= {Listing.NEW}
    again, gone = match(told, taken(first, told, []))
    assert {each.listing for each in again.values()} <= {Listing.SAME}, again
    assert gone == ()

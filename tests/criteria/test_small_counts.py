"""Counts that everybody may see tell on nobody."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from criteria.small_counts import FEWEST, PlaceCount, together


def count(place: int, whole: int, reached: int) -> PlaceCount:
    return PlaceCount((place,), whole, reached, has_data=reached > 0)


@st.composite
def communes(draw: st.DrawFn) -> list[PlaceCount]:
    wholes = draw(st.lists(st.integers(0, 60), min_size=1, max_size=9))
    return [count(i, whole, draw(st.integers(0, whole))) for i, whole in enumerate(wholes)]


@given(communes())
def test_no_row_and_no_difference_of_rows_is_of_few_people(counts: list[PlaceCount]) -> None:
    rows = together(counts)
    assert sorted(key for row in rows for key in row.places) == ([each.places[0] for each in counts] if rows else [])
    for n in range(1, len(rows) + 1):
        for some in itertools.combinations(rows, n):  # what can be added up, so what can be taken from the total, too
            reached, whole = sum(row.reached for row in some), sum(row.whole for row in some)
            assert reached == 0 or reached >= FEWEST
            assert whole == reached or whole - reached >= FEWEST
    if rows:
        assert sum(row.whole for row in rows) == sum(each.whole for each in counts)
        assert sum(row.reached for row in rows) == sum(each.reached for each in counts)


@given(communes())
def test_a_place_is_only_hidden_where_something_is_few(counts: list[PlaceCount]) -> None:
    if all(each.is_safe for each in counts):
        assert together(counts) == tuple(counts)


def test_the_small_ones_are_in_one_row_at_the_end() -> None:
    found = together([count(1, 100, 60), count(2, 30, 3), count(3, 90, 40), count(4, 40, 38)])
    assert [row.places for row in found] == [(1,), (3,), (2, 4)]
    assert (found[-1].whole, found[-1].reached) == (70, 41)


def test_one_small_place_takes_the_smallest_other_with_it() -> None:
    found = together([count(1, 100, 60), count(2, 30, 3), count(3, 90, 40)])
    assert [row.places for row in found] == [(1,), (2, 3)]


def test_where_all_together_are_few_nothing_is_shown() -> None:
    assert together([count(1, 100, 2), count(2, 30, 1)]) == ()
    assert together([count(1, 100, 2)]) == ()

"""Small pure rules of the desk: sheet numbers, reminders, the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.family import Relation, is_possible
from criteria.quiet import after_quiet, is_quiet
from criteria.reminding import Bar, Standing, bar
from criteria.sheet_number import person_of, sheet_number
from locales.format import VIETNAM, in_vietnam

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@given(st.integers(1, 10**12))
def test_a_sheet_number_names_its_person(person_id: int) -> None:
    assert person_of(sheet_number(person_id)) == person_id


@given(st.integers(1, 10**9), st.data())
def test_one_wrong_digit_or_two_changed_round_name_nobody(person_id: int, data: st.DataObject) -> None:
    number = sheet_number(person_id)
    i = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != number[i]]))
    assert person_of(number[:i] + digit + number[i + 1 :]) is None
    if i and number[i] != number[i - 1]:
        assert person_of(number[: i - 1] + number[i] + number[i - 1] + number[i + 1 :]) is None


@given(st.text(max_size=20))
def test_anything_typed_names_one_person_or_nobody(typed: str) -> None:
    found = person_of(typed)
    assert found is None or sheet_number(found) == typed


@pytest.mark.parametrize(
    ("standing", "days", "unwanted", "by_chat", "barred"),
    [
        (Standing.NOT_BEGUN, None, False, True, None),
        (Standing.RETURNED, 3, False, True, None),
        (Standing.DRAFT, 2.9, False, True, Bar.LATELY),
        (Standing.NOT_BEGUN, None, True, True, Bar.UNWANTED),
        (Standing.NOT_BEGUN, None, False, False, Bar.NO_CHAT),
        (Standing.WAITING, None, False, True, Bar.NOTHING_TO_DO),
        (Standing.CONFIRMED, None, False, True, Bar.NOTHING_TO_DO),
    ],
)
def test_who_may_be_reminded(
    standing: Standing, days: float | None, unwanted: bool, by_chat: bool, barred: Bar | None
) -> None:
    reminded_at = None if days is None else NOW - timedelta(days=days)
    assert bar(standing, reminded_at=reminded_at, unwanted=unwanted, by_chat=by_chat, now=NOW) is barred


@pytest.mark.parametrize(
    ("relation", "just", "too_close"),
    [
        (Relation.PARENT, 1958, 1959),  # twelve years older than the head
        (Relation.GRANDPARENT, 1946, 1947),
        (Relation.CHILD, 1982, 1981),
        (Relation.GRANDCHILD, 1994, 1993),
    ],
)
def test_a_generation_is_twelve_years(relation: Relation, just: int, too_close: int) -> None:
    assert is_possible(relation, just, 1970)
    assert not is_possible(relation, too_close, 1970)
    assert is_possible(relation, 0, 1970)  # not known: excludes nothing
    assert is_possible(Relation.SIBLING, too_close, 1970)


@pytest.mark.parametrize(
    ("at", "quiet", "then"),
    [
        ("20:59", False, "23/11 20:59"),
        ("21:00", True, "24/11 06:30"),
        ("23:59", True, "24/11 06:30"),
        ("00:00", True, "23/11 06:30"),
        ("06:29", True, "23/11 06:30"),
        ("06:30", False, "23/11 06:30"),
        ("12:00", False, "23/11 12:00"),
    ],
)
def test_the_night_in_viet_nam(at: str, quiet: bool, then: str) -> None:
    moment = datetime.strptime(f"2026-11-23 {at}", "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM).astimezone(UTC)
    assert is_quiet(moment) is quiet
    after = after_quiet(moment)
    assert after.tzinfo is UTC
    assert in_vietnam(after).strftime("%d/%m %H:%M") == then


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda each: 1900 < each.year < 2200))
def test_after_the_night_it_is_day_and_never_earlier(moment: datetime) -> None:
    after = after_quiet(moment)
    assert not is_quiet(after)
    assert timedelta(0) <= after - moment <= timedelta(hours=9, minutes=30)

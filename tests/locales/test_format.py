"""Numbers and dates the Vietnamese way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from locales import format as fmt
from locales.catalog import catalog
from locales.text import Day, Moment, Number, Percent, T, Tc, Verbatim, from_data, joined, lines, to_data


def test_numbers_dates_and_times() -> None:
    assert fmt.number(1234567, "vi") == "1.234.567"
    assert fmt.number(1234567, "en") == "1,234,567"
    assert fmt.percent(0.6, "vi") == "60%"
    assert fmt.percent(0.615, "vi") == "61,5%"
    assert fmt.percent(0.615, "en") == "61.5%"
    assert fmt.day(date(2026, 2, 3), "vi") == "03/02/2026"
    assert fmt.moment(datetime(2026, 11, 22, 18, 5, tzinfo=UTC), "vi") == "23/11/2026 01:05"  # Viet Nam's time


def test_a_day_and_a_year_begin_seven_hours_before_they_do_in_utc() -> None:
    last, first = datetime(2026, 12, 31, 16, 50, tzinfo=UTC), datetime(2026, 12, 31, 17, 10, tzinfo=UTC)
    assert (fmt.day_of(last), fmt.year_of(last)) == (date(2026, 12, 31), 2026)  # 23:50 in Viet Nam
    assert (fmt.day_of(first), fmt.year_of(first)) == (date(2027, 1, 1), 2027)  # ten past midnight
    with pytest.raises(ValueError, match="without a zone"):
        fmt.year_of(first.replace(tzinfo=None))


def test_a_year_is_not_grouped() -> None:
    assert catalog("vi").render(T("Sinh năm {year}", year=1968)) == "Sinh năm 1968"


def test_what_a_person_wrote_is_never_a_template() -> None:
    assert catalog("vi").render(T("Lý do: {reason}", reason=Verbatim("{you} {0} %s"))) == "Lý do: {you} {0} %s"
    assert catalog("vi").render(Verbatim("{You}")) == "{You}"


def test_texts_survive_as_data() -> None:
    words = lines(
        T("a {x}", x=Number(3)),
        Tc("c", "b"),
        joined([Verbatim("v")], ", "),
        T("d {d} {m} {p}", d=Day(date(2026, 1, 2)), m=Moment(datetime(2026, 1, 2, tzinfo=UTC)), p=Percent(0.5)),
    )
    assert from_data(to_data(words)) == words
    with pytest.raises(ValueError, match="not a text"):
        from_data({"nonsense": 1})


def test_an_unknown_language_is_spoken_to_in_vietnamese() -> None:
    assert catalog("xx").render(T("Về đầu")) == "Về đầu"

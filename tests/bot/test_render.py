"""Screens become what a channel can carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render import Button, Capabilities, render, rows, split
from handlers.kit.screen import Attachment, Choice, Look, Screen, screen_from_data, screen_to_data
from locales.catalog import ADULT, ELDER, YOUNG, address_for
from locales.text import Number, Percent, T, Tn, Verbatim, lines

CAN = Capabilities(buttons=True, edit=True, documents=True, text_limit=4096)


def test_a_screen_is_spoken_to_its_reader() -> None:
    screen = Screen(text=T("{You} gõ năm sinh của {you}."), title=T("Câu {i}/{n}", i=3, n=10))
    assert render(screen, "vi", ELDER, CAN).texts == ("Bác gõ năm sinh của bác.",)
    assert render(screen, "vi", YOUNG, CAN).texts == ("Bạn gõ năm sinh của bạn.",)
    assert render(screen, "vi", ADULT, CAN).title == "Câu 3/10"


@pytest.mark.parametrize(
    ("birth_year", "address"),
    [(1950, ELDER), (1976, ELDER), (1977, ADULT), (1996, ADULT), (1997, YOUNG), (None, ELDER)],
)
def test_people_are_addressed_by_their_age(birth_year: int | None, address: object) -> None:
    assert address_for(birth_year, 2026) == address


@given(st.text(max_size=400), st.integers(20, 100))
def test_pieces_fit_and_lose_no_word(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_only_short_buttons_share_a_row_and_ways_stay_apart() -> None:
    def button(label: str, look: Look = Look.ANSWER) -> Button:
        return Button(label, "home", look)

    found = rows(
        [
            button("Gửi", Look.MAIN),
            *[button(f"Sửa câu {n}") for n in range(1, 5)],
            button("Một câu trả lời dài"),
            button("Về đầu", Look.WAY),
            button("Giúp đỡ", Look.WAY),
        ]
    )
    assert [len(row) for row in found] == [1, 3, 1, 1, 2]


def test_a_screen_survives_the_outbox() -> None:
    screen = Screen(
        text=lines(Tn("Có {n} bản khai.", 1234), Verbatim("=1+1"), T("{share}", share=Percent(0.615))),
        choices=(Choice(T("Xem {n}", n=Number(2)), "queue", Look.MAIN),),
        title=T("Tin"),
        file=Attachment("ab", "a.xlsx", "text/plain"),
    )
    assert screen_from_data(screen_to_data(screen)) == screen


def test_a_route_longer_than_telegram_carries_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Choice(T("x"), "ă" * 33)

"""Screens become what a channel can carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acts.choice import Choice, Look
from acts.way import Way
from bot.render import LONG, Button, Capabilities, render, rows, split
from criteria.age import age_in
from handlers.kit.screen import Attachment, Screen, screen_from_data, screen_to_data
from locales.catalog import ADULT, ELDER, YOUNG, address_for
from locales.text import Number, Percent, T, Tn, Verbatim, Words, lines

CAN = Capabilities(buttons=100, text_limit=4096)


def test_a_screen_is_spoken_to_its_reader() -> None:
    screen = Screen(text=T("{You} gõ năm sinh của {you}."), title=T("Câu {i}/{n}", i=3, n=10))
    assert render(screen, "vi", ELDER, CAN).texts == ("Bác gõ năm sinh của bác.",)
    assert render(screen, "vi", YOUNG, CAN).texts == ("Bạn gõ năm sinh của bạn.",)
    assert render(screen, "vi", ADULT, CAN).title == "Câu 3/10"


def test_what_was_not_understood_stands_last_beside_the_choices() -> None:
    asked = Screen(text=T("Nhà mình có mấy cháu?"), choices=(Choice(T("Không"), Way("home")),))
    heard = asked.with_hint(T("{You} gõ con số."))
    assert render(heard, "vi", ELDER, CAN).texts == ("Nhà mình có mấy cháu?\n\nBác gõ con số.",)
    in_words = render(heard, "vi", ELDER, replace(CAN, buttons=0))
    assert in_words.texts == ("Nhà mình có mấy cháu?\n\nBác gõ con số.\n\n1. Không",)


@pytest.mark.parametrize("label", [T("Niêm yết danh sách"), T("✓ {label}", label=T("Niêm yết danh sách"))])
def test_what_is_ticked_is_seen_with_buttons_and_without(label: Words) -> None:
    ticked = Choice(label, Way("home"), ticked=True)
    other = Choice(T("Họp xét ở thôn"), Way("menu"), ticked=False)
    screen = Screen(text=T("Chọn"), choices=(ticked, other))
    assert [row[0].label for row in render(screen, "vi", ELDER, CAN).rows] == ["✓ Niêm yết danh sách", "Họp xét ở thôn"]
    (in_words,) = render(screen, "vi", ELDER, replace(CAN, buttons=0)).texts
    assert in_words.endswith("1. ✓ Niêm yết danh sách\n2. Họp xét ở thôn")


@given(st.integers(1, 900))
def test_a_long_text_is_not_said_again_with_a_hint(length: int) -> None:
    screen = Screen(text=Verbatim("a" * length), title=T("Xem lại"), choices=(Choice(T("Gửi"), Way("home")),))
    (said,) = render(screen.with_hint(T("Chưa làm gì.")), "vi", ELDER, replace(CAN, buttons=0)).texts
    assert said.endswith("Chưa làm gì.\n\n1. Gửi")
    assert ("aa" in said or length == 1) == (length <= LONG)


@pytest.mark.parametrize(
    ("birth_year", "address"),
    [(1950, ELDER), (1976, ELDER), (1977, ADULT), (1996, ADULT), (1997, YOUNG), (None, ELDER)],
)
def test_people_are_addressed_by_their_age(birth_year: int | None, address: object) -> None:
    assert address_for(age_in(2026, birth_year)) == address


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
        choices=(Choice(T("Xem {n}", n=Number(2)), Way("queue"), Look.MAIN),),
        title=T("Tin"),
        file=Attachment("ab", "a.xlsx", "text/plain"),
    )
    assert screen_from_data(screen_to_data(screen)) == screen


def test_a_route_longer_than_telegram_carries_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Choice(T("x"), Way("ă" * 33))


# Channels on which little or nothing can be pressed

PLAIN = Capabilities(buttons=0, text_limit=2000, one_message=True)
THREE = (Choice(T("Xác nhận"), Way("a")), Choice(T("Trả lại"), Way("b")), Choice(T("Về đầu"), Way("home"), Look.WAY))


def test_choices_that_cannot_be_pressed_are_numbered_lines() -> None:
    shown = render(Screen(text=Verbatim("Bản khai"), choices=THREE), "vi", ELDER, PLAIN)
    assert shown.texts == ("Bản khai\n\n1. Xác nhận\n2. Trả lại\n3. Về đầu",)


def test_where_a_number_is_an_answer_choices_are_named_by_their_words() -> None:
    shown = render(Screen(text=Verbatim("Năm sinh?"), choices=THREE[2:], typed=True), "vi", ELDER, PLAIN)
    assert shown.texts == ("Năm sinh?\n\nHoặc gõ: “Về đầu”",)


def test_where_it_is_asked_how_many_the_answers_have_no_numbers() -> None:
    answers = (Choice(Verbatim("Không ngày nào"), Way("a")), Choice(Verbatim("1-2 ngày"), Way("b")), THREE[2])
    shown = render(Screen(text=Verbatim("Mấy ngày?"), choices=answers, counted=True), "vi", ELDER, PLAIN)
    hint = "Bác gõ con số, ví dụ 2."
    assert shown.texts == (f"Mấy ngày?\n\n{hint}\n- Không ngày nào\n- 1-2 ngày\nHoặc gõ: “Về đầu”",)
    assert shown.lines in shown.texts[0]


@pytest.mark.parametrize(("buttons", "numbered"), [(1, True), (2, False), (3, False), (5, False)])
def test_a_few_buttons_serve_for_a_few_choices(buttons: int, numbered: bool) -> None:
    can = Capabilities(buttons=buttons, text_limit=2000)
    shown = render(Screen(text=Verbatim("Bản khai"), choices=THREE), "vi", ELDER, can)
    assert ("1. Xác nhận" in shown.texts[0]) == numbered
    labels = [button.label for row in shown.rows for button in row]
    assert labels == ["Xác nhận", "Trả lại", *(["Về đầu"] if buttons != 2 else [])]
    assert shown.texts[0].endswith("Gõ “menu” (Về đầu)") == (buttons == 2)


@given(st.lists(st.text(alphabet="abc ôâ\n", min_size=1, max_size=120), max_size=60), st.integers(0, 40))
def test_one_message_always_fits_and_loses_no_choice(text: list[str], choices: int) -> None:
    """Whatever a screen says, a counted message holds it; what is cut is said, and every choice is there."""
    screen = Screen(
        title=Verbatim("Tên"),
        text=lines(*map(Verbatim, text)),
        choices=tuple(Choice(T("Sửa câu {i}", i=i), Way(f"ask/{i}")) for i in range(1, choices + 1)),
    )
    shown = render(screen, "vi", ELDER, PLAIN)
    assert len(shown.texts) == 1
    assert len(f"{shown.title}\n{shown.texts[0]}") <= 2000
    assert all(f"\n{i}. Sửa câu {i}" in shown.texts[0] for i in range(1, choices + 1))
    whole = "\n".join(text)
    assert whole in shown.texts[0] or "tin này không đủ chỗ" in shown.texts[0]

"""What a place, its head and its commune are called, filled into texts."""

from __future__ import annotations

import pytest

from locales.catalog import ADULT, catalog
from locales.place_words import ANYWHERE, is_open, named, place_words
from locales.text import BLANK, Message, T, Verbatim, about, from_data, lines, to_data

SAID = T("{You} hỏi {head_label} của {village_label}, hay cán bộ {commune_label}.")


@pytest.mark.parametrize(
    ("village", "commune", "vietnamese", "english"),
    [
        ("thôn", "xã", "trưởng thôn của thôn, hay cán bộ xã", "village head/village/commune"),
        ("ấp", "đặc khu", "trưởng ấp của ấp, hay cán bộ đặc khu", "hamlet head/hamlet/special zone"),
        ("khu phố", "phường", "trưởng khu phố của khu phố, hay cán bộ phường", "neighbourhood head/neighbourhood/ward"),
        (
            "tổ dân phố",
            "phường",
            "tổ trưởng của tổ dân phố, hay cán bộ phường",
            "residential group head/residential group/ward",
        ),
        ("phum", "xã", "trưởng phum của phum, hay cán bộ xã", "phum head/phum/commune"),
        (
            None,
            None,
            "trưởng thôn, tổ trưởng của thôn, tổ dân phố, hay cán bộ xã, phường",
            "village head/village/commune",
        ),
    ],
)
def test_a_text_is_filled_for_a_place(village: str | None, commune: str | None, vietnamese: str, english: str) -> None:
    place = place_words(village, commune)
    assert catalog("vi").render(named(SAID, place)) == f"Bác hỏi {vietnamese}."
    words = (catalog("en").render(each) for each in (place.head, place.village, place.commune))
    assert "/".join(words) == english


def test_a_unit_has_a_head_of_its_own() -> None:
    place = place_words("trường", "xã", is_unit=True)
    assert catalog("vi").render(named(SAID, place)) == "Bác hỏi thủ trưởng đơn vị của đơn vị, hay cán bộ xã."


def test_a_sentence_may_begin_with_the_word() -> None:
    said = T("{Village_label} còn thiếu {n} người. {Commune_label} chưa có quy định.", n=3)
    shown = "Khu phố còn thiếu 3 người. Phường chưa có quy định."
    assert catalog("vi").render(named(said, place_words("khu phố", "phường"))) == shown


def test_what_was_filled_for_one_place_stays_so_for_another() -> None:
    here, there = place_words("bản", "xã"), place_words("khu phố", "phường")
    assert named(named(SAID, here), there) == named(SAID, here)
    assert not is_open(named(SAID, here))


def test_texts_within_texts_are_filled() -> None:
    role = T("{Head_label}: xác nhận bản khai")
    said = lines(T("Việc: {role}", role=role), BLANK, about(SAID, "Lan"))
    shown = catalog("vi").render(named(said, place_words("ấp", "xã")), ADULT)
    assert shown == "Việc: Trưởng ấp: xác nhận bản khai\n\nLan hỏi trưởng ấp của ấp, hay cán bộ xã."


def test_what_nobody_filled_is_said_generally_and_what_somebody_wrote_is_no_template() -> None:
    assert catalog("vi").render(SAID) == catalog("vi").render(named(SAID, ANYWHERE))
    assert named(Verbatim("{village_label}"), place_words("ấp", "xã")) == Verbatim("{village_label}")
    assert not is_open(T("Lý do: {reason}", reason=Verbatim("{village_label}")))


def test_a_text_without_such_words_is_the_same_object() -> None:
    said = lines(T("Về đầu"), T("Lý do: {reason}", reason="x"))
    assert named(said, place_words("ấp", "xã")) is said


def test_it_survives_as_data() -> None:
    said = named(SAID, place_words("khu phố", "phường"))
    assert from_data(to_data(said)) == said
    assert isinstance(said, Message)

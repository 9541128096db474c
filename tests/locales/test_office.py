"""How papers say what the chat says."""

from __future__ import annotations

import pytest

from locales.catalog import ELDER
from locales.office import INSTEAD, on_paper, paper_catalog
from locales.text import Percent, T, Tn, Verbatim


@pytest.mark.parametrize(
    ("chat", "paper"),
    [
        ("Tỉ lệ đạt ở nhà văn hoá", "Tỷ lệ đạt ở nhà văn hóa"),
        ("Uỷ ban, XOÁ, Hoà, khoẻ, thuỷ lợi, luỹ", "Ủy ban, XÓA, Hòa, khỏe, thủy lợi, lũy"),
        ("quý, QUÝ, quỹ, quỳ, hoàn, toàn, khoảng", "quý, QUÝ, quỹ, quỳ, hoàn, toàn, khoảng"),
        ("Bản khai của BẢN KHAI, bản khai", "Phiếu tự đánh giá của PHIẾU TỰ ĐÁNH GIÁ, phiếu tự đánh giá"),
        ("kỳ đánh giá, độ phủ, Tờ dán", "năm đánh giá, tỷ lệ đã tự đánh giá, Áp phích mã QR"),
    ],
)
def test_words_and_marks_of_offices(chat: str, paper: str) -> None:
    assert on_paper(chat) == paper
    assert on_paper(paper) == paper


def test_a_name_is_written_as_its_owner_writes_it() -> None:
    said = T("{name}, nhà văn hoá: {share}, {more}", name="Trần Thị Hoà", share=Percent(0.5), more=Verbatim("Thuý"))
    assert paper_catalog("vi").render(said) == "Trần Thị Hoà, nhà văn hóa: 50%, Thuý"


def test_counts_and_address_are_filled_in_as_in_the_chat() -> None:
    assert paper_catalog("vi").render(Tn("{You} có {n} bản khai", 1200), ELDER) == "Bác có 1.200 phiếu tự đánh giá"


def test_other_languages_are_the_chats() -> None:
    assert paper_catalog("en").language == "en"
    assert paper_catalog("en").render(T("Trang chủ không có trong danh mục")) == "Trang chủ không có trong danh mục"


def test_nothing_is_said_instead_that_would_itself_be_replaced() -> None:
    assert not [word for word in INSTEAD.values() for old in INSTEAD if old in word]

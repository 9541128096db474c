"""What a document can be had by, as text and back; and what its sender called it, made fit to be kept and shown."""

from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import String

from bot.channels.telegram.convert import MOST_OF_AN_ID
from bot.fetch import LONGEST_URL
from storage.document_reference import (
    MOST_OF_A_NAME,
    MOST_OF_A_TYPE,
    UNNAMED,
    DocumentToFetch,
    LinkedDocument,
    TelegramDocument,
    format_reference,
    parse_reference,
    tidy_name,
    tidy_type,
)
from storage.kit.tables import received_files

TO_FETCH = st.one_of(*map(st.from_type, get_args(DocumentToFetch)))
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=300)


@given(TO_FETCH, TO_FETCH)
def test_a_reference_comes_back_from_its_text_and_shares_it_with_no_other(
    one: DocumentToFetch, other: DocumentToFetch
) -> None:
    assert parse_reference(format_reference(one)) == one
    assert (format_reference(one) == format_reference(other)) == (one == other)


@pytest.mark.parametrize("text", ["", "telegram", "https://a/1.xlsx", "Telegram:a", " url:a"])
def test_anything_else_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        parse_reference(text)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("Danh sách Kim Sơn.xlsx", "Danh sách Kim Sơn.xlsx"),
        (unicodedata.normalize("NFD", "Danh sách.xlsx"), "Danh sách.xlsx"),  # as a Mac writes it
        ("C:\\Users\\Thương\\DS xóm 5.xls", "DS xóm 5.xls"),
        ("../../etc/passwd", "passwd"),
        ("a\nb\tc.csv", "a b c.csv"),
        ("abc\u202excod.exe", "abc xcod.exe"),  # reads as another ending
        ('"><script>.xlsx', "script .xlsx"),
        (".htaccess", "htaccess"),
        ("x" * 200 + ".docx", "x" * (MOST_OF_A_NAME - 5) + ".docx"),
        ("x" * 200 + "." + "y" * 200, "x" * MOST_OF_A_NAME),
        ("\ud800.pdf", "pdf"),
        ("/", UNNAMED),
        ("", UNNAMED),
        (None, UNNAMED),
        (7, UNNAMED),
    ],
)
def test_a_name_is_made_fit(given_: object, kept: str) -> None:
    assert tidy_name(given_) == kept


@given(ANYTHING)
@example("\ud800" * 200)
def test_a_name_fits_in_its_column_whatever_was_sent(text: str) -> None:
    name = tidy_name(text)
    assert 0 < len(name) <= MOST_OF_A_NAME
    assert not set(name) & set('/\\\n\r\0<>"')
    assert name.encode()
    assert tidy_name(name) == name


@given(ANYTHING)
def test_a_type_fits_in_its_column_whatever_was_sent(text: str) -> None:
    kept = tidy_type(text)
    assert len(kept) <= MOST_OF_A_TYPE
    assert kept.isascii()
    assert tidy_type("text/csv") == "text/csv"


def test_the_longest_that_a_channel_takes_fits_in_its_column() -> None:
    longest: list[DocumentToFetch] = [TelegramDocument("x" * MOST_OF_AN_ID), LinkedDocument("x" * LONGEST_URL)]
    source, name = received_files.c.source.type, received_files.c.name.type
    assert isinstance(source, String)
    assert isinstance(name, String)
    assert max(len(format_reference(each)) for each in longest) <= (source.length or 0)
    assert name.length == MOST_OF_A_NAME

"""What a picture can be had by, as text in the database and back."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from bot.channels.telegram.convert import MOST_OF_AN_ID
from bot.fetch import LONGEST_URL
from storage.kit.tables import evidence
from storage.picture_reference import (
    LinkedPicture,
    PictureToFetch,
    TelegramPicture,
    format_reference,
    parse_reference,
)

TO_FETCH = st.one_of(*map(st.from_type, get_args(PictureToFetch)))


@given(TO_FETCH)
def test_a_reference_comes_back_from_its_text(picture: PictureToFetch) -> None:
    assert parse_reference(format_reference(picture)) == picture


@given(TO_FETCH, TO_FETCH)
def test_two_references_never_share_a_text(one: PictureToFetch, other: PictureToFetch) -> None:
    assert (format_reference(one) == format_reference(other)) == (one == other)


def test_rows_of_the_first_version_are_still_read() -> None:
    assert parse_reference("telegram:AgAC1") == TelegramPicture("AgAC1")
    assert parse_reference("url:https://a/url:b") == LinkedPicture("https://a/url:b")


@pytest.mark.parametrize("text", ["", "telegram", "https://a/1.jpg", "file:aa/5/image/jpeg", "Telegram:a", " url:a"])
def test_anything_else_is_no_reference(text: str) -> None:
    with pytest.raises(ValueError, match="no reference"):
        parse_reference(text)


def test_the_longest_that_a_channel_takes_fits_in_its_column() -> None:
    longest: list[PictureToFetch] = [TelegramPicture("x" * MOST_OF_AN_ID), LinkedPicture("x" * LONGEST_URL)]
    column = evidence.c.source.type
    assert isinstance(column, String)
    assert max(len(format_reference(each)) for each in longest) <= (column.length or 0)

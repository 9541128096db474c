"""What a picture that somebody sent can be had by: from its messenger, or from the FileStore."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

_TELEGRAM, _URL = "telegram:", "url:"


@dataclass(frozen=True, slots=True)
class TelegramPicture:
    """A file of Telegram's, by its id there."""

    file_id: str


@dataclass(frozen=True, slots=True)
class LinkedPicture:
    """A picture at an address that a messenger's update named."""

    url: str


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that came with its request: made anew, its bytes in the FileStore."""

    digest: str
    media_type: str
    size: int


PictureToFetch: TypeAlias = TelegramPicture | LinkedPicture
PictureReference: TypeAlias = PictureToFetch | StoredPicture


def format_reference(picture: PictureToFetch) -> str:
    """A reference as the database keeps it until the picture is fetched. What is stored already needs none."""
    match picture:
        case TelegramPicture(file_id):
            return f"{_TELEGRAM}{file_id}"
        case LinkedPicture(url):
            return f"{_URL}{url}"
        case _:
            assert_never(picture)


def parse_reference(text: str) -> PictureToFetch:
    """The inverse of :func:`format_reference`.

    Raises:
        ValueError: this is no reference.
    """
    if text.startswith(_TELEGRAM):
        return TelegramPicture(text.removeprefix(_TELEGRAM))
    if text.startswith(_URL):
        return LinkedPicture(text.removeprefix(_URL))
    raise ValueError("no reference to a picture")

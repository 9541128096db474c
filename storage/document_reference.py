"""What a document that somebody sent can be had by, and what its sender says of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from storage.picture_reference import LinkedPicture, PictureReference, StoredPicture, TelegramPicture

_TELEGRAM, _URL = "telegram:", "url:"
MOST_OF_A_NAME = 120  # characters
MOST_OF_A_TYPE = 100
PICTURE_NAME = "anh-chup.jpg"
UNNAMED = "tep"  # what a document is called whose sender gave it no name
_UNFIT = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class TelegramDocument:
    """A file of Telegram's, by its id there."""

    file_id: str


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document at an address that a messenger's update named."""

    url: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document that came with its request: its bytes lie in the FileStore."""

    digest: str


DocumentToFetch: TypeAlias = TelegramDocument | LinkedDocument


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A document that somebody sent: where it is to be had, and what they say it is, of which nothing is believed.

    ``name`` is made fit by :func:`tidy_name`; ``size`` is in bytes, ``None`` where it was not said.
    """

    at: DocumentToFetch | StoredDocument
    name: str
    media_type: str = ""
    size: int | None = None


def tidy_name(given: object) -> str:
    """A file's name as it may be shown and kept: one line, no path, no invisible signs, its ending kept.

    What C:\\Thương\\Danh sách.xlsx was on somebody's computer is called Danh sách.xlsx here.
    """
    last = re.split(r"[/\\]", given)[-1] if isinstance(given, str) else ""
    name = " ".join(_UNFIT.sub(" ", unicodedata.normalize("NFC", last)).split()).lstrip(". ")
    if len(name) > MOST_OF_A_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if dot and len(ending) <= 8 else ""
        name = (stem if ending else name)[: MOST_OF_A_NAME - len(ending)] + ending
    return name or UNNAMED


def tidy_type(given: object) -> str:
    """A media type as it may be kept; empty where it is none."""
    return given[:MOST_OF_A_TYPE] if isinstance(given, str) and given.isascii() and given.isprintable() else ""


def of_picture(picture: PictureReference) -> DocumentReference:
    """A picture as a document: of a signed paper, which is kept as it came."""
    match picture:
        case TelegramPicture(file_id):
            return DocumentReference(TelegramDocument(file_id), PICTURE_NAME, "image/jpeg")
        case LinkedPicture(url):
            return DocumentReference(LinkedDocument(url), PICTURE_NAME, "image/jpeg")
        case StoredPicture(digest, media_type, size):
            return DocumentReference(StoredDocument(digest), PICTURE_NAME, media_type, size)
        case _:
            assert_never(picture)


def format_reference(document: DocumentToFetch) -> str:
    """A reference as the database keeps it until the document is fetched."""
    match document:
        case TelegramDocument(file_id):
            return f"{_TELEGRAM}{file_id}"
        case LinkedDocument(url):
            return f"{_URL}{url}"
        case _:
            assert_never(document)


def parse_reference(text: str) -> DocumentToFetch:
    """The inverse of :func:`format_reference`.

    Raises:
        ValueError: this is no reference.
    """
    if text.startswith(_TELEGRAM):
        return TelegramDocument(text.removeprefix(_TELEGRAM))
    if text.startswith(_URL):
        return LinkedDocument(text.removeprefix(_URL))
    raise ValueError("no reference to a document")

"""The association's site where results are typed in by hand: its name and its columns, as data nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from criteria import files
from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from locales.text import Message

NAME = "association_site.toml"
NUMBER, PERSON, BIRTH_YEAR, VILLAGE, TOTAL, RESULT = "number", "name", "birth_year", "village", "total", "result"


@dataclass(frozen=True, slots=True)
class SiteColumn:
    """A column of the site; ``key``: what stands in it, else the id of a question."""

    key: str
    name: Message


@dataclass(frozen=True, slots=True)
class AssociationSite:
    """The site, its columns in its order."""

    name: Message
    columns: tuple[SiteColumn, ...]
    source: Source


def parse_site(text: str, name: str = NAME) -> AssociationSite:
    """The site that a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data, reader = toml(text, name), Reader(text)
    reader.only(data, "name source verified columns", "")
    columns = []
    for each in reader.tables(data, "columns", ""):
        path = f"columns.{each.get('key', '?')}."
        reader.only(each, "key name", path)
        columns.append(SiteColumn(reader.get(each, "key", str, path, ""), reader.words(each, "name", path)))
    reader.unique([each.key for each in columns], "columns")
    site = AssociationSite(reader.words(data, "name", ""), tuple(columns), reader.source(data, ""))
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return site


@lru_cache
def load() -> AssociationSite:
    """What ships."""
    return parse_site(files.text_of(NAME))

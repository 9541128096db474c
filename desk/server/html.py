"""HTML of pages: one template draws every block, so that what is accessible once is so everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from desk.kit.blocks import Block, Link, Page
from locales.catalog import ELDER, Address, catalog
from locales.place_words import ANYWHERE, PlaceWords, named
from locales.text import T, Words

ROOT = "/ban-lam-viec"
TEXTS: Mapping[str, Words] = {
    "app": T("Bàn làm việc Học Tập"),
    "close": T("Đóng bàn làm việc"),
    "menu": T("Các mục"),
    "skip": T("Đến nội dung"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: in which language, how they are spoken to, what their places are called."""

    language: str = "vi"
    address: Address = ELDER
    place: PlaceWords = ANYWHERE

    def say(self, words: Words) -> str:
        """The words to this reader."""
        return catalog(self.language).render(named(words, self.place), self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a page: who sits here, the ways, what keeps forms from being sent by others."""

    name: str
    commune: str
    menu: tuple[Link, ...]
    here: str
    token: str


@lru_cache
def _environment() -> Environment:
    folder = Path(str(resources.files("desk.server"))) / "templates"
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["kind"] = _kind
    made.filters["address"] = _address
    made.filters["drawing"] = Markup  # what desk.kit.chart made, with every name in it escaped
    return made


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _address(path: str) -> str:
    """The whole address of a page of the desk; that of a file is whole already."""
    return path if "://" in path else f"{ROOT}{path}"


def drawn(page: Page, reader: Reader, frame: Frame | None) -> str:
    """The page as HTML. Without a frame: for who does not sit at the desk."""
    shown: dict[str, Any] = {
        "page": page,
        "frame": frame,
        "lang": reader.language,
        "say": reader.say,
        "texts": {name: reader.say(words) for name, words in TEXTS.items()},
    }
    return _environment().get_template("page.html").render(shown)

"""The web chat's pages: templates, and the texts their script shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.templating import Jinja2Templates

from locales.catalog import catalog
from locales.text import T, Words

FOLDER = Path(str(resources.files("bot.channels.webchat")))


@lru_cache
def templates() -> Jinja2Templates:
    """The Jinja2 templates; what they are given is escaped."""
    return Jinja2Templates(directory=FOLDER / "templates")


def page_texts(language: str) -> Callable[[Words], str]:
    """How a page's texts are rendered."""
    return catalog(language).render


def script_texts(language: str) -> Mapping[str, str]:
    """Every text of the page and its script, by the name they know it under."""
    return {name: catalog(language).render(text) for name, text in TEXTS.items()}


TEXTS: Mapping[str, Words] = {
    "send": T("Gửi đi"),
}

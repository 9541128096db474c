"""What is printed and drawn in the tests of paper and pictures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files

import typst

from bot.readers.village_papers import CONSENT, asked_of
from criteria.parse import default, load
from locales.catalog import ELDER, catalog
from locales.place_words import named, place_words
from locales.text import T, Verbatim, Words
from reports.paper_form import Sheet, as_data
from reports.progress_picture import Progress

AS_OF = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HERE = place_words("thôn", "xã")
HOSTILE = '#panic("x") $x$ @a *b* _c_ `d` <e> \\ // ]] "'


def WORDS(words: Words) -> str:
    return catalog("vi").render(named(words, HERE), ELDER)


def sheet(title: str, **changes: object) -> Sheet:
    criteria = load(default(title))
    values: dict[str, object] = {
        "title": T("Phiếu tự khai {title} năm {year}", title=Verbatim(title), year=2026),
        "place": Verbatim("Thôn Kim Sơn, Xã Sơn Hồng"),
        "form_code": "CAB",
        "year": 2026,
        "home": "K7Q",
        "number": None,
        "name": None,
        "birth_year": None,
        "asked": asked_of(criteria),
        "consent": CONSENT,
        **changes,
    }
    return Sheet(**values)  # type: ignore[arg-type]


def progress(**changes: object) -> Progress:
    values: dict[str, object] = {
        "place": Verbatim("Thôn Kim Sơn"), "year": 2026, "as_of": AS_OF, "roster": 312, "registered": 120,
        "declared": 95, "confirmed": 80, "reached": 71,
        "on_roster": (118, 93, 78), "target": 0.4, "dates": (Verbatim("Còn 7 ngày"),), **changes,
    }  # fmt: skip
    return Progress(**values)  # type: ignore[arg-type]


def pages_of(one: Sheet) -> int:
    """How many pages a form takes: as pictures, each is one."""
    source = files("reports").joinpath("templates", "paper_form.typ").read_bytes()
    said = {"data": json.dumps(as_data([one], WORDS))}
    drawn: object = typst.compile(source, format="svg", ignore_system_fonts=True, sys_inputs=said)
    return len(drawn) if isinstance(drawn, list) else 1

"""Sheets to print and pictures for the chat, set with Typst: a template and data in, bytes out.

Templates in ``reports/templates/`` read their data as JSON, so that nothing people wrote is ever taken for markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any, Literal


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF of the template ("door_list"), in the font that Typst brings with it: the same on every machine."""
    return _compiled(template, data, "pdf", None)


def official_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """A PDF to be signed, filed and read for decades: PDF/A-2a and PDF/UA-1, which Typst checks while it makes it.

    It is set in Times New Roman, as Nghị định 30/2020/NĐ-CP asks, where the machine has it; else in the font that
    Typst brings with it. Not in Liberation Serif, which lacks half of the Vietnamese letters.
    """
    import typst

    return typst.compile(
        _source(template),
        format="pdf",
        sys_inputs={"data": _as_json(data)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(made_at.timestamp()),
    )


def png(template: str, data: Mapping[str, Any], *, ppi: float) -> bytes:
    """A picture of the template's one page, with so many pixels an inch."""
    return _compiled(template, data, "png", ppi)


def queried(template: str, data: Mapping[str, Any], label: str) -> list[Any]:
    """What the template says of its own drawing under a label ("<box>"): the values of its metadata, in order."""
    import typst

    found = typst.query(
        _source(template), label, field="value", ignore_system_fonts=True, sys_inputs={"data": _as_json(data)}
    )
    values: list[Any] = json.loads(found)
    return values


def _source(template: str) -> bytes:
    return files("reports").joinpath("templates", f"{template}.typ").read_bytes()


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _compiled(template: str, data: Mapping[str, Any], kind: Literal["pdf", "png"], ppi: float | None) -> bytes:
    import typst

    return typst.compile(
        _source(template),
        format=kind,
        ppi=ppi,
        ignore_system_fonts=True,
        sys_inputs={"data": _as_json(data)},
        pdf_tags=False,  # made to be printed: with tags, the forms of a big village are too many bytes for a chat
    )

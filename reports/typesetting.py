"""Sheets to print and pictures for the chat, set with Typst: a template and data in, bytes out.

Templates in ``reports/templates/`` read their data as JSON, so that nothing people wrote is ever taken for markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF of the template ("door_list"), in the font that Typst brings with it: the same on every machine."""
    return _compiled(template, data, "pdf", None)


def png(template: str, data: Mapping[str, Any], *, ppi: float) -> bytes:
    """A picture of the template's one page, with so many pixels an inch."""
    return _compiled(template, data, "png", ppi)


def _compiled(template: str, data: Mapping[str, Any], kind: Literal["pdf", "png"], ppi: float | None) -> bytes:
    import typst

    source = files("reports").joinpath("templates", f"{template}.typ").read_bytes()
    said = {"data": json.dumps(data, ensure_ascii=False)}
    return typst.compile(
        source,
        format=kind,
        ppi=ppi,
        ignore_system_fonts=True,
        sys_inputs=said,
        pdf_tags=False,  # made to be printed: with tags, the forms of a big village are too many bytes for a chat
    )

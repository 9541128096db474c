"""Paper forms: one A4 page where it fits, a box before each answer, and what a machine needs to read a photo of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from criteria import sheet_code
from criteria.sheet_code import Box, Layout, SheetCode
from locales.text import T, Words
from reports.qr import qr_drawing
from reports.typesetting import pdf, png, queried

SIZES = [13, 12.5, 12, 11.5, 11.25, 11, 10.75, 10.5, 10.25, 10]  # points; the largest that stays on one page


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answers; ``several`` may be ticked.

    ``typed``: of each answer, what is typed for it where the sheet is typed in (:mod:`handlers.shared.whole_form`).
    """

    number: int
    text: Words
    answers: tuple[Words, ...]
    typed: tuple[str, ...]
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form to fill in by hand. Without ``number``, ``name``, ``birth_year`` there are dotted lines for them.

    ``home``: whose numbers these are (:func:`criteria.sheet_code.home_of`).
    """

    title: Words
    place: Words
    form_code: str
    year: int
    home: str
    number: str | None
    name: str | None
    birth_year: int | None
    asked: tuple[Asked, ...]
    consent: Words
    notes: tuple[Words, ...] = ()


WORDS = {
    "form": T("Mẫu"),
    "number": T("Số phiếu"),
    "name": T("Họ và tên"),
    "born": T("Năm sinh"),
    "how": T(
        "Mỗi câu đánh dấu X vào một ô. Đánh nhầm thì tô kín ô ấy, đánh ô khác. Câu nào không trả lời thì để trống."
    ),
    "how_several": T("Câu ghi (chọn nhiều) được đánh nhiều ô."),
    "several": T("(chọn nhiều)"),
    "head": T("Người nhận phiếu"),
    "signed": T("Người khai đồng ý và ký tên"),
}


def paper_forms(sheets: Sequence[Sheet], words: Callable[[Words], str], anchor: str | None = None) -> bytes:
    """The PDF, each sheet from an odd page on, so that printed on both sides no two share a paper.

    Args:
        sheets: forms that ask the same.
        words: how texts are written.
        anchor: the log up to now as twelve characters, for the foot of each page; ``None``: none was taken.
    """
    return pdf("paper_form", as_data(sheets, words, anchor))


def form_picture(sheet: Sheet, words: Callable[[Words], str], *, ppi: float) -> bytes:
    """A form of one page as a PNG, with so many pixels an inch."""
    return png("paper_form", as_data([sheet], words), ppi=ppi)


def as_data(sheets: Sequence[Sheet], words: Callable[[Words], str], anchor: str | None = None) -> dict[str, Any]:
    """The sheets as the template reads them."""
    layout = layout_of(sheets[0].asked, words) if sheets else Layout((), SIZES[0])
    return {
        **_frame([_sheet(each, layout, words) for each in sheets], words),
        "anchor": None if anchor is None else words(T("mốc nhật ký {code}", code=anchor)),
        "title": words(sheets[0].title) if sheets else "",
        "pages": len(layout.pages),
        "size": layout.size,
        "measured": False,
    }


def layout_of(asked: Sequence[Asked], words: Callable[[Words], str]) -> Layout:
    """Where the boxes of a form that asks this stand: what the template says that it draws."""
    bare: dict[str, Any] = {
        "title": "",
        "place": "",
        "form_code": "",
        "number": None,
        "name": None,
        "born": None,
        "codes": [],
    }
    sheet = {**bare, "asked": [_asked(each, words) for each in asked], "consent": "", "notes": []}
    data = {**_frame([sheet], words), "anchor": None, "title": "", "pages": 1, "size": None, "measured": True}
    return _measured(json.dumps(data, ensure_ascii=False))


@lru_cache(maxsize=64)
def _measured(said: str) -> Layout:
    data = json.loads(said)
    (size,) = queried("paper_form", data, "<size>")
    pages: dict[int, list[Box]] = {}
    for each in queried("paper_form", data, "<box>"):
        place = Box(each["question"], each["answer"], round(each["x"], 2), round(each["y"], 2))
        pages.setdefault(each["page"], []).append(place)
    return Layout(tuple(tuple(pages[page]) for page in sorted(pages)), size)


def _frame(sheets: Sequence[dict[str, Any]], words: Callable[[Words], str]) -> dict[str, Any]:
    return {
        "words": {key: words(text) for key, text in WORDS.items()},
        "sheets": list(sheets),
        "sizes": SIZES,
        "geometry": {
            "box": sheet_code.BOX,
            "clear": sheet_code.CLEAR,
            "mark": sheet_code.MARK,
            "marks": sheet_code.MARKS,
            "marks_at": sheet_code.MARKS_AT,
            "code": sheet_code.CODE,
            "code_at": sheet_code.CODE_AT,
        },
    }


def _asked(each: Asked, words: Callable[[Words], str]) -> dict[str, Any]:
    return {
        "number": each.number,
        "text": words(each.text),
        "answers": [words(answer) for answer in each.answers],
        "typed": each.typed,
        "several": each.several,
    }


def _sheet(sheet: Sheet, layout: Layout, words: Callable[[Words], str]) -> dict[str, Any]:
    code = SheetCode(
        form=sheet.form_code,
        edition=layout.edition,
        year=sheet.year,
        home=sheet.home,
        page=1,
        number=sheet.number or "",
    )
    return {
        "title": words(sheet.title),
        "place": words(sheet.place),
        "form_code": sheet.form_code,
        "number": sheet.number,
        "name": sheet.name,
        "born": None if sheet.birth_year is None else str(sheet.birth_year),
        "codes": [
            qr_drawing(replace(code, page=page).text(), version=sheet_code.CODE_VERSION)
            for page in range(1, len(layout.pages) + 1)
        ],
        "asked": [_asked(each, words) for each in sheet.asked],
        "consent": words(sheet.consent),
        "notes": [words(each) for each in sheet.notes],
    }

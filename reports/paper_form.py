"""Paper forms: A4, large type, each answer with the number to type, one strip to type the whole sheet from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from locales.text import T, Words
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answers in the order of their numbers, from 1; ``several`` may be chosen.

    ``counted``: it asks how many, and the number itself is written; ``zero``: of these answers, the one written as 0.
    """

    number: int
    text: Words
    answers: tuple[Words, ...]
    several: bool
    counted: bool = False
    zero: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form to fill in by hand. Without ``number``, ``name``, ``birth_year`` there are dotted lines for them."""

    title: Words
    place: Words
    form_code: str
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
    "how": T("Mỗi câu chọn một số, viết vào ô bên phải. Câu nào bỏ qua thì viết 0."),
    "how_counted": T("Câu nào ghi (con số) thì viết số thật, ví dụ 2; bỏ qua thì gạch một nét."),
    "counted": T("(con số)"),
    "several": T("(chọn nhiều: viết liền các số, ví dụ 12; không có thì viết 0)"),
    "head": T("Người nhận phiếu"),
    "signed": T("Người khai đồng ý và ký tên"),
    "to_type": T("Gõ vào máy:"),
}


def paper_forms(sheets: Sequence[Sheet], words: Callable[[Words], str], anchor: str | None = None) -> bytes:
    """The PDF, each sheet from an odd page on, so that printed on both sides no two share a paper.

    ``anchor``: the log up to now as twelve characters, for the foot of each page; ``None``: none was taken.
    """
    return pdf("paper_form", as_data(sheets, words, anchor))


def as_data(sheets: Sequence[Sheet], words: Callable[[Words], str], anchor: str | None = None) -> dict[str, object]:
    """The sheets as the template reads them."""
    return {
        "anchor": None if anchor is None else words(T("mốc nhật ký {code}", code=anchor)),
        "title": words(sheets[0].title) if sheets else "",
        "words": {key: words(text) for key, text in WORDS.items()},
        "sheets": [_sheet(each, words) for each in sheets],
    }


def _sheet(sheet: Sheet, words: Callable[[Words], str]) -> dict[str, object]:
    return {
        "title": words(sheet.title),
        "place": words(sheet.place),
        "form_code": sheet.form_code,
        "number": sheet.number,
        "name": sheet.name,
        "born": None if sheet.birth_year is None else str(sheet.birth_year),
        "asked": [
            {
                "number": each.number,
                "text": words(each.text),
                "answers": [words(answer) for answer in each.answers],
                "several": each.several,
                "counted": each.counted,
                "zero": each.zero,
            }
            for each in sheet.asked
        ],
        "consent": words(sheet.consent),
        "notes": [words(each) for each in sheet.notes],
    }

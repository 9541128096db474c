"""The list that hangs where everybody reads it before a decision: only who is proposed, no points, no birth year.

As a PDF to print and as a Word file after Nghị định 30/2020/NĐ-CP, annex I, to be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from locales.text import Day, Number, T, Tn, Words
from reports.documents import elements
from reports.documents.elements import Heading
from reports.documents.page import Properties, as_bytes, new_document
from reports.name_list import ListedName, numbered
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingList:
    """The whole list, in any order.

    Attributes:
        commune: as within a sentence ("xã Sơn Hồng").
        first, last: the days on which it hangs, both counted.
        warning: why it is not to be taken for final; ``None`` where nothing is uncertain.
    """

    title: Words
    year: int
    commune: str
    first: date
    last: date
    names: Sequence[ListedName]
    warning: Words | None
    made_at: datetime


HEAD = (T("STT"), T("Họ và tên"), T("{Village_label}, đơn vị"))


def posting_pdf(found: PostingList, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return pdf("posting_list", as_data(found, words))


def as_data(found: PostingList, words: Callable[[Words], str]) -> dict[str, object]:
    """The list as the template reads it."""
    return {
        "title": words(_title(found)),
        "warning": "" if found.warning is None else words(found.warning),
        "said": [words(each) for each in _said(found)],
        "head": [words(each) for each in HEAD],
        "rows": rows(found, words),
    }


def posting_document(found: PostingList, words: Callable[[Words], str]) -> bytes:
    """The Word file."""
    document = new_document(Properties(words(_title(found)), found.commune, found.made_at))
    elements.kind_and_subject(document, words(T("Danh sách niêm yết")), words(_subject(found)))
    if found.warning is not None:
        elements.banner(document, words(found.warning))
    for each in _said(found):
        elements.body(document, words(each))
    number, name, place = (words(each) for each in HEAD)
    columns = (Heading(number, 15), Heading(name, 95, is_text=True), Heading(place, 55, is_text=True))
    elements.table(document, columns, rows(found, words), size=13)
    return as_bytes(document)


def rows(found: PostingList, words: Callable[[Words], str]) -> list[list[str]]:
    """A row a name: its number, the name, the place."""
    return name_rows(found.names, words)


def name_rows(names: Sequence[ListedName], words: Callable[[Words], str]) -> list[list[str]]:
    """The same of names alone, for other papers that carry such a list."""
    return [[str(each.number), each.name, each.place] for each in numbered(names, words)]


def _title(found: PostingList) -> Words:
    return T("Danh sách niêm yết {subject}", subject=_subject(found))


def _subject(found: PostingList) -> Words:
    return T(
        "đề nghị công nhận {title} năm {year} của {commune}",
        title=found.title,
        year=str(found.year),
        commune=found.commune,
    )


def _said(found: PostingList) -> tuple[Words, ...]:
    n = len(found.names)
    return (
        Tn("Danh sách có {n} tên được đề nghị, chưa phải là công nhận.", n, n=Number(n)),
        T("Niêm yết từ ngày {first} đến hết ngày {last}.", first=Day(found.first), last=Day(found.last)),
        T(
            "Ai có ý kiến thì báo {head_label} hoặc Ủy ban nhân dân {commune} chậm nhất ngày {last}.",
            commune=found.commune,
            last=Day(found.last),
        ),
    )

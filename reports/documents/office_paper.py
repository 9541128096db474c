"""A paper that an office signs, as data: what stands on it from top to bottom, made as Word and as PDF alike.

Laid out after Nghị định 30/2020/NĐ-CP, annexes I and III: in Word by :mod:`reports.documents.elements`, to print by the
template ``office_paper.typ``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from reports.clean_text import clean
from reports.documents import elements
from reports.documents.elements import MOTTO, NATION, Heading, Masthead
from reports.documents.page import Properties, as_bytes, new_document
from reports.typesetting import official_pdf


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns, its rows, how many of the last are sums."""

    columns: Sequence[Heading]
    rows: Sequence[Sequence[str]]
    totals: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """ "Điều 1" and what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """The list that goes with the paper, on pages of its own.

    Attributes:
        name: "DANH SÁCH".
        title: of what; printed in capitals.
        belongs_to: which paper it goes with.
        said: a line above the table; empty: none.
    """

    name: str
    title: str
    belongs_to: str
    grid: Grid
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePaper:
    """All that is printed, each text as it is printed.

    Attributes:
        kind: "TỜ TRÌNH", "QUYẾT ĐỊNH".
        subject: the trích yếu.
        addressees: "Kính gửi"; empty: none is printed.
        authority: who decides, above the grounds; empty: none is printed.
        grounds: "Căn cứ ...".
        order: "QUYẾT ĐỊNH:"; empty: none is printed.
        body: paragraphs, articles and tables.
        last: the last of it, which ends with "./.".
        receivers: "Nơi nhận".
        office: the lines above the signature.
        signer: the name below it.
    """

    head: Masthead
    kind: str
    subject: str
    body: Sequence[str | Article | Grid]
    last: str | Article
    receivers: Sequence[str]
    office: Sequence[str]
    signer: str
    made_at: datetime
    addressees: Sequence[str] = ()
    authority: str = ""
    grounds: Sequence[str] = ()
    order: str = ""
    enclosed: Enclosed | None = None

    @property
    def title(self) -> str:
        """What the file says it is."""
        return f"{self.kind[:1]}{self.kind[1:].lower()} {self.subject[:1].lower()}{self.subject[1:]}"


def as_word(paper: OfficePaper) -> bytes:
    """The Word file."""
    document = new_document(Properties(paper.title, " ".join(paper.head.issuer), paper.made_at))
    elements.masthead(document, paper.head)
    elements.kind_and_subject(document, paper.kind, paper.subject)
    if paper.addressees:
        elements.addressed_to(document, paper.addressees)
    if paper.authority:
        elements.middle(document, paper.authority)
    elements.grounds(document, paper.grounds)
    if paper.order:
        elements.middle(document, paper.order)
    for each in paper.body:
        match each:
            case str():
                elements.body(document, each)
            case Article(name, text):
                elements.article(document, name, text)
            case Grid(columns, rows, totals):
                elements.table(document, columns, rows, totals=totals)
    match paper.last:
        case str():
            elements.last_paragraph(document, paper.last)
        case Article(name, text):
            elements.last_article(document, name, text)
    elements.signature(document, paper.receivers, paper.office, paper.signer)
    if paper.enclosed is not None:
        enclosed = paper.enclosed
        elements.annex(document, enclosed.name, enclosed.title, enclosed.belongs_to)
        if enclosed.said:
            elements.body(document, enclosed.said)
        elements.table(document, enclosed.grid.columns, enclosed.grid.rows, totals=enclosed.grid.totals, size=13)
    return as_bytes(document)


def as_pdf(paper: OfficePaper) -> bytes:
    """The PDF to print, to sign and to file: PDF/A-2a and PDF/UA-1."""
    return official_pdf("office_paper", as_data(paper), paper.made_at)


def as_data(paper: OfficePaper) -> dict[str, Any]:
    """The paper as the template reads it."""
    return {
        "title": clean(paper.title),
        "author": clean(" ".join(paper.head.issuer)),
        "nation": NATION,
        "motto": MOTTO,
        "superior": clean(paper.head.superior.upper()),
        "issuer": [clean(each.upper()) for each in paper.head.issuer],
        "number": clean(paper.head.number),
        "place_and_day": clean(paper.head.place_and_day),
        "kind": clean(paper.kind.upper()),
        "subject": clean(paper.subject),
        "addressees": _cleaned(elements.ended(paper.addressees) if len(paper.addressees) > 1 else paper.addressees),
        "authority": clean(paper.authority.upper()),
        "grounds": _cleaned(elements.ended(paper.grounds)),
        "order": clean(paper.order.upper()),
        "body": [_block(each) for each in paper.body],
        "last": _block(_with_end(paper.last)),
        "receivers": _cleaned(elements.ended(paper.receivers)),
        "office": _cleaned(paper.office),
        "signer": clean(paper.signer),
        "enclosed": None if paper.enclosed is None else _enclosed(paper.enclosed),
    }


def _with_end(last: str | Article) -> str | Article:
    if isinstance(last, Article):
        return Article(last.name, f"{last.text.rstrip('.')}./.")
    return f"{last.rstrip('.')}./."


def _block(each: str | Article | Grid) -> dict[str, Any]:
    match each:
        case str():
            return {"is": "text", "lead": "", "text": clean(each)}
        case Article(name, text):
            return {"is": "text", "lead": f"{name}.", "text": clean(text)}
        case Grid():
            return {"is": "table", **_grid(each)}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "columns": [asdict(each) for each in grid.columns],
        "rows": [_cleaned(row) for row in grid.rows],
        "totals": grid.totals,
    }


def _enclosed(found: Enclosed) -> dict[str, Any]:
    return {
        "name": clean(found.name),
        "title": clean(found.title.upper()),
        "belongs_to": clean(found.belongs_to),
        "said": clean(found.said),
        **_grid(found.grid),
    }


def _cleaned(texts: Sequence[str]) -> list[str]:
    return [clean(each) for each in texts]

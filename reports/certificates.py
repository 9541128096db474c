"""Giấy công nhận: a page for each whom a signed decision names, on A4 or A5, as PDF/A-2a and PDF/UA-1.

The QR leads to a page that says whether the paper holds. Where the program has no public address there is none, and the
code is said to be checked at the office. Nghị định 86/2023/NĐ-CP has a form for another title; the association's own
was not found (design/PAPER.md 2), so the words here are no more than a decision says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from criteria.letterhead import Issuer, issuer_name
from criteria.model import SubjectKind
from locales.text import T, Verbatim, Words
from reports.clean_text import clean
from reports.documents.elements import MOTTO, NATION, day_in_words
from reports.name_list import ListedName, place_key
from reports.sorting import vietnamese_name_key
from reports.typesetting import official_pdf

SIZES = ("a4", "a5")
GROUP = 4  # letters of a code that stand together
MASK = 4  # of every QR: to try all eight takes most of the time, and any of them can be read


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom one page is for: the name, the place, the code."""

    name: ListedName
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """All pages of a file, in any order.

    Attributes:
        commune: its full name; ``place``: where it is signed.
        number, day, signer, office: as they stand on the signed decision.
        address: what an address begins with where a code is checked; empty: there is none.
        size: one of :data:`SIZES`.
    """

    title: Words
    kind: SubjectKind
    year: int
    issuer: Issuer
    commune: str
    inline: str
    place: str
    number: str
    day: date
    signer: str
    office: Sequence[Words]
    people: Sequence[Recognised]
    address: str
    size: str
    made_at: datetime


def certificates(found: Certificates, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return official_pdf("certificates", as_data(found, words), found.made_at)


def as_data(found: Certificates, words: Callable[[Words], str]) -> dict[str, Any]:
    """The pages as the template reads them, by place and given name."""
    ordered = sorted(
        found.people,
        key=lambda each: (
            place_key(each.name.place),
            vietnamese_name_key(each.name.name),
            each.name.household,
            each.code,
        ),
    )
    issuer = words(issuer_name(found.issuer))
    decision = T("Quyết định số {number} ngày {day} của {issuer} {commune}", number=found.number,
                 day=day_in_words(found.day, 0), issuer=issuer, commune=found.inline)  # fmt: skip
    return {
        "title": words(T("Giấy công nhận {title} năm {year}", title=found.title, year=found.year)),
        "author": clean(f"{issuer} {found.inline}"),
        "size": found.size,
        "nation": NATION,
        "motto": MOTTO,
        "issuer": [clean(issuer.upper()), clean(found.commune.upper())],
        "kind": words(T("GIẤY CÔNG NHẬN")),
        "honour": clean(words(found.title).upper()),
        "lead": words(T("Công nhận")),
        "reached": words(T("đạt danh hiệu “{title}” năm {year}", title=found.title, year=found.year)),
        "decision": clean(words(decision)),
        "day": clean(f"{found.place}, ngày {day_in_words(found.day, 0)}"),
        "office": [clean(words(each)) for each in found.office],
        "signer": clean(found.signer),
        "check": words(T("Quét mã để kiểm tra") if found.address else T("Kiểm tra mã tại {office}", office=issuer)),
        "qr_says": words(T("Mã QR dẫn tới trang kiểm tra giấy này")),
        "people": [_page(found, each, words) for each in ordered],
    }


def _page(found: Certificates, each: Recognised, words: Callable[[Words], str]) -> dict[str, Any]:
    of_place = found.kind in {SubjectKind.VILLAGE, SubjectKind.UNIT}
    return {
        "name": clean(words(_called(found.kind, each.name.name))),
        "place": clean(found.inline if of_place else f"{each.name.place}, {found.inline}"),
        "code": spaced(each.code),
        "qr": _qr(f"{found.address}{each.code}") if found.address else [],
    }


def _called(kind: SubjectKind, name: str) -> Words:
    match kind:
        case SubjectKind.FAMILY:
            return T("Gia đình {name}", name=name)
        case SubjectKind.CLAN:
            return T("Họ {name}", name=name)
        case _:
            return Verbatim(name)


def spaced(code: str) -> str:
    """A code in groups of four, to be read aloud and typed."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _qr(address: str) -> list[int]:
    """The bytes of a QR as a PNG, two pixels a module, four modules of white around."""
    import segno

    picture = BytesIO()
    segno.make(address, error="m", micro=False, mask=MASK).save(picture, kind="png", scale=2, border=4)
    return list(picture.getvalue())

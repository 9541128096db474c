"""The list on which households sign for the year's titles: A4 landscape, a row a household, twenty a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from locales.text import Moment, T, Verbatim, Words
from reports.typesetting import pdf

A_PAGE = 20  # households, where their people take no more than two lines
BLANKS = 2  # empty lines at the end, for who is not on the list


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody of a household who may sign. ``day``: since when they are registered already."""

    name: str
    birth_year: int
    day: date | None


@dataclass(frozen=True, slots=True)
class SigningHousehold:
    """A household; ``day``: since when the family is registered. Without a ``head`` it is no household: a person."""

    code: str
    head: str
    day: date | None
    signers: tuple[Signer, ...]
    is_family: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationList:
    """The whole list, in the order in which it is printed.

    Attributes:
        citizen: the title of persons, by name.
        family: that of families.
        anchor: the log up to then, as twelve characters.
    """

    place: Words
    year: int
    as_of: datetime
    citizen: Words
    family: Words
    households: Sequence[SigningHousehold]
    anchor: str | None = None


HEAD = (
    T("STT"),
    T("Chủ hộ"),
    T("Người đăng ký (họ tên, năm sinh)"),
    T("Danh hiệu"),
    T("Chữ ký"),
)


def registration_list(found: RegistrationList, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return pdf("registration_list", as_data(found, words))


def as_data(found: RegistrationList, words: Callable[[Words], str]) -> dict[str, object]:
    """The list as the template reads it: a row a household."""
    made = (
        T("lập lúc {when}", when=Moment(found.as_of))
        if found.anchor is None
        else T("lập lúc {when}, mốc nhật ký {code}", when=Moment(found.as_of), code=found.anchor)
    )
    return {
        "title": words(T("Danh sách đăng ký danh hiệu học tập năm {year}", year=found.year)),
        "place": words(found.place),
        "as_of": words(made),
        "note": words(
            T("Hộ ký tên là đăng ký cho cả hộ và những người ghi trong dòng; gạch tên ai không đăng ký. ✓: đã đăng ký.")
        ),
        "head": [words(each) for each in HEAD],
        "homes": [_home(found, each, number, words) for number, each in enumerate(found.households, 1)],
        "blanks": BLANKS,
        "a_page": A_PAGE,
        "written": words(T("Người lập danh sách")),
        "headed": words(T("Xác nhận của {head_label}")),
        "signed": words(T("(ký, ghi rõ họ tên)")),
    }


def _home(
    found: RegistrationList, home: SigningHousehold, number: int, words: Callable[[Words], str]
) -> dict[str, object]:
    whose = [(found.family, home.day)] if home.is_family else []
    return {
        "number": str(number),
        "head": home.head or "–",
        "code": words(T("hộ {code}", code=home.code)) if home.code else "",
        "people": [words(_done(_named(each), each.day)) for each in home.signers],
        "titles": [*(words(_done(title, day)) for title, day in whose), words(found.citizen)],
    }


def _named(each: Signer) -> Words:
    return T("{name}, {year}", name=each.name or "–", year=Verbatim(str(each.birth_year)))


def _done(what: Words, day: date | None) -> Words:
    """What is registered already, and since when: it needs no signature any more."""
    return what if day is None else T("✓ {what} ({day})", what=what, day=Verbatim(f"{day.day}/{day.month}"))

"""The list on which a village's households sign for the year's titles: twenty households a page, A4 landscape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from locales.text import Day, Moment, T, Verbatim, Words
from reports.typesetting import pdf

A_PAGE = 20  # households
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


@dataclass(frozen=True, slots=True)
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
    """The list as the template reads it: pages of households, a household's lines together."""
    homes = [_home(found, each, number, words) for number, each in enumerate(found.households, 1)]
    made = (
        T("lập lúc {when}", when=Moment(found.as_of))
        if found.anchor is None
        else T("lập lúc {when}, mốc nhật ký {code}", when=Moment(found.as_of), code=found.anchor)
    )
    return {
        "title": words(T("Danh sách đăng ký danh hiệu học tập năm {year}", year=found.year)),
        "place": words(found.place),
        "as_of": words(made),
        "note": words(T("Ký tên vào dòng của mình là đăng ký. Ai không đăng ký thì để trống, hoặc gạch tên.")),
        "head": [words(each) for each in HEAD],
        "pages": [homes[start : start + A_PAGE] for start in range(0, len(homes), A_PAGE)] or [[]],
        "blanks": BLANKS,
        "written": words(T("Người lập danh sách")),
        "headed": words(T("Xác nhận của {head_label}")),
        "signed": words(T("(ký, ghi rõ họ tên)")),
    }


def _home(
    found: RegistrationList, home: SigningHousehold, number: int, words: Callable[[Words], str]
) -> dict[str, object]:
    return {
        "number": str(number),
        "head": home.head,
        "code": words(T("hộ {code}", code=home.code)) if home.code else "",
        "lines": [
            {"who": words(who), "title": words(title), "done": words(done)} for who, title, done in _lines(found, home)
        ],
    }


def _lines(found: RegistrationList, home: SigningHousehold) -> Iterator[tuple[Words, Words, Words]]:
    if home.is_family:
        yield T("Cả hộ"), found.family, _done(home.day)
    for each in home.signers:
        who = T("{name}, {year}", name=each.name or "–", year=Verbatim(str(each.birth_year)))
        yield who, found.citizen, _done(each.day)


def _done(day: date | None) -> Words:
    """In the place of the signature, who needs not sign any more."""
    return Verbatim("") if day is None else T("đã đăng ký {day}", day=Day(day))

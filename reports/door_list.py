"""The list for knocking on doors: who has still something to do, household by household, with boxes to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from locales.text import Moment, T, Words
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True)
class DoorPerson:
    """Somebody to be met. ``number``: of their paper form. ``by_phone``: a message reaches them."""

    number: str
    name: str
    birth_year: int
    state: Words
    by_phone: bool


@dataclass(frozen=True, slots=True)
class DoorHousehold:
    """One door; without a ``code`` the roster does not know the household."""

    code: str
    people: tuple[DoorPerson, ...]


@dataclass(frozen=True, slots=True)
class DoorList:
    """The whole list, in the order in which it is printed."""

    place: Words
    as_of: datetime
    households: tuple[DoorHousehold, ...]
    summary: Words
    anchor: str | None = None  # the log up to then, as twelve characters


HEAD = (
    T("Số phiếu"),
    T("Họ và tên"),
    T("Năm sinh"),
    T("Hiện nay"),
    T("Nhắn được"),
    T("Đã gặp"),
    T("Ghi chú"),
)


def _made(found: DoorList) -> Words:
    if found.anchor is None:
        return T("lập lúc {when}", when=Moment(found.as_of))
    return T("lập lúc {when}, mốc nhật ký {code}", when=Moment(found.as_of), code=found.anchor)


def door_list(found: DoorList, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return pdf("door_list", as_data(found, words))


def as_data(found: DoorList, words: Callable[[Words], str]) -> dict[str, object]:
    """The list as the template reads it."""
    return {
        "title": words(T("Danh sách đi từng nhà")),
        "place": words(found.place),
        "as_of": words(_made(found)),
        "summary": words(found.summary),
        "head": [words(each) for each in HEAD],
        "homes": [
            {
                "name": words(T("Hộ {code}", code=home.code) if home.code else T("Chưa rõ hộ")),
                "people": [
                    {
                        "number": each.number,
                        "name": each.name,
                        "born": str(each.birth_year),
                        "state": words(each.state),
                        "phone": words(T("có")) if each.by_phone else "–",
                    }
                    for each in home.people
                ],
            }
            for home in found.households
        ],
    }

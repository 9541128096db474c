"""The people whom village heads have confirmed, by name: the list behind the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from locales.text import T, Tc, Words
from reports.column import Column, Format


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedPerson:
    """One confirmed person. The caller sorts: by village, then by :func:`reports.sorting.vietnamese_name_key`.

    Attributes:
        group: the group of people whose form was used ("Nhóm").
        points: the result in points, ``None`` where it is not known.
        reached: whether the title is reached; ``None`` where the set gives no rule to tell.
        confirmed_on: the day, in Viet Nam; a ``datetime`` with a zone will do.
        on_roster: whether the commune's roster knows the person.
        spoken_by: who declared for the person; empty where they did so themselves.
        made_by: who made the result elsewhere, and when; empty where they declared here.
    """

    full_name: str
    birth_year: int
    village: str | Words
    group: str | Words
    points: int | None
    reached: bool | None
    confirmed_on: date
    confirmed_by: str
    on_roster: bool
    spoken_by: str = ""
    made_by: str | Words = ""


def _result(person: ConfirmedPerson) -> Words:
    if person.reached is None:
        return T("Chưa xác định")
    return T("Đạt") if person.reached else T("Chưa đạt")


MADE_BY: Column[ConfirmedPerson] = Column(T("Kết quả lập ở nơi khác"), lambda person: person.made_by, Format.TEXT, 30)
COLUMNS: tuple[Column[ConfirmedPerson], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Họ và tên"), lambda person: person.full_name, Format.TEXT, 28),
    Column(T("Năm sinh"), lambda person: person.birth_year, Format.YEAR, 7),
    Column(Tc("column", "{Village_label}"), lambda person: person.village, Format.TEXT, 20),
    Column(T("Nhóm"), lambda person: person.group, Format.TEXT, 30),
    Column(T("Điểm"), lambda person: person.points, Format.COUNT, 8),
    Column(T("Kết quả"), _result, Format.TEXT, 16),
    Column(T("Ngày xác nhận"), lambda person: person.confirmed_on, Format.DAY, 13),
    Column(T("Người xác nhận"), lambda person: person.confirmed_by, Format.TEXT, 24),
    Column(T("Người khai hộ"), lambda person: person.spoken_by, Format.TEXT, 24),
    Column(
        T("Có trong danh sách dân cư"),
        lambda person: T("Có") if person.on_roster else T("Không"),
        Format.TEXT,
        12,
    ),
)

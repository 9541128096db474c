"""A small report, and its workbook as somebody reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from locales.text import Joined, Message, Moment, Number, Percent, T, Verbatim, Words
from reports.citizen_workbook import CitizenReport, citizen_workbook
from reports.tables.basis import Basis
from reports.tables.citizen_statistics import VillageLine
from reports.tables.confirmed_people import ConfirmedPerson

PLACES = {  # as the program fills them before a report is made
    "village_label": "thôn", "commune_label": "xã", "head_label": "trưởng thôn",
    "Village_label": "Thôn", "Commune_label": "Xã", "Head_label": "Trưởng thôn",
}  # fmt: skip


def vi(words: Words) -> str:
    """A small renderer of its own, so that these tests need no catalogue."""
    match words:
        case Verbatim(value):
            return value
        case Joined(parts, separator):
            return separator.join(map(vi, parts))
        case Message(msgid, args):
            return msgid.format_map({**PLACES, **{key: shown(value) for key, value in args}})


def shown(arg: object) -> str:
    match arg:
        case Number(value):
            return f"{value:,}".replace(",", ".")
        case Percent(value):
            return f"{value:.0%}"
        case Moment(value):
            return value.isoformat()
        case Message() | Verbatim() | Joined():
            return vi(arg)
        case _:
            return str(arg)


KIM_SON = VillageLine(
    place="Thôn Kim Sơn",
    roster=1062,
    registered=64,
    registered_on_roster=60,
    declared=31,
    confirmed=3,
    recognised=1,
    reached=2,
    reached_on_roster=1,
    outside_roster=1,
    declared_on_roster=30,
)
DONG_VANG = VillageLine(
    place="Thôn Đồng Vang",
    roster=0,
    registered=4,
    registered_on_roster=0,
    declared=2,
    confirmed=1,
    recognised=0,
    reached=0,
    reached_on_roster=0,
    outside_roster=1,
    declared_on_roster=0,
)
KHE_NUOC = VillageLine(
    place="Thôn Khe Nước",
    roster=45,
    registered=0,
    registered_on_roster=0,
    declared=0,
    confirmed=0,
    recognised=0,
    reached=0,
    reached_on_roster=0,
    outside_roster=0,
    declared_on_roster=0,
)


BASIS = Basis(
    set_id="cdht-324-2023",
    number="324/QĐ-KHVN",
    signed_on=date(2023, 10, 25),
    issuer="Hội Khuyến học Việt Nam",
    edition="1",
    verified=True,
    pass_rule=T("Từ {total} điểm", total=80),
    min_age=18,
    plan="Kế hoạch 2026-2030",
    target=0.6,
    target_source="UBND xã Sơn Hồng",
    made_by="Trần Thị Hoài Thương",
    recount_agrees=True,
    adopted=T("Trần Thị Hoài Thương"),
)


def person(name: str, **changed: Any) -> ConfirmedPerson:
    one = ConfirmedPerson(
        full_name=name,
        birth_year=1968,
        village="Thôn Kim Sơn",
        group=T("Nông dân"),
        points=84,
        reached=True,
        confirmed_on=date(2026, 11, 20),
        confirmed_by="Phan Văn Đức",
        on_roster=True,
    )
    return replace(one, **changed)


PEOPLE = (
    person("Nguyễn Thị Lan"),
    person("Lê Bá Khánh", reached=False, on_roster=False, points=0),
    person("Hồ Thị Ân", reached=None, points=None),
    person("Bùi Đăng", village="Thôn Đồng Vang"),
)


REPORT = CitizenReport(
    commune="Xã Sơn Hồng",
    province="Tỉnh Hà Tĩnh",
    year=2026,
    villages=(KIM_SON, DONG_VANG, KHE_NUOC),
    people=PEOPLE,
    basis=BASIS,
    as_of=datetime(2026, 11, 23, 7, 5, tzinfo=UTC),
)


Table = list[list[Any]]


def read(report: CitizenReport) -> dict[str, Table]:
    book = CalamineWorkbook.from_filelike(BytesIO(citizen_workbook(report, vi)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def below(table: Table, first: str) -> Table:
    """The rows from the header on, whose first cell is ``first``."""
    start = next(i for i, row in enumerate(table) if row[0] == first)
    return table[start:]


def text_of(table: Table) -> str:
    return "\n".join(str(cell) for row in table for cell in row)

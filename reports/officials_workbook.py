"""Officials by office: how many hold "Công dân học tập", and by name who is missing of the 100 % that is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from locales.text import Moment, T, Verbatim, Words
from reports.column import Column, Format, share
from reports.xlsx import Properties, Sheet, workbook


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office: of its officials, how many hold the title."""

    office: str | Words
    whole: int
    held: int


@dataclass(frozen=True, slots=True)
class MissingOfficial:
    """Somebody who does not hold it yet. The caller sorts: by office, then by given name."""

    office: str
    full_name: str
    birth_year: int
    standing: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialsList:
    """All of it. ``counting``: whose title counts, in words."""

    commune: str
    year: int
    as_of: datetime
    counting: Words
    offices: Sequence[OfficeLine]
    missing: Sequence[MissingOfficial]


OFFICES: tuple[Column[OfficeLine], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Cơ quan, đơn vị"), lambda line: line.office, Format.TEXT, 40),
    Column(T("Tổng số"), lambda line: line.whole, Format.COUNT, 11),
    Column(T("Đạt"), lambda line: line.held, Format.COUNT, 11),
    Column(T("Còn thiếu"), lambda line: line.whole - line.held, Format.COUNT, 11),
    Column(T("Tỉ lệ đạt"), lambda line: share(line.held, line.whole), Format.SHARE, 11, (3, 2)),
)
MISSING: tuple[Column[MissingOfficial], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Cơ quan, đơn vị"), lambda line: line.office, Format.TEXT, 34),
    Column(T("Họ và tên"), lambda line: line.full_name, Format.TEXT, 28),
    Column(T("Năm sinh"), lambda line: line.birth_year, Format.YEAR, 9),
    Column(T("Tình trạng"), lambda line: line.standing, Format.TEXT, 26),
)
WHO = T(
    "Tính người trong danh sách dân cư thuộc cơ quan, đơn vị; không tính doanh nghiệp, hợp tác xã và ai đã khai "
    "thuộc nhóm khác (học sinh, lao động)."
)


def officials_workbook(data: OfficialsList, words: Callable[[Words], str]) -> bytes:
    """The Excel file: offices with their numbers, then who is missing."""
    as_of = T("(Số liệu tính đến {when})", when=Moment(data.as_of))
    whole, held = sum(each.whole for each in data.offices), sum(each.held for each in data.offices)
    total = OfficeLine(T("Tổng cộng"), whole, held)
    title = T("CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC ĐẠT CÔNG DÂN HỌC TẬP NĂM {year}", year=data.year)
    offices = Sheet(
        name=T("Cơ quan, đơn vị"),
        columns=OFFICES,
        rows=data.offices,
        organisation=Verbatim(data.commune),
        title=title,
        subtitles=(as_of,),
        total=total if data.offices else None,
        notes=(WHO, data.counting),
        footer=as_of,
    )
    missing = Sheet(
        name=T("Chưa đạt"),
        columns=MISSING,
        rows=data.missing,
        organisation=Verbatim(data.commune),
        title=T("DANH SÁCH CHƯA ĐẠT CÔNG DÂN HỌC TẬP NĂM {year}", year=data.year),
        subtitles=(as_of,),
        counted=lambda n: T("Danh sách có {n} người.", n=n),
        footer=as_of,
    )
    made = T("Cán bộ, công chức, viên chức đạt Công dân học tập năm {year}", year=data.year)
    return workbook([offices, missing], words, Properties(made, Verbatim(data.commune), data.as_of))

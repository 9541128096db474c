"""The workbook of "Công dân học tập": the numbers, the names behind them, and what both rest on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from criteria.names import fold
from locales.format import in_vietnam, year_of
from locales.text import Message, Moment, Number, T, Tn, Verbatim, Words, joined, lines
from reports.tables import all_titles, citizen_statistics, commune_community, confirmed_people, plan_targets
from reports.tables import basis as basis_sheet
from reports.tables.all_titles import TitleLine
from reports.tables.basis import Basis
from reports.tables.citizen_statistics import VillageLine, total, with_missing
from reports.tables.commune_community import IndicatorLine
from reports.tables.confirmed_people import ConfirmedPerson
from reports.tables.plan_targets import TargetLine
from reports.xlsx import Chart, Orientation, Properties, Sheet, Signature, workbook


@dataclass(frozen=True, slots=True)
class CommuneReport:
    """What else the commune reports: its plan, its own title, the titles of families, clans and places.

    Attributes:
        plan: the plan's name; ``None`` if the commune follows none.
        targets: a line a target.
        indicators: a line an indicator of Thông tư 25.
        result: that title's result, a line a level.
        circular: what it rests on.
        titles: a line a place and title.
    """

    plan: Words | None
    targets: Sequence[TargetLine]
    indicators: Sequence[IndicatorLine]
    result: Sequence[Words]
    circular: Words
    titles: Sequence[TitleLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenReport:
    """Everything the workbook needs, read from one snapshot.

    Attributes:
        commune: the commune's full name, "Xã Sơn Hồng".
        province: the province's full name, "Tỉnh Hà Tĩnh".
        year: of the cycle.
        villages: a line a village, in the commune's own order.
        people: the confirmed people, sorted by the caller.
        basis: what the numbers rest on.
        as_of: when they were read, with its zone.
        provisional: a warning for all sheets, such as that the year is not closed; ``None``: final numbers.
        anchor: the log up to the moment before the numbers were read, as it is printed; ``None``: none was taken.
        others: the other sheets of the commune's report; ``None`` leaves them out.
        office: the lines above the signature.
    """

    commune: str
    province: str
    year: int
    villages: Sequence[VillageLine]
    people: Sequence[ConfirmedPerson]
    basis: Basis
    as_of: datetime
    provisional: Words | None = None
    anchor: str | None = None
    others: CommuneReport | None = None
    office: tuple[Words, ...] = (T("TM. ỦY BAN NHÂN DÂN"), T("CHỦ TỊCH"))


def citizen_workbook(data: CitizenReport, words: Callable[[Words], str]) -> bytes:
    """The Excel file: Thống kê, Danh sách, Căn cứ and the commune's other sheets, with texts rendered by ``words``."""
    title = T("CÔNG DÂN HỌC TẬP NĂM {year}", year=data.year)
    author = T("Ủy ban nhân dân {commune}", commune=_inside(data.commune))
    sheets: list[Sheet[Any]] = [_statistics(data), _people(data), _basis(data), *_others(data)]
    return workbook(sheets, words, Properties(title, author, data.as_of))


def file_name(commune: str, year: int, as_of: datetime) -> str:
    """A name that every system takes: ``cong-dan-hoc-tap_son-hong_2026_20261123-1405.xlsx``, Viet Nam's time."""
    moment = in_vietnam(as_of).strftime("%Y%m%d-%H%M")
    return f"cong-dan-hoc-tap_{_folded(_bare(commune))}_{year}_{moment}.xlsx"


def _statistics(data: CitizenReport) -> Sheet[VillageLine]:
    lines_ = with_missing(data.villages, data.basis.target)
    return Sheet(
        name=T("Thống kê"),
        columns=citizen_statistics.columns(
            data.basis.min_age, data.basis.target, made_elsewhere=bool(data.basis.made_elsewhere)
        ),
        rows=lines_,
        organisation=_organisation(data),
        title=T("THỐNG KÊ KẾT QUẢ “CÔNG DÂN HỌC TẬP” NĂM {year}", year=data.year),
        subtitles=_subtitles(data),
        banner=_banner(data),
        unit=T("Đơn vị tính: người"),
        total=total(lines_),
        chart=Chart(T("Tỉ lệ đạt “Công dân học tập” theo {village_label}, đơn vị"), 1, (11, 10), apart=True),
        notes=(
            T(
                "Tỉ lệ đạt = người đạt có trong danh sách dân cư / người trong danh sách dân cư từ {age} tuổi trở lên. "
                "Giải thích từ ngữ và căn cứ: trang “Căn cứ”.",
                age=data.basis.min_age,
            ),
            *citizen_statistics.remarks(lines_),
            *_anchored(data),
        ),
        signatures=_signed(data),
        footer=_footer(data),
        orientation=Orientation.LANDSCAPE,
    )


def _anchored(data: CitizenReport) -> tuple[Words, ...]:
    """The anchor, and what it is good for; on the first sheet, which leaves the house."""
    if data.anchor is None:
        return ()
    why = T("Mốc nhật ký {code}: giữ tờ này thì về sau kiểm được sổ hôm nay có bị sửa hay không.", code=data.anchor)
    return (why,)


def _people(data: CitizenReport) -> Sheet[ConfirmedPerson]:
    return Sheet(
        name=T("Danh sách"),
        columns=(
            *confirmed_people.COLUMNS,
            *((confirmed_people.MADE_BY,) if any(each.made_by for each in data.people) else ()),
        ),
        rows=data.people,
        organisation=_organisation(data),
        title=T("DANH SÁCH NGƯỜI ĐÃ ĐƯỢC XÁC NHẬN “CÔNG DÂN HỌC TẬP” NĂM {year}", year=data.year),
        subtitles=_subtitles(data)[-1:],
        banner=_banner(data),
        counted=lambda count: Tn("Danh sách này có {n} người.", count),
        notes=(T("Danh sách có dữ liệu cá nhân, chỉ dùng cho việc đánh giá, công nhận danh hiệu."),),
        footer=_footer(data),
        orientation=Orientation.LANDSCAPE,
        filtered=True,
    )


def _basis(data: CitizenReport) -> Sheet[basis_sheet.Fact]:
    return Sheet(
        name=T("Căn cứ"),
        columns=basis_sheet.COLUMNS,
        rows=basis_sheet.facts(data.basis, year=data.year, as_of=data.as_of, people=len(data.people)),
        organisation=_organisation(data),
        title=T("CĂN CỨ CỦA SỐ LIỆU “CÔNG DÂN HỌC TẬP” NĂM {year}", year=data.year),
        subtitles=_subtitles(data),
        banner=_banner(data),
        footer=_footer(data),
    )


def _others(data: CitizenReport) -> tuple[Sheet[Any], ...]:
    others = data.others
    return () if others is None else (_targets(data, others), _indicators(data, others), _titles(data, others))


def _targets(data: CitizenReport, others: CommuneReport) -> Sheet[TargetLine]:
    named: Words = others.plan or T("{Commune_label} chưa có kế hoạch của mình trong phần mềm.")
    return Sheet(
        name=T("Chỉ tiêu kế hoạch"),
        columns=plan_targets.COLUMNS,
        rows=others.targets,
        organisation=_organisation(data),
        title=T("KẾT QUẢ THỰC HIỆN CHỈ TIÊU KẾ HOẠCH NĂM {year}", year=data.year),
        subtitles=(named, *_subtitles(data)),
        banner=_banner(data),
        notes=(
            T("Tỉ lệ luôn tính trên danh sách dân cư, không phải trên số người đã tự đánh giá. Tỉ lệ đã tự đánh giá "
              "cho biết đã có câu trả lời của bao nhiêu phần danh sách."),
        ),
        signatures=_signed(data),
        footer=_footer(data),
        orientation=Orientation.LANDSCAPE,
    )  # fmt: skip


def _indicators(data: CitizenReport, others: CommuneReport) -> Sheet[IndicatorLine]:
    return Sheet(
        name=T("Cộng đồng cấp xã"),
        columns=commune_community.COLUMNS,
        rows=others.indicators,
        organisation=_organisation(data),
        title=T("TỔNG HỢP KẾT QUẢ CÁC TIÊU CHÍ “CỘNG ĐỒNG HỌC TẬP” CẤP XÃ NĂM {year}", year=data.year),
        subtitles=(*others.result, *_subtitles(data)),
        banner=_banner(data),
        notes=(others.circular,),
        signatures=_signed(data),
        footer=_footer(data),
        orientation=Orientation.LANDSCAPE,
    )


def _titles(data: CitizenReport, others: CommuneReport) -> Sheet[TitleLine]:
    return Sheet(
        name=T("Các danh hiệu"),
        columns=all_titles.COLUMNS,
        rows=others.titles,
        totals=all_titles.totals(others.titles),
        organisation=_organisation(data),
        title=T("KẾT QUẢ CÁC DANH HIỆU HỌC TẬP KHÁC NĂM {year}", year=data.year),
        subtitles=_subtitles(data),
        banner=_banner(data),
        notes=(
            T("Tỉ lệ đạt = số đạt / số hộ trong danh sách dân cư, số dòng họ đã ghi tên, hay số nơi. Đăng ký và đạt "
              "là hai số khác nhau."),
        ),
        signatures=_signed(data),
        footer=_footer(data),
        orientation=Orientation.LANDSCAPE,
    )  # fmt: skip


def _signed(data: CitizenReport) -> tuple[Signature, ...]:
    signed = T("{place}, ngày …… tháng …… năm {year}", place=_bare(data.commune), year=year_of(data.as_of))
    return (
        Signature(T("NGƯỜI LẬP BIỂU"), T("(Ký, ghi rõ họ tên)")),
        Signature(lines(*data.office), T("(Ký tên, đóng dấu)"), above=signed),
    )


def _organisation(data: CitizenReport) -> Message:
    return T("ỦY BAN NHÂN DÂN {commune}", commune=data.commune.upper())


def _subtitles(data: CitizenReport) -> tuple[Words, ...]:
    where: Words = Verbatim(data.commune)
    if data.province:
        where = joined([where, Verbatim(_inside(data.province))], ", ")
    return where, T("(Số liệu tính đến {when})", when=Moment(data.as_of))


def _warnings(data: CitizenReport) -> tuple[Words, ...]:
    """What must not be overlooked on any sheet, the gravest first."""
    found: list[Words] = []
    confirmed = total(data.villages).confirmed
    if data.basis.recount_agrees is False:
        found.append(basis_sheet.NOT_AGREEING)
    if confirmed != len(data.people):
        found.append(
            T(
                "CẢNH BÁO: bảng thống kê có {counted} người đã xác nhận, danh sách có {listed} người.",
                counted=Number(confirmed),
                listed=Number(len(data.people)),
            )
        )
    if data.provisional is not None:
        found.append(data.provisional)
    unverified = basis_sheet.unverified(data.basis)
    if unverified is not None:
        found.append(unverified)
    return tuple(found)


def _banner(data: CitizenReport) -> Words | None:
    warnings = _warnings(data)
    return lines(*warnings) if warnings else None


def _footer(data: CitizenReport) -> Words:
    when = T("Công dân học tập {year}, số liệu tính đến {when}", year=data.year, when=Moment(data.as_of))
    if data.basis.verified and data.provisional is None:
        return when
    return joined([when, T("chưa phải số liệu chính thức")], ", ")


def _inside(name: str) -> str:
    """A full name inside a sentence: "Xã Sơn Hồng" becomes "xã Sơn Hồng"."""
    return name[:1].lower() + name[1:]


def _bare(commune: str) -> str:
    """The name without its label: "Xã Sơn Hồng" and "Sơn Hồng" both give "Sơn Hồng"."""
    return re.sub(
        r"^(xã|phường|đặc khu|thị trấn)\s+", "", unicodedata.normalize("NFC", commune).strip(), flags=re.IGNORECASE
    )


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "xa"

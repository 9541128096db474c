"""Bảng tổng hợp: the year's figures in Excel, each title by village, in front a sheet of all titles with a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from criteria.letterhead import Letterhead, issuer_name, signature_lines
from locales.format import year_of
from locales.text import BLANK, Moment, T, Verbatim, Words, joined, lines
from reports.column import Column, Format
from reports.tables import plan_targets
from reports.tables.citizen_statistics import needed_by_line
from reports.tables.plan_targets import TargetLine
from reports.xlsx import Chart, Orientation, Properties, Sheet, Signature, workbook
from reports.year_figures import (
    PlaceFigures,
    TitleFigures,
    YearFigures,
    honest_words,
    listed_words,
    missing_words,
    remarks,
)


def summary_workbook(data: YearFigures, letterhead: Letterhead, words: Callable[[Words], str]) -> bytes:
    """The Excel file; texts are rendered by ``words``."""
    title = T("Tổng hợp kết quả các danh hiệu học tập năm {year}", year=data.year)
    sheets: list[Sheet[Any]] = [_all_titles(data, letterhead)]
    sheets += [_by_place(data, each, letterhead) for each in data.titles]
    if data.plan is not None:
        sheets.append(_against_the_plan(data, data.plan, letterhead))
    return workbook(sheets, words, Properties(title, _office(data, letterhead), data.as_of))


def _figures(first: int) -> tuple[Column[PlaceFigures], ...]:
    """The figures of a line; the first of them stands in column ``first``, counted from 0."""
    whole, registered, _, reached, _, _ = range(first, first + 6)
    return (
        Column(T("Tổng số"), lambda line: line.whole, Format.COUNT, 11),
        Column(T("Đăng ký"), lambda line: line.registered, Format.COUNT, 11),
        Column(T("Tỉ lệ đăng ký / tổng số"), lambda line: line.registered_share, Format.SHARE, 12, (registered, whole)),
        Column(T("Đạt"), lambda line: line.reached, Format.COUNT, 11),
        Column(T("Tỉ lệ đạt / tổng số"), lambda line: line.reached_share, Format.SHARE, 12, (reached, whole)),
        Column(
            T("Tỉ lệ đạt / đăng ký"), lambda line: line.reached_of_registered, Format.SHARE, 12, (reached, registered)
        ),
    )


def _all_titles(data: YearFigures, letterhead: Letterhead) -> Sheet[PlaceFigures]:
    rows = [
        PlaceFigures(each.title, each.total.whole, each.total.registered, each.total.reached) for each in data.titles
    ]
    return Sheet(
        name=T("Tổng hợp"),
        columns=(
            Column(T("STT"), lambda _: None, Format.ORDINAL, 5),
            Column(T("Danh hiệu"), lambda line: line.place, Format.TEXT, 34),
            *_figures(2),
        ),
        rows=rows,
        title=T("TỔNG HỢP KẾT QUẢ CÁC DANH HIỆU HỌC TẬP NĂM {year}", year=data.year),
        chart=Chart(T("Tỉ lệ đạt và tỉ lệ đăng ký, tính trên tổng số"), 1, (6, 4)),
        notes=(*_missing_words(data), *_notes(data)),
        **{**_common(data, letterhead), "orientation": Orientation.PORTRAIT},
    )


def _missing_words(data: YearFigures) -> list[Words]:
    said = [missing_words(each) for each in data.titles]
    return [each for each in said if each is not None]


def _by_place(data: YearFigures, figures: TitleFigures, letterhead: Letterhead) -> Sheet[PlaceFigures]:
    columns: tuple[Column[PlaceFigures], ...] = (
        Column(T("STT"), lambda _: None, Format.ORDINAL, 5),
        Column(T("{Village_label}, đơn vị"), lambda line: line.place, Format.TEXT, 30),
        *_figures(2),
    )
    if figures.is_person and data.basis.made_elsewhere:
        columns += (Column(T("Kết quả lập ở nơi khác"), lambda line: line.made_elsewhere, Format.COUNT, 13),)
    notes = [*remarks(figures), *_notes(data)]
    rows, total = tuple(figures.lines), figures.total
    counted = _with_missing(figures)
    if counted is not None:
        *found, total = counted
        rows = tuple(found)
        columns += (Column(T("Còn thiếu để đạt chỉ tiêu (số âm: vượt)"), lambda line: line.missing, Format.COUNT, 13),)
        notes.insert(
            0,
            T("Số còn thiếu tính một lần cho {commune_label}, rồi chia cho từng nơi theo tổng số, nên cộng lại bằng số "
              "của {commune_label}."),
        )  # fmt: skip
    return Sheet(
        name=figures.title,
        columns=columns,
        rows=rows,
        title=T("KẾT QUẢ {title} NĂM {year}", title=joined([Verbatim("“"), figures.title, Verbatim("”")], ""),
                year=data.year),
        unit=T("Đơn vị tính: {noun}", noun=figures.noun),
        total=total,
        notes=notes,
        **_common(data, letterhead),
    )  # fmt: skip


def _with_missing(figures: TitleFigures) -> tuple[PlaceFigures, ...] | None:
    """The lines and their total with how many are missing in each; ``None`` where nothing is asked.

    The lines add up to the total; below 0 where a place has more than its part. Not of villages and units: each is one,
    and has its title or has it not.
    """
    asked = figures.asked
    if asked is None or figures.missing is None or max((line.whole for line in figures.lines), default=0) <= 1:
        return None
    needed = needed_by_line([line.whole for line in figures.lines], asked.percent / 100)
    found = [
        replace(line, missing=each - line.reached if line.whole else None)
        for line, each in zip(figures.lines, needed, strict=True)
    ]
    known = [line.missing for line in found if line.missing is not None]
    return (*found, replace(figures.total, missing=sum(known)))


def _against_the_plan(data: YearFigures, plan: Words, letterhead: Letterhead) -> Sheet[TargetLine]:
    common = _common(data, letterhead)
    return Sheet(
        name=T("Chỉ tiêu kế hoạch"),
        columns=plan_targets.COLUMNS[:8],
        rows=data.targets,
        title=T("KẾT QUẢ THỰC HIỆN CHỈ TIÊU KẾ HOẠCH NĂM {year}", year=data.year),
        notes=_notes(data),
        **{**common, "subtitles": (plan, *common["subtitles"])},
    )


def _notes(data: YearFigures) -> tuple[Words, ...]:
    anchor = () if data.anchor is None else (T("Mã nhật ký của số liệu: {code}.", code=data.anchor),)
    listed = listed_words(data)
    return (honest_words(data), *(() if listed is None else (listed,)), *anchor)


def _common(data: YearFigures, letterhead: Letterhead) -> dict[str, Any]:
    """What every sheet has: who reports, where, as of when, its warnings and its signature."""
    where: Words = Verbatim(data.commune)
    if data.province:
        where = joined([where, Verbatim(data.province[:1].lower() + data.province[1:])], ", ")
    return {
        "organisation": _office_in_capitals(data, letterhead),
        "subtitles": (where, T("(Số liệu tính đến {when})", when=Moment(data.as_of))),
        "banner": lines(*data.warnings) if data.warnings else None,
        "signatures": _signed(data, letterhead),
        "footer": T("Bảng tổng hợp {year}, số liệu tính đến {when}", year=data.year, when=Moment(data.as_of)),
        "orientation": Orientation.LANDSCAPE,
    }


def _signed(data: YearFigures, letterhead: Letterhead) -> tuple[Signature, ...]:
    place = letterhead.place or data.bare
    signed = T("{place}, ngày …… tháng …… năm {year}", place=place, year=year_of(data.as_of))
    return (
        Signature(T("NGƯỜI LẬP BIỂU"), T("(Ký, ghi rõ họ tên)")),
        Signature(
            lines(*signature_lines(letterhead)),
            T("(Ký tên, đóng dấu)"),
            above=signed,
            name=Verbatim(letterhead.signer) if letterhead.signer else BLANK,
        ),
    )


def _office(data: YearFigures, letterhead: Letterhead) -> Words:
    return T("{issuer} {commune}", issuer=issuer_name(letterhead.issuer), commune=data.inline)


def _office_in_capitals(data: YearFigures, letterhead: Letterhead) -> Words:
    name = data.commune.upper()
    if letterhead.issuer.value == "committee":
        return T("ỦY BAN NHÂN DÂN {commune}", commune=name)
    return T("HỘI KHUYẾN HỌC {commune}", commune=name)

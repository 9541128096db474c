"""The workbooks of a year's archive: who is recognised, the list of each signed decision, what units reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from locales.text import Day, Moment, T, Tn, Verbatim, Words
from reports.column import Column, Format
from reports.sorting import vietnamese_name_key
from reports.xlsx import Properties, Sheet, workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A name of a signed decision: no more than its own list says. In any order: they are sorted as they are drawn."""

    name: str
    place: str
    title: Words
    number: str
    decided_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A signed decision. ``revoked_why``: why it was revoked; empty where it was not."""

    number: str
    decided_on: date
    signer: str
    signer_office: str
    title: Words
    names: Sequence[Recognised]
    revoked_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A figure that a unit or officer reported, with what it rests on."""

    what: Words
    unit: str
    value: Words
    note: str
    state: Words
    day: date


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose the workbook is, and as of when."""

    commune: str
    year: int
    as_of: datetime


NAMES: tuple[Column[Recognised], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Họ và tên"), lambda each: each.name, Format.TEXT, 30),
    Column(T("{Village_label}, đơn vị"), lambda each: each.place, Format.TEXT, 30),
)
RECOGNISED: tuple[Column[Recognised], ...] = (
    *NAMES,
    Column(T("Danh hiệu"), lambda each: each.title, Format.TEXT, 28),
    Column(T("Quyết định số"), lambda each: each.number, Format.TEXT, 18),
    Column(T("Ngày"), lambda each: each.decided_on, Format.DAY, 13),
)
REPORTED: tuple[Column[Reported], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Chỉ tiêu"), lambda each: each.what, Format.TEXT, 44),
    Column(T("Đơn vị"), lambda each: each.unit, Format.TEXT, 26),
    Column(T("Số liệu"), lambda each: each.value, Format.TEXT, 18),
    Column(T("Căn cứ"), lambda each: each.note, Format.TEXT, 40),
    Column(T("Tình trạng"), lambda each: each.state, Format.TEXT, 18),
    Column(T("Ngày"), lambda each: each.day, Format.DAY, 13),
)


def recognised_workbook(of: Heading, names: Sequence[Recognised], words: Callable[[Words], str]) -> bytes:
    """Everybody whom a decision in force names, by village."""
    title = T("DANH SÁCH ĐƯỢC CÔNG NHẬN NĂM {year}", year=of.year)
    return _one(of, title, T("Được công nhận"), RECOGNISED, sorted(names, key=_by_place), words)


def decision_workbook(of: Heading, decision: Decision, words: Callable[[Words], str]) -> bytes:
    """The list of one decision."""
    title = T("DANH SÁCH KÈM THEO QUYẾT ĐỊNH SỐ {number}", number=decision.number)
    said = [
        T("{title}, ngày {day}, người ký: {signer}, {office}", title=decision.title, day=Day(decision.decided_on),
          signer=decision.signer, office=decision.signer_office)
    ]  # fmt: skip
    if decision.revoked_why:
        said.append(T("Đã thu hồi. Lý do: {why}", why=decision.revoked_why))
    return _one(of, title, T("Danh sách"), NAMES, sorted(decision.names, key=_by_place), words, said)


def reported_workbook(of: Heading, figures: Sequence[Reported], words: Callable[[Words], str]) -> bytes:
    """What units and officers reported, with how far each is."""
    title = T("SỐ LIỆU DO ĐƠN VỊ, CÁN BỘ NHẬP NĂM {year}", year=of.year)
    return _one(of, title, T("Số liệu nhập"), REPORTED, figures, words)


def _by_place(each: Recognised) -> tuple[object, ...]:
    """By village or unit, and within it by given name."""
    return each.place, vietnamese_name_key(each.name)


def _one(
    of: Heading,
    title: Words,
    tab: Words,
    columns: Sequence[Column[Any]],
    rows: Sequence[Any],
    words: Callable[[Words], str],
    said: Sequence[Words] = (),
) -> bytes:
    as_of = T("(Số liệu tính đến {when})", when=Moment(of.as_of))
    sheet: Sheet[Any] = Sheet(
        name=tab,
        columns=columns,
        rows=rows,
        organisation=Verbatim(of.commune),
        title=title,
        subtitles=(*said, as_of),
        counted=lambda n: Tn("Danh sách có {n} dòng.", n),
        footer=as_of,
    )
    return workbook([sheet], words, Properties(title, Verbatim(of.commune), of.as_of))

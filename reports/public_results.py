"""A commune's results as everybody may see them: by village, without persons, few people taken together.

The page, the sheet for the notice board, the files and the interface for programs show the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from criteria.small_counts import FEWEST
from locales.text import Day, Number, Percent, T, Words, joined
from reports.column import share
from reports.typesetting import pdf
from reports.year_figures import Asked


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One place or several together: how many of them there are, how many hold the title.

    Attributes:
        ids: what the places are called in open data, in a way that stays ("18160-12").
        names: as people call them.
        whole: how many are assessed there; 0: there is no list of them.
        reached: of these, how many hold it; ``None``: nobody there has taken part yet, which is not the same as 0.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    whole: int
    reached: int | None

    @property
    def share(self) -> float | None:
        """Of the whole; ``None`` without data."""
        return None if self.reached is None else share(self.reached, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTitle:
    """One title.

    Attributes:
        key: its name in open data.
        noun: what holds it: người, hộ …
        rows: in the commune's own order; empty: so few that no village can be shown.
        total: the sum of all, ``None`` where it tells on somebody.
        asked: what the commune's plan asks of it, if anything.
    """

    key: str
    name: Words
    noun: Words
    rows: Sequence[PublicRow]
    total: PublicRow | None
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class ComingEvent:
    """A class or meeting to which people can come."""

    day: date
    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResults:
    """All that is shown of a year. ``which``: provisional or final figures, and of which day; ``remark``: what they
    rest on, in a sentence."""

    code: str
    commune: str
    inline: str
    contact: str
    year: int
    as_of: datetime
    which: Words
    remark: Words
    titles: Sequence[PublicTitle]
    events: Sequence[ComingEvent]


NO_DATA = T("chưa có")
FEW = T("Nơi có ít người được gộp chung một dòng, để không ai đoán ra từng người.")
NOT_SHOWN = T("Số còn ít nên chưa nêu được.")
HOW = (
    T("Nhắn tin cho chương trình, hoặc nhờ người nhà, {head_label} khai giúp."),
    T("Khai xong, {head_label} xác nhận. Chỉ người đã xác nhận mới được tính."),
    T("Không có điện thoại thì hỏi {head_label} lấy phiếu giấy."),
)


def title_words(found: PublicResults) -> Words:
    """What heads the page and the sheet."""
    return T("Kết quả học tập, {commune}, năm {year}", commune=found.inline, year=str(found.year))


def row_name(row: PublicRow, words: Callable[[Words], str]) -> str:
    """The place of a row, or its places with that they are taken together."""
    if len(row.names) == 1:
        return row.names[0]
    return words(T("{places} (gộp)", places=", ".join(row.names)))


def cells(row: PublicRow, words: Callable[[Words], str]) -> tuple[str, str, str]:
    """Whole, reached and share as they are read."""
    whole = words(T("{n}", n=Number(row.whole))) if row.whole else words(NO_DATA)
    if row.reached is None or row.share is None:
        return whole, words(NO_DATA), "–"
    return whole, words(T("{n}", n=Number(row.reached))), words(T("{share}", share=Percent(row.share)))


def total_words(title: PublicTitle) -> Words:
    """The whole commune's result of a title in a sentence, with what the plan asks."""
    if title.total is None:
        return NOT_SHOWN
    if title.total.share is None or title.total.reached is None:
        return T("Toàn {commune_label}: chưa có số liệu.")
    said: Words = T(
        "Toàn {commune_label}: {reached} trên {whole} {noun}, bằng {share}.",
        reached=Number(title.total.reached),
        whole=Number(title.total.whole),
        noun=title.noun,
        share=Percent(title.total.share),
    )
    if title.asked is None:
        return said
    share_asked = Percent(title.asked.percent / 100)
    needs = T("Kế hoạch cần {share}.", share=share_asked)
    if title.asked.strict:
        needs = T("Kế hoạch cần trên {share}.", share=share_asked)
    return joined((said, needs), " ")


def notice_sheet(found: PublicResults, leads_to: str, words: Callable[[Words], str]) -> bytes:
    """The A3 sheet for the notice board. ``leads_to``: the page's address; empty where there is none."""
    return pdf("public_results", sheet_data(found, leads_to, words))


def sheet_data(found: PublicResults, leads_to: str, words: Callable[[Words], str]) -> dict[str, object]:
    """The sheet as the template reads it."""
    return {
        "title": words(title_words(found)),
        "which": words(found.which),
        "remark": words(found.remark),
        "few": words(FEW),
        "tables": [
            {
                "name": words(title.name),
                "total": words(total_words(title)),
                "asked": 0 if title.asked is None else title.asked.percent,
                "head": [words(each) for each in head(title)],
                "rows": [
                    {"name": row_name(row, words), "cells": cells(row, words), "share": row.share or 0}
                    for row in title.rows
                ],
            }
            for title in found.titles
        ],
        "events": [words(event_words(each)) for each in found.events],
        "events_title": words(T("Lớp và buổi sinh hoạt sắp tới")),
        "how_title": words(T("Muốn được công nhận thì làm gì")),
        "how": [words(each) for each in HOW],
        "contact": found.contact,
        "qr": _dots(leads_to) if leads_to else [],
        "leads_to": leads_to,
    }


def head(title: PublicTitle) -> tuple[Words, Words, Words, Words]:
    """The table's header."""
    return (
        T("{Village_label}, đơn vị"),
        T("Tổng số ({noun})", noun=title.noun),
        T("Đạt"),
        T("Tỉ lệ"),
    )


def event_words(event: ComingEvent) -> Words:
    """A class or meeting in a line."""
    return T("{day}: {name}, {place}", day=Day(event.day), name=event.name, place=event.place)


def _dots(content: str) -> list[str]:
    """A QR code as rows of 0 and 1, for the template to draw."""
    import segno

    return ["".join("1" if dot else "0" for dot in row) for row in segno.make(content, error="m", micro=False).matrix]


# Open data

COLUMNS: tuple[tuple[str, str, Words], ...] = (
    ("commune_code", "string", T("Mã đơn vị hành chính cấp xã theo danh mục của Nhà nước")),
    ("year", "year", T("Năm đánh giá")),
    ("as_of", "datetime", T("Thời điểm lập số liệu, giờ quốc tế (UTC)")),
    ("title", "string", T("Danh hiệu")),
    ("place_ids", "string", T("Mã các nơi của dòng, không đổi khi đổi tên, nối bằng dấu cộng; trống: toàn xã, phường")),
    ("place_names", "string", T("Tên các nơi của dòng này lúc lập số liệu")),
    ("whole", "integer", T("Tổng số trong diện đánh giá; trống: chưa có danh sách")),
    ("reached", "integer", T("Số đạt danh hiệu, trong tổng số; trống: chưa ai tự đánh giá")),
    ("share", "number", T("Số đạt chia cho tổng số, từ 0 đến 1")),
)  # fmt: skip


def records(found: PublicResults) -> list[dict[str, object]]:
    """The rows as open data, by :data:`COLUMNS`: those of each place, and one for the whole commune."""
    return [
        {
            "commune_code": found.code,
            "year": found.year,
            "as_of": found.as_of.isoformat(timespec="seconds"),
            "title": title.key,
            "place_ids": "+".join(row.ids),
            "place_names": "; ".join(row.names),
            "whole": row.whole or None,
            "reached": row.reached,
            "share": None if row.share is None else round(row.share, 4),
        }
        for title in found.titles
        for row in (*title.rows, *(() if title.total is None else (title.total,)))
    ]


def as_csv(found: PublicResults) -> bytes:
    """The rows as CSV in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [name for name, _, _ in COLUMNS])
    writer.writeheader()
    writer.writerows(records(found))
    return out.getvalue().encode("utf-8-sig")


def dictionary(found: PublicResults, words: Callable[[Words], str]) -> dict[str, object]:
    """What the columns mean: a Data Package descriptor (specs.frictionlessdata.io), which names both files."""
    fields = [{"name": name, "type": kind, "description": words(said)} for name, kind, said in COLUMNS]
    return {
        "profile": "tabular-data-package",
        "name": f"hoc-tap-{found.code}-{found.year}",
        "title": words(title_words(found)),
        "description": words(joined((found.which, found.remark, FEW), "\n")),
        "created": found.as_of.isoformat(timespec="seconds"),
        "fewest": FEWEST,
        "resources": [
            {
                "name": f"ket-qua-{found.year}",
                "path": f"{found.year}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }

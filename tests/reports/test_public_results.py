"""A commune's results for everybody: the sheet for the notice board and the open files, whatever the figures."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.text import Verbatim
from reports.public_results import (
    ComingEvent,
    PublicResults,
    PublicRow,
    PublicTitle,
    as_csv,
    cells,
    dictionary,
    notice_sheet,
    records,
    row_name,
    sheet_data,
    total_words,
)
from reports.year_figures import Asked
from tests.reports.papers import AS_OF, HOSTILE, WORDS

ROWS = (
    PublicRow(("18160-2",), ("Thôn Kim Sơn",), 120, 66),
    PublicRow(("18160-3",), ("Thôn Nà Mèo",), 80, None),
    PublicRow(("18160-4", "18160-5"), ("Thôn Đồng", "Xóm Mới"), 60, 21),
)


def results(rows: tuple[PublicRow, ...] = ROWS, total: PublicRow | None = None, **other: Any) -> PublicResults:
    title = PublicTitle(
        key="citizen",
        name=Verbatim("Công dân học tập"),
        noun=Verbatim("người"),
        rows=rows,
        total=total,
        asked=Asked(60),
    )
    given_: dict[str, Any] = {
        "code": "18160", "commune": "Xã Sơn Hồng", "inline": "xã Sơn Hồng", "contact": "", "year": 2026,
        "as_of": AS_OF, "which": Verbatim("Số liệu tạm tính"), "remark": Verbatim("."), "titles": (title,),
        "events": (),
    }  # fmt: skip
    return PublicResults(**{**given_, **other})


def test_a_village_without_data_is_not_0() -> None:
    assert [cells(row, WORDS) for row in ROWS] == [("120", "66", "55%"), ("80", "chưa có", "–"), ("60", "21", "35%")]
    assert row_name(ROWS[2], WORDS) == "Thôn Đồng, Xóm Mới (gộp)"
    assert cells(PublicRow(("18160-9",), ("Thôn Trống",), 0, None), WORDS) == ("chưa có", "chưa có", "–")


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (None, "Số còn ít nên chưa nêu được."),
        (PublicRow((), (), 260, None), "chưa có số liệu"),
        (PublicRow((), (), 260, 87), "87 trên 260 người, bằng 33,5%. Kế hoạch cần 60%."),
    ],
)
def test_the_total_is_said_only_where_it_tells_on_nobody(total: PublicRow | None, said: str) -> None:
    assert said in WORDS(total_words(results(total=total).titles[0]))


def test_more_than_is_asked_is_said_as_more_than() -> None:
    title = replace(results(total=PublicRow((), (), 260, 87)).titles[0], asked=Asked(90, strict=True))
    assert "Kế hoạch cần trên 90%." in WORDS(total_words(title))


def test_the_sheet_is_one_a3_page_with_its_code() -> None:
    found = results(total=PublicRow((), (), 260, 87), events=(ComingEvent(date(2026, 12, 5), "Lớp chè", "Kim Sơn"),))
    data = sheet_data(found, "https://hoctap.vn/ket-qua/18160/2026", WORDS)
    assert len(data["qr"]) == len(data["qr"][0]) >= 21  # type: ignore[index, arg-type]
    assert data["events"] == ["05/12/2026: Lớp chè, Kim Sơn"]
    content = notice_sheet(found, "https://hoctap.vn/ket-qua/18160/2026", WORDS)
    assert content.startswith(b"%PDF")
    assert b"/Count 1" in content


def test_whatever_places_are_called_the_files_can_be_read() -> None:
    rows = (PublicRow(("18160-2",), (HOSTILE,), 120, 66),)
    found = results(rows, inline=HOSTILE, contact=HOSTILE)
    assert notice_sheet(found, "", WORDS).startswith(b"%PDF")
    (row,) = csv.DictReader(io.StringIO(as_csv(found).decode("utf-8-sig"), newline=""))
    assert row["place_names"] == HOSTILE
    assert json.dumps(dictionary(found, WORDS))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=5))
def test_every_share_is_between_0_and_1(counts: list[tuple[int, int]]) -> None:
    rows = tuple(PublicRow((f"18160-{n}",), (f"Thôn {n}",), whole, min(reached, whole) or None)
                 for n, (whole, reached) in enumerate(counts))  # fmt: skip
    for record in records(results(rows)):
        share = record["share"]
        assert share is None or 0 <= float(str(share)) <= 1

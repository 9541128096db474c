"""The commune's other sheets: its plan, its own title, the titles of families, clans and places."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from criteria import commune
from criteria.declaration import Move
from locales.text import T
from reports.citizen_workbook import CommuneReport
from reports.tables import all_titles, commune_community, plan_targets
from reports.tables.all_titles import TitleLine, totals
from reports.tables.commune_community import IndicatorLine
from reports.tables.plan_targets import TargetLine
from storage import decisions, entered_figures
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.reports.workbook import REPORT, below, read, text_of, vi
from tests.village import GOOD, declared, found

CDHT = TargetLine(
    name=T("Công dân đạt danh hiệu"), asked=0.6, actual=2 / 6, part=2, whole=6, known=4, far=T("còn thiếu 2 người"),
    origin=T("tính từ bản khai"), source="Mục III", verified=True,
)  # fmt: skip
NO_ROSTER = replace(CDHT, actual=T("chưa có"), part=0, whole=0, known=None, far=None)
ENTERED = replace(CDHT, asked=T("mức độ 2"), actual=T("chưa nhập"), part=None, whole=None, known=None, far=None,
                  verified=False)  # fmt: skip
PROPAGANDA = IndicatorLine(
    criterion=T("1. Lãnh đạo"), indicator=T("1.1 Tuyên truyền"), lead=T("Trung tâm"), result=T("đạt"),
    note="=Trung tâm: sổ số 3", entered_by="Trần Thị Hoài Thương",
    entered_at=datetime(2026, 11, 20, 17, 30, tzinfo=UTC),
)  # fmt: skip
SHARE = IndicatorLine(
    criterion=T("5. Tác dụng"), indicator=T("– Công dân"), lead=T("Hội"), result=T("chưa đạt"), part=2, whole=6, known=4
)
FAMILIES = TitleLine(
    place="Thôn Kim Sơn",
    title=T("Gia đình học tập"),
    whole=20,
    registered=9,
    declared=8,
    confirmed=6,
    recognised=3,
    reached=5,
    reached_of_whole=4,
)
OTHERS = CommuneReport(
    plan=T("Kế hoạch 2026"), targets=(CDHT, NO_ROSTER, ENTERED), indicators=(PROPAGANDA, SHARE),
    result=(T("Mức độ 1: chưa xác định."),), circular=T("Căn cứ: 25/2023/TT-BGDĐT."),
    titles=(FAMILIES, replace(FAMILIES, place="Thôn Hồng Lĩnh", whole=0, reached=1, reached_of_whole=0)),
)  # fmt: skip
WHOLE = replace(REPORT, others=OTHERS)


def test_three_more_sheets_whose_headers_are_the_columns() -> None:
    tables = read(WHOLE)
    assert list(tables)[3:] == ["Chỉ tiêu kế hoạch", "Cộng đồng cấp xã", "Các danh hiệu"]
    for name, first, columns in (
        ("Chỉ tiêu kế hoạch", "STT", plan_targets.COLUMNS),
        ("Cộng đồng cấp xã", "Tiêu chí", commune_community.COLUMNS),
        ("Các danh hiệu", "STT", all_titles.COLUMNS),
    ):
        assert below(tables[name], first)[0] == [vi(column.title) for column in columns]


def test_a_target_with_both_parts_and_its_coverage() -> None:
    rows = below(read(WHOLE)["Chỉ tiêu kế hoạch"], "STT")
    assert rows[1] == [
        1, "Công dân đạt danh hiệu", 0.6, 2 / 6, 2, 6, 4 / 6, "còn thiếu 2 người", "tính từ bản khai",
        "Mục III", "Rồi",
    ]  # fmt: skip
    assert rows[2][2:8] == [0.6, "chưa có", "chưa có", "chưa có", "–", "–"]  # no roster: no share
    assert rows[3][2:8] == ["mức độ 2", "chưa nhập", "–", "–", "–", "–"]
    assert rows[3][10] == "Chưa"


def test_an_indicator_with_who_entered_it_and_when() -> None:
    table = read(WHOLE)["Cộng đồng cấp xã"]
    rows = below(table, "Tiêu chí")
    assert rows[1][3:8] == ["đạt", "–", "–", "–", "–"]
    assert rows[1][8:] == ["=Trung tâm: sổ số 3", "Trần Thị Hoài Thương", datetime(2026, 11, 21, 0, 30)]  # noqa: DTZ001
    assert rows[2][3:8] == ["chưa đạt", 2, 6, 2 / 6, 4 / 6]
    assert "Mức độ 1: chưa xác định." in text_of(table)
    assert "Căn cứ: 25/2023/TT-BGDĐT." in text_of(table)


def test_titles_registered_and_reached_are_two_columns_with_a_total() -> None:
    rows = below(read(WHOLE)["Các danh hiệu"], "STT")
    assert rows[1] == [1, "Thôn Kim Sơn", "Gia đình học tập", 20, 9, 8, 6, 3, 5, 4 / 20, 5 / 9]
    assert rows[2][9] == "chưa có"  # no household on the roster
    assert rows[3][1:] == ["Toàn xã", "Gia đình học tập", 20, 18, 16, 12, 6, 6, 4 / 20, 6 / 18]
    assert totals(()) == ()


def test_what_makes_numbers_doubtful_stands_on_these_sheets_too() -> None:
    tables = read(replace(WHOLE, provisional=T("SỐ LIỆU TẠM TÍNH")))
    assert all("SỐ LIỆU TẠM TÍNH" in text_of(table[:8]) for table in tables.values())


async def test_from_the_database_to_the_sheet(sqlite: Database) -> None:
    """Of six adults one is confirmed; 1.1 was entered; nothing else."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, GOOD)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        key = entered_figures.circular_key("1.1")
        entered_figures.enter(tx, village.cycle, key, met=True, note="Đài: sổ số 3", person_id=village.officer.id)

    await sqlite.write(work)
    from bot.readers.citizen_report import citizen_report

    tables = read(await sqlite.read(lambda tx: citizen_report(tx, 1, 1)))
    rows = below(tables["Cộng đồng cấp xã"], "Tiêu chí")
    assert [row[1].split()[0] for row in rows[1:19] if row[1] and row[1][0].isdigit()] == [
        each.id for each in commune.load().indicators
    ]
    assert rows[1][3] == "đạt"
    assert rows[1][8:10] == ["Đài: sổ số 3", "Trần Thị Hoài Thương"]
    (citizens,) = [row for row in rows if row[1].startswith("– Công dân học tập")]
    assert citizens[3:6] == ["chưa đạt", 1, 6]
    assert citizens[6:8] == pytest.approx([1 / 6, 1 / 6])
    targets = {row[1]: row for row in below(tables["Chỉ tiêu kế hoạch"], "STT")}
    assert targets["Công dân đạt danh hiệu công dân học tập"][2:7] == pytest.approx([0.6, 1 / 6, 1, 6, 1 / 6])
    assert targets["Xóa mù chữ"][2:4] == ["mức độ 2", "chưa nhập"]

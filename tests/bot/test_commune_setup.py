"""Villages with labels of their own, and villages of one name, from the command line and in a roster file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commune_setup import SetupError, add_commune, read_roster
from locales.catalog import catalog
from storage import places
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.village import CONTACT

VILLAGES = ["Kim Sơn", "Xóm 5", "Thôn 1", "Thôn 1 (xã Sơn Lĩnh cũ)", "Tổ dân phố 2"]


async def test_each_village_may_have_its_own_label(sqlite: Database) -> None:
    def work(tx: Transaction) -> list[str]:
        commune = add_commune(tx, "18160", year=2026, contact=CONTACT, villages=VILLAGES, label="bản")
        return [each.full_name for each in places.villages(tx, commune.id)]

    found = await sqlite.write(work)
    assert found == ["Bản Kim Sơn", "Xóm 5", "Thôn 1", "Thôn 1 (xã Sơn Lĩnh cũ)", "Tổ dân phố 2"]


async def test_two_that_are_called_the_same_are_refused_with_what_to_do(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        add_commune(tx, "18160", year=2026, contact=CONTACT, villages=["Thôn 1", "thôn 1"])

    with pytest.raises(SetupError, match="xã Sơn Lĩnh cũ"):
        await sqlite.write(work)


async def test_a_roster_that_says_only_a_shared_name_is_asked_back_and_nobody_is_taken(
    sqlite: Database, tmp_path: Path
) -> None:
    file = tmp_path / "dan-cu.csv"
    file.write_text(
        "thôn,họ tên,năm sinh\nThôn 1,Nguyễn Thị Lan,1968\nThôn 1 (xã Sơn Lĩnh cũ),Trần Văn Bình,1970\n"
        "5,Lê Thị Cúc,1971\nxóm 5,Lê Thị Đào,1972\n",
        "utf-8",
    )

    def work(tx: Transaction) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
        commune = add_commune(tx, "18160", year=2026, contact=CONTACT, villages=VILLAGES)
        good, bad = read_roster(tx, commune, file, 2026)
        words = catalog("vi").render
        return [(each.full_name, each.village.full_name) for each in good], [
            (each.line, words(each.text)) for each in bad
        ]

    good, bad = await sqlite.write(work)
    assert good == [
        ("Trần Văn Bình", "Thôn 1 (xã Sơn Lĩnh cũ)"),
        ("Lê Thị Cúc", "Xóm 5"),
        ("Lê Thị Đào", "Xóm 5"),
    ]
    assert bad == [(2, "Có 2 nơi tên Thôn 1: ghi rõ trước đây thuộc đâu, ví dụ Thôn 1 (xã Sơn Lĩnh cũ)")]

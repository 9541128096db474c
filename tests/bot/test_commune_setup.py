"""Villages with labels of their own, and villages of one name, from the command line."""

from __future__ import annotations

import pytest

from bot.commune_setup import SetupError, add_commune
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

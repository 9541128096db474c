"""A commune's office with a desk; see :mod:`tests.desk.seat`."""

from __future__ import annotations

import pytest

from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.desk.seat import Office, desk_of
from tests.village import Village, found, sit_down


@pytest.fixture
async def office(sqlite: Database, clock: Clock) -> Office:
    """Xã Sơn Hồng: its officer, the head of Kim Sơn and Lan each have a chat called after them."""

    def seated(tx: Transaction) -> Village:
        village = found(tx)
        for chat, person in (("officer", village.officer), ("head", village.head), ("lan", village.lan)):
            sit_down(tx, "web", chat, person)
        return village

    return Office(sqlite, clock, await sqlite.write(seated), desk_of(sqlite))

"""A small commune with everybody at their chat; see :mod:`tests.handlers.driver`."""

from __future__ import annotations

import pytest

from storage.kit.engine import Database
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    """Xã Sơn Hồng."""
    return await commune_of(sqlite, clock)

"""Shares against the roster count only the people on it: in the workbook, in the picture."""

from __future__ import annotations

from functools import partial

import pytest

from acts.errands import ProgressErrand
from bot.readers.citizen_report import citizen_report
from bot.readers.village_papers import village_progress
from criteria.declaration import Move
from storage import decisions
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.roster import Coverage, coverage
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    return await commune_of(sqlite, clock)


async def test_who_is_off_the_roster_is_no_share_of_it(commune: Commune) -> None:
    village = commune.village
    head = village.head.id
    stranger = await commune.neighbour("Nguyễn Thị Cúc", 1960, household="9", on_roster=False)
    child = await commune.neighbour("Trần Văn Bé", 2014, household="9")
    for each in (village.lan, stranger, child):
        sent = await commune.sent(each)
        await commune.do(partial(decisions.decide, declaration=sent, move=Move.CONFIRM, person_id=head))

    def read(tx: Transaction) -> None:
        assert coverage(tx, village.cycle) == {commune.kim_son: Coverage(1, 1, 1)}
        picture = village_progress(tx, ProgressErrand(commune.kim_son, commune.cycle))
        assert (picture.registered, picture.declared, picture.confirmed) == (3, 3, 3)
        assert picture.on_roster == (1, 1, 1)
        line = next(each for each in citizen_report(tx, commune.cycle, 1).villages if "Kim Sơn" in str(each.place))
        assert (line.declared, line.declared_on_roster) == (3, 1)

    await commune.look(read)

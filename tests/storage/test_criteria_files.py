"""A set that an officer supplied is known from the commit on, and to whoever adopts it before."""

from __future__ import annotations

import uuid
from importlib import resources

import pytest
from sqlalchemy.exc import NoResultFound

from criteria.model import CITIZEN
from storage import criteria_files, cycles
from storage.cycles import Adoption
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.statements import statements_sent
from tests.village import found, there


def supplied() -> str:
    """The text of a set that no test has seen before."""
    text = resources.files("criteria.titles").joinpath("cdht-324-2023.toml").read_text("utf-8")
    return f"# {uuid.uuid4()}\n{text.replace('value = 80', 'value = 90', 1)}"


async def test_a_set_of_a_turn_that_was_rolled_back_is_not_known(database: Database) -> None:
    text = supplied()
    key, _ = criteria_files.read(text)

    def add_and_fail(tx: Transaction) -> None:
        village = found(tx)
        adoption = Adoption(criteria_files.add(tx, text), criteria_files.load(tx, key))
        cycles.adopt(tx, village.cycle, CITIZEN, adoption, person_id=None)
        assert there(cycles.load(tx, village.cycle.id)).criteria().rules[0].value == 90  # the turn itself knows it
        raise LookupError("on purpose")

    with pytest.raises(LookupError):
        await database.write(add_and_fail)
    with pytest.raises(NoResultFound):
        await database.read(lambda tx: criteria_files.load(tx, key))


async def test_a_set_in_use_is_asked_for_once_in_the_life_of_a_process(database: Database) -> None:
    text = supplied()
    key, found_there = criteria_files.read(text)

    def adopt(tx: Transaction) -> int:
        village = found(tx)
        cycles.adopt(tx, village.cycle, CITIZEN, Adoption(criteria_files.add(tx, text), found_there), person_id=None)
        return village.cycle.id

    cycle_id = await database.write(adopt)
    with statements_sent() as sent:
        for _ in range(2):
            cycle = there(await database.read(lambda tx: cycles.load(tx, cycle_id)))
            assert (cycle.criteria().rules[0].value, cycle.criteria().edition) == (90, f"{key} v1")
            assert len([each for each in sent if "FROM criteria_files" in each]) == 1

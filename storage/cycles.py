"""Cycles: a commune's year, with the criteria set it uses and how sure the commune is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import bindparam, insert, select, update

from criteria.correct import correct
from criteria.model import CriteriaSet, Standing
from criteria.parse import load as load_criteria
from criteria.policy import Subject
from storage.models import cycles
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Cycle:
    """One commune's year. ``corrections`` are the officer's, recorded when the set was adopted."""

    id: int
    commune_id: int
    year: int
    state: str
    plan: str
    criteria_set: str
    standing: Standing
    corrections: dict[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether declarations and decisions may still change."""
        return self.state == "open"

    @property
    def subject(self) -> Subject:
        """This cycle as the policy sees it."""
        return Subject(commune_id=self.commune_id, cycle_open=self.is_open)

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set in force, corrections included."""
        return _criteria(self.criteria_set, orjson.dumps(self.corrections, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=256)
def _criteria(set_id: str, corrections: bytes) -> CriteriaSet:
    return correct(load_criteria(set_id), orjson.loads(corrections))


COLUMNS = (
    cycles.c.id,
    cycles.c.commune_id,
    cycles.c.year,
    cycles.c.state,
    cycles.c.plan,
    cycles.c.criteria_set,
    cycles.c.standing,
    cycles.c.corrections,
)
_BY_ID = select(*COLUMNS).where(cycles.c.id == bindparam("id"))
_OF_YEAR = select(*COLUMNS).where(cycles.c.commune_id == bindparam("commune"), cycles.c.year == bindparam("year"))


def cycle_of_row(row: Sequence[Any]) -> Cycle:
    """A record from :data:`COLUMNS`."""
    return Cycle(row[0], row[1], row[2], row[3], row[4], row[5], Standing(row[6]), row[7])


def load(tx: Transaction, cycle_id: int) -> Cycle | None:
    """The cycle of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": cycle_id}).one_or_none()
    return None if row is None else cycle_of_row(row)


def of_year(tx: Transaction, commune_id: int, year: int) -> Cycle | None:
    """The commune's cycle of a year, if it was opened."""
    row = tx.connection.execute(_OF_YEAR, {"commune": commune_id, "year": year}).one_or_none()
    return None if row is None else cycle_of_row(row)


def latest(tx: Transaction, commune_id: int) -> Cycle | None:
    """The commune's newest cycle."""
    row = tx.connection.execute(
        select(*COLUMNS).where(cycles.c.commune_id == commune_id).order_by(cycles.c.year.desc()).limit(1)
    ).one_or_none()
    return None if row is None else cycle_of_row(row)


def open_year(tx: Transaction, *, commune_id: int, year: int, criteria_set: str, plan: str) -> Cycle:
    """Open a commune's year with a set that is not adopted yet: results are "dự kiến" until it is."""
    key = tx.connection.execute(
        insert(cycles).returning(cycles.c.id),
        {
            "commune_id": commune_id,
            "year": year,
            "state": "open",
            "plan": plan,
            "criteria_set": criteria_set,
            "standing": Standing.PROPOSED.value,
            "corrections": {},
        },
    ).scalar_one()
    tx.audit("cycle.opened", f"cycle:{key}", {"commune": commune_id, "year": year, "set": criteria_set})
    return Cycle(key, commune_id, year, "open", plan, criteria_set, Standing.PROPOSED, {})


def adopt(
    tx: Transaction, cycle: Cycle, *, standing: Standing, corrections: dict[str, Any], person_id: int | None
) -> Cycle:
    """The officer adopts the cycle's criteria set, as checked against the paper or for the time being.

    Results that corrections change must be made anew with
    :func:`storage.declarations.rescore` in the same transaction.
    """
    tx.connection.execute(
        update(cycles)
        .where(cycles.c.id == cycle.id)
        .values(standing=standing.value, corrections=corrections, adopted_at=tx.now, adopted_by=person_id)
    )
    tx.audit(
        "cycle.adopted",
        f"cycle:{cycle.id}",
        {"standing": standing.value, "corrections": corrections, "before": cycle.corrections},
    )
    return Cycle(
        cycle.id,
        cycle.commune_id,
        cycle.year,
        cycle.state,
        cycle.plan,
        cycle.criteria_set,
        standing,
        corrections,
    )

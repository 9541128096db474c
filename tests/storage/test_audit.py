"""The audit log: beside each write, chained so that a cut shows."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

import storage
from criteria.policy import Role
from storage import audit, roles
from storage.kit.engine import Database
from storage.kit.tables import audit as log
from storage.kit.transaction import Transaction, audit_hash, data_hash
from tests.village import found

TAMPERINGS = {
    "a row is changed": "UPDATE audit SET data = '{}' WHERE seq = 3",
    "a row is cut out": "DELETE FROM audit WHERE seq = 3",
    "the end is cut off": "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
    "details are emptied without leave": "UPDATE audit SET data = '{}', redacted = TRUE WHERE seq = 3",
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
async def test_tampering_shows(database: Database, tampering: str) -> None:
    await database.write(found)
    assert await database.read(audit.broken_chains) == ()
    await database.write(lambda tx: tx.connection.execute(text(TAMPERINGS[tampering])))
    assert len(await database.read(audit.broken_chains)) == 1


@pytest.mark.parametrize("which", ["a row in the middle", "the last row"])
async def test_a_row_that_was_changed_with_its_own_hash_shows(database: Database, which: str) -> None:
    """Who can write the table can make a row that fits the one before it; the next one still tells."""
    await database.write(found)

    def tamper(tx: Transaction) -> None:
        rows = tx.connection.execute(select(log).order_by(log.c.account_id, log.c.seq)).all()
        at = 2 if which == "a row in the middle" else len(rows) - 1
        before, row = rows[at - 1], rows[at]
        details = data_hash({"place": 999})
        link = audit_hash(before.hash, row.account_id, row.seq, row.at, row.code, row.subject, details)
        tx.connection.execute(
            update(log)
            .where(log.c.account_id == row.account_id, log.c.seq == row.seq)
            .values(data={"place": 999}, data_hash=details, hash=link)
        )

    await database.write(tamper)
    assert len(await database.read(audit.broken_chains)) == 1


async def test_nobody_acts_nobody_writes(sqlite: Database) -> None:
    village = await sqlite.write(found)

    def work(tx: Transaction) -> None:
        roles.invite(tx, code="ABCD2345", role=Role.HEAD, place_id=village.kim_son.id, expires_at=tx.now)

    with pytest.raises(RuntimeError, match="act_as"):
        await sqlite.write(work)


MODULES: list[ModuleType] = [
    import_module(each.name)
    for each in pkgutil.walk_packages(storage.__path__, "storage.")
    if not each.ispkg and "migrations" not in each.name
]
WRITES = {insert, update, delete, sqlite.insert, postgresql.insert}


@dataclass
class Written:
    """What a module's top level writes, and which of its functions leave a line in the log."""

    writes: set[str]
    audits: set[str]


def _read(module: ModuleType) -> Written:
    """By name: constants and functions that write, functions that audit; through private ones of the module, too."""
    found_ = Written(set(), set())
    uses: dict[str, set[str]] = {}
    for node in ast.parse(inspect.getsource(module)).body:
        match node:
            case ast.FunctionDef(name=name):
                names = [name]
            case ast.Assign(targets=targets):
                names = [each.id for each in targets if isinstance(each, ast.Name)]
            case _:
                continue
        for name in names:
            uses[name] = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            if any(_is_write(each, module) for each in ast.walk(node)):
                found_.writes.add(name)
            if any(isinstance(each, ast.Attribute) and each.attr in {"audit", "redact"} for each in ast.walk(node)):
                found_.audits.add(name)
    for known in (found_.writes, found_.audits):
        while more := {n for n, used in uses.items() if any(u[0] == "_" and u in known for u in used)} - known:
            known.update(more)
    return found_


def _functions(module: ModuleType) -> dict[str, Any]:
    return {
        name: each
        for name, each in vars(module).items()
        if inspect.isfunction(each) and each.__module__ == module.__name__
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_function_that_writes_audits_or_says_why_not(module: ModuleType) -> None:
    written = _read(module)
    for name, function in _functions(module).items():
        excused = vars(function).get("without_audit")
        if name in written.writes and name not in written.audits:
            assert excused, f"{module.__name__}.{name} writes: call tx.audit, or say @without_audit(reason)"
        else:
            assert excused is None, f"{module.__name__}.{name} needs no excuse"


def test_the_walk_finds_what_is_written() -> None:
    """Under other names and through helpers, too."""
    found_ = {module.__name__.removeprefix("storage."): _read(module) for module in MODULES}
    for module, name in (
        ("activities", "add"),
        ("accounts", "lock"),
        ("digests", "claim"),
        ("declarations", "answer_all"),
    ):
        assert name in found_[module].writes
    assert not {"of_person", "load"} & found_["declarations"].writes
    assert "drop" in found_["evidence"].audits


def _is_write(node: ast.AST, module: ModuleType) -> bool:
    match node:
        case ast.Name(id=name):
            meant = vars(module).get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            meant = getattr(vars(module).get(name), attribute, None)
        case _:
            return False
    return inspect.isfunction(meant) and meant in WRITES

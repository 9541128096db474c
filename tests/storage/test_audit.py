"""The audit log: beside each write, chained so that a cut shows."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest
from sqlalchemy import select, text, update

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


# Bookkeeping of the conversation and the post itself; what it carries is audited where it is decided.
WITHOUT_AUDIT = {
    "accounts.lock",
    "accounts.save",
    "accounts.replies_sent",
    "accounts.mark_blocked",
    "accounts.offer",
    "message_budget.spend",
    "digests.claim",  # who was written to stands in the outbox
    "digests.claim_late",
    "doubts.renew",  # a signal for the order of the queue; it changes nothing that counts
    "channel_tokens.begin",
    "channel_tokens.claim",
    "channel_tokens.replace",
    "channel_tokens.give_up",
    "declarations._store",
    "declarations.moved",
    "erasure._empty",
    "erasure._forget_facts",
    "recount.rebuild",
    "mergers._move_declarations",
    "erasure.forget_messages",
    "erasure.forget_files",
    "erasure.forget_strangers",
    "erasure.forget_visits",
    "files.wrong_try",
    "inbox.forget",
    "outbox.done",
    "outbox.drop_waiting",
    "outbox.failed",
    "outbox.hurry",
    "outbox.later",
    "outbox.put",
    "outbox.redirect",
    "outbox.release",
    "outbox.take",
    "shown_once.forget_old",  # that the code was made is in the log; what a screen shows of it is not
    "shown_once.keep",
    "shown_once.leave",
    "to_tell_in_person.add",
}
MODULES: list[ModuleType] = [
    import_module(f"storage.{each.name}") for each in pkgutil.iter_modules(storage.__path__) if not each.ispkg
]


def test_every_function_that_writes_audits() -> None:
    """A function that executes an insert, update or delete calls tx.audit, or stands in the list above with reason."""
    missing = []
    for module in MODULES:
        tree = ast.parse(inspect.getsource(module))
        writes = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign) and _is_write(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef):
                continue
            name = f"{module.__name__.removeprefix('storage.')}.{node.name}"
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            audits = any(isinstance(each, ast.Attribute) and each.attr == "audit" for each in ast.walk(node))
            if (_is_write(node) or names & writes) and not audits and name not in WITHOUT_AUDIT:
                missing.append(name)
    assert sorted(missing) == []


def test_the_list_of_writers_without_a_line_names_no_other() -> None:
    """Whatever stands in the list exists: a renamed function is not passed over."""
    names = {f"{module.__name__.removeprefix('storage.')}.{name}" for module in MODULES for name in vars(module)}
    assert names >= WITHOUT_AUDIT


def _is_write(tree: ast.AST) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Name)
        and each.func.id in {"insert", "update", "delete"}
        for each in ast.walk(tree)
    )

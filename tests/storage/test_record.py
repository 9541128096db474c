"""What the log proves is told to it wherever it is written: no statement goes around ``tx.write``."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest
from sqlalchemy import Table, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

import storage
from storage.kit.proof import NEWEST

WRITES = {insert, update, delete, sqlite.insert, postgresql.insert}
TELL = {"write", "add", "telling"}
# Where the row is told by tx.tell, with all of its columns, or its proved column is told where it changes.
EXCUSED = {
    "declarations._UPDATE": "told by _store",
    "accounts._INSERTS": "a new chat is nobody's",
    "accounts._SAVE": "whose a chat is, bind_person and cut_off tell",
    "activities._INSERTS": "taken by write",
    "erasure.forget_strangers": "chats that are nobody's and have done nothing",
}
MODULES: list[ModuleType] = [
    import_module(each.name)
    for each in pkgutil.walk_packages(storage.__path__, "storage.")
    if not each.ispkg and "migrations" not in each.name
]


def untold(module: ModuleType) -> set[str]:
    """The functions and constants of a module that write proved columns without telling."""
    tree = ast.parse(inspect.getsource(module))
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _meant(node.func, module) not in WRITES or not node.args:
            continue
        table = _meant(node.args[0], module)
        if not isinstance(table, Table) or table.name not in NEWEST:
            continue
        top: ast.AST = node
        values: set[str] | None = set() if _meant(node.func, module) is update else None
        while isinstance(above[top], ast.Attribute) or (isinstance(above[top], ast.Call) and top is above[top].func):  # type: ignore[attr-defined]
            top = above[top]
            if isinstance(top, ast.Call) and isinstance(top.func, ast.Attribute) and top.func.attr == "values":
                names = {each.arg for each in top.keywords}
                values = None if values is None or None in names else values | {each for each in names if each}
        if values is not None and not values & set(NEWEST[table.name][1]):
            continue  # columns that are not proved
        caller = above[top]
        told = isinstance(caller, ast.Call) and getattr(caller.func, "attr", getattr(caller.func, "id", "")) in TELL
        if not told:
            found.add(f"{module.__name__.removeprefix('storage.')}.{_owner(node, above)}")
    return found


def _meant(node: ast.AST, module: ModuleType) -> object:
    match node:
        case ast.Name(id=name):
            return vars(module).get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return getattr(vars(module).get(name), attribute, None)
        case _:
            return None


def _owner(node: ast.AST, above: dict[ast.AST, ast.AST]) -> str:
    """The function or constant of the module in which this stands."""
    while not isinstance(above[node], ast.Module):
        node = above[node]
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
        case _:
            return "?"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_write_of_proved_rows_is_told(module: ModuleType) -> None:
    assert untold(module) - set(EXCUSED) == set(), "tx.write in place of tx.connection.execute"


def test_what_is_excused_is_still_there() -> None:
    assert set().union(*map(untold, MODULES)) == set(EXCUSED)

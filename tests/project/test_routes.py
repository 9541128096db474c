"""Every button and every way on leads to a route that exists."""

from __future__ import annotations

import ast
from pathlib import Path

from handlers.all_routes import ROUTER

ROOT = Path(__file__).parent.parent.parent
ROUTE_AT = {"Choice": 1, "Goto": 0}  # which argument of the call is the route


def _starts(node: ast.expr) -> list[str]:
    """The names that routes written here begin with; what is put together from elsewhere is left out."""
    match node:
        case ast.Constant(value=str(route)):
            return [route.partition("/")[0]]
        case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]) if "/" in first:
            return [first.partition("/")[0]]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_starts(body), *_starts(orelse)]
        case _:
            return []


def test_every_link_leads_somewhere() -> None:
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ROUTE_AT:
                at = ROUTE_AT[node.func.id]
                for name in _starts(node.args[at]) if len(node.args) > at else ():
                    found.add((path.name, name))
    assert len(found) > 100
    assert {each for each in found if each[1] not in ROUTER.routes} == set()

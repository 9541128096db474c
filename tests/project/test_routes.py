"""Every way leads to the route of its name, and every link is built by a way."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
from pathlib import Path

import pytest

from acts import ways
from acts.way import Way
from criteria.policy import Action
from handlers.all_routes import LOADERS, ROUTER
from handlers.kit.context import Turn
from handlers.kit.router import Answer, Goto, Router, Routes
from storage.declaration_record import Declaration
from storage.places import Place

ROOT = Path(__file__).parent.parent.parent
PRESSED = re.compile(r'"([a-z-]+)/ [0-9]+"')  # how a benchmark says which button it presses: "ask-say/ 2"
WAYS = {name: way for name, way in vars(ways).items() if inspect.isfunction(way)}


def name_of_way(route: str) -> str:
    """A route's way: "batch-confirm" is ``batch_confirm``, what Python knows already gets a line at its end."""
    name = route.replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) or hasattr(builtins, name) else name


def test_each_route_has_its_way_and_each_way_its_route() -> None:
    assert {name_of_way(route) for route in ROUTER.routes} == set(WAYS)


@pytest.mark.parametrize("route", sorted(ROUTER.routes))
def test_a_way_has_the_parameters_of_its_route(route: str) -> None:
    way = WAYS[name_of_way(route)]
    kinds = [(key, "str" if kind is str else "int") for key, kind in ROUTER.routes[route].parameters]
    signature = inspect.signature(way)
    assert [(key, each.annotation) for key, each in signature.parameters.items()] == kinds
    values = [7 if kind == "int" else "x" for _, kind in kinds]
    assert way(*values) == "/".join([route, *map(str, values)])
    assert way.__doc__


def test_no_link_is_put_together_by_hand() -> None:
    """Outside the ways and the dialogue, which names its own, nobody makes a Way of a literal text."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("handlers", "bot", "acts")
        for path in (ROOT / folder).rglob("*.py")
        if path.name not in {"ways.py", "dialogue.py"}
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Way"
        and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]
    assert found == []


# What cannot be registered


def _goto(turn: Turn) -> Goto:
    return Goto(ways.home())


def _of_two(turn: Turn, declaration: Declaration, place: Place) -> Answer:
    return Goto(ways.home())


def _unloaded(turn: Turn, declaration: int) -> Answer:
    return Goto(ways.home())


def _unknown(turn: Turn, village: Place) -> Answer:
    return Goto(ways.home())


@pytest.mark.parametrize(
    ("pattern", "function", "said"),
    [
        ("a/{declaration}/{place}", _of_two, "of which of"),
        ("a/{declaration}", _unloaded, "would arrive unloaded"),
        ("a/{village}", _unknown, "nothing loads"),
    ],
)
def test_a_route_whose_subject_is_unclear_is_refused(pattern: str, function: object, said: str) -> None:
    routes = Routes()
    routes.shows(pattern, Action.SEE)(function)  # type: ignore[type-var]
    with pytest.raises(ValueError, match=said):
        Router((routes,), LOADERS)


def test_a_parameter_without_annotation_is_refused() -> None:
    with pytest.raises(ValueError, match="no annotation"):
        Routes().shows("a/{key}", Action.SEE)(_goto)


def test_what_hears_is_a_screen() -> None:
    routes = Routes()
    routes.does("a", Action.SEE)(_goto)
    with pytest.raises(ValueError, match="never the open route"):
        routes.hears("a")(_goto)
    assert Way("home") == ways.home()


def test_the_benchmarks_press_routes_that_exist() -> None:
    """A button that is gone is pressed in vain, and what is measured then is a refusal."""
    pressed = {each for source in (ROOT / "bench").glob("*.py") for each in PRESSED.findall(source.read_text("utf-8"))}
    assert pressed
    assert not pressed - set(ROUTER.routes)

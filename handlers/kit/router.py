"""Routes: a string a button can carry, the action it stands for, the function that answers.

A route reads like a path: its first part is its name, unique in the program, the others are its
parameters. A parameter named in ``loaders`` ("declaration") is an id in the string and arrives as the
loaded record; the policy is asked about it before the function runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from criteria.policy import Action, Denied, Subject, may
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.screen import Choice, Look, Screen
from locales.text import T, Words
from storage.kit.transaction import Transaction

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Goto:
    """Go on to another route in the same turn, with a note above its screen."""

    route: str
    note: Words | None = None


Answer: TypeAlias = Screen | Goto
Handler: TypeAlias = Callable[..., Answer]
HandlerType = TypeVar("HandlerType", bound=Callable[..., Answer])


class HasSubject(Protocol):
    """A record the policy can be asked about."""

    @property
    def subject(self) -> Subject:
        """The record as the policy sees it."""


Loader: TypeAlias = Callable[[Transaction, int], HasSubject | None]


@dataclass(slots=True)
class Route:
    """One route. ``hears`` takes what is typed while its screen is the open one."""

    name: str
    action: Action
    function: Handler
    parameters: tuple[tuple[str, type], ...]
    hears: Handler | None = None


@dataclass(slots=True)
class Routes:
    """The routes of one conversation; :class:`Router` joins them."""

    routes: dict[str, Route] = field(default_factory=dict)

    def on(self, pattern: str, action: Action) -> Callable[[HandlerType], HandlerType]:
        """Answer ``pattern`` ("confirm/{declaration}/{revision}") with this function.

        The function takes the turn, then the parameters by name; those annotated ``int`` arrive as
        numbers, loaded records as records, all else as text.
        """
        name, *rest = pattern.split("/")
        keys = [part.strip("{}") for part in rest]

        def register(function: HandlerType) -> HandlerType:
            annotations = inspect.get_annotations(function)
            if name in self.routes:
                raise ValueError(f"two functions answer {name}")
            parameters = tuple((key, int if annotations.get(key) in {int, "int"} else str) for key in keys)
            self.routes[name] = Route(name, action, function, parameters)
            return function

        return register

    def heard(self, name: str) -> Callable[[HandlerType], HandlerType]:
        """Take what is typed or sent while the screen of route ``name`` is open.

        The function takes the turn, the input, then the route's parameters.
        """

        def register(function: HandlerType) -> HandlerType:
            self.routes[name].hears = function
            return function

        return register


@dataclass(frozen=True, slots=True)
class Found:
    """A route with its parameters read and its record loaded."""

    route: Route
    values: dict[str, Any]
    subject: Subject | None


GONE = T("Nút này không còn dùng được. {You} chọn một mục bên dưới để đi tiếp.")


class Router:
    """All routes of the program. ``run`` follows a route until there is a screen."""

    def __init__(self, conversations: tuple[Routes, ...], loaders: Mapping[str, Loader]) -> None:
        self.routes: dict[str, Route] = {}
        self.loaders = loaders
        for conversation in conversations:
            if twice := self.routes.keys() & conversation.routes.keys():
                raise ValueError(f"two conversations answer {sorted(twice)}")
            self.routes |= conversation.routes

    def run(self, turn: Turn, route: str, said: Said | Sent | None = None) -> tuple[str, Screen]:
        """The route that the person ends at, and its screen.

        Args:
            turn: the turn.
            route: what was chosen, or the open route where something was typed.
            said: what was typed or sent, for the open route's ``hears``.
        """
        notes: list[Words] = []
        for _ in range(MOST_STEPS):
            answer = self._step(turn, route, said)
            said = None
            if isinstance(answer, Denied):  # refused: the conversation stands at the start, not at that route
                route, answer = "home", refusal(answer)
            if isinstance(answer, Screen):
                for note in reversed(notes):
                    answer = answer.with_note(note)
                return route, answer
            if answer.note is not None:
                notes.append(answer.note)
            route = answer.route
        raise RuntimeError(f"{route} leads in circles")

    def hears(self, route: str) -> bool:
        """Whether the screen of this route takes typed text as an answer."""
        found = self.routes.get(route.partition("/")[0])
        return found is not None and found.hears is not None

    def decides(self, route: str) -> bool:
        """Whether this route is a decision about what somebody else declared."""
        found = self.routes.get(route.partition("/")[0])
        return found is not None and found.action in {Action.DECIDE, Action.DECIDE_MANY}

    def _step(self, turn: Turn, route: str, said: Said | Sent | None) -> Answer | Denied:
        found = self._find(turn, route)
        if found is None:
            return Goto("home", GONE)
        denied = may(turn.actor, found.route.action, found.subject)
        if denied is not None:
            return denied
        if said is not None and found.route.hears is not None:
            return found.route.hears(turn, said, **found.values)
        return found.route.function(turn, **found.values)

    def _find(self, turn: Turn, route: str) -> Found | None:
        name, *parts = route.split("/")
        known = self.routes.get(name)
        if known is None or len(parts) != len(known.parameters):
            return None
        values: dict[str, Any] = {}
        subject: Subject | None = None
        for (key, kind), part in zip(known.parameters, parts, strict=True):
            loader = self.loaders.get(key)
            if loader is not None:
                number = _as_id(part)
                record = None if number is None else loader(turn.tx, number)
                if record is None:
                    return None
                values[key], subject = record, record.subject
            elif kind is int:
                number = _as_id(part)
                if number is None:
                    return None
                values[key] = number
            else:
                values[key] = part
        return Found(known, values, subject)


def _as_id(part: str) -> int | None:
    return int(part) if part.isascii() and part.isdigit() and len(part) <= 15 else None


HOME = Choice(T("Về đầu"), "home", Look.WAY)


def refusal(denied: Denied) -> Screen:
    """The screen of a refusal: why, and a way on."""
    return Screen(text=denied.because, choices=(HOME,))

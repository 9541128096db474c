"""Routes: a string a button can carry, the action it stands for, the function that answers.

A route reads like a path: its first part is its name, unique in the program, the others are its
parameters. A record among them ("declaration") is an id in the string and arrives loaded; the policy is asked
about it before the function runs.

There are two kinds. A route that shows draws a screen and changes nothing; only such a route is ever the open one.
A route that does changes something and says which route shows what came of it. So whatever draws the open screen
again (an update delivered twice, a reload, a typed word, a sticker) changes nothing, by construction.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias, TypeVar

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.policy import NOBODYS, Action, Denied, Subject, may
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.guessing import look_up
from handlers.kit.screen import Screen
from locales.text import T, Words
from storage.kit.transaction import Transaction

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Goto:
    """Go on to another route in the same turn, with a note above its screen.

    Where typed text leads back to the screen that was open, the note says what was not understood: a hint below it.
    ``names``: ids of people whom the note names, apart from whose record the route carries.
    """

    route: Way
    note: Words | None = None
    names: frozenset[int] = frozenset()


Answer: TypeAlias = Screen | Goto
Shows: TypeAlias = Callable[..., Answer]
Does: TypeAlias = Callable[..., Goto]
ShowsType = TypeVar("ShowsType", bound=Shows)
DoesType = TypeVar("DoesType", bound=Does)


class Weight(StrEnum):
    """How surely a deed must have been meant before it is done."""

    DOING = "doing"  # whatever is clear is taken: an answer, a menu
    DECIDING = (
        "deciding"  # about somebody, or what one agrees to: the button, the number or the label, nothing around it
    )
    FINAL = "final"  # cannot be undone: the button or the label alone, not a number that may be a slip


class HasSubject(Protocol):
    """A record the policy can be asked about."""

    @property
    def subject(self) -> Subject:
        """The record as the policy sees it."""


Loader: TypeAlias = Callable[[Transaction, int], HasSubject | None]


@dataclass(slots=True, kw_only=True)
class Route:
    """One route. ``hears`` takes what is typed while its screen is the open one.

    ``shows``: it draws a screen, or says which one to draw instead, and changes nothing. Else it does something and
    says where to go on; what that shows is the answer. ``once``: what it shows is forgotten when it is left.
    ``weight``: of what it does.
    """

    name: str
    action: Action
    function: Shows
    parameters: tuple[tuple[str, type | None], ...]  # ``None``: a record, loaded by its id
    shows: bool
    once: bool = False
    hears: Does | None = None
    weight: Weight = Weight.DOING


@dataclass(slots=True)
class Routes:
    """The routes of one conversation; :class:`Router` joins them.

    A pattern begins with the route's name, as a literal: :func:`handlers.all_routes.index` finds it there.
    """

    routes: dict[str, Route] = field(default_factory=dict)

    def shows(self, pattern: str, action: Action, *, once: bool = False) -> Callable[[ShowsType], ShowsType]:
        """Draw the screen of ``pattern`` ("review/{declaration}") with this function.

        It takes the turn, then the parameters by name: those annotated ``int`` arrive as numbers, ``str`` as text,
        others as loaded records. It can change nothing, so it may be drawn again at any time.
        ``once``: it shows a code, which is forgotten when the screen is left.
        """

        def register(function: ShowsType) -> ShowsType:
            self.add(pattern, action, function, shows=True)
            self.routes[pattern.partition("/")[0]].once = once
            return function

        return register

    def does(self, pattern: str, action: Action, weight: Weight = Weight.DOING) -> Callable[[DoesType], DoesType]:
        """Carry out ``pattern`` ("confirm/{declaration}/{revision}") with this function, once, and say what to show.

        ``weight``: how surely it must have been meant.
        """

        def register(function: DoesType) -> DoesType:
            self.add(pattern, action, function, shows=False)
            self.routes[pattern.partition("/")[0]].weight = weight
            return function

        return register

    def hears(self, name: str) -> Callable[[DoesType], DoesType]:
        """Take what is typed or sent while the screen of route ``name`` is open, once, and say what to show.

        The function takes the turn, the input, then the route's parameters.
        """

        def register(function: DoesType) -> DoesType:
            if not self.routes[name].shows:
                raise ValueError(f"{name} is never the open route: it does not show")
            self.routes[name].hears = function
            return function

        return register

    def add(self, pattern: str, action: Action, function: Shows, *, shows: bool, **kinds: type | None) -> None:
        """Register a function; ``kinds`` says what its parameters are where its annotations do not.

        Raises:
            ValueError: the name is taken, or a parameter is annotated with nothing.
        """
        name, *rest = pattern.split("/")
        if name in self.routes:
            raise ValueError(f"two functions answer {name}")
        keys = [part.strip("{}") for part in rest]
        said = kinds or {key: _kind(kind) for key, kind in inspect.get_annotations(function).items()}
        if missing := set(keys) - set(said):
            raise ValueError(f"{name}: no annotation of {sorted(missing)}")
        self.routes[name] = Route(
            name=name, action=action, function=function, parameters=tuple((key, said[key]) for key in keys), shows=shows
        )


def _kind(annotation: object) -> type | None:
    return {"int": int, "str": str}.get(str(annotation))


@dataclass(frozen=True, slots=True)
class Found:
    """A route with its parameters read and its record loaded; ``absent``: there is none of that id."""

    route: Route
    values: dict[str, Any]
    subject: Subject | None
    absent: bool = False


CODE = "code"  # a route's parameter that is a code of somebody: not tried through, whatever route takes it
ABSENT = Denied(T("Việc này không còn nữa. {You} gõ menu để xem việc đang có."))
NO_MORE: Mapping[str, str] = MappingProxyType({})
GONE = T("Nút này không còn dùng được. {You} chọn một mục bên dưới để đi tiếp.")


class Known(Mapping[str, Route]):
    """Routes by name. Those of a conversation that nobody has followed yet are loaded when somebody does.

    ``later``: which module answers each of those, by the route's name.

    Raises:
        ValueError: a conversation's routes do not fit those of others, or what loads their records.
    """

    def __init__(self, loaders: Mapping[str, Loader], later: Mapping[str, str]) -> None:
        self._loaders, self._later = loaders, later
        self._routes: dict[str, Route] = {}

    def add(self, conversation: Routes) -> None:
        """Take the routes of a conversation in."""
        if twice := self._routes.keys() & conversation.routes.keys():
            raise ValueError(f"two conversations answer {sorted(twice)}")
        for route in conversation.routes.values():
            loaded = [key for key, kind in route.parameters if kind is None]
            if unknown := set(loaded) - self._loaders.keys():
                raise ValueError(f"{route.name}: nothing loads {sorted(unknown)}")
            if by_id := {key for key, kind in route.parameters if kind is not None} & self._loaders.keys():
                raise ValueError(f"{route.name}: {sorted(by_id)} would arrive unloaded, and the policy not be asked")
            if len(loaded) > 1:
                raise ValueError(f"{route.name}: of which of {loaded} is the policy to be asked?")
        self._routes |= conversation.routes

    def __getitem__(self, name: str) -> Route:
        if name not in self._routes and name in self._later:
            self.add(import_module(self._later[name]).routes)
        return self._routes[name]

    def get(self, name: str, default: Any = None) -> Any:
        """See :class:`Mapping`; a turn asks often, and mostly for what is there."""
        found = self._routes.get(name)
        return found or (self[name] if name in self._later else default)

    def loading(self) -> Iterator[str]:
        """Load what is not yet, a conversation at a time: its module, once it is there."""
        for name, module in self._later.items():
            if name not in self._routes:
                self[name]
                yield module

    def __iter__(self) -> Iterator[str]:
        return iter({**self._later, **self._routes})

    def __len__(self) -> int:
        return len(self._later.keys() | self._routes.keys())


class Router:
    """All routes of the program. ``run`` follows a route until there is a screen.

    ``later``: the modules of further conversations, by the names of their routes; each is loaded when first used.
    """

    def __init__(
        self, conversations: tuple[Routes, ...], loaders: Mapping[str, Loader], later: Mapping[str, str] = NO_MORE
    ) -> None:
        self.loaders = loaders
        self.routes = Known(loaders, later)
        for conversation in conversations:
            self.routes.add(conversation)

    def run(self, turn: Turn, route: str, said: Said | Sent | None = None) -> tuple[str, Screen]:
        """The route that the person ends at, and its screen.

        Args:
            turn: the turn.
            route: what was chosen, or the open route where something was typed.
            said: what was typed or sent, for the open route's ``hears``.
        """
        notes: list[Words] = []
        named = set[int]()  # whose record a step before the last carried: a note may name them
        heard, hints = route if said is not None else None, list[Words]()
        for _ in range(MOST_STEPS):
            shown = said is None and self._is_shown(route)
            carried = set[int]()
            answer = self._step(turn, route, said, carried)
            said = None
            if isinstance(answer, Denied):  # refused: the conversation stands at the start, not at that route
                route, answer = "home", refusal(answer)
            if isinstance(answer, Screen):
                for note in reversed(notes):
                    answer = answer.with_note(note)
                for hint in hints:
                    answer = answer.with_hint(hint)
                return route, replace(
                    answer,
                    lasting=answer.lasting or self.shows_once(route),
                    about=answer.about | carried,
                    names=answer.names | named,
                )
            named |= answer.names | carried
            if answer.note is not None:
                (hints if answer.route == heard else notes).append(answer.note)
            if shown and not self._is_shown(answer.route):
                raise RuntimeError(f"{route} shows, so it cannot lead to {answer.route}, which does")
            route = answer.route
        raise RuntimeError(f"{route} leads in circles")

    def _is_shown(self, route: str) -> bool:
        found = self.routes.get(route.partition("/")[0])
        return found is None or found.shows

    def hears(self, route: str) -> bool:
        """Whether the screen of this route takes typed text as an answer."""
        found = self.routes.get(route.partition("/")[0])
        return found is not None and found.hears is not None

    def shows_once(self, route: str) -> bool:
        """Whether the screen of this route shows what is forgotten when it is left."""
        found = self.routes.get(route.partition("/")[0])
        return found is not None and found.once

    def weight(self, route: str) -> Weight:
        """How surely this route must have been meant; what only shows may be guessed."""
        found = self.routes.get(route.partition("/")[0])
        return Weight.DOING if found is None else found.weight

    def is_open(self, turn: Turn, route: str) -> bool:
        """Whether this route would be followed: it is known, its record is there, and the policy does not refuse it."""
        return self.denied(turn, route) is None

    def denied(self, turn: Turn, route: str) -> Denied | None:
        """Why this route may not be followed now: the policy's reason, or that it, or its record, is gone."""
        found = self._find(turn, route)
        if found is None:
            return ABSENT
        return may(turn.actor, found.route.action, found.subject) or (ABSENT if found.absent else None)

    def _step(self, turn: Turn, route: str, said: Said | Sent | None, carried: set[int]) -> Answer | Denied:
        """What the function of a route answers; whose record it carries is added to ``carried``."""
        found = self._find(turn, route)
        if found is None:
            return Goto(ways.home(), GONE)
        denied = may(turn.actor, found.route.action, found.subject)
        if denied is not None:  # of what is not there in the same words as of somebody else's
            return denied
        if found.absent:
            return Goto(ways.home(), GONE)
        if found.subject is not None and found.subject.person_id is not None:
            carried.add(found.subject.person_id)
        if CODE in found.values and (wait := look_up(turn, found.values[CODE])) is not None:
            return Goto(ways.home(), wait)
        if said is not None and found.route.hears is not None:
            return found.route.hears(turn, said, **found.values)
        if not found.route.shows:
            return found.route.function(turn, **found.values)
        with turn.drawing():
            return found.route.function(turn, **found.values)

    def _find(self, turn: Turn, route: str) -> Found | None:
        name, *parts = route.split("/")
        known = self.routes.get(name)
        if known is None or len(parts) != len(known.parameters):
            return None
        values: dict[str, Any] = {}
        subject: Subject | None = None
        for (key, kind), part in zip(known.parameters, parts, strict=True):
            if kind is None:
                number = _as_id(part)
                if number is None:
                    return None
                record = self.loaders[key](turn.tx, number)
                if record is None:
                    return Found(known, {}, NOBODYS, absent=True)
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


HOME = Choice(T("Về đầu"), ways.home(), Look.WAY)


def refusal(denied: Denied) -> Screen:
    """The screen of a refusal: why, and a way on."""
    return Screen(text=denied.because, choices=(HOME,))

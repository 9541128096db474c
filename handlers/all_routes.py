"""All conversations, joined: the one router of the program.

Nobody lists the conversations: each module of a room that has ``routes = Routes()`` is one. It is loaded when somebody
first follows one of its routes, or a while after the start: most of a start would be loading what few ever open.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

import handlers
from handlers.kit import dialogue
from handlers.kit.router import Loader, Router
from storage import (
    activities,
    clans,
    cycles,
    data_keys,
    data_requests,
    declarations,
    entered_figures,
    evidence,
    households,
    joining_requests,
    learning_events,
    meetings,
    places,
    recognition,
    residents,
    result_lists,
    roles,
    roster_imports,
    snapshots,
    superior_forms,
    to_tell_in_person,
)

NO_ROOMS = frozenset({"kit", "shared"})
LOADERS: Mapping[str, Loader] = {
    "declaration": declarations.load,
    "cycle": cycles.load,
    "place": places.load,
    "resident": residents.load,
    "household": households.load,
    "clan": clans.load,
    "activity": activities.load,
    "event": learning_events.load,
    "visit": to_tell_in_person.load,
    "grant": roles.load,
    "evidence": evidence.load,
    "request": data_requests.load,
    "joining": joining_requests.load,
    "proposal": recognition.load,
    "proposed": recognition.name,
    "objection": recognition.objection,
    "results_file": result_lists.load,
    "results_line": result_lists.line,
    "roster_file": roster_imports.load,
    "roster_line": roster_imports.line,
    "entry": entered_figures.load,
    "snapshot": snapshots.load,
    "data_key": data_keys.load,
    "meeting": meetings.load,
    "form": superior_forms.load,
}
_IS_CONVERSATION = re.compile(r"^routes = Routes\(", re.MULTILINE)
_NAME = re.compile(r"^@routes\.\w+\(\s*\"([\w-]+)", re.MULTILINE)
_DIALOGUE = re.compile(r"\bDialogue\(\s*routes,\s*\"([\w-]+)\"")


def index() -> Mapping[str, str]:
    """Which module answers each route, by the route's name; read from the sources, nothing is imported.

    A decorator names its route by a literal, else it is not found here; a test compares this with the router.
    """
    return {name: module for module, source in _conversations() for name in _names(source)}


def _names(source: str) -> Iterator[str]:
    yield from _NAME.findall(source)
    for name in _DIALOGUE.findall(source):
        yield from dialogue.names(name)


def _conversations() -> Iterator[tuple[str, str]]:
    """Module and source of each conversation, in the order of rooms and names."""
    for room in pkgutil.iter_modules(handlers.__path__):
        if room.ispkg and room.name not in NO_ROOMS:
            for path in sorted(files(f"handlers.{room.name}").iterdir(), key=lambda each: each.name):
                if path.name.endswith(".py"):
                    source = path.read_text("utf-8")
                    if _IS_CONVERSATION.search(source):
                        yield f"handlers.{room.name}.{path.name.removesuffix('.py')}", source


ROUTER = Router((), LOADERS, index())

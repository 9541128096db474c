"""The table of pages: an address, what the policy is asked, the function that answers.

A page that shows draws and changes nothing: its transaction only reads. A form that is taken changes something and
says where to go on, so that a reload repeats nothing; only what cannot be taken is answered with a page, which still
holds what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from criteria.policy import Action, Subject
from desk.kit.blocks import Page, To
from storage import cycles, data_requests, declarations, places, recognition, residents, roster_imports, snapshots
from storage.kit.transaction import Transaction


class HasSubject(Protocol):
    """A record the policy can be asked about."""

    @property
    def subject(self) -> Subject:
        """The record as the policy sees it."""


Loader: TypeAlias = Callable[[Transaction, int], HasSubject | None]
LOADERS: Mapping[str, Loader] = {
    "declaration": declarations.load,
    "cycle": cycles.load,
    "place": places.load,
    "resident": residents.load,
    "proposal": recognition.load,
    "proposed": recognition.name,
    "objection": recognition.objection,
    "snapshot": snapshots.load,
    "roster_file": roster_imports.load,
    "request": data_requests.load,
}
# A page that is only drawn takes no lock: nobody who decides meanwhile waits for who looks.
GLANCES: Mapping[str, Loader] = {**LOADERS, "declaration": declarations.glance}
Answer: TypeAlias = Page | To
FunctionType = TypeVar("FunctionType", bound=Callable[..., Answer])
PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page or form. ``record``: the parameter that is a record's id, loaded before the policy is asked.

    ``rest``: parameters that are text.
    """

    path: str
    action: Action
    function: Callable[..., Answer]
    takes: bool
    record: str | None
    rest: tuple[str, ...]

    @property
    def name(self) -> str:
        """As tests/authority.toml calls it: "GET /nguoi/{resident}"."""
        return f"{'POST' if self.takes else 'GET'} {self.path or '/'}"


@dataclass(slots=True)
class Pages:
    """The pages of one subject."""

    entries: list[Entry] = field(default_factory=list)

    def shows(self, path: str, action: Action) -> Callable[[FunctionType], FunctionType]:
        """Draw the page at this address below the desk's. The function takes the visit, then the parameters by name."""
        return self._add(path, action, takes=False)

    def takes(self, path: str, action: Action) -> Callable[[FunctionType], FunctionType]:
        """Take the form that is sent to this address."""
        return self._add(path, action, takes=True)

    def _add(self, path: str, action: Action, *, takes: bool) -> Callable[[FunctionType], FunctionType]:
        parameters = PARAMETER.findall(path)
        records = [each for each in parameters if each in LOADERS]
        if len(records) > 1:
            raise ValueError(f"{path}: of which of {records} is the policy to be asked?")

        def register(function: FunctionType) -> FunctionType:
            self.entries.append(
                Entry(
                    path=path,
                    action=action,
                    function=function,
                    takes=takes,
                    record=records[0] if records else None,
                    rest=tuple(each for each in parameters if each not in LOADERS),
                )
            )
            return function

        return register

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def values_of(entry: Entry, given: Mapping[str, Any], record: HasSubject | None) -> dict[str, Any]:
    """The parameters of a page's function."""
    values: dict[str, Any] = {name: str(given[name]) for name in entry.rest}
    if entry.record is not None:
        values[entry.record] = record
    return values

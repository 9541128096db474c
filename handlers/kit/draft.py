"""The draft: what a chat has been told and nobody has written down yet; each part of it belongs to one conversation."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from storage.accounts import Account

Value = TypeVar("Value", bound=str | int | list[Any] | dict[str, Any])

_NAMES: set[str] = set()


class Part(Generic[Value]):
    """One conversation's part of every draft, under a name that no other has.

    It is made once, at the top of its module: ``THEM = Part("them", dict)``. What lies in it is JSON data of one kind;
    something of another kind, left by another version of the program, counts as nothing.

    Raises:
        ValueError: another part has that name.
    """

    def __init__(self, name: str, kind: type[Value]) -> None:
        if name in _NAMES:
            raise ValueError(f"two parts of the draft are called {name}")
        _NAMES.add(name)
        self.name = name
        self.kind = kind


class Draft:
    """A chat's draft within one turn. While a screen is drawn it can only be read."""

    __slots__ = ("_account", "is_read_only")

    def __init__(self, account: Account) -> None:
        self._account = account
        self.is_read_only = False

    def get(self, part: Part[Value]) -> Value | None:
        """What lies in that part; ``None`` where nothing does."""
        value = self._account.draft.get(part.name)
        return value if isinstance(value, part.kind) else None

    def keep(self, part: Part[Value], value: Value) -> None:
        """Let this lie in that part from now on."""
        self._may_change()
        self._account.draft = {**self._account.draft, part.name: value}

    def drop(self, *parts: Part[Any]) -> None:
        """Forget what lies in these parts."""
        self._may_change()
        names = {part.name for part in parts}
        self._account.draft = {name: value for name, value in self._account.draft.items() if name not in names}

    def clear(self) -> None:
        """Forget everything."""
        self._may_change()
        self._account.draft = {}

    def _may_change(self) -> None:
        if self.is_read_only:
            raise RuntimeError("a route that shows must not change the draft; one that does may, and lead to it")


NAMED = Part[list[Any]]("named", list)  # ids of the persons found by the last full name and birth year that were typed

"""Proving the record: the log, the rows it tells of, and the anchors, looked at together in one reading.

What is proved and what not, and to whom: docs/audit.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from storage import anchors, audit, replay
from storage.anchors import Anchor
from storage.kit.proof import FORMS, fingerprint, reader
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction

BEGUN = "record.begun"  # what was here before rows were told


class Kind(StrEnum):
    """What can be wrong with a row that the log proves."""

    CHANGED = "changed"  # it holds something else than the log says
    VANISHED = "vanished"  # the log tells of it, and it is not there
    UNTOLD = "untold"  # the log knows nothing of it
    RETURNED = "returned"  # the log says that it was deleted


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that stands otherwise than the log says. ``n``: the line that told of it last, 0 where none did."""

    table: str
    key: str
    kind: Kind
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What looking at the whole record found.

    Attributes:
        chains: accounts whose chain of lines does not hold.
        is_anchored: whether there is any anchor. The program takes the first before it writes, so one is missing else.
        rows: rows that differ from what the log says.
        stories: declarations whose story in the log cannot have happened, or ends otherwise than they stand.
        registrations: those that the log tells otherwise than they stand.
        anchors: anchors that the log does not lead to any more, or that somebody else has made.
        lines: how many lines the log has.
        since: since when every row is proved; before, only the chains of lines. ``None``: from the beginning.
    """

    chains: tuple[audit.Break, ...]
    is_anchored: bool
    rows: tuple[Difference, ...]
    stories: tuple[int, ...]
    registrations: tuple[int, ...]
    anchors: tuple[Anchor, ...]
    lines: int
    since: datetime | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.is_anchored and not (self.chains or self.rows or self.stories or self.registrations or self.anchors)


Told = dict[str, tuple[str | None, int]]  # by row: its fingerprint, none if it was deleted; and the line that told it


def look(tx: Transaction) -> Findings:
    """Look at everything: each line of the log, each row that is proved, each anchor."""
    chains = audit.Chains(tx)
    roots = anchors.Roots(tx)
    told: Told = {}
    since, n = None, 0
    for line in audit.lines(tx):
        chains.take(line)
        roots.take(line)
        for row, print_ in (line.rows or {}).items():
            told[row] = (print_, line.n)
        if line.code == BEGUN:
            since = line.at
        n += 1
    return Findings(
        chains=chains.breaks(tx.key),
        is_anchored=not (tx.key and n) or anchors.last(tx) is not None,
        rows=tuple(_differences(tx, told)),
        stories=tuple(replay.differing(tx)),
        registrations=tuple(replay.unregistered(tx)),
        anchors=roots.broken(tx.key),
        lines=n,
        since=since,
    )


def _differences(tx: Transaction, told: Told) -> Iterator[Difference]:
    """Rows that are not as the log says; what is left of ``told`` afterwards has vanished."""
    for name, forms in FORMS.items():
        table = metadata.tables[name]
        columns = list(dict.fromkeys(column for each in forms.values() for column in each))
        rows = tx.connection.execute(select(table.c.id, *(table.c[column] for column in columns)))
        for row in rows:
            print_, n = told.pop(f"{name}:{row.id}", ("", 0))
            if print_ is None:
                yield Difference(name, str(row.id), Kind.RETURNED, n)
            elif not print_:
                if name != "accounts" or row.person_id is not None:  # a chat that is nobody's yet
                    yield Difference(name, str(row.id), Kind.UNTOLD, n)
            elif not _fits(print_, name, row):
                yield Difference(name, str(row.id), Kind.CHANGED, n)
    for row_key, (print_, n) in told.items():
        if print_ is not None:
            gone_from, _, gone = row_key.partition(":")
            yield Difference(gone_from, gone, Kind.VANISHED, n)


def _fits(print_: str, table: str, row: Any) -> bool:
    """Whether a row is still the one whose fingerprint this is, by the form in which it was told."""
    form = print_[0]
    return form in FORMS[table] and print_ == fingerprint(form, reader(table, form)(row))


class Holds(StrEnum):
    """Whether the record of the day of an anchor still holds."""

    WHOLE = "whole"
    ERASED = "erased"  # it does, but for details that were erased by law since
    BROKEN = "broken"
    UNKNOWN = "unknown"  # no moment of the log has this code


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the record of an anchor.

    Attributes:
        holds: whether it still holds.
        at: when the anchor was taken; where only its code is left, when the last line was written that it covers.
        n: the last line that it covers.
        emptied: how many of its lines have lost their details since, by law.
        breaks: the accounts, and the lines, that are not as they were.
        states: how many declarations were in which state on that day, as the log tells it.
    """

    holds: Holds
    at: datetime | None = None
    n: int = 0
    emptied: int = 0
    breaks: tuple[audit.Break, ...] = ()
    states: Mapping[str, int] | None = None


def held(tx: Transaction, code: str) -> Verdict:
    """Whether the record is still what it was when this code was printed.

    The code alone says which moment is meant: every line of the log leads to one root, and the code is of that root. So
    it can be asked even where the anchors themselves were deleted or forged.
    """
    wanted = anchors.plain(code)
    chains = audit.Chains(tx)
    roots = anchors.Roots(tx)
    found: tuple[int, datetime | None] | None = (0, None) if roots.code == wanted else None
    for line in audit.lines(tx):
        chains.take(line)
        roots.take(line)
        if found is None and roots.code == wanted:
            found = (line.n, line.at)
    kept = anchors.of_code(tx, wanted)
    if found is None:
        if kept is None:
            return Verdict(Holds.UNKNOWN)
        breaks = tuple(each for each in chains.breaks(tx.key) if each.n <= kept.upto)
        return Verdict(Holds.BROKEN, kept.at, kept.upto, breaks=breaks)
    n, at = found
    breaks = tuple(each for each in chains.breaks(tx.key) if 0 < each.n <= n)
    emptied = sum(each <= n for each in chains.emptied)
    return Verdict(
        holds=Holds.BROKEN if breaks else Holds.ERASED if emptied else Holds.WHOLE,
        at=at if kept is None else kept.at,
        n=n,
        emptied=emptied,
        breaks=breaks,
        states=_states(tx, n),
    )


def _states(tx: Transaction, n: int) -> Mapping[str, int]:
    """How many declarations were in which state after a line."""
    stories: list[Any] = [each.state for each in replay.told(tx, upto=n).values() if not isinstance(each, str)]
    return Counter(state.value for state in stories if state is not None)

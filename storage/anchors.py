"""Anchors: the whole log up to a moment as twelve characters that can be printed and kept by others.

Every line leads from one root to the next: the SHA-256 over the root before and the line's own link. An anchor keeps
the root of a moment, sealed with the secret key, and its code: the first sixty bits of the root. A line that is
changed, cut out, put in or moved behind the program's back leads to other roots from there on, so the code on a printed
sheet is never found again.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, insert, select, text, update

from storage.audit import Line
from storage.entry_codes import ALPHABET
from storage.kit import proof
from storage.kit.rows import Columns
from storage.kit.tables import anchors, audit
from storage.kit.transaction import Transaction, without_audit

LENGTH = 12
GROUP = 4
_BITS = 5  # of a character
START = bytes(32)  # the root of an empty log


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The log as it was at a moment. ``upto``: its last line then; ``code``: what is printed of it, without groups."""

    id: int
    at: datetime
    upto: int
    root: str
    code: str
    seal: str

    @property
    def printed(self) -> str:
        """The code as people read it: "ABCD-EFGH-JKLM"."""
        return "-".join(self.code[i : i + GROUP] for i in range(0, LENGTH, GROUP))


ANCHOR = Columns(
    Anchor,
    id=anchors.c.id,
    at=anchors.c.at,
    upto=anchors.c.upto,
    root=anchors.c.root,
    code=anchors.c.code,
    seal=anchors.c.seal,
)
_ALL = select(*ANCHOR.columns).order_by(anchors.c.id)
_LAST = select(*ANCHOR.columns).order_by(anchors.c.id.desc()).limit(1)
_OF_CODE = select(*ANCHOR.columns).where(anchors.c.code == bindparam("code")).order_by(anchors.c.id).limit(1)
_LINKS = (
    select(audit.c.n, audit.c.hash)
    .where(audit.c.n > bindparam("after"), audit.c.n <= bindparam("upto"))
    .order_by(audit.c.n)
    .limit(bindparam("limit"))
)


def code_of(root: bytes) -> str:
    """The twelve characters that are printed of a root."""
    number = int.from_bytes(root[:8]) >> (64 - LENGTH * _BITS)
    return "".join(ALPHABET[number >> (_BITS * i) & 31] for i in reversed(range(LENGTH)))


def plain(code: str) -> str:
    """A code as it was typed, without what only groups it: "abcd-efgh jklm"."""
    return "".join(each for each in code.upper() if each in ALPHABET)


def next_root(root: bytes, link: str) -> bytes:
    """The root after one more line, whose link is given."""
    return hashlib.sha256(root + bytes.fromhex(link)).digest()


def last(tx: Transaction) -> Anchor | None:
    """The anchor that was taken last."""
    row = tx.connection.execute(_LAST).one_or_none()
    return None if row is None else ANCHOR.read(row)


def printed_last(tx: Transaction) -> str | None:
    """The code of the last anchor as people read it, if any was taken."""
    found = last(tx)
    return None if found is None else found.printed


def of_code(tx: Transaction, code: str) -> Anchor | None:
    """The anchor of a code (:func:`plain`), the first if the log stood still."""
    row = tx.connection.execute(_OF_CODE, {"code": code}).one_or_none()
    return None if row is None else ANCHOR.read(row)


def settled(tx: Transaction) -> int:
    """The last line of the log, with none before it that may still come: no turn is under way while this looks."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
    return int(tx.connection.execute(select(func.coalesce(func.max(audit.c.n), 0))).scalar_one())


def links(tx: Transaction, after: int, upto: int, *, limit: int) -> list[tuple[int, str]]:
    """The next lines behind one, by number, with their links."""
    rows = tx.connection.execute(_LINKS, {"after": after, "upto": upto, "limit": limit})
    return [(row.n, row.hash) for row in rows]


@without_audit("it is over the log itself")
def keep(tx: Transaction, before: Anchor | None, upto: int, root: bytes) -> Anchor:
    """Keep the root of the log up to a line. If another was kept since ``before``, that is the one."""
    if tx.connection.dialect.name == "postgresql":  # one after the other: each is sealed to the one before
        tx.connection.execute(text("LOCK TABLE anchors IN SHARE ROW EXCLUSIVE MODE"))
    now = last(tx)
    if now is not None and (before is None or now.id != before.id) and now.upto >= upto:
        return now
    taken = Anchor(id=0, at=tx.now, upto=upto, root=root.hex(), code=code_of(root), seal="")
    taken = replace(taken, seal=_seal(tx.key, taken, now))
    row = {name: value for name, value in asdict(taken).items() if name != "id"}
    key = tx.connection.execute(insert(anchors).returning(anchors.c.id), row).scalar_one()
    return replace(taken, id=key)


def _seal(key: bytes, anchor: Anchor, before: Anchor | None) -> str:
    """The seal on an anchor: on what it says, and on the one before, so that none can be taken out between others."""
    said = f"{'' if before is None else before.seal} {anchor.at.astimezone(UTC).isoformat()} {anchor.root}"
    return proof.seal(key, 0, anchor.upto, said)  # no account has the number 0


@without_audit("it is over the log itself")
def seal_anew(tx: Transaction, former: bytes) -> None:
    """Seal with the key of today what the one before sealed, up to the first that fits it not: that is found."""
    before: Anchor | None = None
    again: Anchor | None = None
    for each in [ANCHOR.read(row) for row in tx.connection.execute(_ALL)]:
        if not tx.key or each.seal != _seal(former, each, before):
            return
        before, again = each, replace(each, seal=_seal(tx.key, each, again))
        tx.connection.execute(update(anchors).where(anchors.c.id == each.id).values(seal=again.seal))


TOLD = "anchor.told"


def claim_telling(tx: Transaction, year: int, anchor: Anchor) -> bool:
    """Take the right to tell everybody this year's anchor: True once a year, and that is on record."""
    told = select(audit.c.n).where(audit.c.subject == f"anchors:{year}", audit.c.code == TOLD).limit(1)
    if tx.connection.execute(told).first() is not None:
        return False
    tx.audit(TOLD, f"anchors:{year}", {"code": anchor.code})
    return True


class Roots:
    """Follows the root from line to line, and looks at each anchor when its line has come."""

    def __init__(self, tx: Transaction) -> None:
        self._kept = [ANCHOR.read(row) for row in tx.connection.execute(_ALL)]
        self._waiting = sorted(self._kept, key=lambda each: -each.upto)
        self._broken: list[Anchor] = []
        self._root = START
        self._look(0)

    @property
    def code(self) -> str:
        """What would be printed now."""
        return code_of(self._root)

    def take(self, line: Line) -> None:
        """The next line, in the order of the database."""
        self._look(line.n - 1)  # an anchor may end where lines were cut out since
        self._root = next_root(self._root, line.hash)
        self._look(line.n)

    def _look(self, n: int) -> None:
        while self._waiting and self._waiting[-1].upto <= n:
            anchor = self._waiting.pop()
            if (anchor.root, anchor.code) != (self._root.hex(), self.code):
                self._broken.append(anchor)

    def broken(self, key: bytes) -> tuple[Anchor, ...]:
        """After the last line: the anchors that the log does not lead to, or with the ``key``, that it did not seal."""
        before = [None, *self._kept]
        forged = [
            each
            for each, former in zip(self._kept, before, strict=False)
            if key and each.seal != _seal(key, each, former)
        ]
        found = {each.id: each for each in (*self._broken, *self._waiting, *forged)}
        return tuple(found[each] for each in sorted(found))

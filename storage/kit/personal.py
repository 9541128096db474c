"""What each table says of the people in it: what it holds, who erases it, how long it is kept, where one sees it.

The record stands in the table's ``info["personal"]``. Erasure, the daily sweep, "my data" and
docs/data-protection.md are tested against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Table

from locales.format import VIETNAM, year_of

NOTHING: Mapping[str, str] = MappingProxyType({})
NOBODY = "nobody"  # erases it: every column that holds something stays, each with its reason
SHOWN = "my data"
IN_COPIES = "in each copy of the database, until the operator deletes the copy"
IN_NO_COPY = "in no backup: its rows are left out of each copy of the database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long rows are kept. With ``after`` or ``report_years`` a daily sweep drops or empties what is older."""

    words: str
    after: timedelta | None = None
    report_years: int | None = None

    @property
    def ends(self) -> bool:
        """Whether time alone ends it."""
        return self.after is not None or self.report_years is not None

    def before(self, now: datetime) -> datetime:
        """What is older than this moment is past its term."""
        if self.after is not None:
            return now - self.after
        if self.report_years is not None:
            return datetime(year_of(now) - self.report_years + 1, 1, 1, tzinfo=VIETNAM)
        raise ValueError(f"{self.words}: no time ends it")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Not in "my data", and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """A table with personal data.

    Attributes:
        holds: what it holds of a person, in plain words.
        about: the columns that say whose a row is: foreign keys, or the key of ``people`` and ``accounts`` itself.
        only: a condition on the rows that are a person's own, where the table has others, too.
        erased_by: the function of :mod:`storage.erasure` that erases it, or :data:`NOBODY`.
        kept: how long.
        shown: :data:`SHOWN`, or why it is not.
        stays: columns that keep a value after an erasure, and by what right. None of them holds the person's words.
        words_stay: columns that may keep a person's words or name, and by what right.
        roster_keeps: columns that stay where the commune's roster knows the person, and by what right.
        names: columns that lead to another person who is named in "my data": they act in office, or are known anyway.
        untold: columns that are not in "my data", and why. All others are.
        backup: what becomes of it in backups.
    """

    holds: str
    about: tuple[str, ...]
    erased_by: str
    kept: Term
    shown: str | Hidden
    only: str = ""
    stays: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    words_stay: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    roster_keeps: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    names: tuple[str, ...] = ()
    untold: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    backup: str = IN_COPIES


@dataclass(frozen=True, slots=True)
class NotPersonal:
    """A table without personal data, and why there is none."""

    reason: str
    kept: Term | None = None


def because(reason: str, *columns: str) -> dict[str, str]:
    """Several columns that stay for one reason."""
    return dict.fromkeys(columns, reason)


def said_of(table: Table) -> Personal | NotPersonal:
    """What a table says of the people in it. Raises ``KeyError`` where it says nothing."""
    said: Personal | NotPersonal = table.info["personal"]
    return said


UPDATES = Term(words="7 days", after=timedelta(days=7))  # messengers repeat an update for a day at most
GUESSES = Term(words="2 days", after=timedelta(days=2))  # the longest wait is a day
FILES = Term(words="7 days", after=timedelta(days=7))
RECEIVED = Term(words="24 hours", after=timedelta(hours=24))
MESSAGES = Term(words="30 days after they went out, or could not", after=timedelta(days=30))
VISITS = Term(words="30 days after the person was told", after=timedelta(days=30))
JOININGS = Term(words="90 days after it was asked", after=timedelta(days=90))
IMPORTS = Term(words="30 days after the file came", after=timedelta(days=30))
CODES = Term(words="30 days after they ended", after=timedelta(days=30))
DESK = Term(words="30 days after it was asked for", after=timedelta(days=30))
BACKUPS = Term(words="400 days", after=timedelta(days=400))
SCREENS = Term(words="10 minutes on an open screen; the next sweep deletes it", after=timedelta(minutes=10))
CHATS = Term(
    words="whose it is: two report years after its last use; where nobody joined from the web, 30 days",
    after=timedelta(days=30),
)
BLOTTING = Term(words="minutes, until the last text with the name in it was gone through")
LOOKS = Term(words="two report years", report_years=2)
ANSWERS = Term(words="two report years; after that only numbers", report_years=2)
LINKS = Term(words="two report years after they were last used", report_years=2)
PEOPLE = Term(
    words="on the roster: as long as the commune counts the person; else two report years after they were last active",
    report_years=2,
)
COUNTED = Term(words="as long as the commune counts the person")
PROOF = Term(words="as long as the commune must be able to prove it")
RECORD = Term(words="as long as the commune's records of the year")

"""How the dossier of Thông tư 25 is handed in: the receiving body, the procedure, the last days, what a portal takes.

All of it is data (``submission.toml``), none of it checked against the paper: who shows it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from criteria import files
from criteria.model import Source
from criteria.parse import CriteriaError, Reader, toml
from locales.text import Message, T

NAME = "submission.toml"
LIMITS = ("most_file", "most_all", "longest_name")


@dataclass(frozen=True, slots=True)
class Portal:
    """What a public portal takes: bytes of one file and of all, letters of a file's name."""

    most_file: int
    most_all: int
    longest_name: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Where, by when and how a dossier goes.

    Attributes:
        receiver: the body that receives it; ``receiver_source`` says how sure that is.
        procedure: its number among the public services.
        submit, recognise: (month, day) of the year after the assessed one.
    """

    receiver: Message
    receiver_source: Source
    procedure: str
    procedure_source: Source
    submit: tuple[int, int]
    submit_source: Source
    recognise: tuple[int, int]
    recognise_source: Source
    portal: Portal
    portal_source: Source

    def submit_by(self, year: int) -> date:
        """The last day for the dossier of an assessed year."""
        return date(year + 1, *self.submit)

    def recognise_by(self, year: int) -> date:
        """The day by which that year is recognised."""
        return date(year + 1, *self.recognise)

    @property
    def is_verified(self) -> bool:
        """Whether somebody has compared receiver and days with the paper."""
        return all(each.verified for each in (self.receiver_source, self.submit_source, self.recognise_source))


def parse_submission(text: str, name: str = NAME) -> Submission:
    """What a data file's text describes.

    Raises:
        CriteriaError: something is wrong; all problems are named.
    """
    data, reader = toml(text, name), Reader(text)
    reader.only(data, "receiver procedure submit recognise portal", "")
    parts = {key: reader.get(data, key, dict, "", {}) for key in ("receiver", "procedure", "submit", "recognise")}
    for key, keys in (("receiver", "name"), ("procedure", "number"), ("submit", "until"), ("recognise", "until")):
        reader.only(parts[key], f"{keys} source verified", f"{key}.")
    portal = reader.get(data, "portal", dict, "", {})
    reader.only(portal, " ".join((*LIMITS, "source", "verified")), "portal.")
    found = Submission(
        receiver=reader.words(parts["receiver"], "name", "receiver."),
        receiver_source=reader.source(parts["receiver"], "receiver."),
        procedure=reader.get(parts["procedure"], "number", str, "procedure.", ""),
        procedure_source=reader.source(parts["procedure"], "procedure."),
        submit=_day(reader, parts["submit"], "submit."),
        submit_source=reader.source(parts["submit"], "submit."),
        recognise=_day(reader, parts["recognise"], "recognise."),
        recognise_source=reader.source(parts["recognise"], "recognise."),
        portal=Portal(
            *(reader.get(portal, key, int, "portal.", 1) for key in ("most_file", "most_all", "longest_name"))
        ),
        portal_source=reader.source(portal, "portal."),
    )
    if reader.problems:
        raise CriteriaError(name, reader.problems)
    return found


def _day(reader: Reader, data: Mapping[str, Any], path: str) -> tuple[int, int]:
    """(month, day), of any year."""
    table = reader.get(data, "until", dict, path, {"month": 1, "day": 1})
    month, day = (reader.get(table, part, int, f"{path}until.", 1) for part in ("month", "day"))
    try:
        date(2027, month, day)
    except ValueError:
        reader.fail(f"{path}until", T("Ngày {day}/{month} không có.", day=day, month=month), needle="until")
        return 1, 1
    return month, day


@lru_cache
def load() -> Submission:
    """What ships."""
    return parse_submission(files.text_of(NAME))

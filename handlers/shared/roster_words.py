"""The way back to a file with a list of people."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from locales.text import T
from storage.roster_imports import RosterImport


def to_file(file: RosterImport) -> Choice:
    """The way back to a file."""
    return Choice(T("Về tệp {file}", file=file.file_name), ways.roster_file(file.id), Look.WAY)

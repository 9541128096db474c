"""Figures of a year taken down and read again: the report and the table of a snapshot print exactly its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from acts.words.snapshot_words import kind_words, replaces_words
from handlers.commune.year_figures import year_figures
from locales.text import Words
from reports.figures_data import kept, read
from reports.year_figures import YearFigures
from storage import snapshots
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.snapshots import Snapshot


def papers_of(tx: Transaction, cycle: Cycle, account_id: int) -> Mapping[str, Any]:
    """All that papers print of the year as it is now, as data."""
    found = year_figures(tx, cycle.id, account_id, recounted=False)
    nameless = replace(found, basis=replace(found.basis, made_by=""))  # who took them stands in a row, not in the data
    data: Mapping[str, Any] = kept(nameless)
    return data


def figures_of(tx: Transaction, snapshot: Snapshot) -> YearFigures:
    """What papers print of a snapshot: its numbers, and above them which they are."""
    found = read(snapshot.papers)
    if not isinstance(found, YearFigures):
        raise TypeError(f"snapshot {snapshot.id} holds no figures of a year")
    basis = replace(found.basis, made_by=snapshot.taken_by)
    return replace(found, basis=basis, warnings=(*found.warnings, *_which(tx, snapshot)))


def _which(tx: Transaction, snapshot: Snapshot) -> tuple[Words, ...]:
    replaced = snapshots.last_sent(tx, snapshot.cycle_id, before=snapshot.id)
    if snapshot.kind is SnapshotKind.CORRECTION and replaced is not None:
        return kind_words(snapshot), replaces_words(replaced[1], snapshot.why)
    return (kind_words(snapshot),)

"""Figures of a year taken down and read again: the report and the table of a snapshot print exactly its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.commune.year_figures import year_figures
from locales.format import day_of
from locales.text import Day, T, Words
from reports.figures_data import kept, read
from reports.year_figures import YearFigures
from storage import snapshots
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.snapshots import Sending, Snapshot


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


def kind_words(snapshot: Snapshot) -> Words:
    """What the figures are, as offices say it."""
    day = Day(day_of(snapshot.as_of))
    match snapshot.kind:
        case SnapshotKind.PROVISIONAL:
            return T("Số liệu tạm tính ngày {day}", day=day)
        case SnapshotKind.FINAL:
            return T("Số liệu chốt ngày {day}", day=day)
        case SnapshotKind.CORRECTION:
            return T("Số liệu điều chỉnh ngày {day}", day=day)


def replaces_words(sent: Sending, why: str) -> Words:
    """That a report replaces one that was sent."""
    return T(
        "Báo cáo điều chỉnh, thay thế Báo cáo số {number} ngày {day}. Lý do: {why}",
        number=sent.number,
        day=Day(sent.sent_on),
        why=why,
    )

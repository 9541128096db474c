"""Recognising a title: the life of a decision, from a draft to what was signed. Recognised is who a signed one names.

The steps before a decision (a meeting, a posted list) are a commune's choice, after Nghị định 86/2023/NĐ-CP on "Gia
đình văn hoá"; the association's own forms for "Công dân học tập" were not found (design/PAPER.md 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class Paper(StrEnum):
    """Where a decision stands."""

    DRAFT = "draft"  # dự thảo: names come and go
    POSTED = "posted"  # đang niêm yết: the list hangs where everybody reads it
    SUBMITTED = "submitted"  # đã trình: no name comes any more, one can be struck
    ISSUED = "issued"  # đã ban hành: signed, with number and date
    REVOKED = "revoked"  # thu hồi
    DROPPED = "dropped"  # never signed


class Step(StrEnum):
    """What can be done to a decision."""

    POST = "post"
    SUBMIT = "submit"
    REOPEN = "reopen"  # back to a draft, before it is signed
    ISSUE = "issue"
    REVOKE = "revoke"
    DROP = "drop"


STEPS: Mapping[tuple[Paper, Step], Paper] = {
    (Paper.DRAFT, Step.POST): Paper.POSTED,
    (Paper.DRAFT, Step.SUBMIT): Paper.SUBMITTED,
    (Paper.POSTED, Step.SUBMIT): Paper.SUBMITTED,
    (Paper.POSTED, Step.REOPEN): Paper.DRAFT,
    (Paper.SUBMITTED, Step.REOPEN): Paper.DRAFT,
    (Paper.SUBMITTED, Step.ISSUE): Paper.ISSUED,
    (Paper.ISSUED, Step.REVOKE): Paper.REVOKED,
    (Paper.DRAFT, Step.DROP): Paper.DROPPED,
    (Paper.POSTED, Step.DROP): Paper.DROPPED,
    (Paper.SUBMITTED, Step.DROP): Paper.DROPPED,
}
LIVE = frozenset({Paper.DRAFT, Paper.POSTED, Paper.SUBMITTED, Paper.ISSUED})  # nobody stands on two such lists
BEFORE_SIGNED = frozenset({Paper.DRAFT, Paper.POSTED, Paper.SUBMITTED})

POSTING_DAYS = 10  # proposed: as long as Nghị định 86/2023/NĐ-CP has a list posted for another title; not verified


def after(paper: Paper, step: Step) -> Paper | None:
    """Where ``step`` leads, or ``None`` where it cannot be taken."""
    return STEPS.get((paper, step))


def last_day_posted(first: date, days: int = POSTING_DAYS) -> date:
    """The last day on which a list hangs that is posted on ``first``: that day counts."""
    return first + timedelta(days=days - 1)

"""A meeting about who is proposed: of a village, of the commune's council, or a list that a head signed without one.

Everybody whose result is reached stands as proposed; only the exceptions are written down. The procedure is a commune's
own choice, after Nghị định 86/2023/NĐ-CP on "Gia đình văn hoá" (design/PAPER.md 2); no form of the association's for
it was found.
"""

from __future__ import annotations

from enum import StrEnum

MOST_PRESENT = 5_000  # people at one meeting
SAMPLE = 5  # per cent of what was confirmed by a signed paper that an officer checks; office.md 4, can be changed


class MeetingKind(StrEnum):
    """Who met, or that nobody did."""

    VILLAGE = "village"  # họp xét
    SIGNED = "signed"  # no meeting: a list that the head signed on paper
    COUNCIL = "council"  # Hội đồng đánh giá of the commune, about one list


class MeetingState(StrEnum):
    """How far it is."""

    OPEN = "open"  # being written down
    HELD = "held"  # concluded: what it says holds
    DROPPED = "dropped"


class Mark(StrEnum):
    """What sets somebody apart from the others of a list."""

    DISCUSS = "discuss"  # cần bàn
    ABSENT = "absent"  # vắng: proposed all the same


class CouncilRole(StrEnum):
    """What somebody is in the council."""

    CHAIR = "chair"
    VICE = "vice"
    SECRETARY = "secretary"
    MEMBER = "member"


def is_proposed(mark: Mark | None, *, agreed: bool | None) -> bool:
    """Whether somebody is proposed: who was to be discussed, only once that was agreed."""
    return mark is not Mark.DISCUSS or agreed is True


def sample_size(confirmed: int, share: int) -> int:
    """How many of those confirmed by a signed paper are checked, at a share in per cent: rounded up, so never none."""
    return -(-confirmed * share // 100)

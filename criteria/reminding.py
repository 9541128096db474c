"""When somebody may be asked to declare: seldom, and never against their wish. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

BETWEEN = timedelta(days=3)  # two reminders of one person, whoever sends them


class Standing(StrEnum):
    """How far somebody is with this year's declaration, as a head asks about it."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"  # begun, not sent
    RETURNED = "returned"
    WAITING = "waiting"  # sent
    CONFIRMED = "confirmed"


TO_DO = (Standing.NOT_BEGUN, Standing.DRAFT, Standing.RETURNED)  # still something for the person to do


class Bar(StrEnum):
    """Why somebody is not reminded."""

    NOTHING_TO_DO = "nothing_to_do"
    UNWANTED = "unwanted"
    NO_CHAT = "no_chat"
    LATELY = "lately"


def bar(
    standing: Standing, *, reminded_at: datetime | None, unwanted: bool, by_chat: bool, now: datetime
) -> Bar | None:
    """What stands against reminding somebody now; ``None`` if nothing does."""
    if standing not in TO_DO:
        return Bar.NOTHING_TO_DO
    if unwanted:
        return Bar.UNWANTED
    if not by_chat:
        return Bar.NO_CHAT
    return Bar.LATELY if reminded_at is not None and now - reminded_at < BETWEEN else None

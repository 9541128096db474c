"""What became of a commune's dossier after it was handed in, and what can follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Handed(StrEnum):
    """What became of a dossier."""

    SENT = "sent"  # đã nộp
    ASKED = "asked"  # cơ quan nhận yêu cầu bổ sung
    RECOGNISED = "recognised"  # đã công nhận
    REFUSED = "refused"  # không công nhận


# What can be noted next; before anything is noted, that it was sent.
NEXT: Mapping[Handed | None, tuple[Handed, ...]] = {
    None: (Handed.SENT,),
    Handed.SENT: (Handed.ASKED, Handed.RECOGNISED, Handed.REFUSED),
    Handed.ASKED: (Handed.SENT, Handed.RECOGNISED, Handed.REFUSED),
    Handed.RECOGNISED: (),
    Handed.REFUSED: (Handed.SENT,),
}

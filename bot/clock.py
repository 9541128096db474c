"""The program's clock: the machine's, or, for tests and the demo, one that was moved and runs on."""

from __future__ import annotations

from datetime import datetime

from storage.kit.engine import Clock, utc_now


def moved_to(moment: datetime | None) -> Clock:
    """The machine's clock, moved so that it shows ``moment`` now and runs on from there; without one, as it is."""
    if moment is None:
        return utc_now
    by = moment - utc_now()
    return lambda: utc_now() + by

"""How long to wait before something is tried again: one rule, and one table of what it is used for."""

from __future__ import annotations

import random
from dataclasses import dataclass

chance = random.random  # from 0 on, below 1; tests put their own in its place


@dataclass(frozen=True, slots=True)
class Retry:
    """Twice as long after each failure, from ``first`` to ``longest`` seconds.

    Up to a quarter of a wait is left out by chance, so that what failed together is not tried together. Who was told by
    the other side how long to wait waits exactly so long.
    """

    first: float
    longest: float

    def wait(self, failures: int, asked: float | None = None) -> float:
        """Seconds until the next try, after so many failures (one or more)."""
        if asked is not None:
            return asked
        full = min(self.first * 2.0 ** min(failures - 1, 60), self.longest)
        return full * (1 - chance() / 4)


REPLY = Retry(1, 16)  # a reply that did not go out, in its chat's lane
DEBT = Retry(30, 600)  # a reply that stayed owed after its tries
DROUGHT = Retry(60, 600)  # one reply for a whole channel whose messages are used up
SET_UP = Retry(1, 60)  # a call without which a channel cannot serve
POLLING = Retry(1, 5)  # asking a messenger for updates
DATABASE = Retry(1, 1)  # a turn that found the database busy
NOTICE = Retry(2, 3600)  # a notice, by way of the outbox
PICTURE = Retry(5, 640)  # a picture that its channel could not give out

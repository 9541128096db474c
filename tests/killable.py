"""The real program, in a process that dies at a chosen moment: ``python -m tests.killable MOMENT N``.

MOMENT: "never", "before-commit" (the N-th turn has run, nothing is committed), "after-commit" (it has committed,
nobody knows yet), "before-reply" (it has committed and may be confirmed, the reply is about to be sent).
Settings come from the environment.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from bot import dispatch
from bot.app import App
from bot.channels import base
from bot.clock import moved_to
from bot.dispatch import Reply
from bot.render import Capabilities, Rendered
from bot.settings import Settings
from storage import accounts
from tests.frozen import FROZEN, stand_on


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(moment: str, n: int) -> None:
    """Let the process die at the N-th turn."""
    turns = 0

    def count() -> bool:
        nonlocal turns
        turns += 1
        return turns == n

    save = accounts.save
    inner_dispatch = dispatch.Dispatcher.dispatch
    rendered = base.render_reply

    def saved(*given: Any, **named: Any) -> None:  # the last thing that a turn does
        save(*given, **named)
        if moment == "before-commit" and count():
            die()

    async def dispatched(self: Any, event: Any) -> Any:
        reply = await inner_dispatch(self, event)
        if moment == "after-commit" and count():
            die()
        return reply

    def render(reply: Reply, can: Capabilities) -> Rendered:  # the first thing on a reply's way out
        if moment == "before-reply" and count():
            die()
        return rendered(reply, can)

    accounts.save = saved
    dispatch.Dispatcher.dispatch = dispatched  # type: ignore[method-assign]
    base.render_reply = render


async def main(moment: str, n: int) -> None:
    stand_on(FROZEN)
    arm(moment, n)
    settings = Settings()
    app = App(settings, moved_to(settings.clock))
    app.add_configured()
    await app.run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))

"""The real program, in a process that dies at a chosen moment: ``python -m tests.killable MOMENT N``.

MOMENT: "never", "before-commit" (the N-th turn has run, nothing is committed), "after-commit" (it has committed,
nobody knows yet), "before-reply" (it has committed and may be confirmed, the reply is about to be sent).
Settings come from the environment.

``python -m tests.killable nursery`` starts many, one after the other, each in the time that a fork takes: one for each
line of its input, a JSON object. There MOMENT may also be "anywhere": the N-th of all that can be counted, statements,
commits, turns, replies; from when it serves, or "at_once". Its process's id is written, and then how it ended.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.event import listen

from bot import dispatch
from bot.app import App
from bot.channels import base
from bot.clock import moved_to
from bot.dispatch import Dispatcher, Reply
from bot.logs import set_up
from bot.render import Capabilities, Rendered
from bot.retrying import Retry
from bot.settings import Settings
from handlers.all_routes import index
from handlers.kit.event import Event
from storage import accounts
from storage.kit import engine
from storage.kit.engine import Clock
from tests.conftest import MOMENT
from tests.frozen import FROZEN, stand_on


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm_anywhere(n: int) -> Callable[[], None]:
    """Let the process die at the N-th of all that can be counted, from when what is returned is called."""
    left = n
    is_serving = False

    def count(*_: Any) -> None:
        nonlocal left
        left -= is_serving
        if is_serving and left == 0:
            die()

    def serves() -> None:
        nonlocal is_serving
        is_serving = True

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            count()
            return function(*given, **named)

        return counted

    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
        listen(Engine, name, count)
    inner_dispatch = dispatch.Dispatcher.dispatch

    async def dispatched(self: Dispatcher, event: Event) -> Reply:
        count()
        reply = await inner_dispatch(self, event)
        count()
        return reply

    dispatch.Dispatcher.dispatch = dispatched  # type: ignore[method-assign]
    base.render_reply = around(base.render_reply)
    base.Receipts.sent = around(base.Receipts.sent)  # type: ignore[method-assign]
    return serves


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
    await serve(settings, moved_to(settings.clock), lambda: None)


async def serve(settings: Settings, clock: Clock, on_ready: Callable[[], None]) -> None:
    app = App(settings, clock)
    app.add_configured()
    await app.run(on_ready)


FAST = 300  # in the nursery a second is so many: what is done by the clock is done between two deaths


def fast_clock(started: float, moved: Path | None) -> Clock:
    """A clock that goes on from the death of one program to the start of the next.

    ``moved``: a file that says by how many seconds it is wrong.
    """
    return lambda: (
        MOMENT
        + timedelta(seconds=(time.time() - started) * FAST)
        + timedelta(seconds=float(moved.read_text() or 0) if moved is not None else 0)
    )


def hurry() -> None:
    """Wait for nothing longer than a test can."""
    set_up(as_json=False)
    engine.BUSY_SECONDS = 0.3
    base.OWED_AFTER = timedelta(seconds=0.5)
    vars(base).update(REPLY=Retry(0.05, 0.2), DEBT=Retry(0.5, 0.5))


def grow_up() -> None:
    """Read what a program reads while it starts and serves, so that its children need not."""
    for module in set(index().values()):
        importlib.import_module(module)
    for module in (
        "aiosqlite", "alembic.command", "bot.channels.telegram", "bot.channels.webchat.front", "bot.elsewhere",
        "bot.pages.page", "bot.web", "psycopg", "sqlalchemy.ext.asyncio", "storage.kit.migrate", "uvicorn.lifespan.off",
        "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite.aiosqlite", "uvicorn.loops.auto",
        "uvicorn.protocols.http.auto", "uvicorn.protocols.websockets.auto",
    ):  # fmt: skip
        importlib.import_module(module)


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


async def live(asked: dict[str, Any], started: float) -> None:
    """A child's life."""
    settings = Settings()
    if asked["moment"] != "anywhere":
        arm(asked["moment"], asked["n"])
        await serve(settings, moved_to(settings.clock), lambda: None)
        return
    hurry()
    serves = arm_anywhere(asked["n"])
    if asked["at_once"]:
        serves()
    await serve(settings, fast_clock(started, Path(asked["clock"]) if asked["clock"] else None), serves)


def nursery() -> None:
    stand_on(FROZEN)
    grow_up()
    started = time.time()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            os.environ.update(asked["environment"])
            with Path(os.environ.pop("LOG", os.devnull)).open("ab", buffering=0) as log:
                os.dup2(log.fileno(), 1)
                os.dup2(log.fileno(), 2)
            asyncio.run(live(asked, started))
            sys.exit()
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery()
    else:
        asyncio.run(main(sys.argv[1], int(sys.argv[2])))

"""The event loop on every system: how it is begun, and how it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any, TypeVar

Result = TypeVar("Result")
STOPPING = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Windows' own: Ctrl+Break, and a window that is closed


def run(work: Coroutine[Any, Any, Result], database: str) -> Result:
    """Run ``work`` to its end in a loop that the driver of ``database`` (its URL) can use."""
    with asyncio.Runner(loop_factory=loop_factory(database, sys.platform)) as runner:
        return runner.run(work)


def loop_factory(database: str, platform: str) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """How the loop is made; ``None``: as the system does. PostgreSQL's driver cannot use Windows' usual one."""
    if platform == "win32" and not database.startswith("sqlite"):
        return asyncio.SelectorEventLoop
    return None


@contextmanager
def stopped_by_signals(stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` in this loop when the system asks the program to end, as long as the body runs."""
    loop = asyncio.get_running_loop()
    undo = ExitStack()
    for number in (getattr(signal, name) for name in STOPPING if hasattr(signal, name)):
        try:
            loop.add_signal_handler(number, stop)
            undo.callback(loop.remove_signal_handler, number)
        except NotImplementedError:  # a loop on Windows: the handler runs between two instructions, so it only tells

            def tell(_number: int, _frame: FrameType | None) -> None:
                loop.call_soon_threadsafe(stop)

            undo.callback(signal.signal, number, signal.signal(number, tell))
    with undo:
        yield

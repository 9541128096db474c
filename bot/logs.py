"""Logging: structured, without secrets and without what people write."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog

_TOKEN = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{20,}")


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take bot tokens out of every value of a log line, wherever an address or an error carries one."""
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = _TOKEN.sub("<token>", value)
    return entry


class Unfailing:
    """A stream that costs a line of the log where its disk is full or nobody reads it any more, and nothing else."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Pass it on, if that is possible."""
        with suppress(OSError):
            self._stream.flush()


def set_up(*, as_json: bool) -> None:
    """Log to standard error, from here on."""
    steady = Unfailing(sys.stderr)
    finish: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # no local variables: they hold people's words
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            finish,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", steady)),
    )
    logging.basicConfig(level=logging.WARNING, stream=cast("TextIO", steady))
    for noisy in ("httpx", "aiohttp.access", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

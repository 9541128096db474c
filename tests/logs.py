"""How the tests log: as the program does, what went wrong without the local variables.

structlog's own default lays those out in colours, which takes a second for each error that a test provokes.
"""

from __future__ import annotations

import structlog


def log_plainly() -> None:
    """Log so from here on; also what a command under test has set up otherwise is taken back."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )

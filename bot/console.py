"""The terminal: Vietnamese on it whatever the system writes by itself, and whether somebody sits there."""

from __future__ import annotations

import io
import sys


def speak_vietnamese() -> None:
    """Write and read UTF-8, also into a pipe or a file: Windows uses the letters of its own language there."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def somebody_is_there() -> bool:
    """Whether questions can be asked: in and out are a terminal, not a service's or a script's."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))

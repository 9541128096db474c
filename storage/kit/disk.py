"""What disks of different systems let one do: names brought to the disk, files that somebody has open."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TRIES = 20
PAUSE = 0.05  # seconds: a file is read in far less
DENIED_FOR_GOOD = os.name == "posix"  # there it says that we may not; on Windows also that somebody reads it


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system opens a folder, and its file system can."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens none, and writes names down by itself
        return
    try:
        with suppress(OSError):  # not every file system of a USB disk can
            os.fsync(opened)
    finally:
        os.close(opened)


def put_in_place(half: Path, whole: Path) -> None:
    """Give a file its name, in the place of what has it. Windows lets nobody do so while somebody reads that.

    Raises:
        PermissionError: somebody still does after a second, or the folder is not ours.
    """
    _patiently(lambda: half.replace(whole))


def remove(path: Path) -> None:
    """Delete a file, if it is there. Windows lets nobody do so while somebody reads it.

    Raises:
        PermissionError: somebody still does after a second, or the folder is not ours.
    """
    _patiently(lambda: path.unlink(missing_ok=True))


def _patiently(act: Callable[[], object]) -> None:
    for _ in range(TRIES):
        try:
            act()
        except PermissionError:
            if DENIED_FOR_GOOD:
                raise
            time.sleep(PAUSE)
        else:
            return
    act()

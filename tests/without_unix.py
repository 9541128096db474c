"""The command on a computer without what only Unix has: ``python -m tests.without_unix run``.

Played on Unix itself: what Python's own library needs of it is brought in first, then it is taken away, and the loop
is one that handles no signals, as Windows' is. No folder can be opened as a file, a file that is open somewhere cannot
be replaced or deleted, there is no list of zones, and the console writes the letters of Western Europe. What it does
not play: paths with backslashes, Windows' own sockets, ``os.name``.
"""

from __future__ import annotations

import asyncio
import asyncio.subprocess
import builtins
import errno
import functools
import getpass
import importlib
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import zoneinfo
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

NEEDED_BY_PYTHON = (asyncio.subprocess, getpass, shutil, subprocess, tarfile, tempfile)  # they look before they leap
MODULES = ("fcntl", "grp", "pwd", "resource", "syslog", "readline", "termios", "tty", "pty", "uvloop", "crypt", "spwd")
# fmt: off
CALLS = [
    "chroot", "fchdir", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "getegid", "geteuid", "getgid",
    "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority", "getresgid", "getresuid", "getsid", "getuid",
    "initgroups", "killpg", "lchown", "link_fd", "lockf", "major", "makedev", "mkfifo", "mknod", "nice",
    "openpty", "pathconf", "pipe2", "posix_fadvise", "posix_fallocate", "posix_spawn", "posix_spawnp", "pread",
    "preadv", "pwrite", "pwritev", "readv", "register_at_fork", "sched_getaffinity", "sched_setaffinity",
    "sched_yield", "sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid", "setpriority", "setregid",
    "setresgid", "setresuid", "setreuid", "setsid", "setuid", "statvfs", "fstatvfs", "sync", "sysconf",
    "tcgetpgrp", "ttyname", "uname", "wait", "wait3", "wait4", "waitid", "writev", "chown", "O_CLOEXEC",
    "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "O_DSYNC",
]
# fmt: on
# fmt: off
SIGNALS = [
    "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1",
    "SIGUSR2", "alarm", "pause", "sigwait",
]
# fmt: on


class Loop(asyncio.SelectorEventLoop):
    """A loop as Windows has it: signals are none of its business, nor are Unix' sockets."""

    def add_signal_handler(  # type: ignore[override]
        self, sig: int, callback: Callable[..., object], *args: Any
    ) -> None:
        raise NotImplementedError

    def remove_signal_handler(self, sig: int) -> bool:
        raise NotImplementedError


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return Loop()


def take_away() -> None:
    """From here on Unix is gone."""
    importlib.import_module("multiprocessing.connection")
    _ask_the_disk_otherwise()
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in CALLS:
        if hasattr(os, name):
            delattr(os, name)
    for name in SIGNALS:
        if hasattr(signal, name):
            delattr(signal, name)
    socket.socketpair = functools.partial(socket.socketpair, socket.AF_UNIX)  # Windows has one of its own
    for name in ("AF_UNIX", "SO_REUSEPORT", "CMSG_LEN"):
        if hasattr(socket, name):
            delattr(socket, name)
    asyncio.set_event_loop_policy(Policy())
    zoneinfo.reset_tzpath(())
    sys.modules["tzdata"] = None  # type: ignore[assignment]
    _hold_open_files()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="cp1252", errors="strict")


def _ask_the_disk_otherwise() -> None:
    """Python asks Windows by a call of its own how much room there is."""
    statvfs, usage = os.statvfs, type(shutil.disk_usage("."))

    def disk_usage(path: Any) -> Any:
        found = statvfs(path)
        total, free = found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize
        return usage(total, total - free, free)

    shutil.disk_usage = disk_usage


def _hold_open_files() -> None:
    """A folder cannot be opened; what is open cannot be replaced or deleted."""
    opened: Counter[str] = Counter()
    os_open, os_replace, os_unlink, io_open = os.open, os.replace, os.unlink, io.open

    def real(path: Any) -> str:
        return os.path.realpath(os.fsdecode(path))

    def refuse(path: Any) -> None:
        if opened[real(path)]:
            raise PermissionError(errno.EACCES, "somebody has it open", os.fsdecode(path))

    def opening(path: Any, *given: Any, **named: Any) -> int:
        if Path(os.fsdecode(path)).is_dir():
            raise PermissionError(errno.EACCES, "a folder is no file", os.fsdecode(path))
        return os_open(path, *given, **named)

    def replacing(source: Any, target: Any, **named: Any) -> None:
        refuse(source)
        refuse(target)
        os_replace(source, target, **named)

    def unlinking(path: Any, **named: Any) -> None:
        refuse(path)
        os_unlink(path, **named)

    def file_opening(file: Any, *given: Any, **named: Any) -> Any:
        found = io_open(file, *given, **named)
        if isinstance(file, (str, bytes, os.PathLike)):
            name = real(file)
            opened[name] += 1
            close = found.close

            def closing() -> None:
                if not found.closed:
                    opened[name] -= 1
                close()

            try:
                found.close = closing
            except AttributeError:  # a raw file has no room for it
                opened[name] -= 1
        return found

    calls = {"open": opening, "replace": replacing, "rename": replacing, "unlink": unlinking, "remove": unlinking}
    for name, call in calls.items():
        setattr(os, name, call)
    builtins.open = io.open = file_opening


if __name__ == "__main__":
    take_away()
    from bot.cli import main
    from storage.kit import disk

    disk.DENIED_FOR_GOOD = False
    main()

"""Ports to listen on: of a block that this process alone has, however many workers and suites run beside each other."""

from __future__ import annotations

import functools
import itertools
import socket
from contextlib import suppress

FIRST, SIZE, BLOCKS = 20_000, 120, 100  # below the ports that systems give to connections by themselves
_numbers = itertools.count()


def free_port() -> int:
    """A port to listen on later: nobody else takes it meanwhile, no other worker or suite, no outgoing connection."""
    begins, _ = own_block()
    for number in itertools.islice(_numbers, SIZE):
        port = begins + 1 + number % (SIZE - 1)
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has only just ended is free
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"{SIZE} ports are taken: what a test starts, it must end")


@functools.cache
def own_block() -> tuple[int, socket.socket]:
    """Where the block of this process begins. It is this process's as long as it holds the first port of it."""
    for block in range(BLOCKS):
        claim = socket.socket()
        try:
            claim.bind(("127.0.0.1", FIRST + block * SIZE))
        except OSError:
            claim.close()
        else:
            claim.listen()  # what is only bound could be bound again
            return FIRST + block * SIZE, claim
    raise RuntimeError(f"{BLOCKS} processes test here")

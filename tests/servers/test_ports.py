"""Ports of the tests: nobody else gets them, and they come to an end only where nothing is let go of."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tests.ports import SIZE, free_port, own_block

ROOT = Path(__file__).parents[2]
SAYS = "from tests.ports import own_block; print(own_block()[0], flush=True); input()"


def test_another_process_has_another_block() -> None:
    mine, _ = own_block()
    command = [sys.executable, "-c", SAYS]
    others = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert all(each.stdout is not None for each in others)
    begins = [int(each.stdout.readline()) for each in others if each.stdout is not None]
    for each in others:
        each.communicate("\n")
    assert len({mine, *begins}) == 3


def test_a_port_that_somebody_listens_on_is_not_given_again() -> None:
    begins, _ = own_block()
    listening = []
    for _ in range(20):
        each = socket.create_server(("127.0.0.1", free_port()))
        listening.append(each)
    ports = {each.getsockname()[1] for each in listening}
    again = {free_port() for _ in range(SIZE)}
    for each in listening:
        each.close()
    assert len(ports) == 20
    assert again & ports == set()
    assert all(begins < port < begins + SIZE for port in ports | again)

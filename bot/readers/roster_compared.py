"""A file with a roster, read and compared with who is known: what the chat and the command line both show and take."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.readers.roster_file import compared, is_roster
from bot.readers.roster_understood import Asked, understood
from criteria.official_places import names as commune_names
from intake.listed import CommuneNames, ListedPlace, Understood
from locales.format import day_of
from storage import places, roster_imports
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.roster_imports import NewLine

KINDS = ("xã ", "phường ", "thị trấn ")
SMALL = 200_000  # bytes: what is read at once; a larger file is read by a process of its own, so that no turn waits


@dataclass(frozen=True, slots=True)
class Compared:
    """What was understood of a file, and its lines with what each means; none where it is no list of people."""

    found: Understood
    lines: list[NewLine]


def asked(
    tx: Transaction, commune_id: int, name: str, content: bytes, *, password: str, choices: Mapping[str, Any]
) -> Asked:
    """All that must be known to read a file of a commune's people.

    Args:
        tx: the transaction.
        commune_id: whose people they are.
        name: the file's.
        content: its bytes.
        password: of a protected file, else empty.
        choices: what was answered about it, as data.
    """
    commune = places.get(tx, commune_id)
    return Asked(
        name=name,
        content=content,
        password=password,
        today=day_of(tx.now),
        places=[listed_place(each) for each in places.villages(tx, commune.id)],
        communes=CommuneNames(commune.name, commune_names()),
        choices=choices,
    )


def listed_place(place: Place) -> ListedPlace:
    """A village as files name it; of two that share a name the old commune, without what it was called, tells which."""
    old = place.old_commune or ""
    kind = next((each for each in KINDS if old.startswith(each)), "")
    return ListedPlace(place.id, place.label, place.name, old.removeprefix(kind))


async def read_and_compare(database: Database, commune_id: int, file: Asked) -> Compared:
    """Understand a file and compare it with everybody of the commune, village by village, so that no turn waits long.

    Raises:
        intake.limits.FileError: it is nothing that can be read as a list.
    """
    found = await read_apart(file)
    if not is_roster(found):
        return Compared(found, [])
    known = [
        each for place in file.places for each in await database.read(partial(roster_imports.known, place_id=place.id))
    ]
    settled = await database.read(partial(roster_imports.settled_before, commune_id=commune_id))
    return Compared(found, await asyncio.to_thread(compared, found, known, settled))


async def read_apart(file: Asked) -> Understood:
    """Understand a file beside the turns: a small one in a thread, a larger one in a process of its own.

    Raises:
        intake.limits.FileError: it is nothing that can be read as a list.
    """
    if len(file.content) < SMALL:
        return await asyncio.to_thread(understood, file)
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return await loop.run_in_executor(pool, understood, file)

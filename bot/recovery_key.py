"""The recovery key: backups are encrypted to its public part, which the program keeps; the secret part is on paper.

An X25519 key of age (https://age-encryption.org). Typed by hand it is read with blanks, hyphens, small letters and
the letters that the alphabet lacks; one wrong character, or two that changed places, is put right by its checksum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyrage import IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

FILE = "recovery.pub"
PREFIX = "AGE-SECRET-KEY-1"
ALPHABET = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"  # of Bech32
LOOK_ALIKE = str.maketrans({"O": "0", "I": "L", "1": "L"})  # what people write for letters that look like them
LENGTH = 58
GROUP = 4


class NoKeyError(Exception):
    """What was typed, or stands in a file, is no recovery key."""


def make() -> Identity:
    """A new key."""
    return Identity.generate()


def keep_public(folder: Path, identity: Identity) -> None:
    """Keep the public part in the data folder, in place of an older one."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f"{FILE}.part"
    half.write_text(f"{identity.to_public()}\n", "ascii")
    half.replace(folder / FILE)


def public(folder: Path) -> Recipient | None:
    """The public part that the data folder keeps; ``None`` where there is none, or no good one."""
    try:
        return Recipient.from_str((folder / FILE).read_text("ascii").strip())
    except (OSError, ValueError, RecipientError):
        return None


def groups(identity: Identity) -> tuple[str, ...]:
    """The secret part as it is printed and typed: groups of four, without what all such keys begin with."""
    body = str(identity).removeprefix(PREFIX)
    return tuple(body[start : start + GROUP] for start in range(0, len(body), GROUP))


def read(text: str) -> Identity:
    """The key that somebody typed, or that a file holds, with whatever stands around it.

    Raises:
        NoKeyError: there is none in it.
    """
    plain = re.sub(r"[^0-9A-Z]", "", text.upper())
    beginning = re.sub(r"[^0-9A-Z]", "", PREFIX)
    _, found, behind = plain.partition(beginning)
    body = (behind[:LENGTH] if found else plain).translate(LOOK_ALIKE)
    for each in _near(body):
        try:
            return Identity.from_str(PREFIX + each)
        except IdentityError:
            continue
    raise NoKeyError(f"{len(body)} characters")


def _near(body: str) -> Iterator[str]:
    """What was typed, then everything that is one slip away from it."""
    yield body
    if len(body) != LENGTH:
        return
    for at in range(LENGTH):
        for letter in ALPHABET:
            yield f"{body[:at]}{letter}{body[at + 1 :]}"
    for at in range(LENGTH - 1):
        yield f"{body[:at]}{body[at + 1]}{body[at]}{body[at + 2 :]}"

"""Codes that are read aloud and copied by hand: how they are made and how they are written."""

from __future__ import annotations

import secrets

from storage import entry_codes
from storage.kit.transaction import Transaction

ALPHABET = entry_codes.ALPHABET
LENGTH = 8  # 10^12 codes: nobody guesses one before it expires
GROUP = 4


def new_code() -> str:
    """A fresh random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def free_code(tx: Transaction) -> str:
    """A random code that opens nothing yet: of a household, a clan, an event."""
    while True:
        code = new_code()
        if entry_codes.opened_by(tx, code) is None:
            return code


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud: "ABCD EFGH"; an older, shorter one as it was given out."""
    if len(code) != LENGTH:
        return code
    return " ".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))

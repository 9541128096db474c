"""Codes that are shown once, read aloud and copied by hand: how they are made and how they are written."""

from __future__ import annotations

import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1
LENGTH = 8  # 10^12 codes: nobody guesses one before it expires
GROUP = 4


def new_code() -> str:
    """A fresh random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud: "ABCD EFGH"."""
    return " ".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))

"""Codes that are shown once, read aloud and copied by hand: how they are made and how they are written."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from handlers.kit.context import Turn
from storage import entry_codes, outbox, sign_in_codes
from storage.kit.transaction import Transaction

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1
LENGTH = 8  # 10^12 codes: nobody guesses one before it expires
GROUP = 4
SHOWN = "code"  # in the draft: the sign-in code on the screen, so that drawing the screen again shows the same


def new_code() -> str:
    """A fresh random code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


SHORT_LENGTH = 6  # 10^9 codes, for what stays open: who guesses one finds a household, no secret


def free_code(tx: Transaction) -> str:
    """A short random code that opens nothing yet: of a household, a clan, an event."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(SHORT_LENGTH))
        if entry_codes.opened_by(tx, code) is None:
            return code


QR = "qr"  # the errand that makes a picture of a code


def ask_for_picture(turn: Turn, code: str, of: str) -> None:
    """Ask for the QR picture of a code; it is made outside the turn and arrives as a notice. ``of`` names it."""
    links = [*turn.links.to(code), *turn.links.doors]
    payload = {"report": QR, "place": of, "leads_to": links[0] if links else code}
    outbox.put(turn.tx, outbox.EXPORT, turn.account.id, payload, key=f"qr:{turn.account.id}")


def spaced(code: str) -> str:
    """A code in groups of four, as it is read aloud: "ABCD EFGH"."""
    return " ".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def sign_in_code(turn: Turn, person_id: int, lives: timedelta) -> tuple[str, datetime, bool]:
    """The code on this chat's screen that signs in a person, until when, and whether it was made just now."""
    shown = turn.account.draft.get(SHOWN, {})
    found = sign_in_codes.find(turn.tx, shown["code"]) if shown.get("for") == person_id else None
    if found is not None and found.is_open(turn.tx.now):
        return shown["code"], found.expires_at, False
    code, until = new_code(), turn.tx.now + lives
    sign_in_codes.make(turn.tx, code, person_id=person_id, made_by=turn.account.id, expires_at=until)
    turn.account.draft = {**turn.account.draft, SHOWN: {"for": person_id, "code": code}}
    return code, until, True

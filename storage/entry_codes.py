"""Codes that people type or scan: what each of them opens. No two things share a code."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, Table, select

from storage import sign_in_codes
from storage.kit.tables import clans, households, invites, learning_events, places
from storage.kit.transaction import Transaction

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # what codes are written in: no I, O, 0, 1


class WayIn(StrEnum):
    """What a code opens."""

    PLACE = "place"  # a village or a unit to join
    INVITE = "invite"  # a role
    SIGN_IN = "sign_in"  # one's own account on another telephone
    HOUSEHOLD = "household"
    CLAN = "clan"
    EVENT = "event"  # a class or a meeting: who types it was there


_TABLES: tuple[tuple[WayIn, Table, ColumnElement[str]], ...] = (
    (WayIn.PLACE, places, places.c.join_code),
    (WayIn.INVITE, invites, invites.c.code),
    (WayIn.HOUSEHOLD, households, households.c.join_code),
    (WayIn.CLAN, clans, clans.c.join_code),
    (WayIn.EVENT, learning_events, learning_events.c.code),
)


def opened_by(tx: Transaction, code: str) -> WayIn | None:
    """What a code opens (upper or lower case), used up or not; nothing for a code that nobody made."""
    tidy = code.strip().upper()
    for way, table, column in _TABLES:
        if tx.connection.execute(select(column).select_from(table).where(column == tidy).limit(1)).first() is not None:
            return way
    return WayIn.SIGN_IN if sign_in_codes.find(tx, tidy) is not None else None

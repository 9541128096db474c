"""What is made of the answers: the commune, its villages, the year, and the officer's invitation, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from acts.codes import spaced
from acts.inviting import LIVES, invite
from bot.commune_setup import act_as_operator, enter_commune
from bot.first_setup.answers import Answers
from criteria.policy import Role
from locales.format import year_of
from storage import places, roles
from storage.kit.transaction import Transaction
from storage.places import Place


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands now: the commune, its villages in their order, the officer's code and until when it works."""

    commune: Place
    villages: tuple[Place, ...]
    code: str
    until: datetime


def enter(tx: Transaction, answers: Answers) -> Entered:
    """Enter the commune and invite its officer, in this one transaction.

    Raises:
        SetupError: the commune is there already.
        ValueError: something was not said.
    """
    official, villages, contact = answers.commune, answers.villages, answers.contact
    if official is None or villages is None or contact is None:
        raise ValueError("not everything was said")
    commune = enter_commune(tx, official, year=year_of(tx.now), contact=contact, villages=villages)
    made = invite(tx, Role.OFFICER, commune.id, by=None, lives=LIVES)
    return Entered(commune, places.villages(tx, commune.id), made.code, made.expires_at)


@dataclass(frozen=True, slots=True)
class Standing:
    """A commune as it stands: its villages, how many officers, and codes of officers that still work."""

    commune: Place
    villages: tuple[Place, ...]
    officers: int
    open_codes: int


def standing(tx: Transaction) -> tuple[Standing, ...]:
    """All communes that are set up."""
    return tuple(
        Standing(
            commune,
            places.villages(tx, commune.id),
            sum(each.role is Role.OFFICER for each in roles.of_place(tx, commune.id)),
            sum(each.role is Role.OFFICER for each in roles.open_invites(tx, commune.id)),
        )
        for commune in places.communes(tx)
    )


def invite_again(tx: Transaction, commune: Place) -> str:
    """Another invitation for an officer, spaced as it is read; those before go on working."""
    act_as_operator(tx)
    return spaced(invite(tx, Role.OFFICER, commune.id, by=None).code)

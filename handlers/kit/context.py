"""What a handler gets: the turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from criteria.policy import Actor
from locales.catalog import Address, address_for
from locales.format import VIETNAM
from storage.accounts import Account
from storage.people import Person
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Links:
    """The ways in from outside, as far as they are set up: templates with ``{code}`` in them."""

    join: tuple[str, ...] = ()

    def to(self, code: str) -> tuple[str, ...]:
        """The links that carry a village's or an invitation's code."""
        return tuple(link.replace("{code}", code) for link in self.join)


@dataclass(slots=True)
class Turn:
    """One turn of one conversation: the transaction, and the account that speaks.

    ``account`` may be changed by handlers (language, draft, person); dispatch writes it back.
    """

    tx: Transaction
    account: Account
    links: Links = field(default_factory=Links)

    @property
    def actor(self) -> Actor:
        """The person behind the account, as the policy sees them."""
        return self.account.actor

    @property
    def person(self) -> Person:
        """The person who speaks. Only on routes whose action the policy refuses to nobody."""
        if self.account.person is None:
            raise RuntimeError("this route's action must be refused to an account without a person")
        return self.account.person

    @property
    def now(self) -> datetime:
        """The moment of this turn, in Viet Nam's time."""
        return self.tx.now.astimezone(VIETNAM)

    @property
    def address(self) -> Address:
        """How to speak to the person."""
        person = self.account.person
        return address_for(None if person is None else person.birth_year, self.now.year)

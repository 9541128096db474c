"""What a page gets: the visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from criteria.policy import Action, Actor, Subject, may
from locales.catalog import Address, address_for, catalog
from locales.format import day_of, in_vietnam
from locales.place_words import PlaceWords
from locales.text import Words
from storage import places
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.people import Person

MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One page asked for, or one form sent, by somebody who sits at the desk.

    Attributes:
        tx: the transaction; of a page that is only drawn the database refuses what would write.
        account: the chat that opened the desk; files that are asked for arrive there, too.
        person: whose it is.
        query: what stands behind the "?" of the address, the first of each name.
        form: what was sent; nothing where a page is drawn.
        file_at: makes of the hash of a file that was made for this chat the address where it is fetched.
        upload_at: makes of the code of an upload link the address where one file can be sent.
    """

    tx: Transaction
    account: Account
    person: Person
    query: Mapping[str, str]
    form: Mapping[str, str]
    file_at: Callable[[str], str]
    upload_at: Callable[[str], str]

    @property
    def actor(self) -> Actor:
        """The person as the policy sees them."""
        return self.account.actor

    def may(self, action: Action, subject: Subject | None = None) -> bool:
        """Whether they may; what stands on a page is asked about, too."""
        return may(self.actor, action, subject) is None

    @property
    def now(self) -> datetime:
        """The moment, in Viet Nam's time."""
        return in_vietnam(self.tx.now)

    @property
    def today(self) -> date:
        """The day that it is in Viet Nam."""
        return day_of(self.tx.now)

    @property
    def address(self) -> Address:
        """How to speak to them."""
        return address_for(self.person.age_in(self.today.year))

    @property
    def place_words(self) -> PlaceWords:
        """What their place, its head and its commune are called."""
        return places.words_to(self.tx, self.person, self.actor)

    def said(self, words: Words) -> str:
        """Words as they read them, for what is joined or drawn."""
        return catalog(self.account.language).render(words, self.address)

    @property
    def page(self) -> int:
        """Which page of a list is asked for, from 0; whatever is no number is the first."""
        said = self.query.get("trang", "")
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1
        return min(max(number, 1), MOST_PAGES) - 1

    def number(self, name: str) -> int | None:
        """A number of the form or of the address; ``None`` where there is none."""
        said = self.form.get(name) or self.query.get(name, "")
        return int(said) if said.isascii() and said.isdigit() and len(said) <= 15 else None

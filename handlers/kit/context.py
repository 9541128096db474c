"""What a handler gets: the turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime

from acts.way import Way
from criteria.policy import Actor
from handlers.kit.draft import NAMED, Draft
from handlers.kit.spelling import read_number
from locales.catalog import Address, address_for
from locales.format import day_of, in_vietnam
from locales.place_words import PlaceWords
from storage import guesses, places
from storage.accounts import Account
from storage.declaration_record import Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Links:
    """The ways in from outside, as far as they are set up.

    Attributes:
        join: templates with ``{code}`` in them.
        upload: makes of a code (:func:`acts.receiving.new_code`) the address of the page where its file can be sent.
        web: where people reach the pages; empty where only this computer does.
        desk: makes of a code the address that opens the desk in a browser; ``None``: none is served.
        certificates: what the address begins with where anybody checks a Giấy công nhận; empty without a public one.
    """

    join: tuple[str, ...] = ()
    upload: Callable[[str], str] | None = None
    web: str = ""
    desk: Callable[[str], str] | None = None
    certificates: str = ""

    def to(self, code: str) -> tuple[str, ...]:
        """The links that carry a code: who opens one need not type it."""
        return tuple(link.replace("{code}", code) for link in self.join if "{code}" in link)

    @property
    def doors(self) -> tuple[str, ...]:
        """The links that only lead to the chat: there the code must be typed."""
        return tuple(link for link in self.join if "{code}" not in link)


@dataclass(slots=True)
class Turn:
    """One turn of one conversation: the transaction, and the account that speaks.

    ``account`` and ``draft`` may be changed by routes that do; dispatch writes them back. ``terse``: messages
    are short on this channel, so a whole form is asked in one. ``part``: which part of the screen is asked for, where
    it is too long for one message. ``origin``: the address on the network, where the channel knows one.
    ``guessed_wrong``: whether a code was given that opens nothing, ``guessed_name``: a name that is known with a birth
    year that is not theirs; dispatch counts both. ``carries_files``: whether people can send files on this channel.
    ``budgets``: how many messages a month each channel's plan allows, of channels whose messages are counted.
    """

    tx: Transaction
    account: Account
    links: Links = field(default_factory=Links)
    _: KW_ONLY
    terse: bool = False
    part: int = 0
    origin: str = ""
    guessed_wrong: bool = False
    guessed_name: bool = False
    carries_files: bool = True
    budgets: Mapping[str, int] = field(default_factory=dict)
    draft: Draft = field(init=False)
    _came: Person | None = field(init=False)

    def __post_init__(self) -> None:
        self._came = self.account.person
        self.draft = Draft(self.account)

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """While the body runs nothing can be changed: not the database, not the draft."""
        self.draft.is_read_only = True
        try:
            with self.tx.reading():
                yield
        finally:
            self.draft.is_read_only = False

    @property
    def whence(self) -> tuple[str, ...]:
        """Where what is given comes from, as wrong codes are counted: the chat, and its address."""
        own = guesses.of_account(self.account.id)
        return (own, guesses.of_address(self.origin)) if self.origin else (own,)

    @property
    def actor(self) -> Actor:
        """The person behind the account, as the policy sees them."""
        named = self.draft.get(NAMED)
        return replace(self.account.actor, named=frozenset(named)) if named else self.account.actor

    @property
    def person(self) -> Person:
        """The person who speaks. Only on routes whose action the policy refuses to nobody."""
        if self.account.person is None:
            raise RuntimeError("this route's action must be refused to an account without a person")
        return self.account.person

    @property
    def commune_id(self) -> int:
        """The commune of the officer who speaks. Only on routes whose action the policy refuses to others."""
        return self.actor.commune_id

    @property
    def compact(self) -> bool:
        """Whether to ask a whole form in one message: the person wants it so, or the channel is short of messages."""
        return self.account.compact or self.terse

    def numbered(self, said: str) -> Way | None:
        """The route of the choice on the screen that a typed number names ("2", "hai")."""
        number = read_number(said)
        if number is None or number > len(self.account.choices):
            return None
        return Way(self.account.choices[number - 1])

    def speaker(self, person_id: int) -> Speaker:
        """Who speaks in this turn for that person, and by what right."""
        own = self.person.id
        consent = ConsentKind.SELF if person_id == own else self.account.speaks_for[person_id]
        return Speaker(self.account.id, own, consent)

    @property
    def now(self) -> datetime:
        """The moment of this turn, in Viet Nam's time."""
        return in_vietnam(self.tx.now)

    @property
    def today(self) -> date:
        """The day that it is in Viet Nam."""
        return day_of(self.tx.now)

    @property
    def year(self) -> int:
        """The year that it is in Viet Nam."""
        return self.today.year

    @property
    def address(self) -> Address:
        """How to speak to the person; to one whose chat was let go in this turn, as when they came."""
        person = self.account.person or self._came
        return address_for(None if person is None else person.age_in(self.year))

    @property
    def place_words(self) -> PlaceWords:
        """What the person's place, its head and its commune are called."""
        return places.words_to(self.tx, self.account.person or self._came, self.actor)

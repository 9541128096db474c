"""What other people must hear: the one way to leave a notice, and where it lands when no message gets there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from acts.choice import Choice
from locales.place_words import is_open, named
from locales.text import Words, to_data
from storage import accounts, outbox, places, roles, to_tell_in_person
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind


@dataclass(frozen=True, slots=True)
class Notice:
    """A text for somebody else, in their language when it is sent, and the ways to go on from there."""

    text: Words
    choices: tuple[Choice, ...] = ()

    def named(self, tx: Transaction, person_id: int) -> Notice:
        """The same notice, with what it leaves open of a place filled for that reader's."""
        if not any(map(is_open, (self.text, *(choice.label for choice in self.choices)))):
            return self
        place = places.words_for(tx, person_id)
        choices = tuple(replace(choice, label=named(choice.label, place)) for choice in self.choices)
        return Notice(named(self.text, place), choices)

    def to_data(self) -> dict[str, Any]:
        """As JSON data for the outbox, in the shape of a screen."""
        return {
            "text": to_data(self.text),
            "choices": [[to_data(each.label), each.route, each.look.value] for each in self.choices],
            "title": None,
            "file": None,
            "picture": False,
        }


def tell(
    tx: Transaction,
    person_id: int,
    notice: Notice,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
    supersedes: bool = False,
) -> bool:
    """Leave a notice for a person, on the channel they chose or used last, or with who speaks for them.

    Args:
        tx: the transaction.
        person_id: who must hear it.
        notice: what.
        key: of one key only one notice is on its way.
        due_at: not before that moment; at once without.
        supersedes: it takes the place of one of that key which nobody has seen.

    Returns:
        Whether a channel carries it; else it has landed where :func:`unreached` says.
    """
    notice = notice.named(tx, person_id)
    account_id = accounts.reachable(tx, person_id)
    if account_id is None:
        unreached(tx, person_id, notice.to_data(), key)
        return False
    if supersedes and key is not None:
        outbox.drop_waiting(tx, key)
        outbox.release(tx, key)
    outbox.put(tx, ErrandKind.NOTICE, account_id, notice.to_data(), person_id=person_id, key=key, due_at=due_at)
    return True


def tell_all(tx: Transaction, notices: Sequence[tuple[int, Notice]]) -> None:
    """Leave a notice for each of several people, as :func:`tell` does, in as many statements as for one."""
    told = [(person_id, notice.named(tx, person_id).to_data()) for person_id, notice in notices]
    ways = accounts.reachable_all(tx, [person_id for person_id, _ in told])
    outbox.put_all(tx, ErrandKind.NOTICE, [(ways[key][0], key, payload) for key, payload in told if key in ways])
    lost = [(key, payload) for key, payload in told if key not in ways]
    officers = roles.officers_among(tx, [key for key, _ in lost])
    to_tell_in_person.add_all(tx, [(key, payload) for key, payload in lost if key not in officers])


def tell_chat(tx: Transaction, account: Account, notice: Notice) -> None:
    """Leave a notice for this chat, whichever its person would be reached on: the answer to what they did there."""
    if account.person is not None:
        notice = notice.named(tx, account.person.id)
    outbox.put(tx, ErrandKind.NOTICE, account.id, notice.to_data())


def unreached(tx: Transaction, person_id: int, payload: dict[str, Any], key: str | None = None) -> None:
    """No channel reaches this person.

    A resident lands on the head's list of people to be told in person, a head on the officers'. An officer is named by
    ``hoctap doctor`` and counted at /health: nobody in the commune could tell them. A mere reminder lands nowhere.
    """
    if payload.get("file") is not None or outbox.is_reminder(key) or roles.is_officer(tx, person_id):
        return
    to_tell_in_person.add(tx, person_id, payload, matter=key)


def officers_out_of_reach(tx: Transaction) -> tuple[int, ...]:
    """The officers whom no channel reaches."""
    return tuple(person_id for person_id in roles.officers(tx) if accounts.reachable(tx, person_id) is None)

"""Speaking for somebody without a chat: from now on, with their agreement; who was declared for before hears of it."""

from __future__ import annotations

from acts.notices import Notice, tell
from locales.text import T, Words
from storage import accounts, declarations
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person


def was_declared_for(tx: Transaction, person: Person) -> bool:
    """Whether somebody has spoken for this person, in a chat or by a sheet: a name and a year open that to nobody."""
    return accounts.is_spoken_for(tx, person.id) or bool(declarations.of_person(tx, person.id))


def begin(tx: Transaction, account: Account, person: Person, consent: ConsentKind, *, version: str) -> None:
    """The account may declare for the person, who agreed to that version of the consent text."""
    if was_declared_for(tx, person):
        _tell(
            tx,
            account,
            person,
            T(
                "{by} vừa nhận khai hộ cho {name}. Nếu {name} không nhờ, {you} báo {head_label}.",
                by=_name(account.person),
                name=_name(person),
            ),
        )
    accounts.give_consent(tx, account, version=version, given=True, for_person=person)
    accounts.speak_for(tx, account, person, consent)


def asked_in_vain(tx: Transaction, account: Account, person: Person) -> None:
    """Somebody else asked to speak for who is declared for already, and was not let."""
    _tell(
        tx,
        account,
        person,
        T("{by} vừa hỏi để khai hộ cho {name}. Máy không cho, vì đã có người khai hộ.",
          by=_name(account.person), name=_name(person)),
    )  # fmt: skip


def _name(person: Person | None) -> str:
    return "–" if person is None else person.full_name or "–"


def _tell(tx: Transaction, account: Account, person: Person, words: Words) -> None:
    """Once for each who asks: through who speaks for them so far, else at their door; a head who asks stands there."""
    by = account.person
    reached = accounts.reachable(tx, person.id)
    if by is None or reached == account.id or (reached is None and account.actor.decides):
        return
    tell(tx, person.id, Notice(words), key=f"speaks:{person.id}:{by.id}")

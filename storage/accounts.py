"""Accounts: one chat on one channel, its place in the conversation, its consents and its person's roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from criteria.policy import Actor, Grant, Role
from storage.models import accounts, consents, grants, people
from storage.people import Person
from storage.transaction import GENESIS, Transaction


@dataclass(slots=True)
class Account:
    """One chat, as the current turn sees and changes it; :func:`save` writes it back."""

    id: int
    channel: str
    chat: str
    language: str
    consent: str | None
    route: str
    choices: list[str]  # the routes of what is on the screen, in the order of their numbers
    draft: dict[str, Any]
    audit_length: int
    audit_head: str
    person: Person | None
    grants: tuple[Grant, ...] = ()
    blocked: bool = False

    @property
    def actor(self) -> Actor:
        """This account's person as the policy sees them."""
        if self.person is None:
            return Actor()
        return Actor(self.person.id, self.person.household_id, self.grants)


_READ = (
    select(
        accounts.c.id,
        accounts.c.channel,
        accounts.c.chat,
        accounts.c.language,
        accounts.c.consent,
        accounts.c.route,
        accounts.c.choices,
        accounts.c.draft,
        accounts.c.audit_length,
        accounts.c.audit_head,
        accounts.c.blocked,
        people.c.id,
        people.c.place_id,
        people.c.household_id,
        people.c.full_name,
        people.c.birth_year,
        people.c.on_roster,
        grants.c.role,
        grants.c.place_id,
    )
    .select_from(
        accounts.outerjoin(people, people.c.id == accounts.c.person_id).outerjoin(
            grants, and_(grants.c.person_id == accounts.c.person_id, grants.c.revoked_at.is_(None))
        )
    )
    .order_by(grants.c.id)
)
_SELECT = _READ.with_for_update(of=accounts)
_BY_CHAT_UNLOCKED = _READ.where(accounts.c.channel == bindparam("channel"), accounts.c.chat == bindparam("chat"))
_BY_CHAT = _SELECT.where(accounts.c.channel == bindparam("channel"), accounts.c.chat == bindparam("chat"))
_BY_ID = _SELECT.where(accounts.c.id == bindparam("id"))
_NEW: dict[str, Any] = {
    "language": "vi",
    "consent": None,
    "route": "home",
    "choices": [],
    "draft": {},
    "blocked": False,
    "audit_length": 0,
    "audit_head": GENESIS,
}
_INSERTS = {
    "sqlite": sqlite.insert(accounts).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(accounts).on_conflict_do_nothing(),
}
_SAVE = (
    update(accounts)
    .where(accounts.c.id == bindparam("account"))
    .values(
        person_id=bindparam("person"),
        language=bindparam("lang"),
        consent=bindparam("agreed"),
        route=bindparam("at_route"),
        choices=bindparam("shown"),
        draft=bindparam("drafted"),
        owed=bindparam("owes"),
        blocked=False,
        seen_at=bindparam("seen"),
        audit_length=bindparam("length"),
        audit_head=bindparam("head"),
    )
)
_SENT = (
    update(accounts).where(accounts.c.id == bindparam("account"), accounts.c.owed == bindparam("was")).values(owed=None)
)
_OWED = select(accounts.c.id, accounts.c.owed).where(
    accounts.c.channel == bindparam("channel"),
    accounts.c.owed.is_not(None),
    accounts.c.seen_at < bindparam("before"),
)


def _account(rows: Sequence[Any]) -> Account:
    row = rows[0]
    person = None if row[11] is None else Person(*row[11:17])
    held = tuple(Grant(Role(each[17]), each[18]) for each in rows if each[17] is not None)
    return Account(
        id=row[0],
        channel=row[1],
        chat=row[2],
        language=row[3],
        consent=row[4],
        route=row[5],
        choices=list(row[6]),
        draft=dict(row[7]),
        audit_length=row[8],
        audit_head=row[9],
        blocked=row[10],
        person=person,
        grants=held,
    )


def lock(tx: Transaction, channel: str, chat: str) -> Account:
    """The account of a chat, made if it is new, locked until the commit; the transaction acts as it."""
    tx.save_chain()  # it may be this account's own, lengthened earlier in this transaction
    key = {"channel": channel, "chat": chat}
    rows = tx.connection.execute(_BY_CHAT, key).all()
    if not rows:
        tx.connection.execute(_INSERTS[tx.connection.dialect.name], {**_NEW, **key, "seen_at": tx.now})
        rows = tx.connection.execute(_BY_CHAT, key).all()
    account = _account(rows)
    tx.act_as(account.id, account.audit_length, account.audit_head)
    return account


def find(tx: Transaction, channel: str, chat: str) -> Account | None:
    """The account of a chat as it is, if there is one; for reading."""
    rows = tx.connection.execute(_BY_CHAT_UNLOCKED, {"channel": channel, "chat": chat}).all()
    return _account(rows) if rows else None


def load(tx: Transaction, account_id: int) -> Account | None:
    """An account by its id, locked; nobody acts as it."""
    rows = tx.connection.execute(_BY_ID, {"id": account_id}).all()
    return _account(rows) if rows else None


def save(tx: Transaction, account: Account, *, owed: str | None) -> None:
    """Write the conversation back, with the update whose reply is owed, and the end of its audit chain."""
    chain = tx.chain
    if chain is None or chain.account_id != account.id:
        raise RuntimeError("the account that is saved is not the one that acts")
    tx.connection.execute(
        _SAVE,
        {
            "account": account.id,
            "person": None if account.person is None else account.person.id,
            "lang": account.language,
            "agreed": account.consent,
            "at_route": account.route,
            "shown": account.choices,
            "drafted": account.draft,
            "owes": owed,
            "seen": tx.now,
            "length": chain.length,
            "head": chain.head,
        },
    )
    chain.dirty = False


def replies_sent(tx: Transaction, sent: Sequence[tuple[int, str]]) -> None:
    """Note that the replies owed to these (account, update) have gone out, unless a newer one is owed by now."""
    tx.connection.execute(_SENT, [{"account": account, "was": owed} for account, owed in sent])


def replies_owed(tx: Transaction, channel: str, before: Any) -> list[tuple[int, str]]:
    """(account, update) of turns committed before that moment whose reply is not known to be sent."""
    rows = tx.connection.execute(_OWED, {"channel": channel, "before": before})
    return [(account, owed) for account, owed in rows]


def give_consent(tx: Transaction, account: Account, *, version: str, given: bool) -> None:
    """Record a yes or a no to the consent text of ``version``, with time, channel and language."""
    tx.connection.execute(
        insert(consents),
        {
            "account_id": account.id,
            "version": version,
            "given": given,
            "language": account.language,
            "channel": account.channel,
            "at": tx.now,
        },
    )
    account.consent = version if given else None
    tx.audit("consent.given" if given else "consent.refused", f"account:{account.id}", {"version": version})


def bind_person(tx: Transaction, account: Account, person: Person) -> None:
    """From now on this account speaks for ``person``."""
    account.person = person
    tx.audit("account.bound", f"account:{account.id}", {"person": person.id})


def latest_of(tx: Transaction, person_id: int) -> int | None:
    """The account that a person used last and has not blocked: where notices go."""
    return tx.connection.execute(
        select(accounts.c.id)
        .where(accounts.c.person_id == person_id, ~accounts.c.blocked)
        .order_by(accounts.c.seen_at.desc(), accounts.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def mark_blocked(tx: Transaction, account_id: int) -> None:
    """The person has blocked us on this channel; the next message from them lifts it."""
    tx.connection.execute(update(accounts).where(accounts.c.id == account_id).values(blocked=True))


def count(tx: Transaction) -> int:
    """How many accounts there are."""
    return int(tx.connection.execute(select(func.count()).select_from(accounts)).scalar_one())

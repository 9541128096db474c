"""Accounts: one chat on one channel, its place in the conversation, its consents and its person's roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, literal, or_, select, union_all, update
from sqlalchemy.dialects import postgresql, sqlite

from criteria.policy import Actor, Former, Grant, Tie
from locales.text import Words, to_data, words_from_data
from storage import inbox, ties
from storage.kit.locking import Locking
from storage.kit.rows import ELSEWHERE, AnyRow, Columns, through
from storage.kit.tables import Utc, accounts, audit, consents, files, grants, outbox, people, proxies, shown_once
from storage.kit.transaction import GENESIS, Transaction, without_audit
from storage.kit.words import ConsentKind, ErrandState
from storage.people import PERSON, Person


@dataclass(slots=True, kw_only=True)
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
    audit_seal: str
    seen_at: datetime  # of the turn before this one
    person: Person | None
    grants: tuple[Grant, ...] = ()
    tied: Mapping[int, Tie] = field(default_factory=dict)  # on whom somebody else decides; only of who has a role
    formerly: tuple[Former, ...] = ()  # roles that have ended
    blocked: bool = False
    preferred: bool = False  # the person wants notices here
    compact: bool = False  # the person answers a whole form in one message
    speaks_for: dict[int, ConsentKind] = field(default_factory=dict)  # other persons by id, and how each consented
    offers: tuple[tuple[Words, str], ...] = ()  # choices of the last notice where none can be pressed: label, route
    handled: list[str] = field(default_factory=list)  # its last updates (storage.inbox)
    is_repeated: bool = False  # the update that it was locked for was handled before

    def forget(self) -> None:
        """This chat is nobody's any more."""
        self.person, self.consent, self.draft, self.speaks_for, self.grants = None, None, {}, {}, ()
        self.formerly, self.tied = (), {}
        self.preferred = self.compact = False

    @property
    def actor(self) -> Actor:
        """This account's person as the policy sees them."""
        if self.person is None:
            return Actor()
        return Actor(
            self.person.id,
            self.person.household_id,
            self.grants,
            frozenset(self.speaks_for),
            self.formerly,
            self.tied,
        )


def _offers(data: Iterable[tuple[Any, str]]) -> tuple[tuple[Words, str], ...]:
    return tuple((words_from_data(label), route) for label, route in data)


ACCOUNT = Columns(
    Account,
    id=accounts.c.id,
    channel=accounts.c.channel,
    chat=accounts.c.chat,
    language=accounts.c.language,
    consent=accounts.c.consent,
    route=accounts.c.route,
    choices=through(accounts.c.choices, list),
    draft=through(accounts.c.draft, dict),
    audit_length=accounts.c.audit_length,
    audit_head=accounts.c.audit_head,
    audit_seal=accounts.c.audit_seal,
    seen_at=accounts.c.seen_at,
    person=PERSON.if_any("id"),
    grants=ELSEWHERE,  # these four are of several rows
    tied=ELSEWHERE,
    formerly=ELSEWHERE,
    speaks_for=ELSEWHERE,
    blocked=accounts.c.blocked,
    preferred=accounts.c.preferred,
    compact=accounts.c.compact,
    offers=through(accounts.c.offers, _offers),
    handled=through(accounts.c.handled, list),
    is_repeated=ELSEWHERE,
)
_READ = (
    select(
        *ACCOUNT.columns,
        grants.c.role,
        grants.c.place_id.label("role_place_id"),
        grants.c.until.label("role_until"),
        grants.c.revoked_at.label("role_revoked_at"),
        proxies.c.person_id.label("speaks_for_id"),
        proxies.c.consent.label("spoken_consent"),
    )
    .select_from(
        accounts.outerjoin(people, people.c.id == accounts.c.person_id)
        .outerjoin(grants, grants.c.person_id == accounts.c.person_id)
        .outerjoin(proxies, and_(proxies.c.account_id == accounts.c.id, proxies.c.ended_at.is_(None)))
    )
    .order_by(grants.c.id, proxies.c.id)
)
_BY_CHAT = _READ.where(accounts.c.channel == bindparam("channel"), accounts.c.chat == bindparam("chat"))
_BY_ID = _READ.where(accounts.c.id == bindparam("id"))
_LOCK_BY_CHAT = Locking(_BY_CHAT.add_columns(inbox.IS_PUT_AWAY.label("is_put_away")), accounts)
_LOCK_BY_ID = Locking(_BY_ID, accounts)
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
        handled=bindparam("knows"),
        preferred=bindparam("wanted"),
        compact=bindparam("short"),
        blocked=False,
        seen_at=bindparam("seen"),
        audit_length=bindparam("length"),
        audit_head=bindparam("head"),
        audit_seal=bindparam("seal"),
    )
)
_SENT = (
    update(accounts).where(accounts.c.id == bindparam("account"), accounts.c.owed == bindparam("was")).values(owed=None)
)
_UNSHOWN = (
    update(accounts)
    .where(accounts.c.id == bindparam("account"), accounts.c.owed == bindparam("was"))
    .values(owed=None, choices=[])
)
_OWED = select(accounts.c.id, accounts.c.owed).where(
    accounts.c.channel == bindparam("channel"),
    accounts.c.owed.is_not(None),
    accounts.c.seen_at < bindparam("before"),
)


def _account(tx: Transaction, rows: Sequence[AnyRow]) -> Account:
    """The account of its rows: one for each role its person holds or held, and each person it speaks for."""
    account = ACCOUNT.read(rows[0])
    held: dict[Grant, None] = {}
    formerly: dict[Former, None] = {}
    for row in rows:
        if row.speaks_for_id is not None:
            account.speaks_for[row.speaks_for_id] = row.spoken_consent
        if row.role is None:
            continue
        ends = (moment for moment in (row.role_until, row.role_revoked_at) if moment is not None)
        ended_at = min(ends, default=None)
        if ended_at is None or ended_at > tx.now:
            held[Grant(row.role, row.role_place_id)] = None
        else:
            formerly[Former(row.role, row.role_place_id, ended_at)] = None
    account.grants, account.formerly = tuple(held), tuple(formerly)
    if account.person is not None and account.actor.decides:
        account.tied = ties.of_decider(tx, account.person.id)
    return account


class UnknownChatError(LookupError):
    """There is no such chat, or it has another id by now."""


@without_audit("bookkeeping of the conversation")
def lock(tx: Transaction, channel: str, chat: str, *, begins: bool = True, update: str = "") -> Account:
    """The account of a chat, made if it is new, locked until the commit; the transaction acts as it.

    ``update``: what came from there. If it is a new one, it counts as handled once the account is saved.

    Raises:
        UnknownChatError: it is new, and ``begins`` is false.
    """
    tx.save_chain()  # it may be this account's own, lengthened earlier in this transaction
    key = {"channel": channel, "chat": chat}
    rows = _LOCK_BY_CHAT.rows(tx, {**key, "update": update})
    if not rows:
        if not begins:
            raise UnknownChatError(channel)
        tx.connection.execute(_INSERTS[tx.connection.dialect.name], {**_NEW, **key, "seen_at": tx.now})
        rows = _LOCK_BY_CHAT.rows(tx, {**key, "update": update})
    account = _account(tx, rows)
    account.is_repeated = rows[0].is_put_away or update in account.handled
    if update and not account.is_repeated:
        account.handled = inbox.noted(tx, channel, account.handled, update)
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    return account


def find(tx: Transaction, channel: str, chat: str) -> Account | None:
    """The account of a chat as it is, if there is one; for reading."""
    rows = tx.connection.execute(_BY_CHAT, {"channel": channel, "chat": chat}).all()
    return _account(tx, rows) if rows else None


MOVES = timedelta(minutes=10)  # for which a chat's former id is known: what is under way with it is told to come again


@without_audit("bookkeeping of the conversation")
def move(tx: Transaction, account: Account, chat: str) -> None:
    """The chat has another id from now on. With the one before nothing can be done any more."""
    tx.connection.execute(
        update(accounts)
        .where(accounts.c.id == account.id)
        .values(chat=chat, former_chat=account.chat, former_until=tx.now + MOVES)
    )
    account.chat = chat


_MOVED = select(accounts.c.id).where(
    accounts.c.channel == bindparam("channel"),
    accounts.c.former_chat == bindparam("chat"),
    accounts.c.former_until > bindparam("now", type_=Utc()),
)


def has_moved(tx: Transaction, channel: str, chat: str) -> bool:
    """Whether a chat had this id until a short while ago."""
    return tx.connection.execute(_MOVED, {"channel": channel, "chat": chat, "now": tx.now}).first() is not None


def load(tx: Transaction, account_id: int) -> Account | None:
    """An account by its id, locked; nobody acts as it."""
    rows = _LOCK_BY_ID.rows(tx, {"id": account_id})
    return _account(tx, rows) if rows else None


def load_unlocked(tx: Transaction, account_id: int) -> Account | None:
    """An account by its id as it is; for reading."""
    rows = tx.connection.execute(_BY_ID, {"id": account_id}).all()
    return _account(tx, rows) if rows else None


@without_audit("bookkeeping of the conversation")
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
            "knows": account.handled,
            "wanted": account.preferred,
            "short": account.compact,
            "seen": tx.now,
            "length": chain.length,
            "head": chain.head,
            "seal": tx.seal,
        },
    )
    chain.dirty = False


@without_audit("bookkeeping of the conversation")
def keep_draft(tx: Transaction, account: Account) -> None:
    """Write the draft of an account that was loaded with its lock, and nothing else of the conversation."""
    tx.connection.execute(update(accounts).where(accounts.c.id == account.id).values(draft=account.draft))


@without_audit("bookkeeping of the conversation")
def heard(tx: Transaction, account: Account) -> None:
    """Somebody wrote what is not for us: they are there, and nothing else changes."""
    values = {"seen_at": tx.now, "blocked": False, "handled": account.handled}
    tx.connection.execute(update(accounts).where(accounts.c.id == account.id).values(values))


@without_audit("bookkeeping of the conversation")
def replies_sent(tx: Transaction, sent: Sequence[tuple[int, str]]) -> None:
    """Note that the replies owed to these (account, update) have gone out, unless a newer one is owed by now."""
    tx.connection.execute(_SENT, [{"account": account, "was": owed} for account, owed in sent])


@without_audit("bookkeeping of the conversation")
def replies_unshown(tx: Transaction, unshown: Sequence[tuple[int, str]]) -> None:
    """Note that these (account, update) will never see their reply: it is owed no more, nor were its choices seen."""
    tx.connection.execute(_UNSHOWN, [{"account": account, "was": owed} for account, owed in unshown])


def replies_owed(tx: Transaction, channel: str, before: Any) -> list[tuple[int, str]]:
    """(account, update) of turns committed before that moment whose reply is not known to be sent."""
    rows = tx.connection.execute(_OWED, {"channel": channel, "before": before})
    return [(row.id, row.owed) for row in rows]


def count_owed(tx: Transaction, before: datetime, *, channels: Collection[str] | None = None) -> int:
    """How many accounts, of these channels or of all, wait since before that moment for a reply not known as sent."""
    waiting = select(func.count()).where(accounts.c.owed.is_not(None), accounts.c.seen_at < before)
    if channels is not None:
        waiting = waiting.where(accounts.c.channel.in_(channels))
    return int(tx.connection.execute(waiting).scalar_one())


def give_consent(
    tx: Transaction, account: Account, *, version: str, given: bool, for_person: Person | None = None
) -> None:
    """Record a yes or a no to the consent text of ``version``, with time, channel and language.

    ``for_person``: what somebody else said and this account passes on; it is not the account's own consent.
    """
    tx.write(
        insert(consents),
        {
            "account_id": account.id,
            "person_id": None if for_person is None else for_person.id,
            "version": version,
            "given": given,
            "language": account.language,
            "channel": account.channel,
            "at": tx.now,
        },
    )
    details = {"version": version}
    if for_person is None:
        account.consent = version if given else None
        tx.audit("consent.given" if given else "consent.refused", f"account:{account.id}", details)
    else:
        tx.audit("consent.passed_on", f"person:{for_person.id}", details)


def bind_person(tx: Transaction, account: Account, person: Person) -> None:
    """From now on this account is ``person``'s own. Who spoke for them so far need not any more."""
    account.person = person
    tx.write(update(people).where(people.c.id == person.id).values(claimed_at=tx.now))
    tx.write(
        update(proxies).where(proxies.c.person_id == person.id, proxies.c.ended_at.is_(None)).values(ended_at=tx.now)
    )
    tx.tell(accounts, account.id, (person.id,))
    tx.audit("account.bound", f"account:{account.id}", {"person": person.id})


def speak_for(tx: Transaction, account: Account, person: Person, consent: ConsentKind) -> None:
    """From now on this account may declare for ``person``, too; ``consent`` says how they agreed."""
    tx.write(
        insert(proxies),
        {"account_id": account.id, "person_id": person.id, "consent": consent, "given_at": tx.now},
    )
    account.speaks_for[person.id] = consent
    tx.audit("proxy.given", f"person:{person.id}", {"account": account.id, "consent": consent})


def is_spoken_for(tx: Transaction, person_id: int) -> bool:
    """Whether somebody has ever declared for this person, or may: nobody else takes that over by a name and a year."""
    told = select(proxies.c.id).where(proxies.c.person_id == person_id).limit(1)
    return tx.connection.execute(told).first() is not None


def stop_speaking_for(tx: Transaction, account: Account, person_id: int) -> None:
    """This account speaks for that person no more."""
    tx.write(
        update(proxies)
        .where(proxies.c.account_id == account.id, proxies.c.person_id == person_id, proxies.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )
    account.speaks_for.pop(person_id, None)
    tx.audit("proxy.ended", f"person:{person_id}", {"account": account.id})


@dataclass(frozen=True, slots=True)
class Seat:
    """One of a person's accounts, as they and their head may know it: no chat ids."""

    id: int
    channel: str
    seen_at: datetime
    preferred: bool
    blocked: bool


SEAT = Columns(
    Seat,
    id=accounts.c.id,
    channel=accounts.c.channel,
    seen_at=accounts.c.seen_at,
    preferred=accounts.c.preferred,
    blocked=accounts.c.blocked,
)
_NEWEST = (accounts.c.preferred.desc(), accounts.c.seen_at.desc(), accounts.c.id.desc())


def of_person(tx: Transaction, person_id: int) -> tuple[Seat, ...]:
    """A person's accounts: the one that gets notices first."""
    rows = tx.connection.execute(select(*SEAT.columns).where(accounts.c.person_id == person_id).order_by(*_NEWEST))
    return tuple(SEAT.read(row) for row in rows)


def has_chat(tx: Transaction, person_id: int) -> bool:
    """Whether a chat is the person's own now, one that takes no messages included; not one that was cut off."""
    own = select(accounts.c.id).where(accounts.c.person_id == person_id).limit(1)
    return tx.connection.execute(own).first() is not None


_WAYS = union_all(
    *(
        select(
            whose.label("person_id"), accounts.c.id, accounts.c.preferred, accounts.c.seen_at, literal(own).label("own")
        )
        .select_from(way)
        .where(whose.in_(bindparam("persons", expanding=True)), accounts.c.blocked.is_(False))
        for whose, way, own in (
            (accounts.c.person_id, accounts, True),
            (
                proxies.c.person_id,
                accounts.join(proxies, and_(proxies.c.account_id == accounts.c.id, proxies.c.ended_at.is_(None))),
                False,
            ),
        )
    )
)


def reachable_all(tx: Transaction, person_ids: Collection[int]) -> dict[int, list[int]]:
    """The accounts where notices to these people may go, by person, the best first; who has none is missing.

    The one chosen, else the one used last, that is not blocked; after those, the ones of who speaks for them.
    """
    if not person_ids:
        return {}
    rows = tx.connection.execute(_WAYS, {"persons": sorted(set(person_ids))}).all()
    found: dict[int, list[int]] = {}
    for row in sorted(rows, key=lambda row: (row.own, row.preferred, row.seen_at, row.id), reverse=True):
        found.setdefault(row.person_id, []).append(row.id)
    return found


def reachable(tx: Transaction, person_id: int, *, besides: Sequence[int] = ()) -> int | None:
    """The account where notices to a person go (:func:`reachable_all`). ``besides`` were tried already."""
    ways = reachable_all(tx, [person_id]).get(person_id, [])
    return next((way for way in ways if way not in besides), None)


def prefer(tx: Transaction, account: Account, account_id: int | None) -> None:
    """Notices to this account's person go to that one of their accounts; ``None``: to the one used last."""
    person = account.person
    if person is None:
        raise RuntimeError("an account without a person gets no notices")
    tx.connection.execute(
        update(accounts).where(accounts.c.person_id == person.id).values(preferred=accounts.c.id == account_id)
    )
    account.preferred = account.id == account_id
    tx.audit("account.preferred", f"person:{person.id}", {"account": account_id})


def cut_off(tx: Transaction, seat_id: int, person_id: int) -> bool:
    """That account is the person's no more: it forgets who it was and for whom it spoke. False if it was not theirs."""
    let_go = tx.write(
        update(accounts)
        .where(accounts.c.id == seat_id, accounts.c.person_id == person_id)
        .values(
            person_id=None, consent=None, route="home", choices=[], offers=[], draft={}, preferred=False, compact=False
        )
    )
    if not let_go:
        return False
    tx.write(
        update(proxies).where(proxies.c.account_id == seat_id, proxies.c.ended_at.is_(None)).values(ended_at=tx.now)
    )
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.account_id == seat_id, outbox.c.state == ErrandState.WAITING)
        .values(state=ErrandState.FAILED, key=None, done_at=tx.now)
    )
    tx.connection.execute(delete(files).where(files.c.account_id == seat_id))
    tx.connection.execute(delete(shown_once).where(shown_once.c.account_id == seat_id))
    tx.audit("account.cut_off", f"account:{seat_id}", {"person": person_id})
    tell_let_go(tx, seat_id)
    return True


LET_GO = "let go "  # begins what is woken by a chat that is nobody's any more, with the account's id


def tell_let_go(tx: Transaction, account_id: int) -> None:
    """This chat is nobody's any more: whoever shows it must hear of it after the commit."""
    tx.wakes.add(f"{LET_GO}{account_id}")


class Ended(StrEnum):
    """Why a chat that was somebody's is nobody's."""

    ERASED = "erased"  # the person wished to be forgotten
    LEFT = "left"  # from this chat itself
    CUT_OFF = "cut off"  # from elsewhere: the person's other phone, head, officer


def ended(tx: Transaction, account: Account) -> Ended | None:
    """Why this chat is nobody's, if it was somebody's; ``None`` for who is there, and for who never said who they are.

    The log says it, so it holds for whatever let the chat go, and whenever.
    """
    if account.person is not None:
        return None
    codes = ("account.bound", "account.cut_off")
    lines = tx.connection.execute(
        select(audit.c.code, audit.c.account_id, audit.c.at, audit.c.data)
        .where(audit.c.subject == f"account:{account.id}", audit.c.code.in_(codes))
        .order_by(audit.c.at, audit.c.seq)
    ).all()
    bound = [line for line in lines if line.code == "account.bound"]
    if not bound:
        return None
    erased = tx.connection.execute(
        select(audit.c.seq)
        .where(
            audit.c.subject == f"person:{bound[-1].data.get('person')}",
            audit.c.code == "person.erased",
            audit.c.at >= bound[-1].at,
        )
        .limit(1)
    ).first()
    if erased is not None:
        return Ended.ERASED
    cut = [line for line in lines if line.code == "account.cut_off"]
    return Ended.LEFT if cut and cut[-1].account_id == account.id else Ended.CUT_OFF


def leave(tx: Transaction, account: Account) -> None:
    """Let this chat go at its own wish; who never said who they are leaves nothing behind in it."""
    if account.person is not None:
        cut_off(tx, account.id, account.person.id)
    account.forget()
    account.route, account.choices = "home", []
    save(tx, account, owed=None)


@without_audit("bookkeeping of the conversation")
def offer(tx: Transaction, account_id: int, choices: Sequence[tuple[Words, str]]) -> None:
    """A notice went out where nothing can be pressed: its choices can be typed by their labels from now on."""
    tx.connection.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(offers=[[to_data(label), route] for label, route in choices])
    )


@without_audit("bookkeeping of the conversation")
def mark_blocked(tx: Transaction, account_id: int) -> None:
    """The person has blocked us on this channel; the next message from them lifts it."""
    tx.connection.execute(update(accounts).where(accounts.c.id == account_id).values(blocked=True))


def count(tx: Transaction) -> int:
    """How many accounts there are."""
    return int(tx.connection.execute(select(func.count()).select_from(accounts)).scalar_one())


def count_on(tx: Transaction, channel: str) -> int:
    """How many chats there are on a channel."""
    return int(tx.connection.execute(select(func.count()).where(accounts.c.channel == channel)).scalar_one())


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or no to the consent text; ``passed_on``: somebody else said it for the person."""

    version: str
    given: bool
    at: datetime
    passed_on: bool


def _ids_of(tx: Transaction, person_id: int) -> list[int]:
    """A person's chats. As a list: beside an OR, PostgreSQL goes through a whole table for a question in it."""
    return list(tx.connection.execute(select(accounts.c.id).where(accounts.c.person_id == person_id)).scalars())


def consents_of(tx: Transaction, person_id: int) -> tuple[Consent, ...]:
    """What a person agreed to, on their chats or through others, the oldest first."""
    theirs = _ids_of(tx, person_id)
    own = and_(consents.c.person_id.is_(None), consents.c.account_id.in_(theirs))
    rows = tx.connection.execute(
        select(consents.c.version, consents.c.given, consents.c.at, consents.c.person_id)
        .where(or_(own, consents.c.person_id == person_id))
        .order_by(consents.c.id)
    )
    return tuple(Consent(row.version, row.given, row.at, row.person_id is not None) for row in rows)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody may declare, or might once, for somebody else."""

    speaker: str
    meant: str
    consent: ConsentKind
    given_at: datetime
    ended_at: datetime | None


_speaker, _meant = people.alias("speaker"), people.alias("meant")
SPOKEN = Columns(
    Spoken,
    speaker=through(_speaker.c.full_name, str, null=""),
    meant=_meant.c.full_name,
    consent=proxies.c.consent,
    given_at=proxies.c.given_at,
    ended_at=proxies.c.ended_at,
)


def proxies_of(tx: Transaction, person_id: int) -> tuple[Spoken, ...]:
    """Who speaks, or spoke, for a person, and for whom they do; with the names."""
    theirs = _ids_of(tx, person_id)
    rows = tx.connection.execute(
        select(*SPOKEN.columns)
        .join_from(proxies, accounts, accounts.c.id == proxies.c.account_id)
        .join(_meant, _meant.c.id == proxies.c.person_id)
        .outerjoin(_speaker, _speaker.c.id == accounts.c.person_id)
        .where(or_(proxies.c.person_id == person_id, proxies.c.account_id.in_(theirs)))
        .order_by(proxies.c.id)
    )
    return tuple(SPOKEN.read(row) for row in rows)

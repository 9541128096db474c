"""Recognising: who a signed decision names is recognised, some at a time, and hears of it; revoking takes it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from acts import meeting, ways
from acts.choice import Choice
from acts.notices import Notice, tell
from criteria.declaration import Move, State
from criteria.model import Standing
from criteria.parse import title_name
from criteria.recognition import Paper, Step, last_day_posted
from criteria.year import YearStep
from locales.format import day_of
from locales.text import Day, T, Verbatim, Words, lines
from storage import cycles, decisions, declarations, outbox, recognition
from storage.accounts import Account
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.recognition import Name, RecognitionList, Signed

AT_ONCE = 100  # people of one transaction: some forty milliseconds in which nobody else writes
NOT_CONFIRMED = "không còn xác nhận"  # why somebody falls off a list by themselves: on record, in the office's language
REVOKED = "thu hồi quyết định"


@dataclass(frozen=True, slots=True)
class RecognitionErrand:
    """The job in the outbox that recognises everybody on a signed list, or takes that back after it was revoked."""

    list_id: int

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"recognition": self.list_id}

    @classmethod
    def decode(cls, payload: object) -> RecognitionErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"recognition": int(key)}:
                return cls(key)
        return None


def post(tx: Transaction, found: RecognitionList, first: date, last: date | None = None) -> RecognitionList | None:
    """The list hangs from one day to another; without a last day as long as is proposed. ``None``: it cannot be."""
    until = last_day_posted(first) if last is None else last
    if until < first:
        return None
    return recognition.step(tx, found, Step.POST, posted_from=first, posted_to=until)


def submit(tx: Transaction, found: RecognitionList) -> RecognitionList | None:
    """No name comes any more. ``None``: it cannot be; an objection is not answered, nobody is on it, or a step that

    the commune chose for the year was not taken: a meeting, posting, the council.
    """
    if must_be_posted(tx, found) or meeting.missing(tx, found):
        return None
    if recognition.open_objections(tx, found.id) or not recognition.counts(tx, found.id):
        return None
    return recognition.step(tx, found, Step.SUBMIT, submitted_at=tx.now)


def must_be_posted(tx: Transaction, found: RecognitionList) -> bool:
    """Whether the commune chose for this year that lists are posted, and this one has not been."""
    cycle = cycles.load(tx, found.cycle_id)
    return found.state is Paper.DRAFT and cycle is not None and YearStep.POSTING in cycle.settings.steps


def may_be_signed(cycle: Cycle, title: str) -> bool:
    """Whether a paper that recognises may be made: the commune has chosen its rules, and they are not made up."""
    return not cycle.is_training and cycle.standing(title) is not Standing.PROPOSED


def reopen(tx: Transaction, found: RecognitionList) -> RecognitionList | None:
    """A list that nobody has signed is a draft again."""
    return recognition.step(tx, found, Step.REOPEN, submitted_at=None, posted_from=None, posted_to=None)


def drop(tx: Transaction, found: RecognitionList) -> RecognitionList | None:
    """A list that nobody has signed is given up: who stands on it can be put on another."""
    dropped = recognition.step(tx, found, Step.DROP, ended_at=tx.now)
    if dropped is not None:
        recognition.let_go(tx, found.id)
    return dropped


def strike(tx: Transaction, name: Name, *, why: str, by: int) -> bool:
    """Take a name off a list that nobody has signed, for a reason; false where that has happened, or it is signed."""
    found = recognition.get(tx, name.list_id, lock=True)
    now = recognition.name(tx, name.id)
    if now is None or not found.is_before_signed or now.struck_why is not None:
        return False
    recognition.strike(tx, now, why=why, by=by)
    return True


def put_back(tx: Transaction, name: Name) -> bool:
    """Put a name back that was struck from a list that was not submitted yet; false where it cannot be."""
    found = recognition.get(tx, name.list_id, lock=True)
    now = recognition.name(tx, name.id)
    if now is None or now.struck_why is None or found.state not in {Paper.DRAFT, Paper.POSTED}:
        return False
    return recognition.put_back(tx, now)


def why_not(tx: Transaction, found: RecognitionList) -> Words | None:
    """Why no decision can be entered: its rules are made up, or nobody has adopted them."""
    cycle = cycles.load(tx, found.cycle_id)
    if cycle is None or cycle.is_training:
        return T("Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không ra quyết định được.")
    if cycle.standing(found.title) is Standing.PROPOSED:
        return T(
            "{Commune_label} chưa chọn cách dùng bộ tiêu chí, kết quả mới là dự kiến, nên chưa ra quyết định được. "
            "{You} chọn ở mục Bộ tiêu chí và kỳ đánh giá trước."
        )
    return None


def issue(tx: Transaction, account: Account, found: RecognitionList, signed: Signed) -> RecognitionList | None:
    """The decision is signed, as it stands on paper. Everybody on the list is recognised beside the turns.

    ``None`` where it was not submitted.
    """
    issued = recognition.step(
        tx,
        found,
        Step.ISSUE,
        number=signed.number,
        decided_on=signed.decided_on,
        signer=signed.signer,
        signer_office=signed.signer_office,
        issued_at=tx.now,
    )
    if issued is not None:
        _go_on(tx, account, found.id)
    return issued


def revoke(tx: Transaction, account: Account, found: RecognitionList, *, why: str) -> RecognitionList | None:
    """A signed decision is taken back, for a reason: nobody whom it named is recognised by it any more."""
    revoked = recognition.step(tx, found, Step.REVOKE, why=why, ended_at=tx.now)
    if revoked is not None:
        _go_on(tx, account, found.id)
    return revoked


def _go_on(tx: Transaction, account: Account, list_id: int) -> None:
    outbox.put(tx, ErrandKind.JOB, account.id, RecognitionErrand(list_id).encode(), key=f"recognition:{list_id}")


def revoke_one(tx: Transaction, found: RecognitionList, name: Name, *, why: str, by: int) -> bool:
    """Somebody's recognition is taken back, for a reason; false where they have none by this list."""
    declaration = declarations.load(tx, name.declaration_id)
    if declaration is None or declaration.state is not State.RECOGNISED or not name.live:
        return False
    recognition.strike(tx, name, why=why, by=by)
    _take_back(tx, name, by=by, why=why)
    return True


def carry_out_some(tx: Transaction, list_id: int, *, by: int, most: int = AT_ONCE) -> bool:
    """Recognise the next of a signed list, or take the next of a revoked one back. Returns whether there is more.

    ``by``: the person who entered the decision. Who is not confirmed any more by now falls off the list.
    """
    found = recognition.get(tx, list_id, lock=True)
    if found.state is Paper.ISSUED:
        return _recognise_some(tx, found, recognition.to_recognise(tx, list_id, most=most), by)
    if found.state is Paper.REVOKED:
        some = recognition.to_revoke(tx, list_id, most=most)
        declarations.load_many(tx, sorted(each.declaration_id for each in some))
        for each in some:
            _take_back(tx, each, by=by, why=found.why)
        recognition.off(tx, [each.id for each in some], why=REVOKED)
        return bool(some)
    return False


def _recognise_some(tx: Transaction, found: RecognitionList, some: Collection[Name], by: int) -> bool:
    held = {each.id: each for each in declarations.load_many(tx, sorted(name.declaration_id for name in some))}
    done, gone = [], []
    for name in some:
        declaration = held.get(name.declaration_id)
        decided = None if declaration is None else decisions.decide(tx, declaration, Move.RECOGNISE, person_id=by)
        if decided is None:
            gone.append(name.id)
            continue
        done.append(name.id)
        text = T(
            "{You} được công nhận {title} năm {year}: Quyết định số {number} ngày {day}.",
            title=title_name(found.title),
            year=found.year,
            number=found.number,
            day=Day(found.decided_on or day_of(found.made_at)),
        )
        tell(tx, decided.person.id, Notice(text, (Choice(T("Xem kết quả"), ways.mine(decided.id)),)))
    recognition.recognised(tx, done)
    recognition.off(tx, gone, why=NOT_CONFIRMED)
    return bool(some)


def _take_back(tx: Transaction, name: Name, *, by: int, why: str) -> None:
    declaration = declarations.load(tx, name.declaration_id)
    decided = (
        None
        if declaration is None
        else decisions.decide(tx, declaration, Move.REVOKE, person_id=by, reason=Verbatim(why))
    )
    if decided is None:
        return
    text = lines(
        T("Việc công nhận {title} của {you} được thu hồi.", title=title_name(decided.title)),
        T("Lý do: {reason}", reason=why),
    )
    tell(tx, decided.person.id, Notice(text, (Choice(T("Xem kết quả"), ways.mine(decided.id)),)))

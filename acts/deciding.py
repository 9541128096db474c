"""Confirming, returning, taking back: the decision, and what the person who declared hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell, tell_all
from criteria.declaration import Move
from criteria.parse import title_name
from criteria.score import Verdict
from locales.text import T, Words, lines
from storage import accounts, batches, decisions
from storage.batches import Batch
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction


def confirm(tx: Transaction, declaration: Declaration, *, by: int, judged: Verdict | None = None) -> Declaration | None:
    """Confirm a declaration; ``None`` where its state does not allow it.

    ``by`` is the person who decides, ``judged`` the verdict where no rule gives one. May they? The caller has asked.
    """
    decided = decisions.decide(tx, declaration, Move.CONFIRM, person_id=by, judged=judged)
    if decided is not None:
        tell_confirmed(tx, decided)
    return decided


def send_back(
    tx: Transaction, declaration: Declaration, *, by: int, reason: Words, question: str | None
) -> Declaration | None:
    """Return a declaration for a reason, about one question or (``None``) the whole; ``None`` where it cannot be."""
    if question is not None:
        reason = T("Xem lại câu: {name}. {why}", name=declaration.criteria.indicator(question).name, why=reason)
    decided = decisions.decide(tx, declaration, Move.RETURN, person_id=by, reason=reason, question=question)
    if decided is None:
        return None
    if declaration.made_elsewhere:
        _tell_bringer(tx, decided, reason)
        return decided
    way = (
        Choice(T("Xem lại bản khai"), ways.mine(declaration.id), Look.MAIN)
        if question is None
        else Choice(T("Sửa câu ấy"), ways.ask(declaration.id, question), Look.MAIN)
    )
    text = lines(
        T("Bản khai {title} của {you} được trả lại để xem lại.", title=title_name(declaration.title)),
        T("Lý do: {reason}", reason=reason),
        T("Các câu đã trả lời vẫn còn. {You} sửa rồi gửi lại."),
    )
    tell(tx, declaration.person.id, Notice(text, (way,)))
    return decided


def take_back(tx: Transaction, declaration: Declaration, *, by: int) -> Declaration | None:
    """Take a confirmation or a return back: it waits again. ``None`` where there is nothing to take back."""
    decided = decisions.decide(tx, declaration, Move.UNDO, person_id=by)
    if decided is not None and _is_told(tx, decided):
        tell(tx, decided.person.id, _taken_back(decided))
    return decided


def confirm_many(tx: Transaction, found: Sequence[Declaration], *, by: int) -> tuple[int, tuple[Declaration, ...]]:
    """Confirm several at once; returns the batch's id and those that were confirmed."""
    batch_id, done = batches.confirm(tx, found, person_id=by)
    tell_all(tx, [(each.person.id, _confirmed(each)) for each in done if _is_told(tx, each)])
    return batch_id, done


def take_many_back(tx: Transaction, batch: Batch, found: Sequence[Declaration], *, by: int) -> tuple[Declaration, ...]:
    """Take those of a batch back; returns what waits again."""
    done = batches.undo(tx, batch, found, person_id=by)
    tell_all(tx, [(each.person.id, _taken_back(each)) for each in done if _is_told(tx, each)])
    return done


def _tell_bringer(tx: Transaction, declaration: Declaration, reason: Words) -> None:
    """A result made elsewhere goes back to who brought the list: its person has declared nothing they could mend."""
    speaker = declaration.speaker
    if speaker is None or speaker.person_id is None:
        return
    name = declaration.person.full_name or "–"
    text = lines(
        T("Kết quả lập ở nơi khác của {name} được trả lại.", name=name),
        T("Lý do: {reason}", reason=reason),
        T("{You} hỏi lại nơi lập. Sai thì nơi lập gửi danh sách khác, hoặc người ấy tự đánh giá ở đây."),
    )
    look = Choice(T("Xem kết quả ấy"), ways.review(declaration.id), Look.MAIN)
    tell(tx, speaker.person_id, Notice(text, (look,)))


def _is_told(tx: Transaction, declaration: Declaration) -> bool:
    """Whose result was made elsewhere hears of it in their chat; nobody is sent to their door for it."""
    return not declaration.made_elsewhere or accounts.reachable(tx, declaration.person.id) is not None


def tell_confirmed(tx: Transaction, declaration: Declaration) -> None:
    """Whose declaration it is hears that it was confirmed, and where the title was not reached, that as well."""
    if _is_told(tx, declaration):
        tell(tx, declaration.person.id, _confirmed(declaration))


def _confirmed(declaration: Declaration) -> Notice:
    title, look = title_name(declaration.title), Choice(T("Xem kết quả"), ways.mine(declaration.id))
    if declaration.made_elsewhere:
        return Notice(T("Kết quả {title} của {you}, lập ở nơi khác, đã được xác nhận.", title=title), (look,))
    text: Words = T("Bản khai {title} của {you} đã được xác nhận.", title=title)
    if Verdict.NOT_REACHED in {declaration.verdict, declaration.judged}:  # confirmed is not reached
        text = lines(text, T("Năm nay chưa đạt. {You} xem kết quả để biết nên làm gì tiếp."))
    return Notice(text, (look,))


def _taken_back(declaration: Declaration) -> Notice:
    if declaration.made_elsewhere:
        said = T("Quyết định được rút lại để xem kỹ hơn. Kết quả của {you} lại đang chờ xác nhận.")
        return Notice(said, (Choice(T("Xem kết quả"), ways.mine(declaration.id)),))
    text = T("Quyết định được rút lại để xem kỹ hơn. Bản khai của {you} lại đang chờ xác nhận.")
    return Notice(text, (Choice(T("Xem bản khai của tôi"), ways.mine(declaration.id)),))

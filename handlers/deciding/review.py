"""One declaration on one screen, all that is needed to decide: confirm, take back, go to the next."""

from __future__ import annotations

from collections.abc import Mapping

from acts import deciding, ways
from acts.choice import Choice, Look
from acts.words.doubt_words import in_full, pointed_at
from acts.words.evidence_words import diary_check
from acts.words.results_words import listed_lines
from acts.words.spoken_words import spoken_words
from criteria.declaration import State
from criteria.doubts import Circumstances, DoubtKind
from criteria.explain import answer_words, share_lines, training_words, verdict_words
from criteria.model import CITIZEN
from criteria.parse import title_name
from criteria.policy import Action, answers_for, is_own, may, why_another
from criteria.score import Verdict
from handlers.deciding.outcome import CHANGED, moved_on
from handlers.deciding.queue_filter import chosen_filter
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.title_form import OCCUPATION
from locales.text import BLANK, T, Verbatim, Words, lines
from storage import decisions, declarations, doubts, places, queue, subject_names
from storage.circumstances import around
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.queue import Filter

routes = Routes()

QUEUE = Choice(T("Danh sách chờ"), ways.queue(), Look.WAY)


@routes.shows("review/{declaration}", Action.SEE)
def review(turn: Turn, declaration: Declaration) -> Answer:
    """All that is needed to decide, on one screen; as it is now, whenever it is opened."""
    if answers_for(turn.actor, declaration.subject):
        return Goto(ways.mine(declaration.id))
    return _card(turn, declaration)


def _card(turn: Turn, declaration: Declaration, *more: Choice) -> Screen:
    village = places.get(turn.tx, declaration.place_id)
    known = around(turn.tx, [declaration])[declaration.id]
    in_line = None
    if declaration.state is State.SUBMITTED:
        declaration = doubts.in_circumstances(declaration, known)
        in_line = queue.in_line(turn.tx, turn.actor, chosen_filter(turn), declaration.id)
    whose = _whose(turn.tx, declaration, village)
    return Screen(
        title=whose if in_line is None else T("{i}/{n} · {whose}", i=in_line.position, n=in_line.total, whose=whose),
        text=lines(
            None if declaration.made_elsewhere else training_words(declaration.criteria),
            *_doubts(turn, declaration),
            *_about(turn.tx, declaration),
            _state_line(turn, declaration),
            *_second_round(turn.tx, declaration),
            BLANK,
            *_answers(declaration, known),
        ),
        choices=(
            *_decisions(turn, declaration),
            *_pictures(declaration, known),
            *_neighbours(in_line),
            *more,
            QUEUE,
            HOME,
        ),
        about=frozenset({declaration.person.id}),
        names=_beside(turn, declaration),
    )


def _beside(turn: Turn, declaration: Declaration) -> frozenset[int]:
    """The people whom the card names beside its own: who spoke, and those to whom its doubts point."""
    spoke = None if declaration.speaker is None else declaration.speaker.person_id
    return frozenset({*(() if spoke is None else (spoke,)), *pointed_at(declaration, _pointed(turn, declaration))})


def _doubts(turn: Turn, declaration: Declaration) -> tuple[Words, ...]:
    """Why to look twice, in words; of those elsewhere, whom the reader may not see, only how many."""
    if not declaration.doubts or declaration.state is not State.SUBMITTED:
        return ()
    found = in_full(turn.tx, declaration, _pointed(turn, declaration))
    return (T("XEM KỸ vì:"), *(T("! {doubt}", doubt=each) for each in found), BLANK)


def _pointed(turn: Turn, declaration: Declaration) -> Mapping[int, Declaration]:
    """The declarations to which the doubts of one point and that the reader may see, by id."""
    pointed = {key for each in declaration.doubts if each.kind is DoubtKind.SAME_ANSWERS for key in each.about}
    others = {key: declarations.glance(turn.tx, key) for key in pointed}
    return {
        key: each
        for key, each in others.items()
        if each is not None and may(turn.actor, Action.SEE, each.subject) is None
    }


def _second_round(tx: Transaction, declaration: Declaration) -> tuple[Words, ...]:
    """Of one that was returned and sent again: why it was returned, and what has changed since."""
    if declaration.state is not State.SUBMITTED or declaration.made_elsewhere:
        return ()
    returned = decisions.last_return(tx, declaration.id)
    if returned is None or returned.answers is None:
        return ()
    changed = [
        T(
            "Đã sửa: {name}: trước “{before}”, nay “{now}”",
            name=indicator.name,
            before=_said(declaration, indicator.id, returned.answers.get(indicator.id)),
            now=_said(declaration, indicator.id, declaration.answers.get(indicator.id)),
        )
        for indicator in declaration.criteria.asked
        if returned.answers.get(indicator.id) != declaration.answers.get(indicator.id)
    ]
    return (
        BLANK,
        T("Lần trước trả lại vì: {reason}", reason=returned.reason or Verbatim("–")),
        *(changed or [T("Gửi lại mà chưa sửa câu nào.")]),
    )


def _said(declaration: Declaration, key: str, value: object) -> Words:
    return T("để trống") if value is None else answer_words(declaration.criteria, key, value)


def _pictures(declaration: Declaration, known: Circumstances) -> tuple[Choice, ...]:
    if not known.pictures:
        return ()
    return (Choice(T("Xem ảnh minh chứng ({n})", n=known.pictures), ways.proof(declaration.id, 1)),)


def _neighbours(in_line: queue.InLine | None) -> tuple[Choice, ...]:
    """One back and one on, without going to the list."""
    if in_line is None:
        return ()
    return (
        *((Choice(T("Bản trước"), ways.review(in_line.previous), Look.WAY),) if in_line.previous else ()),
        *((Choice(T("Bản sau"), ways.review(in_line.following), Look.WAY),) if in_line.following else ()),
    )


def _whose(tx: Transaction, declaration: Declaration, village: Place) -> Words:
    """What the card is about, as the head knows it."""
    if declaration.title == CITIZEN:
        return T(
            "{name}, sinh {year}, {village}",
            name=declaration.person.full_name or "–",
            year=declaration.person.birth_year,
            village=village.full_name,
        )
    return T(
        "{name}, {village}: {title}",
        name=subject_names.name_of(tx, declaration),
        village=village.full_name,
        title=title_name(declaration.title),
    )


def _about(tx: Transaction, declaration: Declaration) -> tuple[Words, ...]:
    if declaration.title != CITIZEN:
        return tuple(each for each in (_answered_by(declaration), *_result(declaration)) if each is not None)
    roster = (
        T("Có trong danh sách dân cư.")
        if declaration.person.on_roster
        else T("CHƯA có trong danh sách dân cư: xác nhận thì vẫn ghi, nhưng tính riêng.")
    )
    if declaration.made_elsewhere:
        return (roster, *listed_lines(tx, declaration))
    occupations = {each.id: each.label for each in declaration.criteria.occupations}
    occupation = occupations.get(str(declaration.answers.get(OCCUPATION)))
    work = None if occupation is None else T("Việc làm: {answer}", answer=occupation)
    return tuple(
        each for each in (roster, spoken_words(tx, declaration), work, *_result(declaration)) if each is not None
    )


def _answered_by(declaration: Declaration) -> Words:
    return T("Người khai: {name}.", name=declaration.person.full_name or "–")


def _result(declaration: Declaration) -> tuple[Words, ...]:
    """The result in a line, and what it is computed from."""
    assessment = declaration.assessment
    if assessment is None:
        return ()
    verdict = verdict_words(assessment, declaration.standing, declaration.judged)
    return (verdict, *share_lines(declaration.criteria, assessment))


def _answers(declaration: Declaration, known: Circumstances) -> tuple[Words | None, ...]:
    """One line an indicator; first those that a head can know from life in the village."""
    if declaration.made_elsewhere:
        return ()
    seen, told = (_answer_lines(declaration, known, checkable=each) for each in (True, False))
    return (
        *((T("{You} có thể biết:"), *seen) if seen else ()),
        *((T("{You} không thấy được, người khai tự nói:") if seen else None, *told) if told else ()),
    )


def _answer_lines(declaration: Declaration, known: Circumstances, *, checkable: bool) -> list[Words]:
    points = {} if declaration.assessment is None else {p.id: p.points for p in declaration.assessment.points}
    rows: list[Words] = []
    for indicator in declaration.criteria.asked:
        value = declaration.answers.get(indicator.id)
        if value is None or indicator.checkable is not checkable:
            continue
        said = answer_words(declaration.criteria, indicator.id, value)
        worth = points.get(indicator.id)
        if worth is None:
            rows.append(T("- {name}: {answer}", name=indicator.name, answer=said))
        else:
            rows.append(
                T(
                    "- {name}: {answer} ({points}\N{NO-BREAK SPACE}đ)",
                    name=indicator.name,
                    answer=said,
                    points=worth,
                )
            )
        if (entries := diary_check(known, indicator.id)) is not None:
            rows.append(entries)
    return rows


def _state_line(turn: Turn, declaration: Declaration) -> Words | None:
    match declaration.state:
        case State.SUBMITTED:
            another = why_another(turn.actor, declaration.subject)
            return None if another is None else another.because
        case State.CONFIRMED:
            return T("Bản này đã được xác nhận.")
        case State.RETURNED:
            decision = decisions.latest(turn.tx, declaration.id)
            reason = None if decision is None else decision.reason
            return T("Bản này đã trả lại: {reason}", reason=reason or Verbatim("–"))
        case State.DRAFT:
            return T("Bản này đang khai dở, chưa gửi.")
        case State.RECOGNISED | State.REVOKED:
            return T("{Commune_label} đã ra quyết định về bản này.")


def _decisions(turn: Turn, declaration: Declaration) -> tuple[Choice, ...]:
    if is_own(turn.actor, declaration.subject) or not declaration.cycle.is_open:
        return ()
    at = (declaration.id, declaration.revision)
    match declaration.state:
        case State.SUBMITTED:
            return (
                *_confirmations(declaration),
                Choice(T("Trả lại"), ways.return_(*at), Look.DANGER),
            )
        case State.CONFIRMED:
            return (Choice(T("Rút lại xác nhận"), ways.undo(*at), Look.DANGER),)
        case State.RETURNED:
            return (Choice(T("Rút lại việc trả"), ways.undo(*at), Look.DANGER),)
        case _:
            return ()


def _confirmations(declaration: Declaration) -> tuple[Choice, ...]:
    """The buttons that confirm; where no rule gives a verdict, people do."""
    at = (declaration.id, declaration.revision)
    if declaration.verdict is not Verdict.UNDECIDED:
        return (Choice(T("Xác nhận"), ways.confirm(*at), Look.MAIN),)
    return (
        Choice(T("Xác nhận: đạt"), ways.confirm_as(*at, Verdict.REACHED.value), Look.MAIN),
        Choice(T("Xác nhận: chưa đạt"), ways.confirm_as(*at, Verdict.NOT_REACHED.value)),
    )


@routes.does("skip/{declaration}", Action.SEE)
def skip(turn: Turn, declaration: Declaration) -> Goto:
    """Pass over this one for now: a button of older messages."""
    following = queue.following(turn.tx, turn.actor, chosen_filter(turn), declaration)
    return Goto(ways.queue() if following is None else ways.review(following.id))


@routes.does("confirm/{declaration}/{revision}", Action.DECIDE, Weight.DECIDING)
def confirm(turn: Turn, declaration: Declaration, revision: int) -> Goto:
    """Confirm exactly what was seen: a declaration that has moved on is shown anew instead."""
    if declaration.state is State.SUBMITTED and declaration.verdict is Verdict.UNDECIDED:
        return Goto(ways.review(declaration.id), CHOOSE)
    return _confirm(turn, declaration, revision, None)


@routes.does("confirm-as/{declaration}/{revision}/{verdict}", Action.DECIDE, Weight.DECIDING)
def confirm_as(turn: Turn, declaration: Declaration, revision: int, verdict: str) -> Goto:
    """Confirm, and decide the result where no rule does."""
    is_undecided = declaration.verdict is Verdict.UNDECIDED
    if verdict not in {Verdict.REACHED.value, Verdict.NOT_REACHED.value} or not is_undecided:
        return Goto(ways.review(declaration.id), CHANGED)
    return _confirm(turn, declaration, revision, Verdict(verdict))


def _confirm(turn: Turn, declaration: Declaration, revision: int, judged: Verdict | None) -> Goto:
    if (stale := moved_on(declaration, revision, done=State.CONFIRMED)) is not None:
        return stale
    decided = deciding.confirm(turn.tx, declaration, by=turn.person.id, judged=judged)
    if decided is None:
        return Goto(ways.review(declaration.id), CHANGED)
    return Goto(ways.next_(decided.id), T("Đã xác nhận: {name}.", name=subject_names.name_of(turn.tx, declaration)))


@routes.does("next/{declaration}", Action.SEE)
def next_(turn: Turn, declaration: Declaration) -> Goto:
    """After a decision: on to what comes next in the queue. Once nothing doubtful is left, the rest together."""
    following = queue.following(turn.tx, turn.actor, chosen_filter(turn), declaration)
    if following is None and chosen_filter(turn) is not Filter.ALL:
        return Goto(ways.queue_show(Filter.ALL.value), T("Đã xem hết phần này."))
    if following is not None and following.is_plain and not _was_plain(declaration):
        return Goto(ways.batch_next(declaration.id))
    return Goto(ways.after(declaration.id, 0 if following is None else following.id))


@routes.shows("after/{declaration}/{following}", Action.SEE)
def after(turn: Turn, declaration: Declaration, following: int) -> Answer:
    """The card of what comes next, with the way to take back the one just decided."""
    take_back: tuple[Choice, ...] = ()
    if declaration.state in {State.CONFIRMED, State.RETURNED} and not is_own(turn.actor, declaration.subject):
        name = subject_names.name_of(turn.tx, declaration)
        route = ways.undo(declaration.id, declaration.revision)
        take_back = (Choice(T("Rút lại: {name}", name=name), route, Look.DANGER),)
    if not following:
        return Screen(text=T("Không còn bản khai nào chờ {you}."), choices=(*take_back, QUEUE, HOME))
    held = declarations.load(turn.tx, following)
    if held is None or may(turn.actor, Action.SEE, held.subject) is not None:
        return Goto(ways.queue_page(0))
    return _card(turn, held, *take_back)


def _was_plain(declaration: Declaration) -> bool:
    is_clear = declaration.verdict in {Verdict.REACHED, Verdict.NOT_REACHED}
    return declaration.title == CITIZEN and is_clear and not declaration.doubts


@routes.does("undo/{declaration}/{revision}", Action.DECIDE, Weight.DECIDING)
def undo(turn: Turn, declaration: Declaration, revision: int) -> Goto:
    """Take back a confirmation or a return: the declaration waits again."""
    if revision != declaration.revision:
        if declaration.state is State.SUBMITTED and declaration.revision == revision + 1:  # the second tap
            return Goto(ways.review(declaration.id))
        return Goto(ways.review(declaration.id), CHANGED)
    decided = deciding.take_back(turn.tx, declaration, by=turn.person.id)
    if decided is None:
        return Goto(ways.review(declaration.id), CHANGED)
    return Goto(ways.review(decided.id), T("Đã rút lại: {name}.", name=subject_names.name_of(turn.tx, declaration)))

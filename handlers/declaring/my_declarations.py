"""Where one's declaration stands: its result in words, what can be done next, its history."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.words.spoken_words import spoken_words
from criteria.declaration import EDITABLE, Move, State
from criteria.explain import explain, standing_words, verdict_words
from criteria.model import CITIZEN, SubjectKind
from criteria.parse import title_name
from criteria.policy import Action, answers_for
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.subject_words import headed
from handlers.shared.title_form import title_form
from locales.text import BLANK, Moment, T, Verbatim, Words, joined, lines
from storage import audit, decisions, declarations
from storage.declaration_record import Declaration

routes = Routes()


@routes.shows("status", Action.TAKE_PART)
def status(turn: Turn) -> Goto:
    """The latest declaration: one's own; where there are several persons, whose is asked."""
    if turn.account.speaks_for:
        return Goto(ways.whom())
    mine = declarations.of_person(turn.tx, turn.person.id)
    return Goto(ways.mine(mine[0].id) if mine else ways.declare())


STATE_WORDS: dict[State, Words] = {
    State.DRAFT: T("Đang khai dở"),
    State.SUBMITTED: T("Đã gửi, đang chờ xác nhận"),
    State.RETURNED: T("Được trả lại để xem lại"),
    State.CONFIRMED: T("Đã được xác nhận"),
    State.RECOGNISED: T("{Commune_label} đã công nhận"),
    State.REVOKED: T("{Commune_label} đã thu hồi công nhận"),
}


@routes.shows("mine/{declaration}", Action.SEE)
def mine(turn: Turn, declaration: Declaration) -> Answer:
    """Where one's declaration stands, its result in words, and what can be done next."""
    if not answers_for(turn.actor, declaration.subject):
        return Goto(ways.review(declaration.id))
    if declaration.state is State.DRAFT:
        return Goto(ways.onward(declaration.id))
    returned = decisions.latest(turn.tx, declaration.id) if declaration.state is State.RETURNED else None
    reason = None if returned is None or returned.reason is None else T("Lý do: {reason}", reason=returned.reason)
    result: Words = standing_words(declaration.standing)
    if declaration.judged is not None and declaration.assessment is not None:
        result = verdict_words(declaration.assessment, declaration.standing, declaration.judged)
    elif declaration.assessment is not None:
        result = explain(declaration.criteria, declaration.assessment, declaration.standing)
    return Screen(
        title=headed(
            turn,
            declaration,
            T("{title} năm {year}", title=title_name(declaration.title), year=declaration.cycle.year),
        ),
        text=lines(STATE_WORDS[declaration.state], spoken_words(turn.tx, declaration), reason, BLANK, result),
        choices=(
            *_repair(declaration, None if returned is None else returned.question),
            *_below(declaration),
            Choice(T("Quá trình"), ways.history(declaration.id), Look.WAY),
            HOME,
        ),
    )


def _below(declaration: Declaration) -> tuple[Choice, ...]:
    """Where to look at what the result is computed from."""
    return (Choice(T("Xem gia đình"), ways.family()),) if declaration.kind is SubjectKind.FAMILY else ()


def _repair(declaration: Declaration, question: str | None) -> tuple[Choice, ...]:
    """The buttons that change a declaration, as far as its state and its cycle let it be changed."""
    if declaration.state not in EDITABLE or not declaration.cycle.is_open:
        return ()
    if declaration.state is State.SUBMITTED:
        return (Choice(T("Sửa câu trả lời"), ways.check(declaration.id)),)
    form = title_form(declaration.criteria, declaration.answers)
    position = None if question is None else form.position(question, declaration.answers)
    asked = (
        ()
        if question is None or position is None
        else (Choice(T("Sửa câu {i}", i=position[0]), ways.ask(declaration.id, question), Look.MAIN),)
    )
    return (*asked, Choice(T("Xem lại và gửi lại"), ways.check(declaration.id), Look.MAIN))


MOVE_WORDS: dict[Move, Words] = {
    Move.SUBMIT: T("gửi"),
    Move.CONFIRM: T("xác nhận"),
    Move.RETURN: T("trả lại"),
    Move.UNDO: T("rút lại quyết định"),
    Move.RECOGNISE: T("công nhận"),
    Move.REVOKE: T("thu hồi công nhận"),
}


def _earlier(turn: Turn, declaration: Declaration) -> tuple[Declaration, ...]:
    """The declarations of other years about the same."""
    if declaration.title == CITIZEN:
        found = declarations.of_person(turn.tx, declaration.person.id)
    else:
        found = declarations.about(turn.tx, declaration.about, declaration.title)
    return tuple(each for each in found if each.id != declaration.id)


@routes.shows("history/{declaration}", Action.SEE)
def history(turn: Turn, declaration: Declaration) -> Screen:
    """What happened to a declaration, from the audit log, the newest last."""
    rows: list[Words] = []
    for entry in audit.of_subject(turn.tx, f"declaration:{declaration.id}"):
        match entry.code:
            case "declaration.begun":
                rows.append(T("{when}: đăng ký", when=Moment(entry.at)))
            case "declaration.submitted":
                points = entry.data["total"]
                sent = T("{when}: gửi", when=Moment(entry.at))
                scored = T("{when}: gửi, {points} điểm", when=Moment(entry.at), points=points)
                rows.append(sent if points is None else scored)
            case "declaration.decided":
                rows.append(T("{when}: {move}", when=Moment(entry.at), move=MOVE_WORDS[Move(entry.data["move"])]))
            case _:
                pass
    earlier = [
        T("Năm {year}: {state}, {result}", year=each.cycle.year, state=STATE_WORDS[each.state], result=result)
        for each in _earlier(turn, declaration)
        for result in [
            Verbatim("–") if each.assessment is None else verdict_words(each.assessment, each.standing, each.judged)
        ]
    ]
    return Screen(
        title=T("Quá trình"),
        text=joined([*rows, *earlier], "\n"),
        choices=(Choice(T("Quay lại"), ways.mine(declaration.id), Look.WAY), HOME),
    )

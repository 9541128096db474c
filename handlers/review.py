"""The village head's desk: what waits, one declaration on one screen, confirm, return with a reason, take back."""

from __future__ import annotations

from criteria.declaration import Move, State
from criteria.explain import answer_words, share_lines, training_words, verdict_words
from criteria.model import CITIZEN, CriteriaSet
from criteria.parse import title_name
from criteria.policy import OWN_HOUSEHOLD, Action, answers_for, is_own
from criteria.score import Verdict
from handlers.consent import spoken_words
from handlers.evidence_words import diary_hint
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Choice, Look, Screen
from handlers.notices import digest_key, tell
from handlers.title_form import OCCUPATION
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import decisions, declarations, outbox, places, subjects
from storage.declarations import Declaration
from storage.places import Place
from storage.transaction import Transaction

routes = Routes()

RECENT = 5
QUEUE = Choice(T("Danh sách chờ"), "queue", Look.WAY)


@routes.on("queue", Action.SEE_QUEUE)
def queue(turn: Turn) -> Screen:
    """How many wait, and the latest decisions, each of which can be looked at and taken back."""
    outbox.release(turn.tx, digest_key(turn.person.id))
    first = declarations.waiting_for(turn.tx, turn.actor)
    recent = tuple(
        Choice(T("Đã quyết: {name}", name=subjects.name_of(turn.tx, each)), f"review/{each.id}")
        for each in declarations.recently_decided(turn.tx, turn.actor, limit=RECENT)
        if not is_own(turn.actor, each.subject)
    )
    if first is None:
        return Screen(text=T("Không còn bản khai nào chờ {you}."), choices=(*recent, HOME))
    waiting = declarations.count_waiting_for(turn.tx, turn.actor)
    newest = tuple(
        Choice(_in_list(turn.tx, each), f"review/{each.id}")
        for each in declarations.newest_waiting_for(turn.tx, turn.actor, limit=RECENT)
    )
    return Screen(
        text=lines(
            Tn("Có {n} bản khai chờ {you} xác nhận.", waiting),
            T("Chọn Bắt đầu xem để xem lần lượt, bản gửi trước xem trước, hoặc chọn một bản mới gửi."),
        ),
        choices=(Choice(T("Bắt đầu xem"), f"review/{first.id}", Look.MAIN), *newest, *recent, HOME),
    )


def _in_list(tx: Transaction, declaration: Declaration) -> Words:
    if declaration.title == CITIZEN:
        return T("{name}, sinh {year}", name=declaration.person.full_name, year=declaration.person.birth_year)
    return T("{name}: {title}", name=subjects.name_of(tx, declaration), title=title_name(declaration.title))


@routes.on("review/{declaration}", Action.SEE)
def review(turn: Turn, declaration: Declaration) -> Answer:
    """All that is needed to decide, on one screen; as it is now, whenever it is opened."""
    if answers_for(turn.actor, declaration.subject):
        return Goto(f"mine/{declaration.id}")
    return _card(turn, declaration)


def _card(turn: Turn, declaration: Declaration, *more: Choice) -> Screen:
    village = places.get(turn.tx, declaration.place_id)
    waiting = declarations.count_waiting_for(turn.tx, turn.actor)
    return Screen(
        title=_whose(turn.tx, declaration, village),
        text=lines(
            training_words(declaration.criteria),
            *_about(turn.tx, declaration),
            BLANK,
            *_answers(turn.tx, declaration),
            BLANK,
            _state_line(turn, declaration, waiting),
        ),
        choices=(*_decisions(turn, declaration), *more, QUEUE, HOME),
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
        name=subjects.name_of(tx, declaration),
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


def _answers(tx: Transaction, declaration: Declaration) -> tuple[Words, ...]:
    """One line an indicator; those a head can know from life in the village are marked."""
    points = {} if declaration.assessment is None else {p.id: p.points for p in declaration.assessment.points}
    rows: list[Words] = []
    for indicator in declaration.criteria.asked:
        value = declaration.answers.get(indicator.id)
        if value is None:
            continue
        said = answer_words(declaration.criteria, indicator.id, value)
        mark = "•" if indicator.checkable else "◦"
        worth = points.get(indicator.id)
        if worth is None:
            rows.append(T("{mark} {name}: {answer}", mark=mark, name=indicator.name, answer=said))
        else:
            rows.append(
                T(
                    "{mark} {name}: {answer} ({points}\N{NO-BREAK SPACE}đ)",
                    mark=mark,
                    name=indicator.name,
                    answer=said,
                    points=worth,
                )
            )
        if (entries := diary_hint(tx, declaration, indicator.id, suggests=False)) is not None:
            rows.append(entries)
    if rows:
        rows.append(T("(• là điều {you} có thể biết được trong thôn)"))
    return tuple(rows)


def _state_line(turn: Turn, declaration: Declaration, waiting: int) -> Words:
    match declaration.state:
        case State.SUBMITTED if is_own(turn.actor, declaration.subject):
            return OWN_HOUSEHOLD.because
        case State.SUBMITTED:
            return Tn("Còn {n} bản chờ {you}, kể cả bản này.", waiting)
        case State.CONFIRMED:
            return T("Bản này đã được xác nhận.")
        case State.RETURNED:
            decision = decisions.latest(turn.tx, declaration.id)
            reason = None if decision is None else decision.reason
            return T("Bản này đã trả lại: {reason}", reason=reason or Verbatim("–"))
        case State.DRAFT:
            return T("Bản này đang khai dở, chưa gửi.")
        case State.RECOGNISED | State.REVOKED:
            return T("Xã đã ra quyết định về bản này.")


def _decisions(turn: Turn, declaration: Declaration) -> tuple[Choice, ...]:
    if is_own(turn.actor, declaration.subject) or not declaration.cycle.is_open:
        return ()
    at = f"{declaration.id}/{declaration.revision}"
    match declaration.state:
        case State.SUBMITTED:
            return (
                *_confirmations(declaration),
                Choice(T("Trả lại"), f"return/{at}", Look.DANGER),
                Choice(T("Để sau"), f"skip/{declaration.id}", Look.WAY),
            )
        case State.CONFIRMED:
            return (Choice(T("Rút lại xác nhận"), f"undo/{at}", Look.DANGER),)
        case State.RETURNED:
            return (Choice(T("Rút lại việc trả"), f"undo/{at}", Look.DANGER),)
        case _:
            return ()


def _confirmations(declaration: Declaration) -> tuple[Choice, ...]:
    """The buttons that confirm; where no rule gives a verdict, people do."""
    at = f"{declaration.id}/{declaration.revision}"
    if declaration.verdict is not Verdict.UNDECIDED:
        return (Choice(T("Xác nhận"), f"confirm/{at}", Look.MAIN),)
    return (
        Choice(T("Xác nhận: đạt"), f"confirm-as/{at}/{Verdict.REACHED.value}", Look.MAIN),
        Choice(T("Xác nhận: chưa đạt"), f"confirm-as/{at}/{Verdict.NOT_REACHED.value}"),
    )


CHANGED = T("Bản khai vừa thay đổi sau khi {you} xem. Chưa có gì được quyết; {you} xem lại rồi quyết.")


@routes.on("skip/{declaration}", Action.SEE)
def skip(turn: Turn, declaration: Declaration) -> Answer:
    """Pass over this one for now: the next that has waited less long."""
    if declaration.submitted_at is None:
        return Goto("queue")
    following = declarations.waiting_for(turn.tx, turn.actor, after_id=(declaration.submitted_at, declaration.id))
    if following is None:
        return Goto("queue", T("Đã xem đến bản cuối."))
    return Goto(f"review/{following.id}")


@routes.on("confirm/{declaration}/{revision}", Action.DECIDE)
def confirm(turn: Turn, declaration: Declaration, revision: int) -> Answer:
    """Confirm exactly what was seen: a declaration that has moved on is shown anew instead."""
    if declaration.state is State.SUBMITTED and declaration.verdict is Verdict.UNDECIDED:
        return Goto(f"review/{declaration.id}", CHOOSE)
    return _confirm(turn, declaration, revision, None)


@routes.on("confirm-as/{declaration}/{revision}/{verdict}", Action.DECIDE)
def confirm_as(turn: Turn, declaration: Declaration, revision: int, verdict: str) -> Answer:
    """Confirm, and decide the result where no rule does."""
    is_undecided = declaration.verdict is Verdict.UNDECIDED
    if verdict not in {Verdict.REACHED.value, Verdict.NOT_REACHED.value} or not is_undecided:
        return Goto(f"review/{declaration.id}", CHANGED)
    return _confirm(turn, declaration, revision, Verdict(verdict))


def _confirm(turn: Turn, declaration: Declaration, revision: int, judged: Verdict | None) -> Goto:
    if (stale := _moved_on(declaration, revision, done=State.CONFIRMED)) is not None:
        return stale
    decided = decisions.decide(turn.tx, declaration, Move.CONFIRM, person_id=turn.person.id, judged=judged)
    if decided is None:
        return Goto(f"review/{declaration.id}", CHANGED)
    tell(
        turn,
        declaration.person.id,
        Screen(
            text=T("Bản khai {title} của {you} đã được xác nhận.", title=title_name(declaration.title)),
            choices=(Choice(T("Xem kết quả"), f"mine/{declaration.id}"),),
        ),
    )
    return Goto(f"next/{decided.id}", T("Đã xác nhận: {name}.", name=subjects.name_of(turn.tx, declaration)))


def _moved_on(declaration: Declaration, revision: int, *, done: State) -> Goto | None:
    """Where to go instead, if a decision's button is about an older revision."""
    if revision == declaration.revision:
        return None
    if declaration.state is done and declaration.revision == revision + 1:  # the second of two taps
        return Goto(f"next/{declaration.id}")
    return Goto(f"review/{declaration.id}", CHANGED)


@routes.on("next/{declaration}", Action.SEE)
def next_(turn: Turn, declaration: Declaration) -> Answer:
    """After a decision: the next one waiting, with the way to take back the one just decided."""
    take_back: tuple[Choice, ...] = ()
    if declaration.state in {State.CONFIRMED, State.RETURNED}:
        take_back = (
            Choice(
                T("Rút lại: {name}", name=declaration.person.full_name or "–"),
                f"undo/{declaration.id}/{declaration.revision}",
                Look.DANGER,
            ),
        )
    first = declarations.waiting_for(turn.tx, turn.actor)
    if first is None:
        return Screen(text=T("Không còn bản khai nào chờ {you}."), choices=(*take_back, QUEUE, HOME))
    return _card(turn, first, *take_back)


GENERAL_REASONS: dict[str, Words] = {
    "village": T("Không phải người của thôn"),
    "twice": T("Người này đã khai ở nơi khác"),
}


def _reason(criteria: CriteriaSet, code: str) -> tuple[Words, str | None] | None:
    """The ready reason of a code, and the question it points at."""
    if code in GENERAL_REASONS:
        return GENERAL_REASONS[code], None
    if any(indicator.id == code for indicator in criteria.indicators):
        return T("Xem lại câu: {name}", name=criteria.indicator(code).name), code
    return None


@routes.on("return/{declaration}/{revision}", Action.DECIDE)
def return_(turn: Turn, declaration: Declaration, revision: int) -> Answer:
    """Ask for the reason: a question to look at again, a general one, or own words."""
    if (stale := _moved_on(declaration, revision, done=State.RETURNED)) is not None:
        return stale
    if declaration.state is not State.SUBMITTED:
        return Goto(f"review/{declaration.id}", CHANGED)
    at = f"{declaration.id}/{revision}"
    checkable = [each for each in declaration.criteria.asked if each.checkable and each.applies(declaration.answers)]
    return Screen(
        title=T("Trả lại bản khai của {name}", name=subjects.name_of(turn.tx, declaration)),
        text=T("Vì sao trả lại? Người khai sẽ thấy lý do này."),
        choices=(
            *(Choice(T("Xem lại câu: {name}", name=i.name), f"return-as/{at}/{i.id}") for i in checkable),
            *(Choice(text, f"return-as/{at}/{code}") for code, text in GENERAL_REASONS.items()),
            Choice(T("Lý do khác (tự viết)"), f"return-why/{at}"),
            Choice(T("Thôi, không trả"), f"review/{declaration.id}", Look.WAY),
        ),
    )


@routes.on("return-as/{declaration}/{revision}/{code}", Action.DECIDE)
def return_as(turn: Turn, declaration: Declaration, revision: int, code: str) -> Answer:
    """Return with a ready reason."""
    reason = _reason(declaration.criteria, code)
    if reason is None:
        return Goto(f"return/{declaration.id}/{revision}", CHOOSE)
    return _return(turn, declaration, revision, reason[0], reason[1])


@routes.on("return-why/{declaration}/{revision}", Action.DECIDE)
def return_why(turn: Turn, declaration: Declaration, revision: int) -> Answer:
    """Ask for a reason in own words."""
    if (stale := _moved_on(declaration, revision, done=State.RETURNED)) is not None:
        return stale
    return Screen(
        text=T("{You} viết lý do trả lại cho {name}, ngắn gọn.", name=declaration.person.full_name),
        typed=True,
        choices=(Choice(T("Quay lại"), f"return/{declaration.id}/{revision}", Look.WAY),),
    )


@routes.heard("return-why")
def return_why_heard(turn: Turn, said: Said | Sent, declaration: Declaration, revision: int) -> Answer:
    """The reason in own words."""
    reason = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(f"return-why/{declaration.id}/{revision}", reason.hint)
    return _return(turn, declaration, revision, Verbatim(reason), None)


def _return(turn: Turn, declaration: Declaration, revision: int, reason: Words, question: str | None) -> Goto:
    if (stale := _moved_on(declaration, revision, done=State.RETURNED)) is not None:
        return stale
    decided = decisions.decide(
        turn.tx, declaration, Move.RETURN, person_id=turn.person.id, reason=reason, question=question
    )
    if decided is None:
        return Goto(f"review/{declaration.id}", CHANGED)
    tell(
        turn,
        declaration.person.id,
        Screen(
            text=lines(
                T("Bản khai {title} của {you} được trả lại để xem lại.", title=title_name(declaration.title)),
                T("Lý do: {reason}", reason=reason),
                T("Các câu đã trả lời vẫn còn. {You} sửa rồi gửi lại."),
            ),
            choices=(Choice(T("Xem lại bản khai"), f"mine/{declaration.id}", Look.MAIN),),
        ),
    )
    return Goto(f"next/{decided.id}", T("Đã trả lại: {name}.", name=subjects.name_of(turn.tx, declaration)))


@routes.on("undo/{declaration}/{revision}", Action.DECIDE)
def undo(turn: Turn, declaration: Declaration, revision: int) -> Answer:
    """Take back a confirmation or a return: the declaration waits again."""
    if revision != declaration.revision:
        if declaration.state is State.SUBMITTED and declaration.revision == revision + 1:  # the second tap
            return Goto(f"review/{declaration.id}")
        return Goto(f"review/{declaration.id}", CHANGED)
    decided = decisions.decide(turn.tx, declaration, Move.UNDO, person_id=turn.person.id)
    if decided is None:
        return Goto(f"review/{declaration.id}", CHANGED)
    tell(
        turn,
        declaration.person.id,
        Screen(
            text=T("Quyết định được rút lại để xem kỹ hơn. Bản khai của {you} lại đang chờ xác nhận."),
            choices=(Choice(T("Xem bản khai của tôi"), f"mine/{declaration.id}"),),
        ),
    )
    return Goto(f"review/{decided.id}", T("Đã rút lại: {name}.", name=subjects.name_of(turn.tx, declaration)))

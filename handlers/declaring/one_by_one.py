"""Declaring: register, one question a screen, review, send."""

from __future__ import annotations

from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from acts.words.evidence_words import diary_hint
from criteria.declaration import State
from criteria.explain import answer_words
from criteria.model import CITIZEN, SubjectKind
from criteria.parse import titles
from criteria.policy import OF_PLACES, Action
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Answers, Form, Question
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.kit.spelling import read_number
from handlers.shared.subject_words import asked_of, headed, put, titled
from handlers.shared.title_form import OCCUPATION, title_form
from locales.text import BLANK, Joined, T, Tc, Tn, Words, lines
from storage import cycles, declarations
from storage.declaration_record import Declaration, Speaker
from storage.residents import Resident

routes = Routes()

ONE_BY_ONE = Part(
    "one_by_one", int
)  # the declaration that is answered question by question, though messages are scarce
WORTH_ONE_MESSAGE = 4  # unanswered questions from which on one message for all is worth it
FACTS_ANEW = Part("facts_anew", int)  # the declaration whose facts are asked anew, though last year's are known


@routes.shows("declare", Action.TAKE_PART)
def declare(turn: Turn) -> Goto:
    """Declare: for whom is asked only where there is a choice."""
    return Goto(ways.whom() if turn.account.speaks_for else ways.begin(turn.person.id))


@routes.shows("begin/{resident}", Action.SPEAK_FOR)
def begin(turn: Turn, resident: Resident) -> Answer:
    """Go on where the person stands with this year's declaration; if there is none, the first question registers."""
    person = resident.person
    cycle = cycles.running(turn.tx, resident.commune_id)
    if cycle is None:
        return Goto(
            ways.home(),
            T("{Commune_label} chưa mở kỳ đánh giá năm {year}. Khi nào mở, {head_label} sẽ báo.", year=turn.year),
        )
    for theirs in declarations.of_person(turn.tx, person.id):
        if theirs.cycle.id == cycle.id:
            return Goto(_onward(turn, theirs) if theirs.state is State.DRAFT else ways.mine(theirs.id))
    criteria = cycle.criteria()
    if criteria.is_too_young(person.age_in(cycle.year)):
        age = criteria.adult_age
        return Goto(ways.home(), T("Danh hiệu Công dân học tập dành cho người từ {age} tuổi.", age=age))
    occupation = title_form(cycle.criteria(), {}).questions[0]
    return Screen(
        title=titled(turn, person, T("Công dân học tập năm {year}", year=cycle.year)),
        text=lines(
            asked_of(
                turn,
                person,
                T(
                    "{You} tự khai {n} câu, khoảng 5 phút, rồi gửi {head_label} xác nhận. Nghỉ lúc nào cũng "
                    "được, câu đã trả lời không mất.",
                    n=len(cycle.criteria().asked),
                ),
            ),
            asked_of(
                turn, person, T("{You} cứ khai đúng như thật. Năm nay chưa đạt cũng không sao, năm sau khai lại.")
            ),
            BLANK,
            asked_of(turn, person, occupation.text),
            T("(chọn là đăng ký và bắt đầu)"),
        ),
        choices=(
            *(Choice(o.label, ways.register(person.id, cycle.year, o.value), also=o.also) for o in occupation.options),
            Choice(T("Khai từng câu một"), ways.short(0), Look.WAY)
            if turn.account.compact
            else Choice(T("Khai nhanh, cả bản trong một tin"), ways.short(1), Look.WAY),
            HOME,
        ),
    )


@routes.does("title/{resident}/{title}", Action.SPEAK_FOR)
def title(turn: Turn, resident: Resident, title: str) -> Goto:
    """Register a person for another title of persons, and go on with that declaration."""
    person = resident.person
    cycle = cycles.running(turn.tx, resident.commune_id)
    if cycle is None or title == CITIZEN or title not in titles(SubjectKind.PERSON):
        return Goto(ways.begin(person.id))
    criteria = cycle.criteria(title)
    if criteria.is_too_young(person.age_in(cycle.year)):
        return Goto(ways.home(), T("Danh hiệu này dành cho người từ {age} tuổi.", age=criteria.adult_age))
    found = declarations.of_person(turn.tx, person.id, title)
    mine = next((each for each in found if each.cycle.id == cycle.id), None)
    if mine is None:
        mine = declarations.begin(turn.tx, person, cycle, speaker=turn.speaker(person.id), title=title)
    return Goto(ways.onward(mine.id))


@routes.does("register/{resident}/{year}/{occupation}", Action.SPEAK_FOR)
def register(turn: Turn, resident: Resident, year: int, occupation: str) -> Goto:
    """Register a person for the title of this year: the declaration begins with its first answer."""
    person = resident.person
    cycle = cycles.running(turn.tx, resident.commune_id)
    if cycle is None or year != cycle.year:
        return Goto(ways.begin(person.id))
    begun = any(theirs.cycle.id == cycle.id for theirs in declarations.of_person(turn.tx, person.id))
    too_young = cycle.criteria().is_too_young(person.age_in(cycle.year))
    question = title_form(cycle.criteria(), {}).questions[0]
    if begun or too_young or not question.is_valid(occupation):
        return Goto(ways.begin(person.id))
    speaker = turn.speaker(person.id)
    declaration = declarations.begin(turn.tx, person, cycle, speaker=speaker)
    declaration = declarations.answer(turn.tx, declaration, OCCUPATION, occupation, speaker=speaker)
    return Goto(_onward(turn, declaration))


def _form(declaration: Declaration) -> Form:
    return title_form(declaration.criteria, declaration.answers)


def _form_of(_turn: Turn, declaration: Declaration) -> Form:
    return _form(declaration)


def _revision(declaration: Declaration) -> int:
    return declaration.revision


def _onward(turn: Turn, declaration: Declaration) -> Way:
    """The route of the next question, of all in one message, or of the review when all are answered."""
    form = _form(declaration)
    question = form.next(declaration.answers)
    if question is None:
        return ways.check(declaration.id)
    if _offers_facts(turn, declaration, question):
        return ways.facts(declaration.id)
    one_by_one = turn.draft.get(ONE_BY_ONE) == declaration.id or declaration.made_elsewhere
    if turn.compact and question.numbered and not one_by_one:
        left = [q for q in form.asked(declaration.answers) if not q.is_valid(declaration.answers.get(q.key))]
        if len(left) >= WORTH_ONE_MESSAGE:
            return ways.compact(declaration.id)
    return ways.ask(declaration.id, question.key)


@routes.shows("onward/{declaration}", Action.ANSWER)
def onward(turn: Turn, declaration: Declaration) -> Goto:
    """Go on with a declaration where it stands."""
    goes_on = declaration.state is State.DRAFT or declaration.made_elsewhere  # the answers take its place once sent
    return Goto(_onward(turn, declaration) if goes_on else ways.mine(declaration.id))


def _facts_of_last_year(turn: Turn, declaration: Declaration) -> dict[str, Any]:
    """What was told last time of the facts that are asked once; nothing if not all of it is still an answer."""
    facts = declaration.criteria.facts
    if facts is None or declaration.title != CITIZEN:
        return {}
    form = _form(declaration)
    for earlier in declarations.of_person(turn.tx, declaration.person.id):
        if earlier.cycle.year < declaration.cycle.year:
            told = {each.id: earlier.answers.get(each.id) for each in facts.questions}
            questions = [form.question(key) for key in told]
            is_whole = all(q is not None and q.is_valid(told[q.key]) for q in questions)
            return told if is_whole else {}
    return {}


def _offers_facts(turn: Turn, declaration: Declaration, question: Question) -> bool:
    """Whether to offer last year's facts: the first of them is next, and they were not declined."""
    facts = declaration.criteria.facts
    if facts is None or not facts.questions or question.key != facts.questions[0].id:
        return False
    declined = turn.draft.get(FACTS_ANEW) == declaration.id
    return not declined and bool(_facts_of_last_year(turn, declaration))


@routes.shows("facts/{declaration}", Action.ANSWER)
def facts(turn: Turn, declaration: Declaration) -> Answer:
    """What was told last year of what seldom changes: still true? It is offered, never copied unasked."""
    told = _facts_of_last_year(turn, declaration)
    if not told:
        return Goto(_onward(turn, declaration))
    criteria = declaration.criteria
    return Screen(
        title=headed(turn, declaration, T("Vẫn đúng chứ ạ?")),
        text=lines(
            put(turn, declaration, T("Lần trước {you} khai:")),
            *(
                T("- {name}: {answer}", name=criteria.indicator(key).name, answer=answer_words(criteria, key, value))
                for key, value in told.items()
            ),
        ),
        choices=(
            Choice(T("Vẫn đúng"), ways.facts_same(declaration.id, declaration.revision), Look.MAIN),
            Choice(T("Có thay đổi"), ways.facts_anew(declaration.id)),
            Choice(T("Lưu, nghỉ"), ways.pause(declaration.id), Look.WAY),
        ),
    )


@routes.does("facts-same/{declaration}/{revision}", Action.ANSWER)
def facts_same(turn: Turn, declaration: Declaration, revision: int) -> Goto:
    """Take last year's facts as this year's."""
    if revision != declaration.revision:
        return Goto(ways.mine(declaration.id))
    told = {key: each for key, each in _facts_of_last_year(turn, declaration).items() if key not in declaration.answers}
    changed = declarations.answer_all(turn.tx, declaration, told, speaker=_speaker(turn, declaration))
    return Goto(_onward(turn, changed))


@routes.does("facts-anew/{declaration}", Action.ANSWER)
def facts_anew(turn: Turn, declaration: Declaration) -> Goto:
    """Something has changed: ask them one by one."""
    turn.draft.keep(FACTS_ANEW, declaration.id)
    return Goto(_onward(turn, declaration))


def _speaker(turn: Turn, declaration: Declaration) -> Speaker:
    """Who speaks, and by what right: a family's or a place's members speak for it as themselves."""
    if declaration.title == CITIZEN:
        return turn.speaker(declaration.person.id)
    return Speaker(turn.account.id, turn.person.id)


@routes.does("one-by-one/{declaration}", Action.ANSWER)
def one_by_one(turn: Turn, declaration: Declaration) -> Goto:
    """Answer this declaration one question after the other, though the rest is asked in one message."""
    turn.draft.keep(ONE_BY_ONE, declaration.id)
    return Goto(_onward(turn, declaration))


def _answers(_turn: Turn, declaration: Declaration) -> Answers:
    return declaration.answers


def _title(turn: Turn, declaration: Declaration, question: Question) -> Words:
    position = _form(declaration).position(question.key, declaration.answers)
    place = T("Việc làm") if position is None else T("Câu {i}/{n}", i=position[0], n=position[1])
    return headed(turn, declaration, place)


def _text(turn: Turn, declaration: Declaration, question: Question) -> Words:
    """The question, with what the diary says of it while it has no answer."""
    has_answer = question.is_valid(declaration.answers.get(question.key))
    hint = None if has_answer else diary_hint(turn.tx, declaration, question.key)
    return lines(put(turn, declaration, question.text), hint)


def _ways(_turn: Turn, declaration: Declaration, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    if _form(declaration).next(declaration.answers) is None:
        return before
    return (*before, Choice(T("Lưu, nghỉ"), ways.pause(declaration.id), Look.WAY))


def _answer(declaration: Declaration, question: Question, value: object) -> Words:
    if question.key == OCCUPATION:
        return question.label(str(value))
    return answer_words(declaration.criteria, question.key, value)


def _answer_of(_turn: Turn, declaration: Declaration, question: Question, value: object) -> Words:
    return _answer(declaration, question, value)


def _stale(_turn: Turn, declaration: Declaration, question: Question, chosen: object) -> Goto:
    if declaration.answers.get(question.key) == chosen:  # the second of two quick taps
        return Goto(ways.check(declaration.id))
    return Goto(ways.mine(declaration.id), T("Nút này đã cũ: bản khai đã thay đổi từ lúc ấy. Chưa có gì bị sửa."))


def _record(turn: Turn, declaration: Declaration, key: str, value: object) -> Goto:
    """Write one answer down and go on: to the next question, or back to the review when it was an edit."""
    before = declaration.answers.get(key)
    changed = declarations.answer(turn.tx, declaration, key, value, speaker=_speaker(turn, declaration))
    form = _form(changed)
    question = form.question(key)
    note: Words | None = None
    if before is not None and before != value and question is not None:
        position = form.position(key, changed.answers)
        said = _answer(changed, question, value)
        note = (
            T("Đã sửa việc làm: {answer}", answer=said)
            if position is None
            else T("Đã sửa câu {i}: {answer}", i=position[0], answer=said)
        )
    return Goto(_onward(turn, changed), note)


DIALOGUE = Dialogue(
    routes,
    "ask",
    Action.ANSWER,
    about="declaration",
    form=_form_of,
    answers=_answers,
    record=_record,
    done=_onward,
    version=_revision,
    stale=_stale,
    title=_title,
    text=_text,
    ways=_ways,
    answer=_answer_of,
)


@routes.shows("pause/{declaration}", Action.ANSWER)
def pause(turn: Turn, declaration: Declaration) -> Answer:
    """Leave for now."""
    form = _form(declaration)
    left = sum(not q.is_valid(declaration.answers.get(q.key)) for q in form.asked(declaration.answers))
    return Screen(
        text=Tn("Đã lưu. Còn {n} câu. {You} quay lại lúc nào cũng được rồi chọn Khai tiếp.", left),
        choices=(Choice(T("Khai tiếp"), ways.onward(declaration.id), Look.MAIN), HOME),
    )


@routes.shows("check/{declaration}", Action.ANSWER)
def check(turn: Turn, declaration: Declaration) -> Answer:
    """All answers on one screen, the way to change one, and the button that sends them."""
    form = _form(declaration)
    if form.next(declaration.answers) is not None:
        return Goto(_onward(turn, declaration))
    if declaration.state is State.SUBMITTED and not declaration.made_elsewhere:
        send = Choice(T("Xong, xem kết quả"), ways.mine(declaration.id), Look.MAIN)
    else:
        to_officers = declaration.kind in OF_PLACES
        label = T("Gửi cán bộ {commune_label} xác nhận") if to_officers else T("Gửi {head_label} xác nhận")
        send = Choice(label, ways.submit(declaration.id, declaration.revision), Look.MAIN, word=Tc("typed", "gửi"))
    return Screen(
        title=headed(turn, declaration, T("{You} xem lại các câu trả lời")),
        text=lines(T("Sửa câu nào thì {you} gõ số của câu ấy."), BLANK, _all_answers(declaration, form)),
        choices=(send, Choice(T("Sửa một câu"), ways.edit(declaration.id)), HOME),
        typed=True,
    )


@routes.hears("check")
def check_heard(turn: Turn, said: Said | Sent, declaration: Declaration) -> Goto:
    """The number of an answer opens it; sending is a word, so that no number that was meant for a question sends."""
    form = _form(declaration)
    number = read_number(said.text) if isinstance(said, Said) else None
    for question in form.asked(declaration.answers):
        position = form.position(question.key, declaration.answers)
        if position is not None and position[0] == number:
            return Goto(ways.ask(declaration.id, question.key))
    return Goto(
        ways.check(declaration.id),
        T("Chưa làm gì. Sửa thì {you} gõ số của câu; gửi thì {you} gõ: gửi."),
    )


@routes.shows("edit/{declaration}", Action.ANSWER)
def edit(turn: Turn, declaration: Declaration) -> Answer:
    """Which answer? Each question's number on the screen is the number of its choice."""
    form = _form(declaration)
    if form.next(declaration.answers) is not None:
        return Goto(_onward(turn, declaration))
    numbered: list[Choice] = []
    others: list[Choice] = []
    for question in form.asked(declaration.answers):
        route = ways.ask(declaration.id, question.key)
        position = form.position(question.key, declaration.answers)
        if position is None:
            others.append(Choice(T("Việc làm"), route))
        else:
            name = declaration.criteria.indicator(question.key).name
            numbered.append(Choice(T("Câu {i}: {name}", i=position[0], name=name), route))
    return Screen(
        title=headed(turn, declaration, T("Sửa câu nào?")),
        text=T("{You} chọn câu cần sửa. Các câu khác giữ nguyên."),
        choices=(*numbered, *others, Choice(T("Thôi, không sửa"), ways.check(declaration.id), Look.WAY)),
    )


def _all_answers(declaration: Declaration, form: Form) -> Joined:
    rows: list[Words] = []
    for question in form.asked(declaration.answers):
        said = _answer(declaration, question, declaration.answers[question.key])
        position = form.position(question.key, declaration.answers)
        if position is None:
            rows.append(T("Việc làm: {answer}", answer=said))
        else:
            name = declaration.criteria.indicator(question.key).name
            rows.append(T("{i}. {name}: {answer}", i=position[0], name=name, answer=said))
    return lines(*rows)


@routes.does("submit/{declaration}/{revision}", Action.ANSWER, Weight.DECIDING)
def submit(turn: Turn, declaration: Declaration, revision: int) -> Goto:
    """Send it to the village head."""
    if declaration.state is State.SUBMITTED and not declaration.made_elsewhere:  # the second of two taps
        return Goto(ways.mine(declaration.id))
    if revision != declaration.revision:
        return Goto(ways.check(declaration.id), T("Bản khai đã thay đổi. {You} xem lại rồi gửi."))
    if _form(declaration).next(declaration.answers) is not None:
        return Goto(_onward(turn, declaration), T("Còn câu chưa trả lời."))
    sent = declarations.submit(turn.tx, declaration, speaker=_speaker(turn, declaration))
    if sent is None:
        return Goto(ways.mine(declaration.id))
    return Goto(ways.mine(sent.id), T("Đã gửi. Xác nhận xong sẽ báo {you}."))

"""The queue: what waits, doubtful first; one declaration with all that is needed to decide; confirm, return, take back.

Each deed carries the revision that was seen. Where the declaration has moved on since, nothing is decided, and the
page says what happened meanwhile and by whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acts import deciding
from acts.words.doubt_words import in_full, in_short, pointed_at
from acts.words.evidence_words import diary_check
from acts.words.queue_words import FILTER_NAMES, name_of
from acts.words.results_words import listed_lines
from acts.words.return_words import LISTED, OF_AN_ANSWER, WHOLE, of_the_whole
from acts.words.spoken_words import spoken_words
from criteria.declaration import State
from criteria.doubts import Circumstances, DoubtKind
from criteria.explain import answer_words, share_lines, training_words, verdict_words
from criteria.model import CITIZEN, Indicator
from criteria.names import fold
from criteria.parse import title_name
from criteria.policy import Action, may
from criteria.score import Verdict
from desk.kit.blocks import (
    Block,
    Cell,
    Facts,
    Field,
    Form,
    Head,
    Heading,
    Hidden,
    Items,
    Link,
    Links,
    Note,
    Options,
    Page,
    Para,
    Row,
    Table,
    To,
    Tone,
)
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.leaf import A_PAGE, leaf
from desk.shared.places import QUEUE, declaration_at, person_at
from desk.shared.reasons import MOST, UNCLEAR, in_own_words
from desk.shared.words import MOVES, STATES
from locales.text import Moment, T, Verbatim, Words
from storage import behind_figures, decisions, declarations, doubts, places, queue, subject_names
from storage.circumstances import around
from storage.declaration_record import Declaration
from storage.queue import Filter, Waiting

pages = Pages()

OWN_WORDS = "khac"


# The list


@pages.shows(QUEUE, Action.SEE_QUEUE)
def waiting(visit: Visit) -> Page:
    """What waits for who sits here, doubtful first, in pages and parts."""
    which, name = _filter(visit), fold(visit.query.get("ten", ""))[:60]
    found = queue.page(
        visit.tx, visit.actor, which, skipped=visit.page * A_PAGE, most=A_PAGE, named=name if len(name) > 1 else None
    )
    here = f"{QUEUE}?loc={which}"
    return Page(
        title=T("Hàng chờ: {n} phiếu tự đánh giá", n=found.counts[Filter.ALL]),
        blocks=(
            Links(
                tuple(
                    Link(T("{filter} ({n})", filter=FILTER_NAMES[each], n=found.counts[each]), f"{QUEUE}?loc={each}")
                    for each in Filter
                    if found.counts[each] or each in {Filter.ALL, which}
                ),
                T("Phần của hàng chờ"),
                here=here,
            ),
            Form(
                to=QUEUE,
                button=T("Tìm trong hàng chờ"),
                looks=True,
                tone=Tone.PLAIN,
                parts=(Field("ten", T("Tên người"), visit.query.get("ten", "")[:60], most=60, kind="search"),),
            ),
            Table(
                T("Phiếu chờ {you} quyết, phiếu cần xem kỹ đứng trước"),
                (Head(T("Phiếu của")), Head(T("Nơi")), Head(T("Vì sao xem kỹ")), Head(T("Gửi lúc"))),
                tuple(_line(each, which) for each in found.rows),
                none=T("Không còn phiếu nào chờ {you}.")
                if which is Filter.ALL and not name
                else T("Không có phiếu nào như thế."),
            ),
            *(() if name else leaf(here, visit.page, found.found)),
        ),
        names=frozenset(each.person_id for each in found.rows),
    )


def _filter(visit: Visit) -> Filter:
    said = visit.form.get("loc") or visit.query.get("loc", "")
    return Filter(said) if said in set(Filter) else Filter.ALL


def _line(row: Waiting, which: Filter) -> tuple[Cell, ...]:
    why: Words = in_short(row.doubts) if row.doubts else T("bình thường") if row.is_plain else T("cần xem riêng")
    return (
        Cell(name_of(row), to=_at(row.id, which)),
        Cell(Verbatim(row.village)),
        Cell(why, tone=Tone.LATE if row.doubts else Tone.PLAIN),
        Cell(T("{when}", when=Moment(row.submitted_at))),
    )


def _at(declaration: int, which: Filter) -> str:
    return declaration_at(declaration) + ("" if which is Filter.ALL else f"?loc={which}")


# One declaration


@pages.shows(f"{QUEUE}/{{declaration}}", Action.SEE)
def one(visit: Visit, declaration: Declaration) -> Page:
    """All that is needed to decide, as it is now."""
    which, place = _filter(visit), places.get(visit.tx, declaration.place_id)
    known = around(visit.tx, [declaration])[declaration.id]
    if declaration.state is State.SUBMITTED:
        declaration = doubts.in_circumstances(declaration, known)
    others = _pointed(visit, declaration)
    speaker = None if declaration.speaker is None else declaration.speaker.person_id
    spoke = () if speaker is None else (speaker,)
    before = _just_decided(visit)
    just = () if before is None else (before.person.id,)
    return Page(
        title=T("{name}: {title}", name=_name(visit, declaration), title=title_name(declaration.title)),
        blocks=(
            *_just_said(visit, before, which),
            *_meanwhile(visit, declaration),
            *_training(declaration),
            *_doubts(visit, declaration, others),
            _facts(visit, declaration, place.full_name, known.pictures),
            *_decide(visit, declaration, which),
            *_second_round(visit, declaration),
            *_answers(visit, declaration, known),
            *_history(visit, declaration),
            _neighbours(visit, declaration, which),
        ),
        about=frozenset({declaration.person.id}),
        names=frozenset({*spoke, *pointed_at(declaration, others), *just}),
    )


def _name(visit: Visit, declaration: Declaration) -> Words:
    if declaration.title == CITIZEN:
        person = declaration.person
        return T("{name}, sinh {year}", name=person.full_name or "–", year=person.birth_year)
    return subject_names.name_of(visit.tx, declaration)


def _training(declaration: Declaration) -> Iterator[Para]:
    words = training_words(declaration.criteria)
    if words is not None:
        yield Para(words, Tone.LATE)


def _just_decided(visit: Visit) -> Declaration | None:
    """What was decided a moment ago, as it is now, while it can be taken back."""
    key = visit.number("vua")
    before = None if key is None else declarations.glance(visit.tx, key)
    if before is None or before.state not in {State.CONFIRMED, State.RETURNED}:
        return None
    return before if visit.may(Action.DECIDE, before.subject) else None


def _just_said(visit: Visit, before: Declaration | None, which: Filter) -> Iterator[Block]:
    """That it was decided, with the way to take it back."""
    if before is None:
        return
    yield Note(T("Vừa quyết: {name}, {state}.", name=_name(visit, before), state=STATES[before.state]))
    yield _take_back(before, which)


def _meanwhile(visit: Visit, declaration: Declaration) -> Iterator[Note]:
    """What happened since the revision that somebody meant to decide on: who did what, and when."""
    seen = visit.number("cu")
    if seen is None or declaration.revision <= seen:
        return
    since = [each for each in decisions.of_declaration(visit.tx, declaration.id) if each.revision >= seen]
    for each in reversed(since):
        yield Note(
            T("{who} vừa {move} phiếu này, lúc {when}.", who=each.decided_by or "–", move=MOVES[each.move],
              when=Moment(each.at)),
            Tone.LATE,
        )  # fmt: skip
    if declaration.state is State.SUBMITTED and declaration.submitted_at is not None:
        yield Note(T("Phiếu đang chờ là bản gửi lúc {when}.", when=Moment(declaration.submitted_at)), Tone.LATE)


def _pointed(visit: Visit, declaration: Declaration) -> Mapping[int, Declaration]:
    """The declarations to which the doubts point and that the reader may see, by id."""
    keys = {key for each in declaration.doubts if each.kind is DoubtKind.SAME_ANSWERS for key in each.about}
    found = {key: declarations.glance(visit.tx, key) for key in keys}
    return {key: each for key, each in found.items() if each is not None and visit.may(Action.SEE, each.subject)}


def _doubts(visit: Visit, declaration: Declaration, others: Mapping[int, Declaration]) -> Iterator[Block]:
    if not declaration.doubts or declaration.state is not State.SUBMITTED:
        return
    yield Heading(T("Cần xem kỹ vì"))
    alike = {key for each in declaration.doubts if each.kind is DoubtKind.ALIKE for key in each.about}
    yield Items(
        (
            *in_full(visit.tx, declaration, others),
            *(Link(T("Mở thẻ người có thể trùng, số {n}", n=key), person_at(key)) for key in sorted(alike)),
            *(
                Link(T("Mở phiếu giống hệt: {name}", name=_name(visit, each)), declaration_at(key))
                for key, each in sorted(others.items())
            ),
        )
    )


def _facts(visit: Visit, declaration: Declaration, place: str, pictures: int) -> Facts:
    """Who, where, who declared, the result."""
    tx, person = visit.tx, declaration.person
    pairs: list[tuple[Words, Words | Link]] = [
        (T("Người khai"), Link(Verbatim(person.full_name or "–"), person_at(person.id))),
        (T("Nơi"), Verbatim(place)),
        (T("Tình trạng"), STATES[declaration.state]),
    ]
    if declaration.title == CITIZEN:
        listed = T("có") if person.on_roster else T("CHƯA có: xác nhận thì vẫn ghi, nhưng tính riêng")
        pairs.append((T("Danh sách dân cư"), listed))
    if (spoken := spoken_words(tx, declaration)) is not None:
        pairs.append((T("Cách khai"), spoken))
    if declaration.submitted_at is not None:
        pairs.append((T("Gửi lúc"), T("{when}", when=Moment(declaration.submitted_at))))
    if declaration.assessment is not None:
        pairs.append((T("Kết quả"), verdict_words(declaration.assessment, declaration.standing, declaration.judged)))
        pairs += [(T("Tính từ"), each) for each in share_lines(declaration.criteria, declaration.assessment)]
    if pictures:
        pairs.append((T("Ảnh minh chứng"), T("{n} ảnh, {you} xem trong chat", n=pictures)))
    return Facts(tuple(pairs))


def _answers(visit: Visit, declaration: Declaration, around_it: Circumstances) -> Iterator[Block]:
    """The answers, what a head can know first; of a result made elsewhere, what its list says."""
    if declaration.made_elsewhere:
        yield Items(listed_lines(visit.tx, declaration))
        return
    yield Heading(T("Các câu trả lời"))
    points = {} if declaration.assessment is None else {each.id: each.points for each in declaration.assessment.points}
    asked = [each for each in declaration.criteria.asked if declaration.answers.get(each.id) is not None]
    asked.sort(key=lambda each: not each.checkable)
    yield Table(
        T("Các câu trả lời; câu {you} có thể biết đứng trước"),
        (Head(T("Câu")), Head(T("Trả lời")), Head(T("Điểm"), number=True), Head(T("Đối chiếu"))),
        tuple(_answer(declaration, around_it, each, points.get(each.id)) for each in asked),
        none=T("Phiếu này không còn câu trả lời."),
    )


def _answer(
    declaration: Declaration, around_it: Circumstances, asked: Indicator, points: int | None
) -> tuple[Cell, ...]:
    hint = diary_check(around_it, asked.id)
    known = T("{you} có thể biết") if asked.checkable else T("người khai tự nói")
    return (
        Cell(asked.name),
        Cell(answer_words(declaration.criteria, asked.id, declaration.answers[asked.id])),
        Cell(Verbatim("–") if points is None else T("{n}", n=points), number=True),
        Cell(known if hint is None else T("{known};{hint}", known=known, hint=hint)),
    )


def _second_round(visit: Visit, declaration: Declaration) -> Iterator[Block]:
    """Of one that was returned and sent again: why, and each changed answer beside what it was."""
    returned = decisions.last_return(visit.tx, declaration.id) if declaration.state is State.SUBMITTED else None
    if returned is None or returned.answers is None:
        return
    before, now = returned.answers, declaration.answers
    changed = [each for each in declaration.criteria.asked if before.get(each.id) != now.get(each.id)]
    yield Heading(T("Gửi lại sau khi trả"))
    yield Para(T("Lần trước trả lại vì: {reason}", reason=returned.reason or Verbatim("–")))
    yield Table(
        T("Câu đã sửa, lần trước và lần này cạnh nhau"),
        (Head(T("Câu")), Head(T("Lần trước")), Head(T("Lần này"))),
        tuple(
            (
                Cell(each.name),
                Cell(_said(declaration, each.id, before.get(each.id))),
                Cell(_said(declaration, each.id, now.get(each.id))),
            )
            for each in changed
        ),
        none=T("Gửi lại mà chưa sửa câu nào."),
    )


def _said(declaration: Declaration, key: str, value: object) -> Words:
    return T("để trống") if value is None else answer_words(declaration.criteria, key, value)


def _history(visit: Visit, declaration: Declaration) -> Iterator[Block]:
    found = decisions.of_declaration(visit.tx, declaration.id)
    if not found:
        return
    yield Heading(T("Các quyết định"))
    yield Table(
        T("Các quyết định, lần cuối trước"),
        (Head(T("Lúc")), Head(T("Ai")), Head(T("Làm gì")), Head(T("Lý do"))),
        tuple(
            (
                Cell(T("{when}", when=Moment(each.at))),
                Cell(Verbatim(each.decided_by or "–")),
                Cell(MOVES[each.move]),
                Cell(each.reason or Verbatim("–")),
            )
            for each in found
        ),
        none=T("Chưa có quyết định nào."),
    )


def _neighbours(visit: Visit, declaration: Declaration, which: Filter) -> Links:
    """One back and one on in the queue, and the queue."""
    at = queue.in_line(visit.tx, visit.actor, which, declaration.id)
    ways = []
    if at is not None and at.previous:
        ways.append(Link(T("Phiếu trước"), _at(at.previous, which)))
    if at is not None and at.following:
        ways.append(Link(T("Phiếu sau"), _at(at.following, which)))
    return Links((*ways, Link(T("Về hàng chờ"), f"{QUEUE}?loc={which}")), T("Đi tiếp"))


# Deciding


def _decide(visit: Visit, declaration: Declaration, which: Filter) -> Iterator[Block]:
    """The forms that decide; or why another does."""
    denied = may(visit.actor, Action.DECIDE, declaration.subject)
    if denied is not None:
        if declaration.state is State.SUBMITTED:
            yield Para(denied.because)
        return
    match declaration.state:
        case State.SUBMITTED:
            back = Link(T("Trả lại phiếu này"), f"{declaration_at(declaration.id)}/tra-lai?loc={which}")
            yield Row((*_confirmations(declaration, which), back))
        case State.CONFIRMED | State.RETURNED:
            yield _take_back(declaration, which)
        case _:
            return


def _seen(declaration: Declaration, which: Filter) -> tuple[Hidden, ...]:
    return Hidden("ban", str(declaration.revision)), Hidden("loc", which)


def _confirmations(declaration: Declaration, which: Filter) -> Iterator[Form]:
    """The buttons that confirm; where no rule gives a verdict, people do."""
    to = f"{declaration_at(declaration.id)}/xac-nhan"
    if declaration.verdict is not Verdict.UNDECIDED:
        yield Form(to=to, button=T("Xác nhận"), parts=_seen(declaration, which))
        return
    for verdict, words in ((Verdict.REACHED, T("Xác nhận: đạt")), (Verdict.NOT_REACHED, T("Xác nhận: chưa đạt"))):
        tone = Tone.STRONG if verdict is Verdict.REACHED else Tone.PLAIN
        yield Form(to=to, button=words, parts=(*_seen(declaration, which), Hidden("ket-qua", verdict)), tone=tone)


def _take_back(declaration: Declaration, which: Filter) -> Form:
    words = T("Rút lại xác nhận") if declaration.state is State.CONFIRMED else T("Rút lại việc trả")
    to = f"{declaration_at(declaration.id)}/rut-lai"
    return Form(to=to, button=words, parts=_seen(declaration, which), tone=Tone.LATE)


def _stale(visit: Visit, declaration: Declaration, done: State) -> To | None:
    """Where to go instead, if what was seen is no longer what is there."""
    revision = visit.number("ban")
    if revision == declaration.revision:
        return None
    last = behind_figures.decided(visit.tx, [declaration.id]).get(declaration.id)
    again = declaration.state is done and revision is not None and declaration.revision == revision + 1
    if again and last is not None and last.by_id == visit.person.id:  # the second of two presses
        return _onward(visit, declaration)
    return To(f"{declaration_at(declaration.id)}?cu={revision or 0}", "da-doi")


def _onward(visit: Visit, declaration: Declaration) -> To:
    """To what comes next in the queue, with the way to take back the one just decided."""
    which = _filter(visit)
    following = queue.following(visit.tx, visit.actor, which, declaration)
    if following is None:
        return To(f"{declaration_at(declaration.id)}", "het")
    return To(f"{declaration_at(following.id)}?loc={which}&vua={declaration.id}")


@pages.takes(f"{QUEUE}/{{declaration}}/xac-nhan", Action.DECIDE)
def confirm(visit: Visit, declaration: Declaration) -> To:
    """Confirm exactly what was seen; where no rule gives a result, it was chosen."""
    if (stale := _stale(visit, declaration, State.CONFIRMED)) is not None:
        return stale
    judged, said = None, visit.form.get("ket-qua", "")
    if declaration.verdict is Verdict.UNDECIDED:
        if said not in {Verdict.REACHED.value, Verdict.NOT_REACHED.value}:
            return To(declaration_at(declaration.id), "chon-ket-qua")
        judged = Verdict(said)
    decided = deciding.confirm(visit.tx, declaration, by=visit.person.id, judged=judged)
    if decided is None:
        return To(f"{declaration_at(declaration.id)}?cu={declaration.revision}", "da-doi")
    return _onward(visit, decided)


@pages.takes(f"{QUEUE}/{{declaration}}/rut-lai", Action.DECIDE)
def take_back(visit: Visit, declaration: Declaration) -> To:
    """Take back a confirmation or a return: it waits again."""
    if (stale := _stale(visit, declaration, State.SUBMITTED)) is not None:
        return stale
    decided = deciding.take_back(visit.tx, declaration, by=visit.person.id)
    if decided is None:
        return To(f"{declaration_at(declaration.id)}?cu={declaration.revision}", "da-doi")
    return To(declaration_at(declaration.id), "da-rut")


@pages.shows(f"{QUEUE}/{{declaration}}/tra-lai", Action.DECIDE)
def returning(visit: Visit, declaration: Declaration) -> Answer:
    """Which answer should be looked at again, and why?"""
    if declaration.state is not State.SUBMITTED:
        return To(f"{declaration_at(declaration.id)}?cu={declaration.revision}", "da-doi")
    return _return_page(visit, declaration)


SEEN_BY = T("Người khai sẽ thấy lý do, và sửa đúng câu ấy. Các câu đã trả lời vẫn còn.")


def _return_page(visit: Visit, declaration: Declaration, problem: Words | None = None) -> Page:
    doubted = [each.indicator for each in declaration.doubts]
    known = [
        each
        for each in declaration.criteria.asked
        if each.applies(declaration.answers) and (each.checkable or each.id in doubted)
        if not declaration.made_elsewhere
    ]
    known.sort(key=lambda each: each.id not in doubted)
    which = _filter(visit)
    whole = of_the_whole(declaration)
    ready = whole if declaration.made_elsewhere else {**OF_AN_ANSWER, **whole}
    revision = visit.form.get("ban", str(declaration.revision))
    return Page(
        title=T("Trả lại phiếu của {name}", name=subject_names.name_of(visit.tx, declaration)),
        blocks=(
            Para(LISTED if declaration.made_elsewhere else SEEN_BY),
            Form(
                to=f"{declaration_at(declaration.id)}/tra-lai",
                button=T("Trả lại"),
                tone=Tone.LATE,
                problem=problem,
                parts=(
                    Hidden("ban", revision),
                    Hidden("loc", which),
                    Options(
                        "cau",
                        T("Câu nào cần xem lại?"),
                        (*((each.id, each.name) for each in known), (WHOLE, T("Cả phiếu"))),
                        visit.form.get("cau", ""),
                    ),
                    Options(
                        "ly-do",
                        T("Vì sao?"),
                        (*ready.items(), (OWN_WORDS, T("Lý do khác, tự viết bên dưới"))),
                        visit.form.get("ly-do", ""),
                    ),
                    Field(
                        "loi",
                        T("Lý do khác"),
                        visit.form.get("loi", "")[:MOST],
                        area=True,
                        required=False,
                        most=MOST,
                    ),
                ),
            ),
            Links((Link(T("Thôi, không trả"), _at(declaration.id, which)),), T("Quay lại")),
        ),
        about=frozenset({declaration.person.id}),
        status=200 if problem is None else 422,
    )


@pages.takes(f"{QUEUE}/{{declaration}}/tra-lai", Action.DECIDE)
def send_back(visit: Visit, declaration: Declaration) -> Answer:
    """Return what was seen, for a ready reason or in own words."""
    if (stale := _stale(visit, declaration, State.RETURNED)) is not None:
        return stale
    key, ready = visit.form.get("cau", ""), visit.form.get("ly-do", "")
    if key != WHOLE and all(each.id != key for each in declaration.criteria.asked):
        return _return_page(visit, declaration, T("{You} chọn câu cần xem lại, hoặc cả phiếu."))
    reason = (of_the_whole(declaration) if key == WHOLE else OF_AN_ANSWER).get(ready)
    if ready == OWN_WORDS:
        said = in_own_words(visit.form.get("loi", ""))
        if said is None:
            return _return_page(visit, declaration, UNCLEAR)
        reason = Verbatim(said)
    if reason is None:
        return _return_page(visit, declaration, T("{You} chọn một lý do hợp với câu hoặc cả phiếu."))
    question = None if key == WHOLE else key
    decided = deciding.send_back(visit.tx, declaration, by=visit.person.id, reason=reason, question=question)
    if decided is None:
        return To(f"{declaration_at(declaration.id)}?cu={declaration.revision}", "da-doi")
    return _onward(visit, decided)

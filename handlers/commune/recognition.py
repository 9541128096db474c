"""Lists of people to be recognised: drawn up, filled up, posted, submitted, given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from acts import meeting, recognising, ways
from acts.choice import Choice, Look
from acts.words.recognition_words import STATES, day_words, decision_words
from criteria.parse import title_name, titles
from criteria.policy import Action
from criteria.recognition import POSTING_DAYS, Paper
from criteria.year import YearStep
from handlers.commune.recognition_words import ONLY_WORDS, at, back, locked
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from locales.format import day_of
from locales.text import BLANK, Day, Number, T, Tn, Words, lines
from storage import cycles, meetings, paper_confirmations, places, recognition
from storage.cycles import Cycle
from storage.recognition import RecognitionList

routes = Routes()


@routes.shows("recognitions/{cycle}", Action.RECOGNISE)
def recognitions(turn: Turn, cycle: Cycle) -> Screen:
    """Each title: who could be put on a list, and the lists there are."""
    here = [each.id for each in places.villages(turn.tx, cycle.commune_id)]
    waiting = {title: sum(recognition.candidates(turn.tx, cycle.id, title, here).values()) for title in titles()}
    found = recognition.of_cycle(turn.tx, cycle.id)
    return Screen(
        title=T("Công nhận danh hiệu, năm {year}", year=cycle.year),
        text=lines(
            *(
                T("{title}: {n} đã xác nhận và đạt, chưa vào danh sách nào.", title=title_name(title), n=Number(n))
                for title, n in waiting.items()
                if n
            ),
            None if any(waiting.values()) else T("Chưa có ai đã xác nhận và đạt mà chưa vào danh sách."),
            BLANK if found else None,
            *(
                T(
                    "- {title}, lập {day}: {state}",
                    title=title_name(each.title),
                    day=Day(day_of(each.made_at)),
                    state=_state(each),
                )
                for each in found
            ),
        ),
        choices=(
            *(
                Choice(
                    T("Lập danh sách {title}", title=title_name(title)),
                    ways.recognition_new(cycle.id, title),
                    Look.MAIN,
                )
                for title, n in waiting.items()
                if n
            ),
            *(
                Choice(T("Xem danh sách {title}: {state}", title=title_name(each.title), state=_state(each)), at(each))
                for each in found
            ),
            *_year_steps(turn, cycle),
            Choice(T("Kiểm tra Giấy công nhận"), ways.certificate_check(cycle.id)),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _year_steps(turn: Turn, cycle: Cycle) -> tuple[Choice, ...]:
    """The council, and the sample of what signed papers confirmed, as far as there is any of it."""
    n = paper_confirmations.count_open(turn.tx, cycle.id)
    return (
        *((Choice(Tn("Đối chiếu giấy ký ({n})", n), ways.paper_checks(cycle.id)),) if n else ()),
        Choice(T("Hội đồng đánh giá: thành viên"), ways.council(cycle.id)),
    )


def _state(found: RecognitionList) -> Words:
    if found.state in {Paper.ISSUED, Paper.REVOKED}:
        return T("{state}, số {number}", state=STATES[found.state], number=found.number)
    return STATES[found.state]


@routes.shows("recognition-new/{cycle}/{title}", Action.RECOGNISE)
def new(turn: Turn, cycle: Cycle, title: str) -> Answer:
    """Of the whole commune, or of one village first?"""
    if title not in titles():
        return Goto(ways.recognitions(cycle.id))
    here = places.villages(turn.tx, cycle.commune_id)
    found = recognition.candidates(turn.tx, cycle.id, title, [each.id for each in here])
    if not found:
        return Goto(ways.recognitions(cycle.id))
    all_of_it = ways.recognition_draw(cycle.id, title, 0)
    return Screen(
        title=T("Lập danh sách {title}", title=title_name(title)),
        text=T("Danh sách gồm những trường hợp đã xác nhận và đạt. Lập xong vẫn gạch tên, thêm tên được, chưa ai được "
               "công nhận."),
        choices=(
            Choice(Tn("Cả {commune_label} ({n})", sum(found.values())), all_of_it, Look.MAIN),
            *(
                Choice(
                    T("{place} ({n})", place=each.full_name, n=Number(found[each.id])),
                    ways.recognition_draw(cycle.id, title, each.id),
                )
                for each in here
                if each.id in found
            ),
            Choice(T("Quay lại"), ways.recognitions(cycle.id), Look.WAY),
        ),
    )  # fmt: skip


def _places(turn: Turn, commune_id: int, place: int = 0) -> list[int]:
    """The places that a choice means: one of the commune's, or with 0 all."""
    here = [each.id for each in places.villages(turn.tx, commune_id)]
    return [each for each in here if place in {0, each}]


@routes.does("recognition-draw/{cycle}/{title}/{place_id}", Action.RECOGNISE_NOW, Weight.DECIDING)
def draw(turn: Turn, cycle: Cycle, title: str, place_id: int) -> Goto:
    """Draw the list up."""
    if title not in titles():
        return Goto(ways.recognitions(cycle.id))
    made = recognition.draw_up(
        turn.tx, cycle_id=cycle.id, title=title, place_ids=_places(turn, cycle.commune_id, place_id), by=turn.person.id
    )
    return Goto(ways.recognitions(cycle.id) if made is None else at(made))


@routes.shows("recognition/{proposal}", Action.RECOGNISE)
def one(turn: Turn, proposal: RecognitionList) -> Screen:
    """One list: how far it is, how many names from where, what can be done."""
    by_place = _by_place(turn, proposal)
    said = recognition.objections(turn.tx, proposal.id)
    open_ = sum(each.answer is None for each in said)
    return Screen(
        room=UNBROKEN,
        title=T("{title}, năm {year}", title=title_name(proposal.title), year=proposal.year),
        text=lines(
            T(
                "Danh sách do {name} lập ngày {day}: {state}.",
                name=proposal.made_by,
                day=Day(day_of(proposal.made_at)),
                state=STATES[proposal.state],
            ),
            _of_its_state(proposal),
            BLANK,
            Tn("{n} tên.", sum(by_place.values())),
            *(T("- {place}: {n}", place=name, n=Number(n)) for name, n in by_place.items()),
            T("Ý kiến phản ánh: {n}, chưa trả lời: {open}.", n=Number(len(said)), open=Number(open_)) if said else None,
        ),
        choices=(
            *_next_steps(turn, proposal, open_),
            *_looks(proposal, len(said)),
            Choice(T("Công nhận danh hiệu"), ways.recognitions(proposal.cycle_id), Look.WAY),
        ),
    )


def _by_place(turn: Turn, found: RecognitionList) -> dict[str, int]:
    counted = recognition.counts(turn.tx, found.id)
    called = recognition.place_names(turn.tx, counted)
    return {called[key]: n for key, n in sorted(counted.items())}


def _of_its_state(found: RecognitionList) -> Words | None:
    match found.state:
        case Paper.POSTED:
            return T(
                "Niêm yết từ {first} đến hết {last}.",
                first=day_words(found.posted_from),
                last=day_words(found.posted_to),
            )
        case Paper.SUBMITTED:
            return T("Đã trình ký. Không thêm tên được nữa; gạch tên thì phải ghi lý do.")
        case Paper.ISSUED:
            return decision_words(found)
        case Paper.REVOKED:
            return lines(decision_words(found), T("Đã thu hồi. Lý do: {reason}", reason=found.why))
        case _:
            return None


def _next_steps(turn: Turn, found: RecognitionList, open_: int) -> tuple[Choice, ...]:
    submit = Choice(T("Trình ký"), ways.recognition_submit(found.id), Look.MAIN)
    reopen = Choice(T("Sửa lại danh sách"), ways.recognition_reopen(found.id))
    give_up = Choice(T("Bỏ danh sách này"), ways.recognition_drop(found.id), Look.DANGER)
    match found.state:
        case Paper.DRAFT:
            n = sum(_candidates(turn, found).values())
            fill = Choice(Tn("Thêm {n} tên mới được xác nhận", n), ways.recognition_fill(found.id))
            post = Choice(T("Niêm yết"), ways.recognition_post(found.id))
            return submit, post, *((fill,) if n else ()), *_council(turn, found), give_up
        case Paper.POSTED:
            note = Choice(T("Ghi ý kiến phản ánh"), ways.objection_new(found.id))
            papers = (
                Choice(T("In danh sách niêm yết (PDF)"), ways.recognition_posting(found.id, "pdf")),
                Choice(T("Danh sách niêm yết (Word)"), ways.recognition_posting(found.id, "docx")),
                Choice(T("Thông báo niêm yết (Word)"), ways.recognition_paper(found.id, "notice")),
                *_end_of_posting(found),
            )
            return *(() if open_ else (submit,)), *papers, note, *_council(turn, found), reopen, give_up
        case Paper.SUBMITTED:
            sign = Choice(T("Ghi quyết định đã ký"), ways.recognition_sign(found.id), Look.MAIN)
            return sign, *_end_of_posting(found), *_to_sign(found), reopen, give_up
        case Paper.ISSUED:
            return (
                *_to_sign(found),
                *_of_signed(found),
                Choice(T("Thu hồi quyết định"), ways.recognition_revoke(found.id), Look.DANGER),
            )
        case _:
            return ()


def _end_of_posting(found: RecognitionList) -> tuple[Choice, ...]:
    """The minutes of the end of posting, of a list that hangs or hung."""
    if found.posted_from is None:
        return ()
    return (Choice(T("Biên bản kết thúc niêm yết (Word)"), ways.recognition_paper(found.id, "minutes")),)


def _council(turn: Turn, found: RecognitionList) -> tuple[Choice, ...]:
    """The way to the council's meeting about a list, where the year has one or somebody opened it."""
    cycle = cycles.load(turn.tx, found.cycle_id)
    is_step = cycle is not None and YearStep.COUNCIL in cycle.settings.steps
    there = meetings.of_list(turn.tx, found.id)
    if there is not None:
        return (Choice(T("Họp Hội đồng đánh giá"), ways.meeting(there.id)),)
    return (Choice(T("Họp Hội đồng đánh giá"), ways.council_open(found.id)),) if is_step else ()


def _to_sign(found: RecognitionList) -> tuple[Choice, ...]:
    return (
        Choice(T("Lập tờ trình"), ways.decision_paper(found.id, "proposal")),
        Choice(
            T("Lập quyết định") if found.state is Paper.ISSUED else T("Lập dự thảo quyết định"),
            ways.decision_paper(found.id, "decision"),
        ),
    )


def _of_signed(found: RecognitionList) -> tuple[Choice, ...]:
    return (
        Choice(T("In Giấy công nhận"), ways.certificates(found.id, "a4")),
        Choice(T("Trích danh sách (Excel)"), ways.recognition_extract(found.id, "xlsx")),
        Choice(T("Trích danh sách (Word)"), ways.recognition_extract(found.id, "docx")),
    )


def _candidates(turn: Turn, found: RecognitionList) -> Mapping[int, int]:
    return recognition.candidates(turn.tx, found.cycle_id, found.title, _places(turn, found.commune_id))


def _looks(found: RecognitionList, said: int) -> tuple[Choice, ...]:
    return (
        Choice(T("Xem tên trong danh sách"), ways.recognition_names(found.id, 0)),
        Choice(T("Xem tên đã gạch"), ways.recognition_off(found.id, 0)),
        Choice(T("Bản quét đã ký"), ways.scans(found.id)),
        *((Choice(T("Xem ý kiến phản ánh"), ways.objections(found.id)),) if said else ()),
    )


@routes.does("recognition-fill/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def fill(turn: Turn, proposal: RecognitionList) -> Goto:
    """Put on it who was confirmed since."""
    held = locked(turn, proposal)
    n = recognition.fill_up(turn.tx, held, _places(turn, held.commune_id))
    return Goto(at(held), Tn("Đã thêm {n} tên.", n))


@routes.shows("recognition-post/{proposal}", Action.RECOGNISE_NOW)
def post(turn: Turn, proposal: RecognitionList) -> Answer:
    """From which day does the list hang?"""
    if proposal.state is not Paper.DRAFT:
        return Goto(at(proposal))
    tomorrow = turn.today + timedelta(days=1)
    return Screen(
        title=T("Niêm yết danh sách"),
        text=lines(
            T(
                "Niêm yết {n} ngày, theo tinh thần Nghị định 86/2023, chưa phải quy định của Hội. Ngày đầu là ngày "
                "nào?",
                n=POSTING_DAYS,
            ),
            T("{You} chọn, hoặc gõ ngày đầu."),
        ),
        typed=True,
        choices=(
            Choice(T("Hôm nay"), ways.recognition_posted(proposal.id, turn.today.isoformat()), Look.MAIN),
            Choice(T("Ngày mai"), ways.recognition_posted(proposal.id, tomorrow.isoformat())),
            back(proposal),
        ),
    )


@routes.hears("recognition-post")
def post_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList) -> Goto:
    """A typed first day."""
    last = turn.today + timedelta(days=60)
    day = (
        Misread(ONLY_WORDS) if isinstance(said, Sent) else read_day(said.text, turn.today, first=turn.today, last=last)
    )
    if isinstance(day, Misread):
        return Goto(ways.recognition_post(proposal.id), day.hint)
    return Goto(ways.recognition_posted(proposal.id, day.isoformat()))


@routes.does("recognition-posted/{proposal}/{first}", Action.RECOGNISE_NOW, Weight.DECIDING)
def posted(turn: Turn, proposal: RecognitionList, first: str) -> Goto:
    """The list hangs from that day."""
    try:
        day = date.fromisoformat(first)
    except ValueError:
        return Goto(ways.recognition_post(proposal.id))
    if day < turn.today:  # an old button: the list did not hang then
        return Goto(ways.recognition_post(proposal.id))
    recognising.post(turn.tx, locked(turn, proposal), day)
    return Goto(at(proposal))


@routes.does("recognition-submit/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def submit(turn: Turn, proposal: RecognitionList) -> Goto:
    """No name comes any more: the list goes to who signs."""
    held = locked(turn, proposal)
    if meeting.missing(turn.tx, held):
        return Goto(ways.recognition_missing(held.id))
    if recognising.submit(turn.tx, held) is None and recognition.open_objections(turn.tx, held.id):
        return Goto(ways.objections(held.id), T("Còn ý kiến chưa trả lời. {You} trả lời xong rồi trình."))
    if recognising.must_be_posted(turn.tx, held):
        return Goto(at(held), T("Năm này {commune_label} chọn niêm yết trước khi trình. {You} niêm yết danh sách đã."))
    return Goto(at(held))


@routes.does("recognition-reopen/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def reopen(turn: Turn, proposal: RecognitionList) -> Goto:
    """The list is a draft again."""
    recognising.reopen(turn.tx, locked(turn, proposal))
    return Goto(at(proposal))


@routes.does("recognition-drop/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def drop(turn: Turn, proposal: RecognitionList) -> Goto:
    """The list is given up: who stands on it can be put on another."""
    dropped = recognising.drop(turn.tx, locked(turn, proposal))
    return Goto(at(proposal) if dropped is None else ways.recognitions(proposal.cycle_id))

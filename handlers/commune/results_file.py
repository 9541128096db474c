"""One list of results made elsewhere: what was understood of it, taken, taken back, set aside."""

from __future__ import annotations

from acts import results as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.errands import ResultsLeftErrand, ask_for
from acts.words.results_words import MADE_AT, SHOWN, UNREAD, origin_words, to_list
from acts.words.roster_words import TITLES, asked_of, columns_of, notes_of, why_of
from criteria.policy import Action
from criteria.results_matching import Finding
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from intake.listed import Choices
from locales.text import BLANK, Number, T, Tn, Verbatim, Words, lines
from storage import listed_results, result_lists
from storage.kit.words import ResultsState
from storage.result_lists import Counts, ResultList

routes = Routes()

BACK = Choice(T("Về kết quả lập ở nơi khác"), ways.results(), Look.WAY)
SAME_HAND = T(
    "Người ký danh sách và người đưa vào máy phải là hai người. {You} nhờ cán bộ khác đưa danh sách này vào, hoặc sửa "
    "người ký nếu ghi nhầm."
)


@routes.shows("results-file/{results_file}", Action.KEEP_ROSTER)
def file_(turn: Turn, results_file: ResultList) -> Screen:
    """One list: how far it is, what was understood, what can be done."""
    match results_file.state:
        case ResultsState.READY:
            return _preview(turn, results_file)
        case ResultsState.TAKING | ResultsState.TAKEN:
            return _taken(turn, results_file)
        case ResultsState.READING:
            said: Words = T("Máy đang đọc tệp và so với danh sách dân cư. Xong sẽ báo vào đây.")
        case ResultsState.UNDOING:
            said = T("Máy đang lấy lại kết quả của danh sách này. Xong sẽ báo vào đây.")
        case ResultsState.UNDONE:
            said = lines(T("Đã lấy lại toàn bộ kết quả của danh sách này."), origin_words(results_file.origin))
        case ResultsState.DROPPED:
            said = T("Tệp này đã bỏ, không nhận kết quả của ai.")
        case ResultsState.UNREADABLE:
            said = lines(T("Chưa đọc được tệp này."), why_of(results_file))
    waits = results_file.state in {ResultsState.READING, ResultsState.UNDOING}
    again = Choice(T("Gửi tệp khác"), ways.results_bring(), Look.MAIN)
    look = Choice(T("Xem lại"), ways.results_file(results_file.id), Look.MAIN)
    return Screen(
        title=Verbatim(results_file.file_name),
        text=lines(said, T("{You} gõ mật khẩu của tệp vào đây. Máy chỉ dùng để mở, không giữ lại."))
        if results_file.is_locked
        else said,
        typed=results_file.is_locked,
        choices=(look if waits else again, BACK),
    )


@routes.hears("results-file")
def file_heard(turn: Turn, said: Said | Sent, results_file: ResultList) -> Goto:
    """The password of a protected file."""
    held = result_lists.get(turn.tx, results_file.id, lock=True)
    if held.is_locked and isinstance(said, Said) and said.text.strip():
        deeds.unlock(turn.tx, turn.account, held, said.text.strip())
    return Goto(ways.results_file(held.id))


def _preview(turn: Turn, found: ResultList) -> Screen:
    counts = result_lists.counts(turn.tx, found.id)
    questions = asked_of(found)
    ready = found.origin.is_enough
    return Screen(
        room=UNBROKEN,
        title=Verbatim(found.file_name),
        text=lines(
            Tn("Đọc được {n} người. Chưa nhận kết quả của ai.", counts.read),
            columns_of(found),
            *notes_of(found),
            BLANK,
            *_summary(counts),
            BLANK,
            *_origin_lines(found),
        ),
        choices=(
            *(
                Choice(T("Trả lời: {question}", question=TITLES[each.kind]), ways.results_ask(found.id, n), Look.MAIN)
                for n, each in enumerate(questions)
            ),
            *(() if ready else (Choice(T("Ghi nơi lập, ngày, người ký"), ways.results_origin(found.id), Look.MAIN),)),
            *((_take(found, counts),) if ready and counts.to_take and not found.is_signed_by_typist else ()),
            *_looks(found, counts),
            *((Choice(T("Sửa nơi lập, ngày, người ký"), ways.results_origin(found.id)),) if ready else ()),
            Choice(T("Bỏ tệp này"), ways.results_drop(found.id), Look.DANGER),
            BACK,
        ),
    )


def _take(found: ResultList, counts: Counts) -> Choice:
    return Choice(Tn("Đưa {n} kết quả vào danh sách", counts.to_take), ways.results_take(found.id), Look.MAIN)


def _summary(counts: Counts) -> tuple[Words, ...]:
    shown = ((UNREAD if each is None else each, counts.all.get(each, 0)) for each in (*Finding, None))
    return (
        *(T("{what}: {n}", what=SHOWN[name], n=Number(n)) for name, n in shown if n),
        *((Tn("Chọn lấy kết quả trong tệp: {n} người", counts.chosen),) if counts.chosen else ()),
    )


def _looks(found: ResultList, counts: Counts) -> tuple[Choice, ...]:
    """The lines by what they come to; what an officer must say is asked one by one."""
    doubts, differing = counts.all.get(Finding.DOUBTFUL, 0), counts.all.get(Finding.DIFFERS, 0)
    ask = Choice(Tn("Xem {n} người có thể đã có", doubts), ways.results_doubt(found.id, 0), Look.MAIN)
    choose = Choice(Tn("Xem {n} người đã có kết quả ở đây", differing), ways.results_differ(found.id, 0))
    listed = (each for each in (*Finding, None) if counts.all.get(each) and each is not Finding.DOUBTFUL)
    left = Choice(T("Lấy tệp các dòng chưa nhận để sửa"), ways.results_left(found.id))
    return (
        *((ask,) if doubts else ()),
        *((choose,) if differing else ()),
        *(
            Choice(T("Xem: {what}", what=SHOWN[name]), ways.results_lines(found.id, name, 0))
            for name in (UNREAD if each is None else each.value for each in listed)
        ),
        *((left,) if counts.left else ()),
    )


def _origin_lines(found: ResultList) -> tuple[Words, ...]:
    origin = found.origin
    if not origin.is_enough or origin.made_at is None:
        return (T("Chưa ghi nơi lập, ngày lập, người ký, nên mới xem được, chưa đưa vào danh sách được."),)
    return (
        T("Kết quả năm {year}. {what}: {origin}", year=found.year, what=MADE_AT[origin.made_at],
          origin=origin_words(origin)),
        *((T("Dòng không ghi kết quả thì hiểu là đạt."),) if origin.all_reached else ()),
        *((SAME_HAND,) if found.is_signed_by_typist else ()),
    )  # fmt: skip


def _taken(turn: Turn, found: ResultList) -> Screen:
    counts = result_lists.counts(turn.tx, found.id)
    under_way = found.state is ResultsState.TAKING
    return Screen(
        room=UNBROKEN,
        title=Verbatim(found.file_name),
        text=lines(
            T("Đang đưa vào danh sách: {done}/{all} người.", done=Number(counts.done),
              all=Number(counts.done + counts.to_take))
            if under_way
            else Tn("Đã nhận kết quả của {n} người.", counts.done),
            None if under_way else T("Kết quả do người khác xác nhận: người đưa danh sách vào không tự xác nhận."),
            BLANK,
            *_summary(counts),
            BLANK,
            *_origin_lines(found),
        ),
        choices=(
            *((Choice(T("Xem lại"), ways.results_file(found.id), Look.MAIN),) if under_way else ()),
            *((_take(found, counts),) if not under_way and counts.to_take else ()),
            *(() if under_way else _looks(found, counts)),
            *(
                ()
                if under_way or not found.cycle_open
                else (Choice(T("Lấy lại toàn bộ danh sách này"), ways.results_undo(found.id), Look.DANGER),)
            ),
            BACK,
        ),
    )  # fmt: skip


@routes.shows("results-ask/{results_file}/{question}", Action.KEEP_ROSTER)
def ask(turn: Turn, results_file: ResultList, question: int) -> Answer:
    """What must be known to read the file."""
    asked = asked_of(results_file)
    if results_file.state is not ResultsState.READY or question >= len(asked):
        return Goto(ways.results_file(results_file.id))
    found = asked[question]
    return Screen(
        title=TITLES[found.kind],
        text=found.words,
        choices=(
            *(
                Choice(each.words, ways.results_say(results_file.id, question, i))
                for i, each in enumerate(found.options)
            ),
            to_list(results_file),
        ),
    )


@routes.does("results-say/{results_file}/{question}/{option}", Action.TAKE_RESULTS)
def say(turn: Turn, results_file: ResultList, question: int, option: int) -> Goto:
    """Answer it: the file is read once more with that."""
    held = result_lists.get(turn.tx, results_file.id, lock=True)
    asked = asked_of(held)
    if held.state is ResultsState.READY and question < len(asked) and option < len(asked[question].options):
        choices = Choices.from_data(held.choices).answered(asked[question], asked[question].options[option].value)
        deeds.answer(turn.tx, turn.account, held, choices.to_data())
    return Goto(ways.results_file(held.id))


@routes.does("results-take/{results_file}", Action.TAKE_RESULTS, Weight.DECIDING)
def take(turn: Turn, results_file: ResultList) -> Goto:
    """Take the list: some lines at a time, beside the turns."""
    held = result_lists.get(turn.tx, results_file.id, lock=True)
    deeds.take(turn.tx, turn.account, held)
    return Goto(ways.results_file(held.id))


@routes.shows("results-undo/{results_file}", Action.TAKE_RESULTS)
def undo(turn: Turn, results_file: ResultList) -> Answer:
    """What taking it back means, before it is."""
    if results_file.state is not ResultsState.TAKEN:
        return Goto(ways.results_file(results_file.id))
    n = len(listed_results.of_list(turn.tx, results_file.id, after=-1, most=1_000_000))
    stands = listed_results.beyond_undoing(turn.tx, results_file.id)
    if stands or not n:
        return Screen(
            title=T("Chưa lấy lại được"),
            text=Tn(
                "{n} người trong danh sách này đã trình hoặc được công nhận, nên không lấy lại cả danh sách được.",
                stands,
            )
            if stands
            else T("Không còn kết quả nào của danh sách này."),
            choices=(to_list(results_file),),
        )
    return Screen(
        title=Tn("Lấy lại kết quả của {n} người?", n),
        text=T(
            "Ai đã tự đánh giá ở đây trước thì bản khai ấy trở lại như cũ. Người khác thì như chưa có kết quả. "
            "Xác nhận của kết quả trong danh sách này cũng được rút lại."
        ),
        choices=(
            Choice(T("Lấy lại toàn bộ"), ways.results_undo_now(results_file.id), Look.DANGER),
            to_list(results_file),
        ),
    )


@routes.does("results-undo-now/{results_file}", Action.TAKE_RESULTS, Weight.DECIDING)
def undo_now(turn: Turn, results_file: ResultList) -> Goto:
    """Take it back as a whole, beside the turns."""
    held = result_lists.get(turn.tx, results_file.id, lock=True)
    if listed_results.beyond_undoing(turn.tx, held.id):
        return Goto(ways.results_undo(held.id))
    deeds.undo(turn.tx, turn.account, held)
    return Goto(ways.results_file(held.id))


@routes.does("results-left/{results_file}", Action.KEEP_ROSTER)
def left(turn: Turn, results_file: ResultList) -> Goto:
    """Ask for the lines that stay outside, as a file to put right and send again."""
    ask_for(turn.tx, turn.account, ResultsLeftErrand(results_file.id))
    return Goto(ways.results_file(results_file.id), T("Đang làm tệp các dòng chưa nhận, xong sẽ gửi vào đây."))


@routes.does("results-drop/{results_file}", Action.TAKE_RESULTS, Weight.DECIDING)
def drop(turn: Turn, results_file: ResultList) -> Goto:
    """Set the list aside."""
    if deeds.set_aside(turn.tx, results_file):
        return Goto(ways.results(), T("Đã bỏ tệp {file}.", file=results_file.file_name))
    return Goto(ways.results_file(results_file.id))

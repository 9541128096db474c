"""Results made elsewhere: how many stand, and the lists that units, villages and the association handed over."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import ResultsTemplateErrand, ask_for
from acts.words.results_words import origin_words
from criteria.declaration import Measure
from criteria.model import CITIZEN
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.this_year import not_opened, not_running
from handlers.shared.wanted_file import asking, heard, with_link
from locales.text import BLANK, Moment, Number, T, Words, lines
from storage import counters, cycles, places, result_lists
from storage.kit.words import FilePurpose, ResultsState
from storage.result_lists import BEFORE_TAKEN, ResultList

routes = Routes()

BACK = Choice(T("Về kết quả lập ở nơi khác"), ways.results(), Look.WAY)
STATES: dict[ResultsState, Words] = {
    ResultsState.READING: T("đang đọc"),
    ResultsState.READY: T("đã đọc, chưa đưa vào danh sách"),
    ResultsState.TAKING: T("đang đưa vào danh sách"),
    ResultsState.TAKEN: T("đã đưa vào danh sách"),
    ResultsState.UNDOING: T("đang lấy lại"),
    ResultsState.UNDONE: T("đã lấy lại"),
    ResultsState.DROPPED: T("đã bỏ"),
    ResultsState.UNREADABLE: T("không đọc được"),
}


@routes.shows("results", Action.KEEP_ROSTER)
def results(turn: Turn) -> Answer:
    """How many results made elsewhere stand by village, and the lists."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    if cycle is None:
        return not_opened(turn)
    tallies = counters.tallies(turn.tx, cycle.id, CITIZEN)
    here = places.villages(turn.tx, cycle.commune_id)
    by_place = {each: tallies[each.id][Measure.MADE_ELSEWHERE] for each in here if each.id in tallies}
    lists = result_lists.of_commune(turn.tx, cycle.commune_id)
    looked_at = next((each for each in lists if each.state in BEFORE_TAKEN), None)
    return Screen(
        title=T("Kết quả lập ở nơi khác, năm {year}", year=cycle.year),
        text=lines(
            T("Trường, cơ quan, {village_label}, trang của Hội Khuyến học lập danh sách đạt, chưa đạt thì gửi vào đây: "
              "người có tên không phải khai lại."),
            BLANK,
            T("Đã nhận: {n} người.", n=Number(sum(by_place.values()))),
            *(T("- {place}: {n}", place=each.full_name, n=Number(n)) for each, n in by_place.items() if n),
            BLANK if lists else None,
            *(_line(each) for each in lists),
        ),
        choices=(
            *(
                (Choice(T("Tệp đang xem: {file}", file=looked_at.file_name), ways.results_file(looked_at.id),
                        Look.MAIN),)
                if looked_at
                else ()
            ),
            Choice(T("Đưa danh sách kết quả vào"), ways.results_bring(), Look.ANSWER if looked_at else Look.MAIN),
            Choice(T("Lấy tệp mẫu để điền"), ways.results_template()),
            *(
                Choice(T("Xem: {file}, gửi {when}", file=each.file_name, when=Moment(each.begun_at)),
                       ways.results_file(each.id))
                for each in lists
                if each is not looked_at
            ),
            HOME,
        ),
    )  # fmt: skip


def _line(found: ResultList) -> Words:
    state = STATES[found.state]
    if not found.origin.is_enough:
        return T("- {file}, gửi {when}: {state}", file=found.file_name, when=Moment(found.begun_at), state=state)
    return T(
        "- {file}, gửi {when}: {state}. {origin}",
        file=found.file_name,
        when=Moment(found.begun_at),
        state=state,
        origin=origin_words(found.origin),
    )


@routes.does("results-bring", Action.KEEP_ROSTER)
def bring(turn: Turn) -> Goto:
    """Bring a list: by the chat where it carries files, and everywhere by a link for any computer."""
    if cycles.running(turn.tx, turn.commune_id) is None:
        return not_running(turn, turn.commune_id)
    return with_link(turn, FilePurpose.RESULTS, ways.results_send())


@routes.shows("results-send", Action.KEEP_ROSTER, once=True)
def send(turn: Turn) -> Screen:
    """Which file, and how it comes."""
    return asking(
        turn,
        T(
            "Danh sách kết quả: tệp Excel, ODS, CSV, Word hay PDF có bảng, có họ tên, năm sinh, nơi ở hoặc đơn vị, đạt "
            "hay chưa đạt; có điểm thì ghi. Máy đọc rồi cho {you} xem trước, chưa nhận kết quả của ai. Tệp gốc máy giữ "
            "một ngày; bản giấy có chữ ký thì {you} cất giữ."
        ),
        here=ways.results_send(),
        again=ways.results_bring(),
        choices=(Choice(T("Lấy tệp mẫu để điền"), ways.results_template()), BACK),
    )


@routes.hears("results-send")
def send_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A file that was sent."""
    return heard(turn, said, FilePurpose.RESULTS, ways.results_send())


@routes.does("results-template", Action.KEEP_ROSTER)
def template(turn: Turn) -> Goto:
    """Ask for an empty list with the commune's villages and units, to fill in."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    if cycle is None:
        return not_opened(turn)
    ask_for(turn.tx, turn.account, ResultsTemplateErrand(cycle.id))
    return Goto(ways.results(), T("Đang làm tệp mẫu, xong sẽ gửi vào đây."))

"""The desk in a browser: a link that opens it once, where it is open, and closing it at once."""

from __future__ import annotations

from acts import receiving, ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.desk_words import CLOSE, open_lines
from handlers.shared.shown_once import code_on, show_code
from locales.text import BLANK, Moment, T, Verbatim, Words, lines
from storage import desk_sessions
from storage.desk_sessions import DeskSession

routes = Routes()

NOT_SERVED = T("Máy chủ này chưa có bàn làm việc trên trình duyệt. {You} làm việc trong chat này.")


@routes.shows("desk", Action.SEE_QUEUE, once=True)
def desk(turn: Turn) -> Answer:
    """What the desk is, its link while that can be used, and where it is open."""
    if turn.links.desk is None:
        return Goto(ways.home(), NOT_SERVED)
    shown, opened = _link_on(turn), desk_sessions.open_of(turn.tx, turn.person.id)
    take = T("Lấy đường dẫn") if shown is None else T("Lấy đường dẫn khác")
    return Screen(
        title=T("Bàn làm việc"),
        text=lines(
            T("Bàn làm việc mở trong trình duyệt của máy tính: xem kết quả, tìm người, xác nhận, tải tệp báo cáo."),
            *open_lines(opened),
            *(() if shown is None else (BLANK, _link(turn, *shown))),
        ),
        choices=(
            Choice(take, ways.desk_link(), Look.MAIN if shown is None else Look.ANSWER),
            *((CLOSE,) if opened else ()),
            HOME,
        ),
    )


def _link_on(turn: Turn) -> tuple[str, DeskSession] | None:
    """The code that the screen shows, with what its link would open, while that works."""
    code = code_on(turn, ways.desk())
    found = None if code is None else desk_sessions.of_link(turn.tx, code)
    return None if code is None or found is None else (code, found)


def _link(turn: Turn, code: str, found: DeskSession) -> Words:
    address = "" if turn.links.desk is None else turn.links.desk(code)
    return lines(
        T(
            "{You} mở đường dẫn này trên máy {you} dùng. Dùng được một lần, đến {when}. Không gửi cho ai khác:",
            when=Moment(found.until),
        ),
        Verbatim(address),
    )


@routes.does("desk-link", Action.SEE_QUEUE)
def desk_link(turn: Turn) -> Goto:
    """Make a link; the one before works no more."""
    if turn.links.desk is None:
        return Goto(ways.home(), NOT_SERVED)
    if desk_sessions.has_asked_enough(turn.tx, turn.account.id):
        return Goto(ways.desk(), T("{You} đã lấy nhiều đường dẫn trong một giờ qua. {You} đợi một lúc rồi lấy tiếp."))
    code = receiving.new_code()
    desk_sessions.ask(turn.tx, turn.account, code)
    return show_code(turn, ways.desk(), code)


@routes.does("desk-close", Action.TAKE_PART)
def desk_close(turn: Turn) -> Goto:
    """Close it in every browser; whose role has ended may do so, too."""
    desk_sessions.end(turn.tx, turn.person.id)
    return Goto(ways.devices(), T("Đã đóng bàn làm việc."))

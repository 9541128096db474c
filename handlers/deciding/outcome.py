"""What every decision shares: buttons are about what was seen, and the person hears of it."""

from __future__ import annotations

from acts import ways
from criteria.declaration import State
from criteria.parse import title_name
from handlers.kit.context import Turn
from handlers.kit.router import Goto
from handlers.kit.screen import Choice, Screen
from handlers.shared.notify import tell
from locales.text import T
from storage.declaration_record import Declaration

CHANGED = T("Bản khai vừa thay đổi sau khi {you} xem. Chưa có gì được quyết; {you} xem lại rồi quyết.")


def tell_confirmed(turn: Turn, declaration: Declaration) -> None:
    """The person hears that their declaration was confirmed."""
    tell(
        turn,
        declaration.person.id,
        Screen(
            text=T("Bản khai {title} của {you} đã được xác nhận.", title=title_name(declaration.title)),
            choices=(Choice(T("Xem kết quả"), ways.mine(declaration.id)),),
        ),
    )


def tell_taken_back(turn: Turn, declaration: Declaration) -> None:
    """The person hears that a decision was taken back, and that they need do nothing."""
    tell(
        turn,
        declaration.person.id,
        Screen(
            text=T("Quyết định được rút lại để xem kỹ hơn. Bản khai của {you} lại đang chờ xác nhận."),
            choices=(Choice(T("Xem bản khai của tôi"), ways.mine(declaration.id)),),
        ),
    )


def moved_on(declaration: Declaration, revision: int, *, done: State) -> Goto | None:
    """Where to go instead, if a decision's button is about an older revision."""
    if revision == declaration.revision:
        return None
    if declaration.state is done and declaration.revision == revision + 1:  # the second of two taps
        return Goto(ways.next_(declaration.id))
    return Goto(ways.review(declaration.id), CHANGED)

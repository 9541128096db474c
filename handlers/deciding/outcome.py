"""What every decision shares: its button is about what was seen."""

from __future__ import annotations

from acts import ways
from criteria.declaration import State
from handlers.kit.router import Goto
from locales.text import T
from storage.declaration_record import Declaration

CHANGED = T("Bản khai vừa thay đổi sau khi {you} xem. Chưa có gì được quyết; {you} xem lại rồi quyết.")


def moved_on(declaration: Declaration, revision: int, *, done: State) -> Goto | None:
    """Where to go instead, if a decision's button is about an older revision."""
    if revision == declaration.revision:
        return None
    if declaration.state is done and declaration.revision == revision + 1:  # the second of two taps
        return Goto(ways.next_(declaration.id))
    return Goto(ways.review(declaration.id), CHANGED)

"""Codes that a screen shows once, and their pictures."""

from __future__ import annotations

from datetime import timedelta

from acts.codes import new_code
from acts.way import Way
from handlers.kit.context import Turn
from handlers.kit.router import Goto
from locales.text import T
from storage import shown_once, sign_in_codes


def where_to(turn: Turn, code: str) -> str:
    """What the QR picture of a code leads to: the first link there is, else the bare code."""
    return next(iter([*turn.links.to(code), *turn.links.doors]), code)


def show_code(turn: Turn, route: Way, code: str) -> Goto:
    """Go to the screen that shows this code, and let it do so while it is open."""
    shown_once.keep(turn.tx, turn.account.id, route, code)
    return Goto(route)


def code_on(turn: Turn, route: Way) -> str | None:
    """The code that the screen of this route shows; ``None`` once it was left, or ten minutes are over."""
    return shown_once.find(turn.tx, turn.account.id, route)


GONE_BY = T("Mã chỉ hiện một lần nên không xem lại được. Cần thì {you} lấy mã mới.")


def sign_in_code(turn: Turn, person_id: int, route: Way, lives: timedelta) -> tuple[Goto, bool]:
    """The way to the screen that shows a code which signs in a person, and whether it was made just now.

    One that the screen shows already, and that nobody has used, is not followed by a second.
    """
    shown = code_on(turn, route)
    found = None if shown is None else sign_in_codes.find(turn.tx, shown)
    if found is not None and found.is_open(turn.tx.now):
        return Goto(route), False
    code = new_code()
    sign_in_codes.make(
        turn.tx,
        code,
        person_id=person_id,
        made_by=turn.account.id,
        expires_at=turn.tx.now + lives,
        by_person=turn.person.id,
    )
    return show_code(turn, route, code), True

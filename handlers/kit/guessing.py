"""Codes are not tried through, nor birth years of a name: a wrong one is counted, and after some one waits a while."""

from __future__ import annotations

from handlers.kit.context import Turn
from locales.text import Moment, T, Words
from storage import entry_codes, guesses


def must_wait(turn: Turn) -> Words | None:
    """Why no code is looked up for this chat now, not even a right one; ``None`` where it is."""
    until = guesses.waits_until(turn.tx, turn.whence)
    if until is None:
        return None
    return T(
        "Đã có nhiều mã gõ không đúng, nên máy nghỉ nhận mã đến {when} để không ai dò được mã của người khác. "
        "Các việc khác {you} vẫn làm bình thường.",
        when=Moment(until),
    )


def must_wait_for_names(turn: Turn) -> Words | None:
    """Why no name and year are looked up for this chat now; ``None`` where they are."""
    until = guesses.waits_until(turn.tx, guesses.of_names(turn.whence))
    if until is None:
        return None
    return T(
        "Đã có nhiều lần gõ họ tên với năm sinh không khớp, nên máy nghỉ tìm tên đến {when} để không ai dò được năm "
        "sinh của người khác. Các việc khác {you} vẫn làm bình thường.",
        when=Moment(until),
    )


def look_up(turn: Turn, code: str) -> Words | None:
    """Whether a code may be looked up now: ``None``, or why not. One that opens nothing is counted with the turn."""
    if (wait := must_wait(turn)) is not None:
        return wait
    if entry_codes.opened_by(turn.tx, code) is None:
        turn.guessed_wrong = True
    return None

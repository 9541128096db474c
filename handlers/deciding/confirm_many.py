"""What is plain, confirmed together: the names first, any taken out with one tap, one undo for all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from acts import deciding, ways
from acts.choice import Choice, Look
from criteria.declaration import State
from criteria.model import CITIZEN
from criteria.policy import Action, is_own, may
from criteria.score import Verdict
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from locales.text import T, Tn, Verbatim, Words, joined, lines
from storage import batches, declarations, doubts, queue, subject_names
from storage.declaration_record import Declaration
from storage.queue import Filter, Waiting

routes = Routes()

MOST = 25  # names that one message can list and one glance can take in
LISTED = Part[list[Any]]("batch", list)  # what is listed: ids with the revisions that are shown
NAMED = 2  # of those taken out, the last ones
ASIDE = Part[list[Any]]("aside", list)  # what was taken out
DONE = Part("batch_done", str)  # the list that was confirmed last
QUEUE = Choice(T("Danh sách chờ"), ways.queue(), Look.WAY)


def _list(turn: Turn) -> None:
    """List the plain declarations that wait, the longest waiting first, without those taken out.

    A list stays as it is while its names are read: what is sent meanwhile does not change it.
    """
    aside = _aside(turn)
    found = queue.page(turn.tx, turn.actor, Filter.PLAIN, most=MOST + len(aside)).rows
    listed = [row for row in found if row.id not in aside][:MOST]
    turn.draft.keep(LISTED, [[row.id, row.revision] for row in listed])


def _seen(turn: Turn) -> list[tuple[int, int]]:
    """Id and revision of what is listed."""
    return [(int(key), int(revision)) for key, revision in turn.draft.get(LISTED) or []]


def _still_waiting(turn: Turn, seen: Sequence[tuple[int, int]]) -> tuple[Waiting, ...]:
    """Of what is listed, that which waits as it was."""
    found = queue.page(turn.tx, turn.actor, Filter.PLAIN, most=2 * MOST + len(_aside(turn))).rows
    return tuple(row for row in found if (row.id, row.revision) in seen)


def _aside(turn: Turn) -> list[int]:
    return list(turn.draft.get(ASIDE) or [])


def _mark(listed: Sequence[tuple[int, int]]) -> str:
    """A short name of exactly these declarations in these revisions: a button decides only on what was listed."""
    return hashlib.sha256(repr(list(listed)).encode()).hexdigest()[:12]


@routes.does("batch", Action.SEE_QUEUE)
def batch(turn: Turn) -> Goto:
    """List them."""
    _list(turn)
    return Goto(ways.batch_list())


@routes.shows("batch-list", Action.SEE_QUEUE)
def batch_list(turn: Turn) -> Answer:
    """The names, each a button that takes it out; one button confirms them all."""
    return _screen(turn)


@routes.does("batch-next/{declaration}", Action.SEE)
def batch_next(turn: Turn, declaration: Declaration) -> Goto:
    """List them, after the last doubtful declaration was decided."""
    _list(turn)
    return Goto(ways.batch_after(declaration.id))


@routes.shows("batch-after/{declaration}", Action.SEE)
def batch_after(turn: Turn, declaration: Declaration) -> Answer:
    """The names; the decision before can still be taken back."""
    if declaration.state not in {State.CONFIRMED, State.RETURNED} or is_own(turn.actor, declaration.subject):
        return Goto(ways.batch_list())
    name = subject_names.name_of(turn.tx, declaration)
    route = ways.undo(declaration.id, declaration.revision)
    return _screen(turn, Choice(T("Rút lại: {name}", name=name), route, Look.DANGER))


def _screen(turn: Turn, *more: Choice) -> Answer:
    seen = _seen(turn)
    listed = _still_waiting(turn, seen)
    aside = _aside(turn)
    if not listed:
        note = T("Không còn bản nào để xác nhận một lượt.")
        if not aside and not more:
            return Goto(ways.queue_page(0), note)
        return Screen(text=note, choices=(*_look_at(aside), *more, QUEUE, HOME))
    put_aside = _put_aside(turn, aside)
    return Screen(
        title=Tn("{n} bản bình thường", len(listed)),
        text=lines(
            T("Đọc từng tên; gõ số hay bấm tên để bỏ ra."),
            T("Đã bỏ ra: {names}.", names=_names(aside, put_aside)) if aside else None,
        ),
        choices=(
            *(Choice(_name(turn, row), ways.batch_out(row.id)) for row in listed),
            Choice(Tn("Xác nhận {n} bản này", len(listed)), ways.batch_confirm(_mark(seen)), Look.MAIN),
            *_look_at(aside),
            *more,
            QUEUE,
            HOME,
        ),
        room=UNBROKEN,
        names=frozenset({*(row.person_id for row in listed), *(each.person.id for each in put_aside)}),
    )


def _put_aside(turn: Turn, aside: Sequence[int]) -> list[Declaration]:
    """Those taken out last."""
    return [each for key in aside[-NAMED:] if (each := declarations.glance(turn.tx, key)) is not None]


def _names(aside: Sequence[int], found: Sequence[Declaration]) -> Words:
    """Who was taken out last, and how many more."""
    names: list[Words] = [Verbatim(each.person.full_name or "–") for each in reversed(found)]
    more = [Tn("{n} người nữa", len(aside) - len(found))] if len(aside) > len(found) else []
    return joined([*names, *more], ", ")


def _name(turn: Turn, row: Waiting) -> Words:
    """Who it is, in few letters: 25 stand below each other; officers, who have many villages, see of which."""
    name = row.full_name or "–"
    if turn.actor.communes:
        return T("{name} {year}, {place}", name=name, year=Verbatim(str(row.birth_year)), place=row.place_name)
    return T("{name} {year}", name=name, year=Verbatim(str(row.birth_year)))


def _look_at(aside: Sequence[int]) -> tuple[Choice, ...]:
    """Ways to what was taken out."""
    if not aside:
        return ()
    return (
        Choice(T("Xem bản vừa bỏ ra"), ways.review(aside[-1]), Look.WAY),
        Choice(T("Đưa lại bản đã bỏ ra"), ways.batch_all(), Look.WAY),
    )


@routes.does("batch-out/{declaration}", Action.DECIDE)
def batch_out(turn: Turn, declaration: Declaration) -> Goto:
    """Take one out: it waits in the queue as before."""
    aside = [key for key in _aside(turn) if key != declaration.id]
    turn.draft.keep(ASIDE, [*aside, declaration.id][-MOST:])
    return Goto(ways.batch())


@routes.does("batch-all", Action.SEE_QUEUE)
def batch_all(turn: Turn) -> Goto:
    """Put back what was taken out."""
    turn.draft.drop(ASIDE)
    return Goto(ways.batch())


@routes.does("batch-confirm/{mark}", Action.DECIDE_MANY, Weight.DECIDING)
def batch_confirm(turn: Turn, mark: str) -> Goto:
    """Confirm exactly the list that was seen; what has changed meanwhile, or has become doubtful, is left waiting."""
    seen = _seen(turn)
    if turn.draft.get(DONE) == mark:  # the second of two taps
        return Goto(ways.batch())
    if not seen or mark != _mark(seen):
        return Goto(ways.batch(), T("Danh sách này đã cũ. Chưa có gì được xác nhận; đây là danh sách mới."))
    revisions = dict(seen)
    held = declarations.load_many(turn.tx, sorted(revisions))
    as_listed = [each for each in held if _is_as_listed(turn, each, revisions[each.id])]
    sound = [each for each in doubts.renew_all(turn.tx, as_listed) if not each.doubts]
    turn.draft.keep(DONE, mark)
    if not sound:
        return Goto(ways.batch(), T("Các bản này vừa thay đổi, chưa có gì được xác nhận."))
    batch_id, done = deciding.confirm_many(turn.tx, sound, by=turn.person.id)
    _list(turn)
    left = len(seen) - len(done)
    return Goto(
        ways.batch_done(batch_id),
        lines(
            Tn("Đã xác nhận {n} bản.", len(done)),
            Tn("{n} bản vừa thay đổi nên để lại trong danh sách chờ.", left) if left else None,
        ),
    )


def _is_as_listed(turn: Turn, declaration: Declaration, revision: int) -> bool:
    """Whether this may still be confirmed with others, if nothing is unusual as things are now."""
    return (
        declaration.revision == revision
        and declaration.state is State.SUBMITTED
        and declaration.title == CITIZEN
        and declaration.verdict in {Verdict.REACHED, Verdict.NOT_REACHED}
        and may(turn.actor, Action.DECIDE, declaration.subject) is None
    )


@routes.shows("batch-done/{number}", Action.SEE_QUEUE)
def batch_done(turn: Turn, number: int) -> Answer:
    """The next names, with the way to take the whole batch back."""
    take_back = Choice(T("Rút lại cả lượt vừa xác nhận"), ways.batch_undo(number), Look.DANGER)
    if _still_waiting(turn, _seen(turn)):
        return _screen(turn, take_back)
    waiting = queue.count(turn.tx, turn.actor)
    text = Tn("Còn {n} bản khai chờ {you}.", waiting) if waiting else T("Không còn bản khai nào chờ {you}.")
    return Screen(text=text, choices=(*_look_at(_aside(turn)), take_back, QUEUE, HOME))


@routes.does("batch-undo/{number}", Action.DECIDE_MANY, Weight.DECIDING)
def batch_undo(turn: Turn, number: int) -> Goto:
    """Take a whole batch back: who made it may, in places they still serve; what was touched since stays."""
    found = batches.load(turn.tx, number)
    if found is None or found.made_by != turn.person.id:
        return Goto(ways.queue(), T("Lượt này không phải do {you} xác nhận."))
    if found.undone_at is not None:
        return Goto(ways.queue(), T("Lượt này đã được rút lại rồi."))
    mine = [
        each for each in batches.still_confirmed(turn.tx, found) if may(turn.actor, Action.DECIDE, each.subject) is None
    ]
    if not mine:
        return Goto(ways.queue(), T("Lượt này không rút lại được nữa: kỳ đã khoá sổ, hoặc từng bản đã được quyết lại."))
    done = deciding.take_many_back(turn.tx, found, mine, by=turn.person.id)
    left = len(found.confirmed) - len(done)
    return Goto(
        ways.queue(),
        lines(
            Tn("Đã rút lại {n} bản.", len(done)),
            Tn("{n} bản đã được quyết lại từ lúc ấy nên giữ nguyên.", left) if left else None,
        ),
    )

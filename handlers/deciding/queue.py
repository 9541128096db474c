"""The queue: what waits for a head or officer, doubtful first, in pages and filters; and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from acts import ways
from acts.choice import Choice, Look
from acts.words.doubt_words import in_short
from acts.words.queue_words import FILTER_NAMES, name_of
from criteria.declaration import State
from criteria.model import CITIZEN
from criteria.names import fold
from criteria.policy import Action
from handlers.deciding.digest import digest_key
from handlers.deciding.queue_filter import CHOSEN, chosen_filter
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import T, Tn, Verbatim, Words, joined, lines
from storage import outbox, queue, subject_names
from storage.queue import Filter, Page, Waiting

routes = Routes()

A_PAGE = 5
NAMED = Part("queue_name", str)  # the name looked for
SHORTEST = 2  # letters of a name to look for
BATCH = Choice(T("Xác nhận một lượt bản bình thường"), ways.batch(), Look.MAIN)


@routes.does("queue", Action.SEE_QUEUE)
def queue_(turn: Turn) -> Goto:
    """The first page of the part of the queue that was chosen last."""
    outbox.release(turn.tx, digest_key(turn.person.id))
    return Goto(ways.queue_page(0))


@routes.shows("queue-page/{skipped}", Action.SEE_QUEUE)
def queue_page(turn: Turn, skipped: int) -> Answer:
    """How many wait and why some should be looked at, then one line each; a line opens its declaration."""
    which = chosen_filter(turn)
    page = queue.page(turn.tx, turn.actor, which, skipped=skipped, most=A_PAGE)
    if not page.rows and skipped:
        return Goto(ways.queue_page(0))
    if not page.counts[Filter.ALL]:
        return Screen(text=T("Không còn bản khai nào chờ {you}."), choices=(*_decided(), HOME))
    return Screen(
        title=Tn("Có {n} bản khai chờ {you} xác nhận.", page.counts[Filter.ALL]),
        text=lines(
            _summary(page),
            T("Đang xem: {filter} ({n})", filter=FILTER_NAMES[which], n=page.found)
            if which is not Filter.ALL
            else None,
            None if page.rows else T("Không có bản nào như thế."),
            T("Tìm ai thì {you} gõ tên, ví dụ Lan.") if page.counts[Filter.ALL] > A_PAGE else None,
        ),
        choices=(*_ways_in(page, which), *_opened(turn, page.rows), *_leafing(page, skipped), *_other_ways(), HOME),
        names=_named(page.rows),
    )


@routes.hears("queue-page")
def queue_page_heard(turn: Turn, said: Said | Sent, skipped: int) -> Goto:
    """A number of the screen, or a name to look for among those that wait."""
    at = ways.queue_page(skipped)
    if isinstance(said, Sent):
        return Goto(at, T("Chỗ này nhận số của mục, hoặc tên người cần tìm."))
    if (route := turn.numbered(said.text)) is not None:
        return Goto(route)
    name = fold(said.text)
    if len(name) < SHORTEST or name.isdigit():
        return Goto(at, T("Chỗ này nhận số của mục, hoặc tên người cần tìm."))
    if not queue.page(turn.tx, turn.actor, most=1, named=name).rows:
        return Goto(at, T("Không có ai tên ấy đang chờ. {You} gõ lại, chỉ cần tên, ví dụ Lan."))
    turn.draft.keep(NAMED, said.text[:40])
    return Goto(ways.queue_found())


@routes.shows("queue-found", Action.SEE_QUEUE)
def queue_found(turn: Turn) -> Answer:
    """Those of the name that was typed, among those that wait."""
    said = turn.draft.get(NAMED) or ""
    found = queue.page(turn.tx, turn.actor, most=A_PAGE, named=fold(said)).rows if said else ()
    if not found:
        return Goto(ways.queue_page(0))
    return Screen(
        title=T("Tìm: {name}", name=Verbatim(said)),
        text=T("{You} chọn bản cần xem."),
        choices=(*_opened(turn, found), Choice(T("Danh sách chờ"), ways.queue(), Look.WAY), HOME),
        names=_named(found),
    )


def _named(rows: Sequence[Waiting]) -> frozenset[int]:
    """The people whom lines of the queue name."""
    return frozenset(row.person_id for row in rows)


def _summary(page: Page) -> Words:
    """What the number that wait is made of, so that it adds up."""
    doubtful, plain = page.counts[Filter.DOUBTFUL], page.counts[Filter.PLAIN]
    apart = page.counts[Filter.ALL] - doubtful - plain  # no rule says whether these reach their title
    parts = (
        Tn("{n} bản cần xem kỹ", doubtful) if doubtful else None,
        Tn("{n} bản bình thường", plain) if plain else None,
        Tn("{n} bản {you} quyết đạt hay chưa", apart) if apart else None,
    )
    return T("{parts}.", parts=joined([each for each in parts if each is not None], ", "))


def _opened(turn: Turn, rows: Sequence[Waiting]) -> tuple[Choice, ...]:
    """The lines, which are the choices: who, and why to look twice; officers see of which village."""
    return tuple(
        Choice(
            T(
                "{name}: {doubts}",
                name=T("{name}, {place}", name=_who(row), place=row.place_name) if turn.actor.communes else _who(row),
                doubts=_why_look(row),
            ),
            ways.review(row.id),
            Look.DANGER if row.doubts else Look.ANSWER,
        )
        for row in rows
    )


def _who(row: Waiting) -> Words:
    """The same as :func:`name_of`, in few letters."""
    if row.title != CITIZEN:
        return name_of(row)
    return T("{name} {year}", name=row.full_name or "–", year=Verbatim(str(row.birth_year)))


def _why_look(row: Waiting) -> Words:
    if row.doubts:
        return in_short(row.doubts)
    return T("bình thường") if row.is_plain else T("cần xem riêng")


def _ways_in(page: Page, which: Filter) -> tuple[Choice, ...]:
    """The quickest way on first: look at the doubtful one by one, then the rest together."""
    start = (Choice(T("Bắt đầu xem"), ways.review(page.rows[0].id), Look.MAIN),) if page.rows else ()
    if which is Filter.ALL and page.counts[Filter.PLAIN] > 1:
        return (*start, BATCH) if page.counts[Filter.DOUBTFUL] else (BATCH, *start)
    return (*start, BATCH) if which is Filter.PLAIN and page.found > 1 else start


def _leafing(page: Page, skipped: int) -> tuple[Choice, ...]:
    before = Choice(T("Trang trước"), ways.queue_page(max(0, skipped - A_PAGE)), Look.WAY)
    after = Choice(T("Trang sau"), ways.queue_page(skipped + A_PAGE), Look.WAY)
    return (
        *((before,) if skipped else ()),
        *((after,) if skipped + A_PAGE < page.found else ()),
    )


def _other_ways() -> tuple[Choice, ...]:
    return (Choice(T("Lọc"), ways.queue_filters(), Look.WAY), *_decided())


def _decided() -> tuple[Choice, ...]:
    return (Choice(T("Đã quyết"), ways.decided(0), Look.WAY),)


@routes.shows("queue-filters", Action.SEE_QUEUE)
def queue_filters(turn: Turn) -> Screen:
    """Which part of the queue? With how many each holds."""
    counts = queue.page(turn.tx, turn.actor, most=1).counts
    return Screen(
        title=T("Xem những bản nào?"),
        text=T("Chọn rồi thì danh sách và nút Bản sau chỉ đi trong phần ấy."),
        choices=(
            *(
                Choice(T("{filter} ({n})", filter=FILTER_NAMES[which], n=counts[which]), ways.queue_show(which.value))
                for which in Filter
                if counts[which] or which is Filter.ALL
            ),
            Choice(T("Danh sách chờ"), ways.queue(), Look.WAY),
            HOME,
        ),
    )


@routes.does("queue-show/{wanted}", Action.SEE_QUEUE)
def queue_show(turn: Turn, wanted: str) -> Goto:
    """Look at this part of the queue from now on."""
    known = wanted if wanted in set(Filter) else Filter.ALL.value
    turn.draft.keep(CHOSEN, known)
    return Goto(ways.queue())


@routes.shows("decided/{skipped}", Action.SEE_QUEUE)
def decided(turn: Turn, skipped: int) -> Screen:
    """The latest decisions in the places served, each of which can be looked at and taken back."""
    found = queue.recently_decided(turn.tx, turn.actor, most=A_PAGE + 1, skipped=skipped)
    shown = found[:A_PAGE]
    words = {State.CONFIRMED: T("xác nhận"), State.RETURNED: T("trả lại")}
    choices = [
        Choice(
            T("{name}: {state}", name=subject_names.name_of(turn.tx, each), state=words[each.state]),
            ways.review(each.id),
        )
        for each in shown
    ]
    later = Choice(T("Trang trước"), ways.decided(max(0, skipped - A_PAGE)), Look.WAY)
    earlier = Choice(T("Trang sau"), ways.decided(skipped + A_PAGE), Look.WAY)
    return Screen(
        title=T("Đã quyết"),
        text=T("Chọn một bản để xem hoặc rút lại quyết định.") if shown else T("Chưa có quyết định nào."),
        choices=(
            *choices,
            *((later,) if skipped else ()),
            *((earlier,) if len(found) > A_PAGE else ()),
            Choice(T("Danh sách chờ"), ways.queue(), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person.id for each in shown),
    )

"""The life of a commune's year: open, closed with its final figures, opened again for a reason, locked for good."""

from __future__ import annotations

from collections.abc import Iterator

from acts import ways
from acts.choice import Choice, Look
from acts.errands import YearArchiveErrand, ask_for
from acts.words.snapshot_words import kind_words
from acts.words.year_calendar import october, step_lines
from acts.words.year_words import STATES, move_lines
from criteria.declaration import Measure
from criteria.parse import title_name, titles
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.snapshot_figures import papers_of
from handlers.commune.year_moves import TRAINING
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, Number, T, Tn, Words, lines
from storage import counters, cycles, letterheads, recognition, snapshots
from storage.cycles import Cycle
from storage.kit.words import CycleState, SnapshotKind

routes = Routes()

WHY = Part[str]("reopen", str)  # why the year is to be opened again


@routes.shows("year/{cycle}", Action.ADOPT)
def year(turn: Turn, cycle: Cycle) -> Screen:
    """Where the year stands, what happened to it, what can be done."""
    last = snapshots.newest(turn.tx, cycle.id)
    return Screen(
        title=T("Năm đánh giá {year}: {state}", year=cycle.year, state=STATES[cycle.state]),
        text=lines(
            *move_lines(turn.tx, cycle),
            T("Chưa lập số liệu lần nào.") if last is None else T("Lần cuối: {what}.", what=kind_words(last)),
            T("Năm đã khoá: chỉ còn lập được số liệu điều chỉnh, có lý do.") if cycle.is_locked else None,
            *((BLANK, *step_lines(cycle, turn.today)) if october(cycle, turn.today) else ()),
        ),
        choices=(
            *_next(cycle),
            Choice(T("Số liệu tạm tính, số liệu chốt"), ways.snapshots(cycle.id)),
            Choice(T("Cách làm của năm"), ways.year_settings(cycle.id)),
            Choice(T("Gói lưu trữ của năm (ZIP)"), ways.year_archive(cycle.id)),
            Choice(T("Sổ bàn giao (Word)"), ways.handover(cycle.id)),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _next(cycle: Cycle) -> tuple[Choice, ...]:
    match cycle.state:
        case CycleState.OPEN:
            return (Choice(T("Đóng năm"), ways.year_close(cycle.id), Look.MAIN),)
        case CycleState.CLOSED:
            return (
                Choice(T("Mở lại năm"), ways.year_reopen(cycle.id)),
                Choice(T("Khoá năm"), ways.year_lock(cycle.id), Look.DANGER),
            )
        case CycleState.LOCKED:
            return ()


def _open_lines(turn: Turn, cycle: Cycle) -> Iterator[Words]:
    """What is still open in the year, a line a kind."""
    for title in titles():
        found = counters.tallies(turn.tx, cycle.id, title).values()
        waiting, returned, begun = (
            sum(tally[measure] for tally in found)
            for measure in (Measure.WAITING, Measure.RETURNED, Measure.REGISTERED)
        )
        begun -= sum(tally[Measure.DECLARED] for tally in found)
        if waiting or returned or begun:
            yield T(
                "- {title}: {waiting} chờ kiểm tra, {returned} trả lại, {begun} chưa gửi",
                title=title_name(title),
                waiting=Number(waiting),
                returned=Number(returned),
                begun=Number(begun),
            )
    unsigned = sum(each.is_before_signed for each in recognition.of_cycle(turn.tx, cycle.id))
    if unsigned:
        yield Tn("- {n} danh sách công nhận chưa ký", unsigned)


@routes.shows("year-close/{cycle}", Action.ADOPT)
def year_close(turn: Turn, cycle: Cycle) -> Answer:
    """What is still open, before it is closed."""
    if not cycle.is_open:
        return Goto(ways.year(cycle.id))
    found = tuple(_open_lines(turn, cycle))
    return Screen(
        title=T("Đóng năm đánh giá {year}?", year=cycle.year),
        text=lines(
            T("Còn dở dang:") if found else T("Không còn việc dở dang."),
            *found,
            BLANK,
            T("Đóng thì máy lập số liệu chốt cuối năm; không ai khai, sửa, xác nhận được nữa. Danh sách công nhận vẫn "
              "ký được. Cần thì mở lại được, phải ghi lý do."),
        ),
        choices=(
            Choice(T("Lập số liệu chốt, đóng năm"), ways.year_close_now(cycle.id), Look.MAIN),
            Choice(T("Quay lại"), ways.year(cycle.id), Look.WAY),
        ),
    )  # fmt: skip


@routes.does("year-close-now/{cycle}", Action.ADOPT, Weight.DECIDING)
def year_close_now(turn: Turn, cycle: Cycle) -> Goto:
    """Take the final figures and close it, in one."""
    if cycle.is_training:
        return Goto(ways.year(cycle.id), TRAINING)
    now = cycles.held(turn.tx, cycle.id)
    if not now.is_open:
        return Goto(ways.year(cycle.id))
    upto = snapshots.settle_log(turn.tx)
    papers = papers_of(turn.tx, now, turn.account.id)
    snapshots.take(turn.tx, now, SnapshotKind.FINAL, papers, upto=upto, by=turn.person.id)
    cycles.move(turn.tx, now, CycleState.CLOSED, by=turn.person.id)
    letterhead = letterheads.of_commune(turn.tx, cycle.commune_id).letterhead
    ask_for(turn.tx, turn.account, YearArchiveErrand(cycle.id, letterhead))
    said = T("Đã lập số liệu chốt và đóng năm {year}. Gói lưu trữ của năm đang lập, xong sẽ gửi.", year=cycle.year)
    return Goto(ways.year(cycle.id), said)


@routes.shows("year-reopen/{cycle}", Action.ADOPT)
def year_reopen(_turn: Turn, cycle: Cycle) -> Answer:
    """Why is it opened again?"""
    if cycle.state is not CycleState.CLOSED:
        return Goto(ways.year(cycle.id))
    return Screen(
        title=T("Mở lại năm đánh giá {year}", year=cycle.year),
        text=T("Vì sao mở lại? {You} gõ lý do. Số liệu đã lập vẫn giữ nguyên."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.year(cycle.id), Look.WAY),),
    )


@routes.hears("year-reopen")
def year_reopen_heard(turn: Turn, said: Said | Sent, cycle: Cycle) -> Goto:
    """The reason in own words."""
    reason = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.year_reopen(cycle.id), reason.hint)
    turn.draft.keep(WHY, reason)
    return Goto(ways.year_reopen_sure(cycle.id))


@routes.shows("year-reopen-sure/{cycle}", Action.ADOPT)
def year_reopen_sure(turn: Turn, cycle: Cycle) -> Answer:
    """What it means, before it is done."""
    reason = turn.draft.get(WHY)
    if reason is None or cycle.state is not CycleState.CLOSED:
        return Goto(ways.year(cycle.id))
    return Screen(
        title=T("Mở lại năm đánh giá {year}?", year=cycle.year),
        text=lines(
            T("Lý do: {reason}", reason=reason),
            T("Số liệu lập sau đó sẽ ghi là năm đã mở lại."),
        ),
        choices=(
            Choice(T("Mở lại năm"), ways.year_reopen_now(cycle.id), Look.MAIN),
            Choice(T("Quay lại"), ways.year(cycle.id), Look.WAY),
        ),
    )


@routes.does("year-reopen-now/{cycle}", Action.ADOPT, Weight.DECIDING)
def year_reopen_now(turn: Turn, cycle: Cycle) -> Goto:
    """Open it again."""
    reason = turn.draft.get(WHY)
    if reason is not None:
        cycles.move(turn.tx, cycles.held(turn.tx, cycle.id), CycleState.OPEN, by=turn.person.id, why=reason)
        turn.draft.drop(WHY)
    return Goto(ways.year(cycle.id))


def _why_not_lock(turn: Turn, cycle: Cycle) -> Words | None:
    """What must be over before it is locked: nothing could be done about it any more."""
    for each in recognition.of_cycle(turn.tx, cycle.id):
        if each.is_before_signed:
            return T("Còn danh sách công nhận chưa ký. {You} ghi quyết định đã ký, hoặc bỏ danh sách, rồi khoá.")
        still = recognition.to_recognise if each.state is Paper.ISSUED else recognition.to_revoke
        if still(turn.tx, each.id, most=1):
            return T("Máy đang ghi một quyết định cho từng người. {You} đợi xong rồi khoá.")
    return None


@routes.shows("year-lock/{cycle}", Action.ADOPT)
def year_lock(turn: Turn, cycle: Cycle) -> Answer:
    """What it means, before it is done."""
    if cycle.state is not CycleState.CLOSED:
        return Goto(ways.year(cycle.id))
    because = _why_not_lock(turn, cycle)
    sure = Choice(T("Khoá năm, không mở lại nữa"), ways.year_lock_now(cycle.id), Look.DANGER)
    return Screen(
        title=T("Khoá năm đánh giá {year}?", year=cycle.year),
        text=because
        or T("Khoá rồi thì không mở lại, không công nhận thêm hay thu hồi được. Chỉ còn lập được số liệu điều chỉnh, "
             "có lý do. Mọi thứ vẫn xem và xuất được."),
        choices=(
            *(() if because else (sure,)),
            Choice(T("Quay lại"), ways.year(cycle.id), Look.WAY),
        ),
    )  # fmt: skip


@routes.does("year-lock-now/{cycle}", Action.ADOPT, Weight.FINAL)
def year_lock_now(turn: Turn, cycle: Cycle) -> Goto:
    """Lock it."""
    now = cycles.held(turn.tx, cycle.id)
    if now.state is CycleState.CLOSED and _why_not_lock(turn, now) is None:
        cycles.move(turn.tx, now, CycleState.LOCKED, by=turn.person.id)
    return Goto(ways.year(cycle.id))

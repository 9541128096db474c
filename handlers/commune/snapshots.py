"""Figures of the year taken down: provisional, final, corrected; looked at, compared, exported, noted as sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import SummaryTableErrand, YearReportErrand, ask_for
from acts.way import Way
from acts.words.snapshot_words import change_words, kind_words, replaces_words
from acts.words.year_words import move_lines
from criteria.policy import Action
from handlers.commune.snapshot_figures import figures_of, papers_of
from handlers.commune.year_moves import TRAINING
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread, read_reason, read_title
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.format import day_of
from locales.text import BLANK, Day, Moment, T, Words, lines
from reports.year_figures import result_words
from storage import cycles, letterheads, snapshots
from storage.cycles import Cycle
from storage.kit.words import SnapshotKind
from storage.snapshots import Sending, Snapshot

routes = Routes()

WHY = Part[str]("correcting", str)  # why other figures replace the last ones
SENDING = Part[dict[str, Any]]("sending", dict)  # to whom which figures were sent
REPORT, TABLE = "report", "table"


@routes.shows("snapshots/{cycle}", Action.EXPORT)
def all_of(turn: Turn, cycle: Cycle) -> Screen:
    """The figures that were taken down of the year, the newest first."""
    found = snapshots.of_cycle(turn.tx, cycle.id)
    return Screen(
        title=T("Số liệu đã lập, năm {year}", year=cycle.year),
        text=lines(
            T("Mỗi lần lập giữ nguyên, không ai sửa được.") if found else T("Chưa lập lần nào."),
            *(lines(T("- {what}", what=kind_words(each)), *_marks(turn, each)) for each in found),
        ),
        choices=(
            *_next(cycle, found),
            *(Choice(T("Xem {n}: {what}", n=each.id, what=kind_words(each)), ways.snapshot(each.id)) for each in found),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _next(cycle: Cycle, found: tuple[Snapshot, ...]) -> Iterator[Choice]:
    if cycle.is_open:
        yield Choice(T("Lập số liệu tạm tính"), ways.snapshot_now(cycle.id), Look.MAIN)
    if found:
        yield Choice(T("Lập số liệu điều chỉnh"), ways.snapshot_correct(cycle.id))


def _marks(turn: Turn, found: Snapshot) -> Iterator[Words]:
    """Where it was sent, and whether that was put right since."""
    for each in snapshots.sent(turn.tx, found.id):
        yield T("Đã gửi {to}, số {number}, ngày {day}", to=each.sent_to, number=each.number, day=Day(each.sent_on))
    if snapshots.is_corrected(turn.tx, found):
        yield T("ĐÃ SỬA SAU KHI GỬI")


@routes.does("snapshot-now/{cycle}", Action.ADOPT, Weight.DECIDING)
def snapshot_now(turn: Turn, cycle: Cycle) -> Goto:
    """Take the provisional figures of this moment."""
    if not cycle.is_open:
        return Goto(ways.snapshots(cycle.id))
    return _take(turn, cycle, SnapshotKind.PROVISIONAL)


def _take(turn: Turn, cycle: Cycle, kind: SnapshotKind, why: str = "") -> Goto:
    if cycle.is_training:
        return Goto(ways.snapshots(cycle.id), TRAINING)
    upto = snapshots.settle_log(turn.tx)
    papers = papers_of(turn.tx, cycle, turn.account.id)
    made = snapshots.take(turn.tx, cycle, kind, papers, upto=upto, by=turn.person.id, why=why)
    return Goto(ways.snapshot(made.id), T("Đã lập số liệu."))


@routes.shows("snapshot-correct/{cycle}", Action.ADOPT)
def snapshot_correct(turn: Turn, cycle: Cycle) -> Answer:
    """Why do other figures replace the last ones?"""
    if snapshots.newest(turn.tx, cycle.id) is None:
        return Goto(ways.snapshots(cycle.id))
    return Screen(
        title=T("Lập số liệu điều chỉnh"),
        text=T("Vì sao phải điều chỉnh? {You} gõ lý do. Lý do in trên báo cáo điều chỉnh."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.snapshots(cycle.id), Look.WAY),),
    )


@routes.hears("snapshot-correct")
def snapshot_correct_heard(turn: Turn, said: Said | Sent, cycle: Cycle) -> Goto:
    """The reason in own words."""
    reason = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.snapshot_correct(cycle.id), reason.hint)
    turn.draft.keep(WHY, reason)
    return Goto(ways.snapshot_correct_sure(cycle.id))


@routes.shows("snapshot-correct-sure/{cycle}", Action.ADOPT)
def snapshot_correct_sure(turn: Turn, cycle: Cycle) -> Answer:
    """The reason once more, and what it replaces."""
    reason = turn.draft.get(WHY)
    if reason is None:
        return Goto(ways.snapshots(cycle.id))
    replaced = snapshots.last_sent(turn.tx, cycle.id)
    return Screen(
        title=T("Lập số liệu điều chỉnh?"),
        text=T("Lý do: {reason}", reason=reason) if replaced is None else replaces_words(replaced[1], reason),
        choices=(
            Choice(T("Lập"), ways.snapshot_correct_now(cycle.id), Look.MAIN),
            Choice(T("Quay lại"), ways.snapshots(cycle.id), Look.WAY),
        ),
    )


@routes.does("snapshot-correct-now/{cycle}", Action.ADOPT, Weight.DECIDING)
def snapshot_correct_now(turn: Turn, cycle: Cycle) -> Goto:
    """Take figures that replace the last ones, of whatever year: this is the correction that is on record."""
    reason = turn.draft.get(WHY)
    if reason is None or snapshots.newest(turn.tx, cycle.id) is None:
        return Goto(ways.snapshots(cycle.id))
    turn.draft.drop(WHY)
    return _take(turn, cycle, SnapshotKind.CORRECTION, reason)


@routes.shows("snapshot/{snapshot}", Action.EXPORT)
def one(turn: Turn, snapshot: Snapshot) -> Screen:
    """One of them: its figures, where it was sent, its code."""
    figures = figures_of(turn.tx, snapshot)
    cycle = cycles.load(turn.tx, snapshot.cycle_id)
    return Screen(
        title=T("{what}, năm {year}", what=kind_words(snapshot), year=snapshot.year),
        text=lines(
            *(result_words(each) for each in figures.titles),
            figures.basis.counting,
            BLANK,
            T("Lập lúc {when}, {name}.", when=Moment(snapshot.as_of), name=snapshot.taken_by),
            T("Lý do: {reason}", reason=snapshot.why) if snapshot.why else None,
            *(() if cycle is None else move_lines(turn.tx, cycle)),
            *_marks(turn, snapshot),
            T("Mã kiểm tra: {code}", code=snapshot.root[:12]),
        ),
        choices=(
            Choice(T("Báo cáo (Word)"), ways.snapshot_file(snapshot.id, REPORT), Look.MAIN),
            Choice(T("Bảng tổng hợp (Excel)"), ways.snapshot_file(snapshot.id, TABLE)),
            Choice(T("Khác lần trước ở đâu"), ways.snapshot_changes(snapshot.id)),
            Choice(T("Ghi là đã gửi"), ways.snapshot_send(snapshot.id)),
            Choice(T("Công khai cho dân xem"), ways.publish(snapshot.id)),
            Choice(T("Số liệu đã lập"), ways.snapshots(snapshot.cycle_id), Look.WAY),
            HOME,
        ),
    )


@routes.shows("snapshot-changes/{snapshot}", Action.EXPORT)
def changes(_turn: Turn, snapshot: Snapshot) -> Screen:
    """What is another than in the ones before, by place and cause."""
    found: list[Words] = []
    for place, theirs in groupby(snapshot.changes, key=lambda each: each.place):
        found += [T("{place}:", place=place), *map(change_words, theirs)]
    return Screen(
        title=T("Khác lần trước, Công dân học tập"),
        text=lines(*found) if found else T("Không khác, hoặc chưa có lần trước."),
        choices=(Choice(T("Quay lại"), ways.snapshot(snapshot.id), Look.WAY), HOME),
    )


@routes.does("snapshot-file/{snapshot}/{paper}", Action.EXPORT)
def snapshot_file(turn: Turn, snapshot: Snapshot, paper: str) -> Goto:
    """Ask for the report or the table with exactly these numbers, headed as the last one was."""
    back = ways.snapshot(snapshot.id)
    kept = letterheads.of_commune(turn.tx, snapshot.commune_id).letterhead
    if paper == REPORT:
        asked = ask_for(turn.tx, turn.account, YearReportErrand(snapshot.cycle_id, kept, "", "", snapshot.id))
    elif paper == TABLE:
        asked = ask_for(turn.tx, turn.account, SummaryTableErrand(snapshot.cycle_id, kept, snapshot.id))
    else:
        return Goto(back)
    return Goto(
        back, T("Đang làm tệp, xong sẽ gửi vào đây.") if asked else T("Tệp trước đang làm, {you} đợi một chút.")
    )


# That it was sent


def _form(turn: Turn, found: Snapshot) -> Form:
    today = turn.today

    def read_iso(said: str) -> str | Misread:
        day = read_day(said, today, first=day_of(found.as_of), last=today)
        return day if isinstance(day, Misread) else day.isoformat()

    return Form(
        (
            Question(key="sent_to", text=T("Gửi cơ quan nào? Ví dụ: Sở Giáo dục và Đào tạo."), reader=read_title),
            Question(key="number", text=T("Số báo cáo, như trên bản đã ký? Ví dụ 25/BC-UBND."), reader=read_title),
            Question(
                key="sent_on",
                text=T("Gửi ngày nào?"),
                options=(Option(today.isoformat(), T("Hôm nay")),),
                reader=read_iso,
            ),
        )
    )


def _answers(turn: Turn, found: Snapshot) -> dict[str, Any] | None:
    draft = turn.draft.get(SENDING)
    return draft["answers"] if draft is not None and draft["of"] == found.id else None


def _keep(turn: Turn, found: Snapshot, key: str, value: Any) -> None:
    turn.draft.keep(SENDING, {"of": found.id, "answers": {**(_answers(turn, found) or {}), key: value}})


def _done(turn: Turn, found: Snapshot) -> Way:
    return ways.snapshot(found.id) if _answers(turn, found) is None else ways.snapshot_sent_check(found.id)


def _back(found: Snapshot) -> Choice:
    return Choice(T("Xem lại số liệu"), ways.snapshot(found.id), Look.WAY)


DIALOGUE = Dialogue(
    routes,
    "snapshot-ask",
    Action.EXPORT,
    about="snapshot",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=lambda *_: T("Ghi là đã gửi"),
    ways=lambda _turn, found, _question, before: (*before, _back(found)),
)


@routes.does("snapshot-send/{snapshot}", Action.EXPORT)
def snapshot_send(turn: Turn, snapshot: Snapshot) -> Goto:
    """Ask to whom, as which paper, when."""
    turn.draft.keep(SENDING, {"of": snapshot.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, snapshot))


def _sending(turn: Turn, found: Snapshot) -> Sending | None:
    answers = _answers(turn, found)
    if answers is None or _form(turn, found).next(answers) is not None:
        return None
    return Sending(str(answers["sent_to"]), str(answers["number"]), date.fromisoformat(answers["sent_on"]))


@routes.shows("snapshot-sent-check/{snapshot}", Action.EXPORT)
def snapshot_sent_check(turn: Turn, snapshot: Snapshot) -> Answer:
    """Once more, before it is noted: what is noted stays."""
    found = _sending(turn, snapshot)
    if found is None:
        return Goto(ways.snapshot(snapshot.id))
    return Screen(
        title=T("Ghi là đã gửi?"),
        text=lines(
            kind_words(snapshot),
            T("Gửi: {to}", to=found.sent_to),
            T("Số: {number}", number=found.number),
            T("Ngày: {day}", day=Day(found.sent_on)),
        ),
        choices=(Choice(T("Đúng, ghi"), ways.snapshot_sent(snapshot.id), Look.MAIN), _back(snapshot)),
    )


@routes.does("snapshot-sent/{snapshot}", Action.EXPORT, Weight.DECIDING)
def snapshot_sent(turn: Turn, snapshot: Snapshot) -> Goto:
    """Note it."""
    found = _sending(turn, snapshot)
    if found is not None:
        snapshots.send(turn.tx, snapshot, found, by=turn.person.id)
        turn.draft.drop(SENDING)
    return Goto(ways.snapshot(snapshot.id))

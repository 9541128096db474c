"""A unit's own figures: who is in charge of them enters what is assigned to it, with pictures, and hands it in."""

from __future__ import annotations

from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.words.deadline_words import coming
from criteria.policy import Action
from handlers.commune import figure_words
from handlers.commune.figure_words import HIGHEST
from handlers.commune.figures_asked import STATES, Asked, asked_in, find
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.evidence_file import on_its_way
from locales.text import BLANK, T, Tn, Words, lines
from storage import assignments, cycles, entered_figures, evidence
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.words import EntryState
from storage.places import Place

routes = Routes()

FILED = Part[dict[str, Any]]("filed", dict)  # in the draft: a unit's figure that waits for what it rests on
AHEAD = 366  # days: the next date of the plan's calendar, however far
SETTLED = (EntryState.SIGNED,)  # an officer looks at it: the unit waits
MET = 1  # in a route; 0: not reached


def _year(turn: Turn, place: Place) -> Cycle | None:
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    return cycle if cycle is not None and cycle.is_open else None


@routes.shows("unit-figures/{place}", Action.FILE)
def unit_figures(turn: Turn, place: Place) -> Screen:
    """What is assigned to the unit, how far each figure is, and by when."""
    cycle = _year(turn, place)
    if cycle is None:
        return Screen(text=T("{Commune_label} chưa mở năm đánh giá nào."), choices=(HOME,))
    made, filed = assignments.of_cycle(turn.tx, cycle.id), entered_figures.filed(turn.tx, cycle.id)
    mine = [each for each in asked_in(cycle) if each.key in made and made[each.key].concerns(place.id)]
    led = [each for each in mine if made[each.key].lead_id == place.id]
    due = coming(cycle, turn.today, within=AHEAD)
    return Screen(
        title=T("Số liệu của {place}, năm {year}", place=place.inline_name, year=cycle.year),
        text=lines(
            T("Cán bộ {commune_label} chưa phân công chỉ tiêu nào cho đơn vị.") if not mine else None,
            Tn("Đơn vị chủ trì {n} chỉ tiêu.", len(led)) if led else None,
            Tn("Đơn vị phối hợp {n} chỉ tiêu (chỉ xem).", len(mine) - len(led)) if len(mine) > len(led) else None,
            due[0].words if due and mine else None,
        ),
        choices=(
            *(
                Choice(
                    T("{what}: {state}", what=each.label, state=_state(filed.get(each.key))),
                    ways.unit_figure(each.key, place.id),
                )
                for each in mine
            ),
            HOME,
        ),
    )


def _state(entry: Entry | None) -> Words:
    return STATES[None if entry is None else entry.state]


def _find(turn: Turn, key: str, place: Place, *, to_file: bool = False) -> tuple[Cycle, Asked, Entry | None] | None:
    """The figure, if it is assigned to the place; ``to_file``: it leads it, and nobody else waits to decide on it."""
    cycle = _year(turn, place)
    asked = None if cycle is None else find(cycle, key)
    if cycle is None or asked is None:
        return None
    made = assignments.of_cycle(turn.tx, cycle.id).get(key)
    if made is None or not made.concerns(place.id):
        return None
    entry = entered_figures.filed(turn.tx, cycle.id).get(key)
    if to_file and (made.lead_id != place.id or (entry is not None and entry.state in SETTLED)):
        return None
    return cycle, asked, entry


def _gone(place: Place) -> Goto:
    return Goto(ways.unit_figures(place.id), T("Chỉ tiêu này không nộp được lúc này."))


@routes.shows("unit-figure/{key}/{place}", Action.FILE)
def unit_figure(turn: Turn, key: str, place: Place) -> Answer:
    """One figure of the unit: what is asked, how far it is, why it went back."""
    found = _find(turn, key, place)
    if found is None:
        return _gone(place)
    _, asked, entry = found
    is_theirs = entry is not None and entry.place_id == place.id
    pictures = len(evidence.of_entry(turn.tx, entry.id)) if entry is not None and is_theirs else 0
    return Screen(
        title=asked.label,
        text=lines(
            asked.name,
            None if asked.evidence is None else T("Minh chứng cần có: {evidence}", evidence=asked.evidence),
            BLANK,
            T("Tình trạng: {state}", state=_state(entry)),
            None if entry is None else figure_words.entry_words(entry, asked.value_of(entry)),
            T("Lý do trả lại: {reason}", reason=entry.reason or "–")
            if entry is not None and entry.state is EntryState.RETURNED
            else None,
            Tn("{n} ảnh minh chứng.", pictures) if pictures else None,
        ),
        choices=(
            *(_entering(asked, place, entry) if _find(turn, key, place, to_file=True) else ()),
            Choice(T("Các chỉ tiêu của đơn vị"), ways.unit_figures(place.id), Look.WAY),
            HOME,
        ),
        names=frozenset() if entry is None else frozenset({entry.person_id}),
    )


def _entering(asked: Asked, place: Place, entry: Entry | None) -> tuple[Choice, ...]:
    begun = entry if entry is not None and entry.state is EntryState.DRAFT and entry.place_id == place.id else None
    hand_in = (
        ()
        if begun is None
        else (
            Choice(T("Ký nộp"), ways.file_sign(begun.id), Look.MAIN),
            Choice(T("Thêm ảnh minh chứng"), ways.file_picture(begun.id)),
        )
    )
    if asked.is_number:
        return (*hand_in, Choice(T("Nhập số"), ways.file_number(asked.key, place.id)))
    return (
        *hand_in,
        Choice(T("Ghi: đạt"), ways.file_met(asked.key, MET, place.id)),
        Choice(T("Ghi: chưa đạt"), ways.file_met(asked.key, 0, place.id)),
    )


@routes.shows("file-number/{key}/{place}", Action.FILE)
def file_number(turn: Turn, key: str, place: Place) -> Answer:
    """Ask for the number."""
    found = _find(turn, key, place, to_file=True)
    if found is None or not found[1].is_number:
        return _gone(place)
    return Screen(
        title=found[1].label,
        text=T("{You} gõ số ({unit}), từ 0 đến {most}.", unit=found[1].unit, most=_most(found[1])),
        choices=(Choice(T("Thôi"), ways.unit_figure(key, place.id), Look.WAY),),
        typed=True,
    )


def _most(asked: Asked) -> int:
    return HIGHEST.get(asked.unit, 9999)


@routes.hears("file-number")
def file_number_heard(turn: Turn, said: Said | Sent, key: str, place: Place) -> Goto:
    """Take the number; it is kept once it is said what it rests on."""
    found = _find(turn, key, place, to_file=True)
    if found is None or not found[1].is_number:
        return _gone(place)
    value = figure_words.read_figure(said, _most(found[1]))
    if isinstance(value, Misread):
        return Goto(ways.file_number(key, place.id), value.hint)
    return _hold(turn, key, place, value)


@routes.does("file-met/{key}/{met}/{place}", Action.FILE)
def file_met(turn: Turn, key: str, met: int, place: Place) -> Goto:
    """Reached, or not."""
    found = _find(turn, key, place, to_file=True)
    return _gone(place) if found is None or found[1].is_number or met > MET else _hold(turn, key, place, met)


def _hold(turn: Turn, key: str, place: Place, value: int) -> Goto:
    turn.draft.keep(FILED, {"place": place.id, "key": key, "value": value})
    return Goto(ways.file_note(key, place.id))


def _held(turn: Turn, key: str, place: Place) -> int | None:
    held = turn.draft.get(FILED) or {}
    return held["value"] if (held.get("place"), held.get("key")) == (place.id, key) else None


@routes.shows("file-note/{key}/{place}", Action.FILE)
def file_note(turn: Turn, key: str, place: Place) -> Answer:
    """Ask what it rests on."""
    found, value = _find(turn, key, place, to_file=True), _held(turn, key, place)
    if found is None or value is None:
        return Goto(ways.unit_figure(key, place.id))
    asked = found[1]
    return Screen(
        title=asked.label,
        text=lines(
            T("Sẽ ghi: {value}.", value=figure_words.value_words(value, asked.unit)),
            T("Dựa vào đâu? {You} gõ số, ngày văn bản, minh chứng. Ví dụ: Kế hoạch số 12 ngày 5/3/2026."),
        ),
        choices=(Choice(T("Thôi"), ways.unit_figure(key, place.id), Look.WAY),),
        typed=True,
    )


@routes.hears("file-note")
def file_note_heard(turn: Turn, said: Said | Sent, key: str, place: Place) -> Goto:
    """Take what it rests on: the figure is a draft of the unit."""
    found, value = _find(turn, key, place, to_file=True), _held(turn, key, place)
    if found is None or value is None:
        return Goto(ways.unit_figure(key, place.id))
    note = figure_words.read_note(said)
    if isinstance(note, Misread):
        return Goto(ways.file_note(key, place.id), note.hint)
    cycle, asked, _ = found
    turn.draft.drop(FILED)
    entered_figures.draft(
        turn.tx,
        cycle,
        key,
        place_id=place.id,
        note=note,
        person_id=turn.person.id,
        value=value if asked.is_number else None,
        met=None if asked.is_number else value == MET,
    )
    return Goto(ways.unit_figure(key, place.id), T("Đã lưu nháp. {You} thêm ảnh nếu có, rồi chọn Ký nộp."))


def _home_of(entry: Entry) -> Goto:
    return Goto(ways.unit_figure(entry.indicator, entry.place_id or 0))


@routes.does("file-sign/{entry}", Action.FILE, Weight.DECIDING)
def file_sign(turn: Turn, entry: Entry) -> Goto:
    """Hand the figure in: from now on an officer decides."""
    if not entered_figures.sign(turn.tx, entry, by=turn.person.id):
        return _home_of(entry)
    return Goto(_home_of(entry).route, T("Đã ký nộp. Cán bộ {commune_label} xem rồi báo lại."))


@routes.shows("file-picture/{entry}", Action.FILE)
def file_picture(turn: Turn, entry: Entry) -> Answer:
    """Ask for a picture of the paper."""
    if entry.state is not EntryState.DRAFT:
        return _home_of(entry)
    return Screen(
        text=T("{You} chụp văn bản hoặc hoạt động rồi gửi ảnh vào đây."),
        choices=(Choice(T("Xong"), _home_of(entry).route, Look.WAY),),
        picture=True,
    )


@routes.hears("file-picture")
def file_picture_heard(turn: Turn, said: Said | Sent, entry: Entry) -> Goto:
    """Keep the picture beside the draft."""
    here = ways.file_picture(entry.id)
    if entry.state is not EntryState.DRAFT:
        return _home_of(entry)
    if isinstance(said, Said):
        way = turn.numbered(said.text)
        return Goto(here, T("Chỗ này nhận ảnh.")) if way is None else Goto(way)
    if said.picture is None:
        return Goto(here, T("Chỗ này nhận ảnh, chưa nhận được thứ vừa gửi."))
    if len(evidence.of_entry(turn.tx, entry.id)) >= evidence.MOST:
        most = T("Mỗi chỗ giữ nhiều nhất {n} ảnh, nên ảnh này không nhận.", n=evidence.MOST)
        return Goto(_home_of(entry).route, most)
    evidence.attach(
        turn.tx,
        said.picture,
        person_id=turn.person.id,
        account_id=turn.account.id,
        entry_id=entry.id,
        caption=said.caption,
    )
    return Goto(here, on_its_way(said.caption))

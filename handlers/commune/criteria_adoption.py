"""The year's criteria sets: what results rest on, an officer's corrections, adopting a set for a title."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria.correct import OFF, CorrectionError, correct
from criteria.explain import source_lines, verdict_words
from criteria.model import CITIZEN, STANDING_NAMES, CriteriaSet, Standing
from criteria.parse import title_name, titles
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import cycles, recount, subject_names
from storage.cycles import Adoption, Cycle
from storage.recount import Change

routes = Routes()

CORRECTIONS = Part[dict[str, Any]]("corrections", dict)  # numbers typed and not adopted yet
MOST_NAMES = 10  # people named of those whose result would change
RULE, FACT, POINTS = "rules.", "facts.", "points."


@routes.shows("basis/{cycle}", Action.ADOPT)
def basis(turn: Turn, cycle: Cycle) -> Screen:
    """The sets in use, and how sure the commune is of each."""
    return Screen(
        title=T("Bộ tiêu chí năm {year}", year=cycle.year),
        text=T("Mỗi danh hiệu có một bộ tiêu chí. {You} chọn để xem căn cứ, sửa con số và áp dụng."),
        choices=(
            *(
                Choice(
                    T("{title}: {standing}", title=title_name(title), standing=STANDING_NAMES[cycle.standing(title)]),
                    ways.set_(cycle.id, title),
                )
                for title in titles()
            ),
            Choice(T("Người vắng: tính hay không"), ways.left_out(cycle.id)),
            Choice(T("Cách làm của năm"), ways.year_settings(cycle.id)),
            Choice(T("Đóng, mở lại, khoá năm"), ways.year(cycle.id)),
            HOME,
        ),
    )


def _title(name: str) -> str:
    """The title that a route names; an unknown one is that of the citizens."""
    return name if name in titles() else CITIZEN


@routes.shows("set/{cycle}/{title}", Action.ADOPT)
def set_(turn: Turn, cycle: Cycle, title: str) -> Screen:
    """What the results of a title rest on, and how sure the commune is of it; adopt it here."""
    of = _title(title)
    pending = _pending(turn, cycle, of)
    criteria = correct(cycle.criteria(of), pending)
    correcting = lines(BLANK, T("Đang sửa (chưa ghi):"), *correction_words(criteria, pending)) if pending else None
    return Screen(
        title=T("{title}, năm {year}", title=title_name(of), year=cycle.year),
        text=lines(source_lines(criteria, cycle.standing(of)), correcting),
        choices=(
            Choice(T("Dùng tạm, chưa đối chiếu"), ways.adopt(cycle.id, of, Standing.PROVISIONAL.value)),
            Choice(T("Đã đối chiếu văn bản gốc"), ways.adopt(cycle.id, of, Standing.VERIFIED.value)),
            Choice(T("Sửa một con số"), ways.numbers(cycle.id, of)),
            *((Choice(T("Bỏ các số đang sửa"), ways.drop(cycle.id, of)),) if pending else ()),
            *((Choice(T("Ghi âm câu hỏi"), ways.voices(), Look.WAY),) if of == CITIZEN else ()),
            Choice(T("Danh hiệu khác"), ways.basis(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _pending(turn: Turn, cycle: Cycle, title: str) -> dict[str, object]:
    """The corrections typed but not adopted yet, on top of those in force."""
    typed = turn.draft.get(CORRECTIONS) or {}
    return dict(typed["values"]) if (typed.get("cycle"), typed.get("title")) == (cycle.id, title) else {}


def _forget_pending(turn: Turn) -> None:
    turn.draft.drop(CORRECTIONS)


def correction_words(criteria: CriteriaSet, corrections: Mapping[str, object]) -> list[Words]:
    """Corrections of a set's numbers, a line each, by the names people know them under."""
    names = {key: name for key, (name, _) in numbers_of(criteria).items()}
    return [
        T("{name}: {value}", name=names.get(key, Verbatim(key)), value=_value_words(value))
        for key, value in corrections.items()
    ]


def _value_words(value: object) -> Words:
    if value == OFF:
        return T("không áp dụng")
    return Verbatim(" ".join(map(str, value)) if isinstance(value, list) else str(value))


def numbers_of(criteria: CriteriaSet) -> dict[str, tuple[Words, Words]]:
    """Every number of a set that an officer can correct: its name and its value now."""
    found: dict[str, tuple[Words, Words]] = {}
    if criteria.min_age is not None:
        found["min_age"] = (T("Tuổi tối thiểu"), Verbatim(str(criteria.min_age.value)))
    for rule in criteria.rules:
        value = T("không áp dụng") if rule.off else T("chưa có")
        found[f"{RULE}{rule.id}"] = (rule.name, value if rule.value is None else Verbatim(str(rule.value)))
    for setting in () if criteria.facts is None else criteria.facts.settings:
        found[f"{FACT}{setting.id}"] = (setting.name, Verbatim(str(setting.figure.value)))
    for indicator in criteria.indicators:
        if indicator.levels:
            points = " ".join("?" if level.points is None else str(level.points) for level in indicator.levels)
            found[f"{POINTS}{indicator.id}"] = (T("Điểm câu {name}", name=indicator.name), Verbatim(points))
    return found


@routes.shows("numbers/{cycle}/{title}", Action.ADOPT)
def numbers(turn: Turn, cycle: Cycle, title: str) -> Screen:
    """Which number differs from the paper? The points of the questions stand by themselves: there are many."""
    of = _title(title)
    found = numbers_of(correct(cycle.criteria(of), _pending(turn, cycle, of)))
    points = Choice(T("Điểm của từng câu"), ways.points(cycle.id, of))
    return Screen(
        text=T("Con số nào khác văn bản gốc?"),
        choices=(
            *_numbers(cycle, of, found, points=False),
            *((points,) if any(key.startswith(POINTS) for key in found) else ()),
            Choice(T("Quay lại"), ways.set_(cycle.id, of), Look.WAY),
        ),
    )


@routes.shows("points/{cycle}/{title}", Action.ADOPT)
def points(turn: Turn, cycle: Cycle, title: str) -> Screen:
    """Of which question do the points differ from the paper?"""
    of = _title(title)
    found = numbers_of(correct(cycle.criteria(of), _pending(turn, cycle, of)))
    return Screen(
        text=T("Điểm câu nào khác văn bản gốc?"),
        choices=(
            *_numbers(cycle, of, found, points=True),
            Choice(T("Quay lại"), ways.numbers(cycle.id, of), Look.WAY),
        ),
    )


def _numbers(cycle: Cycle, of: str, found: Mapping[str, tuple[Words, Words]], *, points: bool) -> Iterator[Choice]:
    """The numbers with their values, each a way to type another; the points of questions, or all but them."""
    for key, (name, value) in found.items():
        if key.startswith(POINTS) is points:
            yield Choice(T("{name}: {value}", name=name, value=value), ways.number(cycle.id, of, key))


@routes.shows("number/{cycle}/{title}/{key}", Action.ADOPT)
def number(turn: Turn, cycle: Cycle, title: str, key: str) -> Answer:
    """Ask for the number on the paper."""
    of = _title(title)
    found = numbers_of(correct(cycle.criteria(of), _pending(turn, cycle, of))).get(key)
    if found is None:
        return Goto(ways.numbers(cycle.id, of))
    name, value = found
    off = Choice(T("Không áp dụng quy định này"), ways.rule_off(cycle.id, of, key))
    return Screen(
        title=name,
        text=T("Hiện là: {value}. {You} gõ số theo văn bản gốc; nhiều mức thì cách nhau bằng dấu cách.", value=value),
        choices=(
            *((off,) if key.startswith(RULE) else ()),
            Choice(T("Quay lại"), ways.numbers(cycle.id, of), Look.WAY),
        ),
        typed=True,
    )


@routes.hears("number")
def number_heard(turn: Turn, said: Said | Sent, cycle: Cycle, title: str, key: str) -> Goto:
    """Take the number; it counts only when the set is adopted."""
    typed = re.findall(r"\d+", said.text) if isinstance(said, Said) else []
    values = [int(each) for each in typed if len(each) <= 4]
    if not values:
        return Goto(ways.number(cycle.id, title, key), T("Chỗ này chỉ nhận số."))
    return _correct(turn, cycle, _title(title), key, values if key.startswith(POINTS) else values[0])


@routes.does("rule-off/{cycle}/{title}/{key}", Action.ADOPT, Weight.DECIDING)
def rule_off(turn: Turn, cycle: Cycle, title: str, key: str) -> Goto:
    """The commune does not apply this rule; it counts only when the set is adopted."""
    return _correct(turn, cycle, _title(title), key, OFF)


def _correct(turn: Turn, cycle: Cycle, title: str, key: str, value: object) -> Goto:
    pending = {**_pending(turn, cycle, title), key: value}
    try:
        correct(cycle.criteria(title), pending)
    except CorrectionError as error:
        return Goto(ways.number(cycle.id, title, key), error.reason)
    draft = {"cycle": cycle.id, "title": title, "values": pending}
    turn.draft.keep(CORRECTIONS, draft)
    note = T("Đã ghi nháp. {You} chọn cách dùng bộ tiêu chí để áp dụng.")
    return Goto(ways.set_(cycle.id, title), note)


@routes.does("drop/{cycle}/{title}", Action.ADOPT, Weight.DECIDING)
def drop(turn: Turn, cycle: Cycle, title: str) -> Goto:
    """Forget what was typed and not adopted."""
    _forget_pending(turn)
    return Goto(ways.set_(cycle.id, _title(title)), T("Đã bỏ các số đang sửa. Chưa có gì thay đổi."))


@routes.does("adopt/{cycle}/{title}/{standing}", Action.ADOPT, Weight.DECIDING)
def adopt(turn: Turn, cycle: Cycle, title: str, standing: str) -> Goto:
    """Adopt the set for the cycle; if corrections would change results, whose is shown first."""
    of = _title(title)
    if standing not in _STANDINGS or not cycle.is_open:
        return Goto(ways.set_(cycle.id, of))
    changes = _changes(turn, cycle, of, standing)
    if any(change.changes_result for change in changes):
        return Goto(ways.adopt_see(cycle.id, of, standing))
    return Goto(ways.adopt_now(cycle.id, of, standing, _mark(changes)))


@routes.shows("adopt-see/{cycle}/{title}/{standing}", Action.ADOPT)
def adopt_see(turn: Turn, cycle: Cycle, title: str, standing: str) -> Answer:
    """Whose results would change."""
    of = _title(title)
    if standing not in _STANDINGS or not cycle.is_open:
        return Goto(ways.set_(cycle.id, of))
    changes = _changes(turn, cycle, of, standing)
    changed = [change for change in changes if change.changes_result]
    more = len(changed) - MOST_NAMES
    return Screen(
        title=T("Áp dụng thì {n} bản khai đổi kết quả", n=len(changed)),
        text=lines(
            *(_change_line(turn, change, cycle.standing(of)) for change in changed[:MOST_NAMES]),
            Tn("và {n} bản khác.", more) if more > 0 else None,
            BLANK,
            T("Việc tính lại được ghi vào nhật ký. Chưa có gì thay đổi cho đến khi {you} bấm Áp dụng."),
        ),
        choices=(
            Choice(T("Áp dụng"), ways.adopt_now(cycle.id, of, standing, _mark(changes)), Look.MAIN),
            Choice(T("Thôi"), ways.set_(cycle.id, of), Look.WAY),
        ),
    )


_STANDINGS = {Standing.PROVISIONAL.value, Standing.VERIFIED.value}


def _proposed(turn: Turn, cycle: Cycle, title: str, standing: str) -> Adoption:
    """What would be in force for the title."""
    now = cycle.adoption(title)
    corrections = {**now.corrections, **_pending(turn, cycle, title)}
    return replace(now, standing=Standing(standing), corrections=corrections)


def _changes(turn: Turn, cycle: Cycle, title: str, standing: str) -> tuple[Change, ...]:
    proposed = _proposed(turn, cycle, title, standing)
    if proposed.corrections == cycle.adoption(title).corrections:
        return ()
    return recount.rescoring(turn.tx, cycle.using(title, proposed), title)


def _mark(changes: tuple[Change, ...]) -> str:
    """What was seen, in short: the button applies exactly that, or asks again."""
    seen = [(each.before.id, each.before.revision, each.after.verdict, each.after.total) for each in changes]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:8]


def _change_line(turn: Turn, change: Change, standing: Standing) -> Words:
    before, after = change.before, change.after
    return T(
        "{name}: {before} → {after}",
        name=subject_names.name_of(turn.tx, before),
        before=Verbatim("–") if before.assessment is None else verdict_words(before.assessment, standing),
        after=Verbatim("–") if after.assessment is None else verdict_words(after.assessment, after.standing),
    )


@routes.does("adopt-now/{cycle}/{title}/{standing}/{mark}", Action.ADOPT, Weight.DECIDING)
def adopt_now(turn: Turn, cycle: Cycle, title: str, standing: str, mark: str) -> Goto:
    """Adopt what was seen; results that corrections change are made anew, on record."""
    of = _title(title)
    if standing not in _STANDINGS or not cycle.is_open:
        return Goto(ways.set_(cycle.id, of))
    if mark != _mark(_changes(turn, cycle, of, standing)):
        return Goto(ways.adopt_see(cycle.id, of, standing), T("Số liệu vừa thay đổi. {You} xem lại rồi mới áp dụng."))
    proposed = _proposed(turn, cycle, of, standing)
    is_corrected = proposed.corrections != cycle.adoption(of).corrections
    adopted = cycles.adopt(turn.tx, cycle, of, proposed, person_id=turn.person.id)
    _forget_pending(turn)
    if not is_corrected:
        return Goto(ways.set_(cycle.id, of), T("Đã ghi."))
    changed = recount.rescore(turn.tx, adopted, of)
    return Goto(ways.set_(cycle.id, of), Tn("Đã ghi. Tính lại {n} bản khai theo số mới.", changed))

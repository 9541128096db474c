"""How a commune does its year, on one screen. A new setting is a line in :data:`FIELDS`, or a choice here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from acts import ways
from acts.choice import Choice, Look
from acts.words.year_calendar import report_day, step_lines
from acts.words.year_words import population_words
from criteria.meeting import SAMPLE
from criteria.policy import Action
from criteria.year import (
    COUNTING_NAMES,
    MOST_STEP_DAYS,
    STEP_NAMES,
    Counting,
    Population,
    YearSettings,
    YearStep,
)
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_title
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import Day, Number, T, Tn, Words, lines
from storage import cycles
from storage.cycles import Cycle

routes = Routes()

MOST_PEOPLE = 1_000_000
EARLIEST = date(2000, 1, 1)
SHUT = T("Năm này đã đóng nên không đổi được. Muốn đổi, {you} mở lại năm đã.")
ONLY_WORDS = T("Chỗ này chỉ nhận chữ.")


@dataclass(frozen=True, slots=True)
class Field:
    """A setting that is typed.

    Attributes:
        label: on the button.
        asks: what is asked for, with an example.
        read: what was typed, as a change of the settings; or why it is not taken.
        empty: the settings without it.
    """

    label: Words
    asks: Words
    read: Callable[[Turn, Cycle, str], YearSettings | Misread]
    empty: Callable[[YearSettings], YearSettings]


def _whole(said: str, most: int) -> int | Misread:
    text = said.strip().replace(".", "").replace(" ", "")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        return Misread(T("{You} gõ một số từ 1 đến {most}.", most=Number(most)))
    return int(text)


def _report_by(turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
    last = date(cycle.year + 1, 12, 31)
    found = read_day(said, turn.today, first=date(cycle.year, 1, 1), last=last)
    return found if isinstance(found, Misread) else replace(cycle.settings, report_by=found)


def _told(cycle: Cycle, today: date) -> Population:
    return cycle.settings.population or Population(0, "", today)


def _people(turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
    found = _whole(said, MOST_PEOPLE)
    if isinstance(found, Misread):
        return found
    return replace(cycle.settings, population=replace(_told(cycle, turn.today), people=found))


def _source(turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
    found = read_title(said)
    if isinstance(found, Misread):
        return found
    return replace(cycle.settings, population=replace(_told(cycle, turn.today), source=found))


def _on(turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
    found = read_day(said, turn.today, first=EARLIEST, last=turn.today)
    if isinstance(found, Misread):
        return found
    return replace(cycle.settings, population=replace(_told(cycle, turn.today), on=found))


def _sample(_turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
    found = _whole(said, 100)
    return found if isinstance(found, Misread) else replace(cycle.settings, paper_sample=found)


def _no_population(settings: YearSettings) -> YearSettings:
    return replace(settings, population=None)


def _days(step: YearStep) -> Field:
    def read(_turn: Turn, cycle: Cycle, said: str) -> YearSettings | Misread:
        found = _whole(said, MOST_STEP_DAYS)
        if isinstance(found, Misread):
            return found
        return replace(cycle.settings, days={**cycle.settings.days, step: found})

    def empty(settings: YearSettings) -> YearSettings:
        return replace(settings, days={key: n for key, n in settings.days.items() if key is not step})

    label = T("Số ngày: {step}", step=STEP_NAMES[step])
    return Field(label, T("{step} cần mấy ngày? {You} gõ một số.", step=STEP_NAMES[step]), read, empty)


FIELDS: Mapping[str, Field] = {
    "report_by": Field(
        T("Ngày cuối gửi báo cáo"),
        T("Báo cáo phải gửi chậm nhất ngày nào? Ví dụ: 30/11/2026."),
        _report_by,
        lambda settings: replace(settings, report_by=None),
    ),
    "people": Field(
        T("Dân số"),
        T("Dân số của {commune_label} theo số liệu chính thức là bao nhiêu? Ví dụ: 12500."),
        _people,
        _no_population,
    ),
    "source": Field(
        T("Nguồn dân số"),
        T("Số dân lấy từ đâu? Ví dụ: Công an {commune_label}, Chi cục Thống kê."),
        _source,
        _no_population,
    ),
    "on": Field(T("Ngày của số dân"), T("Số dân tính đến ngày nào? Ví dụ: 31/12/2025."), _on, _no_population),
    **{f"days-{step.value}": _days(step) for step in YearStep},
    "sample": Field(
        T("Đối chiếu giấy ký: phần trăm"),
        T("Trong 100 người xác nhận theo danh sách ký trên giấy, cán bộ đối chiếu lại mấy người? Ví dụ: 5."),
        _sample,
        lambda settings: replace(settings, paper_sample=SAMPLE),
    ),
}
OF_POPULATION = ("source", "on")  # only beside a number
NEXT: Mapping[str, str] = {"people": "source", "source": "on"}


def _offered(settings: YearSettings) -> list[str]:
    """The typed settings that mean something now."""
    no_days = {f"days-{step.value}" for step in YearStep if step not in settings.steps}
    no_source = set(OF_POPULATION) if settings.population is None else set()
    return [key for key in FIELDS if key not in no_days | no_source]


@routes.shows("year-settings/{cycle}", Action.ADOPT)
def year_settings(turn: Turn, cycle: Cycle) -> Screen:
    """All that was chosen; a tap changes it."""
    settings = cycle.settings
    return Screen(
        title=T("Cách làm của năm đánh giá {year}", year=cycle.year),
        text=lines(
            T("{Head_label} kiểm tra luôn là bước đầu. Bước có dấu chọn là bước {commune_label} dùng thêm."),
            T("Số đạt: {which}. In kèm mọi số liệu.", which=COUNTING_NAMES[settings.counting]),
            T("Tuổi tính đến 31/12/{year}: danh sách chỉ ghi năm sinh.", year=cycle.year),
            T("Báo cáo gửi chậm nhất {day}.", day=_day(report_day(cycle))),
            T("Danh sách ký trên giấy: đối chiếu {n}% số người.", n=cycle.settings.paper_sample),
            population_words(turn.tx, cycle),
            None if cycle.is_open else SHUT,
        ),
        choices=(
            *(
                Choice(STEP_NAMES[step], ways.year_step(cycle.id, step.value), ticked=step in settings.steps)
                for step in YearStep
            ),
            *(
                Choice(T("Tính {which}", which=name), ways.year_counts(cycle.id, each.value))
                for each, name in COUNTING_NAMES.items()
                if each is not settings.counting
            ),
            *(Choice(FIELDS[key].label, ways.year_field(cycle.id, key)) for key in _offered(settings)),
            Choice(T("Người vắng: tính hay không"), ways.left_out(cycle.id)),
            Choice(T("Hạn của từng bước"), ways.year_steps(cycle.id)),
            Choice(T("Quay lại"), ways.basis(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _day(day: date | None) -> Words:
    return T("chưa ghi") if day is None else T("{day}", day=Day(day))


@routes.does("year-step/{cycle}/{step}", Action.ADOPT, Weight.DECIDING)
def year_step(turn: Turn, cycle: Cycle, step: str) -> Goto:
    """Use it, or do without it."""
    if step in set(YearStep):
        _choose(turn, cycle, lambda now: now.settings.switched(YearStep(step)))
    return Goto(ways.year_settings(cycle.id))


@routes.does("year-counts/{cycle}/{counting}", Action.ADOPT, Weight.DECIDING)
def year_counts(turn: Turn, cycle: Cycle, counting: str) -> Goto:
    """From now on this counts."""
    if counting in set(Counting):
        _choose(turn, cycle, lambda now: replace(now.settings, counting=Counting(counting)))
    return Goto(ways.year_settings(cycle.id))


def _choose(turn: Turn, cycle: Cycle, change: Callable[[Cycle], YearSettings | Misread]) -> Misread | None:
    now = cycles.held(turn.tx, cycle.id)
    if not now.is_open:
        return Misread(SHUT)
    found = change(now)
    if isinstance(found, Misread):
        return found
    cycles.choose(turn.tx, now, found)
    return None


@routes.shows("year-field/{cycle}/{field}", Action.ADOPT)
def year_field(_turn: Turn, cycle: Cycle, field: str) -> Answer:
    """Ask for it in own words."""
    if field not in _offered(cycle.settings) or not cycle.is_open:
        return Goto(ways.year_settings(cycle.id))
    return Screen(
        title=FIELDS[field].label,
        text=lines(FIELDS[field].asks, _now(cycle, field)),
        choices=(
            Choice(T("Để trống"), ways.year_field_empty(cycle.id, field)),
            Choice(T("Quay lại"), ways.year_settings(cycle.id), Look.WAY),
        ),
        typed=True,
        counted=field in {"people", "sample"} or field.startswith("days-"),
    )


def _now(cycle: Cycle, field: str) -> Words | None:
    if not field.startswith("days-"):
        return None
    step = YearStep(field.removeprefix("days-"))
    return Tn("Đang tính {n} ngày, theo kinh nghiệm, chưa phải quy định.", cycle.settings.days_of(step))


@routes.hears("year-field")
def year_field_heard(turn: Turn, said: Said | Sent, cycle: Cycle, field: str) -> Goto:
    """Take what was typed."""
    here = ways.year_field(cycle.id, field)
    if field not in FIELDS:
        return Goto(ways.year_settings(cycle.id))
    if isinstance(said, Sent):
        return Goto(here, ONLY_WORDS)
    refused = _choose(turn, cycle, lambda now: FIELDS[field].read(turn, now, said.text))
    if refused is not None:
        return Goto(here, refused.hint)
    return Goto(ways.year_field(cycle.id, NEXT[field]) if field in NEXT else ways.year_settings(cycle.id))


@routes.does("year-field-empty/{cycle}/{field}", Action.ADOPT, Weight.DECIDING)
def year_field_empty(turn: Turn, cycle: Cycle, field: str) -> Goto:
    """Leave it open, or as it is by itself."""
    if field in FIELDS:
        _choose(turn, cycle, lambda now: FIELDS[field].empty(now.settings))
    return Goto(ways.year_settings(cycle.id))


@routes.shows("year-steps/{cycle}", Action.ADOPT)
def year_steps(turn: Turn, cycle: Cycle) -> Screen:
    """The last days of the steps, counted back from the report's; where they do not fit any more it says so."""
    return Screen(
        title=T("Hạn của từng bước, năm {year}", year=cycle.year),
        text=lines(*step_lines(cycle, turn.today)),
        choices=(Choice(T("Cách làm của năm"), ways.year_settings(cycle.id), Look.WAY), HOME),
    )

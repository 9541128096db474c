"""What units have handed in, and who has handed in nothing: an officer accepts, returns, enters instead."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.words.deadline_words import coming
from criteria.policy import Action
from handlers.commune import figure_words
from handlers.commune.assigned_words import unit_names
from handlers.commune.figures_asked import STATES, Asked, asked_in, find
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import assignments, cycles, entered_figures, evidence, roles
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.words import EntryState

routes = Routes()

AHEAD = 366  # days: the next date of the plan's calendar, however far
DONE = (EntryState.SIGNED, EntryState.ACCEPTED, EntryState.TAKEN_OVER)


@routes.shows("who-filed/{cycle}", Action.SEE_STATISTICS)
def who_filed(turn: Turn, cycle: Cycle) -> Screen:
    """By unit: how many figures it leads, how many are handed in; who has handed in nothing comes first."""
    made, filed = assignments.of_cycle(turn.tx, cycle.id), entered_figures.filed(turn.tx, cycle.id)
    names, asked = unit_names(turn.tx, cycle), {each.key: each for each in asked_in(cycle)}
    led: dict[int, list[str]] = {}
    for key, each in made.items():
        if each.lead_id in names and key in asked:
            led.setdefault(each.lead_id, []).append(key)
    done = {unit: sum(1 for key in keys if key in filed and filed[key].state in DONE) for unit, keys in led.items()}
    due = coming(cycle, turn.today, within=AHEAD)
    waiting = [each for each in filed.values() if each.state is EntryState.SIGNED and each.indicator in asked]
    return Screen(
        title=T("Đơn vị nộp số liệu, năm {year}", year=cycle.year),
        text=lines(
            due[0].words if due else T("Kế hoạch không có hạn nào sắp tới."),
            None if led else T("Chưa phân công chỉ tiêu nào."),
            *(
                _unit_line(names[unit], done[unit], len(led[unit]))
                for unit in sorted(led, key=lambda each: (done[each] > 0, done[each] == len(led[each]), each))
            ),
        ),
        choices=(
            *(
                Choice(
                    T("{unit}: {what}", unit=each.place or "–", what=asked[each.indicator].label),
                    ways.filed(each.id),
                    Look.MAIN,
                )
                for each in sorted(waiting, key=lambda each: each.id)
            ),
            Choice(T("Bảng phân công"), ways.assignments(0, cycle.id), Look.WAY),
            HOME,
        ),
    )


def _unit_line(name: str, done: int, whole: int) -> Words:
    if not done:
        return T("- {unit}: chưa nộp gì ({whole} chỉ tiêu)", unit=name, whole=whole)
    return T("- {unit}: đã nộp {done}/{whole}", unit=name, done=done, whole=whole)


def _year(turn: Turn, entry: Entry) -> Cycle:
    found = cycles.load(turn.tx, entry.cycle_id)
    if found is None:
        raise LookupError(entry.cycle_id)
    return found


def _asked(turn: Turn, entry: Entry) -> Asked | None:
    return find(_year(turn, entry), entry.indicator)


@routes.shows("filed/{entry}", Action.SEE_STATISTICS)
def filed_(turn: Turn, entry: Entry) -> Answer:
    """One figure that a unit has handed in, with its pictures and everything before it."""
    asked = _asked(turn, entry)
    if asked is None or entry.place_id is None or entry.state is EntryState.DRAFT:
        return Goto(ways.who_filed(entry.cycle_id))
    before = [
        each
        for each in entered_figures.history(turn.tx, entry.cycle_id, entry.indicator)
        if each.id < entry.id and each.state is not EntryState.DRAFT
    ]
    pictures = evidence.of_entry(turn.tx, entry.id)
    return Screen(
        title=asked.label,
        text=lines(
            Verbatim(entry.place),
            asked.name,
            BLANK,
            T("Tình trạng: {state}", state=STATES[entry.state]),
            figure_words.entry_words(entry, asked.value_of(entry)),
            None if entry.reason is None else T("Lý do trả lại: {reason}", reason=entry.reason),
            Tn("Trước đó đã ghi {n} lần:", len(before)) if before else None,
            *(
                T("- {state}: {entry}", state=STATES[each.state],
                  entry=figure_words.entry_words(each, asked.value_of(each)))
                for each in before[:3]
            ),
        ),
        choices=(
            *(_deciding(entry, asked) if entry.state is EntryState.SIGNED and entry.cycle_open else ()),
            *(Choice(T("Xem ảnh {n}", n=n), ways.picture(each.id)) for n, each in enumerate(pictures, 1)),
            Choice(T("Đơn vị nào chưa nộp"), ways.who_filed(entry.cycle_id), Look.WAY),
            HOME,
        ),
        names=frozenset({entry.person_id, *(each.person_id for each in before[:3])}),
    )  # fmt: skip


def _deciding(entry: Entry, asked: Asked) -> tuple[Choice, ...]:
    """Accept it, return it, or enter it oneself: what an officer enters takes the place of what waits."""
    kind, _, rest = asked.key.partition(":")
    plan, _, target = rest.partition(":")
    own = (
        ways.indicator(entry.cycle_id, rest)
        if kind == entered_figures.CIRCULAR
        else ways.target(entry.cycle_id, plan, target)
    )
    return (
        Choice(T("Duyệt số liệu này"), ways.filed_accept(entry.id), Look.MAIN),
        Choice(T("Trả lại, ghi lý do"), ways.filed_return(entry.id)),
        Choice(T("Cán bộ nhập thay"), own),
    )


def _tell(turn: Turn, entry: Entry, text: Words) -> None:
    """Whoever is in charge of the unit's figures now hears what became of it."""
    if entry.place_id is None:
        return
    look = (Choice(T("Xem"), ways.unit_figure(entry.indicator, entry.place_id)),)
    for person_id in roles.reporters(turn.tx, entry.place_id):
        tell(turn.tx, person_id, Notice(text, look))


@routes.does("filed-accept/{entry}", Action.ENTER, Weight.DECIDING)
def filed_accept(turn: Turn, entry: Entry) -> Goto:
    """The figure counts from now on."""
    asked = _asked(turn, entry)
    if asked is None or not entered_figures.accept(turn.tx, entry, by=turn.person.id):
        return Goto(ways.who_filed(entry.cycle_id))
    _tell(turn, entry, T("Số liệu đã được duyệt: {what}.", what=asked.label))
    return Goto(ways.who_filed(entry.cycle_id), T("Đã duyệt."))


@routes.shows("filed-return/{entry}", Action.ENTER)
def filed_return(turn: Turn, entry: Entry) -> Answer:
    """Ask why it goes back."""
    if entry.state is not EntryState.SIGNED:
        return Goto(ways.filed(entry.id))
    return Screen(
        text=T("Vì sao trả lại? {You} gõ lý do để đơn vị biết sửa chỗ nào."),
        choices=(Choice(T("Thôi"), ways.filed(entry.id), Look.WAY),),
        typed=True,
    )


@routes.hears("filed-return")
def filed_return_heard(turn: Turn, said: Said | Sent, entry: Entry) -> Goto:
    """Take the reason: the unit hears of it."""
    reason = figure_words.read_note(said)
    if isinstance(reason, Misread):
        return Goto(ways.filed_return(entry.id), reason.hint)
    asked = _asked(turn, entry)
    if asked is None or not entered_figures.give_back(turn.tx, entry, by=turn.person.id, reason=reason):
        return Goto(ways.filed(entry.id))
    _tell(turn, entry, T("Số liệu được trả lại: {what}. Lý do: {reason}", what=asked.label, reason=reason))
    return Goto(ways.who_filed(entry.cycle_id), T("Đã trả lại."))

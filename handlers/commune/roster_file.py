"""One file with a list of people: what was understood of it, taken over or set aside."""

from __future__ import annotations

from acts import roster as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.errands import RosterLeftErrand, ask_for
from acts.words.roster_words import (
    LEFT,
    SHOWN,
    TITLES,
    asked_of,
    columns_of,
    notes_of,
    origin_words,
    readable,
    summary,
    who_words,
    why_of,
)
from criteria.policy import Action
from criteria.roster_matching import Listing
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.roster_words import to_file
from locales.text import BLANK, Number, T, Tn, Verbatim, Words, lines
from storage import roster_imports
from storage.kit.words import ImportState
from storage.roster_imports import Counts, RosterImport

routes = Routes()

BACK = Choice(T("Về danh sách dân cư"), ways.roster(), Look.WAY)
MOST_NAMED = 30


@routes.shows("roster-file/{roster_file}", Action.KEEP_ROSTER)
def file_(turn: Turn, roster_file: RosterImport) -> Screen:
    """One file: how far it is, what was understood, what can be done."""
    match roster_file.state:
        case ImportState.READY:
            return _preview(turn, roster_file)
        case ImportState.TAKING | ImportState.TAKEN:
            return _taken(turn, roster_file)
        case ImportState.READING:
            said: Words = T("Máy đang đọc tệp và so với danh sách. Xong sẽ báo vào đây.")
        case ImportState.DROPPED:
            said = T("Tệp này đã bỏ, không ai trong tệp được đưa vào danh sách.")
        case ImportState.UNREADABLE:
            said = lines(T("Chưa đọc được tệp này."), why_of(roster_file))
    again = Choice(T("Gửi tệp khác"), ways.roster_bring(), Look.MAIN)
    look = Choice(T("Xem lại"), ways.roster_file(roster_file.id), Look.MAIN)
    return Screen(
        title=Verbatim(roster_file.file_name),
        text=lines(said, T("{You} gõ mật khẩu của tệp vào đây. Máy chỉ dùng để mở, không giữ lại."))
        if roster_file.is_locked
        else said,
        typed=roster_file.is_locked,
        choices=(look if roster_file.state is ImportState.READING else again, BACK),
    )


@routes.hears("roster-file")
def file_heard(turn: Turn, said: Said | Sent, roster_file: RosterImport) -> Goto:
    """The password of a protected file."""
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    if held.is_locked and isinstance(said, Said) and said.text.strip():
        deeds.unlock(turn.tx, turn.account, held, said.text.strip())
    return Goto(ways.roster_file(held.id))


def _preview(turn: Turn, file: RosterImport) -> Screen:
    found = roster_imports.counts(turn.tx, file.id)
    questions = asked_of(file)
    ready = file.origin.is_enough
    return Screen(
        room=UNBROKEN,
        title=Verbatim(file.file_name),
        text=lines(
            Tn("Đọc được {n} người. Chưa đưa ai vào danh sách.", readable(found)),
            columns_of(file),
            *notes_of(file),
            BLANK,
            *summary(found),
            BLANK,
            origin_words(file.origin),
        ),
        choices=(
            *(
                Choice(T("Trả lời: {question}", question=TITLES[each.kind]), ways.roster_ask(file.id, n), Look.MAIN)
                for n, each in enumerate(questions)
            ),
            *(() if ready else (Choice(T("Ghi nguồn danh sách"), ways.roster_origin(file.id), Look.MAIN),)),
            *((_take(file, found),) if ready and found.to_take else ()),
            *_looks(file, found),
            *((Choice(T("Sửa nguồn danh sách"), ways.roster_origin(file.id)),) if ready else ()),
            Choice(T("Bỏ tệp này"), ways.roster_drop(file.id), Look.DANGER),
            BACK,
        ),
    )


def _take(file: RosterImport, found: Counts) -> Choice:
    return Choice(Tn("Đưa {n} người vào danh sách", found.to_take), ways.roster_take(file.id), Look.MAIN)


def _looks(file: RosterImport, found: Counts) -> tuple[Choice, ...]:
    """The lines by what they mean; the doubtful ones are asked about one by one."""
    doubts = found.open(Listing.DOUBTFUL)
    ask = Choice(Tn("Xem {n} người có thể đã có", doubts), ways.roster_doubt(file.id, 0), Look.MAIN)
    listed = (each for each in (Listing.NEW, Listing.CHANGED, Listing.MOVED, Listing.GONE) if found.all.get(each))
    left = found.all.get(None, 0)
    return (
        *((ask,) if doubts else ()),
        *(
            Choice(T("Xem: {what}", what=SHOWN[each]), ways.roster_lines(file.id, each.value, 0), Look.ANSWER)
            for each in listed
        ),
        *(
            (
                Choice(T("Xem: {what}", what=SHOWN[LEFT]), ways.roster_lines(file.id, LEFT, 0)),
                Choice(T("Lấy tệp các dòng chưa nhận để sửa"), ways.roster_left(file.id)),
            )
            if left
            else ()
        ),
    )


def _taken(turn: Turn, file: RosterImport) -> Screen:
    found = roster_imports.counts(turn.tx, file.id)
    under_way = file.state is ImportState.TAKING
    took = sum(n for listing, n in found.done.items() if listing is not Listing.GONE)
    gone = found.open(Listing.GONE)
    off = Tn("Đưa {n} người không còn trong tệp ra khỏi danh sách", gone)
    return Screen(
        title=Verbatim(file.file_name),
        text=lines(
            T("Đang đưa vào danh sách: {done}/{all} người.", done=Number(took), all=Number(took + found.to_take))
            if under_way
            else Tn("Đã đưa {n} người vào danh sách.", took),
            BLANK,
            *summary(found),
            BLANK,
            origin_words(file.origin),
        ),
        choices=(
            *((Choice(T("Xem lại"), ways.roster_file(file.id), Look.MAIN),) if under_way else ()),
            *((_take(file, found),) if not under_way and found.open(Listing.NEW) + found.open(Listing.CHANGED) else ()),
            *(() if under_way else _looks(file, found)),
            *(() if under_way or not gone else (Choice(off, ways.roster_gone(file.id)),)),
            BACK,
        ),
    )


@routes.does("roster-left/{roster_file}", Action.KEEP_ROSTER)
def left(turn: Turn, roster_file: RosterImport) -> Goto:
    """Ask for the lines that could not be taken, as a file to put right and send again."""
    ask_for(turn.tx, turn.account, RosterLeftErrand(roster_file.id))
    return Goto(ways.roster_file(roster_file.id), T("Đang làm tệp các dòng chưa nhận, xong sẽ gửi vào đây."))


@routes.shows("roster-ask/{roster_file}/{question}", Action.KEEP_ROSTER)
def ask(turn: Turn, roster_file: RosterImport, question: int) -> Answer:
    """What must be known to read the file."""
    asked = asked_of(roster_file)
    if roster_file.state is not ImportState.READY or question >= len(asked):
        return Goto(ways.roster_file(roster_file.id))
    found = asked[question]
    return Screen(
        title=TITLES[found.kind],
        text=found.words,
        choices=(
            *(Choice(each.words, ways.roster_say(roster_file.id, question, i)) for i, each in enumerate(found.options)),
            to_file(roster_file),
        ),
    )


@routes.does("roster-say/{roster_file}/{question}/{option}", Action.KEEP_ROSTER)
def say(turn: Turn, roster_file: RosterImport, question: int, option: int) -> Goto:
    """Answer it: the file is read once more with that."""
    deeds.say(turn.tx, turn.account, roster_file, question, option)
    return Goto(ways.roster_file(roster_file.id))


@routes.does("roster-take/{roster_file}", Action.KEEP_ROSTER, Weight.DECIDING)
def take(turn: Turn, roster_file: RosterImport) -> Goto:
    """Take the file over: a hundred lines at a time, beside the turns."""
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    deeds.take(turn.tx, turn.account, held)
    return Goto(ways.roster_file(held.id))


@routes.shows("roster-gone/{roster_file}", Action.KEEP_ROSTER)
def gone(turn: Turn, roster_file: RosterImport) -> Answer:
    """Who is to be taken off the roster, before they are."""
    n = roster_imports.counts(turn.tx, roster_file.id).open(Listing.GONE)
    if roster_file.state is not ImportState.TAKEN or not n:
        return Goto(ways.roster_file(roster_file.id))
    shown = roster_imports.gone(turn.tx, roster_file.id, after=-1, most=MOST_NAMED)
    all_of_them = ways.roster_lines(roster_file.id, Listing.GONE.value, 0)
    return Screen(
        room=UNBROKEN,
        title=Tn("Đưa {n} người ra khỏi danh sách?", n),
        text=lines(
            T(
                "Những người này không còn trong tệp. Ghi là đã chuyển đi, kể từ ngày của số liệu; ai không phải thì "
                "{you} mở tên người ấy ở mục Tìm người, sửa lại được."
            ),
            *(T("- {who}", who=who_words(each.full_name, each.birth_year, None, each.household)) for each in shown),
            T("và {n} người nữa", n=Number(n - len(shown))) if n > len(shown) else None,
        ),
        choices=(
            Choice(T("Đưa ra khỏi danh sách"), ways.roster_gone_now(roster_file.id), Look.DANGER),
            Choice(T("Xem: {what}", what=SHOWN[Listing.GONE]), all_of_them),
            to_file(roster_file),
        ),
        names=frozenset(each.person_id for each in shown if each.person_id is not None),
    )  # fmt: skip


@routes.does("roster-gone-now/{roster_file}", Action.KEEP_ROSTER, Weight.DECIDING)
def gone_now(turn: Turn, roster_file: RosterImport) -> Goto:
    """Take them off, beside the turns."""
    deeds.take_off(turn.tx, turn.account, roster_imports.get(turn.tx, roster_file.id, lock=True))
    return Goto(ways.roster_file(roster_file.id), T("Máy đang đưa họ ra khỏi danh sách, xong sẽ báo."))


@routes.does("roster-drop/{roster_file}", Action.KEEP_ROSTER, Weight.DECIDING)
def drop(turn: Turn, roster_file: RosterImport) -> Goto:
    """Set the file aside."""
    if deeds.set_aside(turn.tx, roster_file):
        return Goto(ways.roster(), T("Đã bỏ tệp {file}.", file=roster_file.file_name))
    return Goto(ways.roster_file(roster_file.id))

"""Putting a person right: the name, the birth year, the place, who left; what was done, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from acts import people as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code
from acts.way import Way
from acts.words.person_words import CHANGED_NAMES, title_of
from criteria.policy import Action
from criteria.presence import LEFT_NAMES, Left
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Question
from handlers.kit.names import listed_name
from handlers.kit.read import Derived, Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.kit.years import read_birth_year
from locales.text import Arg, Day, Moment, T, Verbatim, Words, lines
from storage import households, person_changes, places
from storage.households import Household
from storage.kit.words import Changed, PlaceKind
from storage.person_changes import Change
from storage.places import Place
from storage.residents import Resident

routes = Routes()

NAME, BIRTH_YEAR = "name", "birth_year"
OLDEST = 130  # years: who was entered with a mistake is put right, whatever it was
LONG_AGO = timedelta(days=3 * 366)  # nobody is taken off longer ago
MOST_SHOWN = 8
NOW = T("Đã ghi. Muốn lấy lại như cũ thì vào mục Các lần sửa.")


def _back(resident: Resident) -> Choice:
    return Choice(T("Quay lại"), ways.person(resident.id), Look.WAY)


# The name and the birth year


def _form(turn: Turn, _resident: Resident) -> Form:
    def read_year(said: str) -> int | Derived | Misread:
        found = read_birth_year(said, turn.year, youngest=0, own=False, oldest=OLDEST)
        if isinstance(found, Misread):
            return found
        return Derived(found.value) if found.derived else found.value

    return Form(
        (
            Question(key=NAME, text=T("{You} gõ họ và tên đúng của người này."), reader=listed_name),
            Question(
                key=BIRTH_YEAR,
                text=T("{You} gõ năm sinh đúng bằng 4 chữ số, ví dụ 1956."),
                reader=read_year,
                confirm=lambda year: T("Người ấy sinh năm {year}, đúng không?", year=int(year)),
            ),
        )
    )


def _facts(_turn: Turn, resident: Resident) -> dict[str, Any]:
    return {NAME: resident.person.full_name, BIRTH_YEAR: resident.person.birth_year}


def _correct(turn: Turn, resident: Resident, key: str, value: Any) -> Goto:
    facts = {**_facts(turn, resident), key: value}
    name, year = str(facts[NAME]), int(facts[BIRTH_YEAR])
    deeds.correct(turn.tx, resident.person, full_name=name, birth_year=year, by=turn.person.id)
    return Goto(ways.person(resident.id), NOW)


def _title(_turn: Turn, resident: Resident, _question: Question) -> Words:
    return title_of(resident.person)


def _ways(_turn: Turn, resident: Resident, _question: Question, _before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (_back(resident),)


def _done(_turn: Turn, resident: Resident) -> Way:
    return ways.person(resident.id)


DIALOGUE = Dialogue(
    routes,
    "put-right",
    Action.PUT_RIGHT,
    about="resident",
    form=_form,
    answers=_facts,
    record=_correct,
    done=_done,
    title=_title,
    ways=_ways,
)


# The place


@routes.shows("moving/{resident}", Action.PUT_RIGHT)
def moving(turn: Turn, resident: Resident) -> Screen:
    """What is another: the village, the household or the unit?"""
    unit = resident.person.unit_id
    village = places.get(turn.tx, resident.person.place_id)
    return Screen(
        title=title_of(resident.person),
        text=T("Nay ở {village}. Chuyển gì?", village=village.inline_name),
        choices=(
            Choice(T("Sang nơi khác trong {commune_label}"), ways.moving_place(resident.id)),
            Choice(T("Sang hộ khác, hộ mới"), ways.moving_home(resident.id)),
            Choice(T("Tính ở đơn vị (trường, cơ quan…)"), ways.moving_unit(resident.id)),
            *((Choice(T("Thôi tính ở đơn vị"), ways.moving_see(resident.id, village.id)),) if unit else ()),
            _back(resident),
        ),
    )


def _others(turn: Turn, resident: Resident, *, units: bool) -> tuple[Place, ...]:
    here = {resident.person.unit_id if units else resident.person.place_id}
    found = places.villages(turn.tx, resident.commune_id)
    return tuple(each for each in found if (each.kind is PlaceKind.UNIT) == units and each.id not in here)


@routes.shows("moving-place/{resident}", Action.PUT_RIGHT)
def moving_place(turn: Turn, resident: Resident) -> Screen:
    """Into which village?"""
    return _choose(turn, resident, T("Chuyển đến đâu?"), units=False)


@routes.shows("moving-unit/{resident}", Action.PUT_RIGHT)
def moving_unit(turn: Turn, resident: Resident) -> Screen:
    """In which unit are they assessed?"""
    return _choose(turn, resident, T("Tính ở đơn vị nào?"), units=True)


def _choose(turn: Turn, resident: Resident, question: Words, *, units: bool) -> Screen:
    found = _others(turn, resident, units=units)
    return Screen(
        title=title_of(resident.person),
        text=question if found else T("Không có nơi nào khác."),
        choices=(
            *(Choice(Verbatim(each.full_name), ways.moving_see(resident.id, each.id)) for each in found),
            Choice(T("Quay lại"), ways.moving(resident.id), Look.WAY),
        ),
    )


def _target(turn: Turn, resident: Resident, into: int) -> Place | None:
    """Where they may go: a place of the commune that exists today, and where they are not counted already."""
    found = next((each for each in places.villages(turn.tx, resident.commune_id) if each.id == into), None)
    is_new = found is not None and resident.person.assessed_at != found.id
    return found if is_new and not resident.person.is_merged else None


@routes.shows("moving-see/{resident}/{into}", Action.PUT_RIGHT)
def moving_see(turn: Turn, resident: Resident, into: int) -> Answer:
    """What will follow, before it does."""
    target = _target(turn, resident, into)
    if target is None:
        return Goto(ways.moving(resident.id))
    leaves_home = target.kind is PlaceKind.VILLAGE and target.id != resident.person.place_id
    return Screen(
        title=title_of(resident.person),
        text=lines(
            T("Chuyển sang {place}?", place=target.inline_name),
            T("Người này ra khỏi hộ cũ.") if leaves_home else None,
            T("Bản khai chưa xác nhận đi theo. Năm đã xác nhận vẫn tính ở nơi cũ, sang năm tính ở nơi mới."),
        ),
        choices=(
            Choice(T("Chuyển"), ways.moving_now(resident.id, target.id), Look.MAIN),
            Choice(T("Thôi"), ways.person(resident.id), Look.WAY),
        ),
    )


@routes.does("moving-now/{resident}/{into}", Action.PUT_RIGHT, Weight.DECIDING)
def moving_now(turn: Turn, resident: Resident, into: int) -> Goto:
    """Move them."""
    target, by = _target(turn, resident, into), turn.person.id
    if target is None:
        return Goto(ways.moving(resident.id))
    if target.kind is PlaceKind.UNIT:
        deeds.assess_at(turn.tx, resident.person, target, by=by)
    elif target.id == resident.person.place_id:
        deeds.assess_at(turn.tx, resident.person, None, by=by)
    else:
        deeds.move_to(turn.tx, resident.person, target, by=by)
    return Goto(ways.person(resident.id), NOW)


@routes.shows("moving-home/{resident}", Action.PUT_RIGHT)
def moving_home(turn: Turn, resident: Resident) -> Screen:
    """Which household? By its code on the roster, or a new one."""
    village = places.get(turn.tx, resident.person.place_id)
    return Screen(
        title=title_of(resident.person),
        text=T(
            "{You} gõ mã hộ trong danh sách của {village}, hoặc chọn hộ mới. Người này thành thành viên của hộ ấy.",
            village=village.inline_name,
        ),
        typed=True,
        choices=(
            Choice(T("Hộ mới"), ways.moving_home_see(resident.id, 0)),
            Choice(T("Quay lại"), ways.moving(resident.id), Look.WAY),
        ),
    )


@routes.hears("moving-home")
def moving_home_heard(turn: Turn, said: Said | Sent, resident: Resident) -> Goto:
    """The code of a household of the village."""
    code = said.text.strip() if isinstance(said, Said) else ""
    found = None
    if 0 < len(code) <= 32:
        found = households.of_code(turn.tx, resident.person.place_id, code)
    if found is None:
        return Goto(ways.moving_home(resident.id), T("Không có hộ mang mã ấy ở nơi này. {You} xem lại mã."))
    return Goto(ways.moving_home_see(resident.id, found.id))


def _home(turn: Turn, resident: Resident, home: int) -> Household | None:
    found = households.load(turn.tx, home)
    return found if found is not None and found.place_id == resident.person.place_id else None


@routes.shows("moving-home-see/{resident}/{home}", Action.PUT_RIGHT)
def moving_home_see(turn: Turn, resident: Resident, home: int) -> Answer:
    """Who lives there, before they move in."""
    found = _home(turn, resident, home)
    if (home and found is None) or (found is not None and found.id == resident.person.household_id):
        return Goto(ways.moving_home(resident.id), T("Người này đang ở hộ ấy rồi.") if found else None)
    members = () if found is None else households.members(turn.tx, found.id)[:MOST_SHOWN]
    return Screen(
        title=title_of(resident.person),
        text=lines(
            T("Vào hộ mới, một mình?") if found is None else T("Vào hộ này?"),
            *(T("- {name}, sinh {year}", name=each.full_name or "–", year=each.birth_year) for each in members),
        ),
        choices=(
            Choice(T("Chuyển"), ways.moving_home_now(resident.id, home), Look.MAIN),
            Choice(T("Thôi"), ways.person(resident.id), Look.WAY),
        ),
        names=frozenset(each.id for each in members),
    )


@routes.does("moving-home-now/{resident}/{home}", Action.PUT_RIGHT, Weight.DECIDING)
def moving_home_now(turn: Turn, resident: Resident, home: int) -> Goto:
    """They live there from now on."""
    found = _home(turn, resident, home)
    if (home and found is None) or resident.person.is_merged:
        return Goto(ways.moving_home(resident.id))
    if found is None:
        found = households.make(turn.tx, resident.person.place_id, code=free_code(turn.tx))
    deeds.enter_household(turn.tx, resident.person, found, by=turn.person.id)
    return Goto(ways.person(resident.id), NOW)


# Off the roster, and back


@routes.shows("taking-off/{resident}", Action.PUT_RIGHT)
def taking_off(_turn: Turn, resident: Resident) -> Screen:
    """Why?"""
    return Screen(
        title=title_of(resident.person),
        text=T("Vì sao đưa ra khỏi danh sách?"),
        choices=(
            Choice(T("Chuyển đi nơi khác, ngoài {commune_label}"), ways.off_day(resident.id, Left.MOVED.value)),
            Choice(T("Đã mất"), ways.off_day(resident.id, Left.DIED.value)),
            Choice(T("Lý do khác"), ways.off_day(resident.id, Left.OTHER.value)),
            _back(resident),
        ),
    )


@routes.shows("off-day/{resident}/{why}", Action.PUT_RIGHT)
def off_day(turn: Turn, resident: Resident, why: str) -> Answer:
    """Since which day?"""
    if why not in set(Left):
        return Goto(ways.taking_off(resident.id))
    return Screen(
        title=title_of(resident.person),
        text=T(
            "Ghi: {why}. Từ ngày nào? {You} gõ ngày, ví dụ {example}.",
            why=LEFT_NAMES[Left(why)],
            example=Day(turn.today),
        ),
        typed=True,
        choices=(
            Choice(T("Hôm nay"), ways.off_see(resident.id, why, _number(turn.today))),
            Choice(T("Quay lại"), ways.taking_off(resident.id), Look.WAY),
        ),
    )


def _number(day: date) -> int:
    return int(f"{day:%Y%m%d}")


@routes.hears("off-day")
def off_day_heard(turn: Turn, said: Said | Sent, resident: Resident, why: str) -> Goto:
    """The day that was typed."""
    if why not in set(Left):
        return Goto(ways.taking_off(resident.id))
    found: date | Misread = Misread(T("Chỗ này chỉ nhận chữ."))
    if isinstance(said, Said):
        found = read_day(said.text, turn.today, first=turn.today - LONG_AGO, last=turn.today)
    if isinstance(found, Misread):
        return Goto(ways.off_day(resident.id, why), found.hint)
    return Goto(ways.off_see(resident.id, why, _number(found)))


def _off(turn: Turn, resident: Resident, why: str, day: int) -> tuple[Left, date] | None:
    """What is meant, where it can be done: they are on the roster, the day is no day to come."""
    if why not in set(Left) or resident.person.left_on is not None or resident.person.is_merged:
        return None
    try:
        on = date(day // 10_000, day // 100 % 100, day % 100)
    except ValueError:
        return None
    return (Left(why), on) if turn.today - LONG_AGO <= on <= turn.today else None


@routes.shows("off-see/{resident}/{why}/{day}", Action.PUT_RIGHT)
def off_see(turn: Turn, resident: Resident, why: str, day: int) -> Answer:
    """What will follow, before it does."""
    meant = _off(turn, resident, why, day)
    if meant is None:
        return Goto(ways.person(resident.id))
    left, on = meant
    return Screen(
        title=title_of(resident.person),
        text=lines(
            T("Ghi: {why} từ ngày {day}?", why=LEFT_NAMES[left], day=Day(on)),
            T("Từ năm {year} người này không tính vào tổng số người trong danh sách.", year=on.year),
            T("Bản khai đã xác nhận vẫn giữ, đếm riêng là ngoài danh sách."),
            T("Không ai khai hộ người này nữa; chat của người này, nếu có, bị khoá.") if left is Left.DIED else None,
        ),
        choices=(
            Choice(T("Đưa ra khỏi danh sách"), ways.off_now(resident.id, why, day), Look.DANGER),
            Choice(T("Thôi"), ways.person(resident.id), Look.WAY),
        ),
    )


@routes.does("off-now/{resident}/{why}/{day}", Action.PUT_RIGHT, Weight.DECIDING)
def off_now(turn: Turn, resident: Resident, why: str, day: int) -> Goto:
    """Take them off; who holds a role gives it up first."""
    meant = _off(turn, resident, why, day)
    if meant is None:
        return Goto(ways.person(resident.id))
    if resident.holds_role:
        return Goto(
            ways.person(resident.id),
            T("Người này đang phụ trách việc của {village_label} hoặc {commune_label}. Cho thôi việc ấy trước."),
        )
    deeds.take_off(turn.tx, resident.person, why=meant[0], on=meant[1], by=turn.person.id)
    return Goto(ways.person(resident.id), T("Đã ghi. Nếu nhầm thì chọn Đưa lại vào danh sách."))


@routes.shows("putting-back/{resident}", Action.PUT_RIGHT)
def putting_back(_turn: Turn, resident: Resident) -> Answer:
    """On the roster again?"""
    if resident.person.left_on is None:
        return Goto(ways.person(resident.id))
    return Screen(
        title=title_of(resident.person),
        text=lines(
            T("Đưa lại vào danh sách, như chưa từng ra?"),
            T("Chat đã khoá và người khai hộ thì phải nối lại.") if resident.person.has_died else None,
        ),
        choices=(
            Choice(T("Đưa lại vào danh sách"), ways.put_back_now(resident.id), Look.MAIN),
            Choice(T("Thôi"), ways.person(resident.id), Look.WAY),
        ),
    )


@routes.does("put-back-now/{resident}", Action.PUT_RIGHT, Weight.DECIDING)
def put_back_now(turn: Turn, resident: Resident) -> Goto:
    """On the roster again."""
    if resident.person.left_on is None:
        return Goto(ways.person(resident.id))
    deeds.put_back(turn.tx, resident.person, by=turn.person.id)
    return Goto(ways.person(resident.id), T("Đã ghi."))


# What was done, and taking it back


@routes.shows("changes/{resident}", Action.PUT_RIGHT)
def changes(turn: Turn, resident: Resident) -> Screen:
    """What was put right about somebody, the newest first."""
    found = person_changes.of_person(turn.tx, resident.id, limit=MOST_SHOWN)
    return Screen(
        title=title_of(resident.person),
        text=lines(*(map(_told, found))) if found else T("Chưa sửa gì về người này."),
        choices=(
            *(
                Choice(
                    T(
                        "Lấy lại: {what} {when}, lần {number}",
                        what=CHANGED_NAMES[each.kind],
                        when=Moment(each.at),
                        number=each.id,
                    ),
                    ways.undo_change(resident.id, each.id),
                )
                for each in found
                if _is_open(turn, resident, each)
            ),
            *(
                Choice(T("Tách bản ghi đã gộp, lần {number}", number=each.id), ways.parting(resident.id, each.id))
                for each in found
                if each.kind is Changed.MERGED and not each.is_undone
            ),
            _back(resident),
            HOME,
        ),
        names=frozenset(each.by_id for each in found if each.by_id is not None),
    )


def _is_open(turn: Turn, resident: Resident, change: Change) -> bool:
    if change.is_undone or change.kind is Changed.MERGED or change.person_id != resident.id:
        return False
    return person_changes.is_latest(turn.tx, change)


def _told(change: Change) -> Words:
    about: dict[str, Arg] = {"when": Moment(change.at), "by": change.by or "–", "what": CHANGED_NAMES[change.kind]}
    if change.kind is Changed.NAME:
        name, year = str(change.before["full_name"]), int(change.before["birth_year"])
        said = T("{when}, {by}: {what}; trước đó là {name}, {year}", name=name, year=year, **about)
    else:
        said = T("{when}, {by}: {what}", **about)
    return T("{said} (đã lấy lại)", said=said) if change.is_undone else said


@routes.does("undo-change/{resident}/{change}", Action.PUT_RIGHT, Weight.DECIDING)
def undo_change(turn: Turn, resident: Resident, change: int) -> Goto:
    """Take it back."""
    found = person_changes.load(turn.tx, change)
    if found is None or not deeds.undo(turn.tx, resident.person, found, by=turn.person.id):
        return Goto(ways.changes(resident.id), T("Lần sửa này không lấy lại được nữa: đã lấy lại, hoặc đã sửa tiếp."))
    return Goto(ways.person(resident.id), T("Đã lấy lại như cũ."))

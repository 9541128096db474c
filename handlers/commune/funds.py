""" "Sổ theo dõi quỹ": the scholarship funds of a year, one line each; entered by who heads the place, or an officer."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import FundsErrand, ask_for
from acts.way import Way
from acts.words.fund_words import a_resident, fund_name
from criteria.policy import Action
from handlers.commune.fund_words import fund_lines, residents
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Question
from handlers.kit.money import read_money
from handlers.kit.read import Misread, read_title
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.this_year import not_opened
from locales.text import BLANK, Day, Moment, Number, T, Verbatim, Words, lines
from storage import cycles, funds, places
from storage.cycles import Cycle
from storage.funds import Fund, Sums
from storage.kit.words import PlaceKind
from storage.places import Place

routes = Routes()

NEW = Part[dict[str, Any]]("fund", dict)  # whose fund is being entered, and the answers so far
SUMS = ("opening", "received", "spent", "closing")
MOST_GRANTS = 100_000
SHOWN_OF_HISTORY = 6
LOCKED = T("Năm này đã khoá sổ nên không sửa được.")


@routes.shows("funds/{cycle}", Action.EXPORT)
def all_funds(turn: Turn, cycle: Cycle) -> Screen:
    """What is known of the year's funds, and the ways to each place's."""
    found = funds.of_cycle(turn.tx, cycle.id)
    commune, here = places.get(turn.tx, cycle.commune_id), places.villages(turn.tx, cycle.commune_id)
    closing = sum(each.closing for each in found)
    return Screen(
        room=UNBROKEN,
        title=T("Sổ theo dõi quỹ khuyến học, năm {year}", year=cycle.year),
        text=lines(
            T("Mỗi quỹ một dòng; sổ quỹ thật do thủ quỹ giữ."),
            T("Chưa ghi quỹ nào.") if not found else _total(found),
            a_resident(closing, sum(residents(turn.tx, cycle, here).values())) if found else None,
        ),
        choices=(
            *(Choice(_of_place(each, found), ways.fund(each.id, 0)) for each in (commune, *here)),
            *((Choice(T("Lấy sổ theo dõi quỹ (Excel)"), ways.funds_file(cycle.id), Look.MAIN),) if found else ()),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _total(found: tuple[Fund, ...]) -> Words:
    return T(
        "{n} quỹ: thu {received}, chi {spent}, cuối kỳ {closing} đồng; {grants} suất.",
        n=Number(len(found)),
        received=Number(sum(each.received for each in found)),
        spent=Number(sum(each.spent for each in found)),
        closing=Number(sum(each.closing for each in found)),
        grants=Number(sum(each.grants for each in found)),
    )


def _of_place(place: Place, found: tuple[Fund, ...]) -> Words:
    own = [each.closing for each in found if each.place_id == place.id]
    if not own:
        return T("{place}: chưa ghi", place=place.full_name)
    return T("{place}: {n} đồng", place=place.full_name, n=Number(sum(own)))


@routes.does("funds-file/{cycle}", Action.EXPORT)
def file_(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for the book of the year's funds."""
    if ask_for(turn.tx, turn.account, FundsErrand(cycle.id)):
        return Goto(ways.funds(cycle.id), T("Đang lập sổ, xong sẽ gửi tệp Excel vào đây."))
    return Goto(ways.funds(cycle.id), T("Sổ trước đang lập, {you} đợi một chút."))


@routes.shows("fund/{place}/{of_clan}", Action.KEEP_FUND)
def fund(turn: Turn, place: Place, of_clan: int) -> Answer:
    """One fund in the year in hand: its line, who entered it; of a place, the ways to its clans'."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    clans = funds.clans_of(turn.tx, place.id)
    if of_clan and of_clan not in clans:
        return Goto(ways.fund(place.id, 0))
    entered = funds.history(turn.tx, cycle.id, place.id, of_clan or None)
    whose = fund_name(place.full_name, clans.get(of_clan))
    return Screen(
        room=UNBROKEN,
        title=T("Quỹ khuyến học {year}: {whose}", year=cycle.year, whose=whose),
        text=lines(
            T("Chưa ghi năm nay.") if not entered else fund_lines(entered[0]),
            _share(turn, cycle, place, entered[0]) if entered and not of_clan else None,
            LOCKED if cycle.is_locked else None,
        ),
        choices=(
            *(() if cycle.is_locked else (_enter(place, of_clan, is_first=not entered),)),
            *((Choice(T("Các lần đã ghi"), ways.fund_history(place.id, of_clan)),) if entered else ()),
            *(() if of_clan else tuple(
                Choice(T("Quỹ họ {name}", name=Verbatim(name)), ways.fund(place.id, key))
                for key, name in clans.items()
            )),
            _back(turn, cycle, place, of_clan),
            HOME,
        ),
    )  # fmt: skip


def _enter(place: Place, clan: int, *, is_first: bool) -> Choice:
    label = T("Ghi quỹ năm nay") if is_first else T("Ghi lại quỹ năm nay")
    return Choice(label, ways.fund_begin(place.id, clan), Look.MAIN if is_first else Look.ANSWER)


def _share(turn: Turn, cycle: Cycle, place: Place, found: Fund) -> Words:
    """Of the people whom the place assesses; of the commune's own fund, all of the commune."""
    is_commune = place.kind is PlaceKind.COMMUNE
    among = places.villages(turn.tx, place.id) if is_commune else (place,)
    return a_resident(found.closing, sum(residents(turn.tx, cycle, among).values()))


def _back(turn: Turn, cycle: Cycle, place: Place, clan: int) -> Choice:
    if clan:
        return Choice(T("Quay lại"), ways.fund(place.id, 0), Look.WAY)
    if place.commune_id in turn.actor.communes:
        return Choice(T("Tất cả các quỹ"), ways.funds(cycle.id), Look.WAY)
    return Choice(Verbatim(place.full_name), ways.village(place.id), Look.WAY)


@routes.shows("fund-history/{place}/{of_clan}", Action.KEEP_FUND)
def history(turn: Turn, place: Place, of_clan: int) -> Answer:
    """What was entered of it this year, the last first: a correction takes nothing away."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    entered = funds.history(turn.tx, cycle.id, place.id, of_clan or None)
    return Screen(
        title=T("Các lần đã ghi quỹ, năm {year}", year=cycle.year),
        text=lines(
            *(
                lines(T("{when}, {name} ghi:", when=Moment(each.at), name=Verbatim(each.full_name)), fund_lines(each),
                      BLANK)
                for each in entered[:SHOWN_OF_HISTORY]
            ),
            None if entered else T("Chưa ghi năm nay."),
        ),
        choices=(Choice(T("Quay lại"), ways.fund(place.id, of_clan), Look.WAY), HOME),
    )  # fmt: skip


# Entering


@routes.does("fund-begin/{place}/{of_clan}", Action.KEEP_FUND)
def begin(turn: Turn, place: Place, of_clan: int) -> Goto:
    """Ask for the year's line of this fund."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None or cycle.is_locked or (of_clan and of_clan not in funds.clans_of(turn.tx, place.id)):
        return Goto(ways.fund(place.id, of_clan))
    turn.draft.keep(NEW, {"place": place.id, "clan": of_clan, "cycle": cycle.id})
    return Goto(ways.fund_ask_next(place.id))


def _read_grants(said: str) -> int | Misread:
    number = said.strip().rstrip(".").removesuffix("suất").strip()
    if not number.isdecimal() or int(number) > MOST_GRANTS:
        return Misread(T("{You} gõ số suất, ví dụ 12; không có thì gõ 0."))
    return int(number)


def _read_day(said: str, today: date) -> str | Misread:
    found = read_day(said, today, first=date(today.year - 2, 1, 1), last=today)
    return found if isinstance(found, Misread) else found.isoformat()


def _form(turn: Turn, _place: Place) -> Form:
    return Form(
        (
            Question(key="opening", text=T("Đầu kỳ quỹ có bao nhiêu tiền (đồng)?"), reader=read_money),
            Question(key="received", text=T("Trong năm thu được bao nhiêu?"), reader=read_money),
            Question(key="spent", text=T("Trong năm chi bao nhiêu?"), reader=read_money),
            Question(key="closing", text=T("Cuối kỳ còn bao nhiêu?"), reader=read_money),
            Question(key="grants", text=T("Đã trao bao nhiêu suất?"), reader=_read_grants),
            Question(
                key="source",
                text=T("Số này lấy từ đâu? Ví dụ: Sổ quỹ của chi hội, Báo cáo số 5 ngày 10/11/2026."),
                reader=read_title,
            ),
            Question(key="day", text=T("Số liệu tính đến ngày nào?"), reader=partial(_read_day, today=turn.today)),
        )
    )


def _given(turn: Turn, place: Place) -> dict[str, Any] | None:
    new = turn.draft.get(NEW)
    return new if new and new["place"] == place.id else None


def _record(turn: Turn, place: Place, key: str, value: Any) -> None:
    turn.draft.keep(NEW, {**(_given(turn, place) or {}), key: value})


def _done(turn: Turn, place: Place) -> Way:
    return ways.fund(place.id, 0) if _given(turn, place) is None else ways.fund_check(place.id)


def _answered(_turn: Turn, _place: Place, question: Question, value: Any) -> Words:
    if question.key in SUMS:
        return T("{n} đồng", n=Number(value))
    return T("{day}", day=Day(date.fromisoformat(value))) if question.key == "day" else question.label(value)


DIALOGUE = Dialogue(
    routes,
    "fund-ask",
    Action.KEEP_FUND,
    about="place",
    form=_form,
    answers=_given,
    record=_record,
    done=_done,
    answer=_answered,
)


@routes.shows("fund-check/{place}", Action.KEEP_FUND)
def check(turn: Turn, place: Place) -> Answer:
    """All that was given. Where the sums do not fit, which of them is right is asked, and nothing is taken."""
    new = _given(turn, place)
    if new is None:
        return Goto(ways.fund(place.id, 0))
    if (question := _form(turn, place).next(new)) is not None:
        return Goto(ways.fund_ask(place.id, question.key))
    sums = _sums(new)
    clan = funds.clans_of(turn.tx, place.id).get(new["clan"])
    return Screen(
        room=UNBROKEN,
        title=T("Quỹ khuyến học: {whose}", whose=fund_name(place.full_name, clan)),
        text=lines(
            T("Đầu kỳ {opening} + thu {received} − chi {spent} = {left} đồng.", opening=Number(sums.opening),
              received=Number(sums.received), spent=Number(sums.spent),
              left=Number(sums.opening + sums.received - sums.spent)),
            T("Cuối kỳ: {n} đồng", n=Number(sums.closing)),
            None if sums.fits else T("Hai số này chưa khớp nên chưa ghi được. Số nào cần sửa?"),
            T("Số suất: {n}", n=Number(sums.grants)),
            T("Căn cứ: {source}; số liệu ngày {day}", source=Verbatim(new["source"]),
              day=Day(date.fromisoformat(new["day"]))),
        ),
        choices=(
            *((Choice(T("Đúng, ghi vào sổ"), ways.fund_keep(place.id), Look.MAIN),) if sums.fits else ()),
            Choice(T("Sửa đầu kỳ"), ways.fund_ask(place.id, "opening")),
            Choice(T("Sửa số thu"), ways.fund_ask(place.id, "received")),
            Choice(T("Sửa số chi"), ways.fund_ask(place.id, "spent")),
            Choice(T("Sửa cuối kỳ"), ways.fund_ask(place.id, "closing")),
            Choice(T("Thôi"), ways.fund(place.id, new["clan"]), Look.WAY),
        ),
    )  # fmt: skip


@routes.does("fund-keep/{place}", Action.KEEP_FUND, Weight.DECIDING)
def keep(turn: Turn, place: Place) -> Goto:
    """It is the fund's line from now on."""
    new = _given(turn, place)
    if new is None or _form(turn, place).next(new) is not None or not _sums(new).fits:
        return Goto(ways.fund_check(place.id))
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    turn.draft.drop(NEW)
    if cycle is None or cycle.is_locked or cycle.id != new["cycle"]:
        return Goto(ways.fund(place.id, new["clan"]), LOCKED)
    funds.state(
        turn.tx,
        cycle,
        place,
        _sums(new),
        clan_id=new["clan"] or None,
        source=new["source"],
        stated_on=date.fromisoformat(new["day"]),
        by=turn.person.id,
    )
    return Goto(ways.fund(place.id, new["clan"]), T("Đã ghi vào sổ theo dõi quỹ."))


def _sums(new: dict[str, Any]) -> Sums:
    return Sums(grants=new["grants"], **{key: new[key] for key in SUMS})

"""Who is missing: people and households of a village that have not declared, a reminder, the list for the doors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.errands import DoorListErrand, ask_for
from acts.way import Way
from criteria.policy import Action
from criteria.reminding import TO_DO, Bar, Standing
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.standing_words import STANDING_NAMES
from handlers.shared.this_year import is_running, not_opened, not_running, other_years, still_of
from handlers.village.reminder import remind
from locales.format import day_of
from locales.text import BLANK, Day, T, Tn, Words, about, joined, lines
from reports.sorting import vietnamese_name_key
from storage import cycles, roster
from storage.cycles import Cycle
from storage.places import Place
from storage.residents import Resident
from storage.roster import Villager

routes = Routes()

A_PAGE = 8


@routes.shows("missing/{place}", Action.REMIND)
def missing(turn: Turn, place: Place) -> Answer:
    """How many people and households stand where in the year in hand, and the ways on."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_opened(turn)
    return _missing(turn, place, cycle, chosen=False)


@routes.shows("missing-of/{place}/{year}", Action.REMIND)
def missing_of(turn: Turn, place: Place, year: int) -> Answer:
    """The same of another year, to look at and to print."""
    cycle = cycles.of_year(turn.tx, place.commune_id, year)
    return Goto(ways.missing(place.id)) if cycle is None else _missing(turn, place, cycle, chosen=True)


def _missing(turn: Turn, place: Place, cycle: Cycle, *, chosen: bool) -> Screen:
    """Of the year in hand, or of one that was ``chosen``: people are reminded of what is running, nothing else."""
    found = roster.of_place(turn.tx, place.id, cycle)
    count = Counter(each.standing for each in found)
    homes = _homes(found)
    open_homes = [home for home in homes.values() if any(each.standing in TO_DO for each in home)]
    to_do = sum(count[standing] for standing in TO_DO)
    outside = sum(not each.on_roster for each in found)
    return Screen(
        title=T("Ai chưa khai: {place}, năm {year}", place=place.full_name, year=cycle.year)
        if cycle.year != turn.year
        else T("Ai chưa khai: {place}", place=place.full_name),
        text=lines(
            still_of(turn, cycle),
            T("{n} người từ {age} tuổi.", n=len(found), age=cycle.criteria().adult_age),
            Tn("Trong đó {n} người ngoài danh sách dân cư.", outside) if outside else None,
            *(T("{standing}: {n}", standing=STANDING_NAMES[standing], n=count[standing]) for standing in Standing),
            BLANK,
            T("Hộ còn người chưa khai: {n}/{all}.", n=len(open_homes), all=len(homes)) if homes else None,
        ),
        choices=(
            *(
                (Choice(T("Nhắc người chưa khai"), ways.remind_all(place.id), Look.MAIN),)
                if to_do and is_running(turn, cycle)
                else ()
            ),
            *(
                Choice(
                    T("{standing} ({n})", standing=STANDING_NAMES[standing], n=count[standing]),
                    _list(place, cycle, chosen=chosen)(standing.value, 0),
                )
                for standing in Standing
                if count[standing]
            ),
            *((Choice(T("Xem theo hộ"), ways.missing_homes(place.id, 0)),) if open_homes and not chosen else ()),
            *(
                (
                    Choice(
                        T("In danh sách đi từng nhà"),
                        ways.doors_of(place.id, cycle.year) if chosen else ways.doors(place.id),
                    ),
                )
                if to_do
                else ()
            ),
            *other_years(turn, cycle, lambda each: ways.missing_of(place.id, each.year)),
            Choice(T("Về {place}", place=place.inline_name), ways.village(place.id), Look.WAY),
            HOME,
        ),
    )


def _list(place: Place, cycle: Cycle, *, chosen: bool) -> Callable[[str, int], Way]:
    return partial(ways.missing_list_of, place.id, cycle.year) if chosen else partial(ways.missing_list, place.id)


def _homes(found: Sequence[Villager]) -> dict[int, list[Villager]]:
    homes: dict[int, list[Villager]] = {}
    for each in found:
        if each.household_id is not None:
            homes.setdefault(each.household_id, []).append(each)
    return homes


@routes.shows("missing-list/{place}/{standing}/{skipped}", Action.REMIND)
def missing_list(turn: Turn, place: Place, standing: str, skipped: int) -> Answer:
    """Some people of one standing, by given name."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_opened(turn)
    return _people(turn, place, cycle, standing, skipped, chosen=False)


@routes.shows("missing-list-of/{place}/{year}/{standing}/{skipped}", Action.REMIND)
def missing_list_of(turn: Turn, place: Place, year: int, standing: str, skipped: int) -> Answer:
    """The same of another year."""
    if (cycle := cycles.of_year(turn.tx, place.commune_id, year)) is None:
        return Goto(ways.missing(place.id))
    return _people(turn, place, cycle, standing, skipped, chosen=True)


def _people(turn: Turn, place: Place, cycle: Cycle, standing: str, skipped: int, *, chosen: bool) -> Answer:
    back = ways.missing_of(place.id, cycle.year) if chosen else ways.missing(place.id)
    page = _list(place, cycle, chosen=chosen)
    if standing not in set(Standing):
        return Goto(back)
    found = [each for each in roster.of_place(turn.tx, place.id, cycle) if each.standing == standing]
    found.sort(key=lambda each: vietnamese_name_key(each.full_name))
    if skipped >= len(found):
        return Goto(back) if not found else Goto(page(standing, 0))
    shown = found[skipped : skipped + A_PAGE]
    return Screen(
        title=T("{standing}: {n} người", standing=STANDING_NAMES[Standing(standing)], n=len(found)),
        text=lines(*(_line(each).label for each in shown)) if chosen else T("{You} chọn một người."),
        choices=(
            *(_line(each) for each in shown if not chosen),
            *_leafing(partial(page, standing), skipped, len(found)),
            Choice(T("Quay lại"), back, Look.WAY),
            HOME,
        ),
        names=frozenset(each.person_id for each in shown),
    )


def _name(each: Villager) -> Words:
    return T("{name}, sinh {year}", name=each.full_name, year=each.birth_year)


def _line(each: Villager) -> Choice:
    """One line, which is a choice: who, of which household, and whether they can be written to."""
    said = (
        _name(each),
        T("hộ {code}", code=each.household) if each.household else None,
        None if each.on_roster else OUTSIDE,
        T("có điện thoại") if each.by_chat else T("không có điện thoại"),
    )
    return Choice(joined((part for part in said if part is not None), ", "), ways.missing_one(each.person_id))


OUTSIDE = T("ngoài danh sách dân cư")


def _leafing(page: Callable[[int], Way], skipped: int, n: int) -> tuple[Choice, ...]:
    return (
        *((Choice(T("Trang trước"), page(max(0, skipped - A_PAGE)), Look.WAY),) if skipped else ()),
        *((Choice(T("Trang sau"), page(skipped + A_PAGE), Look.WAY),) if skipped + A_PAGE < n else ()),
    )


@routes.shows("missing-homes/{place}/{skipped}", Action.REMIND)
def missing_homes(turn: Turn, place: Place, skipped: int) -> Answer:
    """The households where somebody has still something to do."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_opened(turn)
    homes = [home for home in _homes(roster.of_place(turn.tx, place.id, cycle)).values()
             if any(each.standing in TO_DO for each in home)]  # fmt: skip
    homes.sort(key=lambda home: (len(home[0].household), home[0].household))
    if skipped >= len(homes):
        return Goto(ways.missing(place.id)) if not homes else Goto(ways.missing_homes(place.id, 0))
    shown = homes[skipped : skipped + A_PAGE]
    return Screen(
        title=T("Hộ còn người chưa khai: {n}", n=len(homes)),
        text=T("{You} chọn một hộ để xem còn những ai."),
        choices=(
            *(Choice(_left(home), ways.missing_home(place.id, home[0].household_id or 0, 0)) for home in shown),
            *_leafing(partial(ways.missing_homes, place.id), skipped, len(homes)),
            Choice(T("Quay lại"), ways.missing(place.id), Look.WAY),
            HOME,
        ),
        names=frozenset(home[0].person_id for home in shown if not home[0].household),
    )


def _left(home: Sequence[Villager]) -> Words:
    left = sum(each.standing in TO_DO for each in home)
    name = home[0].household or home[0].full_name
    return T("Hộ {code}: còn {left}/{all} người", code=name, left=left, all=len(home))


@routes.shows("missing-home/{place}/{home}/{skipped}", Action.REMIND)
def missing_home(turn: Turn, place: Place, home: int, skipped: int) -> Answer:
    """Who of one household has still something to do; a code that many share is leafed through, too."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_opened(turn)
    everybody = _homes(roster.of_place(turn.tx, place.id, cycle)).get(home, [])
    found = [each for each in everybody if each.standing in TO_DO]
    found.sort(key=lambda each: vietnamese_name_key(each.full_name))
    if skipped >= len(found):
        return Goto(ways.missing_homes(place.id, 0)) if not found else Goto(ways.missing_home(place.id, home, 0))
    shown = found[skipped : skipped + A_PAGE]
    return Screen(
        title=_left(everybody),
        text=T("{You} chọn một người."),
        choices=(
            *map(_line, shown),
            *_leafing(partial(ways.missing_home, place.id, home), skipped, len(found)),
            Choice(T("Quay lại"), ways.missing_homes(place.id, 0), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person_id for each in (*shown, *everybody[:1])),
    )


@routes.shows("missing-one/{resident}", Action.REMIND)
def missing_one(turn: Turn, resident: Resident) -> Answer:
    """One person: where they stand, and what can be done."""
    place_id = resident.person.assessed_at
    cycle = cycles.in_hand(turn.tx, resident.commune_id)
    if cycle is None or (found := roster.of_person(turn.tx, resident.person.id, place_id, cycle)) is None:
        return Goto(ways.missing(place_id))
    barred = found.bar(turn.tx.now)
    running = is_running(turn, cycle)
    stands = BARS[barred] if barred is not None else T("Nhắc được qua điện thoại.")
    reminded = None if found.reminded_at is None else Day(day_of(found.reminded_at))
    return Screen(
        title=_name(found),
        text=lines(
            T("Hộ {code}", code=found.household) if found.household else None,
            STANDING_NAMES[found.standing],
            None if found.on_roster else T("Người này ngoài danh sách dân cư."),
            stands if running else still_of(turn, cycle),
            None if reminded is None else T("Nhắc lần trước: {day}", day=reminded),
        ),
        choices=(
            *(
                (Choice(T("Nhắc nhẹ"), ways.remind(resident.person.id), Look.MAIN),)
                if barred is None and running
                else ()
            ),
            *(
                (Choice(T("Khai hộ"), ways.declare_for(resident.person.id)),)
                if found.standing in TO_DO and not found.has_chat and running
                else ()
            ),
            Choice(T("Cấp mã, khoá máy bị mất"), ways.resident(resident.person.id)),
            Choice(T("Quay lại"), ways.missing(place_id), Look.WAY),
            HOME,
        ),
    )


def _villager(turn: Turn, resident: Resident) -> Villager | None:
    """The person with where they stand, while the year is open and they are old enough."""
    cycle = cycles.running(turn.tx, resident.commune_id)
    if cycle is None:
        return None
    return roster.of_person(turn.tx, resident.person.id, resident.person.assessed_at, cycle)


BARS: Mapping[Bar, Words] = {
    Bar.NOTHING_TO_DO: T("Không còn gì phải nhắc."),
    Bar.UNWANTED: T("Người này không muốn nhận tin nhắc."),
    Bar.NO_CHAT: T("Không có điện thoại nào nhận được tin: {you} đến tận nhà, hoặc khai hộ."),
    Bar.LATELY: T("Mới được nhắc trong 3 ngày qua, nên chưa nhắc nữa."),
}


@routes.does("remind/{resident}", Action.REMIND)
def remind_(turn: Turn, resident: Resident) -> Goto:
    """Remind one person."""
    place_id = resident.person.assessed_at
    back = ways.missing_one(resident.person.id)
    if (found := _villager(turn, resident)) is None:
        return not_running(turn, resident.commune_id, ways.missing(place_id))
    if (barred := found.bar(turn.tx.now)) is not None:
        return Goto(back, BARS[barred])
    if not remind(turn, turn.year, place_id, [found]):
        return Goto(back, BARS[Bar.LATELY])  # another head was faster
    return Goto(back, T("Đã nhắc. Nếu đang đêm thì đến 6 giờ rưỡi sáng tin mới gửi."))


@routes.shows("remind-all/{place}", Action.REMIND)
def remind_all(turn: Turn, place: Place) -> Answer:
    """Whom a reminder would reach, and whom not, before it is sent."""
    if (cycle := cycles.running(turn.tx, place.commune_id)) is None:
        return not_running(turn, place.commune_id)
    to_do = [each for each in _others(turn, place, cycle) if each.standing in TO_DO]
    bars = Counter(each.bar(turn.tx.now) for each in to_do)
    n = bars[None]
    return Screen(
        title=T("Nhắc người chưa khai"),
        text=lines(
            Tn("{n} người sẽ nhận một tin nhắc nhẹ.", n) if n else T("Bây giờ không có ai để nhắc."),
            Tn("{n} người mới được nhắc trong 3 ngày qua.", bars[Bar.LATELY]) if bars[Bar.LATELY] else None,
            Tn("{n} người không muốn nhận tin nhắc.", bars[Bar.UNWANTED]) if bars[Bar.UNWANTED] else None,
            Tn("{n} người không có điện thoại: đi từng nhà, hoặc khai hộ.", bars[Bar.NO_CHAT])
            if bars[Bar.NO_CHAT]
            else None,
            T("Mỗi người nhiều nhất 3 ngày một tin, không gửi ban đêm."),
        ),
        choices=(
            *((Choice(Tn("Gửi tin nhắc cho {n} người", n), ways.remind_all_now(place.id), Look.MAIN),) if n else ()),
            *((Choice(T("In danh sách đi từng nhà"), ways.doors(place.id)),) if to_do else ()),
            Choice(T("Quay lại"), ways.missing(place.id), Look.WAY),
            HOME,
        ),
    )


def _others(turn: Turn, place: Place, cycle: Cycle) -> list[Villager]:
    """Everybody of the village but who asks, and whom they speak for: nobody needs a message from themselves."""
    found = roster.of_place(turn.tx, place.id, cycle)
    return [each for each in found if not turn.actor.speaks(each.person_id)]


@routes.does("remind-all-now/{place}", Action.REMIND, Weight.DECIDING)
def remind_all_now(turn: Turn, place: Place) -> Goto:
    """Remind everybody who may be reminded."""
    if (cycle := cycles.running(turn.tx, place.commune_id)) is None:
        return not_running(turn, place.commune_id)
    n = remind(turn, cycle.year, place.id, _others(turn, place, cycle))
    note = Tn("Đã nhắc {n} người. Nếu đang đêm thì đến 6 giờ rưỡi sáng tin mới gửi.", n)
    return Goto(
        ways.missing(place.id), note if n else T("Không có ai để nhắc: mới nhắc rồi, hoặc không có điện thoại.")
    )


@routes.does("no-reminders/{resident}", Action.SPEAK_FOR)
def no_reminders(turn: Turn, resident: Resident) -> Goto:
    """Somebody does not want to be reminded; said by themselves, or by who speaks for them."""
    roster.want_reminders(turn.tx, resident.id, wanted=False)
    return Goto(ways.unreminded(resident.id))


@routes.shows("unreminded/{resident}", Action.SPEAK_FOR)
def unreminded(turn: Turn, resident: Resident) -> Screen:
    """That is settled, and can be changed back."""
    person = resident.person
    text = T("Từ nay không nhắc {you} nữa. {You} muốn khai lúc nào cũng được.")
    return Screen(
        text=text if person.id == turn.person.id else about(text, person.full_name),
        choices=(Choice(T("Cho nhắc lại như cũ"), ways.reminders(person.id)), HOME),
    )


@routes.does("reminders/{resident}", Action.SPEAK_FOR)
def reminders(turn: Turn, resident: Resident) -> Goto:
    """And now does again."""
    person = resident.person
    roster.want_reminders(turn.tx, person.id, wanted=True)
    note = T("Từ nay {village_label} lại nhắc {you} khi cần.")
    return Goto(ways.home(), note if person.id == turn.person.id else about(note, person.full_name))


@routes.does("doors/{place}", Action.REMIND)
def doors(turn: Turn, place: Place) -> Goto:
    """Ask for the printed list for knocking on doors; it is made outside the turn and arrives as a file."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_running(turn, place.commune_id)
    return _doors(turn, place, cycle, ways.missing(place.id))


@routes.does("doors-of/{place}/{year}", Action.REMIND)
def doors_of(turn: Turn, place: Place, year: int) -> Goto:
    """Ask for that of another year."""
    if (cycle := cycles.of_year(turn.tx, place.commune_id, year)) is None:
        return Goto(ways.missing(place.id))
    return _doors(turn, place, cycle, ways.missing_of(place.id, year))


def _doors(turn: Turn, place: Place, cycle: Cycle, back: Way) -> Goto:
    asked = ask_for(turn.tx, turn.account, DoorListErrand(place.id, cycle.id))
    note = (
        T("Đang lập danh sách, xong sẽ gửi tệp PDF vào đây.") if asked else T("Danh sách đang lập, {you} đợi một chút.")
    )
    return Goto(back, note)

"""Finding anybody of the commune by name, and the card of a person: what is kept, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator

from acts import ways
from acts.choice import Choice, Look
from acts.words.person_words import STANDINGS, doubled_words, heads_named, state_of, title_of, where_lines
from criteria.names import fold
from criteria.policy import Action, may
from criteria.reminding import Standing
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import Arg, T, Words, lines
from storage import cycles, declarations, duplicates, people_search, places, roster
from storage.people_search import PAGE, Hit
from storage.residents import Resident

routes = Routes()

SOUGHT = Part("people", str)  # the name looked for
SHORTEST, LONGEST = 2, 60


@routes.shows("people", Action.FIND)
def people_(_turn: Turn) -> Screen:
    """Whom? By parts of the name, with or without marks."""
    return Screen(
        title=T("Tìm người"),
        text=T("{You} gõ tên hoặc vài chữ của tên, có dấu hay không dấu đều được, ví dụ Lan hay nguyen lan."),
        choices=(HOME,),
        typed=True,
    )


@routes.hears("people")
def people_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A name was typed."""
    name = fold(said.text)[:LONGEST] if isinstance(said, Said) else ""
    if len(name) < SHORTEST or not any(letter.isalpha() for letter in name):
        return Goto(ways.people(), T("Chỗ này nhận tên người, ít nhất 2 chữ cái."))
    found, _ = people_search.search(turn.tx, turn.actor, name)
    if not found:
        return Goto(ways.people(), T("Không tìm thấy ai tên ấy. {You} gõ lại, chỉ cần một phần của tên."))
    turn.draft.keep(SOUGHT, name)
    return Goto(ways.people_found(0))


@routes.shows("people-found/{page}", Action.FIND)
def people_found(turn: Turn, page: int) -> Answer:
    """Those of that name, ten at a time, with year and village."""
    name = turn.draft.get(SOUGHT)
    if name is None:
        return Goto(ways.people())
    found, is_more = people_search.search(turn.tx, turn.actor, name, page=min(page, 1000))
    if not found:
        return Goto(ways.people_found(0) if page else ways.people())
    first = page * PAGE + 1
    asked: Words = T("{You} chọn một người.")
    if page or is_more:
        asked = T("Từ người thứ {first} đến {last}. {You} chọn một người.", first=first, last=first + len(found) - 1)
    return Screen(
        title=T("Người nào?"),
        text=asked,
        choices=(
            *(Choice(_line(each), ways.person(each.person.id)) for each in found),
            *((Choice(T("Xem tiếp"), ways.people_found(page + 1), Look.WAY),) if is_more else ()),
            *((Choice(T("Trang trước"), ways.people_found(page - 1), Look.WAY),) if page else ()),
            Choice(T("Tìm người khác"), ways.people(), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person.id for each in found),
    )


def _line(hit: Hit) -> Words:
    person, state = hit.person, state_of(hit.person)
    # The record's number tells two apart who share name, year and village.
    about: dict[str, Arg] = {
        "name": person.full_name or "–",
        "year": person.birth_year,
        "village": hit.village.full_name,
    }
    if state is not None:
        return T("{name}, {year}, {village} ({state}), số {number}", state=state, number=person.id, **about)
    return T("{name}, {year}, {village}, số {number}", number=person.id, **about)


@routes.shows("person/{resident}", Action.SEE_PERSON)
def person_(turn: Turn, resident: Resident) -> Screen:
    """A person's card."""
    person = resident.person
    pairs = duplicates.of_person(turn.tx, person, resident.commune_id) if turn.actor.communes else ()
    return Screen(
        title=title_of(person),
        text=lines(
            *where_lines(turn.tx, person),
            T("Có chat riêng.") if resident.has_chat else T("Chưa có chat riêng."),
            *_declared(turn, resident),
            *(doubled_words(turn.tx, pair) for pair in pairs),
        ),
        choices=(
            *_deeds(turn, resident),
            Choice(T("Tìm người khác"), ways.people(), Look.WAY),
            HOME,
        ),
        names=heads_named(turn.tx, person) | {pair.other.id for pair in pairs},
    )


def _declared(turn: Turn, resident: Resident) -> Iterator[Words]:
    """This year's declaration, and where it counts if that is elsewhere."""
    cycle = cycles.in_hand(turn.tx, resident.commune_id)
    if cycle is None:
        return
    mine = [each for each in declarations.of_person(turn.tx, resident.id) if each.cycle.id == cycle.id]
    standing = STANDINGS[Standing.NOT_BEGUN]
    if mine:
        standing = STANDINGS[roster.standing_of(mine[0].state)]
    yield T("Năm {year}: {standing}.", year=cycle.year, standing=standing)
    if mine and mine[0].place_id != resident.person.assessed_at:
        place = places.get(turn.tx, mine[0].place_id)
        yield T("Năm {year} vẫn tính ở {place}, nơi đã xác nhận.", year=cycle.year, place=place.inline_name)


def _deeds(turn: Turn, resident: Resident) -> Iterator[Choice]:
    """What this officer or head may do about the person."""
    person, key = resident.person, resident.id
    if may(turn.actor, Action.PUT_RIGHT, resident.subject) is None:
        yield Choice(T("Sửa họ tên"), ways.put_right(key, "name"))
        yield Choice(T("Sửa năm sinh"), ways.put_right(key, "birth_year"))
        if not person.is_merged:
            yield Choice(T("Chuyển nơi ở, hộ, đơn vị"), ways.moving(key))
            if person.left_on is None:
                yield Choice(T("Đưa ra khỏi danh sách"), ways.taking_off(key))
            else:
                yield Choice(T("Đưa lại vào danh sách"), ways.putting_back(key))
            yield Choice(T("Gộp với bản ghi trùng"), ways.merging(key))
        yield Choice(T("Các lần sửa"), ways.changes(key))
    if person.left_on is None and not person.is_merged:
        yield Choice(T("Ghi tạm vắng"), ways.away(key))  # whoever sees the card may
    if may(turn.actor, Action.ADMIT, resident.subject) is None:
        yield Choice(T("Cấp mã, khoá máy bị mất"), ways.resident(key))

"""Two records of one person: side by side, merged, taken apart again. Nothing is merged unasked, or chosen silently."""

from __future__ import annotations

from typing import Any

from acts import people as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.words.person_words import STANDINGS, heads_named, title_of, where_lines
from criteria.duplicates import ALIKE_NAMES
from criteria.names import fold
from criteria.policy import Action, may
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Words, lines
from storage import duplicates, mergers, people_search, person_changes, places, record_merging, residents, roster
from storage.declaration_record import Declaration
from storage.kit.words import Changed
from storage.people import Person
from storage.person_changes import Change
from storage.residents import Resident

routes = Routes()

SOUGHT = Part("merging", str)  # the name looked for
CHOSEN = Part[dict[str, Any]]("merging-keep", dict)  # of which two records, and which declarations count
SHORTEST, LONGEST = 2, 60
NEVER = T("Không gộp được: hai bản ghi phải khác nhau, cùng {commune_label}, chưa gộp.")


def _other(turn: Turn, resident: Resident, other: int) -> Resident | None:
    """The other record, if this officer may put it right, too, and both still count."""
    found = residents.load(turn.tx, other)
    if found is None or found.id == resident.id or found.commune_id != resident.commune_id:
        return None
    if may(turn.actor, Action.PUT_RIGHT, found.subject) is not None:
        return None
    return None if found.person.is_merged or resident.person.is_merged else found


@routes.shows("merging/{resident}", Action.PUT_RIGHT)
def merging(turn: Turn, resident: Resident) -> Answer:
    """With which other record? Those offered with the reason, or one found by name."""
    if resident.person.is_merged:
        return Goto(ways.person(resident.id))
    pairs = duplicates.of_person(turn.tx, resident.person, resident.commune_id)
    return Screen(
        title=title_of(resident.person),
        text=lines(
            T("Bản ghi nào là cùng một người? {You} chọn, hoặc gõ tên để tìm."),
            *(T("- {who}: {why}", who=_line(turn, pair.other), why=ALIKE_NAMES[pair.why]) for pair in pairs),
        ),
        typed=True,
        choices=(
            *(Choice(_line(turn, pair.other), ways.merging_with(resident.id, pair.other.id)) for pair in pairs),
            Choice(T("Quay lại"), ways.person(resident.id), Look.WAY),
        ),
        names=frozenset(pair.other.id for pair in pairs),
    )


def _line(turn: Turn, person: Person) -> Words:
    village = places.get(turn.tx, person.place_id).full_name
    name, year = person.full_name or "–", person.birth_year
    return T("{name}, {year}, {village}, số {number}", name=name, year=year, village=village, number=person.id)


@routes.hears("merging")
def merging_heard(turn: Turn, said: Said | Sent, resident: Resident) -> Goto:
    """A name was typed."""
    name = fold(said.text)[:LONGEST] if isinstance(said, Said) else ""
    if len(name) < SHORTEST or not any(letter.isalpha() for letter in name):
        return Goto(ways.merging(resident.id), T("Chỗ này nhận tên người, ít nhất 2 chữ cái."))
    found, _ = people_search.search(turn.tx, turn.actor, name)
    if not [hit for hit in found if hit.person.id != resident.id]:
        return Goto(ways.merging(resident.id), T("Không tìm thấy ai tên ấy. {You} gõ lại, chỉ cần một phần của tên."))
    turn.draft.keep(SOUGHT, name)
    return Goto(ways.merging_found(resident.id, 0))


@routes.shows("merging-found/{resident}/{page}", Action.PUT_RIGHT)
def merging_found(turn: Turn, resident: Resident, page: int) -> Answer:
    """Those of that name, without those that are merged already."""
    name = turn.draft.get(SOUGHT)
    if name is None:
        return Goto(ways.merging(resident.id))
    hits, is_more = people_search.search(turn.tx, turn.actor, name, page=min(page, 1000))
    found = [hit.person for hit in hits if hit.person.id != resident.id and not hit.person.is_merged]
    return Screen(
        title=title_of(resident.person),
        text=T("Bản ghi nào là cùng một người?") if found else T("Trang này không có ai khác."),
        choices=(
            *(Choice(_line(turn, each), ways.merging_with(resident.id, each.id)) for each in found),
            *((Choice(T("Xem tiếp"), ways.merging_found(resident.id, page + 1), Look.WAY),) if is_more else ()),
            Choice(T("Quay lại"), ways.merging(resident.id), Look.WAY),
        ),
        names=frozenset(each.id for each in found),
    )


@routes.shows("merging-with/{resident}/{other}", Action.PUT_RIGHT)
def merging_with(turn: Turn, resident: Resident, other: int) -> Answer:
    """Both side by side: which record is kept, or are they two people?"""
    found = _other(turn, resident, other)
    if found is None:
        return Goto(ways.merging(resident.id), NEVER)
    return Screen(
        title=T("Có phải một người không?"),
        text=lines(*_record(turn, resident), BLANK, *_record(turn, found)),
        choices=(
            Choice(
                T("Một người, giữ bản ghi số {number}", number=resident.id), ways.merging_see(found.id, resident.id)
            ),
            Choice(T("Một người, giữ bản ghi số {number}", number=found.id), ways.merging_see(resident.id, found.id)),
            Choice(T("Hai người khác nhau"), ways.merging_two(resident.id, found.id)),
            Choice(T("Quay lại"), ways.merging(resident.id), Look.WAY),
        ),
        about=frozenset({found.id}),
        names=heads_named(turn.tx, resident.person) | heads_named(turn.tx, found.person),
    )


def _record(turn: Turn, resident: Resident) -> tuple[Words, ...]:
    chat = T("Có chat riêng.") if resident.has_chat else T("Chưa có chat riêng.")
    return (
        T("Số {number}: {who}", number=resident.id, who=title_of(resident.person)),
        *where_lines(turn.tx, resident.person),
        chat,
    )


@routes.does("merging-two/{resident}/{other}", Action.PUT_RIGHT, Weight.DECIDING)
def merging_two(turn: Turn, resident: Resident, other: int) -> Goto:
    """Two people: they are not offered to each other again."""
    found = _other(turn, resident, other)
    if found is None:
        return Goto(ways.merging(resident.id), NEVER)
    mergers.is_other(turn.tx, resident.person)
    mergers.is_other(turn.tx, found.person)
    return Goto(ways.person(resident.id), T("Đã ghi: hai người khác nhau."))


def _keep(turn: Turn, resident: Resident, other: int) -> list[int]:
    """The declarations that were chosen between these two records."""
    given = turn.draft.get(CHOSEN)
    return list(given["keep"]) if given is not None and given.get("of") == [resident.id, other] else []


@routes.shows("merging-see/{resident}/{other}", Action.PUT_RIGHT)
def merging_see(turn: Turn, resident: Resident, other: int) -> Answer:
    """What will happen; where both have declared in a year, which one counts. ``resident`` is given up."""
    found = _other(turn, resident, other)
    if found is None:
        return Goto(ways.merging(resident.id), NEVER)
    pairs = record_merging.glance_conflicts(turn.tx, resident.person, found.person)
    keep = _keep(turn, resident, other)
    for pair in pairs:
        if not {each.id for each in pair} & set(keep):
            return _which(turn, resident, found, pair)
    return Screen(
        title=T("Gộp bản ghi số {gone} vào số {kept}?", gone=resident.id, kept=found.id),
        text=lines(
            T("Người này tính ở bản ghi số {kept}.", kept=found.id),
            T("Chat, sổ học tập, ảnh, việc phụ trách và bản khai của năm đang mở chuyển sang."),
            T("Bản khai không chọn thì để riêng, không đếm.") if pairs else None,
            T("Tách lại được, trong mục Các lần sửa."),
        ),
        choices=(
            Choice(T("Gộp"), ways.merging_now(resident.id, found.id), Look.DANGER),
            Choice(T("Thôi"), ways.person(found.id), Look.WAY),
        ),
        about=frozenset({found.id}),
    )


def _which(turn: Turn, resident: Resident, found: Resident, pair: tuple[Declaration, Declaration]) -> Screen:
    """Both have declared: which one counts?"""
    return Screen(
        title=T("Năm {year} có hai bản khai", year=pair[0].cycle.year),
        text=lines(T("Giữ bản nào? Bản kia để riêng, không đếm."), *(_declared(turn, each) for each in pair)),
        choices=(
            *(
                Choice(
                    T("Giữ bản khai của bản ghi số {number}", number=each.person.id),
                    ways.merging_keep(resident.id, found.id, each.id),
                )
                for each in pair
            ),
            Choice(T("Thôi"), ways.person(found.id), Look.WAY),
        ),
        about=frozenset({found.id}),
    )


def _declared(turn: Turn, declaration: Declaration) -> Words:
    place = places.get(turn.tx, declaration.place_id).inline_name
    standing = STANDINGS[roster.standing_of(declaration.state)]
    about: dict[str, Any] = {"number": declaration.person.id, "place": place, "standing": standing}
    if declaration.total is None:
        return T("- Số {number}: {place}, {standing}", **about)
    return T("- Số {number}: {place}, {standing}, {total} điểm", total=declaration.total, **about)


@routes.does("merging-keep/{resident}/{other}/{declared}", Action.PUT_RIGHT, Weight.DECIDING)
def merging_keep(turn: Turn, resident: Resident, other: int, declared: int) -> Goto:
    """This one counts."""
    found = _other(turn, resident, other)
    if found is None:
        return Goto(ways.merging(resident.id), NEVER)
    pairs = record_merging.glance_conflicts(turn.tx, resident.person, found.person)
    pair = next(({each.id for each in pair} for pair in pairs if declared in {each.id for each in pair}), None)
    if pair is not None:
        keep = [each for each in _keep(turn, resident, other) if each not in pair]
        turn.draft.keep(CHOSEN, {"of": [resident.id, other], "keep": [*keep, declared]})
    return Goto(ways.merging_see(resident.id, other))


@routes.does("merging-now/{resident}/{other}", Action.PUT_RIGHT, Weight.DECIDING)
def merging_now(turn: Turn, resident: Resident, other: int) -> Goto:
    """One person: ``resident`` is given up, ``other`` is kept."""
    found = _other(turn, resident, other)
    if found is None:
        return Goto(ways.merging(resident.id), NEVER)
    keep = _keep(turn, resident, other)
    if not deeds.merge(turn.tx, resident.person, found.person, keep=keep, by=turn.person.id):
        return Goto(ways.merging_see(resident.id, other))
    turn.draft.drop(CHOSEN)
    return Goto(ways.person(found.id), T("Đã gộp. Muốn tách lại thì vào mục Các lần sửa."))


def _merger(turn: Turn, resident: Resident, change: int) -> Change | None:
    """A merger that this record is part of and that holds."""
    found = person_changes.load(turn.tx, change)
    if found is None or found.kind is not Changed.MERGED or found.is_undone:
        return None
    return found if resident.id in {found.person_id, found.other_id} else None


@routes.shows("parting/{resident}/{change}", Action.PUT_RIGHT)
def parting(turn: Turn, resident: Resident, change: int) -> Answer:
    """Take it apart?"""
    found = _merger(turn, resident, change)
    if found is None:
        return Goto(ways.changes(resident.id))
    return Screen(
        title=T("Tách bản ghi số {gone} khỏi số {kept}?", gone=found.person_id, kept=found.other_id or 0),
        text=T("Mọi thứ đã chuyển khi gộp trở về như cũ. Việc mới làm từ đó ở lại bản ghi đã giữ."),
        choices=(
            Choice(T("Tách lại"), ways.parting_now(resident.id, found.id), Look.DANGER),
            Choice(T("Thôi"), ways.changes(resident.id), Look.WAY),
        ),
    )


@routes.does("parting-now/{resident}/{change}", Action.PUT_RIGHT, Weight.DECIDING)
def parting_now(turn: Turn, resident: Resident, change: int) -> Goto:
    """Take it apart."""
    found = _merger(turn, resident, change)
    if found is None or not deeds.part(turn.tx, found, by=turn.person.id):
        return Goto(ways.changes(resident.id))
    return Goto(ways.person(found.person_id), T("Đã tách lại như cũ."))

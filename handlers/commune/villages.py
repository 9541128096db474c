"""The villages of a commune: adding one, calling it otherwise, ending it, splitting households off it."""

from __future__ import annotations

from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code
from criteria.place_names import VillageName, village_name
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import Day, T, Tn, Verbatim, Words, lines
from storage import households, places, villages
from storage.kit.words import PlaceKind
from storage.places import Place
from storage.villages import Home

routes = Routes()

SPLIT = Part[dict[str, Any]]("split", dict)  # the village that is split, the new one's name, the households ticked
LONGEST = 80
MOST_HOMES = 400  # ticked for one new village: what a chat's draft holds
BACK = Choice(T("Quay lại"), ways.territory(), Look.WAY)
EXAMPLE = T("{You} gõ tên có chữ đứng trước, ví dụ: {example}.", example="Xóm 5, Bản Pom, Tổ dân phố 3")


def _read(turn: Turn, said: Said | Sent, commune_id: int, *, but: int = 0) -> VillageName | Misread:
    """The name that was typed, with its label; what is called so already is asked back with the old commune."""
    text = said.text if isinstance(said, Said) else ""
    found = village_name(text)
    good = 0 < len(found.name) <= LONGEST and found.name.isprintable() and any(c.isalnum() for c in found.name)
    if not found.label or not good or len(found.old_commune) > LONGEST or "(" in found.name:
        return Misread(EXAMPLE)
    twin = villages.namesake(turn.tx, commune_id, found, but=but)
    if twin is not None:
        return Misread(_is_taken(twin))
    return found


def _is_taken(twin: Place) -> Words:
    """What to type where the name is another village's."""
    return T(
        "Đã có {place}. Nếu là nơi khác trùng tên, {you} gõ thêm trước đây thuộc đâu, ví dụ: {example}.",
        place=twin.inline_name,
        example=f"{twin.label[:1].upper()}{twin.label[1:]} {twin.name} (xã Sơn Lĩnh cũ)",
    )


@routes.shows("village-new", Action.INVITE)
def village_new(_turn: Turn) -> Screen:
    """What is the new village called?"""
    return Screen(title=T("Thêm {village_label}"), text=EXAMPLE, typed=True, choices=(BACK,))


@routes.hears("village-new")
def village_new_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A typed name: the village is entered, with its code."""
    commune = places.get(turn.tx, turn.commune_id)
    name = _read(turn, said, commune.id)
    if isinstance(name, Misread):
        return Goto(ways.village_new(), name.hint)
    made = places.add_village(
        turn.tx,
        commune=commune,
        label=name.label or "thôn",
        name=name.name,
        join_code=free_code(turn.tx),
        since=turn.today,
        old_commune=name.old_commune or None,
    )
    return Goto(
        ways.village_edit(made.id), T("Đã thêm {place}, mã {code}.", place=made.inline_name, code=made.join_code or "–")
    )


@routes.shows("village-pick", Action.INVITE)
def village_pick(turn: Turn) -> Screen:
    """Which village or unit changes?"""
    found = places.villages(turn.tx, turn.commune_id)
    return Screen(
        text=T("{Village_label}, đơn vị nào?"),
        choices=(*(Choice(Verbatim(each.full_name), ways.village_edit(each.id)) for each in found), BACK),
    )


def _is_open(turn: Turn, place: Place) -> bool:
    return place.parent_id is not None and place.is_open(turn.today)


@routes.shows("village-edit/{place}", Action.INVITE)
def village_edit(turn: Turn, place: Place) -> Answer:
    """One of them: since when, who lives there, what can change."""
    if not _is_open(turn, place):
        return Goto(ways.territory())
    n = villages.living(turn.tx, place)
    is_village = place.kind is PlaceKind.VILLAGE
    return Screen(
        title=Verbatim(place.full_name),
        text=lines(
            T("Mã: {code}", code=place.join_code or "–"),
            None if place.valid_from is None else T("Có từ ngày {day}.", day=Day(place.valid_from)),
            Tn("{n} người.", n),
        ),
        choices=(
            Choice(T("Đổi tên"), ways.village_name(place.id)),
            *((Choice(T("Tách thành hai"), ways.village_split(place.id)),) if is_village else ()),
            Choice(T("Gộp vào nơi khác"), ways.merge_from(place.id)),
            Choice(T("Kết thúc, không còn nơi này"), ways.village_end(place.id), Look.DANGER),
            BACK,
        ),
    )


@routes.shows("village-name/{place}", Action.INVITE)
def village_name_(turn: Turn, place: Place) -> Answer:
    """What is it called from now on?"""
    if not _is_open(turn, place):
        return Goto(ways.territory())
    return Screen(
        title=Verbatim(place.full_name),
        text=lines(EXAMPLE, T("Mã, người và số liệu giữ nguyên.")),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.village_edit(place.id), Look.WAY),),
    )


@routes.hears("village-name")
def village_name_heard(turn: Turn, said: Said | Sent, place: Place) -> Goto:
    """A typed name: it is called so."""
    if not _is_open(turn, place):
        return Goto(ways.territory())
    typed = said
    if place.kind is PlaceKind.UNIT and isinstance(said, Said):  # a unit keeps its label; only its name is typed
        return _rename_unit(turn, said, place)
    name = _read(turn, typed, place.commune_id, but=place.id)
    if isinstance(name, Misread):
        return Goto(ways.village_name(place.id), name.hint)
    renamed = villages.rename(turn.tx, place, name)
    return Goto(ways.village_edit(place.id), T("Từ nay gọi là {place}.", place=renamed.inline_name))


def _rename_unit(turn: Turn, said: Said, place: Place) -> Goto:
    text = " ".join(said.text.split())
    if text.casefold().startswith(f"{place.label} "):
        text = text[len(place.label) :].strip()
    name = VillageName(place.label, text)
    if not 2 < len(text) <= LONGEST or not text.isprintable() or not any(c.isalpha() for c in text):
        return Goto(ways.village_name(place.id), T("{You} gõ tên đơn vị bằng chữ, ví dụ THCS Sơn Hồng."))
    if (twin := villages.namesake(turn.tx, place.commune_id, name, but=place.id)) is not None:
        return Goto(ways.village_name(place.id), T("Đã có nơi tên {name}.", name=twin.name))
    renamed = villages.rename(turn.tx, place, name)
    return Goto(ways.village_edit(place.id), T("Từ nay gọi là {place}.", place=renamed.inline_name))


@routes.shows("village-end/{place}", Action.INVITE)
def village_end(turn: Turn, place: Place) -> Answer:
    """No more? Only where nobody lives; else it is merged."""
    if not _is_open(turn, place):
        return Goto(ways.territory())
    back = Choice(T("Thôi"), ways.village_edit(place.id), Look.WAY)
    if n := villages.living(turn.tx, place):
        return Screen(
            title=Verbatim(place.full_name),
            text=lines(Tn("Ở đây còn {n} người.", n), T("Còn người thì gộp vào nơi khác, hoặc chuyển từng người.")),
            choices=(Choice(T("Gộp vào nơi khác"), ways.merge_from(place.id)), back),
        )
    if villages.declared(turn.tx, place):
        return Screen(
            title=Verbatim(place.full_name),
            text=T("Bản khai của năm đang mở còn tính ở đây, nên chỉ gộp vào nơi khác được."),
            choices=(Choice(T("Gộp vào nơi khác"), ways.merge_from(place.id)), back),
        )
    return Screen(
        title=T("Kết thúc {place}?", place=place.inline_name),
        text=lines(T("Từ hôm nay không còn nơi này; mã của nó thôi dùng."), T("Số liệu đã có vẫn giữ.")),
        choices=(Choice(T("Kết thúc"), ways.village_end_now(place.id), Look.DANGER), back),
    )


@routes.does("village-end-now/{place}", Action.INVITE, Weight.FINAL)
def village_end_now(turn: Turn, place: Place) -> Goto:
    """It is no more."""
    if not _is_open(turn, place) or not villages.end(turn.tx, place, by=turn.person.id):
        return Goto(ways.village_end(place.id))
    return Goto(ways.territory(), T("Đã kết thúc {place}.", place=place.inline_name))


# Splitting


def _given(turn: Turn, place: Place) -> dict[str, Any] | None:
    """What was said of the village that is split off; of another village nothing was."""
    given = turn.draft.get(SPLIT)
    return given if given is not None and given.get("of") == place.id else None


def _new_name(given: dict[str, Any]) -> VillageName:
    return VillageName(given["label"], str(given["name"]), given["old"])


def _may_split(turn: Turn, place: Place) -> bool:
    return _is_open(turn, place) and place.kind is PlaceKind.VILLAGE


@routes.shows("village-split/{place}", Action.INVITE)
def village_split(turn: Turn, place: Place) -> Answer:
    """What is the new village called?"""
    if not _may_split(turn, place):
        return Goto(ways.territory())
    return Screen(
        title=T("Tách {place}", place=place.inline_name),
        text=lines(T("Nơi mới tên gì?"), EXAMPLE, T("Sau đó {you} chọn các hộ chuyển sang nơi mới.")),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.village_edit(place.id), Look.WAY),),
    )


@routes.hears("village-split")
def village_split_heard(turn: Turn, said: Said | Sent, place: Place) -> Goto:
    """A typed name: which households?"""
    if not _may_split(turn, place):
        return Goto(ways.territory())
    name = _read(turn, said, place.commune_id)
    if isinstance(name, Misread):
        return Goto(ways.village_split(place.id), name.hint)
    turn.draft.keep(
        SPLIT, {"of": place.id, "label": name.label, "name": name.name, "old": name.old_commune, "homes": []}
    )
    return Goto(ways.village_homes(place.id, 0))


@routes.shows("village-homes/{place}/{page}", Action.INVITE)
def village_homes(turn: Turn, place: Place, page: int) -> Answer:
    """Which households go? Ten at a time, each ticked by a tap."""
    given = _given(turn, place)
    if given is None or not _may_split(turn, place):
        return Goto(ways.village_split(place.id))
    found, is_more = villages.homes(turn.tx, place.id, page=min(page, 1000))
    if not found and page:
        return Goto(ways.village_homes(place.id, 0))
    ticked = set(given["homes"])
    return Screen(
        title=T("Hộ nào sang {place}?", place=_new_name(given).inline),
        text=Tn("Đã chọn {n} hộ.", len(ticked)),
        choices=(
            *(
                Choice(_home_words(each), ways.village_home_tick(place.id, each.id, page), ticked=each.id in ticked)
                for each in found
            ),
            *((Choice(T("Xem tiếp"), ways.village_homes(place.id, page + 1), Look.WAY),) if is_more else ()),
            *((Choice(T("Trang trước"), ways.village_homes(place.id, page - 1), Look.WAY),) if page else ()),
            *((Choice(T("Xong, xem lại"), ways.village_split_see(place.id), Look.MAIN),) if ticked else ()),
            Choice(T("Thôi"), ways.village_edit(place.id), Look.WAY),
        ),
        names=frozenset(each.head_id for each in found if each.head_id is not None),
    )


def _home_words(home: Home) -> Words:
    code = T("số {number}", number=home.id) if home.code.startswith("chat-") else Verbatim(home.code)
    if home.head is None:
        return T("Hộ {code}, {n} người", code=code, n=home.people)
    return T("Hộ {code}, {head}, {n} người", code=code, head=home.head or "–", n=home.people)


@routes.does("village-home-tick/{place}/{home}/{page}", Action.INVITE)
def village_home_tick(turn: Turn, place: Place, home: int, page: int) -> Goto:
    """This household goes, or does not."""
    given = _given(turn, place)
    found = households.load(turn.tx, home)
    if given is None or found is None or found.place_id != place.id:
        return Goto(ways.village_split(place.id))
    homes = [each for each in given["homes"] if each != home]
    if len(homes) == len(given["homes"]):
        if len(homes) >= MOST_HOMES:
            return Goto(ways.village_homes(place.id, page), Tn("Mỗi lần tách nhiều nhất {n} hộ.", MOST_HOMES))
        homes.append(home)
    turn.draft.keep(SPLIT, {**given, "homes": homes})
    return Goto(ways.village_homes(place.id, page))


@routes.shows("village-split-see/{place}", Action.INVITE)
def village_split_see(turn: Turn, place: Place) -> Answer:
    """What will happen, before it does."""
    given = _given(turn, place)
    if given is None or not given["homes"] or not _may_split(turn, place):
        return Goto(ways.village_split(place.id))
    name = _new_name(given)
    return Screen(
        title=T("Tách {place}?", place=place.inline_name),
        text=lines(
            Tn("{n} hộ sang nơi mới: {place}.", len(given["homes"]), place=name.inline),
            T("Người của các hộ ấy và bản khai của các năm đang mở đi theo. Năm đã khoá vẫn ghi theo nơi cũ."),
            T("Người chưa ở hộ nào, người phụ trách, dòng họ và mã cũ ở lại {place}.", place=place.inline_name),
        ),
        choices=(
            Choice(T("Tách"), ways.village_split_now(place.id), Look.DANGER),
            Choice(T("Thôi"), ways.village_homes(place.id, 0), Look.WAY),
        ),
    )


@routes.does("village-split-now/{place}", Action.INVITE, Weight.FINAL)
def village_split_now(turn: Turn, place: Place) -> Goto:
    """Split them off."""
    given = _given(turn, place)
    if given is None or not given["homes"] or not _may_split(turn, place):
        return Goto(ways.village_split(place.id))
    name = _new_name(given)
    if (twin := villages.namesake(turn.tx, place.commune_id, name)) is not None:
        return Goto(ways.village_split(place.id), _is_taken(twin))
    new, moved = villages.split(
        turn.tx,
        place,
        name,
        commune=places.get(turn.tx, place.commune_id),
        join_code=free_code(turn.tx),
        household_ids=given["homes"],
    )
    turn.draft.drop(SPLIT)
    said = T("Đã tách ra {place}, mã {code}.", place=new.inline_name, code=new.join_code or "–")
    return Goto(ways.village_edit(new.id), lines(said, Tn("{n} người đã chuyển.", moved)))

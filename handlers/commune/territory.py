"""Villages and units of a commune: adding a unit, merging a village, a person's place, people who stand twice."""

from __future__ import annotations

from acts import people as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code
from acts.joining import ask_unit
from criteria.duplicates import ALIKE_NAMES
from criteria.names import fold
from criteria.policy import Action, Role, may
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_unit
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import duplicates, mergers, people, places, record_merging
from storage.kit.words import PlaceKind
from storage.people import Person
from storage.places import Place
from storage.residents import Resident

routes = Routes()

LABELS: tuple[tuple[str, Words], ...] = (
    ("trường", T("Trường học")),
    ("cơ quan", T("Cơ quan")),
    ("trạm", T("Trạm y tế, trạm khác")),
    ("doanh nghiệp", T("Doanh nghiệp")),
    ("hợp tác xã", T("Hợp tác xã")),
    ("đơn vị", T("Đơn vị khác")),
)
BACK = Choice(T("Quay lại"), ways.territory(), Look.WAY)


def _commune(turn: Turn) -> Place:
    return places.get(turn.tx, turn.commune_id)


@routes.shows("territory", Action.INVITE)
def territory_(turn: Turn) -> Screen:
    """The villages and units there are, and what can change about them."""
    commune = _commune(turn)
    found = places.villages(turn.tx, commune.id)
    waiting = len(duplicates.in_commune(turn.tx, commune.id))
    return Screen(
        title=T("{Village_label} và đơn vị của {commune}", commune=commune.inline_name),
        text=lines(*(T("- {place}: mã {code}", place=each.full_name, code=each.join_code or "–") for each in found)),
        choices=(
            Choice(T("Thêm {village_label}"), ways.village_new()),
            Choice(T("Thêm đơn vị (trường, cơ quan…)"), ways.unit_new()),
            Choice(T("Đổi tên, tách, kết thúc một nơi"), ways.village_pick()),
            Choice(T("Gộp một {village_label} vào nơi khác"), ways.merge()),
            *((Choice(Tn("Người có thể ghi hai nơi ({n})", waiting), ways.twins(), Look.MAIN),) if waiting else ()),
            HOME,
        ),
    )


@routes.shows("unit-new", Action.INVITE)
def unit_new(turn: Turn) -> Screen:
    """What kind of unit?"""
    return Screen(
        text=T("Đơn vị loại nào?"),
        choices=(*(Choice(name, ways.unit_name(i)) for i, (_, name) in enumerate(LABELS)), BACK),
    )


@routes.shows("unit-name/{kind}", Action.INVITE)
def unit_name(turn: Turn, kind: int) -> Answer:
    """Ask for the unit's name."""
    if kind >= len(LABELS):
        return Goto(ways.unit_new())
    return Screen(
        title=LABELS[kind][1],
        text=T("Tên đơn vị, không kèm chữ “{label}”. Ví dụ: THCS Sơn Hồng.", label=LABELS[kind][0]),
        typed=True,
        choices=(BACK,),
    )


@routes.hears("unit-name")
def unit_name_heard(turn: Turn, said: Said | Sent, kind: int) -> Goto:
    """A typed name: the unit is entered, with its code."""
    name = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_unit(said.text)
    if kind >= len(LABELS):
        return Goto(ways.unit_new())
    if isinstance(name, Misread):
        return Goto(ways.unit_name(kind), name.hint)
    commune, label = _commune(turn), LABELS[kind][0]
    if fold(name).startswith(f"{fold(label)} "):
        name = name.split(maxsplit=len(label.split()))[-1]
    if any(fold(each.name) == fold(name) for each in places.villages(turn.tx, commune.id)):
        return Goto(ways.unit_name(kind), T("Đã có nơi tên {name}.", name=name))
    unit = places.add_village(
        turn.tx,
        commune=commune,
        label=label,
        name=name,
        join_code=free_code(turn.tx),
        since=turn.today,
        kind=PlaceKind.UNIT,
    )
    return Goto(
        ways.territory(),
        T(
            "Đã thêm {unit}, mã {code}. Người của đơn vị gõ mã này; người đứng đầu thì mời ở mục Mã "
            "{village_label} và mã mời.",
            unit=unit.inline_name,
            code=unit.join_code or "–",
        ),
    )


@routes.shows("merge", Action.INVITE)
def merge(turn: Turn) -> Screen:
    """Which village is no more?"""
    found = places.villages(turn.tx, _commune(turn).id)
    return Screen(
        text=T("{Village_label}, đơn vị nào gộp vào nơi khác?"),
        choices=(*(Choice(Verbatim(each.full_name), ways.merge_from(each.id)) for each in found), BACK),
    )


@routes.shows("merge-from/{place}", Action.INVITE)
def merge_from(turn: Turn, place: Place) -> Screen:
    """Into which?"""
    return Screen(
        text=T("Gộp {place} vào đâu?", place=place.inline_name),
        choices=(
            *(Choice(Verbatim(each.full_name), ways.merge_see(place.id, each.id)) for each in _fit(turn, place)),
            BACK,
        ),
    )


def _fit(turn: Turn, place: Place) -> tuple[Place, ...]:
    """Where a place can go: to another of its kind that exists today."""
    found = places.villages(turn.tx, place.commune_id)
    if place.id not in {each.id for each in found}:
        return ()
    return tuple(each for each in found if each.id != place.id and each.kind == place.kind)


@routes.shows("merge-see/{place}/{into}", Action.INVITE)
def merge_see(turn: Turn, place: Place, into: int) -> Answer:
    """What will happen, before it does."""
    target = next((each for each in _fit(turn, place) if each.id == into), None)
    if target is None:
        return Goto(ways.merge())
    return Screen(
        title=T("Gộp {place} vào {into}?", place=place.inline_name, into=target.inline_name),
        text=lines(
            T("Người dân, hộ, dòng họ và bản khai năm nay chuyển sang {into}.", into=target.inline_name),
            T("Người đứng đầu {place} cùng xác nhận ở {into}.", place=place.inline_name, into=target.inline_name),
            T("Số liệu các năm trước vẫn ghi theo {place}.", place=place.inline_name),
            T("Mã cũ vẫn dùng được. Việc gộp được ghi vào nhật ký và không tự tách lại."),
        ),
        choices=(
            Choice(T("Gộp"), ways.merge_now(place.id, target.id), Look.DANGER),
            Choice(T("Thôi"), ways.territory(), Look.WAY),
        ),
    )


@routes.does("merge-now/{place}/{into}", Action.INVITE, Weight.FINAL)
def merge_now(turn: Turn, place: Place, into: int) -> Goto:
    """Merge them."""
    target = next((each for each in _fit(turn, place) if each.id == into), None)
    if target is None:
        return Goto(ways.territory())
    moved = mergers.merge(turn.tx, place, target)
    return Goto(
        ways.territory(),
        lines(
            T("Đã gộp {place} vào {into}.", place=place.inline_name, into=target.inline_name),
            Tn("{n} người đã chuyển.", moved),
        ),
    )


NO_UNIT = T("Không có mã đơn vị ấy ở {commune_label} mình. {You} xem lại mã.")


def _unit_of(turn: Turn, code: str) -> Place | None:
    """The unit whose code somebody has, in their own commune: whoever knows no code of a unit is of none."""
    unit = places.by_join_code(turn.tx, code)
    if unit is None or unit.kind is not PlaceKind.UNIT:
        return None
    return unit if unit.commune_id == places.get(turn.tx, turn.person.place_id).commune_id else None


@routes.shows("unit-join/{code}", Action.TAKE_PART)
def unit_join(turn: Turn, code: str) -> Answer:
    """Be assessed at work instead of in the village?"""
    place = _unit_of(turn, code)
    if place is None:
        return Goto(ways.home(), NO_UNIT)
    village = places.get(turn.tx, turn.person.place_id)
    return Screen(
        title=Verbatim(place.full_name),
        text=T(
            "{You} làm việc ở đây? Người đứng đầu đơn vị đồng ý thì {you} khai và được xác nhận ở {unit}, không tính ở "
            "{village} nữa. Mỗi người chỉ tính một nơi.",
            unit=place.inline_name,
            village=village.inline_name,
        ),
        choices=(
            Choice(T("Đúng, tính tôi ở đơn vị"), ways.unit_take(code), Look.MAIN),
            Choice(T("Không, vẫn tính ở {village}", village=village.inline_name), ways.home(), Look.WAY),
        ),
    )


@routes.does("unit-take/{code}", Action.TAKE_PART, Weight.DECIDING)
def unit_take(turn: Turn, code: str) -> Goto:
    """Ask to be assessed in the unit: its head agrees by one tap. Who heads it needs nobody else."""
    place = _unit_of(turn, code)
    if place is None:
        return Goto(ways.home(), NO_UNIT)
    if turn.person.unit_id == place.id:
        return Goto(ways.home())
    if mergers.is_settled(turn.tx, turn.person):
        return Goto(
            ways.home(), T("Năm nay {you} đã được xác nhận ở nơi cũ nên vẫn tính ở đó. Sang năm {you} gõ lại mã này.")
        )
    if place.id in turn.actor.places(Role.HEAD):
        turn.account.person = mergers.assess_at(turn.tx, turn.person, place) or turn.person
        return Goto(ways.home(), T("Đã ghi: từ nay {you} tính ở {unit}.", unit=place.inline_name))
    if ask_unit(turn.tx, turn.person, place) is None:
        return Goto(ways.home(), T("{You} đã xin nhiều lần. {You} hỏi trực tiếp người đứng đầu đơn vị."))
    return Goto(ways.joinings(), T("Đã gửi lời xin tính ở {unit}.", unit=place.inline_name))


@routes.does("unit-leave", Action.TAKE_PART, Weight.DECIDING)
def unit_leave(turn: Turn) -> Goto:
    """Be assessed in the village again."""
    if turn.person.unit_id is None:
        return Goto(ways.home())
    moved = mergers.assess_at(turn.tx, turn.person, None)
    if moved is None:
        return Goto(ways.home(), T("Năm nay {you} đã được xác nhận ở đơn vị nên vẫn tính ở đó."))
    turn.account.person = moved
    return Goto(
        ways.home(), T("Đã ghi: từ nay {you} tính ở {unit}.", unit=places.get(turn.tx, moved.place_id).inline_name)
    )


@routes.shows("twins", Action.INVITE)
def twins(turn: Turn) -> Screen:
    """People of one name and birth year in two places: one at a time."""
    found = duplicates.in_commune(turn.tx, _commune(turn).id)
    if not found:
        return Screen(text=T("Không có ai ghi ở hai nơi mà chưa xem."), choices=(BACK, HOME))
    pair = found[0]
    one, other = (places.get(turn.tx, each.assessed_at) for each in (pair.one, pair.other))
    at = (pair.one.id, pair.other.id)
    return Screen(
        title=T("{name}, sinh {year}", name=pair.one.full_name, year=pair.one.birth_year),
        text=lines(
            _where(pair.one, one),
            _where(pair.other, other),
            BLANK,
            T("Vì: {why}.", why=ALIKE_NAMES[pair.why]),
            T("Là một người thì tính ở đâu? Mỗi người chỉ tính một lần."),
            Tn("Còn {n} trường hợp, kể cả trường hợp này.", len(found)),
        ),
        choices=(
            *(
                (
                    Choice(T("Một người, tính ở {place}", place=one.inline_name), ways.twin(*at, "first")),
                    Choice(T("Một người, tính ở {place}", place=other.inline_name), ways.twin(*at, "second")),
                )
                if one.id != other.id
                else ()
            ),
            Choice(T("Hai người khác nhau"), ways.twin(*at, "both")),
            Choice(T("Xem kỹ hai bản ghi"), ways.merging_with(*at)),
            BACK,
        ),
        names=frozenset(at),
    )


def _where(person: Person, place: Place) -> Words:
    if person.on_roster:
        return T("- {place}, có trong danh sách", place=place.full_name)
    return T("- {place}, tự ghi tên", place=place.full_name)


@routes.does("twin/{resident}/{other}/{which}", Action.ADMIT, Weight.DECIDING)
def twin(turn: Turn, resident: Resident, other: int, which: str) -> Goto:
    """Settle whether two records are one person."""
    pair = next(
        (
            each
            for each in duplicates.in_commune(turn.tx, resident.commune_id)
            if (each.one.id, each.other.id) == (resident.person.id, other)
        ),
        None,
    )
    if pair is None or may(turn.actor, Action.PUT_RIGHT, resident.subject) is not None:
        return Goto(ways.twins())
    match which:
        case "first" | "second":
            kept, gone = (pair.one, pair.other) if which == "first" else (pair.other, pair.one)
            if record_merging.conflicts(turn.tx, gone, kept):  # both have declared: somebody chooses which counts
                return Goto(ways.merging_see(gone.id, kept.id))
            deeds.merge(turn.tx, gone, kept, keep=(), by=turn.person.id)
        case "both":
            mergers.is_other(turn.tx, pair.one)
            mergers.is_other(turn.tx, pair.other)
        case _:
            return Goto(ways.twins())
    done = T("Đã ghi cho {name}.", name=people.get(turn.tx, other).full_name)
    return Goto(ways.twins(), done)

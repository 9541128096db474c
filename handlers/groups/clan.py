"""The clan (dòng họ): its households and its code, and its declaration "Dòng họ học tập"."""

from __future__ import annotations

from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code, spaced
from acts.joining import ask_clan
from criteria.model import CLAN, SubjectKind
from criteria.parse import title_name
from criteria.policy import Action, Joining
from handlers.groups import title_progress
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.guessing import look_up
from handlers.kit.read import Misread, read_clan
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.joining_words import give_up, own_lines, waiting
from locales.text import BLANK, T, Tn, Verbatim, lines
from storage import clans, cycles, households, joining_requests, people, places
from storage.clans import Clan
from storage.households import Household

routes = Routes()

BACK = Choice(T("Quay lại"), ways.clan(), Look.WAY)
FAMILY = Choice(T("Gia đình"), ways.family(), Look.WAY)


def _household(turn: Turn) -> Household | None:
    key = turn.person.household_id
    return None if key is None else households.get(turn.tx, key)


@routes.shows("clan", Action.TAKE_PART)
def clan(turn: Turn) -> Answer:
    """The clan as it is, for members of its households; its head declares for it."""
    household = _household(turn)
    if household is None:
        return Goto(ways.family(), T("{You} vào hộ trước đã, rồi cả hộ vào dòng họ."))
    found = None if household.clan_id is None else clans.load(turn.tx, household.clan_id)
    asked = waiting(turn, Joining.CLAN)
    if found is None and asked is not None:
        return Screen(
            title=title_name(CLAN),
            text=lines(*own_lines(turn, asked), T("{You} không phải làm gì thêm, xong sẽ có tin báo.")),
            choices=(give_up(asked), Choice(T("Gõ mã dòng họ khác"), ways.clan_code()), FAMILY, HOME),
        )
    if found is None:
        return Screen(
            title=title_name(CLAN),
            text=T("Hộ của {you} chưa vào dòng họ nào. Trưởng họ lập dòng họ, các hộ gõ mã để vào."),
            choices=(
                Choice(T("Gõ mã dòng họ"), ways.clan_code()),
                Choice(T("Lập dòng họ, tôi là trưởng họ"), ways.clan_new()),
                FAMILY,
                HOME,
            ),
        )
    head = "–" if found.head_id is None else people.get(turn.tx, found.head_id).full_name or "–"
    return Screen(
        title=T("Họ {name}", name=found.name),
        text=lines(
            T("Trưởng họ: {name}", name=head),
            T("Số hộ trong họ: {n}", n=clans.size(turn.tx, found)),
            T("Mã dòng họ: {code}", code=spaced(found.join_code)),
            T("Mỗi hộ trong họ gõ mã này một lần, trưởng họ đồng ý là vào."),
            *(() if asked is None else (BLANK, *own_lines(turn, asked))),
        ),
        choices=(
            *(_heads_business(turn, found) if found.head_id == turn.person.id else ()),
            *(() if asked is None else (give_up(asked),)),
            Choice(T("Hộ tôi rời dòng họ này"), ways.clan_leave(found.id), Look.WAY),
            FAMILY,
            HOME,
        ),
        names=frozenset(() if found.head_id is None else (found.head_id,)),
    )


def _heads_business(turn: Turn, found: Clan) -> tuple[Choice, ...]:
    cycle = cycles.in_hand(turn.tx, found.commune_id)
    begin_at = partial(ways.clan_begin, found.id)
    enrol_at = partial(ways.clan_enrol, found.id)
    steps = (
        ()
        if cycle is None
        else title_progress.next_steps(turn, SubjectKind.CLAN, found.about, cycle, begin_at, enrol_at)
    )
    waits = joining_requests.waiting(turn.tx, turn.actor).for_me
    asked = (Choice(Tn("Có lời xin chờ trả lời ({n})", waits), ways.joinings(), Look.MAIN),) if waits else ()
    return (*asked, *steps, Choice(T("Giao việc trưởng họ cho người khác"), ways.clan_hand(found.id)))


@routes.does("clan-begin/{clan}/{title}", Action.KEEP_CLAN)
def begin(turn: Turn, clan: Clan, title: str) -> Goto:
    """Begin to declare for the clan, once a year for each title; that registers it, too."""
    return title_progress.begin(turn, SubjectKind.CLAN, title, clan.about, turn.person, clan.place_id, ways.clan())


@routes.does("clan-enrol/{clan}/{title}/{wanted}", Action.KEEP_CLAN, Weight.DECIDING)
def enrol(turn: Turn, clan: Clan, title: str, wanted: int) -> Goto:
    """Register the clan for a title of this year, or take that back."""
    return title_progress.enrol(
        turn, SubjectKind.CLAN, title, clan.about, clan.place_id, ways.clan(), wanted=bool(wanted)
    )


@routes.shows("clan-new", Action.TAKE_PART)
def new(turn: Turn) -> Answer:
    """Ask for the clan's name."""
    household = _household(turn)
    if household is None or household.clan_id is not None:
        return Goto(ways.clan())
    return Screen(text=T("Họ mình gọi là gì? {You} gõ tên họ, ví dụ Phan Văn."), typed=True, choices=(BACK,))


@routes.hears("clan-new")
def new_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A typed name: the clan is entered, and the household belongs to it."""
    household = _household(turn)
    if household is None or household.clan_id is not None:
        return Goto(ways.clan())
    name = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_clan(said.text)
    if isinstance(name, Misread):
        return Goto(ways.clan_new(), name.hint)
    known = clans.by_name(turn.tx, place_id=turn.person.place_id, name=name)
    if known is not None:
        return Goto(ways.clan(), T("{Village_label} đã có họ {name}. {You} hỏi trưởng họ mã dòng họ.", name=known.name))
    made = clans.found(turn.tx, turn.person, name=name, code=free_code(turn.tx))
    clans.enter(turn.tx, made, household)
    return Goto(ways.clan(), T("Đã lập dòng họ."))


@routes.shows("clan-code", Action.TAKE_PART)
def code(turn: Turn) -> Screen:
    """Ask for the clan's code."""
    return Screen(text=T("{You} gõ mã dòng họ, trưởng họ đọc cho."), typed=True, choices=(BACK,))


@routes.hears("clan-code")
def code_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A typed code."""
    typed = "".join(said.text.split()).upper() if isinstance(said, Said) else ""
    if typed.isalnum() and (wait := look_up(turn, typed)) is not None:
        return Goto(ways.clan_code(), wait)
    if not typed.isalnum() or _clan_of(turn, typed) is None:
        return Goto(ways.clan_code(), T("Không có mã dòng họ ấy. {You} xem lại mã."))
    return Goto(ways.clan_join(typed))


def _clan_of(turn: Turn, code: str) -> Clan | None:
    """The clan whose code somebody has, in their own commune: it is counted there."""
    found = clans.by_join_code(turn.tx, code)
    if found is None:
        return None
    here, there = places.get(turn.tx, turn.person.place_id), places.get(turn.tx, found.place_id)
    return found if here.commune_id == there.commune_id else None


@routes.shows("clan-join/{code}", Action.TAKE_PART)
def join(turn: Turn, code: str) -> Answer:
    """The whole household enters the clan: is that right?"""
    found, household = _clan_of(turn, code), _household(turn)
    if found is None or household is None:
        return Goto(ways.clan())
    if household.clan_id == found.id:
        return Goto(ways.clan(), T("Hộ của {you} đã ở trong họ này rồi."))
    village = places.get(turn.tx, found.place_id)
    return Screen(
        title=T("Họ {name}", name=found.name),
        text=lines(
            Verbatim(village.full_name),
            BLANK,
            T("Cả hộ của {you} vào dòng họ này chứ?"),
            None if household.clan_id is None else T("Hộ đang ở dòng họ khác: được nhận vào họ này thì rời họ kia."),
        ),
        choices=(Choice(T("Vào dòng họ"), ways.clan_enter(code), Look.MAIN), Choice(T("Thôi"), ways.clan(), Look.WAY)),
    )


@routes.does("clan-enter/{code}", Action.TAKE_PART, Weight.DECIDING)
def enter(turn: Turn, code: str) -> Goto:
    """Ask that the household belongs to the clan: its head agrees by one tap. Who heads it needs nobody else."""
    found, household = _clan_of(turn, code), _household(turn)
    if found is None or household is None or household.clan_id == found.id:
        return Goto(ways.clan())
    if found.head_id == turn.person.id:
        clans.enter(turn.tx, found, household)
        return Goto(ways.clan())
    if ask_clan(turn.tx, turn.person, found, household) is None:
        return Goto(ways.clan(), T("{You} đã xin vào dòng họ nhiều lần. {You} hỏi trực tiếp trưởng họ."))
    return Goto(ways.clan(), T("Đã gửi lời xin vào dòng họ."))


@routes.does("clan-leave/{clan}", Action.TAKE_PART, Weight.DECIDING)
def leave(turn: Turn, clan: Clan) -> Goto:
    """The household belongs to no clan; the head of the clan hands over first."""
    household = _household(turn)
    if household is None or household.clan_id != clan.id:
        return Goto(ways.clan())
    if clan.head_id == turn.person.id and clans.size(turn.tx, clan) > 1:
        return Goto(ways.clan_hand(clan.id), T("{You} là trưởng họ: {you} giao việc cho người khác trước đã."))
    clans.leave(turn.tx, clan, household)
    return Goto(ways.clan(), T("Hộ của {you} đã rời dòng họ."))


MOST_HEIRS = 20


@routes.shows("clan-hand/{clan}", Action.KEEP_CLAN)
def hand(turn: Turn, clan: Clan) -> Screen:
    """Who heads the clan from now on? The heads of its households are named."""
    heads = [h.head_id for h in households.of_clan(turn.tx, clan.id) if h.head_id not in {None, turn.person.id}]
    known = [people.get(turn.tx, key) for key in heads if key is not None]
    return Screen(
        text=T("Ai làm trưởng họ thay? Dưới đây là các chủ hộ trong họ."),
        choices=(
            *(Choice(Verbatim(each.full_name or "–"), ways.clan_head(clan.id, each.id)) for each in known[:MOST_HEIRS]),
            BACK,
        ),
        names=frozenset(each.id for each in known[:MOST_HEIRS]),
    )


@routes.does("clan-head/{clan}/{person}", Action.KEEP_CLAN, Weight.DECIDING)
def set_head(turn: Turn, clan: Clan, person: int) -> Goto:
    """Hand over."""
    heads = {h.head_id for h in households.of_clan(turn.tx, clan.id)}
    if person not in heads:
        return Goto(ways.clan_hand(clan.id))
    heir = people.get(turn.tx, person)
    clans.set_head(turn.tx, clan, heir)
    return Goto(ways.clan(), T("Từ nay trưởng họ là {name}.", name=heir.full_name or "–"))

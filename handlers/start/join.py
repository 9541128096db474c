"""Joining: a village's code or a choice from the list, consent first, then name and birth year, nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Kind, Option, Question
from handlers.kit.guessing import must_wait_for_names
from handlers.kit.names import read_name
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.after_joining import AFTER, onward
from handlers.shared.birth_year import checked_birth_year
from handlers.shared.consent import CONSENT_VERSION, consent_text
from handlers.shared.menu_words import menu_choice
from handlers.shared.role_names import role_name
from locales.place_words import PlaceWords, named
from locales.text import BLANK, Moment, T, Tn, Verbatim, Words, lines
from storage import accounts, declarations, entry_codes, households, people, places, roles, vouching
from storage.entry_codes import WayIn
from storage.kit.words import PlaceKind
from storage.places import Place

routes = Routes()

COMMUNE, PLACE, NAME, BIRTH_YEAR = "commune", "place", "name", "birth_year"
JOINING = Part[dict[str, Any]]("join", dict)  # the answers so far
WHERE_WHY = T("Hỏi để bản khai đến đúng người xác nhận ở nơi {you} sống.")
NAME_WHY = T("Hỏi tên để người xác nhận biết ai khai, khỏi lẫn với người khác.")
NAMESAKE = "namesake"  # beside them: another person of this name has joined, this is not that one


def join_form(turn: Turn) -> Form:
    """Village, name, birth year. The village is asked in two steps only where there are several communes."""
    commune = _commune(turn)
    there = () if commune is None else places.villages(turn.tx, commune.id)
    villages = [each for each in there if each.kind is PlaceKind.VILLAGE]  # a unit is asked afterwards, by its code
    communes = places.communes(turn.tx)
    return Form(
        (
            Question(
                key=COMMUNE,
                text=T("{You} ở xã, phường nào?"),
                kind=Kind.CHOICE,
                options=tuple(Option(str(place.id), Verbatim(place.full_name)) for place in communes),
                when=lambda answers: len(communes) > 1 and PLACE not in answers,
                why=WHERE_WHY,
            ),
            Question(
                key=PLACE,
                text=_which(turn, commune),
                kind=Kind.CHOICE,
                options=tuple(Option(str(place.id), Verbatim(place.full_name)) for place in villages),
                why=WHERE_WHY,
            ),
            Question(
                key=NAME,
                text=T("Xin cho biết họ và tên của {you}, ví dụ Nguyễn Thị Lan."),
                reader=partial(read_name, places=[place.name for place in villages]),
                why=NAME_WHY,
            ),
            checked_birth_year(turn, BIRTH_YEAR, T("{You} sinh năm nào? Gõ 4 chữ số, ví dụ 1956.")),
        )
    )


def _which(turn: Turn, commune: Place | None) -> Words:
    said = T("{You} ở {village_label} nào?")
    return said if commune is None else named(said, places.words_of(turn.tx, commune.id))


def _commune(turn: Turn) -> Place | None:
    """The commune being joined: that of the village, the one chosen, or the only one there is."""
    given = _given(turn)
    if (village := given.get(PLACE)) and (place := places.load(turn.tx, int(village))):
        return places.get(turn.tx, place.commune_id)
    if chosen := given.get(COMMUNE):
        return places.load(turn.tx, int(chosen))
    communes = places.communes(turn.tx)
    return communes[0] if len(communes) == 1 else None


def _given(turn: Turn) -> dict[str, Any]:
    return turn.draft.get(JOINING) or {}


def _keep(turn: Turn, key: str, value: Any) -> None:
    """Who says something else of themselves has not said yet that they are another person of that name."""
    given = {each: said for each, said in _given(turn).items() if each != NAMESAKE}
    turn.draft.keep(JOINING, {**given, key: value})


def _done(_turn: Turn) -> Way:
    return ways.join_check()


def _shut(turn: Turn, key: str) -> Goto | None:
    """Nothing but the commune is asked before the consent: who answers for the data depends on it."""
    if turn.account.person is not None:
        return Goto(ways.home())
    return None if _agreed(turn) or key == COMMUNE else Goto(ways.join())


DIALOGUE = Dialogue(
    routes, "join-ask", Action.LOOK, form=join_form, answers=_given, record=_keep, done=_done, shut=_shut
)


def _agreed(turn: Turn) -> bool:
    """Whether the account has agreed to the consent text as it is now."""
    return turn.account.consent == CONSENT_VERSION


@routes.does("open/{code}", Action.LOOK)
def open_(turn: Turn, code: str) -> Goto:
    """Come in with a code, from a link, a QR picture or typed; what it opens decides where it leads."""
    match entry_codes.opened_by(turn.tx, code):
        case WayIn.PLACE:
            return _open_place(turn, code)
        case WayIn.SIGN_IN:
            return Goto(ways.sign_in(code))
        case WayIn.INVITE:
            return _open_invite(turn, code)
        case WayIn.HOUSEHOLD:
            return _open_household(turn, code)
        case WayIn.CLAN:
            return _open_later(turn, ways.clan_join(code))
        case WayIn.EVENT:
            return _open_later(turn, ways.attend(code))
        case None:
            return Goto(ways.home(), T("Không có mã {code}. {You} xem lại mã hoặc hỏi {head_label}.", code=code[:16]))


def _open_place(turn: Turn, code: str) -> Goto:
    """A village's code joins; a unit's code asks its head, for who has joined or has done so then."""
    place = places.by_join_code(turn.tx, code)
    person = turn.account.person
    if place is None:
        return Goto(ways.home())
    if person is None and place.kind is PlaceKind.UNIT:
        return _open_later(turn, ways.unit_join(code))
    if person is None:
        _keep(turn, PLACE, str(place.id))
        return Goto(ways.join())
    if place.id in {person.place_id, person.unit_id}:
        return Goto(ways.home(), T("{You} đã ghi tên ở {village} rồi.", village=place.inline_name))
    if place.kind is PlaceKind.UNIT:
        return Goto(ways.unit_join(code))
    known = places.get(turn.tx, person.place_id)
    return Goto(
        ways.home(),
        T(
            "{You} đã ghi tên ở {village}. Nếu đã chuyển nhà, {you} nhờ cán bộ {commune_label} chuyển giúp.",
            village=known.inline_name,
        ),
    )


def _open_invite(turn: Turn, code: str) -> Goto:
    invite = roles.invite_of_code(turn.tx, code)
    if invite is None or not invite.is_open(turn.tx.now):
        return Goto(ways.home(), T("Mã mời này đã được dùng hoặc đã hết hạn. {You} xin cán bộ {commune_label} mã mới."))
    if turn.account.person is not None:
        return Goto(ways.role(invite.code))
    place = places.get(turn.tx, invite.place_id)
    turn.draft.keep(AFTER, ways.role(invite.code))
    if place.kind is PlaceKind.VILLAGE:
        _keep(turn, PLACE, str(place.id))
    return Goto(ways.join())


def _open_household(turn: Turn, code: str) -> Goto:
    """Who comes in by a household's code lives where that household does: that is not asked."""
    household = households.by_join_code(turn.tx, code)
    if turn.account.person is None and household is not None:
        place = places.today(turn.tx, places.get(turn.tx, household.place_id))
        if place.kind is PlaceKind.VILLAGE:
            _keep(turn, PLACE, str(place.id))
    return _open_later(turn, ways.family_join(code))


def _open_later(turn: Turn, route: Way) -> Goto:
    """Go there; whoever has not joined joins first, and what the code was for is not forgotten meanwhile."""
    if turn.account.person is not None:
        return Goto(route)
    turn.draft.keep(AFTER, route)
    return Goto(ways.join(), T("{You} ghi tên trước, xong sẽ làm tiếp việc của mã này."))


@routes.shows("join", Action.LOOK)
def join(turn: Turn) -> Answer:
    """The next thing needed to join: consent, or the first question without an answer."""
    if turn.account.person is not None:
        return Goto(ways.home())
    first = DIALOGUE.onward(turn)
    return Goto(first if _agreed(turn) or first == DIALOGUE.to(COMMUNE) else ways.consent())


@routes.shows("consent", Action.LOOK)
def consent(turn: Turn) -> Answer:
    """Before the first question: who asks, what for, for how long, and which rights there are."""
    commune = _commune(turn)
    if turn.account.person is not None or commune is None:
        return Goto(ways.join())
    screen = Screen(
        room=UNBROKEN,
        title=T("Xin phép {you} trước khi hỏi"),
        text=consent_text(commune),
        choices=(Choice(T("Tôi đồng ý"), ways.agree()), Choice(T("Tôi không đồng ý"), ways.refuse())),
    )
    return screen.named(_place_words(turn, commune))


def _place_words(turn: Turn, commune: Place) -> PlaceWords:
    """What the place that is being joined is called: the village that was chosen, else those of the commune."""
    return places.words_of(turn.tx, int(_given(turn).get(PLACE, commune.id)))


@routes.does("agree", Action.LOOK, Weight.DECIDING)
def agree(turn: Turn) -> Goto:
    """Yes: recorded with the text's version, time and channel."""
    if not _agreed(turn):
        accounts.give_consent(turn.tx, turn.account, version=CONSENT_VERSION, given=True)
    return Goto(ways.join())


@routes.does("refuse", Action.LOOK, Weight.DECIDING)
def refuse(turn: Turn) -> Goto:
    """No: recorded, everything typed so far forgotten, the paper way pointed out."""
    if turn.account.person is not None:
        return Goto(ways.data())
    accounts.give_consent(turn.tx, turn.account, version=CONSENT_VERSION, given=False)
    turn.draft.clear()
    return Goto(ways.refused())


@routes.shows("refused", Action.LOOK)
def refused(_turn: Turn) -> Screen:
    """A dignified way out."""
    return Screen(
        text=lines(
            T("Cảm ơn {you} đã cho biết. Ở đây không giữ tên hay câu trả lời nào của {you}."),
            T("Muốn tham gia, {you} khai bằng giấy với {head_label}, hoặc quay lại đây lúc nào cũng được."),
        ),
        choices=(HOME,),
    )


def _whole(turn: Turn) -> bool:
    """Whether they agreed and all is known."""
    return _agreed(turn) and join_form(turn).next(_given(turn)) is None


@routes.shows("join-check", Action.LOOK)
def join_check(turn: Turn) -> Answer:
    """Read back what was given, before anything is made of it."""
    if turn.account.person is not None or not _whole(turn):
        return Goto(ways.join())
    draft = _given(turn)
    village = places.get(turn.tx, int(draft[PLACE]))
    return Screen(
        title=T("Đúng chưa ạ?"),
        text=lines(
            Verbatim(draft[NAME]),
            T("Sinh năm {year}", year=int(draft[BIRTH_YEAR])),
            Verbatim(village.full_name),
        ),
        choices=(
            Choice(T("Đúng rồi"), ways.join_done(), Look.MAIN),
            menu_choice(T("Sửa họ tên"), DIALOGUE.to(NAME), Look.WAY),
            menu_choice(T("Sửa năm sinh"), DIALOGUE.to(BIRTH_YEAR), Look.WAY),
            menu_choice(T("Sửa nơi ở"), DIALOGUE.to(PLACE), Look.WAY),
        ),
    )


@routes.does("join-done", Action.LOOK, Weight.DECIDING)
def join_done(turn: Turn) -> Goto:
    """Become a person of the village: the one the roster knows by this name and year, or a new one."""
    account, draft = turn.account, _given(turn)
    if account.person is not None:
        return Goto(ways.home())
    if not _whole(turn):
        return Goto(ways.join())
    if (wait := must_wait_for_names(turn)) is not None:
        return Goto(ways.home(), wait)
    place_id, name, year = int(draft[PLACE]), str(draft[NAME]), int(draft[BIRTH_YEAR])
    namesakes = people.namesakes(turn.tx, place_id=place_id, full_name=name, birth_year=year)
    matches = [person for person in namesakes if not people.is_claimed(turn.tx, person.id)]
    is_another = bool(namesakes) and draft.get(NAMESAKE)  # said so, of somebody who has joined: counted before
    if not matches and not is_another and people.is_name_known(turn.tx, place_id=place_id, full_name=name):
        turn.guessed_name = True  # perhaps another year will do: not so many of them from one place
    if namesakes and not matches and not draft.get(NAMESAKE):
        return Goto(ways.join_known())
    known = [person for person in matches if person.on_roster]
    if len(known) == 1:
        person = known[0]
        note = T("{You} có tên trong danh sách dân cư. Đã ghi tên xong.")
    else:
        person = people.add(turn.tx, place_id=place_id, full_name=name, birth_year=year, on_roster=False)
        note = T("Đã ghi tên xong.")
    accounts.bind_person(turn.tx, account, person)
    vouching.came_by_name(turn.tx, person)
    turn.draft.drop(JOINING)
    said = declarations.said_for(turn.tx, person.id, turn.year)
    return Goto(onward(turn) if said is None else ways.said_for_me(said.id), note)


@routes.shows("join-known", Action.LOOK)
def join_known(turn: Turn) -> Answer:
    """Somebody of this name and year has joined before: on another phone, or it is another person."""
    draft = _given(turn)
    if turn.account.person is not None or not _whole(turn):
        return Goto(ways.join())
    screen = Screen(
        title=T("Tên này đã có người ghi"),
        text=lines(
            T("{name}, sinh năm {year}, đã ghi tên trên một máy hay ứng dụng khác.",
              name=str(draft[NAME]), year=int(draft[BIRTH_YEAR])),
            T("Nếu đó là {you}: trên máy kia vào Điện thoại, ứng dụng của tôi để lấy mã nối, rồi gõ mã vào đây."),
            T("Mất máy kia thì {you} xin {head_label} mã đăng nhập."),
        ),
        choices=(Choice(T("Tôi là người khác, trùng tên"), ways.join_namesake()), HOME),
    )  # fmt: skip
    return screen.named(places.words_of(turn.tx, int(draft[PLACE])))


@routes.does("join-namesake", Action.LOOK, Weight.DECIDING)
def join_namesake(turn: Turn) -> Goto:
    """Another person of the same name and year joins."""
    _keep(turn, NAMESAKE, value=True)
    return Goto(ways.join_done())


@routes.shows("role/{code}", Action.TAKE_PART)
def role(turn: Turn, code: str) -> Answer:
    """Show what an invitation offers, before it is used up."""
    invite = roles.invite_of_code(turn.tx, code)
    if invite is None or not invite.is_open(turn.tx.now):
        return Goto(ways.home(), T("Mã mời này đã được dùng hoặc đã hết hạn. {You} xin cán bộ {commune_label} mã mới."))
    place = places.get(turn.tx, invite.place_id)
    screen = Screen(
        title=T("Lời mời phụ trách"),
        text=lines(
            T("Việc: {role}", role=role_name(invite.role, for_a_time=invite.lasts_days is not None)),
            T("Nơi: {place}", place=place.full_name),
            None if invite.lasts_days is None else Tn("Trong {n} ngày, kể từ lúc nhận.", invite.lasts_days),
            T("Mã dùng được một lần, đến {when}.", when=Moment(invite.expires_at)),
            BLANK,
            T("{You} nhận việc này chứ?"),
        ),
        choices=(Choice(T("Tôi nhận"), ways.role_take(invite.code), Look.MAIN), HOME),
    )
    return screen.named(places.words_of(turn.tx, place.id))


@routes.does("role-take/{code}", Action.TAKE_PART, Weight.DECIDING)
def role_take(turn: Turn, code: str) -> Goto:
    """Take the role; the invitation is used up."""
    invite = roles.invite_of_code(turn.tx, code)
    if invite is None or not roles.accept(turn.tx, invite, turn.account, turn.person):
        return Goto(ways.home(), T("Mã mời này đã được dùng hoặc đã hết hạn. {You} xin cán bộ {commune_label} mã mới."))
    here = places.words_of(turn.tx, invite.place_id)
    taken = named(role_name(invite.role, for_a_time=invite.lasts_days is not None), here)
    return Goto(ways.home(), T("{You} đã nhận việc: {role}.", role=taken))

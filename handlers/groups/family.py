"""The family: its members and its code, joining and leaving, and its declaration "Gia đình học tập"."""

from __future__ import annotations

from functools import partial

from acts import ways
from acts.choice import Choice, Look
from acts.codes import free_code, spaced
from acts.joining import Answerer, ask_household, ask_to_leave, question_words, waits_for, withdraw
from criteria.age import is_younger
from criteria.declaration import State
from criteria.explain import verdict_words
from criteria.family import RELATION_NAMES, Relation, is_possible
from criteria.model import ADULT, FAMILY, SubjectKind
from criteria.parse import title_name
from criteria.policy import Action, Joining
from handlers.groups import title_progress
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.guessing import look_up
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.joining_words import give_up, heads_named, own_lines, waiting
from handlers.shared.this_year import still_of
from locales.text import BLANK, T, Verbatim, Words, lines
from storage import accounts, cycles, declarations, households, joining_requests, people, places, title_shares
from storage.cycles import Cycle
from storage.households import Household
from storage.joining_requests import JoiningRequest
from storage.people import Person

routes = Routes()

BACK = Choice(T("Quay lại"), ways.family(), Look.WAY)
MOST_GUESTS = 4  # at once; the others come up when these are answered
ENTERABLE = tuple(each for each in Relation if each is not Relation.HEAD)


@routes.shows("family", Action.TAKE_PART)
def family(turn: Turn) -> Answer:
    """The family as it is: who belongs to it, how far each is, and what the family can do next."""
    asked = waiting(turn, Joining.HOUSEHOLD)
    if turn.person.household_id is None and asked is not None:
        return _guest(turn, asked)
    if turn.person.household_id is None:
        return Screen(
            title=title_name(FAMILY),
            text=lines(
                T("{You} chưa ở trong hộ nào. Người nhà đã có mã hộ thì {you} gõ mã ấy; chưa có thì {you} lập hộ mới."),
            ),
            choices=(
                Choice(T("Gõ mã hộ"), ways.family_code()),
                Choice(T("Lập hộ mới, tôi là chủ hộ"), ways.family_new()),
                HOME,
            ),
        )
    household = households.get(turn.tx, turn.person.household_id)
    theirs = households.members(turn.tx, household.id)
    cycle = cycles.in_hand(turn.tx, household.commune_id)
    begin_at = partial(ways.family_begin, household.id)
    about = household.about
    guests = joining_requests.open_for(turn.tx, turn.actor, limit=MOST_GUESTS, household_id=household.id)
    named = frozenset(each.person.id for each in guests)
    return Screen(
        title=_name(turn, household),
        text=lines(
            None if cycle is None else still_of(turn, cycle),
            *(question_words(turn.tx, each, turn.person.id) for each in guests),
            *(() if asked is None else own_lines(turn, asked)),
            BLANK if guests or asked is not None else None,
            *(_member_line(turn, each, cycle) for each in theirs),
            BLANK,
            *(() if cycle is None else _share_lines(turn, household, cycle)),
            *(() if cycle is None else title_progress.standing_of(turn, SubjectKind.FAMILY, about, cycle)),
            None if household.join_code is None else T("Mã hộ: {code}", code=spaced(household.join_code)),
        ),
        choices=(
            *(
                Choice(T("Trả lời về {name}", name=each.person.full_name or "–"), ways.joining(each.id), Look.MAIN)
                for each in guests
            ),
            *(() if asked is None else (give_up(asked),)),
            *(
                ()
                if cycle is None
                else title_progress.next_steps(
                    turn, SubjectKind.FAMILY, about, cycle, begin_at, partial(ways.family_enrol, household.id)
                )
            ),
            Choice(T("Mời người nhà vào hộ"), ways.family_invite(household.id)),
            Choice(T("Sửa người trong hộ"), ways.family_members(household.id)),
            Choice(T("Dòng họ"), ways.clan(), Look.WAY),
            Choice(T("Rời hộ này"), ways.family_leave(household.id), Look.WAY),
            HOME,
        ),
        names=named if asked is None else named | heads_named(turn, asked),
    )


def _guest(turn: Turn, asked: JoiningRequest) -> Screen:
    """Who waits to be let in sees of the household whose it is, and nothing of who lives there."""
    return Screen(
        title=title_name(FAMILY),
        text=lines(
            *own_lines(turn, asked),
            T("{You} không phải làm gì thêm, xong sẽ có tin báo. Trong lúc chờ, {you} vẫn khai phần mình được."),
        ),
        choices=(
            give_up(asked),
            Choice(T("Gõ mã hộ khác"), ways.family_code()),
            Choice(T("Lập hộ mới, tôi là chủ hộ"), ways.family_new()),
            HOME,
        ),
        names=heads_named(turn, asked),
    )


def _name(turn: Turn, household: Household) -> Words:
    if household.head_id is None:
        return T("Hộ của {you}")
    return T("Gia đình {name}", name=people.get(turn.tx, household.head_id).full_name or "–")


def _member_line(turn: Turn, person: Person, cycle: Cycle | None) -> Words:
    """A member, and what is still missing: "Trần Thị Mai (Con): chưa khai"."""
    relation = RELATION_NAMES.get(Relation(person.relation)) if person.relation in set(Relation) else None
    name = Verbatim(person.full_name or "–")
    named = name if relation is None else T("{name} ({relation})", name=name, relation=relation)
    if cycle is None or cycle.criteria().is_too_young(person.age_in(cycle.year)):
        return T("- {name}", name=named)
    mine = next((d for d in declarations.of_person(turn.tx, person.id) if d.cycle.id == cycle.id), None)
    if mine is None:
        return T("- {name}: chưa khai", name=named)
    is_decided = mine.state in {State.CONFIRMED, State.RECOGNISED}
    if is_decided and mine.assessment is not None:
        return T("- {name}: {result}", name=named, result=verdict_words(mine.assessment, mine.standing))
    return T("- {name}: {state}", name=named, state=title_progress.STATES[mine.state])


def _share_lines(turn: Turn, household: Household, cycle: Cycle) -> tuple[Words, ...]:
    found = title_shares.adults(turn.tx, cycle, household.id)
    return (T("Người lớn đạt Công dân học tập: {part}/{whole}", part=found.part, whole=found.whole),)


@routes.does("family-begin/{household}/{title}", Action.KEEP_FAMILY)
def begin(turn: Turn, household: Household, title: str) -> Goto:
    """Begin to declare for the family, once a year for each title; that registers it, too."""
    if household.head_id is None and _may_keep(turn, household):
        households.set_head(turn.tx, household, turn.person)
    head = people.get(turn.tx, household.head_id or turn.person.id)
    return title_progress.begin(
        turn, SubjectKind.FAMILY, title, household.about, head, household.place_id, ways.family()
    )


@routes.does("family-enrol/{household}/{title}/{wanted}", Action.KEEP_FAMILY, Weight.DECIDING)
def enrol(turn: Turn, household: Household, title: str, wanted: int) -> Goto:
    """Register the family for a title of this year, or take that back."""
    return title_progress.enrol(
        turn, SubjectKind.FAMILY, title, household.about, household.place_id, ways.family(), wanted=bool(wanted)
    )


@routes.does("family-new", Action.TAKE_PART)
def new(turn: Turn) -> Goto:
    """A household of one's own; those one speaks for and who live nowhere yet belong to it."""
    if turn.person.household_id is not None:
        return Goto(ways.family())
    if (asked := waiting(turn, Joining.HOUSEHOLD)) is not None:  # of another, and nobody has agreed
        withdraw(turn.tx, asked)
        turn.account.person = now = people.get(turn.tx, turn.person.id)
        if now.household_id is not None:  # but meanwhile somebody has
            return Goto(ways.family())
    household = households.found(turn.tx, turn.person, code=free_code(turn.tx))
    turn.account.person = people.get(turn.tx, turn.person.id)
    for key in () if turn.actor.grants else turn.account.speaks_for:  # who helps a village speaks for neighbours
        spoken = people.get(turn.tx, key)
        if spoken.household_id is None and spoken.place_id == household.place_id:
            households.enter(turn.tx, household, spoken, relation=Relation.OTHER.value)
    return Goto(
        ways.family(),
        T(
            "Đã lập hộ. Mã hộ: {code}. Người nhà gõ mã này, {you} đồng ý là vào hộ.",
            code=spaced(household.join_code or ""),
        ),
    )


@routes.does("family-invite/{household}", Action.KEEP_FAMILY)
def invite(turn: Turn, household: Household) -> Goto:
    """Make the household's code, if it has none yet, and see to it that somebody is its head."""
    if household.head_id is None and _may_keep(turn, household):
        # of the roster: who invites answers for it until the members say otherwise
        households.set_head(turn.tx, household, turn.person)
    if household.join_code is None:
        households.give_code(turn.tx, household, free_code(turn.tx))
    return Goto(ways.family_show())


@routes.shows("family-show", Action.TAKE_PART)
def show(turn: Turn) -> Answer:
    """The code for those who have a telephone, and the way for those who have none."""
    household_id = turn.person.household_id
    household = None if household_id is None else households.get(turn.tx, household_id)
    if household is None or household.join_code is None:
        return Goto(ways.family())
    return Screen(
        title=T("Mời người nhà vào hộ"),
        text=lines(
            T("Mã hộ: {code}", code=spaced(household.join_code)),
            T("Người nhà mở chat này trên điện thoại của họ, ghi tên, rồi gõ mã trên. {You} bấm Đồng ý là xong."),
            *(Verbatim(link) for link in turn.links.to(household.join_code)),
            BLANK,
            T("Người lớn không dùng điện thoại thì {you} khai hộ. Trẻ em chỉ đếm trong bản khai, không ghi tên."),
        ),
        choices=(Choice(T("Khai hộ người khác trong nhà"), ways.add_them_next()), BACK, HOME),
    )


@routes.shows("family-code", Action.TAKE_PART)
def code(turn: Turn) -> Screen:
    """Ask for the household's code."""
    return Screen(text=T("{You} gõ mã hộ, người nhà đọc cho."), typed=True, choices=(BACK,))


@routes.hears("family-code")
def code_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A typed code."""
    typed = "".join(said.text.split()).upper() if isinstance(said, Said) else ""
    if typed.isalnum() and (wait := look_up(turn, typed)) is not None:
        return Goto(ways.family_code(), wait)
    if not typed.isalnum() or households.by_join_code(turn.tx, typed) is None:
        return Goto(ways.family_code(), T("Không có mã hộ ấy. {You} xem lại mã, hoặc hỏi lại người nhà."))
    return Goto(ways.family_join(typed))


@routes.shows("family-join/{code}", Action.TAKE_PART)
def join(turn: Turn, code: str) -> Answer:
    """What is the person to the head of the household?"""
    household = households.by_join_code(turn.tx, code)
    if household is None:
        return Goto(ways.family())
    if turn.person.household_id == household.id:
        return Goto(ways.family(), T("{You} đã ở trong hộ này rồi."))
    if (asked := waiting(turn, Joining.HOUSEHOLD)) is not None and asked.household_id == household.id:
        return Goto(ways.family())
    if turn.person.place_id != household.place_id:
        village = places.get(turn.tx, household.place_id).inline_name
        return Goto(
            ways.home(),
            T("Hộ này ở {village}. Nếu {you} đã chuyển về đó, {you} nhờ cán bộ {commune_label}.", village=village),
        )
    moving = (
        None if turn.person.household_id is None else T("{You} đang ở hộ khác: được nhận vào hộ này thì rời hộ kia.")
    )
    return Screen(
        title=_name(turn, household),
        text=lines(moving, T("{You} là gì của chủ hộ?")),
        choices=(
            *(Choice(RELATION_NAMES[each], ways.family_enter(code, each.value)) for each in ENTERABLE),
            Choice(T("Thôi"), ways.home(), Look.WAY),
        ),
        names=frozenset(() if household.head_id is None else (household.head_id,)),
    )


@routes.does("family-enter/{code}/{relation}", Action.TAKE_PART, Weight.DECIDING)
def enter(turn: Turn, code: str, relation: str) -> Goto:
    """Ask to come in: a guest until one of the household agrees, by one tap on what they are told."""
    household = households.by_join_code(turn.tx, code)
    if household is None or relation not in set(ENTERABLE):
        return Goto(ways.family(), CHOOSE)
    if household.id == turn.person.household_id:
        return Goto(ways.family())
    if turn.person.place_id != household.place_id:
        return Goto(ways.family_join(code))
    if ask_household(turn.tx, turn.person, household, relation) is None:
        return Goto(ways.family(), T("{You} đã xin vào hộ này nhiều lần. {You} nhờ người nhà hoặc {head_label}."))
    return Goto(ways.family(), T("Đã gửi lời xin vào hộ."))


def _impossible(turn: Turn, household: Household, person: Person, relation: Relation) -> Words | None:
    """Why somebody cannot be this to the head, by their years; nothing if they can."""
    head = None if household.head_id is None else people.get(turn.tx, household.head_id)
    if head is None or is_possible(relation, person.birth_year, head.birth_year):
        return None
    return T(
        "Chủ hộ sinh năm {head}, {name} sinh năm {year}: không thể là “{relation}”. {You} xem lại.",
        head=head.birth_year,
        name=person.full_name,
        year=person.birth_year,
        relation=RELATION_NAMES[relation],
    )


@routes.shows("family-members/{household}", Action.KEEP_FAMILY)
def members(turn: Turn, household: Household) -> Screen:
    """Whose place in the household is wrong?"""
    theirs = households.members(turn.tx, household.id)
    return Screen(
        title=_name(turn, household),
        text=T("Sửa về ai?"),
        choices=(
            *(Choice(Verbatim(each.full_name or "–"), ways.family_member(household.id, each.id)) for each in theirs),
            BACK,
        ),
    )


NOT_YOURS_TO_KEEP = T(
    "Việc này của chủ hộ, hoặc của người có tên trong danh sách dân cư của hộ. Chủ hộ không còn dùng chat thì {you} "
    "nhờ {head_label} ngắt máy cũ trước."
)


def _may_keep(turn: Turn, household: Household) -> bool:
    """Whether who lives here says who else does: the head; on the roster's household whom the roster knows; where the

    head has no chat, everybody. A newcomer with the household's code does not live here until somebody agrees.
    """
    if household.head_id == turn.person.id:
        return True
    if household.on_roster:
        return turn.person.on_roster
    return household.head_id is None or not accounts.has_chat(turn.tx, household.head_id)


def _may_hand_over(turn: Turn, household: Household) -> bool:
    """Whether who lives here says who is the head: the head; where that one has no chat, who may keep the household."""
    if household.head_id in {None, turn.person.id}:
        return _may_keep(turn, household)
    return _may_keep(turn, household) and not accounts.has_chat(turn.tx, household.head_id)


def _member(turn: Turn, household: Household, person_id: int) -> Person | None:
    return next((each for each in households.members(turn.tx, household.id) if each.id == person_id), None)


@routes.shows("family-member/{household}/{person}", Action.KEEP_FAMILY)
def member(turn: Turn, household: Household, person: int) -> Answer:
    """One member: what they are to the head, make them the head, or they live elsewhere."""
    found = _member(turn, household, person)
    if found is None:
        return Goto(ways.family())
    at = (household.id, found.id)
    is_head, is_other = found.id == household.head_id, found.id != turn.person.id
    goes = _may_keep(turn, household) and is_other and not is_head
    hands_over = _may_hand_over(turn, household)
    return Screen(
        title=Verbatim(found.full_name or "–"),
        text=T("{name} là gì của chủ hộ?", name=found.full_name or "–"),
        choices=(
            *(() if is_head else (Choice(RELATION_NAMES[r], ways.family_relation(*at, r.value)) for r in ENTERABLE)),
            *((Choice(T("Làm chủ hộ"), ways.family_head(*at)),) if hands_over and not is_head else ()),
            *((Choice(T("Không còn ở hộ này"), ways.family_out(*at), Look.DANGER),) if goes else ()),
            BACK,
        ),
    )


@routes.does("family-relation/{household}/{person}/{relation}", Action.KEEP_FAMILY)
def set_relation(turn: Turn, household: Household, person: int, relation: str) -> Goto:
    """Put right what a member is to the head."""
    found = _member(turn, household, person)
    if found is None or relation not in set(ENTERABLE) or found.id == household.head_id:
        return Goto(ways.family(), CHOOSE)
    if (problem := _impossible(turn, household, found, Relation(relation))) is not None:
        return Goto(ways.family_member(household.id, found.id), problem)
    households.enter(turn.tx, household, found, relation=relation)
    return Goto(ways.family(), T("Đã sửa."))


@routes.does("family-head/{household}/{person}", Action.KEEP_FAMILY, Weight.DECIDING)
def set_head(turn: Turn, household: Household, person: int) -> Goto:
    """Somebody else is the head of the household."""
    found = _member(turn, household, person)
    if found is None or not _may_hand_over(turn, household):
        return Goto(ways.family(), None if found is None else NOT_YOURS_TO_KEEP)
    households.set_head(turn.tx, household, found)
    return Goto(
        ways.family(), T("Từ nay chủ hộ là {name}. {You} xem lại quan hệ của từng người.", name=found.full_name)
    )


@routes.does("family-out/{household}/{person}", Action.KEEP_FAMILY, Weight.DECIDING)
def out(turn: Turn, household: Household, person: int) -> Goto:
    """A member lives elsewhere. What was declared stays.

    Whom the roster knows to live here says so themselves, or an officer does. The head hands over first: nobody becomes
    the head by taking others out.
    """
    found = _member(turn, household, person)
    if found is None or found.id == turn.person.id:
        return Goto(ways.family())
    if not _may_keep(turn, household):
        return Goto(ways.family(), NOT_YOURS_TO_KEEP)
    if found.id == household.head_id:
        return Goto(
            ways.family_member(household.id, found.id), T("Đây là chủ hộ. Chọn người khác làm chủ hộ trước đã.")
        )
    if household.on_roster and found.on_roster:
        return Goto(ways.family(), _asked_to_leave(turn, household, found))
    households.leave(turn.tx, found)
    note = T("{name} không còn trong hộ. Bản khai của người ấy vẫn còn.", name=found.full_name or "–")
    return Goto(ways.family(), note)


def _asked_to_leave(turn: Turn, household: Household, found: Person) -> Words:
    """Whom the roster knows to live here is moved by their own yes, or by the officer."""
    asked = ask_to_leave(turn.tx, found, household, by=turn.person)
    if asked is None:
        return T("Đã hỏi việc này nhiều lần rồi. {You} nhờ cán bộ {commune_label}.")
    name = found.full_name or "–"
    if waits_for(turn.tx, asked).answerer is Answerer.THEMSELVES:
        return T("Đã hỏi {name}. Người ấy đồng ý thì mới rời hộ.", name=name)
    return T("{name} có tên trong danh sách dân cư của hộ này. Đã hỏi cán bộ {commune_label}.", name=name)


@routes.shows("family-leave/{household}", Action.KEEP_FAMILY)
def leave(turn: Turn, household: Household) -> Answer:
    """Leave the household; its head says first who takes their place."""
    others = [each for each in households.members(turn.tx, household.id) if each.id != turn.person.id]
    if household.head_id == turn.person.id and others:
        return Screen(
            title=T("{You} đang là chủ hộ"),
            text=T("{You} rời hộ thì ai làm chủ hộ thay? Bản khai của gia đình vẫn còn, người ấy khai tiếp."),
            choices=(
                *(
                    Choice(Verbatim(each.full_name or "–"), ways.family_left(household.id, each.id))
                    for each in others
                    if not is_younger(each.age_in(turn.year), ADULT)
                ),
                BACK,
            ),
        )
    alone = None if others else T("{You} là người duy nhất trong hộ.")
    return Screen(
        text=lines(alone, T("{You} rời hộ này thật chứ? Bản khai của riêng {you} vẫn còn.")),
        choices=(Choice(T("Rời hộ"), ways.family_left(household.id, 0), Look.DANGER), BACK),
    )


@routes.does("family-left/{household}/{heir}", Action.KEEP_FAMILY, Weight.DECIDING)
def left(turn: Turn, household: Household, heir: int) -> Goto:
    """Leave now, after handing over."""
    if household.head_id == turn.person.id:
        others = [each for each in households.members(turn.tx, household.id) if each.id != turn.person.id]
        found = _member(turn, household, heir)
        if others and (found is None or found.id == turn.person.id):
            return Goto(ways.family_leave(household.id))
        if found is not None:
            households.set_head(turn.tx, household, found)
    turn.account.person = households.leave(turn.tx, turn.person)
    return Goto(ways.family(), T("{You} đã rời hộ."))

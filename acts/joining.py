"""Coming into a household, a unit or a clan, and being moved out of one: asked for by one, agreed to by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from criteria.family import RELATION_NAMES, Relation, is_possible
from criteria.policy import Action, Actor, Joining, Role, may
from locales.text import T, Words
from storage import accounts, clans, households, joining_requests, mergers, people, places, roles, ties
from storage.clans import Clan
from storage.households import Household
from storage.joining_requests import JoiningRequest
from storage.kit.transaction import Transaction
from storage.kit.words import JoiningState
from storage.people import Person
from storage.places import Place

MOST_ASKED = 3  # times one person may ask the same household, unit or clan, as long as that is kept


class Answerer(StrEnum):
    """Who is waited for."""

    HEAD_OF_HOUSEHOLD = "head_of_household"
    MEMBER = "member"
    HEAD_OF_UNIT = "head_of_unit"
    HEAD_OF_CLAN = "head_of_clan"
    THEMSELVES = "themselves"
    HEAD_OF_VILLAGE = "head_of_village"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is waited for, and who of them was told: nobody, where none has a chat."""

    answerer: Answerer
    told: tuple[int, ...] = ()


class Outcome(StrEnum):
    """What an answer did."""

    DONE = "done"
    OVER = "over"  # it had ended before
    GONE = "gone"  # it cannot be any more


# Asking


def ask_household(tx: Transaction, person: Person, household: Household, relation: str) -> JoiningRequest | None:
    """The person is a guest of the household until one of it agrees; ``None``: they have asked it too often."""
    if _too_often(tx, person, Joining.HOUSEHOLD, household_id=household.id):
        return None
    made = joining_requests.ask(tx, person, Joining.HOUSEHOLD, household_id=household.id, relation=relation)
    return _asked(tx, *made)


def ask_unit(tx: Transaction, person: Person, unit: Place) -> JoiningRequest | None:
    """The person asks to be assessed in the unit, and is in the village until its head agrees."""
    if _too_often(tx, person, Joining.UNIT, unit_id=unit.id):
        return None
    return _asked(tx, *joining_requests.ask(tx, person, Joining.UNIT, unit_id=unit.id))


def ask_clan(tx: Transaction, person: Person, clan: Clan, household: Household) -> JoiningRequest | None:
    """The person asks for their household; what another of it has asked of that clan is asked once."""
    known = joining_requests.of_clan(tx, household.id, clan.id)
    if known is not None:
        return known
    if _too_often(tx, person, Joining.CLAN, household_id=household.id, clan_id=clan.id):
        return None
    return _asked(tx, *joining_requests.ask(tx, person, Joining.CLAN, household_id=household.id, clan_id=clan.id))


def ask_to_leave(tx: Transaction, person: Person, household: Household, *, by: Person) -> JoiningRequest | None:
    """Somebody says that another of a household of the roster lives there no more: it takes their own yes."""
    if _too_often(tx, person, Joining.LEAVING, household_id=household.id):
        return None
    return _asked(tx, *joining_requests.ask(tx, person, Joining.LEAVING, household_id=household.id, asked_by=by.id))


def _too_often(
    tx: Transaction,
    person: Person,
    kind: Joining,
    *,
    household_id: int | None = None,
    unit_id: int | None = None,
    clan_id: int | None = None,
) -> bool:
    """Whether that was asked of the same too often; what is open already is no new question."""
    waiting, whose = joining_requests.open_of(tx, person.id, kind), (household_id, unit_id, clan_id)
    if waiting is not None and (waiting.household_id, waiting.unit_id, waiting.clan_id) == whose:
        return False
    n = joining_requests.times(tx, person.id, kind, household_id=household_id, unit_id=unit_id, clan_id=clan_id)
    return n >= MOST_ASKED


def _asked(tx: Transaction, request: JoiningRequest, is_new: bool) -> JoiningRequest:  # noqa: FBT001 (of ask)
    if is_new:
        for person_id in waits_for(tx, request).told:
            tell(
                tx,
                person_id,
                _question(tx, request, person_id),
                key=f"{joining_requests.matter(request.id)}{person_id}",
            )
    return request


def waits_for(tx: Transaction, request: JoiningRequest) -> Asked:
    """Who is asked: those whose affair it is and who have a chat, else who serves the place."""
    groups = tuple(_answerers(tx, request))
    for answerer, found in groups:
        reached = tuple(key for key in dict.fromkeys(found) if _may_answer(tx, key, request))
        if reached:
            return Asked(answerer, reached)
    return Asked(groups[-1][0])


def _answerers(tx: Transaction, request: JoiningRequest) -> Iterator[tuple[Answerer, Iterable[int]]]:
    match request.kind:
        case Joining.HOUSEHOLD:
            household = households.get(tx, request.household_id or 0)
            members = [each.id for each in households.members(tx, household.id)]
            yield Answerer.HEAD_OF_HOUSEHOLD, [key for key in members if key == household.head_id]
            yield Answerer.MEMBER, members
        case Joining.UNIT:
            yield Answerer.HEAD_OF_UNIT, _serving(tx, request, Role.HEAD)
        case Joining.CLAN:
            yield Answerer.HEAD_OF_CLAN, () if request.led_by is None else (request.led_by,)
        case Joining.LEAVING:
            yield Answerer.THEMSELVES, (request.person.id,)
    if request.kind in {Joining.HOUSEHOLD, Joining.CLAN}:
        yield Answerer.HEAD_OF_VILLAGE, _serving(tx, request, Role.HEAD)
    yield Answerer.OFFICER, _serving(tx, request, Role.OFFICER)


def _serving(tx: Transaction, request: JoiningRequest, role: Role) -> Sequence[int]:
    found = roles.deciders(tx, village_id=request.place_id, commune_id=request.commune_id)
    return [person.id for person, held in found if held is role]


def _may_answer(tx: Transaction, person_id: int, request: JoiningRequest) -> bool:
    if all(seat.blocked for seat in accounts.of_person(tx, person_id)):
        return False
    person = people.get(tx, person_id)
    held = roles.of_person(tx, person_id)
    actor = Actor(person.id, person.household_id, held, tied=ties.of_decider(tx, person_id) if held else {})
    return may(actor, Action.LET_JOIN, request.subject) is None


def _question(tx: Transaction, request: JoiningRequest, reader_id: int) -> Notice:
    """What is asked of somebody, with an answer in one tap."""
    if request.kind is Joining.LEAVING and reader_id == request.person.id:
        yes, no = T("Đúng, tôi ở nơi khác"), T("Không, tôi vẫn ở đây")
    else:
        yes, no = YES, NO
    return Notice(
        question_words(tx, request, reader_id),
        (
            Choice(yes, ways.joining_agree(request.id), Look.MAIN),
            Choice(no, ways.joining_refuse(request.id)),
        ),
    )


YES, NO = T("Đồng ý"), T("Không đồng ý")


def question_words(tx: Transaction, request: JoiningRequest, reader_id: int) -> Words:
    """What is asked, in a sentence or two."""
    name = request.person.full_name or "–"
    match request.kind:
        case Joining.HOUSEHOLD:
            reader = people.get(tx, reader_id)
            relation = RELATION_NAMES[Relation(request.relation or Relation.OTHER)]
            if reader.household_id == request.household_id:
                return T("{name} ({relation}) xin vào hộ bằng mã hộ. Có đúng người nhà không?",
                         name=name, relation=relation)  # fmt: skip
            household = households.get(tx, request.household_id or 0)
            return T(
                "{name} ({relation}) xin vào hộ: {household}. Hộ ấy chưa ai có chat, nên {you} trả lời thay.",
                name=name, relation=relation, household=household_words(tx, household),
            )  # fmt: skip
        case Joining.UNIT:
            unit = places.get(tx, request.unit_id or 0)
            return T("{name} xin tính ở {unit}. Có đúng người của đơn vị không?", name=name, unit=unit.inline_name)
        case Joining.CLAN:
            return T("{name} xin cho cả hộ vào họ {clan}. Có đúng người trong họ không?", name=name,
                     clan=_clan(tx, request).name)  # fmt: skip
        case Joining.LEAVING:
            by = "–" if request.asked_by is None else people.get(tx, request.asked_by).full_name or "–"
            if reader_id == request.person.id:
                return T("{by} báo là {you} không còn ở hộ này nữa. Có đúng không?", by=by)
            return T("{by} báo là {name} không còn ở cùng hộ nữa. Có đúng không?", by=by, name=name)


def household_words(tx: Transaction, household: Household) -> Words:
    """A household by its head: "Gia đình Nguyễn Thị Lan"."""
    if household.head_id is None:
        return T("Hộ chưa có chủ hộ")
    return T("Gia đình {name}", name=people.get(tx, household.head_id).full_name or "–")


def _clan(tx: Transaction, request: JoiningRequest) -> Clan:
    return clans.get(tx, request.clan_id or 0)


# Answering


def agree(tx: Transaction, request: JoiningRequest, *, by: Person) -> Outcome:
    """``by`` says yes, and it is so. May they? The caller has asked."""
    if not request.waits:
        return Outcome.OVER
    person = people.get(tx, request.person.id)
    if not _still_fits(tx, request, person):
        if not joining_requests.end(tx, request, JoiningState.GONE):
            return Outcome.OVER
        _tell(tx, request, _GONE, by)
        return Outcome.GONE
    if not joining_requests.end(tx, request, JoiningState.AGREED, by=by.id):
        return Outcome.OVER
    match request.kind:
        case Joining.HOUSEHOLD:
            household = households.get(tx, request.household_id or 0)
            households.enter(tx, household, person, relation=_relation(tx, request, household, person).value)
            if by.household_id != household.id:  # in office: what comes from there is somebody else's to decide on
                ties.agreed(tx, household.id, by.id)
        case Joining.UNIT:
            mergers.assess_at(tx, person, places.get(tx, request.unit_id or 0))
        case Joining.CLAN:
            clans.enter(tx, _clan(tx, request), households.get(tx, request.household_id or 0))
        case Joining.LEAVING:
            households.leave(tx, person)
    gone = T("{name} không còn trong hộ. Bản khai của người ấy vẫn còn.", name=person.full_name or "–")
    _tell(tx, request, {**_AGREED, Joining.LEAVING: gone}, by)
    return Outcome.DONE


def _relation(tx: Transaction, request: JoiningRequest, household: Household, person: Person) -> Relation:
    """What they said they are to the head; what their years make impossible is left open, for the family to say.

    Not when they ask: the answer would tell a guest when the head was born.
    """
    said = Relation(request.relation or Relation.OTHER)
    head = None if household.head_id is None else people.get(tx, household.head_id)
    return said if head is None or is_possible(said, person.birth_year, head.birth_year) else Relation.OTHER


def refuse(tx: Transaction, request: JoiningRequest, *, by: Person) -> Outcome:
    """``by`` says no; nothing changes."""
    if not joining_requests.end(tx, request, JoiningState.REFUSED, by=by.id):
        return Outcome.OVER
    stays = T("{name} vẫn ở trong hộ.", name=request.person.full_name or "–")
    _tell(tx, request, {**_REFUSED, Joining.LEAVING: stays}, by)
    return Outcome.DONE


def withdraw(tx: Transaction, request: JoiningRequest) -> None:
    """Who asked does not ask any more."""
    joining_requests.end(tx, request, JoiningState.WITHDRAWN, by=request.person.id)


def _still_fits(tx: Transaction, request: JoiningRequest, person: Person) -> bool:
    """Whether what was asked can still be: people, places and clans move meanwhile."""
    match request.kind:
        case Joining.HOUSEHOLD:
            household = households.get(tx, request.household_id or 0)
            return person.household_id != household.id and person.place_id == household.place_id
        case Joining.UNIT:
            here = places.get(tx, person.place_id).commune_id == request.commune_id
            return here and person.unit_id != request.unit_id and not mergers.is_settled(tx, person)
        case Joining.CLAN:
            household = households.get(tx, request.household_id or 0)
            return person.household_id == household.id and household.clan_id != request.clan_id
        case Joining.LEAVING:
            household = households.get(tx, request.household_id or 0)
            return person.household_id == household.id and household.head_id != person.id


_AGREED: Mapping[Joining, Words] = {
    Joining.HOUSEHOLD: T("{You} đã được nhận: từ nay {you} ở trong hộ. Vào mục Gia đình để xem."),
    Joining.UNIT: T("Đơn vị đã nhận: từ nay {you} khai và được xác nhận ở đơn vị."),
    Joining.CLAN: T("Dòng họ đã nhận: từ nay hộ của {you} ở trong họ."),
}
_REFUSED: Mapping[Joining, Words] = {
    Joining.HOUSEHOLD: T("Hộ chưa nhận {you} là người nhà. Nếu nhầm, {you} hỏi lại người nhà rồi gõ lại mã hộ."),
    Joining.UNIT: T("Đơn vị chưa nhận {you}, nên {you} vẫn tính ở {village_label}. Nếu nhầm, {you} hỏi lại đơn vị."),
    Joining.CLAN: T("Dòng họ chưa nhận hộ của {you}. Nếu nhầm, {you} hỏi lại trưởng họ."),
}
_GONE: Mapping[Joining, Words] = {
    Joining.UNIT: T("Năm nay {you} đã được xác nhận ở nơi cũ nên vẫn tính ở đó. Sang năm {you} gõ lại mã này."),
}
_SEE: Mapping[Joining, Choice] = {
    Joining.HOUSEHOLD: Choice(T("Xem gia đình"), ways.family()),
    Joining.UNIT: Choice(T("Về đầu"), ways.home(), Look.WAY),
    Joining.CLAN: Choice(T("Xem dòng họ"), ways.clan()),
    Joining.LEAVING: Choice(T("Xem gia đình"), ways.family()),
}


def _tell(tx: Transaction, request: JoiningRequest, said: Mapping[Joining, Words], by: Person) -> None:
    """Whoever asked hears what came of it."""
    asked_by = request.asked_by or request.person.id
    words = said.get(request.kind)
    if words is not None and asked_by != by.id:
        tell(tx, asked_by, Notice(words, (_SEE[request.kind],)))

"""Who asks to come into a household, a unit or a clan: yes or no in one tap, by those whose affair it is."""

from __future__ import annotations

from collections.abc import Mapping

from acts import joining as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.joining import Outcome
from acts.way import Way
from criteria.policy import Action, Joining
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared import joining_words
from handlers.shared.joining_words import WHAT
from locales.text import BLANK, T, Verbatim, Words, lines
from storage import joining_requests, people
from storage.joining_requests import JoiningRequest
from storage.kit.words import JoiningState

routes = Routes()

MOST = 5  # at once; the others come up when these are answered
OWN: Mapping[str, Way] = {  # where one's own wish stands
    Joining.HOUSEHOLD.value: ways.family(),
    Joining.UNIT.value: ways.joinings(),
    Joining.CLAN.value: ways.clan(),
}
_BECAME: Mapping[JoiningState, Words] = {
    JoiningState.AGREED: T("đã có người đồng ý rồi"),
    JoiningState.REFUSED: T("đã có người trả lời không"),
    JoiningState.WITHDRAWN: T("đã thôi không xin nữa"),
    JoiningState.GONE: T("không còn cần trả lời nữa"),
}


@routes.shows("joinings", Action.TAKE_PART)
def joinings(turn: Turn) -> Screen:
    """What waits for this person's word, and what they ask of others."""
    theirs = joining_requests.open_for(turn.tx, turn.actor, limit=MOST)
    mine = joining_requests.mine(turn.tx, turn.person.id)
    named = [*(each.person.id for each in theirs), *(key for each in theirs if (key := each.asked_by) is not None)]
    for each in (*theirs, *mine):
        named += joining_words.heads_named(turn, each)
    return Screen(
        title=T("Xin vào hộ, đơn vị, dòng họ"),
        text=lines(
            None if theirs or mine else T("Không còn ai chờ {you} trả lời."),
            *(deeds.question_words(turn.tx, each, turn.person.id) for each in theirs),
            BLANK if theirs and mine else None,
            *(line for each in mine for line in joining_words.own_lines(turn, each)),
        ),
        choices=(
            *(Choice(_answer(each), ways.joining(each.id), Look.MAIN) for each in theirs),
            *(joining_words.give_up(each) for each in mine),
            HOME,
        ),
        names=frozenset(named) - {turn.person.id},
    )


def _answer(request: JoiningRequest) -> Words:
    return T("Trả lời: {name}, {what}", name=request.person.full_name or "–", what=WHAT[request.kind])


@routes.shows("joining/{joining}", Action.LET_JOIN)
def joining(turn: Turn, joining: JoiningRequest) -> Answer:
    """One of them, with yes and no; what became of it where it waits no more."""
    if not joining.waits:
        return Goto(ways.joinings(), _became(turn, joining))
    named = frozenset(() if joining.asked_by is None else (joining.asked_by,))
    return Screen(
        title=Verbatim(joining.person.full_name or "–"),
        text=deeds.question_words(turn.tx, joining, turn.person.id),
        choices=(
            Choice(deeds.YES, ways.joining_agree(joining.id), Look.MAIN),
            Choice(deeds.NO, ways.joining_refuse(joining.id)),
            Choice(T("Quay lại"), ways.joinings(), Look.WAY),
            HOME,
        ),
        names=(named | joining_words.heads_named(turn, joining)) - {turn.person.id},
    )


def _became(turn: Turn, request: JoiningRequest) -> Words:
    """What became of a wish that waits no more."""
    now = joining_requests.load(turn.tx, request.id)
    state = JoiningState.GONE if now is None or now.waits else now.state
    return T("{name}, {what}: {state}.", name=request.person.full_name or "–", what=WHAT[request.kind],
             state=_BECAME[state])  # fmt: skip


@routes.does("joining-agree/{joining}", Action.LET_JOIN, Weight.DECIDING)
def agree(turn: Turn, joining: JoiningRequest) -> Goto:
    """Yes: it is so from now on."""
    outcome = deeds.agree(turn.tx, joining, by=turn.person)
    turn.account.person = people.get(turn.tx, turn.person.id)  # who leaves a household agrees to that themselves
    said = T("Đã đồng ý: {name}, {what}.", name=joining.person.full_name or "–", what=WHAT[joining.kind])
    if outcome is not Outcome.DONE:
        return _answered(turn, joining, _became(turn, joining))
    return _answered(turn, joining, lines(said, _left_open(turn, joining)))


def _left_open(turn: Turn, request: JoiningRequest) -> Words | None:
    """That somebody came in as another than they said, because their years make that impossible."""
    now = people.get(turn.tx, request.person.id).relation
    is_theirs = request.kind is Joining.HOUSEHOLD and request.household_id == turn.person.household_id
    if not is_theirs or now == request.relation:
        return None
    return T("Quan hệ đã ghi không khớp năm sinh. {You} chọn Sửa người trong hộ để ghi lại.")


@routes.does("joining-refuse/{joining}", Action.LET_JOIN, Weight.DECIDING)
def refuse(turn: Turn, joining: JoiningRequest) -> Goto:
    """No: all stays as it is."""
    outcome = deeds.refuse(turn.tx, joining, by=turn.person)
    said = T("Đã trả lời không: {name}, {what}.", name=joining.person.full_name or "–", what=WHAT[joining.kind])
    return _answered(turn, joining, said if outcome is Outcome.DONE else _became(turn, joining))


def _answered(turn: Turn, request: JoiningRequest, said: Words) -> Goto:
    """On to what has changed, for those whose it is."""
    names = frozenset({request.person.id})
    if request.household_id == turn.person.household_id and request.kind is not Joining.CLAN:
        return Goto(ways.family(), said, names)
    if request.led_by == turn.person.id:
        return Goto(ways.clan(), said, names)
    return Goto(ways.joinings(), said, names)


@routes.does("joining-withdraw/{wish}", Action.TAKE_PART, Weight.DECIDING)
def withdraw(turn: Turn, wish: str) -> Goto:
    """Ask no more."""
    if wish not in OWN:
        return Goto(ways.joinings())
    mine = joining_requests.open_of(turn.tx, turn.person.id, Joining(wish))
    if mine is None:
        return Goto(OWN[wish])
    deeds.withdraw(turn.tx, mine)
    return Goto(OWN[wish], T("Đã thôi, không xin nữa."))

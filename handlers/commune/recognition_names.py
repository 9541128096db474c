"""The names on a list to be recognised: looked at, struck, put back; after the decision, revoked one by one."""

from __future__ import annotations

from collections.abc import Sequence

from acts import recognising, ways
from acts.choice import Choice, Look
from acts.words.recognition_words import STRIKING, decision_words
from criteria.declaration import State
from criteria.names import fold
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.recognition_words import ONLY_WORDS, back, can_strike
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_reason
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.catalog import catalog
from locales.text import T, Verbatim, lines
from storage import recognition
from storage.recognition import Name, RecognitionList

routes = Routes()

SOUGHT = Part[str]("sought", str)  # the name that is looked for on a list
WHY = Part[str]("why_one", str)  # why somebody's recognition is to be revoked
PAGE = 10


@routes.shows("recognition-names/{proposal}/{after}", Action.RECOGNISE)
def names_(turn: Turn, proposal: RecognitionList, after: int) -> Screen:
    """Ten names of the list; a typed one is looked for."""
    return _names(turn, proposal, after, struck=False)


@routes.shows("recognition-off/{proposal}/{after}", Action.RECOGNISE)
def off(turn: Turn, proposal: RecognitionList, after: int) -> Screen:
    """Ten of those who were struck."""
    return _names(turn, proposal, after, struck=True)


def _names(turn: Turn, found: RecognitionList, after: int, *, struck: bool) -> Screen:
    some = recognition.page(turn.tx, found.id, after_id=after, most=PAGE + 1, struck=struck)
    shown = some[:PAGE]
    onward = ways.recognition_off if struck else ways.recognition_names
    return Screen(
        title=T("Tên đã gạch") if struck else T("Tên trong danh sách"),
        text=(T("{You} chọn một tên, hoặc gõ họ tên để tìm.") if not struck else T("{You} chọn một tên."))
        if shown
        else T("Không có tên nào."),
        typed=not struck,
        choices=(
            *_pick(turn, shown),
            *((Choice(T("Xem tiếp"), onward(found.id, shown[-1].id), Look.WAY),) if some[PAGE:] else ()),
            back(found),
        ),
        names=frozenset(each.person_id for each in shown),
    )


def _pick(turn: Turn, shown: Sequence[Name]) -> tuple[Choice, ...]:
    called = recognition.place_names(turn.tx, {each.place_id for each in shown})
    return tuple(
        Choice(T("{name}, {place}", name=each.full_name, place=called[each.place_id]), ways.recognition_name(each.id))
        for each in shown
    )


@routes.hears("recognition-names")
def names_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList, after: int) -> Goto:
    """A typed name is looked for."""
    if isinstance(said, Sent) or not fold(said.text):
        return Goto(ways.recognition_names(proposal.id, after), ONLY_WORDS)
    turn.draft.keep(SOUGHT, fold(said.text)[:60])
    return Goto(ways.recognition_found(proposal.id))


@routes.shows("recognition-found/{proposal}", Action.RECOGNISE)
def found_(turn: Turn, proposal: RecognitionList) -> Answer:
    """The names that have these words."""
    sought = turn.draft.get(SOUGHT)
    shown = () if sought is None else recognition.search(turn.tx, proposal.id, sought, most=PAGE)
    if not shown:
        return Goto(ways.recognition_names(proposal.id, 0), T("Không có tên ấy trong danh sách."))
    return Screen(
        title=T("Tên trong danh sách"),
        text=T("{You} chọn một tên."),
        choices=(*_pick(turn, shown), Choice(T("Tìm tên khác"), ways.recognition_names(proposal.id, 0), Look.WAY)),
        names=frozenset(each.person_id for each in shown),
    )


@routes.shows("recognition-name/{proposed}", Action.RECOGNISE)
def name(turn: Turn, proposed: Name) -> Screen:
    """One name, and what can be done about it."""
    found = recognition.get(turn.tx, proposed.list_id)
    place = recognition.place_names(turn.tx, [proposed.place_id])[proposed.place_id]
    choices: tuple[Choice, ...] = ()
    if found.is_before_signed and proposed.struck_why is None:
        choices = (
            Choice(T("Gạch tên này"), ways.recognition_strike(proposed.id)),
            Choice(T("Ghi ý kiến phản ánh về người này"), ways.objection_about(proposed.id)),
        )
    elif found.is_before_signed and found.state is not Paper.SUBMITTED:
        choices = (Choice(T("Đưa tên này vào lại"), ways.recognition_put_back(proposed.id)),)
    elif proposed.state is State.RECOGNISED and proposed.live:
        choices = (
            Choice(T("In Giấy công nhận (A4)"), ways.certificate_one(proposed.id, "a4")),
            Choice(T("In Giấy công nhận (A5)"), ways.certificate_one(proposed.id, "a5")),
            Choice(T("Thu hồi công nhận người này"), ways.recognition_unname(proposed.id), Look.DANGER),
        )
    return Screen(
        title=Verbatim(proposed.full_name),
        text=lines(
            Verbatim(place),
            T("Hộ {code}", code=proposed.household) if proposed.household else None,
            T("Đã gạch. Lý do: {reason}", reason=proposed.struck_why) if proposed.struck_why else None,
            decision_words(found) if proposed.live and proposed.recognised_at else None,
        ),
        choices=(*choices, back(found)),
        names=frozenset({proposed.person_id}),
    )


@routes.shows("recognition-strike/{proposed}", Action.RECOGNISE_NOW)
def strike(turn: Turn, proposed: Name) -> Answer:
    """Why is the name struck?"""
    if not can_strike(turn, proposed):
        return Goto(ways.recognition_name(proposed.id))
    return Screen(
        title=T("Gạch tên {name}", name=proposed.full_name),
        text=T("Vì sao? {You} chọn, hoặc gõ lý do."),
        typed=True,
        choices=(
            *(Choice(words, ways.recognition_strike_as(proposed.id, code)) for code, words in STRIKING.items()),
            Choice(T("Thôi, không gạch"), ways.recognition_name(proposed.id), Look.WAY),
        ),
        names=frozenset({proposed.person_id}),
    )


@routes.hears("recognition-strike")
def strike_heard(turn: Turn, said: Said | Sent, proposed: Name) -> Goto:
    """The reason in own words."""
    reason = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.recognition_strike(proposed.id), reason.hint)
    return _strike(turn, proposed, reason)


@routes.does("recognition-strike-as/{proposed}/{ready}", Action.RECOGNISE_NOW, Weight.DECIDING)
def strike_as(turn: Turn, proposed: Name, ready: str) -> Goto:
    """Strike it for a ready reason."""
    if ready not in STRIKING:
        return Goto(ways.recognition_strike(proposed.id))
    return _strike(turn, proposed, catalog("vi").render(STRIKING[ready]))


def _strike(turn: Turn, proposed: Name, why: str) -> Goto:
    if not recognising.strike(turn.tx, proposed, why=why, by=turn.person.id):
        return Goto(ways.recognition_name(proposed.id))
    note = T("Đã gạch tên {name}.", name=proposed.full_name)
    return Goto(ways.recognition_name(proposed.id), note)


@routes.does("recognition-put-back/{proposed}", Action.RECOGNISE_NOW, Weight.DECIDING)
def put_back(turn: Turn, proposed: Name) -> Goto:
    """Put a name back that was struck."""
    if recognising.put_back(turn.tx, proposed):
        return Goto(ways.recognition_name(proposed.id), T("Đã đưa {name} vào lại.", name=proposed.full_name))
    return Goto(ways.recognition_name(proposed.id))


@routes.shows("recognition-unname/{proposed}", Action.RECOGNISE_NOW)
def unname(turn: Turn, proposed: Name) -> Answer:
    """Why is this person's recognition revoked?"""
    if proposed.state is not State.RECOGNISED:
        return Goto(ways.recognition_name(proposed.id))
    return Screen(
        title=T("Thu hồi công nhận {name}", name=proposed.full_name),
        text=T("{You} gõ lý do, và số, ngày của văn bản thu hồi."),
        typed=True,
        choices=(Choice(T("Thôi, không thu hồi"), ways.recognition_name(proposed.id), Look.WAY),),
        names=frozenset({proposed.person_id}),
    )


@routes.hears("recognition-unname")
def unname_heard(turn: Turn, said: Said | Sent, proposed: Name) -> Goto:
    """The reason in own words."""
    reason = Misread(ONLY_WORDS) if isinstance(said, Sent) else read_reason(said.text)
    if isinstance(reason, Misread):
        return Goto(ways.recognition_unname(proposed.id), reason.hint)
    turn.draft.keep(WHY, reason)
    return Goto(ways.recognition_unname_sure(proposed.id))


@routes.shows("recognition-unname-sure/{proposed}", Action.RECOGNISE)
def unname_sure(turn: Turn, proposed: Name) -> Answer:
    """What goes, before it does."""
    reason = turn.draft.get(WHY)
    if reason is None or proposed.state is not State.RECOGNISED:
        return Goto(ways.recognition_name(proposed.id))
    return Screen(
        title=T("Thu hồi công nhận {name}?", name=proposed.full_name),
        text=lines(
            T("Lý do: {reason}", reason=reason),
            T("{name} thôi được công nhận và được báo tin. Việc này không làm lại được.", name=proposed.full_name),
        ),
        choices=(
            Choice(T("Thu hồi công nhận"), ways.recognition_unname_now(proposed.id), Look.DANGER),
            Choice(T("Thôi, không thu hồi"), ways.recognition_name(proposed.id), Look.WAY),
        ),
        names=frozenset({proposed.person_id}),
    )


@routes.does("recognition-unname-now/{proposed}", Action.RECOGNISE_NOW, Weight.FINAL)
def unname_now(turn: Turn, proposed: Name) -> Goto:
    """Revoke it."""
    reason = turn.draft.get(WHY)
    if reason is None:
        return Goto(ways.recognition_name(proposed.id))
    found = recognition.get(turn.tx, proposed.list_id, lock=True)
    recognising.revoke_one(turn.tx, found, proposed, why=reason, by=turn.person.id)
    turn.draft.drop(WHY)
    return Goto(ways.recognition_name(proposed.id))

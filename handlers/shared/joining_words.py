"""What somebody reads of a wish of their own that waits: of whom it is asked, and how to give it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from acts import joining, ways
from acts.choice import Choice, Look
from acts.joining import Answerer
from criteria.policy import Joining
from handlers.kit.context import Turn
from locales.text import T, Words
from storage import clans, households, joining_requests, places
from storage.joining_requests import JoiningRequest
from storage.kit.words import JoiningState

_WAITS_FOR: Mapping[Answerer, Words] = {
    Answerer.HEAD_OF_HOUSEHOLD: T("Đang chờ chủ hộ đồng ý."),
    Answerer.MEMBER: T("Đang chờ một người trong hộ đồng ý."),
    Answerer.HEAD_OF_UNIT: T("Đang chờ người đứng đầu đơn vị đồng ý."),
    Answerer.HEAD_OF_CLAN: T("Đang chờ trưởng họ đồng ý."),
    Answerer.THEMSELVES: T("Đang chờ người ấy đồng ý."),
    Answerer.HEAD_OF_VILLAGE: T("Đang chờ {head_label} đồng ý."),
    Answerer.OFFICER: T("Đang chờ cán bộ {commune_label} đồng ý."),
}
GIVE_UP: Mapping[Joining, Words] = {
    Joining.HOUSEHOLD: T("Thôi, không xin vào hộ nữa"),
    Joining.UNIT: T("Thôi, không xin tính ở đơn vị nữa"),
    Joining.CLAN: T("Thôi, không xin vào dòng họ nữa"),
}


WHAT: Mapping[Joining, Words] = {
    Joining.HOUSEHOLD: T("vào hộ"),
    Joining.UNIT: T("vào đơn vị"),
    Joining.CLAN: T("vào dòng họ"),
    Joining.LEAVING: T("rời hộ"),
}
BECAME: Mapping[JoiningState, Words] = {
    JoiningState.WAITS: T("đang chờ"),
    JoiningState.AGREED: T("đã được đồng ý"),
    JoiningState.REFUSED: T("không được đồng ý"),
    JoiningState.WITHDRAWN: T("đã thôi"),
    JoiningState.GONE: T("không còn cần"),
}


def waits_for(turn: Turn, request: JoiningRequest) -> Words:
    """Who must say yes."""
    return _WAITS_FOR[joining.waits_for(turn.tx, request).answerer]


def waiting(turn: Turn, kind: Joining) -> JoiningRequest | None:
    """What this person asks for themselves of that kind."""
    return joining_requests.open_of(turn.tx, turn.person.id, kind)


def own_lines(turn: Turn, request: JoiningRequest) -> Iterator[Words]:
    """What was asked, and of whom."""
    tx = turn.tx
    match request.kind:
        case Joining.UNIT:
            unit, village = places.get(tx, request.unit_id or 0), places.get(tx, turn.person.place_id)
            yield T("{You} xin tính ở {unit}; chưa xong thì vẫn tính ở {village}.", unit=unit.inline_name,
                    village=village.inline_name)  # fmt: skip
        case Joining.CLAN:
            yield T("{You} xin cho hộ vào họ {name}.", name=clans.get(tx, request.clan_id or 0).name)
        case _:
            home = joining.household_words(tx, households.get(tx, request.household_id or 0))
            yield T("{You} xin vào hộ: {household}.", household=home)
    yield waits_for(turn, request)


def heads_named(turn: Turn, request: JoiningRequest) -> frozenset[int]:
    """Whom these lines name."""
    if request.kind is not Joining.HOUSEHOLD:
        return frozenset()
    head_id = households.get(turn.tx, request.household_id or 0).head_id
    return frozenset(() if head_id is None else (head_id,))


def give_up(request: JoiningRequest) -> Choice:
    """The way to ask no more."""
    return Choice(GIVE_UP[request.kind], ways.joining_withdraw(request.kind.value), Look.WAY)

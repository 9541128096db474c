"""Affairs of the office: what people ask about their own data, how it stands with backups, its villages and units."""

from __future__ import annotations

from collections.abc import Iterator

from acts.words.request_words import UNSURE, next_day
from criteria.data_rights import REQUEST_NAMES, VERIFIED
from criteria.policy import Action
from desk.kit.blocks import Block, Cell, Facts, Form, Head, Heading, Page, Para, Row, Table, To, Tone
from desk.kit.table import Pages
from desk.kit.visit import Visit
from desk.shared.places import OFFICE, person_at, place_at
from desk.shared.years import commune_of
from locales.format import day_of
from locales.text import Day, Moment, Number, T, Verbatim, Words
from storage import backups, data_requests, people, places
from storage.data_requests import DataRequest
from storage.kit.words import PlaceKind

pages = Pages()

MOST = 50
DASH = Verbatim("–")


@pages.shows(OFFICE, Action.SEE_STATISTICS)
def office(visit: Visit) -> Page:
    """All of it on one page."""
    asked = data_requests.open_for(visit.tx, visit.actor, limit=MOST)
    return Page(
        title=T("Việc chung của {commune_label}"),
        blocks=(
            *_requests(visit, asked),
            Heading(T("Sao lưu")),
            *_backups(visit),
            Heading(T("Nơi và đơn vị")),
            *_places(visit),
        ),
        names=frozenset(each.person_id for each in asked),
    )


def _requests(visit: Visit, asked: tuple[DataRequest, ...]) -> Iterator[Block]:
    """What is not done yet, the oldest first, each with its next day."""
    yield Heading(T("Yêu cầu về dữ liệu"))
    yield Table(
        T("Yêu cầu chưa làm xong, cũ trước"),
        (Head(T("Ai")), Head(T("Yêu cầu")), Head(T("Ngày")), Head(T("Hạn tới"))),
        tuple(_asked(visit, each) for each in asked),
        none=T("Không còn yêu cầu nào chưa làm."),
    )
    if asked and not VERIFIED:
        yield Para(UNSURE, Tone.SOFT)
    for each in asked:
        yield Para(_named(each))
        forms = [Form(to=f"/yeu-cau/{each.id}/xong", button=T("Đã làm xong"), tone=Tone.PLAIN)]
        if each.answered_at is None:
            forms.insert(0, Form(to=f"/yeu-cau/{each.id}/tra-loi", button=T("Đã trả lời người ấy"), tone=Tone.PLAIN))
        yield Row(tuple(forms))


def _named(each: DataRequest) -> Words:
    return T("{name}: {what}", name=each.full_name or "–", what=REQUEST_NAMES[each.kind])


def _asked(visit: Visit, each: DataRequest) -> tuple[Cell, ...]:
    due = next_day(each)
    return (
        Cell(Verbatim(each.full_name or "–"), to=person_at(each.person_id) if each.full_name else ""),
        Cell(REQUEST_NAMES[each.kind]),
        Cell(T("{day}", day=Day(day_of(each.asked_at)))),
        Cell(T("QUÁ HẠN {day}", day=Day(due)), tone=Tone.LATE) if due < visit.today else Cell(T("{day}", day=Day(due))),
    )


@pages.takes("/yeu-cau/{request}/tra-loi", Action.SEE_STATISTICS)
def answered(visit: Visit, request: DataRequest) -> To:
    """The person was told that it is being done."""
    if request.answered_at is not None:
        return To(OFFICE, "nhu-cu")
    data_requests.answered(visit.tx, request)
    return To(OFFICE, "da-ghi")


@pages.takes("/yeu-cau/{request}/xong", Action.SEE_STATISTICS)
def done(visit: Visit, request: DataRequest) -> To:
    """It is done."""
    if request.done_at is not None:
        return To(OFFICE, "nhu-cu")
    data_requests.done(visit.tx, request.id, request.person_id, done_by=visit.person.id)
    return To(OFFICE, "da-ghi")


def _backups(visit: Visit) -> Iterator[Block]:
    """When the last was made, and whether that is too long ago."""
    stands = backups.standing(visit.tx)
    if stands.is_late:
        yield Para(T("Đã lâu chưa sao lưu được. {You} báo người quản trị máy chủ."), Tone.LATE)
    last: Words = T("chưa có") if stands.latest is None else T("{when}", when=Moment(stands.latest.begun_at))
    yield Facts(((T("Bản sao lưu gần nhất"), last),))


def _places(visit: Visit) -> Iterator[Block]:
    """Villages and units with their code and how many people the roster has there; what changes them is in the chat."""
    here = places.villages(visit.tx, commune_of(visit))
    listed = people.roster_counts(visit.tx, place_ids=[each.id for each in here])
    yield Table(
        T("Các nơi và đơn vị, chỉ xem"),
        (Head(T("Nơi")), Head(T("Loại")), Head(T("Mã vào")), Head(T("Số người trong danh sách"), number=True)),
        tuple(
            (
                Cell(Verbatim(each.full_name), to=place_at(each.id)),
                Cell(T("đơn vị") if each.kind is PlaceKind.UNIT else T("{village_label}")),
                Cell(Verbatim(each.join_code or "–")),
                Cell(T("{n}", n=Number(listed.get(each.id, 0))), number=True),
            )
            for each in here
        ),
        none=T("Chưa có nơi nào."),
    )
    yield Para(
        T(
            "Thêm, đổi tên, tách, nhập nơi và đơn vị: {you} làm trong chat, mục {Village_label}, đơn vị của "
            "{commune_label}."
        ),
        Tone.SOFT,
    )

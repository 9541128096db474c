"""What people ask about their data stands on the officer's list with its due days; overdue is said so."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from criteria.data_rights import DAYS, RequestKind, answer_by, done_by
from storage import audit, data_requests
from tests.handlers.driver import Commune


async def _asked(commune: Commune, kind: RequestKind = RequestKind.ACCESS) -> int:
    lan = commune.village.lan.id
    return await commune.do(lambda tx: data_requests.note(tx, lan, kind, noted_by=None))


async def test_the_officer_sees_what_is_due_and_ticks_it_off(commune: Commune) -> None:
    """Asked on Monday, 23 November: a first answer by Wednesday, done by 3 December."""
    assert not any("Yêu cầu về dữ liệu" in label for label in (await commune.officer.press(ways.home())).labels)
    key = await _asked(commune)
    await commune.officer.press(ways.home())
    seen = await commune.officer.choose("Yêu cầu về dữ liệu (1)")
    assert "Nguyễn Thị Lan: xem dữ liệu của mình. Trả lời lần đầu trước hết ngày 25/11/2026" in seen
    assert "chưa đối chiếu văn bản gốc" in seen
    commune.clock.advance(days=3)
    assert "QUÁ HẠN trả lời lần đầu 25/11/2026" in await commune.officer.press(ways.requests())
    await commune.officer.press(ways.request(key))
    await commune.officer.choose("Đã trả lời người ấy")
    assert "Làm xong trước hết ngày 03/12/2026" in await commune.officer.press(ways.requests())
    commune.clock.advance(days=8)
    assert "QUÁ HẠN làm xong 03/12/2026" in await commune.officer.press(ways.requests())
    await commune.officer.press(ways.request(key))
    assert "Không còn yêu cầu nào" in await commune.officer.choose("Đã làm xong")
    seen = await commune.officer.press(ways.request(key))
    assert "Đã làm xong" not in seen.labels
    log = await commune.look(lambda tx: audit.of_subject(tx, f"person:{commune.village.lan.id}"))
    assert [line.code for line in log][-3:] == ["request.noted", "request.answered", "request.done"]


async def test_only_officers_of_the_commune_see_the_list(commune: Commune) -> None:
    key = await _asked(commune)
    for chat in (commune.lan, commune.head, commune.far, commune.stranger):
        for way in (ways.requests(), ways.request(key), ways.request_answered(key), ways.request_done(key)):
            seen = await chat.press(way)
            assert (seen.at, "Lan: xem" in seen) == ("home", False)
    (left,) = await commune.look(lambda tx: data_requests.of_person(tx, commune.village.lan.id))
    assert (left.answered_at, left.done_at) == (None, None)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday: Friday, Monday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday
    ],
)
async def test_a_first_answer_is_due_after_two_working_days(asked: date, answer: date) -> None:
    assert answer_by(asked) == answer


async def test_every_kind_has_its_days() -> None:
    assert {kind: (done_by(kind, date(2026, 1, 1)) - date(2026, 1, 1)).days for kind in RequestKind} == dict(DAYS)
    assert DAYS == {"access": 10, "correction": 10, "deletion": 20, "withdrawal": 15}

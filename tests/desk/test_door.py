"""Opening and closing: the link works once, the session for a working day, and both for nobody else."""

from __future__ import annotations

import pytest

from acts import ways
from bot.dispatch import Dispatcher
from desk.server.app import COOKIE
from desk.server.html import ROOT
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event
from locales.catalog import catalog
from storage import accounts, audit, roles
from storage.kit.tables import desk_sessions as rows
from storage.kit.transaction import Transaction
from tests.desk.seat import Office, Seat
from tests.village import there

GONE = "đã dùng, đã hết hạn hoặc không đúng"
CLOSED = "Bàn làm việc đang đóng"
TODAY = "Việc hôm nay"


async def opened_by(link: str, seat: Seat) -> str:
    """What comes of pressing the one button of the link's page."""
    return (await seat.client.post(link)).text


async def test_the_button_of_the_links_page_opens_the_desk_in_that_browser(office: Office) -> None:
    link, seat = await office.link("officer"), Seat(office, None)
    page = await seat.client.get(link)
    assert page.status_code == 200
    assert page.text.count("<button") == 1
    assert office.village.officer.full_name not in page.text  # whoever previews it learns no name
    assert TODAY in await opened_by(link, seat)
    assert TODAY in (await seat.open()).text
    assert CLOSED in (await Seat(office, None).open()).text  # another browser


async def test_looking_at_a_link_uses_nothing_up_and_opening_it_does(office: Office) -> None:
    link, seat = await office.link("officer"), Seat(office, None)
    assert {(await seat.client.get(link)).status_code for _ in range(3)} == {200}
    assert (await seat.client.head(link)).status_code == 200
    assert TODAY in await opened_by(link, seat)
    other = Seat(office, None)
    assert GONE in (await other.client.get(link)).text
    assert GONE in await opened_by(link, other)
    assert CLOSED in (await other.open()).text


async def test_a_link_is_over_after_five_minutes(office: Office) -> None:
    link, seat = await office.link("officer"), Seat(office, None)
    office.clock.advance(minutes=5)
    assert GONE in (await seat.client.get(link)).text
    assert GONE in await opened_by(link, seat)


@pytest.mark.parametrize("change", ["0", "", "x.y", ".", "%00"])
async def test_a_link_that_was_made_up_opens_nothing(office: Office, change: str) -> None:
    link, seat = await office.link("officer"), Seat(office, None)
    wrong = link[: link.rindex(".") + 1] + change
    for answer in (await seat.client.get(wrong), await seat.client.post(wrong)):
        assert answer.status_code == 404
    assert TODAY in await opened_by(link, seat)


async def test_another_sites_page_cannot_open_a_link_in_somebodys_browser(office: Office) -> None:
    link, seat = await office.link("officer"), Seat(office, None)
    answer = await seat.client.post(link, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 404
    assert TODAY in await opened_by(link, seat)


async def test_the_cookie_is_for_the_desk_alone_and_no_script_reads_it(office: Office) -> None:
    seat = Seat(office, None)
    answer = await seat.client.post(await office.link("officer"), follow_redirects=False)
    said = answer.headers["set-cookie"].lower()
    assert all(each in said for each in ("httponly", "samesite=lax", f"path={ROOT}", "max-age=43200"))
    assert answer.headers["location"] == ROOT


async def test_what_lies_in_the_database_opens_nothing(office: Office) -> None:
    seat = Seat(office, None)
    code = "QWERTYUI23456789"
    await seat.client.post(await office.link("officer", code))
    (row,) = (await office.database.read(lambda tx: tx.connection.execute(rows.select()).all()),)
    kept = [str(value) for each in row for value in each]
    assert not {code, str(seat.client.cookies[COOKIE])} & set(kept)
    assert CLOSED in (await Seat(office, there(row[0].secret)).open()).text


async def test_it_closes_by_itself_after_a_working_day(office: Office) -> None:
    seat = await office.sits("officer")
    office.clock.advance(hours=11, minutes=59)
    assert TODAY in (await seat.open()).text
    office.clock.advance(minutes=1)
    assert CLOSED in (await seat.open()).text


async def test_the_button_closes_it_in_this_browser_and_that_is_on_record(office: Office) -> None:
    seat, other = await office.sits("officer"), await office.sits("head")
    page = await seat.open()
    assert "Đã đóng bàn làm việc" in (await seat.send("/dong", page.token)).text
    assert CLOSED in (await Seat(office, "secret of officer").open()).text
    assert TODAY in (await other.open()).text
    told = await office.database.read(lambda tx: [each.code for each in audit.lines(tx) if "desk" in each.code])
    assert told == ["desk.opened", "desk.opened", "desk.closed"]
    assert await office.database.read(audit.broken_chains) == ()


async def test_it_ends_with_the_role_and_with_the_chat(office: Office) -> None:
    head, officer = await office.sits("head"), await office.sits("officer")

    def end(tx: Transaction) -> None:
        (grant,) = roles.of_place(tx, office.village.kim_son.id)
        roles.revoke(tx, grant, person_id=office.village.officer.id)
        account = there(accounts.find(tx, "web", "officer"))
        accounts.cut_off(tx, account.id, office.village.officer.id)

    await office.do(end)
    for seat in (head, officer):
        page = await seat.open()
        assert (page.status, CLOSED in page.text) == (403, True)


async def test_who_decides_nothing_opens_nothing(office: Office) -> None:
    link, seat = await office.link("lan"), Seat(office, None)
    assert GONE in (await seat.client.get(link)).text
    assert GONE in await opened_by(link, seat)
    assert CLOSED in (await (await office.sits("lan")).open()).text


async def test_without_a_link_nobody_sits_down_where_everybody_has_their_own_computer(office: Office) -> None:
    seat = Seat(office, None)
    assert CLOSED in (await seat.client.post(f"{ROOT}/mo")).text


@pytest.mark.parametrize("token", ["", "0" * 32])
async def test_a_form_without_the_pages_token_does_nothing(office: Office, token: str) -> None:
    seat = await office.sits("officer")
    page = await seat.send("/dong", token)
    assert (page.status, "chưa làm gì" in page.text) == (403, True)
    assert TODAY in (await seat.open()).text


async def test_a_form_from_another_site_does_nothing(office: Office) -> None:
    seat = await office.sits("officer")
    token = (await seat.open()).token
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        answer = await seat.client.post(f"{ROOT}/dong", data={"csrf": token}, headers=headers)
        assert answer.status_code == 403
    assert TODAY in (await seat.open()).text


async def test_the_link_that_the_chat_shows_is_the_one_that_opens_it(office: Office) -> None:
    dispatcher = Dispatcher(office.database, Links(desk=office.desk.address))
    reply = await dispatcher.dispatch(Event("web", "officer", "u1", Chose(ways.desk_link())))
    said = catalog("vi").render(reply.screen.text, reply.address)
    (link,) = [each for each in said.splitlines() if each.startswith("http")]
    assert TODAY in await opened_by(link, Seat(office, None))
    again = await dispatcher.dispatch(Event("web", "officer", "u2", Chose(ways.desk_close())))
    assert "Đã đóng bàn làm việc." in catalog("vi").render(again.screen.text, again.address)
    assert link not in catalog("vi").render(again.screen.text, again.address)

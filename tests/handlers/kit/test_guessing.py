"""Codes are not tried through: wrong ones are counted by chat and address, and the wait grows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from acts import ways
from acts.way import Way
from criteria.policy import Role
from handlers.all_routes import ROUTER
from handlers.kit.event import Chose, Event, Opened, Said
from handlers.kit.router import CODE
from storage import guesses
from storage.guesses import MOST, MOST_OF_ADDRESS
from tests.handlers.driver import Chat, Commune

WAIT = "máy nghỉ nhận mã đến"
NAMES_WAIT = "máy nghỉ tìm tên đến"
NAMESAKE = Chose(ways.join_namesake())
# Ways of giving a code: by each route that takes one, typed, by a link, and where one is asked for.
BY_ROUTE = {
    name: f"{name}/" + "/".join("{}" if key == CODE else "1" for key, _ in route.parameters)
    for name, route in ROUTER.routes.items()
    if CODE in dict(route.parameters)
}


async def typed_at(chat: Chat, code: str, screen: Way | None = None) -> str:
    if screen is not None:
        await chat.press(screen)
    return str(await chat.say(code))


async def tries(chat: Chat, how: str, code: str) -> str:
    if how in BY_ROUTE:
        return str(await chat.press(BY_ROUTE[how].format(code)))
    if how == "link":
        return str(await chat.open(code))
    screens: dict[str, Callable[[], Way]] = {"family": ways.family_code, "clan": ways.clan_code, "home": ways.home}
    return await typed_at(chat, code, screens[how]())


def codes(n: int) -> list[str]:
    return [f"ABCD{i:04}".replace("0", "Z").replace("1", "Y") for i in range(n)]


def test_the_routes_that_take_a_code_are_known() -> None:
    assert {"open", "role", "sign-in", "family-join", "clan-enter", "attend", "unit-take"} <= set(BY_ROUTE)


@pytest.mark.parametrize("how", [*sorted(BY_ROUTE), "link", "family", "clan", "home"])
async def test_after_ten_wrong_ones_within_the_hour_no_code_is_looked_up(commune: Commune, how: str) -> None:
    """By every way in that takes a code, collected from the router; not even the right one is told apart then."""
    for code in codes(MOST):
        assert WAIT not in await tries(commune.lan, how, code)
    assert WAIT in await tries(commune.lan, how, "ABCDWXYZ")
    right = commune.village.kim_son.join_code or ""
    assert WAIT in await commune.lan.open(right)
    assert "chưa khai Công dân học tập" in await commune.lan.press(ways.home())  # all else goes on


async def test_the_wait_grows_and_ends(commune: Commune) -> None:
    for code in codes(MOST):
        await commune.stranger.open(code)
    for hours in (1, 2, 4):
        commune.clock.advance(hours=hours, minutes=-5)
        assert WAIT in await commune.stranger.open("KIMSON")
        commune.clock.advance(minutes=10)
        assert WAIT not in await commune.stranger.open("WXYZ2345")  # one more slip, and one waits twice as long
        assert WAIT in await commune.stranger.open("KIMSON")
    commune.clock.advance(days=3)
    assert "Ai hỏi" in await commune.stranger.open("KIMSON")


async def test_slips_an_hour_apart_are_forgotten(commune: Commune) -> None:
    for code in codes(3 * MOST):
        assert WAIT not in await commune.stranger.open(code)
        commune.clock.advance(minutes=61)


async def test_an_address_is_counted_over_all_its_chats(commune: Commune) -> None:
    """New sessions give no new tries; a village festival behind one address has some more than one chat."""

    async def opens(chat: str, code: str) -> str:
        commune.clock.advance(seconds=3)
        event = Event("web", chat, commune.update(), Opened(code), "192.0.2.7")
        return str((await commune.dispatcher.dispatch(event)).screen)

    for i, code in enumerate(codes(MOST_OF_ADDRESS)):
        assert WAIT not in await opens(f"session {i}", code)
    assert WAIT in await opens("one more session", "KIMSON")
    assert WAIT not in await commune.stranger.open("KIMSON")  # from elsewhere


async def test_words_are_no_guesses(commune: Commune) -> None:
    for word in ("chào", "dạ", "thôi cháu ạ", "Lan", "ruộng", "không", "cảm ơn", "alo", "hỏi", "12", "giúp", "đi"):
        await commune.lan.press(ways.home())
        await commune.lan.say(word)
    account = await commune.lan.account()
    assert await commune.look(lambda tx: guesses.waits_until(tx, [guesses.of_account(account.id)])) is None


async def test_what_was_counted_is_forgotten_after_its_time(commune: Commune) -> None:
    await commune.stranger.open("ABCDWXYZ")
    later = commune.clock() + timedelta(days=3)
    assert await commune.do(lambda tx: guesses.forget(tx, later).rows) == 1


# Birth years of a name


async def tries_them(chat: Chat, name: str, year: int) -> str:
    """By "somebody of my household"."""
    await chat.press(ways.add_them_next())
    await chat.say(name)
    await chat.say(str(year))
    return str(await chat.press(Way("add-them-say/consent/beside")))


async def tries_to_help(chat: Chat, name: str, year: int) -> str:
    """As a trusted neighbour."""
    await chat.press(ways.helping_anew())
    await chat.say(name)
    return str(await chat.say(str(year)))


async def people_there(commune: Commune) -> int:
    return int(await commune.look(lambda tx: tx.connection.execute(text("SELECT count(*) FROM people")).scalar_one()))


async def test_no_year_of_a_neighbours_is_found_by_trying_and_nobody_is_made_up(commune: Commune) -> None:
    """The answer to the right year is that to a wrong one; after some no name is looked up for an hour."""
    other = await commune.neighbour("Đào Thị Bưởi", 1950, household="77")
    before = await people_there(commune)
    said = {await tries_them(commune.lan, other.full_name, year) for year in (1949, 1950, 1951)}
    assert len(said) == 1
    assert "xem lại năm sinh" in next(iter(said))
    for year in range(1952, 1952 + MOST - 3):
        await tries_them(commune.lan, other.full_name, year)
    assert NAMES_WAIT in await tries_them(commune.lan, "Bùi Thị Mận", 1949)
    assert await people_there(commune) == before
    assert WAIT not in await commune.lan.open("ABCD2345")  # codes are counted by themselves
    commune.clock.advance(hours=2)
    assert NAMES_WAIT not in await tries_them(commune.lan, "Bùi Thị Mận", 1949)
    assert await people_there(commune) == before + 1


async def test_a_helper_asks_for_the_year_again_and_a_head_looks_as_often_as_need_be(commune: Commune) -> None:
    other = await commune.neighbour("Đào Thị Bưởi", 1950, household="77")
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    before = await people_there(commune)
    for year in range(1960, 1960 + MOST):
        seen = await tries_to_help(commune.lan, other.full_name, year)
        assert "không khớp danh sách" in seen
        assert not any("Ghi tên mới" in each for each in commune.lan.screen.labels)
        await commune.lan.press(ways.help_new(commune.kim_son))
        await commune.lan.press(ways.help_new_as("beside"))
    assert NAMES_WAIT in await tries_to_help(commune.lan, other.full_name, 1950)
    assert not any("Đào Thị Bưởi" in each for each in commune.lan.screen.labels)
    assert await people_there(commune) == before
    for year in range(1960, 1961 + MOST):
        assert NAMES_WAIT not in await tries_to_help(commune.head, other.full_name, year)
    await tries_to_help(commune.head, other.full_name, 1950)
    assert any("Đào Thị Bưởi" in each for each in commune.head.screen.labels)


async def test_a_helper_who_waits_waits_no_longer_for_what_is_right(commune: Commune) -> None:
    other = await commune.neighbour("Đào Thị Bưởi", 1950, household="77")
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    for year in range(1960, 1960 + MOST):
        await tries_to_help(commune.lan, other.full_name, year)
    for _ in range(3):
        assert NAMES_WAIT in await tries_to_help(commune.lan, other.full_name, 1950)
    commune.clock.advance(hours=1, minutes=5)
    assert "Bác chọn đúng người" in await tries_to_help(commune.lan, other.full_name, 1950)


async def test_years_are_counted_too_where_somebody_says_they_are_another_of_that_name(commune: Commune) -> None:
    """The button of a namesake, pressed where there is none: it spares nobody the count, and leads back."""
    other = await commune.neighbour("Đào Thị Bưởi", 1950, household="77")

    async def joins(n: int, year: int) -> str:
        reply = None
        for what in (Opened("KIMSON"), Said("tôi đồng ý"), Said(other.full_name), Said(str(year)), NAMESAKE):
            commune.clock.advance(seconds=3)
            reply = await commune.dispatcher.dispatch(
                Event("web", f"guest{n}", commune.update(), what, origin="192.0.2.7")
            )
        return str(reply)

    said = [await joins(n, 1960 + n) for n in range(MOST_OF_ADDRESS + 1)]
    assert NAMES_WAIT in said[-1]
    assert NAMES_WAIT not in said[0]

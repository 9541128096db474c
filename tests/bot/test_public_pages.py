"""What anybody may see of a commune: on its page, in its files, and with a key for another office's program."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from typing import NamedTuple

import httpx
import pytest

from bot.public_pages import API, PATH, PublicPages, Results, Years, openapi
from bot.web import web_app
from criteria.activity import EventKind
from criteria.model import CITIZEN
from handlers.commune.snapshot_figures import papers_of
from handlers.kit.context import Links
from locales.format import day_of
from reports.public_results import COLUMNS
from storage import cycles, data_keys, guesses, learning_events, places, publications, snapshots
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.proposals import adopted, confirmed

HERE = f"{PATH}/18160"
KEY = "ABCDEFGHJKLMNPQR"


class Place(NamedTuple):
    """A commune with figures to show, and a browser in front of its pages."""

    commune: Commune
    client: httpx.AsyncClient

    async def published(self) -> None:
        """An officer takes down the figures as they are, and shows them."""

        def work(tx: Transaction) -> None:
            cycle = cycles.load(tx, self.commune.cycle)
            assert cycle is not None
            by = self.commune.village.officer.id
            papers = papers_of(tx, cycle, self.commune.people["Thương"].id)
            made = snapshots.take(tx, cycle, SnapshotKind.PROVISIONAL, papers, upto=0, by=by)
            publications.publish(tx, made, by=by)

        await self.commune.do(work)

    async def api(self, path: str, key: str = KEY) -> httpx.Response:
        return await self.client.get(f"{API}{path}", headers={"authorization": f"Bearer {key}"})


@pytest.fixture
async def place(sqlite: Database, clock: Clock) -> AsyncIterator[Place]:
    """Of Kim Sơn's 16 people seven are confirmed; Hồng Lĩnh's two are too few to be shown by themselves."""
    commune = await commune_of(sqlite, clock)
    await adopted(commune)
    more = [await commune.neighbour(f"Lê Văn {chr(65 + i)}", 1960 + i, household=str(20 + i)) for i in range(12)]
    await confirmed(commune, *more[:7], commune.people["Khánh"])
    await commune.do(
        lambda tx: data_keys.make(tx, commune.village.commune.id, "Sở", KEY, by=commune.village.officer.id)
    )
    pages = PublicPages(sqlite, lambda: Links(("https://zalo.me/hoctap",), web="http://test"))
    transport = httpx.ASGITransport(web_app(sqlite, pages.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Place(commune, client)


async def test_before_an_officer_shows_it_nothing_is_there(place: Place) -> None:
    for path in (HERE, f"{HERE}/2026", f"{HERE}/2026.csv", f"{HERE}/2026.json", f"{HERE}/2026/datapackage.json"):
        assert (await place.client.get(path)).status_code == 404
    assert "Chưa nơi nào công khai kết quả." in (await place.client.get(PATH)).text
    assert (await place.api("/years")).json()["years"] == []
    assert (await place.api("/years/2026")).status_code == 404


async def test_the_page_shows_results_without_persons_and_the_small_village_within_another_row(place: Place) -> None:
    await place.published()
    page = await place.client.get(PATH, follow_redirects=True)
    assert str(page.url).endswith(HERE)  # the only commune here
    assert page.headers["cache-control"] == "public, max-age=300"
    for shown in (
        "Kết quả học tập, xã Sơn Hồng, năm 2026",
        "Toàn xã: 8 trên 18 người",
        "(gộp)",
        "https://zalo.me/hoctap",
    ):
        assert shown in page.text
    for person in (*place.commune.people.values(), place.commune.village.head):
        assert person.full_name not in page.text
        assert str(person.birth_year) not in page.text
    assert "1/" not in page.text.split("<table>")[1].split("</table>")[0]


async def test_a_village_where_nobody_took_part_has_no_figures_yet_and_not_0(place: Place) -> None:
    commune = place.commune
    today = day_of(commune.clock.now)
    new = await commune.do(
        lambda tx: places.add_village(
            tx, commune=commune.village.commune, label="xóm", name="Mới", join_code="XOMMOI", since=today
        )
    )
    for i in range(6):
        await commune.neighbour(f"Đỗ Thị {chr(65 + i)}", 1970 + i, place=new, household=str(50 + i))
    await place.published()
    rows = (await place.client.get(f"{HERE}/2026.json")).json()["rows"]
    citizens = {row["place_names"]: row["reached"] for row in rows if row["title"] == CITIZEN}
    assert citizens[new.full_name] is None
    assert citizens[""] == 8
    assert "chưa có" in (await place.client.get(HERE)).text


async def test_what_was_taken_back_is_gone_everywhere(place: Place) -> None:
    await place.published()
    assert (await place.client.get(HERE)).status_code == 200
    by = place.commune.village.officer.id
    await place.commune.do(lambda tx: publications.take_back(tx, place.commune.cycle, by=by))
    assert (await place.client.get(HERE)).status_code == 404
    assert (await place.api("/years/2026")).status_code == 404


async def test_the_files_hold_the_same_rows_and_say_what_their_columns_mean(place: Place) -> None:
    await place.published()
    answer = await place.client.get(f"{HERE}/2026.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="ket-qua-18160-2026.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    whole = Results.model_validate((await place.client.get(f"{HERE}/2026.json")).json())
    assert [row["place_ids"] for row in rows] == [row.place_ids for row in whole.rows]
    ids = [key for row in whole.rows if row.title == CITIZEN for key in row.place_ids.split("+") if key]
    assert ids == [f"18160-{each}" for each in (place.commune.kim_son, place.commune.hong_linh)]
    said = (await place.client.get(f"{HERE}/2026/datapackage.json")).json()
    fields = said["resources"][0]["schema"]["fields"]
    assert [each["name"] for each in fields] == list(rows[0]) == [name for name, _, _ in COLUMNS]
    assert all(each["description"] for each in fields)
    assert said["resources"][0]["path"] == "2026.csv"


async def test_classes_to_come_stand_on_the_page(place: Place) -> None:
    await place.published()
    today = day_of(place.commune.clock.now)

    def announce(tx: Transaction) -> None:
        for name, days in (("Lớp chè sạch", 3), ("Đã qua", -3)):
            learning_events.announce(
                tx, place_id=place.commune.kim_son, kind=EventKind.TALK, name=name, hours=2, organiser="Hội",
                held_on=today.replace(day=today.day + days), code=f"CHE{days}", person_id=place.commune.village.head.id,
            )  # fmt: skip

    await place.commune.do(announce)
    page = (await place.client.get(HERE)).text
    assert "Lớp chè sạch, Thôn Kim Sơn" in page
    assert "Đã qua" not in page


async def test_a_program_reads_with_a_key_what_the_description_says(place: Place) -> None:
    await place.published()
    years = Years.model_validate((await place.api("/years")).json())
    assert (years.commune_code, years.years) == ("18160", [2026])
    answer = await place.api("/years/2026", key=KEY.lower())
    assert answer.headers["cache-control"] == "private, no-store"
    assert Results.model_validate(answer.json()).rows
    (used,) = await place.commune.look(lambda tx: data_keys.of_commune(tx, place.commune.village.commune.id))
    assert used.used_on == day_of(place.commune.clock.now)
    said = (await place.client.get(f"{API}/openapi.json")).json()
    assert said == openapi()
    for path in said["paths"]:
        assert (await place.client.get(path.format(year=2026))).status_code == 401
    assert set(said["components"]["schemas"]["Row"]["properties"]) == {name for name, _, _ in COLUMNS}


async def test_without_a_key_with_a_wrong_or_an_ended_one_nothing_is_read(place: Place) -> None:
    await place.published()
    for header in ({}, {"authorization": "Bearer "}, {"authorization": f"Basic {KEY}"}, {"authorization": "Bearer X"}):
        answer = await place.client.get(f"{API}/years", headers=header)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert "Thiếu khoá" in answer.json()["message"]
    (key,) = await place.commune.look(lambda tx: data_keys.of_commune(tx, place.commune.village.commune.id))
    await place.commune.do(lambda tx: data_keys.end(tx, key, by=place.commune.village.officer.id))
    assert (await place.api("/years")).status_code == 401


async def test_who_tries_keys_waits(place: Place) -> None:
    for _ in range(guesses.MOST_OF_ADDRESS + 1):
        answer = await place.api("/years", key="X" * 16)
    assert answer.status_code == 429
    assert (await place.api("/years")).status_code == 429  # the right one, too


@pytest.mark.parametrize("path", ["/99999", "/18160/1999", "/18160/2026.xlsx", "/..%2f18160", "/18160/2026/x"])
async def test_another_address_is_no_page(place: Place, path: str) -> None:
    await place.published()
    assert (await place.client.get(f"{PATH}{path}")).status_code == 404

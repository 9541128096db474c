"""The commune's own title by Thông tư 25: what goes wrong in its dossier and plan, and that messages stay short."""

from __future__ import annotations

from sqlalchemy import insert

from acts import ways
from criteria import commune as commune_title
from criteria import plan as plans
from criteria.activity import EventKind
from criteria.policy import Grant, Role
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.screen import Screen
from locales.catalog import catalog
from locales.text import lines
from storage import accounts, cycles, entered_figures, evidence, learning_events, roles
from storage.kit.engine import Database
from storage.kit.tables import activities
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.handlers.driver import Commune
from tests.village import Village, found, resident

PLAN = "son-hong-2026-2030"
LONGEST = 1800


def sits(tx: Transaction, village: Village, person: Person, chat: str) -> Turn:
    account = accounts.lock(tx, "web", chat)
    accounts.bind_person(tx, account, person)
    account.grants = (Grant(Role.OFFICER, village.commune.id),)
    return _kept(Turn(tx, account))


def _kept(turn: Turn) -> Turn:
    """The account knows the end of its chain, as after a turn."""
    assert turn.tx.chain is not None
    turn.account.audit_length, turn.account.audit_head = turn.tx.chain.length, turn.tx.chain.head
    return turn


def does(turn: Turn, route: str, said: Said | Sent | None = None) -> tuple[str, str, Screen]:
    """Where it ends, its text in Vietnamese, the screen."""
    turn.tx.act_as(turn.account.id, turn.account.audit_length, turn.account.audit_head)
    at, screen = ROUTER.run(turn, route, said)
    _kept(turn)
    return at, catalog("vi").render(lines(screen.text, screen.hint)), screen


def second_officer(tx: Transaction, village: Village) -> Person:
    other = resident(tx, village.kim_son, "Đinh Thị Nga", 1990, household="8")
    roles.give(tx, other, Role.OFFICER, village.commune.id)
    return other


async def test_an_old_button_enters_nothing_after_another_officer_did(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        one, two = sits(tx, village, village.officer, "1"), sits(tx, village, second_officer(tx, village), "2")
        at = f"enter/{village.cycle.id}/2.1/dat/0"
        does(one, at)
        does(two, at)
        does(two, f"enter/{village.cycle.id}/2.1/chua/0", Said("Chưa có quyết định"))
        ended, text, _ = does(one, at, Said("Quyết định số 5"))
        assert ended == f"indicator/{village.cycle.id}/2.1"
        assert "vừa được nhập lại" in text
        assert "chưa đạt. Chưa có quyết định (nhập: Đinh Thị Nga" in text
        assert len(entered_figures.history(tx, village.cycle.id, entered_figures.circular_key("2.1"))) == 1
        does(one, f"figure/{village.cycle.id}/{PLAN}/xmc", Said("2"))
        does(two, f"figure/{village.cycle.id}/{PLAN}/xmc", Said("1"))
        does(two, f"paper/{village.cycle.id}/{PLAN}/xmc", Said("Quyết định 7"))
        _, text, _ = does(one, f"paper/{village.cycle.id}/{PLAN}/xmc", Said("Quyết định 8"))
        assert "vừa được nhập lại" in text
        key = entered_figures.plan_key(PLAN, "xmc")
        assert [each.value for each in entered_figures.history(tx, village.cycle.id, key)] == [1]

    await sqlite.write(work)


async def test_forged_routes_lead_nowhere(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        turn = sits(tx, village, village.officer, "1")
        cycle = village.cycle.id
        for route, ends in {
            f"plan/{cycle}/ke-hoach-bia": f"plans-of/{cycle}",
            f"calendar/{cycle}/ke-hoach-bia": f"plans-of/{cycle}",
            f"follow/{cycle}/ke-hoach-bia": f"plans-of/{cycle}",
            f"target/{cycle}/{PLAN}/bia": f"plans-of/{cycle}",
            f"figure/{cycle}/{PLAN}/cdht": f"plans-of/{cycle}",  # computed: nobody enters it
            f"figure/{cycle}/kien-hung-2026/pcgd_th": f"plans-of/{cycle}",  # not the plan that the commune follows
            f"reach/{cycle}/{PLAN}/pcgd_mn/7": f"plans-of/{cycle}",
            f"paper/{cycle}/{PLAN}/xmc": f"target/{cycle}/{PLAN}/xmc",  # no number was typed before
            f"indicator/{cycle}/9.9": f"dossier-of/{cycle}",
            f"criterion/{cycle}/9": f"dossier-of/{cycle}",
            f"criterion/{cycle}/0": f"dossier-of/{cycle}",
            f"enter/{cycle}/5.1/dat/0": f"indicator/{cycle}/5.1",
            f"enter/{cycle}/2.1/co/0": f"indicator/{cycle}/2.1",
            f"enter/{cycle}/9.9/dat/0": f"dossier-of/{cycle}",
            f"entry-picture/{cycle}/2.1/1": f"indicator/{cycle}/2.1",
        }.items():
            assert does(turn, route)[0] == ends, route
        kept = cycles.load(tx, cycle)
        assert kept is not None
        assert kept.plan == PLAN
        assert entered_figures.latest(tx, cycle) == {}

    await sqlite.write(work)


async def test_every_plan_can_be_looked_at_and_no_screen_is_long(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        turn = sits(tx, village, village.officer, "1")
        cycle = village.cycle.id
        routes = ["dossier", "plans"]
        routes += [f"criterion/{cycle}/{n}" for n in range(1, 6)]
        routes += [f"indicator/{cycle}/{each.id}" for each in commune_title.load().indicators]
        for plan in plans.load_all():
            routes += [f"plan-page/{cycle}/{plan.id}/{page}" for page in range(1, 7)]
            routes += [f"calendar/{cycle}/{plan.id}", *(f"target/{cycle}/{plan.id}/{t.id}" for t in plan.targets)]
        for route in routes:
            for language in ("vi", "en"):
                _, _, screen = does(turn, route)
                shown = catalog(language).render(screen.text)
                assert len(shown) <= LONGEST, (route, len(shown))
                labels = [catalog(language).render(choice.label) for choice in screen.choices]
                assert len(labels) == len(set(labels)), route

    await sqlite.write(work)


async def test_a_picture_stands_beside_what_was_entered(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        turn = sits(tx, village, village.officer, "1")
        cycle = village.cycle.id
        does(turn, f"enter/{cycle}/1.2/dat/0", Said("Kế hoạch 12/KH-UBND"))
        entry = entered_figures.latest_of(tx, cycle, entered_figures.circular_key("1.2"))
        assert entry is not None
        at = f"entry-picture/{cycle}/1.2/{entry.id}"
        assert does(turn, at)[2].picture
        assert "Chỗ này nhận ảnh." in does(turn, at, Said("đây"))[1]
        assert "Chỗ này nhận ảnh" in does(turn, at, Sent("sticker"))[1]
        picture = Sent("photo", picture=StoredPicture("a" * 64, "image/jpeg", 3))
        ended, said, _ = does(turn, at, picture)
        assert (ended, "Đang lấy ảnh về." in said) == (at, True)  # the others of an album follow
        (kept,) = evidence.of_entry(tx, entry.id)
        for _ in range(evidence.MOST):
            ended, said, screen = does(turn, at, picture)
        assert ended == f"indicator/{cycle}/1.2"
        assert "Mỗi chỗ giữ nhiều nhất 10 ảnh, nên ảnh này không nhận." in said
        assert len(evidence.of_entry(tx, entry.id)) == evidence.MOST
        assert f"picture/{kept.id}" in [choice.route for choice in screen.choices]

    await sqlite.write(work)


async def test_a_closed_year_takes_no_entries_and_offers_none(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        from sqlalchemy import update

        from storage.kit.tables import cycles as table

        village = found(tx)
        tx.connection.execute(update(table).values(state=CycleState.LOCKED))
        turn = sits(tx, village, village.officer, "1")
        cycle = village.cycle.id
        assert "khoá sổ" in does(turn, f"enter/{cycle}/2.1/dat/0")[1]
        assert "khoá sổ" in does(turn, f"figure/{cycle}/{PLAN}/xmc")[1]
        assert "khoá sổ" in does(turn, f"follow/{cycle}/kien-hung-2026")[1]
        offered = [c.route for route in (f"indicator/{cycle}/2.1", f"target/{cycle}/{PLAN}/xmc", f"plan/{cycle}/{PLAN}")
                   for c in does(turn, route)[2].choices]  # fmt: skip
        assert not [route for route in offered if route.startswith(("enter", "figure", "follow", "reach"))]

    await sqlite.write(work)


async def test_turnout_stands_beside_the_indicators_it_speaks_to(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        turn = sits(tx, village, village.officer, "1")
        event = learning_events.announce(
            tx, place_id=village.kim_son.id, kind=EventKind.CLUB, name="Câu lạc bộ", held_on=tx.now.date(), hours=2,
            organiser="Thôn", code="CLB12345", person_id=village.officer.id,
        )  # fmt: skip
        row = {
            "kind": "club",
            "name": "–",
            "held_on": event.held_on,
            "hours": 2,
            "organiser": "–",
            "created_at": tx.now,
        }
        people = [village.lan.id, village.head.id]
        tx.connection.execute(
            insert(activities), [{**row, "created_at": tx.now, "person_id": p, "event_id": event.id} for p in people]
        )
        _kept(turn)
        assert "Từ hệ thống: 1 sự kiện, 2 lượt người dự" in does(turn, f"indicator/{village.cycle.id}/3.3")[1]
        assert "Từ hệ thống" not in does(turn, f"indicator/{village.cycle.id}/2.1")[1]

    await sqlite.write(work)


# What an officer enters, at the chat


async def test_an_indicator_is_entered_with_what_it_rests_on(commune: Commune) -> None:
    at = commune.cycle
    await commune.officer.press(ways.dossier())
    assert "Mức độ 1: chưa đạt. Đạt 0/15 chỉ tiêu" in commune.officer.screen
    await commune.officer.press(ways.criterion(at, 2))
    await commune.officer.press(ways.indicator(at, "2.1"))
    assert "Kết quả: chưa nhập." in commune.officer.screen
    await commune.officer.choose("Ghi: đạt")
    for typed in ("ab", "x" * 381):
        assert "từ 3 đến 380 chữ" in await commune.officer.say(typed)
    assert "Chỗ này chỉ nhận chữ." in await commune.officer.send("sticker")
    assert "Đã ghi." in await commune.officer.say("Quyết định số 5")
    assert "Kết quả: đạt. " in commune.officer.screen
    assert "2.1" in (await commune.officer.press(ways.criterion(at, 2))).labels[0]
    assert commune.officer.screen.labels[0].endswith(": đạt")


async def test_another_unit_supplies_this_indicator_only(commune: Commune) -> None:
    at = commune.cycle
    await commune.officer.press(ways.enter(at, "2.1", "dat", 0))
    await commune.officer.choose("Đơn vị khác cung cấp")
    assert "từ 2 đến 100 chữ" in await commune.officer.say("x")
    assert "Chỗ này chỉ nhận chữ." in await commune.officer.send("voice")
    assert "Đơn vị cung cấp: Trường Mầm non" in await commune.officer.say("Trường Mầm non")
    assert "Trường Mầm non" not in await commune.officer.press(ways.enter(at, "2.2", "dat", 0))
    await commune.officer.press(ways.enter(at, "2.1", "dat", 0))
    await commune.officer.say("Quyết định số 5")
    entry = await commune.look(lambda tx: entered_figures.latest_of(tx, at, entered_figures.circular_key("2.1")))
    assert entry is not None
    assert entry.note == "Trường Mầm non: Quyết định số 5"
    await commune.officer.press(ways.enter(at, "2.1", "chua", entry.id))
    assert "Trường Mầm non" not in commune.officer.screen  # the wish is used up


async def test_all_that_was_entered_is_kept_the_last_first(commune: Commune) -> None:
    at = commune.cycle
    assert "Chưa nhập lần nào." in await commune.officer.press(ways.entered(at, "2.1"))
    for n in range(8):
        await commune.officer.press(ways.indicator(at, "2.1"))
        await commune.officer.choose("Ghi: đạt" if n % 2 else "Ghi: chưa đạt")
        await commune.officer.say(f"Quyết định số {n}")
    seen = await commune.officer.choose("Các lần đã nhập")
    assert "Quyết định số 7" in seen.text.splitlines()[1]
    assert "và 2 lần trước đó." in seen
    assert (await commune.officer.press(ways.entered(at, "9.9"))).at == ways.dossier_of(at)


async def test_what_the_program_counts_is_shown_and_not_entered(commune: Commune) -> None:
    at = commune.cycle
    computed = next(each for each in commune_title.load().indicators if each.is_computed)
    seen = await commune.officer.press(ways.indicator(at, computed.id))
    assert "cần ít nhất" in seen
    assert not [label for label in seen.labels if label.startswith("Ghi:")]
    assert "máy tự tính" in await commune.officer.press(ways.enter(at, computed.id, "dat", 0))
    assert (await commune.officer.press(ways.supplier(at, "9.9", "dat", 0))).at == ways.dossier_of(at)


async def test_the_dossier_is_the_officers(commune: Commune) -> None:
    at = commune.cycle
    for way in (ways.dossier(), ways.criterion(at, 1), ways.indicator(at, "2.1"), ways.entered(at, "2.1"),
                ways.enter(at, "2.1", "dat", 0), ways.supplier(at, "2.1", "dat", 0),
                ways.entry_picture(at, "2.1", 0)):  # fmt: skip
        for chat in (commune.head, commune.lan):
            seen = await chat.press(way)
            assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True), way

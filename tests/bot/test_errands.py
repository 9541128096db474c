"""Files that people ask for: each kind has its record and its maker, and the policy is asked when the file is made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import get_args
from zipfile import ZipFile

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from acts import errands
from acts.errands import (
    KINDS,
    DoorListErrand,
    FileAsked,
    FileErrand,
    MyDataErrand,
    PostersErrand,
    PosterSheet,
    UnknownErrandError,
    WorkbookErrand,
    ask_for,
    decode,
    encode,
)
from bot.channel import Channel
from bot.commune_setup import act_as_operator
from bot.file_jobs import NO_MORE, OUTDATED, FileJobs
from bot.file_makers import PDF, XLSX, Drawing
from bot.render import Capabilities, Rendered
from criteria.declaration import Move
from criteria.policy import NOT_JOINED, Action, Role
from handlers.all_routes import ROUTER
from handlers.kit.screen import Screen, screen_from_data
from locales.catalog import catalog
from locales.text import BLANK, Day, T, Words, lines
from storage import accounts, audit, decisions, evidence, files, outbox, people, roles
from storage.evidence import PictureErrand
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.tables import looks
from storage.kit.tables import outbox as rows
from storage.kit.tables import people as people_rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, ErrandState, PictureState
from storage.picture_reference import PictureToFetch, TelegramPicture
from tests.bot.file_cases import CASES, SECRET, Case
from tests.conftest import MOMENT, Clock
from tests.keys import keys_in
from tests.pictures import photo
from tests.village import GOOD, Village, declared, found, neighbour, sit_down, there

ANY_ERRAND: st.SearchStrategy[FileErrand] = st.one_of(*map(st.from_type, KINDS.values()))
LET_GO = lines(NO_MORE, BLANK, NOT_JOINED.because)


# The records


@given(ANY_ERRAND)
def test_an_errand_comes_back_from_the_outbox_as_it_was(errand: FileErrand) -> None:
    assert decode(json.loads(json.dumps(encode(errand)))) == errand


@given(st.integers(min_value=1))
def test_so_does_the_fetching_of_a_picture(evidence_id: int) -> None:
    job = PictureErrand(evidence_id)
    assert decode(json.loads(json.dumps(job.encode()))) == job


def test_a_picture_that_waits_while_the_program_is_renewed_is_fetched_all_the_same() -> None:
    assert decode({"report": "picture", "evidence": 7}) == PictureErrand(7)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        [],
        None,
        "workbook",
        {"report": "citizen", "cycle": 1},
        {"file": "horoscope", "of": {}},
        {"file": ["workbook"], "of": {"cycle_id": 1}},
        {"file": "workbook"},
        {"file": "workbook", "of": {}},
        {"file": "workbook", "of": [1]},
        {"file": "workbook", "of": {"cycle_id": "1"}},
        {"file": "workbook", "of": {"cycle_id": 1, "until": 2}},
        {"file": "papers", "of": {"place_id": 1, "cycle_id": 1, "title": "citizen", "named": "no"}},
        {"file": "posters", "of": {"sheets": [{"place_id": 1, "code": "KIMSON"}]}},
        {"picture": "7"},
    ],
    ids=str,
)
def test_what_another_version_left_is_no_errand(payload: object) -> None:
    with pytest.raises(UnknownErrandError):
        decode(payload)


def test_what_cannot_be_read_is_not_repeated_in_the_log() -> None:
    with pytest.raises(UnknownErrandError) as caught:
        decode({"file": "village-qr", "of": {"place_id": 1, "leads_to": 5, "more": SECRET}})
    assert SECRET not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert caught.value.__suppress_context__


def test_every_kind_has_a_name_of_its_own() -> None:
    classes = [each for each in vars(errands).values() if isinstance(each, type) and issubclass(each, FileAsked)]
    records = {each for each in classes if "kind" in vars(each)}
    assert records == set(get_args(FileErrand)) == set(KINDS.values())
    assert len(KINDS) == len(records)
    assert all(len(f"{kind}:{10**18}") <= 64 for kind in KINDS)  # its key in the outbox


# What it takes to have a file of each kind


NAMING = {  # routes to files with people's names
    "export", "papers-make", "recognition-posting", "decision-make", "recognition-extract", "certificates-make",
    "doors", "withdraw-sheet", "enrol-paper", "meeting-list", "meeting-paper",
    "site-sheet", "site-send",
}  # fmt: skip
EVERY_KIND = pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.route)


def test_every_kind_has_its_case_here() -> None:
    assert set(CASES) == set(KINDS.values())


def test_an_errand_asks_the_policy_what_its_route_asked() -> None:
    """Posters ask more: the route is for who serves anywhere, each sheet for who serves there."""
    for kind, case in CASES.items():
        asked = ROUTER.routes[case.route].action
        assert (asked, kind.action) == (asked, Action.VISIT if kind is PostersErrand else asked)


class Desk:
    """Somebody of Kim Sơn with a role, a chat, and a worker for what they ask."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.store = FileStore(folder, keys_in(folder))
        self.jobs = FileJobs(database, self.store, {"telegram": Nobody()})
        self.account = 0
        self.village: Village | None = None

    async def ask(self, case: Case, role: Role | None) -> None:
        """Lan holds a role and asks for a file."""

        def work(tx: Transaction) -> None:
            village = self.village = found(tx)
            asker = village.lan
            if role is not None:
                place = village.commune if role is Role.OFFICER else village.kim_son
                roles.give(tx, asker, role, place.id)
            errand = case.make(tx, village)
            sit_down(tx, "telegram", "7", asker)
            account = accounts.lock(tx, "telegram", "7")
            self.account = account.id
            assert ask_for(tx, account, errand)
            assert not ask_for(tx, account, errand)  # a second tap

        await self.database.write(work)

    def end(self, tx: Transaction) -> None:
        """The roles end, or the chat is let go: whatever the file rests on."""
        account = accounts.lock(tx, "telegram", "7")
        assert account.person is not None
        held = roles.held_by(tx, account.person.id)
        for each in held:
            assert roles.revoke(tx, each, person_id=account.person.id)
        if not held:
            account.forget()
            accounts.save(tx, account, owed=None)

    async def told(self) -> Screen:
        """The one notice that waits."""
        (notice,) = await self.database.read(lambda tx: outbox.waiting_notices(tx, self.account))
        return screen_from_data(notice.payload)

    @property
    def kept(self) -> list[bytes]:
        """All bytes in the store."""
        return [self.store.get(path.name) for path in self.store.folder.glob("??/*")]

    async def jobs_carry(self) -> list[object]:
        """What the rows of the errands still hold."""
        carried = select(rows.c.payload).where(rows.c.kind == ErrandKind.JOB)
        return list(await self.database.read(lambda tx: tx.connection.execute(carried).scalars().all()))

    async def jobs_left(self) -> list[tuple[str, str | None]]:
        """How the errands stand."""
        left = select(rows.c.state, rows.c.key).where(rows.c.kind == ErrandKind.JOB)
        return [(state, key) for state, key in await self.database.read(lambda tx: tx.connection.execute(left).all())]


class Nobody(Channel):
    """A channel that nobody looks at."""

    name = "telegram"
    can = Capabilities(buttons=0, text_limit=1000)

    async def run(self) -> None:
        raise AssertionError

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        raise AssertionError

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        return photo(300, 200)


@pytest.fixture(params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.soak)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database: every day SQLite, for what is read for each kind is planned on PostgreSQL elsewhere."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path / "files")


def ended(role: Role | None) -> Words:
    """What somebody hears whose role has ended today, or whose chat is nobody's by now."""
    if role is None:
        return LET_GO
    because = T(
        "{You} đã thôi phụ trách việc này từ {day}, nên nút này không làm gì nữa. Người đang phụ trách sẽ lo.",
        day=Day(MOMENT.date()),
    )
    return lines(NO_MORE, BLANK, because)


@EVERY_KIND
async def test_who_holds_the_role_gets_the_file(desk: Desk, case: Case) -> None:
    await desk.ask(case, case.role)
    assert await desk.jobs.work()
    assert not await desk.jobs.work()
    notice = await desk.told()
    assert notice.file is not None
    (content,) = desk.kept
    digest, name = notice.file.digest, notice.file.name
    granted = await desk.database.read(lambda tx: files.for_account(tx, digest, desk.account))
    assert granted is not None
    assert (granted.name, granted.media_type, granted.size) == (name, case.media_type, len(content))
    assert desk.store.get(digest) == content
    assert await desk.jobs_left() == [(ErrandState.DONE, None)]
    assert await desk.jobs_carry() == [{}]
    assert await desk.database.read(audit.broken_chains) == ()


@EVERY_KIND
async def test_whom_a_file_names_is_on_record_as_looked_at(
    desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands in the file, and nobody else; some have been confirmed, others are still to declare."""
    said: list[str] = []

    def hear(_source: bytes, *, sys_inputs: Mapping[str, str], **_: object) -> bytes:
        said.append(sys_inputs["data"])
        return b"%PDF"

    monkeypatch.setattr(typst, "compile", hear)
    if case.brings:
        desk.store.put(case.brings)
    await desk.ask(case, case.role)
    village = there(desk.village)

    def confirm(tx: Transaction) -> None:
        act_as_operator(tx)
        for i in range(3):
            sent = declared(tx, village, neighbour(tx, village, i), GOOD)
            assert decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id) is not None
        tx.save_chain()

    await desk.database.write(confirm)
    assert await desk.jobs.work()
    for content in desk.kept:
        if content.startswith(b"PK"):
            with ZipFile(BytesIO(content)) as parts:
                said += [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]

    def read(tx: Transaction) -> tuple[set[str], set[str]]:
        everybody = [people.get(tx, key) for key in tx.connection.execute(select(people_rows.c.id)).scalars().all()]
        looked = set(tx.connection.execute(select(looks.c.person_id)).scalars())
        strangers = {each for each in everybody if each.household_id != village.lan.household_id}
        return (
            {each.full_name for each in strangers if any(each.full_name in words for words in said)},
            {each.full_name for each in everybody if each.id in looked},
        )

    named, looked = await desk.database.read(read)
    in_office = {village.head.full_name, village.officer.full_name}  # who confirmed it is no secret
    assert named - in_office == looked - in_office
    assert bool(named - in_office) is (case.route in NAMING)


@EVERY_KIND
async def test_whose_role_ended_after_the_tap_gets_no_file_and_hears_why(desk: Desk, case: Case) -> None:
    await desk.ask(case, case.role)
    await desk.database.write(desk.end)
    assert await desk.jobs.work()
    assert not await desk.jobs.work()
    assert desk.kept == []
    assert await desk.told() == Screen(text=ended(case.role))  # this and nothing besides: no name, no code, no link
    assert await desk.jobs_left() == [(ErrandState.FAILED, None)]
    assert await desk.jobs_carry() == [{}]
    log = await desk.database.read(lambda tx: audit.of_subject(tx, f"account:{desk.account}"))
    assert "file.made" not in [line.code for line in log]


@EVERY_KIND
async def test_whose_role_ends_while_the_file_is_drawn_may_not_fetch_it(
    desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.ask(case, case.role)
    loop, put, digests = asyncio.get_running_loop(), desk.store.put, []

    def put_late(content: bytes) -> str:
        asyncio.run_coroutine_threadsafe(desk.database.write(desk.end), loop).result(10)
        digests.append(put(content))
        return digests[0]

    monkeypatch.setattr(desk.store, "put", put_late)
    assert await desk.jobs.work()
    assert await desk.told() == Screen(text=ended(case.role))
    (digest,) = digests
    assert await desk.database.read(lambda tx: files.for_account(tx, digest, desk.account)) is None
    assert await desk.database.read(lambda tx: files.unneeded(tx, digests)) == (digest,)  # the sweep takes it
    assert await desk.jobs_left() == [(ErrandState.FAILED, None)]
    assert await desk.jobs_carry() == [{}]


async def test_a_deputy_whose_time_is_over_gets_no_list(desk: Desk, clock: Clock) -> None:
    case = CASES[DoorListErrand]
    await desk.ask(case, None)

    def deputise(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "7")
        assert account.person is not None
        roles.give(tx, account.person, Role.HEAD, account.person.place_id, until=tx.now)

    await desk.database.write(deputise)
    clock.advance(seconds=1)
    assert await desk.jobs.work()
    assert desk.kept == []
    assert await desk.told() == Screen(text=ended(Role.HEAD))


async def test_a_head_gets_no_posters_of_a_village_that_is_no_longer_theirs(desk: Desk) -> None:
    """Of two villages one was handed over: the whole errand is refused, not half of it made."""
    both = Case(
        "posters",
        Role.HEAD,
        lambda _, village: PostersErrand(
            tuple(PosterSheet(each.id, "MA", (SECRET,)) for each in (village.kim_son, village.hong_linh))
        ),
        XLSX,
    )
    await desk.ask(both, Role.HEAD)
    assert await desk.jobs.work()
    assert desk.kept == []
    assert (await desk.told()).file is None


@pytest.mark.parametrize("payload", [{"report": "citizen", "cycle": 1}, {"file": "horoscope", "of": {}}, {}])
async def test_an_errand_of_another_version_is_refused_kindly_and_the_next_one_is_made(
    desk: Desk, payload: dict[str, object]
) -> None:
    await desk.ask(CASES[MyDataErrand], None)
    await desk.database.write(
        lambda tx: tx.connection.execute(update(rows).where(rows.c.kind == ErrandKind.JOB).values(payload=payload))
    )
    assert await desk.jobs.work()
    assert await desk.told() == Screen(text=OUTDATED)
    assert await desk.jobs_left() == [(ErrandState.FAILED, None)]
    assert await desk.jobs_carry() == [{}]

    def again(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "7")
        assert ask_for(tx, account, MyDataErrand())

    await desk.database.write(again)
    assert await desk.jobs.work()
    assert len(desk.kept) == 1


async def test_what_an_errand_is_about_is_gone(desk: Desk) -> None:
    gone = Case("export", Role.OFFICER, lambda _tx, _village: WorkbookErrand(404), XLSX)
    await desk.ask(gone, Role.OFFICER)
    for _ in range(3):
        assert await desk.jobs.work()
        await desk.database.write(lambda tx: tx.connection.execute(update(rows).values(due_at=tx.now)))
    assert not await desk.jobs.work()
    text = (await desk.told()).text
    assert catalog("vi").render(text).startswith("Chưa lập được báo cáo.")
    assert desk.kept == []


async def test_a_picture_left_by_the_version_before_is_fetched(desk: Desk) -> None:
    def work(tx: Transaction) -> int:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.lan)
        account = accounts.lock(tx, "telegram", "7")
        key = evidence.attach(tx, TelegramPicture("a"), person_id=village.lan.id, account_id=account.id)
        old = {"report": "picture", "evidence": key}
        tx.connection.execute(update(rows).where(rows.c.kind == ErrandKind.JOB).values(payload=old))
        return key

    key = await desk.database.write(work)
    assert await desk.jobs.work()
    mine = await desk.database.read(lambda tx: evidence.load(tx, key))
    assert mine is not None
    assert mine.state == PictureState.KEPT


async def test_a_file_that_takes_long_is_begun_by_nobody_else(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision's thousands of pages take longer than a lease: it is renewed while they are drawn."""
    monkeypatch.setattr("bot.file_jobs.RENEW_AFTER", 0.01)
    drawn, renewed = Event(), list[datetime]()

    def later(tx: Transaction, errand_id: int, due_at: datetime, error: str | None = None) -> None:
        renewed.append(due_at)
        put_off(tx, errand_id, due_at, error)
        drawn.set()

    put_off = outbox.later
    monkeypatch.setattr(outbox, "later", later)
    slow = Drawing("a.pdf", PDF, T("Xong."), lambda: b"%PDF" if drawn.wait(30) else b"")
    monkeypatch.setattr("bot.file_jobs.read_for", lambda *_: slow)
    await desk.ask(CASES[DoorListErrand], Role.HEAD)
    assert await desk.jobs.work()
    assert desk.kept == [b"%PDF"]
    assert renewed[0] == desk.database.clock() + outbox.LEASE

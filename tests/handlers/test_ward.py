"""A ward whose villages are khu phố, seen by everybody: nothing that is shown calls it xã, nor a khu phố thôn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from acts import ways
from acts.errands import KINDS, decode
from bot import file_makers
from criteria.texts import messages
from handlers.kit.screen import Screen, screen_from_data
from locales.catalog import ELDER, LANGUAGES, Address, catalog
from locales.place_words import PlaceWords, named
from locales.text import Message, Words
from storage import accounts, mergers, places
from storage.evidence import PictureErrand
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PlaceKind
from tests.conftest import Clock
from tests.handlers.driver import Commune, answered
from tests.handlers.walk import DAILY, WHOLE, Depth, Walk, populate

ROOT = Path(__file__).parent.parent.parent
# What it would be called if the program did not look. "cấp xã" is the law's word for communes and wards alike.
WRONG = {
    "vi": re.compile(r"(?<!cấp )(?<!thị )(?<!hợp tác )\bxã\b(?! hội)|\bthôn\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:commune|village)s?\b(?! level)", re.IGNORECASE),
}
OF_OTHERS = ("xã Kiến Hưng", "xã Sơn Hồng", "Kien Hung commune", "nông thôn")  # plans that are quoted; the countryside
LABELS = {"commune": "phường", "village": "khu phố"}


def quotations() -> tuple[str, ...]:
    """Texts of the Circular and of other places' plans, in all languages: they say what they say."""
    files = [*(ROOT / "criteria" / "commune").glob("*.toml"), *(ROOT / "criteria" / "plans").glob("*.toml")]
    found = {said for path in files for _, said in messages(path.read_text("utf-8"))}
    shown = {catalog(language).render(Message(said)) for said in found for language in LANGUAGES}
    return tuple(sorted(shown, key=len, reverse=True))


QUOTED = quotations()


def wrong_words(said: str, language: str) -> list[str]:
    """The lines that have a wrong word besides what is quoted."""
    if not WRONG[language].search(said):
        return []
    left = said
    for quotation in (*QUOTED, *OF_OTHERS):
        left = left.replace(quotation, "")
    return [line for line in left.split("\n") if WRONG[language].search(line)]


class Looks(Walk):
    """A walk that keeps what was shown, and draws nothing again."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.screens: dict[Screen, None] = {}

    def saw(self, screen: Screen) -> None:
        self.screens[screen] = None

    async def _redraw(self, account: accounts.Account, update: str, *, is_heard: bool) -> None:
        return


def _rename(tx: Transaction) -> None:
    """The sample commune as a ward; what people typed there, too."""
    for kind, label in LABELS.items():
        renamed = {"kind": kind, "label": label}
        tx.connection.execute(text("UPDATE places SET label = :label WHERE kind = :kind"), renamed)
    tx.connection.execute(text("UPDATE places SET contact = '0239 3 123 456' WHERE kind = 'commune'"))
    tx.connection.execute(text("UPDATE activities SET organiser = 'Khu phố'"))
    tx.connection.execute(text("UPDATE learning_events SET organiser = 'Khu phố'"))


@pytest.fixture
async def ward(sqlite: Database, clock: Clock, tmp_path: Path) -> Looks:
    """Everybody of the sample commune, which is a ward now."""
    made = Looks(sqlite)
    made.chats = await populate(sqlite, tmp_path)
    await sqlite.write(_rename)
    return made


def _all_words(screen: Screen) -> tuple[Words, ...]:
    shown = (screen.title, screen.text, *(choice.label for choice in screen.choices))
    return tuple(each for each in shown if each is not None)


def _found(shown: Sequence[tuple[str, str]]) -> list[str]:
    return sorted({line for said, language in shown for line in wrong_words(said, language)})


def _left_for_others(tx: Transaction) -> list[Screen]:
    """Notices on their way, and those to be told in person."""
    query = "SELECT payload FROM outbox WHERE kind = 'notice' UNION ALL SELECT payload FROM visits"
    return [screen_from_data(json.loads(payload)) for (payload,) in tx.connection.execute(text(query))]


def _files(tx: Transaction, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(kind, what it says in each language) of every file that was asked for."""
    asked = text("SELECT account_id, payload FROM outbox WHERE kind = :kind")
    for account_id, payload in tx.connection.execute(asked, {"kind": ErrandKind.JOB}):
        said: list[tuple[str, str]] = []

        def say(_: str, here: PlaceWords, address: Address, words: Words, said: list[tuple[str, str]] = said) -> str:
            said.extend((catalog(language).render(named(words, here), address), language) for language in LANGUAGES)
            return said[-len(LANGUAGES)][0]

        monkeypatch.setattr(file_makers, "say", say)
        errand, account = decode(json.loads(payload)), accounts.load_unlocked(tx, account_id)
        if account is not None and account.person is not None and not isinstance(errand, PictureErrand):
            drawing = file_makers.read_for(tx, errand, account, lambda _: b"")
            drawing.draw()
            say("", places.words_of(tx, account.person.place_id), ELDER, drawing.notice)
            yield errand.kind, said


@pytest.mark.long
@pytest.mark.parametrize("depth", [DAILY, pytest.param(WHOLE, marks=pytest.mark.soak)], ids=["daily", "whole"])
async def test_nothing_that_is_shown_in_a_ward_calls_it_a_commune(
    ward: Looks, monkeypatch: pytest.MonkeyPatch, depth: Depth
) -> None:
    ward.depth = depth
    await ward.press_offered()
    files = await ward.database.read(lambda tx: list(_files(tx, monkeypatch)))
    await ward.type_everywhere()
    await ward.press_unoffered()
    screens = [*ward.screens, *await ward.database.read(_left_for_others)]
    shown = [
        (catalog(language).render(words), language)
        for screen in screens
        for words in _all_words(screen)
        for language in LANGUAGES
    ]
    assert len(ward.screens) > 400
    assert len({kind for kind, _ in files}) > 5 < len(KINDS)
    assert _found([*shown, *(each for _, said in files for each in said)]) == []
    everything = "\n".join(said for said, _ in shown)
    for right in ("trưởng khu phố", "cán bộ phường", "ward officer", "neighbourhood head"):
        assert right in everything


async def _called(commune: Commune, village: str, label: str) -> None:
    """The commune and its villages are called so."""

    def rename(tx: Transaction) -> None:
        for kind, said in (("village", village), ("commune", label)):
            renamed = {"kind": kind, "label": said}
            tx.connection.execute(text("UPDATE places SET label = :label WHERE kind = :kind"), renamed)

    await commune.do(rename)


HEADS = [  # village, commune, who heads it
    ("thôn", "xã", "trưởng thôn"),
    ("bản", "xã", "trưởng bản"),
    ("ấp", "đặc khu", "trưởng ấp"),
    ("khu phố", "phường", "trưởng khu phố"),
    ("tổ dân phố", "phường", "tổ trưởng"),
]


@pytest.mark.parametrize(("village", "label", "head"), HEADS)
async def test_the_consent_names_who_asks_and_who_sees_it(
    commune: Commune, village: str, label: str, head: str
) -> None:
    await _called(commune, village, label)
    await commune.stranger.say("menu")
    await commune.stranger.choose("Ghi tên tham gia")
    seen = await commune.stranger.open("KIMSON")
    whole = f"{label} Sơn Hồng"
    assert f"Ai hỏi: Ủy ban nhân dân {whole}, cùng Hội Khuyến học {whole}." in seen
    assert f"Ai xem: {head} và cán bộ {label}. Không đưa cho ai khác." in seen
    assert f"làm số liệu của {label}." in seen
    assert f"khai được bằng giấy với {head}." in seen


@pytest.mark.parametrize(("village", "label", "head"), HEADS)
async def test_a_label_that_names_the_head_is_heard_when_it_is_typed(
    commune: Commune, village: str, label: str, head: str
) -> None:
    await _called(commune, village, label)
    mine = await answered(commune)
    seen = await commune.lan.press(ways.onward(mine.id))
    assert f"Gửi {head} xác nhận" in seen.labels
    assert "Đã gửi." in await commune.lan.say(f"gửi {head} xác nhận ạ")


async def test_where_villages_are_called_differently_an_officer_reads_the_general_word(commune: Commune) -> None:
    await _called(commune, "thôn", "xã")
    await commune.do(lambda tx: tx.connection.execute(text("UPDATE places SET label = 'bản' WHERE name = 'Kim Sơn'")))
    assert "Mã thôn, tổ dân phố và mã mời" in (await commune.officer.say("menu")).labels
    await commune.head.say("menu")
    assert "Mã bản" in (await commune.head.press(ways.codes()))
    assert "Mời trưởng bản" in (await commune.officer.press(ways.keepers(commune.kim_son))).labels
    assert "Mời trưởng thôn" in (await commune.officer.press(ways.keepers(commune.hong_linh))).labels


async def test_of_a_unit_its_head_is_spoken_of(commune: Commune) -> None:
    def at_school(tx: Transaction) -> int:
        school = places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCSSH",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip
        assert mergers.assess_at(tx, commune.village.lan, school) is not None
        return school.id

    school = await commune.do(at_school)
    mine = await answered(commune)
    assert "Gửi thủ trưởng đơn vị xác nhận" in (await commune.lan.press(ways.onward(mine.id))).labels
    assert "Thôi tính ở đơn vị, về thôn Kim Sơn" in (await commune.lan.say("menu")).labels
    assert "Mời thủ trưởng đơn vị" in (await commune.officer.press(ways.keepers(school))).labels

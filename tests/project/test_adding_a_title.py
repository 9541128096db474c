"""A unit declares the title that docs/adding-a-title.md adds, with no Python touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from criteria import parse as parser
from criteria.declaration import Measure, Move
from criteria.model import IndicatorKind, RuleKind, SubjectKind
from criteria.parse import default, title_name, titles
from criteria.policy import Role
from criteria.score import Verdict
from criteria.texts import messages
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.kit.screen import Screen
from locales.catalog import catalog
from storage import accounts, counters, cycles, decisions, declarations, mergers, people, places, recount, roles
from storage.declaration_record import About, Speaker
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from tests.frozen import FROZEN, stand_on
from tests.project.copies import ROOT, fenced
from tests.project.following import TITLE as PAGE
from tests.project.following import title_file
from tests.village import GOOD, found

TEXT = fenced(PAGE, "toml")
VI = catalog("vi")


@pytest.fixture
def added(tmp_path: Path) -> Iterator[str]:
    """The page's file beside the others; its title."""
    folder = tmp_path / "criteria"
    shutil.copytree(str(FROZEN), folder)
    (folder / "titles" / f"{title_file()}.toml").write_text(TEXT, "utf-8")
    stand_on(folder)
    yield "provincial_unit"
    stand_on(FROZEN)


def shown(screen: Screen) -> str:
    labels = " ".join(f"[{VI.render(choice.label)}]" for choice in screen.choices)
    return f"{VI.render(screen.text)} {labels}"


def way(screen: Screen, label: str) -> str:
    return {VI.render(choice.label): choice.route for choice in screen.choices}[label]


def test_the_file_is_a_title_of_its_own(added: str) -> None:
    assert titles(SubjectKind.UNIT) == ("unit", added)
    assert VI.render(title_name(added)) == "Đơn vị học tập cấp tỉnh"
    assert default("unit") == "dvht-2022"  # the others stay as they are
    collected = {text for _, text in messages(TEXT)}
    assert {"Chia sẻ tri thức với đơn vị khác", "Đơn vị học tập cấp tỉnh"} <= collected


async def test_a_unit_declares_it_and_the_officer_confirms_it(sqlite: Database, added: str) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        school = places.add_village(
            tx, commune=village.commune, label="trường", name="Chính trị", join_code="CHINHTRI",
            since=date(2026, 1, 1), kind=PlaceKind.UNIT,
        )  # fmt: skip
        roles.give(tx, village.lan, Role.HEAD, school.id)
        account = accounts.lock(tx, "web", "head-of-the-unit")
        accounts.bind_person(tx, account, village.lan)
        accounts.save(tx, account, owed=None)
        turn = Turn(tx, accounts.lock(tx, "web", "head-of-the-unit"))

        _, screen = ROUTER.run(turn, f"community/{school.id}")
        assert "Đơn vị học tập cấp tỉnh: chưa đăng ký" in shown(screen)
        _, screen = ROUTER.run(turn, way(screen, "Khai Đơn vị học tập cấp tỉnh"))
        for answer in ("Có", "Có"):
            _, screen = ROUTER.run(turn, way(screen, answer))
        _, screen = ROUTER.run(turn, way(screen.named(turn.place_words), "Gửi cán bộ xã xác nhận"))
        assert "Chưa xác định" in shown(screen)  # nobody is on the unit's roster: no share, no verdict
        (sent,) = declarations.about(tx, About(place_id=school.id), added)

        assert tx.chain is not None
        moved = people.get(tx, village.head.id)
        assert mergers.assess_at(tx, moved, school) is not None
        speaker = Speaker(tx.chain.account_id)
        cycle = cycles.of_year(tx, village.commune.id, 2026)
        assert cycle is not None
        mine = declarations.begin(tx, people.get(tx, moved.id), cycle, speaker=speaker)
        for key, value in GOOD.items():
            mine = declarations.answer(tx, mine, key, value, speaker=speaker)
        declarations.submit(tx, mine, speaker=speaker)

        mine_sent = declarations.of_person(tx, moved.id)[0]
        decisions.decide(tx, mine_sent, Move.CONFIRM, person_id=village.officer.id)
        tx.held.clear()
        held = declarations.load(tx, sent.id)
        assert held is not None
        confirmed = decisions.decide(tx, held, Move.CONFIRM, person_id=village.officer.id)
        assert confirmed is not None
        assert confirmed.assessment is not None
        assert (confirmed.assessment.shares, confirmed.verdict) == ((("T1", 1, 1),), Verdict.REACHED)
        assert counters.tallies(tx, cycle.id, added)[school.id][Measure.REACHED] == 1
        assert counters.tallies(tx, cycle.id, added) == recount.recount(tx, cycle, added)

    await sqlite.write(work)


def test_the_page_lists_every_kind_and_every_key() -> None:
    listed = set(re.findall(r"`(\w+)`", PAGE))
    assert {kind.value for kind in (*RuleKind, *IndicatorKind, *SubjectKind)} <= listed
    both = listed | set(re.findall(r"`(\w+)`", (ROOT / "docs" / "adding-a-question.md").read_text("utf-8")))
    keys = set(parser.INDICATOR_KEYS.split()) - {"source", "verified"}
    assert keys <= both

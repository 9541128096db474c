"""Every route of the program, pressed by everybody in a populated ward; and every screen drawn again seven times.

A route that shows changes nothing, so whatever draws the open screen again is harmless: an update delivered twice, a
reload, the sweeper, a sticker, a word that is no answer. What one walk brings to sight is looked over in one go: how
long it is, whose names stand on it, what it calls the place, and how the database finds its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from acts import deciding
from acts.errands import KINDS
from bot.commune_setup import act_as_operator
from handlers.all_routes import ROUTER, index
from handlers.kit.labels import is_label
from handlers.kit.router import Weight
from locales.catalog import LANGUAGES, catalog
from locales.text import Verbatim
from storage import accounts, declarations
from storage.declaration_record import Declaration
from storage.kit.engine import Database, open_database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.handlers.walk import ANY, DAILY, SHOWN, VALUES, WHOLE, Depth, Walk, give_names, populate
from tests.handlers.ward import all_words, call_it_a_ward, files_said, found_in, left_for_others
from tests.plans import Heard, statements_heard, whole_reads

Decides = Callable[..., Declaration | None]
RETURN: Decides = partial(deciding.send_back, reason=Verbatim("Xem lại."), question=None)
CONFIRM: Decides = deciding.confirm
UNDO: Decides = deciding.take_back
DECIDED: tuple[tuple[Decides, ...], ...] = ((), (RETURN,), (CONFIRM,), (RETURN, UNDO), (CONFIRM, UNDO, RETURN))
MOST_OF: dict[str, int] = {  # characters of what is long for a reason (RULINGS: lengths)
    "batch-list": 1000, "batch-after": 1000, "batch-done": 1000, "enrol-all": 1000,
    "enrol-homes": 1000,  # the names that are decided on
    "consent": 800, "consent-again": 900,
    "add-them": 1000, "help-agree": 1000, "declare-for": 1000,  # what is agreed to
    "stats": 1300, "stats-of": 1300, "plan": 1300, "plan-page": 1300,  # figures that are read beside each other
    "compact": 1700,  # a frozen set without short words; the real ones: test_shipped_sets.py
}  # fmt: skip


def too_long(walk: Walk) -> list[tuple[int, str, str]]:
    """Messages that nobody reads to their end, the longest first."""
    return sorted(
        (
            (len(said), how, name)
            for (how, name), said in walk.longest.items()
            if len(said) > MOST_OF.get(name, SHOWN[how].most)
        ),
        reverse=True,
    )


@pytest.fixture
async def walk(sqlite: Database, clock: Clock, tmp_path: Path) -> Walk:
    """Everybody of the demo's commune, which is a ward here, at their chats."""
    made = Walk(sqlite)
    made.chats = await populate(sqlite, tmp_path)
    made.known = await sqlite.write(give_names)
    await sqlite.write(call_it_a_ward)
    return made


@pytest.mark.long
@pytest.mark.parametrize("depth", [DAILY, pytest.param(WHOLE, marks=pytest.mark.soak)], ids=["daily", "whole"])
async def test_every_route_ends_at_a_screen_that_can_be_drawn_again_and_is_right_in_all_else(
    walk: Walk, postgres_url: str, monkeypatch: pytest.MonkeyPatch, depth: Depth
) -> None:
    walk.depth = depth
    with statements_heard() as heard:
        await walk.press_offered()
        files = await walk.database.read(lambda tx: list(files_said(tx, monkeypatch)))
        await walk.type_everywhere()
        await walk.press_unoffered()
    assert set(walk.pressed) == set(ROUTER.routes)
    never = {name for name, route in ROUTER.routes.items() if route.shows} - walk.shown
    assert len(never) < len(ROUTER.routes) // 4, sorted(never)
    assert too_long(walk) == []
    every_choice_is_reached_by_its_words(walk)
    await everybody_named_is_on_record(walk)
    await nothing_calls_it_a_commune(walk, files)
    await no_statement_reads_a_whole_table_that_grows(walk, postgres_url, list(heard.values()))


def every_choice_is_reached_by_its_words(walk: Walk) -> None:
    """A label that is typed, in any language, leads to its own choice and no other, and is no other's number."""
    mistaken: set[tuple[str, str, str]] = set()
    for screen in walk.screens:
        for language in LANGUAGES:
            labels = [catalog(language).render(choice.label) for choice in screen.choices]
            for place, (label, choice) in enumerate(zip(labels, screen.choices, strict=True), 1):
                is_final = ROUTER.weight(choice.route) is Weight.FINAL
                named = [each for each in screen.choices if is_label(label, each.label, alone=is_final)]
                is_number = label.isdecimal() and not (screen.typed or screen.counted)
                if named[0].route != choice.route:
                    mistaken.add((label, choice.route, named[0].route))
                if is_number and 1 <= int(label) <= len(labels) and int(label) != place:
                    mistaken.add((label, choice.route, f"number {label}"))
    assert mistaken == set()


async def everybody_named_is_on_record(walk: Walk) -> None:
    """Whoever was shown somebody's name has looked at that person, and the record says so."""
    assert walk.unrecorded == set()

    def looks(tx: Transaction) -> set[tuple[int, int]]:
        return {(row.by_id, row.person_id) for row in tx.connection.execute(text("SELECT * FROM looks"))}

    on_record = await walk.database.read(looks)
    assert walk.named - on_record == set()
    assert len(walk.named) > 20


async def nothing_calls_it_a_commune(walk: Walk, files: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """No screen, notice or file calls the ward xã, nor a khu phố thôn, in any language."""
    screens = [*walk.screens, *await walk.database.read(left_for_others)]
    shown = [
        (catalog(language).render(words), language)
        for screen in screens
        for words in all_words(screen)
        for language in LANGUAGES
    ]
    assert len(walk.screens) > 400
    assert len({kind for kind, _ in files}) > 5 < len(KINDS)
    assert found_in([*shown, *(each for _, said in files for each in said)]) == []
    everything = "\n".join(said for said, _ in shown)
    for right in ("trưởng khu phố", "cán bộ phường", "ward officer", "neighbourhood head"):
        assert right in everything


# By the beginning of a statement, or of what it reads: why it may.
MAY_READ_ALL: dict[str, str] = {}


async def no_statement_reads_a_whole_table_that_grows(walk: Walk, postgres_url: str, heard: list[Heard]) -> None:
    """Each statement of a turn, and of what a file is made of, finds its rows by an index.

    On a SQLite that has never counted its rows, as a new commune's is, and on an empty PostgreSQL; how filled ones that
    have counted find them is seen in tests/bot/test_plans.py.
    """
    assert len(heard) > 200
    postgres = open_database(postgres_url)
    for database in (walk.database, postgres):
        found = await database.read(lambda tx: whole_reads(tx, heard))
        left = {each: plan for each, plan in found.items() if not any(what in each for what in MAY_READ_ALL)}
        assert left == {}, "\n".join(f"{each}\n  {plan}" for each, plan in left.items())
    await postgres.close()


async def test_an_old_button_of_a_decided_declaration_still_shows_something(walk: Walk) -> None:
    """Each screen about a declaration, in each state it can come to, by the buttons of each of its revisions."""
    chats = walk.chats

    def decide(tx: Transaction) -> list[tuple[int, int]]:
        act_as_operator(tx)
        head = accounts.find(tx, "web", chats[1])
        assert head is not None
        assert head.person is not None
        waiting = [
            key for (key,) in tx.connection.execute(text("SELECT id FROM declarations WHERE state = 'submitted'"))
        ]
        for key, moves in zip(waiting, DECIDED, strict=False):
            declaration = declarations.load(tx, key)
            for move in moves:
                assert declaration is not None
                declaration = move(tx, declaration, by=head.person.id)
        found = [declarations.glance(tx, key) for key in waiting[: len(DECIDED)]]
        return [(each.id, each.revision) for each in found if each is not None]

    decided = await walk.database.write(decide)
    assert len(decided) == len(DECIDED)
    for name, route in ROUTER.routes.items():
        keys = [key for key, _ in route.parameters]
        if not route.shows or "declaration" not in keys:
            continue
        for declaration, last in decided:
            for revision in range(last + 1) if "revision" in keys else (last,):
                given = {"declaration": str(declaration), "revision": str(revision), "version": str(revision)}
                await walk.press(
                    chats[1], "/".join((name, *(given.get(key) or VALUES.get(key, ANY)[0] for key in keys)))
                )


def test_the_index_of_routes_is_what_the_program_answers() -> None:
    """Read from the sources, without importing a conversation: module by module what the decorators registered."""
    from importlib import import_module

    found = index()
    assert set(found) == set(ROUTER.routes)
    for module in set(found.values()):
        assert {name for name, where in found.items() if where == module} == set(import_module(module).routes.routes)

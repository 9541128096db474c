"""Tests mirror the rooms: each conversation has its file under tests/handlers, and each file there its module."""

from __future__ import annotations

from pathlib import Path

from handlers.all_routes import NO_ROOMS, index

ROOT = Path(__file__).parent.parent.parent
TESTS = ROOT / "tests" / "handlers"
ROOMS = sorted(
    each.name for each in (ROOT / "handlers").iterdir() if (each / "__init__.py").exists() and each.name not in NO_ROOMS
)


def mirrored(module: str) -> Path:
    """Where the tests of "handlers.village.overview" are."""
    _, room, name = module.split(".")
    return TESTS / room / f"test_{name}.py"


def test_each_conversation_has_its_file_with_tests() -> None:
    conversations = set(index().values())
    assert len(conversations) > 30
    missing = sorted(module for module in conversations if not mirrored(module).exists())
    assert missing == []
    without = [
        module for module in sorted(conversations) if "async def test_" not in mirrored(module).read_text("utf-8")
    ]
    assert without == []


def test_each_file_of_a_room_mirrors_a_module_of_that_room() -> None:
    astray = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in sorted((TESTS / room).glob("*.py"))
        if path.name != "__init__.py" and not (ROOT / "handlers" / room / path.name.removeprefix("test_")).exists()
    ]
    assert astray == []


def test_there_is_no_folder_of_tests_for_a_room_that_there_is_not() -> None:
    folders = {each.name for each in TESTS.iterdir() if (each / "__init__.py").exists()}
    assert folders == {*ROOMS, "kit"}

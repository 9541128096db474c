"""Draws the house in docs/architecture.md from the real imports: ``make house``. A test looks whether it is true."""

from __future__ import annotations

from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- the house, by make house -->\n", "<!-- the house ends -->"
FLOORS = ("bot", "handlers", "desk", "acts", "storage", "reports", "intake", "sheets", "criteria", "locales")
GROUND = {  # folders that several rooms stand on: below them in the picture
    "handlers": ("shared", "kit"),
    "desk": ("shared", "kit"),
    "storage": ("kit",),
}


def _files(package: str) -> int:
    return sum(path.name != "__init__.py" for path in (ROOT / package.replace(".", "/")).rglob("*.py"))


def _rooms(floor: str) -> list[str]:
    return sorted(path.name for path in (ROOT / floor).iterdir() if path.is_dir() and (path / "__init__.py").exists())


def picture() -> str:
    """Floors from the top down, each with its files, its rooms, and the floors that it really imports."""
    graph = grimp.build_graph(*FLOORS, cache_dir=None)
    uses: dict[str, set[str]] = {floor: set() for floor in FLOORS}
    for module in graph.modules:
        floor = module.partition(".")[0]
        uses[floor] |= {each.partition(".")[0] for each in graph.find_modules_directly_imported_by(module)} - {floor}
    lines = ["```text"]
    for floor in FLOORS:
        below = ", ".join(each for each in FLOORS if each in uses[floor]) or "nothing"
        lines.append(f"{floor:<9} {_files(floor):>3} files   stands on {below}")
        ground = GROUND.get(floor, ())
        rooms = [each for each in _rooms(floor) if each not in ground]
        if rooms:
            lines.append("            " + " | ".join(f"{each} {_files(f'{floor}.{each}')}" for each in rooms))
        lines += [f"              {each} {_files(f'{floor}.{each}')}" for each in ground]
    return "\n".join([*lines, "```", ""])


def drawn(page: str) -> str:
    """The page with the picture as the house is now."""
    before, _, rest = page.partition(BEGIN)
    return before + BEGIN + picture() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")

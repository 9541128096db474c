"""What a docstring, a comment or a page refers to as code is there under that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

ROOT = Path(__file__).parents[2]
ROOMS = ("acts", "bench", "bot", "criteria", "handlers", "intake", "locales", "reports", "sheets", "storage", "tests")
REFERENCE = re.compile(r":(?:func|class|data|mod|meth|attr|exc|obj):`~?([\w.]+)`")


def _references() -> Iterator[tuple[str, str]]:
    """Every name that is referred to, with the module, or the page, that does."""
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        yield from ((name, path.name) for name in REFERENCE.findall(path.read_text("utf-8")))
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield from ((name, module) for name in REFERENCE.findall(path.read_text("utf-8")))


def _is_there(name: str, referred_to_in: str) -> bool:
    """Whether a name stands for something: by itself, or in its module, one of its classes or what they are made of."""
    if name.partition(".")[0] in ROOMS:
        try:
            resolve_name(name)
        except (AttributeError, ImportError):
            return False
        return True
    module = import_module(referred_to_in)
    classes = [kind for each in vars(module).values() if isinstance(each, type) for kind in each.__mro__]
    names = vars(module) | {kind.__name__: kind for kind in classes}
    first, *rest = name.split(".")
    for found in (names.get(first), *(getattr(kind, first, None) for kind in classes)):
        for part in rest:
            found = getattr(found, part, None)  # noqa: PLW2901 (a step further)
        if found is not None:
            return True
    return False


def test_every_reference_leads_somewhere() -> None:
    found = set(_references())
    assert len(found) > 70
    assert sorted(each for each in found if not _is_there(*each)) == []

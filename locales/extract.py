"""Collects the texts of the program into the catalogues: ``make catalogs``.

Texts come from ``T``, ``Tc`` and ``Tn`` in the Python code and from the data files of ``criteria/``. What has been
translated stays; a text that is gone is dropped; a new one waits without a translation, and a test says so.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "desk", "acts", "criteria", "storage", "reports", "intake", "sheets", "locales")
KEYWORDS = {"T": None, "Tc": ((1, "c"), 2), "Tn": (1, 1)}
UNUSED_HEADERS = (b'"POT-', b'"PO-', b'"Report-', b'"Last-', b'"Language-Team', b'"Project-')  # git knows better
DataTexts = Callable[[str], Iterator[tuple[int, str]]]


def collect(data_texts: DataTexts) -> Catalog:
    """All texts of the source tree. ``data_texts`` finds those of a data file (:func:`criteria.texts.messages`)."""
    found = Catalog(project="hoctap", charset="utf-8", fuzzy=False)
    for package in PACKAGES:
        for name, _, message, _, context in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS, strip_comment_tags=True
        ):
            found.add(message, context=context, locations=[(f"{package}/{name}", None)])  # type: ignore[list-item]
    for path in sorted((ROOT / "criteria").rglob("*.toml")):
        for _, text in data_texts(path.read_text("utf-8")):
            found.add(text, locations=[(str(path.relative_to(ROOT)), None)])  # type: ignore[list-item]
    return found


def updated(po: bytes, language: str, template: Catalog) -> bytes:
    """A catalogue brought up to date with the texts of the program, as bytes of its file."""
    catalog = read_po(BytesIO(po), locale=language) if po else Catalog(locale=language, project="hoctap", fuzzy=False)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = "# Translations of Học Tập. `make catalogs` collects the texts; fill in what waits."
    for header in ("creation_date", "revision_date"):
        setattr(catalog, header, None)
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=False, sort_by_file=True, include_lineno=False)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(UNUSED_HEADERS)]
    return b"".join(lines)


def main() -> None:
    """Update every catalogue in place; say how many texts wait for a translation."""
    # The data files' texts belong to a layer above this one, so the command reaches for it, not the module.
    from importlib import import_module

    template = collect(import_module("criteria.texts").messages)
    for language in ("en",):
        path = ROOT / "locales" / language / "hoctap.po"
        before = path.read_bytes() if path.exists() else b""
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(updated(before, language, template))
        waiting = sum(
            not (all(m.string) if isinstance(m.string, tuple | list) else m.string)
            for m in read_po(BytesIO(path.read_bytes()), locale=language)
            if m.id
        )
        sys.stdout.write(f"{language}: {waiting} texts wait for a translation\n")


if __name__ == "__main__":
    main()

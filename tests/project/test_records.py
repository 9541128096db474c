"""A record of many fields is made by their names: two neighbours of one type exchanged would be no error."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MOST = 6  # fields that may be given by their place
PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]["packages"]
MIGRATIONS = "storage/kit/migrations/"  # which run when they are imported, and have no records


def records(package: str) -> set[type]:
    """The dataclasses of all modules of a package."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", f"{package}/*.py"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(MIGRATIONS)]
    modules = [importlib.import_module(name.removesuffix(".py").replace("/", ".")) for name in names]
    return {
        each
        for module in modules
        for each in vars(module).values()
        if inspect.isclass(each) and dataclasses.is_dataclass(each) and each.__module__ == module.__name__
    }


def by_place(record: type) -> list[str]:
    """The fields that may be given by their place when the record is made."""
    return [field.name for field in dataclasses.fields(record) if field.init and not field.kw_only]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_record_of_many_fields_takes_them_by_name_only(package: str) -> None:
    found = {f"{each.__module__}.{each.__qualname__}": len(by_place(each)) for each in records(package)}
    assert {name: fields for name, fields in found.items() if fields > MOST} == {}, "kw_only=True"


def test_all_packages_with_records_were_looked_at() -> None:
    without = {package for package in PACKAGES if not records(package)}
    assert without == set()


def test_a_record_of_many_fields_by_place_would_be_seen() -> None:
    plain = dataclasses.make_dataclass("Plain", [(f"field_{i}", int) for i in range(MOST + 1)])
    named = dataclasses.make_dataclass("Named", [(f"field_{i}", int) for i in range(MOST + 1)], kw_only=True)
    assert (len(by_place(plain)), by_place(named)) == (MOST + 1, [])

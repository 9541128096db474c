"""Files that somebody reads, and folders that cannot be opened, as Windows has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from storage.kit import disk


@pytest.fixture
def read_by_somebody(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first three tries to replace or delete a file are refused; what was tried."""
    tried: list[str] = []
    for name in ("replace", "unlink"):
        real = getattr(os, name)

        def refused(*given: Any, name: str = name, real: Any = real, **named: Any) -> None:
            tried.append(name)
            if len(tried) <= 3:
                raise PermissionError(13, "somebody reads it")
            real(*given, **named)

        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr(disk, "PAUSE", 0.0)
    return tried


def test_a_file_that_somebody_reads_is_replaced_once_they_have_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_by_somebody: list[str]
) -> None:
    monkeypatch.setattr(disk, "DENIED_FOR_GOOD", False)
    half, whole = tmp_path / "half", tmp_path / "whole"
    half.write_text("new", "utf-8")
    whole.write_text("old", "utf-8")
    disk.put_in_place(half, whole)
    assert whole.read_text("utf-8") == "new"
    assert read_by_somebody == ["replace"] * 4
    disk.remove(whole)
    disk.remove(whole)
    assert not whole.exists()


def test_where_it_means_that_we_may_not_it_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_by_somebody: list[str]
) -> None:
    monkeypatch.setattr(disk, "DENIED_FOR_GOOD", True)
    with pytest.raises(PermissionError):
        disk.remove(tmp_path / "x")
    assert read_by_somebody == ["unlink"]


def test_a_file_that_is_read_for_ever_is_an_error_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "somebody reads it")

    monkeypatch.setattr(os, "unlink", refused)
    monkeypatch.setattr(disk, "PAUSE", 0.0)
    monkeypatch.setattr(disk, "DENIED_FOR_GOOD", False)
    with pytest.raises(PermissionError):
        disk.remove(tmp_path / "x")


def test_a_folder_that_cannot_be_opened_is_left_to_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []

    def refused(path: Path, *_: Any) -> int:
        opened.append(path)
        raise PermissionError(13, "a folder")

    monkeypatch.setattr(os, "open", refused)
    disk.sync_folder(tmp_path)
    assert opened == [tmp_path]

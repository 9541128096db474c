"""The archive of a year: its contents say of each file what it is, and how to know that it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from locales.catalog import catalog
from locales.text import Verbatim
from reports import archive as reports_archive
from reports.archive import Archive, ArchivedFile, archive
from tests.conftest import MOMENT

words = catalog("vi").render


def file(name: str, make: Callable[[], bytes], *, may_be_left: bool = False) -> ArchivedFile:
    return ArchivedFile(
        name=name, what=Verbatim("Báo cáo <1>"), day=date(2026, 11, 5), make=make, may_be_left=may_be_left
    )


def packed(*files: ArchivedFile) -> dict[str, bytes]:
    made = Archive(
        commune="xã Sơn Hồng",
        year=2026,
        as_of=MOMENT,
        made_by="Trần Thị Mai",
        remarks=[Verbatim("Số chốt")],
        files=files,
    )
    with ZipFile(BytesIO(archive(made, words))) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def gone() -> bytes:
    raise FileNotFoundError


def test_the_contents_say_what_each_is_its_day_its_size_and_its_hash() -> None:
    found = packed(file("1-so-lieu/bao-cao.docx", lambda: b"a report"))
    assert found["1-so-lieu/bao-cao.docx"] == b"a report"
    for name in ("muc-luc.html", "muc-luc.txt"):
        said = found[name].decode("utf-8-sig")
        for part in ("1-so-lieu/bao-cao.docx", "05/11/2026", "8", hashlib.sha256(b"a report").hexdigest(), "Số chốt"):
            assert part in said, (name, part)
    assert "Báo cáo &lt;1&gt;" in found["muc-luc.html"].decode()
    assert 'href="1-so-lieu/bao-cao.docx"' in found["muc-luc.html"].decode()


def test_a_picture_that_is_gone_or_too_large_is_said_and_the_rest_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports_archive, "MOST_PICTURES", 10)
    found = packed(
        file("4-minh-chung/a.jpg", gone, may_be_left=True),
        file("4-minh-chung/b.jpg", lambda: b"12345678", may_be_left=True),
        file("4-minh-chung/c.jpg", lambda: b"12345678", may_be_left=True),
        file("2-danh-sach/d.xlsx", lambda: b"a list that is longer than the room for pictures"),
    )
    assert sorted(found) == ["2-danh-sach/d.xlsx", "4-minh-chung/b.jpg", "muc-luc.html", "muc-luc.txt"]
    said = found["muc-luc.txt"].decode("utf-8-sig")
    assert "không còn trong máy" in said
    assert "không kèm, vì gói quá lớn" in said

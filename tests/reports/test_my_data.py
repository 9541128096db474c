"""All that is kept of a person in one file: what is in the ZIP, and what is left out where it would be too much."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from reports import my_data
from reports.my_data import DATA, RECORD, PictureToPack, my_data_zip

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # the next day in Viet Nam
STORE = {"a" * 64: b"x" * 60, "b" * 64: b"y" * 60}


def bytes_of(digest: str) -> bytes:
    try:
        return STORE[digest]
    except KeyError:
        raise FileNotFoundError(digest) from None


def packed(*pictures: PictureToPack) -> ZipFile:
    data = {"format": "x", "evidence": [{"id": each.id} for each in pictures]}
    made = my_data_zip(data, pictures, record=lambda: b"%PDF-record", bytes_of=bytes_of, at=AT)
    assert made == my_data_zip(data, pictures, record=lambda: b"%PDF-record", bytes_of=bytes_of, at=AT)
    return ZipFile(BytesIO(made))


def test_the_record_the_data_and_the_pictures_lie_side_by_side() -> None:
    archive = packed(PictureToPack(9, "a" * 64, "jpg"), PictureToPack(4, "b" * 64, "png"))
    assert archive.namelist() == [RECORD, "anh/minh-chung-9.jpg", "anh/minh-chung-4.png", DATA]
    assert archive.read(RECORD) == b"%PDF-record"
    assert archive.read("anh/minh-chung-4.png") == STORE["b" * 64]
    read = json.loads(archive.read(DATA))
    assert [each["file"] for each in read["evidence"]] == ["anh/minh-chung-9.jpg", "anh/minh-chung-4.png"]
    assert {each.date_time for each in archive.infolist()} == {(2026, 11, 24, 3, 0, 0)}


def test_a_picture_whose_bytes_are_gone_is_said_not_to_be_there() -> None:
    archive = packed(PictureToPack(9, "c" * 64, "jpg"), PictureToPack(4, "b" * 64, "png"))
    read = json.loads(archive.read(DATA))
    assert [each["file"] for each in read["evidence"]] == [None, "anh/minh-chung-4.png"]


def test_what_a_messenger_could_not_carry_leaves_the_oldest_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_data, "MOST_BYTES", 100)
    archive = packed(PictureToPack(9, "a" * 64, "jpg"), PictureToPack(4, "b" * 64, "png"))
    read = json.loads(archive.read(DATA))
    assert [each["file"] for each in read["evidence"]] == ["anh/minh-chung-9.jpg", None]

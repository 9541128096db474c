"""All that is kept of a person in one file: the record to read, the data for another program, the pictures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from locales.format import in_vietnam

RECORD, DATA, FOLDER = "ho-so-hoc-tap.pdf", "du-lieu.json", "anh"
MOST_BYTES = 45_000_000  # of pictures: a Telegram bot sends files up to 50 MB


@dataclass(frozen=True, slots=True)
class PictureToPack:
    """A picture that belongs into the file: the id of its row, the hash of its bytes, how its name ends."""

    id: int
    digest: str
    ending: str


def my_data_zip(
    data: Mapping[str, Any],
    pictures: Sequence[PictureToPack],
    *,
    record: Callable[[], bytes],
    bytes_of: Callable[[str], bytes],
    at: datetime,
) -> bytes:
    """The ZIP.

    Args:
        data: what the JSON holds; each row of ``evidence`` gets the name of its picture's file, or ``None``.
        pictures: what to put beside it, the latest first: where they are too many, the oldest are left out.
        record: makes the PDF.
        bytes_of: the bytes of a hash.
        at: the time that its files bear.
    """
    packed: dict[int, str] = {}
    room, out = MOST_BYTES, BytesIO()
    with ZipFile(out, "w") as archive:

        def put(name: str, content: bytes, kind: int = ZIP_DEFLATED) -> None:
            info = ZipInfo(name, in_vietnam(at).timetuple()[:6])
            info.compress_type = kind
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)

        put(RECORD, record())
        for each in pictures:
            try:
                content = bytes_of(each.digest)
            except FileNotFoundError:
                continue
            room -= len(content)
            if room < 0:
                break
            packed[each.id] = f"{FOLDER}/minh-chung-{each.id}.{each.ending}"
            put(packed[each.id], content, ZIP_STORED)
        rows = [{**row, "file": packed.get(row["id"])} for row in data["evidence"]]
        put(DATA, json.dumps({**data, "evidence": rows}, ensure_ascii=False, indent=1).encode())
    return out.getvalue()

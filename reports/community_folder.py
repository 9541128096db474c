"""The whole dossier of Thông tư 25 in one ZIP: letter, report, table, a folder of evidence for each indicator.

Names have no marks, so that every portal takes them. Pictures are read and packed one after the other, so however many
there are, no more than what is sent lies in memory; what is not packed stands on its list with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from criteria.names import fold
from criteria.submission import Portal
from locales.format import in_vietnam
from locales.text import T, Words
from reports.community_papers import (
    CommunityDossier,
    IndicatorAnswer,
    Packed,
    evidence_list,
    letter,
    self_assessment,
    summary_table,
)

LETTER, REPORT, TABLE = "01-cong-van-de-nghi.docx", "02-bao-cao-tu-danh-gia.docx", "03-bang-tong-hop.docx"
LIST = "00-danh-muc-minh-chung.docx"
TOO_LARGE = T("ảnh quá lớn, gửi riêng")
NO_ROOM = T("hồ sơ đã đủ dung lượng, gửi riêng")
GONE = T("ảnh không đọc được")


@dataclass(frozen=True, slots=True)
class PictureToPack:
    """A picture beside an indicator: the hash of its bytes, how its name ends, its size in bytes."""

    digest: str
    ending: str
    size: int


def community_folder(
    data: CommunityDossier,
    pictures: Mapping[int, PictureToPack],
    words: Callable[[Words], str],
    *,
    portal: Portal,
    bytes_of: Callable[[str], bytes],
) -> bytes:
    """The ZIP.

    Args:
        data: the year.
        pictures: those that its evidence names, by id; one that is not here cannot be read.
        words: renders texts, in Vietnamese.
        portal: how large a file and all of them may be, and how long a name.
        bytes_of: the bytes of a hash; raises ``FileNotFoundError``.
    """
    out, room = BytesIO(), portal.most_all
    with ZipFile(out, "w") as archive:

        def put(name: str, content: bytes, kind: int = ZIP_DEFLATED) -> None:
            info = ZipInfo(name, in_vietnam(data.as_of).timetuple()[:6])
            info.compress_type = kind
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)

        for name, make in ((LETTER, letter), (REPORT, self_assessment), (TABLE, summary_table)):
            content = make(data, words)
            room -= len(content)
            put(name, content)
        for each in data.indicators:
            folder, packed = _folder(each, words, portal), Packed({}, {})
            for key in [key for line in each.evidence for key in line.pictures]:
                picture = pictures.get(key)
                found = GONE if picture is None else _fetched(picture, portal, room, bytes_of)
                if picture is None or not isinstance(found, bytes):
                    packed.missing[key] = GONE if isinstance(found, bytes) else found
                    continue
                room -= len(found)
                packed.names[key] = f"{each.id.replace('.', '-')}-{len(packed.names) + 1:02}.{picture.ending}"
                put(f"{folder}/{packed.names[key]}", found, ZIP_STORED)
            put(f"{folder}/{LIST}", evidence_list(data, each, packed, words))
    return out.getvalue()


def _fetched(picture: PictureToPack, portal: Portal, room: int, bytes_of: Callable[[str], bytes]) -> bytes | Words:
    """The picture, or why it does not come along."""
    if picture.size > portal.most_file:
        return TOO_LARGE
    if picture.size > room:
        return NO_ROOM
    try:
        return bytes_of(picture.digest)
    except FileNotFoundError:
        return GONE


def _folder(each: IndicatorAnswer, words: Callable[[Words], str], portal: Portal) -> str:
    """ "chi-tieu-1-1-tuyen-truyen"."""
    bare = "".join(letter if letter.isalnum() else "-" for letter in fold(words(each.label)))
    name = "-".join(["chi-tieu", each.id.replace(".", "-"), *(part for part in bare.split("-") if part)])
    return name[: portal.longest_name].rstrip("-")

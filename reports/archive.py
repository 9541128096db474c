"""Gói lưu trữ của năm: one ZIP that is read without the program, with a page of contents that says of each file what it
is, of which day, how large, and its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from locales.format import in_vietnam
from locales.text import Day, Moment, T, Words

CONTENTS = "muc-luc"
MOST_PICTURES = 40_000_000  # bytes of pictures: a Telegram bot sends files up to 50 MB
STORED = frozenset({"jpg", "png", "webp"})  # packed already


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """One file of the archive.

    Attributes:
        name: with its folder, without marks: "2-danh-sach/duoc-cong-nhan.xlsx".
        what: what it is.
        day: of what it says.
        make: its bytes, made one after the other; ``FileNotFoundError``: they are gone, which the contents say.
        may_be_left: it is left out where the archive would become too large to be sent.
    """

    name: str
    what: Words
    day: date
    make: Callable[[], bytes]
    may_be_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What is packed. ``remarks``: what whoever opens it should know: which figures these are, what is not in it."""

    commune: str
    year: int
    as_of: datetime
    made_by: str
    remarks: Sequence[Words]
    files: Sequence[ArchivedFile]


@dataclass(frozen=True, slots=True)
class _Packed:
    """A line of the contents; ``why_not``: why the file is not there."""

    file: ArchivedFile
    size: int
    digest: str
    why_not: Words | None = None


def archive(found: Archive, words: Callable[[Words], str]) -> bytes:
    """The ZIP: files are made and packed one by one, so that never two of them are in memory, then the contents."""
    out, listed, room = BytesIO(), list[_Packed](), MOST_PICTURES
    with ZipFile(out, "w") as packed:
        for each in found.files:
            try:
                content = each.make()
            except FileNotFoundError:
                listed.append(_Packed(each, 0, "", T("không còn trong máy")))
                continue
            if each.may_be_left and len(content) > room:
                listed.append(_Packed(each, 0, "", T("không kèm, vì gói quá lớn")))
                continue
            room -= len(content) if each.may_be_left else 0
            _put(packed, each.name, content, found.as_of)
            listed.append(_Packed(each, len(content), hashlib.sha256(content).hexdigest()))
        _put(packed, f"{CONTENTS}.html", _html(found, listed, words).encode(), found.as_of)
        _put(packed, f"{CONTENTS}.txt", _text(found, listed, words).encode("utf-8-sig"), found.as_of)
    return out.getvalue()


def _put(packed: ZipFile, name: str, content: bytes, at: datetime) -> None:
    info = ZipInfo(name, in_vietnam(at).timetuple()[:6])
    info.compress_type = ZIP_STORED if name.rpartition(".")[2] in STORED else ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    packed.writestr(info, content)


def _heading(found: Archive) -> tuple[Words, ...]:
    return (
        T("Gói lưu trữ năm đánh giá {year}, {commune}", year=found.year, commune=found.commune),
        T("Lập lúc {when}, người lập: {name}", when=Moment(found.as_of), name=found.made_by or "–"),
        *found.remarks,
    )


HEAD = (T("Tệp"), T("Nội dung"), T("Ngày"), T("Dung lượng (byte)"), T("Mã SHA-256"))
CHECK = T("Muốn biết một tệp có còn nguyên không: tính mã SHA-256 của tệp rồi so với mã ở bảng này.")


def _cells(each: _Packed, words: Callable[[Words], str]) -> tuple[str, str, str, str, str]:
    gone = "" if each.why_not is None else f" ({words(each.why_not)})"
    day = words(T("{day}", day=Day(each.file.day)))
    return each.file.name, words(each.file.what) + gone, day, str(each.size) if each.digest else "–", each.digest or "–"


def _html(found: Archive, listed: Sequence[_Packed], words: Callable[[Words], str]) -> str:
    """The contents as a page; each file is a link, so that it opens from where the ZIP was unpacked."""
    title, *rest = (escape(words(each)) for each in _heading(found))
    head = "".join(f"<th>{escape(words(each))}</th>" for each in HEAD)
    rows = []
    for each in listed:
        name, *cells = map(escape, _cells(each, words))
        link = f'<a href="{name}">{name}</a>' if each.digest else name
        rows.append(f"<tr><td>{link}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    said = "".join(f"<p>{each}</p>" for each in (*rest, escape(words(CHECK))))
    style = (
        "body{font:16px/1.4 'Times New Roman',serif;margin:2em}table{border-collapse:collapse}"
        "td,th{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top}"
        "td:last-child{font:12px monospace;word-break:break-all}"
    )
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head>"
        f"<body><h1>{title}</h1>{said}<table><tr>{head}</tr>{''.join(rows)}</table></body></html>"
    )


def _text(found: Archive, listed: Sequence[_Packed], words: Callable[[Words], str]) -> str:
    """The same to read with anything."""
    blocks = ["\r\n".join(words(each) for each in _heading(found))]
    for each in listed:
        cells = zip(HEAD, _cells(each, words), strict=True)
        blocks.append("\r\n".join(f"{words(head)}: {cell}" for head, cell in cells))
    return "\r\n\r\n".join([*blocks, words(CHECK)]) + "\r\n"

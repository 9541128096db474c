"""What people send: how much of it is taken; and pictures made anew, so that nothing but the picture is kept.

What a file is is told from its first bytes, never from a name or a header. It is decoded within a limit and encoded
again: where it was taken, by which telephone and whatever else a file may carry besides the picture is not carried on.
"""

from __future__ import annotations

import asyncio
import re
import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from acts.receiving import TOO_LARGE
from locales.text import T, Words
from storage import received_files

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10_000_000  # of a picture as it comes
LONGEST_SIDE = 2000  # pixels of a picture as it is kept
QUALITY = 85
SMALL_PNG = 1_000_000  # bytes; a larger one is a photograph and becomes a JPEG
MOST_PIXELS = {"JPEG": 52_000_000, "PNG": 26_000_000, "WEBP": 26_000_000}  # a JPEG is decoded at a fraction of its size
MOST_SCANS = 100  # of a JPEG that is drawn step by step: each goes over the whole picture
SIDE_BY_SIDE = 2  # pictures decoded at once: each takes up to a few hundred megabytes

NOT_A_PICTURE = T(
    "Tệp {you} vừa gửi không phải ảnh JPEG hay PNG nên không nhận được. {You} chụp ảnh bằng điện thoại rồi gửi."
)
HEIC = T("Ảnh {you} vừa gửi ở dạng HEIC, máy chưa đọc được. {You} chụp màn hình tấm ảnh ấy rồi gửi ảnh chụp màn hình.")
TOO_BIG = T(
    "Ảnh {you} vừa gửi lớn quá 10 MB nên không nhận được. {You} chụp màn hình tấm ảnh ấy rồi gửi ảnh chụp màn hình."
)
BROKEN = T("Ảnh {you} vừa gửi bị hỏng hoặc chưa đủ. {You} gửi lại tấm ảnh ấy.")
NOT_FETCHED = T("Chưa lấy được ảnh {you} vừa gửi. {You} gửi lại tấm ảnh ấy.")


class NotTakenError(Exception):
    """What somebody sent is not taken, now or later; ``reason`` tells its sender why, and what to do."""

    def __init__(self, reason: Words) -> None:
        super().__init__(str(reason))
        self.reason = reason


class PictureError(NotTakenError):
    """This picture is not taken."""


class DocumentError(NotTakenError):
    """This document is not taken."""


class UnreachableError(Exception):
    """Nobody knows what was sent: no connection, a time-out, trouble at the other end. Try again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of one kind of thing is fetched, and what its sender hears otherwise.

    Attributes:
        most: bytes.
        error: what is raised where it is not taken.
        too_big: why, of what is larger.
        not_fetched: why, of what is gone or not to be asked for.
    """

    most: int
    error: type[NotTakenError]
    too_big: Words
    not_fetched: Words


NO_FILE_CHOSEN = T("Chưa có tệp nào được chọn, hoặc tệp trống. {You} chọn một tệp trước, rồi bấm Gửi tệp.")
PICTURES = Limit(MOST_BYTES, PictureError, TOO_BIG, NOT_FETCHED)
DOCUMENTS = Limit(
    received_files.MOST_BYTES,
    DocumentError,
    TOO_LARGE,
    T("Chưa lấy được tệp {you} vừa gửi. {You} gửi lại tệp ấy, hoặc gửi bằng đường dẫn."),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it may be kept and shown."""

    content: bytes
    media_type: str


# Made anew

_HANDS = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="pictures")
_BEGINNINGS = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
)
_HEIC = re.compile(rb".{4}ftyp(hei|hev|mif1|msf1|avi)", re.DOTALL)


async def clean(content: bytes) -> Picture:
    """The picture that these bytes show, made anew, in a thread.

    Raises:
        PictureError: they show none that can be taken.
    """
    return await asyncio.get_running_loop().run_in_executor(_HANDS, cleaned, content)


def cleaned(content: bytes) -> Picture:
    """See :func:`clean`."""
    if len(content) > MOST_BYTES:
        raise PictureError(TOO_BIG)
    kind = kind_of(content)
    if kind == "JPEG" and content.count(b"\xff\xda") > MOST_SCANS:
        raise PictureError(BROKEN)
    try:
        return _made_anew(content, kind)
    except PictureError:
        raise
    except Exception as error:  # bytes that lie make the decoder fail in many ways; there is nothing else to learn
        raise PictureError(BROKEN) from error


def kind_of(content: bytes) -> str:
    """What the bytes begin like: "JPEG", "PNG", "WEBP". Raises :class:`PictureError` for anything else."""
    for beginning, kind in _BEGINNINGS:
        if beginning.match(content):
            return kind
    raise PictureError(HEIC if _HEIC.match(content) else NOT_A_PICTURE)


def _made_anew(content: bytes, kind: str) -> Picture:
    from PIL import Image

    with Image.open(BytesIO(content), formats=(kind,)) as image:
        if image.width * image.height > MOST_PIXELS[kind]:
            raise PictureError(TOO_BIG)
        image.draft(None, _at_least(image.size))
        image.load()
        bare = _bare(_upright(image))
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if kind == "PNG":
        small = _encoded(bare, "PNG", optimize=True)
        if len(small) <= SMALL_PNG:
            return Picture(small, "image/png")
    return Picture(_encoded(bare, "JPEG", quality=QUALITY, optimize=True), "image/jpeg")


def _at_least(size: tuple[int, int]) -> tuple[int, int]:
    """The size a JPEG may be decoded at: its own, scaled so that the longest side is still long enough."""
    scale = min(1.0, LONGEST_SIDE / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _upright(image: Image.Image) -> Image.Image:
    """The picture turned as the telephone was held, as far as that can be read."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, TypeError, LookupError, OSError, struct.error):
        return image


def _bare(image: Image.Image) -> Image.Image:
    """The picture on white paper: its colours as every screen shows them, and nothing else of the file."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read: the colours are a little off
    if image.mode.startswith("I"):  # grey of 16 bits; Pillow's own conversion would make nearly all of it white
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    bare = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        bare.paste(clear, mask=clear.getchannel("A"))
    else:
        bare.paste(image.convert("RGB"))
    return bare


def _encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()

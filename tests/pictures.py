"""Pictures as telephones take them, with all that lies in the file besides; and a screen that asks for one."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import update

from acts.choice import Choice
from acts.way import Way
from bot.app import App
from criteria.policy import Action
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Goto, Router, Routes
from handlers.kit.screen import Screen
from locales.text import Verbatim
from storage import evidence
from storage.kit.engine import Database
from storage.kit.tables import accounts as account_rows

WHERE = "Kim Son 18.5N"  # stands in the files, and must not in what is kept


def photo(width: int = 640, height: int = 480, *, orientation: int = 1, kind: str = "JPEG", **how: Any) -> bytes:
    """A photo, red on the left and blue on the right, with GPS, the telephone's name, a comment and XMP."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = WHERE
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = (18.0, 30.0, 0.0)
    if kind == "JPEG":
        how = {"comment": WHERE.encode(), "xmp": f"<x:xmpmeta>{WHERE}</x:xmpmeta>".encode(), **how}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Location", WHERE)
        text.add_itxt("XML:com.adobe.xmp", WHERE)
        how = {"pnginfo": text, **how}
    written = BytesIO()
    image.save(written, kind, exif=exif, **how)
    return written.getvalue()


def read(content: bytes) -> Image.Image:
    """A kept picture, decoded."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


wanting = Routes()


@wanting.shows("test-picture/{key}", Action.TAKE_PART)
def certificate(_turn: Turn, key: int) -> Screen:
    """A screen that takes pictures; ``key`` is the last one taken."""
    look = (Choice(Verbatim("Xem lại ảnh"), Way(f"picture/{key}")),) if key else ()
    return Screen(text=Verbatim("Gửi ảnh giấy chứng nhận."), choices=(*look, HOME), picture=True)


@wanting.hears("test-picture")
def certificate_heard(turn: Turn, said: Said | Sent, key: int) -> Goto:
    """Take the picture; a number is a choice, where none can be pressed."""
    if isinstance(said, Said) and (way := turn.numbered(said.text)) is not None:
        return Goto(way)
    if isinstance(said, Said) or said.picture is None:
        return Goto(Way(f"test-picture/{key}"), Verbatim("Không có ảnh."))
    taken = evidence.attach(turn.tx, said.picture, person_id=turn.person.id, account_id=turn.account.id)
    return Goto(Way(f"test-picture/{taken}"), Verbatim("Đã nhận ảnh."))


def want(app: App) -> None:
    app.dispatcher.router = Router((Routes(dict(ROUTER.routes)), wanting), ROUTER.loaders)


async def stand_at(database: Database, person_id: int) -> None:
    """This person's chats stand at the screen that wants a picture."""
    change = update(account_rows).where(account_rows.c.person_id == person_id).values(route="test-picture/0")
    await database.write(lambda tx: tx.connection.execute(change))

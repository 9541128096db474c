"""Pictures as telephones take them: with a place, a name and a lying orientation in the file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

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

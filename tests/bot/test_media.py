"""Pictures made anew: what is taken, what is refused, and that nothing but the picture is left."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, ImageOps

from bot.media import BROKEN, HEIC, MOST_BYTES, NOT_A_PICTURE, TOO_BIG, PictureError, clean, cleaned
from locales.text import Words
from tests.pictures import WHERE, photo, read


def refusal(content: bytes) -> Words:
    with pytest.raises(PictureError) as caught:
        cleaned(content)
    return caught.value.reason


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")])
def test_nothing_but_the_picture_is_left(kind: str, media_type: str) -> None:
    content = photo(kind=kind)
    assert Image.open(BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert WHERE.encode() in content
    picture = cleaned(content)
    assert picture.media_type == media_type
    kept = read(picture.content)
    assert not kept.getexif()
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (WHERE.encode(), b"Exif", b"GPS", b"xmp", b"Location"):
        assert trace not in picture.content


async def test_it_is_done_in_a_thread() -> None:
    assert (await clean(photo())).media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("orientation", "corner"),
    # which corner of the picture as people see it is the red, left half of the picture as it lies in the file
    [(1, "left"), (2, "right"), (3, "right"), (4, "left"), (5, "top"), (6, "top"), (7, "bottom"), (8, "bottom")],
)
def test_it_stands_upright(orientation: int, corner: str) -> None:
    kept = read(cleaned(photo(640, 480, orientation=orientation)).content).convert("RGB")
    assert kept.size == ((640, 480) if orientation < 5 else (480, 640))
    width, height = kept.size
    at = {"left": (9, 9), "right": (width - 9, 9), "top": (9, 9), "bottom": (9, height - 9)}[corner]
    red, _, blue = kept.getpixel(at)  # type: ignore[misc]
    assert red > blue


def test_a_large_one_is_made_smaller() -> None:
    kept = read(cleaned(photo(4000, 3000)).content)
    assert kept.size == (2000, 1500)
    assert read(cleaned(photo(300, 200)).content).size == (300, 200)
    assert read(cleaned(photo(5000, 40)).content).size == (2000, 16)


def test_a_large_png_becomes_a_jpeg() -> None:
    noise = Image.effect_noise((1500, 1500), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "PNG")
    assert cleaned(written.getvalue()).media_type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png(mode: str) -> None:
    grey = 255 if mode == "1" else 156
    image = Image.new("I;16", (40, 30), grey * 256) if mode == "I;16" else Image.new("L", (40, 30), grey).convert(mode)
    written = BytesIO()
    image.save(written, "PNG")
    kept = read(cleaned(written.getvalue()).content).convert("L")
    assert kept.getpixel((5, 5)) == pytest.approx(grey, abs=3)


def test_what_can_be_seen_through_lies_on_white() -> None:
    written = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(written, "PNG")
    assert read(cleaned(written.getvalue()).content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_its_colours_are_those_of_every_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = read(cleaned(photo(icc_profile=profile)).content)
    assert "icc_profile" not in kept.info
    assert kept.getpixel((20, 20)) == pytest.approx((200, 30, 30), abs=6)
    assert read(cleaned(photo(icc_profile=b"no profile")).content).getpixel((20, 20)) == pytest.approx(
        (200, 30, 30), abs=6
    )


def test_cmyk_as_printers_send_it() -> None:
    written = BytesIO()
    Image.new("CMYK", (50, 50), (0, 255, 255, 0)).save(written, "JPEG")
    red, green, blue = read(cleaned(written.getvalue()).content).getpixel((9, 9))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60


def test_odd_metadata_is_no_reason_to_refuse() -> None:
    content = photo()
    at = content.index(b"Exif\0\0") + 6
    assert cleaned(content[:at] + b"XX\xff\xff" + content[at + 4 :]).media_type == "image/jpeg"


# What is refused


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NOT_A_PICTURE),
        ("Giấy chứng nhận".encode(), NOT_A_PICTURE),
        (b"GIF89a" + b"\0" * 50, NOT_A_PICTURE),
        (b"%PDF-1.7", NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_A_PICTURE),
        (b"PK\x03\x04", NOT_A_PICTURE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", HEIC),
        (b"\0\0\0\x18ftypisom\0\0\0\0", NOT_A_PICTURE),  # a film
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, BROKEN),
        (b"\x89PNG\r\n\x1a\n", BROKEN),
        (b"RIFF\x10\0\0\0WEBPVP8 ", BROKEN),
        (b"RIFF\x10\0\0\0WAVEfmt ", NOT_A_PICTURE),
        (b"\xff\xd8\xff" + b"\0" * 30_000_000, TOO_BIG),
    ],
    ids=lambda value: value[:12].hex() if isinstance(value, bytes) else "",
)
def test_what_is_no_picture(content: bytes, reason: Words) -> None:
    assert refusal(content) == reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_one_that_is_cut_off(kind: str, part: float) -> None:
    content = photo(kind=kind)
    assert refusal(content[: int(len(content) * part)]) == BROKEN


def png_claiming(width: int, height: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6000, 12_000, 60_000])
def test_a_few_bytes_that_would_unfold_into_gigabytes(side: int) -> None:
    assert refusal(png_claiming(side, side, zlib.compress(b"\0" * 1_000_000, 9))) in {TOO_BIG, BROKEN}


def test_a_picture_drawn_in_a_thousand_steps() -> None:
    content = photo(progressive=True)
    scan = content.rindex(b"\xff\xda")
    assert refusal(content[:scan] + content[scan:-2] * 200 + b"\xff\xd9") == BROKEN


def test_a_large_photo_is_never_unfolded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    transpose = ImageOps.exif_transpose

    def looked_at(image: Image.Image) -> Image.Image:
        seen.append(image.size)
        return transpose(image)

    monkeypatch.setattr(ImageOps, "exif_transpose", looked_at)
    cleaned(photo(8000, 6000))
    assert seen == [(2000, 1500)]


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]))
def test_no_bytes_make_it_fail_in_another_way(content: bytes, beginning: bytes) -> None:
    check_taken_or_refused(beginning + content)


@given(st.integers(0, 5_000), st.integers(0, 255), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_one_wrong_byte_in_a_real_one(at: int, value: int, kind: str) -> None:
    content = bytearray(SMALL[kind])
    content[at % len(content)] = value
    check_taken_or_refused(bytes(content))


def check_taken_or_refused(content: bytes) -> None:
    """A picture with nothing else in it comes out, or one of the reasons that people are told."""
    reason: Words | None = None
    try:
        picture = cleaned(content)
    except PictureError as refused:
        reason = refused.reason
    assert reason in {BROKEN, HEIC, NOT_A_PICTURE, TOO_BIG} if reason else not read(picture.content).getexif()


SMALL = {kind: photo(64, 48, kind=kind) for kind in ("JPEG", "PNG", "WEBP")}


def test_the_limit_is_the_one_people_are_told() -> None:
    assert f"{MOST_BYTES // 1_000_000} MB" in str(TOO_BIG)

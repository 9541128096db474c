"""A picture code (QR) as a PNG, large enough to be scanned from another phone's screen."""

from __future__ import annotations

import io

DOTS = 12  # pixels a module
QUIET = 4  # modules of white around it


def qr_picture(content: str) -> bytes:
    """The PNG of a QR code that holds ``content``, an address or a code."""
    import segno

    picture = io.BytesIO()
    segno.make(content, error="m", micro=False).save(picture, kind="png", scale=DOTS, border=QUIET)
    return picture.getvalue()


def qr_drawing(content: str, *, version: int) -> str:
    """The same as an SVG without the white around it, of a size that the content does not change."""
    import segno

    drawing = io.BytesIO()
    code = segno.make(content, error="m", version=version, micro=False, boost_error=False)
    code.save(drawing, kind="svg", border=0, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()

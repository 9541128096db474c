"""A picture code (QR) as a PNG, large enough to be scanned from another phone's screen."""

from __future__ import annotations

import io

import segno

DOTS = 12  # pixels a module
QUIET = 4  # modules of white around it


def qr_picture(content: str) -> bytes:
    """The PNG of a QR code that holds ``content``, an address or a code."""
    picture = io.BytesIO()
    segno.make(content, error="m", micro=False).save(picture, kind="png", scale=DOTS, border=QUIET)
    return picture.getvalue()

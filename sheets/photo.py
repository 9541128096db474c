"""The one call from outside: a photo and a form in, what was read out. OpenCV is loaded only where it is made."""

from __future__ import annotations

from collections.abc import Sequence

from criteria.sheet_code import Layout
from sheets.result import Choices, Reading, Trouble


def read_photo(content: bytes, layout: Layout, asked: Sequence[Choices]) -> Reading | Trouble:
    """What the photo of a sheet says; of a sheet of another edition only its code. Can run in a process of its own.

    Args:
        content: a JPEG, PNG or WEBP.
        layout: of the form that is expected.
        asked: the questions of that form.
    """
    import cv2

    from sheets.page import find
    from sheets.reading import read

    cv2.setNumThreads(1)  # the other cores are the turns'
    page = find(content)
    if isinstance(page, Trouble):
        return page
    return read(page, layout, asked) if page.code.edition == layout.edition else Reading(page.code, ())

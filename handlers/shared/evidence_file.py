"""A picture of evidence as a file that the reader of a screen may fetch."""

from __future__ import annotations

from handlers.kit.screen import Attachment
from locales.text import T, Words, lines
from storage.evidence import Evidence

SHOWN = 60  # characters of what stood under a picture
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def on_its_way(caption: str) -> Words:
    """What is said to a picture: it is asked for from its messenger only now, and what stood under it is kept."""
    kept = T("Đã ghi chữ kèm ảnh: “{caption}”.", caption=caption.strip()[:SHOWN]) if caption.strip() else None
    return lines(T("Đang lấy ảnh về. Ảnh nào không lấy được thì máy báo lại."), kept)


def caption_of(evidence: Evidence) -> Words | None:
    """What was written under a picture."""
    return T("Chữ kèm ảnh: “{caption}”", caption=evidence.caption) if evidence.caption else None


def picture_file(evidence: Evidence) -> Attachment | None:
    """The picture as a file; ``None`` while its bytes are not here."""
    if evidence.digest is None or evidence.media_type is None:
        return None
    name = f"minh-chung-{evidence.id}.{ENDINGS.get(evidence.media_type, 'jpg')}"
    return Attachment(evidence.digest, name, evidence.media_type, evidence.size or 0)

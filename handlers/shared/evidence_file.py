"""A picture of evidence as a file that the reader of a screen may fetch."""

from __future__ import annotations

from handlers.kit.screen import Attachment
from storage.evidence import Evidence

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def picture_file(evidence: Evidence) -> Attachment | None:
    """The picture as a file; ``None`` while its bytes are not here."""
    if evidence.digest is None or evidence.media_type is None:
        return None
    name = f"minh-chung-{evidence.id}.{ENDINGS.get(evidence.media_type, 'jpg')}"
    return Attachment(evidence.digest, name, evidence.media_type, evidence.size or 0)

"""A picture of evidence as a file that the reader of a screen may fetch."""

from __future__ import annotations

from handlers.kit.context import Turn
from handlers.kit.screen import Attachment
from storage import files
from storage.evidence import Evidence

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


def picture_file(turn: Turn, evidence: Evidence) -> Attachment | None:
    """The picture as a file that this account may fetch: that it was looked at is on record, once."""
    if evidence.digest is None or evidence.media_type is None:
        return None
    name = f"minh-chung-{evidence.id}.{ENDINGS.get(evidence.media_type, 'jpg')}"
    if files.for_account(turn.tx, evidence.digest, turn.account.id) is None:
        files.grant(
            turn.tx,
            digest=evidence.digest,
            account_id=turn.account.id,
            name=name,
            media_type=evidence.media_type,
            size=evidence.size or 0,
        )
    return Attachment(evidence.digest, name, evidence.media_type)

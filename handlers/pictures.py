"""A picture that was sent as evidence, shown large to those who may see it."""

from __future__ import annotations

from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Routes
from handlers.kit.screen import Attachment, Screen
from locales.text import Moment, T, Words, lines
from storage import files
from storage.evidence import WAITING, Evidence

routes = Routes()

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@routes.on("picture/{evidence}", Action.SEE)
def picture(turn: Turn, evidence: Evidence) -> Screen:
    """The picture, with whose it is and when it was sent; or why it is not here."""
    file = _for_reader(turn, evidence)
    missing: Words | None = None
    if file is None and evidence.state == WAITING:
        missing = T("Ảnh đang được lấy về. {You} xem lại sau một phút.")
    elif file is None:
        missing = T("Ảnh này không nhận được, người gửi đã được báo để gửi lại.")
    return Screen(
        title=T("Ảnh minh chứng của {name}", name=evidence.full_name or "–"),
        text=lines(T("Gửi lúc {when}.", when=Moment(evidence.created_at)), missing),
        choices=(HOME,),
        file=file,
    )


def _for_reader(turn: Turn, evidence: Evidence) -> Attachment | None:
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

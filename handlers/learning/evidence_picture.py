"""A picture that was sent as evidence, shown large to those who may see it."""

from __future__ import annotations

from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Routes
from handlers.kit.screen import Screen
from handlers.shared.evidence_file import caption_of, picture_file
from locales.text import Moment, T, Words, lines
from storage.evidence import Evidence
from storage.kit.words import PictureState

routes = Routes()


@routes.shows("picture/{evidence}", Action.SEE)
def picture(turn: Turn, evidence: Evidence) -> Screen:
    """The picture, with whose it is and when it was sent; or why it is not here."""
    file = picture_file(evidence)
    missing: Words | None = None
    if file is None and evidence.state is PictureState.WAITING:
        missing = T("Ảnh đang được lấy về. {You} xem lại sau một phút.")
    elif file is None:
        missing = T("Ảnh này không nhận được, người gửi đã được báo để gửi lại.")
    return Screen(
        title=T("Ảnh minh chứng của {name}", name=evidence.full_name or "–"),
        text=lines(caption_of(evidence), T("Gửi lúc {when}.", when=Moment(evidence.created_at)), missing),
        choices=(HOME,),
        file=file,
    )

"""The consent text has changed: who agreed to an older one is asked once more, where they are; nothing is lost."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.router import Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared import consent
from locales.text import BLANK, T, lines
from storage import accounts, places

routes = Routes()

STOOD_AT = Part("stood-at", str)  # the route that waits for the answer
# Screens on which one may stand without having answered: whoever means to leave, or wants to know more, is not held up.
FREE = frozenset({"consent-again", "erase", "data", "help", "language", "role-end"})


def is_due(turn: Turn, route: str) -> bool:
    """Whether who stands at this route is to be asked: they have joined, and agreed to another text than today's."""
    account = turn.account
    return (
        account.person is not None
        and account.consent not in {None, consent.CONSENT_VERSION}
        and route.partition("/")[0] not in FREE
    )


def ask(turn: Turn, route: str) -> Way:
    """Ask now; what was done in this turn is done, and where it led is gone on with after the answer."""
    turn.draft.keep(STOOD_AT, route)
    return ways.consent_again()


@routes.shows("consent-again", Action.TAKE_PART)
def consent_again(turn: Turn) -> Screen:
    """The text as it is now. A no leads to the screen that says what withdrawing means."""
    commune = places.get(turn.tx, places.get(turn.tx, turn.person.place_id).commune_id)
    return Screen(
        room=UNBROKEN,
        title=T("Lời xin phép có thay đổi"),
        text=lines(
            T("{You} đã đồng ý với bản trước. Bản này có thay đổi nên xin hỏi lại. Câu trả lời của {you} vẫn còn đủ."),
            BLANK,
            consent.consent_text(commune),
        ),
        choices=(
            Choice(T("Tôi vẫn đồng ý"), ways.consent_again_yes()),
            Choice(T("Tôi không đồng ý nữa"), ways.erase(), Look.DANGER),
        ),
    )


@routes.does("consent-again-yes", Action.TAKE_PART, Weight.DECIDING)
def consent_again_yes(turn: Turn) -> Goto:
    """Yes: on record with the new version; on to where one was."""
    if turn.account.consent != consent.CONSENT_VERSION:
        accounts.give_consent(turn.tx, turn.account, version=consent.CONSENT_VERSION, given=True)
    stood_at = turn.draft.get(STOOD_AT)
    turn.draft.drop(STOOD_AT)
    return Goto(ways.home() if stood_at is None else Way(stood_at), T("Cảm ơn {you}."))

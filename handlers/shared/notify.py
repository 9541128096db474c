"""What other people must hear: rows of the outbox, in the receiver's own language when they are sent."""

from __future__ import annotations

from handlers.kit.context import Turn
from handlers.kit.screen import Screen, screen_to_data
from storage import accounts, outbox, to_tell_in_person


def tell(turn: Turn, person_id: int, screen: Screen) -> None:
    """Leave a notice for a person, on the channel they chose or used last, or with who speaks for them.

    Whom no channel reaches must be told in person: it goes on the head's list.
    """
    account_id = accounts.reachable(turn.tx, person_id)
    if account_id is None:
        to_tell_in_person.add(turn.tx, person_id, screen_to_data(screen))
    else:
        outbox.put(turn.tx, outbox.NOTICE, account_id, screen_to_data(screen), person_id=person_id)

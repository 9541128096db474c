"""A superior's form that was sent: it is noted, and its blanks are looked for beside the turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage import outbox, superior_forms
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.superior_forms import SuperiorForm


@dataclass(frozen=True, slots=True)
class FormErrand:
    """The job in the outbox that looks for the blanks of a form; ``digest``: of its bytes, while they are kept."""

    form_id: int
    digest: str

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"form": self.form_id, "digest": self.digest}

    @classmethod
    def decode(cls, payload: object) -> FormErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"form": int(key), "digest": str(digest)}:
                return cls(key, digest)
        return None


def bring(tx: Transaction, account: Account, *, commune_id: int, name: str, digest: str, by: int) -> SuperiorForm:
    """A form has come."""
    form = superior_forms.bring(tx, commune_id, name, by=by)
    outbox.put(tx, ErrandKind.JOB, account.id, FormErrand(form.id, digest).encode(), key=f"form:{form.id}")
    return form

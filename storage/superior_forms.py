"""Forms that superior offices send to be filled: their blanks, and which figure goes into which.

What was chosen for a form is offered again for the next one with the same blanks, whatever that file is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from criteria.policy import Subject
from storage.kit.rows import Columns
from storage.kit.tables import superior_forms as table
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import FormState

NO_FIGURE = "none"  # chosen: the blank stays as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperiorForm:
    """One form, without its bytes.

    Attributes:
        name: as the file was called.
        blanks: its groups of blanks, as data (:class:`intake.form_blanks.BlankGroup`).
        choices: by the number of a group the figure, or :data:`NO_FIGURE`.
    """

    id: int
    commune_id: int
    name: str
    state: FormState
    blanks: Sequence[dict[str, Any]]
    choices: Mapping[str, str]
    sent_at: datetime

    @property
    def subject(self) -> Subject:
        """This form as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id)


FORM = Columns(
    SuperiorForm,
    id=table.c.id,
    commune_id=table.c.commune_id,
    name=table.c.name,
    state=table.c.state,
    blanks=table.c.blanks,
    choices=table.c.choices,
    sent_at=table.c.sent_at,
)
_SELECT = select(*FORM.columns)


def bring(tx: Transaction, commune_id: int, name: str, *, by: int) -> SuperiorForm:
    """A form has come; its blanks are looked for after the turn."""
    row = {
        "commune_id": commune_id,
        "name": name,
        "state": FormState.READING,
        "content": b"",
        "shape": "",
        "blanks": [],
        "choices": {},
        "sent_by": by,
        "sent_at": tx.now,
    }
    key = tx.connection.execute(insert(table).returning(table.c.id), row).scalar_one()
    tx.audit("form.brought", f"form:{key}", {"commune": commune_id, "by": by})
    return get(tx, key)


def ready(tx: Transaction, form: SuperiorForm, content: bytes, blanks: Sequence[dict[str, Any]], shape: str) -> int:
    """The blanks were found; returns how many groups have a figure from the time before."""
    before = tx.connection.execute(
        select(table.c.choices)
        .where(table.c.commune_id == form.commune_id, table.c.shape == shape, table.c.id != form.id)
        .order_by(table.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    choices: Mapping[str, str] = before or {}
    _change(tx, form.id, state=FormState.READY, content=content, blanks=list(blanks), shape=shape, choices=choices)
    tx.audit("form.read", f"form:{form.id}", {"shape": shape})
    return len(choices)


def unreadable(tx: Transaction, form: SuperiorForm) -> None:
    """It is no form that can be filled."""
    _change(tx, form.id, state=FormState.UNREADABLE)
    tx.audit("form.unreadable", f"form:{form.id}")


def point(tx: Transaction, form: SuperiorForm, group: int, figure: str) -> None:
    """From now on this figure goes into that group of blanks."""
    held = get(tx, form.id, lock=True)
    _change(tx, form.id, choices={**held.choices, str(group): figure})
    tx.audit("form.pointed", f"form:{form.id}", {"group": group, "figure": figure})


@without_audit("each who calls it audits what it did")
def _change(tx: Transaction, form_id: int, **values: Any) -> None:
    tx.connection.execute(update(table).where(table.c.id == form_id).values(**values))


def load(tx: Transaction, form_id: int) -> SuperiorForm | None:
    """The form of an id, if there is one."""
    row = tx.connection.execute(_SELECT.where(table.c.id == form_id)).one_or_none()
    return None if row is None else FORM.read(row)


def get(tx: Transaction, form_id: int, *, lock: bool = False) -> SuperiorForm:
    """The form of an id. Raises ``LookupError``."""
    query = _SELECT.where(table.c.id == form_id)
    row = tx.connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise LookupError(f"form {form_id}")
    return FORM.read(row)


def content_of(tx: Transaction, form_id: int) -> bytes:
    """The form's bytes, as it was sent."""
    return bytes(tx.connection.execute(select(table.c.content).where(table.c.id == form_id)).scalar_one())


def of_commune(tx: Transaction, commune_id: int, *, most: int) -> tuple[SuperiorForm, ...]:
    """The commune's forms, the newest first."""
    query = _SELECT.where(table.c.commune_id == commune_id).order_by(table.c.id.desc()).limit(most)
    return tuple(map(FORM.read, tx.connection.execute(query)))

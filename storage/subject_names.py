"""What a declaration is about, by the name people know: a person, a family, a clan, a village or unit."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from criteria.model import SubjectKind
from locales.text import T, Verbatim, Words
from storage import places
from storage.declaration_record import Declaration
from storage.kit.tables import clans
from storage.kit.transaction import Transaction

_CLAN = select(clans.c.name).where(clans.c.id == bindparam("id"))


def name_of(tx: Transaction, declaration: Declaration) -> Words:
    """The name of what a declaration is about: "Gia đình Nguyễn Thị Lan", "Họ Phan Văn"."""
    about = declaration.about
    if declaration.kind is SubjectKind.FAMILY:
        return T("Gia đình {name}", name=declaration.person.full_name or "–")
    if about.clan_id is not None:
        return T("Họ {name}", name=tx.connection.execute(_CLAN, {"id": about.clan_id}).scalar_one())
    if about.place_id is not None:
        return Verbatim(places.get(tx, about.place_id).full_name)
    return Verbatim(declaration.person.full_name or "–")

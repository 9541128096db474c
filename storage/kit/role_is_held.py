"""What makes a role one that is held now, for every query that asks for it."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, or_

from storage.kit.tables import Utc, grants

# A role ends when it is taken back, or by itself where it was given for a time. Needs the parameter "now".
IS_OPEN = and_(
    grants.c.revoked_at.is_(None), or_(grants.c.until.is_(None), grants.c.until > bindparam("now", type_=Utc()))
)

"""Indexes by which what a household, clan or place declared, consents for somebody and invitations are found."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    for subject in ("household_id", "clan_id", "about_place_id"):
        here = sa.text(f"{subject} IS NOT NULL")
        op.create_index(
            f"ix_declarations_{subject}", "declarations", [subject], postgresql_where=here, sqlite_where=here
        )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    op.create_index(op.f("ix_invites_place_id"), "invites", ["place_id"])

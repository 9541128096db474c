"""Whether somebody keeps their diary for themselves when its years are over, and of which year they were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("people", sa.Column("keeps_diary", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("diary_offered", sa.Integer(), nullable=True))

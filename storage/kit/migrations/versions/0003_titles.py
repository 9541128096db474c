"""All titles: families, clans, units and villages declare; the learning diary; what offices enter; sets by title."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)

SUBJECTS = {
    "person_id": "household_id IS NULL AND clan_id IS NULL AND about_place_id IS NULL",
    "household_id": "household_id IS NOT NULL",
    "clan_id": "clan_id IS NOT NULL",
    "about_place_id": "about_place_id IS NOT NULL",
}


def upgrade() -> None:
    _clans()
    _add_reference("households", "head_id", "people")
    _add_reference("households", "clan_id", "clans")
    op.create_index(op.f("ix_households_clan_id"), "households", ["clan_id"])
    op.execute("ALTER TABLE households ADD COLUMN join_code VARCHAR(16)")
    op.create_index("uq_households_join_code", "households", ["join_code"], unique=True)
    op.add_column("households", sa.Column("on_roster", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE households SET on_roster = TRUE")  # until now only the roster made households
    op.add_column("people", sa.Column("relation", sa.String(length=16), nullable=True))
    _add_reference("people", "unit_id", "places")
    _add_reference("people", "same_as_id", "people")
    op.create_index(op.f("ix_people_unit_id"), "people", ["unit_id"])
    _declarations()
    op.add_column("decisions", sa.Column("judged", sa.String(length=16), nullable=True))
    _cycles()
    _new_tables()


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _add_reference(table: str, column: str, target: str) -> None:
    """In plain SQL: SQLite can add a column with its constraints, but not a constraint alone."""
    key = "INTEGER" if _is_sqlite() else "BIGINT"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {key}"
        f" CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)"
    )


def _clans() -> None:
    op.create_table(
        "clans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded_name", sa.String(length=120), nullable=False),
        sa.Column("join_code", sa.String(length=16), nullable=False),
        sa.Column("head_id", KEY, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_clans_place_id_places")),
        sa.ForeignKeyConstraint(["head_id"], ["people.id"], name=op.f("fk_clans_head_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clans")),
        sa.UniqueConstraint("join_code", name=op.f("uq_clans_join_code")),
        sa.UniqueConstraint("place_id", "folded_name", name=op.f("uq_clans_place_id_folded_name")),
    )
    op.create_index(op.f("ix_clans_place_id"), "clans", ["place_id"])


def _declarations() -> None:
    """Whom a declaration is about; it is unique for that, no longer for the person who answers for it."""
    if _is_sqlite():  # a constraint goes only with its table; storage.kit.migrate has switched off foreign keys
        op.execute("ALTER TABLE declarations RENAME TO declarations_0002")
        for index in ("ix_declarations_person_id", "ix_declarations_queue"):
            op.drop_index(index, "declarations_0002")
        _create_declarations()
        columns = (
            "id, cycle_id, title, person_id, place_id, account_id, spoken_by, consent, state, revision, answers,"
            " edition, total, verdict, assessment, created_at, submitted_at, decided_at"
        )
        op.execute(f"INSERT INTO declarations ({columns}) SELECT {columns} FROM declarations_0002")  # noqa: S608
        op.execute("DROP TABLE declarations_0002")
        op.create_index("ix_declarations_person_id", "declarations", ["person_id"])
        op.create_index("ix_declarations_queue", "declarations", ["place_id", "cycle_id", "state", "submitted_at"])
    else:
        op.drop_constraint("uq_declarations_cycle_id_title_person_id", "declarations", type_="unique")
        _add_reference("declarations", "household_id", "households")
        _add_reference("declarations", "clan_id", "clans")
        _add_reference("declarations", "about_place_id", "places")
        op.add_column("declarations", sa.Column("counts", JSON, nullable=False, server_default="[]"))
        op.add_column("declarations", sa.Column("judged", sa.String(length=16), nullable=True))
        op.create_check_constraint(op.f("ck_declarations_judged"), "declarations", JUDGED)
    for column, condition in SUBJECTS.items():
        op.create_index(
            f"uq_declarations_{column}",
            "declarations",
            ["cycle_id", "title", column],
            unique=True,
            postgresql_where=sa.text(condition),
            sqlite_where=sa.text(condition),
        )


JUDGED = "judged IN ('reached', 'not_reached')"
STATES = "state IN ('draft', 'submitted', 'returned', 'confirmed', 'recognised', 'revoked')"
CONSENTS = "consent IN ('self', 'beside', 'asked')"


def _create_declarations() -> None:
    references = {
        "cycle_id": "cycles",
        "person_id": "people",
        "household_id": "households",
        "clan_id": "clans",
        "about_place_id": "places",
        "place_id": "places",
        "account_id": "accounts",
        "spoken_by": "people",
    }
    op.create_table(
        "declarations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("clan_id", KEY, nullable=True),
        sa.Column("about_place_id", KEY, nullable=True),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=True),
        sa.Column("spoken_by", KEY, nullable=True),
        sa.Column("consent", sa.String(length=16), nullable=False, server_default="self"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("edition", sa.String(length=80), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("assessment", JSON, nullable=True),
        sa.Column("counts", JSON, nullable=False, server_default="[]"),
        sa.Column("judged", sa.String(length=16), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("submitted_at", TIME, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_declarations_state")),
        sa.CheckConstraint(CONSENTS, name=op.f("ck_declarations_consent")),
        sa.CheckConstraint(JUDGED, name=op.f("ck_declarations_judged")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_declarations_{column}_{target}"))
            for column, target in references.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
    )


def _cycles() -> None:
    """The sets in use by title, in one column; until now there was only that of the citizens."""
    op.add_column("cycles", sa.Column("adoptions", JSON, nullable=False, server_default="{}"))
    found = op.get_bind().execute(sa.text("SELECT id, criteria_set, standing, corrections FROM cycles"))
    for key, criteria_set, standing, corrections in found.all():
        given = json.loads(corrections) if isinstance(corrections, str) else corrections
        renamed = {key.replace("pass.", "rules."): value for key, value in (given or {}).items()} if given else {}
        adoption = {"set": criteria_set, "standing": standing, "corrections": renamed}
        op.get_bind().execute(
            sa.text("UPDATE cycles SET adoptions = :adoptions WHERE id = :id").bindparams(
                sa.bindparam("adoptions", type_=JSON)
            ),
            {"adoptions": {"citizen": adoption}, "id": key},
        )
    if _is_sqlite():
        op.execute("ALTER TABLE cycles RENAME TO cycles_0002")
        op.create_table(
            "cycles",
            sa.Column("id", KEY, nullable=False),
            sa.Column("commune_id", KEY, nullable=False),
            sa.Column("year", sa.Integer(), nullable=False),
            sa.Column("state", sa.String(length=16), nullable=False),
            sa.Column("plan", sa.String(length=64), nullable=False),
            sa.Column("adoptions", JSON, nullable=False),
            sa.CheckConstraint("state IN ('open', 'closed', 'locked')", name=op.f("ck_cycles_state")),
            sa.ForeignKeyConstraint(["commune_id"], ["places.id"], name=op.f("fk_cycles_commune_id_places")),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
            sa.UniqueConstraint("commune_id", "year", name=op.f("uq_cycles_commune_id_year")),
        )
        columns = "id, commune_id, year, state, plan, adoptions"
        op.execute(f"INSERT INTO cycles ({columns}) SELECT {columns} FROM cycles_0002")  # noqa: S608
        op.execute("DROP TABLE cycles_0002")
        return
    op.alter_column("cycles", "adoptions", server_default=None)
    for column in ("criteria_set", "standing", "corrections", "adopted_at", "adopted_by"):
        op.drop_column("cycles", column)


def _new_tables() -> None:
    op.create_table(
        "criteria_files",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria_files")),
    )
    op.create_table(
        "learning_events",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("announced_by", KEY, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("cancelled_at", TIME, nullable=True),
        sa.CheckConstraint("hours BETWEEN 1 AND 1000", name=op.f("ck_learning_events_hours")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_learning_events_place_id_places")),
        sa.ForeignKeyConstraint(["announced_by"], ["people.id"], name=op.f("fk_learning_events_announced_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_events")),
        sa.UniqueConstraint("code", name=op.f("uq_learning_events_code")),
    )
    op.create_index(op.f("ix_learning_events_place_id"), "learning_events", ["place_id"])
    op.create_table(
        "activities",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("event_id", KEY, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 1000", name=op.f("ck_activities_hours")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_activities_person_id_people")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["learning_events.id"], name=op.f("fk_activities_event_id_learning_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("person_id", "event_id", name=op.f("uq_activities_person_id_event_id")),
    )
    op.create_index("ix_activities_person", "activities", ["person_id", "held_on"])
    op.create_index(op.f("ix_activities_event_id"), "activities", ["event_id"])
    op.create_table(
        "entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_entries_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_entries_entered_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index("ix_entries_indicator", "entries", ["cycle_id", "indicator"])
    op.create_table(
        "evidence",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("activity_id", KEY, nullable=True),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("source", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'refused')", name=op.f("ck_evidence_state")),
        sa.CheckConstraint("state <> 'kept' OR digest IS NOT NULL", name=op.f("ck_evidence_digest")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_evidence_person_id_people")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_evidence_account_id_accounts")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_evidence_activity_id_activities")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_evidence_entry_id_entries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    for column in ("person_id", "activity_id", "entry_id", "digest"):
        op.create_index(op.f(f"ix_evidence_{column}"), "evidence", [column])

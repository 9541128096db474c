"""What the log proves of rows: which columns of which tables, and the fingerprint of a row as it stands.

Each line of the log carries the fingerprints of the rows that were written with it, so whoever changes a row behind the
program's back is told by :mod:`storage.record`. What personal data a row holds cannot be guessed from its fingerprint
once it is erased: the row's salt goes with it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import orjson

# By table: the columns that are proved, by the letter that fingerprints of this form begin with. A column is added by a
# new form behind the others, never by changing one: rows told in an older form stay proved by what that form holds.
FORMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "places": {
        "a": ("kind", "label", "name", "code", "parent_id", "province", "valid_from", "valid_to", "merged_into_id"),
        "b": (
            *("kind", "label", "name", "code", "parent_id", "province", "valid_from", "valid_to", "merged_into_id"),
            "old_commune",
        ),
    },
    "households": {"a": ("place_id", "code", "head_id", "clan_id", "on_roster")},
    "clans": {"a": ("place_id", "head_id", "created_at")},
    "people": {
        "a": (
            *("place_id", "household_id", "relation", "unit_id", "same_as_id", "full_name", "birth_year", "on_roster"),
            *("created_at", "claimed_at", "erased_at", "salt"),
        ),
        "b": (
            *("place_id", "household_id", "relation", "unit_id", "same_as_id", "full_name", "birth_year", "on_roster"),
            *("created_at", "claimed_at", "erased_at", "salt"),
            *("left_on", "left_why", "away", "away_from", "away_to", "stays_at_id", "stays_in"),
        ),
    },
    "accounts": {"a": ("person_id",)},
    "consents": {"a": ("account_id", "person_id", "version", "given", "language", "channel", "at")},
    "proxies": {"a": ("account_id", "person_id", "consent", "given_at", "ended_at")},
    "grants": {
        "a": ("person_id", "role", "place_id", "granted_at", "given_by", "until", "revoked_at", "revoked_by"),
    },
    "cycles": {
        "a": ("commune_id", "year", "state", "plan", "adoptions"),
        "b": ("commune_id", "year", "state", "plan", "adoptions", "leaves_out"),
        "c": ("commune_id", "year", "state", "plan", "adoptions", "leaves_out", "registers"),
        "d": ("commune_id", "year", "state", "plan", "adoptions", "leaves_out", "registers", "settings"),
    },
    "snapshots": {
        "a": (*("cycle_id", "kind", "as_of", "upto", "numbers", "papers", "changes", "root", "why", "taken_by"),)
    },
    "snapshot_sendings": {"a": ("snapshot_id", "sent_to", "number", "sent_on", "noted_by", "noted_at")},
    "publications": {"a": ("snapshot_id", "published_by", "published_at", "ended_by", "ended_at")},
    "site_entries": {"a": ("cycle_id", "place_id", "people", "entered_by", "at")},
    "dossier_moves": {"a": ("cycle_id", "state", "number", "day", "due", "said", "noted_by", "noted_at")},
    "data_keys": {"a": ("commune_id", "name", "digest", "made_by", "made_at", "ended_by", "ended_at")},
    "criteria_files": {"a": ("title", "text", "added_at")},
    "declarations": {
        "a": (
            *("cycle_id", "title", "person_id", "household_id", "clan_id", "about_place_id", "place_id"),
            *("account_id", "spoken_by", "consent", "state", "revision", "answers", "edition", "total", "verdict"),
            *("assessment", "counts", "judged", "endorsed_at", "submitted_at", "decided_at", "salt"),
        ),
        "b": (
            *("cycle_id", "title", "person_id", "household_id", "clan_id", "about_place_id", "place_id"),
            *("account_id", "spoken_by", "consent", "state", "revision", "answers", "edition", "total", "verdict"),
            *("assessment", "counts", "judged", "endorsed_at", "submitted_at", "decided_at", "salt"),
            "result_list_id",
        ),
    },
    "result_lists": {
        "a": (
            *("commune_id", "cycle_id", "title", "brought_by", "digest", "state", "made_at", "made_by", "made_on"),
            *("signer", "all_reached"),
        )
    },
    "listed_results": {
        "a": (
            *("declaration_id", "list_id", "reached", "points", "by_indicator", "before", "taken_at", "disputed_at"),
            *("ended_at", "salt"),
        )
    },
    "decisions": {
        "a": (
            *("declaration_id", "revision", "move", "reason", "question", "judged", "answers", "batch_id"),
            *("decided_by", "at", "salt"),
        )
    },
    "registrations": {
        "a": (
            *("cycle_id", "title", "person_id", "household_id", "clan_id", "about_place_id", "place_id", "how", "day"),
            *("written_by", "batch_id", "made_at", "withdrawn_at"),
        )
    },
    "batches": {"a": ("made_by", "at", "undone_at")},
    "learning_events": {
        "a": (
            *("place_id", "kind", "name", "held_on", "hours", "organiser", "announced_by", "created_at"),
            "cancelled_at",
        ),
        "b": (
            *("place_id", "kind", "name", "held_on", "hours", "organiser", "announced_by", "created_at"),
            *("cancelled_at", "counted", "counted_how", "venue"),
        ),
    },
    "announcements": {"a": ("place_id", "said", "told", "made_by", "made_at")},
    "activities": {
        "a": ("person_id", "kind", "name", "held_on", "hours", "organiser", "event_id", "created_at", "salt")
    },
    "evidence": {
        "a": ("person_id", "account_id", "activity_id", "entry_id", "state", "digest", "created_at"),
        "b": ("person_id", "account_id", "activity_id", "entry_id", "state", "digest", "created_at", "meeting_id"),
        "c": (
            *("person_id", "account_id", "activity_id", "entry_id", "state", "digest", "created_at", "meeting_id"),
            "event_id",
        ),
    },
    "entries": {
        "a": ("cycle_id", "indicator", "value", "met", "note", "entered_by", "at"),
        "b": (
            *("cycle_id", "indicator", "value", "met", "note", "entered_by", "at"),
            *("state", "place_id", "reason", "decided_by", "decided_at"),
        ),
    },
    "assignments": {"a": ("cycle_id", "indicator", "lead_id", "support_ids", "made_by", "at")},
}
NEWEST: Mapping[str, tuple[str, tuple[str, ...]]] = {name: list(forms.items())[-1] for name, forms in FORMS.items()}


@cache
def reader(table: str, form: str) -> Callable[[Any], Sequence[Any]]:
    """Reads the columns of a form off a row, in their order."""
    columns = FORMS[table][form]
    if len(columns) == 1:
        return lambda row: (getattr(row, columns[0]),)
    return attrgetter(*columns)


def new_salt() -> str:
    """What makes a row's fingerprint impossible to guess from what the row may hold."""
    return secrets.token_urlsafe(12)


def fingerprint(form: str, values: Sequence[Any]) -> str:
    """The fingerprint of a row's proved columns, in the order of the form: 33 characters, the first its form."""
    written = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    return form + hashlib.blake2b(written, digest_size=16).hexdigest()


def seal(key: bytes, account_id: int, length: int, head: str) -> str:
    """The seal on the end of an account's chain: only who holds the program's secret key can make it."""
    return hashlib.blake2b(f"{account_id} {length} {head}".encode(), key=key, digest_size=16).hexdigest()

"""All pages, joined."""

from __future__ import annotations

from desk.pages import files, office, people, queue, recognition, results, roster, today, year

EVERY = (today, results, people, queue, year, recognition, roster, office, files)
ENTRIES = tuple(entry for each in EVERY for entry in each.pages)

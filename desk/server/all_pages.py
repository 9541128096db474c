"""All pages, joined."""

from __future__ import annotations

from desk.pages import files, people, queue, results, today

ENTRIES = tuple(
    entry for pages in (today.pages, results.pages, people.pages, queue.pages, files.pages) for entry in pages
)

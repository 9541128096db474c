"""The name that is looked for among those of a meeting: typed on its screen or on that of the names."""

from __future__ import annotations

from handlers.kit.draft import Part

SOUGHT = Part[str]("meeting_sought", str)

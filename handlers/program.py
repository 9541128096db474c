"""All conversations, joined: the one router of the program."""

from __future__ import annotations

from handlers import codes, declare, home, join, officer, privacy, review
from handlers.kit.router import Router
from storage import cycles, declarations, places

ROUTER = Router(
    (home.routes, join.routes, declare.routes, review.routes, officer.routes, codes.routes, privacy.routes),
    loaders={"declaration": declarations.load, "cycle": cycles.load, "place": places.load},
)

"""All conversations, joined: the one router of the program."""

from __future__ import annotations

from handlers import (
    access,
    adoption,
    codes,
    compact,
    declare,
    devices,
    home,
    household,
    join,
    officer,
    privacy,
    review,
    visiting,
)
from handlers.kit.router import Router
from storage import cycles, declarations, places, residents, visits

ROUTER = Router(
    (
        home.routes,
        join.routes,
        declare.routes,
        compact.routes,
        household.routes,
        review.routes,
        visiting.routes,
        access.routes,
        officer.routes,
        adoption.routes,
        codes.routes,
        devices.routes,
        privacy.routes,
    ),
    loaders={
        "declaration": declarations.load,
        "cycle": cycles.load,
        "place": places.load,
        "resident": residents.load,
        "visit": visits.load,
    },
)

"""All conversations, joined: the one router of the program."""

from __future__ import annotations

from handlers import (
    access,
    adoption,
    clan,
    codes,
    community,
    compact,
    declare,
    devices,
    family,
    home,
    household,
    join,
    officer,
    privacy,
    review,
    territory,
    visiting,
)
from handlers.kit.router import Router
from storage import clans, cycles, declarations, households, places, residents, visits

ROUTER = Router(
    (
        home.routes,
        join.routes,
        declare.routes,
        compact.routes,
        household.routes,
        family.routes,
        clan.routes,
        community.routes,
        review.routes,
        visiting.routes,
        access.routes,
        officer.routes,
        adoption.routes,
        codes.routes,
        territory.routes,
        devices.routes,
        privacy.routes,
    ),
    loaders={
        "declaration": declarations.load,
        "cycle": cycles.load,
        "place": places.load,
        "resident": residents.load,
        "household": households.load,
        "clan": clans.load,
        "visit": visits.load,
    },
)

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
    dossier,
    family,
    home,
    household,
    join,
    officer,
    pictures,
    plan,
    privacy,
    review,
    territory,
    visiting,
)
from handlers.kit.router import Router
from storage import clans, cycles, declarations, evidence, households, places, residents, visits

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
        dossier.routes,
        plan.routes,
        codes.routes,
        territory.routes,
        devices.routes,
        pictures.routes,
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
        "evidence": evidence.load,
    },
)

"""Pages that anybody may open: a commune's results without persons, as a page, as files and for other programs.

Only what an officer shows is there (:mod:`storage.publications`). A program reads with a key that an officer made, by
the same rows; how, stands in ``/api/v1/openapi.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import orjson
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.pages.page import language_of, no_page, page_texts, templates
from bot.readers.public_results import public_results
from handlers.kit.context import Links
from locales.catalog import ELDER, catalog
from locales.format import day_of
from locales.place_words import PlaceWords, named
from locales.text import Moment, T, Words
from reports import public_results as made
from reports.public_results import PublicResults
from reports.sorting import vietnamese_key
from storage import data_keys, guesses, places, publications
from storage.data_keys import DataKey
from storage.kit.engine import Database
from storage.kit.transaction import Transaction

PATH, API = "/ket-qua", "/api/v1"
KEPT = {"cache-control": "public, max-age=300"}


class Shown(NamedTuple):
    """What is shown of a commune's year, and how it is said there."""

    results: PublicResults
    here: PlaceWords
    years: tuple[int, ...]


class Row(BaseModel):
    """A place, several together, or the whole commune (without ids): whole and reached of a title."""

    commune_code: str
    year: int
    as_of: str
    title: str
    place_ids: str
    place_names: str
    whole: int | None
    reached: int | None
    share: float | None


class Results(BaseModel):
    """All rows of a year."""

    commune_code: str
    commune: str
    year: int
    as_of: str
    which: str
    remark: str
    rows: list[Row]


class Years(BaseModel):
    """The years of which a commune shows results, the newest first."""

    commune_code: str
    commune: str
    years: list[int]


class Problem(BaseModel):
    """Why there is no answer."""

    message: str


class PublicPages:
    """Answers them. ``links``: the ways into the chat, as they are when a page is asked for."""

    def __init__(self, database: Database, links: Callable[[], Links]) -> None:
        self._database = database
        self._links = links

    def routes(self) -> list[BaseRoute]:
        """All of them; those with the file's ending before the page."""
        return [
            Route(PATH, self._communes),
            Route(f"{PATH}/{{code:str}}/{{year:int}}.csv", self._csv),
            Route(f"{PATH}/{{code:str}}/{{year:int}}.json", self._json),
            Route(f"{PATH}/{{code:str}}/{{year:int}}/datapackage.json", self._dictionary),
            Route(f"{PATH}/{{code:str}}/{{year:int}}", self._page),
            Route(f"{PATH}/{{code:str}}", self._page),
            Route(f"{API}/openapi.json", self._described),
            Route(f"{API}/years", self._api_years),
            Route(f"{API}/years/{{year:int}}", self._api_year),
        ]

    # Pages and files

    async def _communes(self, request: Request) -> Response:
        """The communes that show anything; where it is one, straight to it."""

        def read(tx: Transaction) -> list[tuple[str, str]]:
            codes = publications.commune_codes(tx)
            found = [(code, places.by_official_code(tx, code)) for code in codes]
            return [(code, place.full_name) for code, place in found if place is not None]

        found = await self._database.read(read)
        if len(found) == 1:
            return RedirectResponse(f"{PATH}/{found[0][0]}", status_code=302)
        language = language_of(request)
        found.sort(key=lambda each: vietnamese_key(each[1]))
        shown = {"communes": [{"href": f"{PATH}/{code}", "name": name} for code, name in found]}
        return self._drawn(request, language, {**shown, "title": catalog(language).render(COMMUNES)})

    async def _page(self, request: Request) -> Response:
        found = await self._shown(request)
        if found is None:
            return no_page(request, 404)
        results, here, years = found
        language = language_of(request)

        def words(said: Words) -> str:
            return catalog(language).render(named(said, here), ELDER)

        base = f"{PATH}/{results.code}"
        return self._drawn(
            request,
            language,
            {
                "title": words(made.title_words(results)),
                "which": words(results.which),
                "remark": words(results.remark),
                "few": words(made.FEW),
                "tables": [
                    {
                        "name": words(each.name),
                        "total": words(made.total_words(each)),
                        "head": [words(column) for column in made.head(each)],
                        "rows": [
                            {"name": made.row_name(row, words), "cells": made.cells(row, words), "share": row.share}
                            for row in each.rows
                        ],
                    }
                    for each in results.titles
                ],
                "events": [words(made.event_words(each)) for each in results.events],
                "events_title": words(COMING),
                "how_title": words(HOW_TITLE),
                "how": [words(each) for each in made.HOW],
                "contact": results.contact,
                "doors": list(self._links().doors),
                "files_title": words(FILES_TITLE),
                "files": [
                    {"href": f"{base}/{results.year}.csv", "name": "CSV"},
                    {"href": f"{base}/{results.year}.json", "name": "JSON"},
                    {"href": f"{base}/{results.year}/datapackage.json", "name": words(DICTIONARY)},
                ],
                "years": [{"href": f"{base}/{year}", "name": str(year)} for year in years if year != results.year],
                "years_title": words(YEARS_TITLE),
                "as_of": words(T("Lập lúc {when}.", when=Moment(results.as_of))),
            },
        )

    @staticmethod
    def _drawn(request: Request, language: str, shown: Mapping[str, object]) -> Response:
        response: Response = templates().TemplateResponse(
            request, "results.html", {"lang": language, "texts": page_texts(language), **shown}, headers=dict(KEPT)
        )
        return response

    async def _csv(self, request: Request) -> Response:
        found = await self._shown(request)
        if found is None:
            return no_page(request, 404)
        name = f'attachment; filename="ket-qua-{found.results.code}-{found.results.year}.csv"'
        content = made.as_csv(found.results)
        return Response(content, media_type="text/csv; charset=utf-8", headers={**KEPT, "content-disposition": name})

    async def _json(self, request: Request) -> Response:
        found = await self._shown(request)
        return no_page(request, 404) if found is None else _as_json(_results(found), KEPT)

    async def _dictionary(self, request: Request) -> Response:
        found = await self._shown(request)
        if found is None:
            return no_page(request, 404)
        return _as_json(made.dictionary(found.results, partial(_said, found.here)), KEPT)

    async def _shown(self, request: Request) -> Shown | None:
        """What is shown of the commune and year of an address; the newest year where none is named."""
        code, year = str(request.path_params["code"]), request.path_params.get("year")

        def read(tx: Transaction) -> Shown | None:
            commune = places.by_official_code(tx, code)
            return None if commune is None else shown_of(tx, commune.id, year)

        return await self._database.read(read)

    # For programs

    async def _described(self, _request: Request) -> Response:
        return _as_json(openapi(), KEPT)

    async def _api_years(self, request: Request) -> Response:
        key = await self._key(request)
        if isinstance(key, Response):
            return key

        def read(tx: Transaction) -> Years:
            years = [each.year for each in publications.of_commune(tx, key)]
            return Years(commune_code=places.official_code(tx, key), commune=places.get(tx, key).full_name, years=years)

        return _as_json((await self._database.read(read)).model_dump(), PRIVATE)

    async def _api_year(self, request: Request) -> Response:
        key = await self._key(request)
        if isinstance(key, Response):
            return key
        year = int(request.path_params["year"])
        found = await self._database.read(lambda tx: shown_of(tx, key, year))
        if found is None:
            return _problem(404, NOT_SHOWN)
        return _as_json(_results(found), PRIVATE)

    async def _key(self, request: Request) -> int | Response:
        """The commune of the key that came with a request; else the answer that says what is wrong."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        whence = [guesses.of_address(request.client.host if request.client is not None else "")]

        def read(tx: Transaction) -> DataKey | Words:
            if guesses.waits_until(tx, whence) is not None:
                return TOO_MANY
            found = data_keys.find(tx, key) if scheme.lower() == "bearer" and key else None
            return found or NO_KEY

        found = await self._database.read(read)
        if isinstance(found, DataKey):
            if found.used_on != day_of(self._database.clock()):  # once a day: reading keeps nobody from writing
                await self._database.write(lambda tx: data_keys.used(tx, found))
            return found.commune_id
        if found is NO_KEY and key:
            await self._database.write(lambda tx: guesses.wrong(tx, whence))
        return _problem(429 if found is TOO_MANY else 401, found)


PRIVATE = {"cache-control": "private, no-store"}
COMMUNES = T("Kết quả học tập")
COMING = T("Lớp và buổi sinh hoạt sắp tới")
HOW_TITLE = T("Muốn được công nhận thì làm gì")
FILES_TITLE = T("Dữ liệu mở")
DICTIONARY = T("Giải thích các cột")
YEARS_TITLE = T("Năm khác")
NO_KEY = T("Thiếu khoá hoặc khoá không còn dùng được. Cán bộ {commune_label} lập khoá mới trong chat.")
TOO_MANY = T("Sai khoá nhiều lần. Một giờ sau hãy thử lại.")
NOT_SHOWN = T("Năm này chưa công khai số liệu.")


def shown_of(tx: Transaction, commune_id: int, year: int | None) -> Shown | None:
    """What a commune shows of a year, or of the newest one; ``None``: nothing."""
    found = publications.of_commune(tx, commune_id)
    wanted = next((each for each in found if year is None or each.year == year), None)
    if wanted is None:
        return None
    results = public_results(tx, publications.figures(tx, wanted))
    return Shown(results, places.words_in(tx, commune_id), tuple(each.year for each in found))


def _said(here: PlaceWords, said: Words) -> str:
    return catalog("vi").render(named(said, here), ELDER)


def _results(found: Shown) -> dict[str, object]:
    results = found.results
    whole = Results(
        commune_code=results.code,
        commune=results.commune,
        year=results.year,
        as_of=results.as_of.isoformat(timespec="seconds"),
        which=_said(found.here, results.which),
        remark=_said(found.here, results.remark),
        rows=[Row.model_validate(each) for each in made.records(results)],
    )
    return whole.model_dump()


def _as_json(data: object, headers: Mapping[str, str]) -> Response:
    return Response(orjson.dumps(data), media_type="application/json", headers=dict(headers))


def _problem(status: int, words: Words) -> Response:
    said = Problem(message=catalog("vi").render(words, ELDER)).model_dump()
    response = _as_json(said, PRIVATE)
    response.status_code = status
    if status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def openapi() -> dict[str, object]:
    """The description of the interface for programs (OpenAPI 3.1), made of the same models that answer."""
    models: tuple[type[BaseModel], ...] = (Row, Results, Years, Problem)
    schemas: dict[str, object] = {}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[model.__name__] = schema

    def answers(model: type[BaseModel]) -> dict[str, object]:
        return {
            "200": _answer("OK", model),
            "401": _answer("no key, or one that was ended", Problem),
            "404": _answer("nothing is shown of this year", Problem),
            "429": _answer("too many wrong keys from this address", Problem),
        }

    year = {"name": "year", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Học Tập",
            "version": "1",
            "description": "Public results of a commune, read only. A place with few people is in one row with others.",
        },
        "paths": {
            f"{API}/years": {"get": {"summary": "years with results", "responses": answers(Years)}},
            f"{API}/years/{{year}}": {
                "get": {"summary": "results of a year", "parameters": [year], "responses": answers(Results)}
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _answer(what: str, model: type[BaseModel]) -> dict[str, object]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": what, "content": {"application/json": {"schema": schema}}}

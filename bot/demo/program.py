"""``hoctap demo``: seed once, then serve the page; from the beginning again as often as the visitor wants."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from socket import socket

import typer

from bot.app import App
from bot.channels.webchat import WebChat
from bot.clock import moved_to
from bot.demo.evening import fill_queue
from bot.demo.page import demo_routes
from bot.demo.seed import seats, seed, speak
from bot.demo.stage import Stage
from bot.settings import Settings
from bot.web import PortError, listen
from locales.catalog import catalog
from locales.text import T
from storage.kit.engine import Clock

MARK = "this folder belongs to hoctap demo"


def run_demo(settings: Settings, *, reset: bool, waiting: int = 0, language: str | None = None) -> None:
    """Serve the demo until interrupted. ``reset`` deletes the demo's folder first.

    ``waiting``: so many declarations more wait for the head, in a commune that is made now. ``language``: of the page
    and its phones; without one, what they speak already.
    """
    if reset:
        _must_be_ours(settings.data_dir)
    doors = _doors(settings, language or "vi")  # before deleting: another demo may be playing with this very folder
    if reset:
        _delete(settings.data_dir)
    clock = moved_to(settings.clock)
    address = T("Mở trang {address} trong trình duyệt. Dừng: Ctrl+C", address=f"http://{settings.web_bind}")
    said = catalog(language or "vi").render(address)

    def ready() -> None:
        nonlocal said
        if said:
            typer.echo(said)
        said = ""

    try:
        while asyncio.run(_play(settings, clock, doors, ready, waiting=waiting, language=language)):
            _delete(settings.data_dir)
    finally:
        for door in doors:
            door.close()


def _doors(settings: Settings, language: str) -> Sequence[socket]:
    """The page's port, open; where that cannot be, the command ends with one sentence that says what to do."""
    try:
        return listen(*settings.bind)
    except PortError as error:
        said = (
            T(
                "Cổng {port} đang có chương trình khác dùng, có khi là một bản chạy thử nữa. "
                "Chạy ở cổng khác: hoctap demo --port {other}",
                port=error.port,
                other=error.port + 1,
            )
            if error.is_taken
            else T(
                "Không mở được cổng {port} ({reason}). Chạy ở cổng khác: hoctap demo --port {other}",
                port=error.port,
                reason=str(error),
                other=8081,
            )
        )
        typer.echo(catalog(language).render(said), err=True)
        raise typer.Exit(1) from None


def _must_be_ours(folder: Path) -> None:
    """End the command where a folder is not the demo's: the mark in it says whose it is."""
    if folder.exists() and not (folder / MARK).exists():
        typer.echo(f"{folder} không phải thư mục của bản chạy thử, nên không xoá.", err=True)
        raise typer.Exit(2)


def _delete(folder: Path) -> None:
    """Delete the demo's folder, and only that."""
    _must_be_ours(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _play_of(folder: Path) -> str:
    """The name of the play that this folder keeps: another one after each beginning from the beginning."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    if not mark.exists():
        mark.write_text(secrets.token_hex(4), "utf-8")
    return mark.read_text("utf-8")


async def prepared(
    settings: Settings, clock: Clock, *, waiting: int = 0, language: str | None = None
) -> tuple[App, Stage]:
    """The program with the commune in it, its page and its phones, about to run."""
    play = _play_of(settings.data_dir)
    program = App(settings, clock)
    program.prepare()
    tokens = seats(settings, play)
    is_new = await program.database.write(lambda tx: seed(tx, tokens))
    if is_new and waiting:
        await program.database.write(lambda tx: fill_queue(tx, waiting))
    if language is not None:
        await program.database.write(lambda tx: speak(tx, tokens, language))
    web = WebChat(program.dispatcher, program.files, secret=settings.derived_secret("web sessions"))
    program.add(web)
    stage = Stage(program.dispatcher, web, tokens, play)
    program.services.append(stage.run)
    program.pages = list(demo_routes(stage))
    return program, stage


async def _play(
    settings: Settings,
    clock: Clock,
    doors: Sequence[socket],
    ready: Callable[[], None],
    *,
    waiting: int,
    language: str | None,
) -> bool:
    """One play, until it is stopped; whether it is wanted from the beginning again."""
    program, stage = await prepared(settings, clock, waiting=waiting, language=language)
    program.doors = [door.dup() for door in doors]  # the web server closes its own; who comes meanwhile waits
    serving = asyncio.create_task(program.run(ready))
    stage.on_restart = serving.cancel
    with suppress(asyncio.CancelledError):
        await serving
    return stage.is_over

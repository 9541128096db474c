"""``hoctap demo``: seed once, then serve the page."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import typer

from bot.app import App
from bot.channels.webchat import WebChat
from bot.clock import moved_to
from bot.demo.evening import fill_queue
from bot.demo.page import demo_routes
from bot.demo.seed import seats, seed
from bot.settings import Settings

MARK = "this folder belongs to hoctap demo"


def run_demo(settings: Settings, *, reset: bool, waiting: int = 0) -> None:
    """Serve the demo until interrupted. ``reset`` deletes the demo's folder first.

    ``waiting``: so many declarations more wait for the head, in a commune that is made now.
    """
    folder = settings.data_dir
    if reset:
        _delete(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
    asyncio.run(_serve(settings, waiting))


def _delete(folder: Path) -> None:
    """Delete the demo's folder, and only that: the mark in it says whose it is."""
    if not folder.exists():
        return
    if not (folder / MARK).exists():
        typer.echo(f"{folder} không phải thư mục của bản chạy thử, nên không xoá.", err=True)
        raise typer.Exit(2)
    shutil.rmtree(folder)


async def _serve(settings: Settings, waiting: int) -> None:
    program = App(settings, moved_to(settings.clock))
    program.prepare()
    tokens = seats(settings)
    is_new = await program.database.write(lambda tx: seed(tx, tokens))
    if is_new and waiting:
        await program.database.write(lambda tx: fill_queue(tx, waiting))
    web = WebChat(program.dispatcher, program.files)
    program.add(web)
    program.pages = list(demo_routes(program.database, tokens))
    await program.run(lambda: typer.echo(f"Mở trang http://{settings.web_bind} trong trình duyệt. Dừng: Ctrl+C"))

"""The command line: ``hoctap``."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import ValidationError

from bot import logs
from bot.settings import Settings, explain, unknown_names

if TYPE_CHECKING:
    from storage.kit.transaction import Transaction

Result = TypeVar("Result")

app = typer.Typer(
    name="hoctap",
    help="Học Tập: công dân học tập, từ bản khai trong chat đến số liệu của xã, phường.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry of the ``hoctap`` command. What it writes is for its own user alone."""
    os.umask(0o077)
    app()


def _settings(*, own_clock: bool = False, **given: object) -> Settings:
    """The settings, or an end that says what is wrong with them; ``own_clock``: whether a moved clock is no fault."""
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        typer.echo(explain(error), err=True)
        raise typer.Exit(2) from None
    for name in unknown_names(os.environ):
        typer.echo(f"{name}: không có thiết lập nào tên này (no such setting)", err=True)
        raise typer.Exit(2)
    if settings.clock is not None and not own_clock:
        typer.echo(
            "HOCTAP_CLOCK chỉ dùng cho bản chạy thử; bỏ thiết lập này, vì ngày giờ trong sổ phải là ngày giờ thật "
            "(only for the demo: dates on record must be true)",
            err=True,
        )
        raise typer.Exit(2)
    logs.set_up(as_json=settings.log_json)
    return settings


@app.command()
def run() -> None:
    """Start the configured channels, the outbox, the reports and the web server."""
    gc.disable()  # nothing that is made now is garbage; App.run turns it on again
    from bot.app import App

    program = App(_settings())
    program.add_configured()
    if not program.channels:
        typer.echo(
            "Chưa có kênh nào. Đặt HOCTAP_TELEGRAM_TOKEN, HOCTAP_ZALO_TOKEN, HOCTAP_ZALO_OA_APP_ID "
            "hoặc HOCTAP_WEB_CHAT, xem docs/vi/kenh.md; hoặc chạy thử: hoctap demo",
            err=True,
        )
        raise typer.Exit(2)
    from bot.web import PortError

    try:
        program.listen()
    except PortError as error:
        host, port = error.host, error.port
        typer.echo(
            f"Cổng {port} đang có chương trình khác dùng. Đặt HOCTAP_WEB_BIND sang cổng khác, ví dụ {host}:{port + 1}, "
            "rồi chạy lại (the port is taken: set HOCTAP_WEB_BIND to another one)"
            if error.is_taken
            else f"Không mở được {host}:{port} ({error}). Xem lại HOCTAP_WEB_BIND (the web server cannot listen there)",
            err=True,
        )
        raise typer.Exit(1) from None
    asyncio.run(program.run())


@app.command()
def doctor() -> None:
    """Check channels, database, data folder, clock and disk; say what is wrong and what to do. Exits with 1 if so."""
    from bot.app import App
    from bot.doctor import examine

    settings = _settings()

    async def go() -> int:
        program = App(settings)
        program.add_configured()
        problems = 0
        try:
            async for finding in examine(program):
                problems += not finding.is_well
                typer.echo(str(finding))
        finally:
            await program.database.close()
        return problems

    problems = asyncio.run(go())
    typer.echo("Mọi thứ đều ổn." if not problems else f"{problems} chỗ cần xem.")
    if problems:
        raise typer.Exit(1)


@app.command()
def confirm_date(
    today: Annotated[str, typer.Argument(help="Today's date as your own calendar shows it: 2027-03-05.")],
) -> None:
    """Say that the machine's clock is right, after a time in which nothing was written: the daily sweep goes on."""
    from datetime import date

    from bot import commune_setup
    from locales.format import day_of
    from storage import clock_witness
    from storage.kit.words import Witness

    try:
        given = date.fromisoformat(today)
    except ValueError:
        typer.echo(f"{today}: ngày viết như 2027-03-05 (write the date like 2027-03-05)", err=True)
        raise typer.Exit(2) from None

    def work(tx: Transaction) -> None:
        shown = day_of(tx.now)
        if shown != given:
            raise commune_setup.SetupError(
                f"Đồng hồ của máy đang chỉ ngày {shown.isoformat()}, không phải {given.isoformat()}. Đặt lại đồng hồ "
                "(bật NTP) rồi chạy lại; chưa có gì bị xoá (set the machine's clock first; nothing was dropped)"
            )
        commune_setup.act_as_operator(tx)
        clock_witness.confirm(tx, Witness.OPERATOR)

    _in_database(work)
    typer.echo("Đã ghi: đồng hồ của máy đúng. Việc dọn dữ liệu quá hạn chạy tiếp trong vòng một giờ.")


@app.command()
def demo(
    data_dir: Annotated[Path, typer.Option(help="Folder that keeps the demo's data.")] = Path("data/demo"),
    *,
    reset: Annotated[bool, typer.Option(help="Start afresh; what was played before is gone.")] = False,
    port: Annotated[int, typer.Option(help="Port of the page on this machine.")] = 8080,
    waiting: Annotated[
        int, typer.Option(help="So many declarations more wait for the head; with a fresh commune.", min=0, max=1000)
    ] = 0,
    lang: Annotated[
        str | None, typer.Option(help="Language of the page, the phones and this command: vi or en.", metavar="vi|en")
    ] = None,
) -> None:
    """Start the demo: one page with three phones, a sample commune, no account needed."""
    gc.disable()
    from bot.demo.program import run_demo
    from locales.catalog import LANGUAGES

    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
    settings = _settings(
        own_clock=True, data_dir=data_dir, database_url="", web_bind=f"127.0.0.1:{port}", public_url=None
    )
    run_demo(settings, reset=reset, waiting=waiting, language=lang)


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    from storage.kit.migrate import upgrade

    typer.echo("Đã cập nhật." if upgrade(_settings().database) else "Cơ sở dữ liệu đã đúng phiên bản.")


@app.command()
def add_commune(
    code: Annotated[str, typer.Argument(help="Official code of the commune, such as 18160.")],
    village: Annotated[list[str], typer.Option(help="Name of a village; once for each, in the commune's order.")],
    contact: Annotated[str, typer.Option(help="Whom residents ask about their data: name, phone.")],
    label: Annotated[str, typer.Option(help="What villages are called: thôn, bản, tổ dân phố.")] = "thôn",
) -> None:
    """Enter a commune with its villages and open this year's cycle."""
    from bot import commune_setup
    from locales.format import year_of
    from storage import places

    def work(tx: Transaction) -> list[str]:
        commune = commune_setup.add_commune(
            tx, code, year=year_of(tx.now), contact=contact, villages=village, label=label
        )
        return [f"{each.full_name}: {each.join_code}" for each in places.villages(tx, commune.id)]

    for line in _in_database(work):
        typer.echo(line)


@app.command()
def invite(
    code: Annotated[str, typer.Argument(help="Official code of the commune.")],
    days: Annotated[int, typer.Option(help="Days until the invitation expires.")] = 14,
) -> None:
    """Make a one-time invitation for an officer of a commune."""
    from acts.inviting import invite as make_invite
    from bot import commune_setup
    from criteria.policy import Role
    from storage import places

    def work(tx: Transaction) -> str:
        commune_setup.act_as_operator(tx)
        commune = places.by_official_code(tx, code)
        if commune is None:
            raise commune_setup.SetupError(f"{code}: chưa có xã, phường này, chạy hoctap add-commune trước")
        return make_invite(tx, Role.OFFICER, commune.id, by=None, lives=timedelta(days=days)).code

    typer.echo(f"Mã mời cán bộ (dùng một lần, trong {days} ngày): {_in_database(work)}")


@app.command()
def import_roster(
    code: Annotated[str, typer.Argument(help="Official code of the commune.")],
    file: Annotated[Path, typer.Argument(help="CSV (UTF-8): thôn, họ tên, năm sinh, mã hộ.", exists=True)],
    *,
    write: Annotated[bool, typer.Option(help="Write it; without, the file is only checked.")] = False,
) -> None:
    """Check a roster file, and with --write put its people on the roster."""
    from bot import commune_setup
    from locales.catalog import catalog
    from locales.format import year_of
    from storage import places

    def work(tx: Transaction) -> tuple[list[str], int, int]:
        if write:
            commune_setup.act_as_operator(tx)
        commune = places.by_official_code(tx, code)
        if commune is None:
            raise commune_setup.SetupError(f"{code}: chưa có xã, phường này, chạy hoctap add-commune trước")
        good, bad = commune_setup.read_roster(tx, commune, file, year_of(tx.now))
        new = commune_setup.write_roster(tx, commune, good) if write else 0
        return [f"Dòng {each.line}: {catalog('vi').render(each.text)}" for each in bad], len(good), new

    problems, good, new = _in_database(work, writes=write)
    for problem in problems:
        typer.echo(problem, err=True)
    done = f"Đã ghi, {new} người mới." if write else "Chưa ghi gì; thêm --write để ghi."
    typer.echo(f"{good} dòng đúng, {len(problems)} dòng sai. {done}")


criteria_app = typer.Typer(help="Criteria sets: check a file, use it for a commune's year.", no_args_is_help=True)
app.add_typer(criteria_app, name="criteria")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        typer.echo(f"{file}: tệp không phải chữ UTF-8 (the file is no UTF-8 text)", err=True)
        raise typer.Exit(1) from None


def _parsed(file: Path, text: str, parse: Callable[[str, str], Result]) -> Result:
    """What a data file describes; what is wrong with it is said line by line."""
    from criteria.parse import CriteriaError
    from locales.catalog import catalog

    try:
        return parse(text, file.name)
    except CriteriaError as error:
        for problem in sorted(error.problems, key=lambda each: each.line or 0):
            line = "" if problem.line is None else f"dòng {problem.line}: "
            key = f" [{problem.key}]" if problem.key else ""
            typer.echo(f"{file.name}: {line}{catalog('vi').render(problem.text)}{key}", err=True)
        typer.echo(f"{len(error.problems)} chỗ sai.", err=True)
    raise typer.Exit(1)


@criteria_app.command("check")
def criteria_check(file: Annotated[Path, typer.Argument(help="The data file (TOML).", exists=True)]) -> None:
    """Check the data file of a criteria set or a plan; each error is explained with its line. Exits with 1 if any."""
    from criteria.explain import source_lines
    from criteria.model import Standing
    from criteria.parse import parse
    from criteria.plan import is_plan, parse_plan
    from locales.catalog import catalog

    words = catalog("vi").render
    text = _text(file)
    if is_plan(text):
        plan = _parsed(file, text, parse_plan)
        counts = f"{len(plan.targets)} chỉ tiêu, {len(plan.deadlines)} hạn"
        typer.echo(f"{file.name}: đúng. {words(plan.name)}, {counts}.")
        return
    found = _parsed(file, text, parse)
    typer.echo(f"{file.name}: đúng. {words(found.name)}, {len(found.indicators)} chỉ số.")
    typer.echo(words(source_lines(found, Standing.PROVISIONAL)))


@criteria_app.command("adopt")
def criteria_adopt(
    code: Annotated[str, typer.Argument(help="Official code of the commune.")],
    file: Annotated[Path, typer.Argument(help="The data file (TOML).", exists=True)],
    *,
    year: Annotated[int | None, typer.Option(help="The cycle's year; without, this year.")] = None,
    write: Annotated[bool, typer.Option(help="Use it; without, only whose result would change is shown.")] = False,
) -> None:
    """Use a corrected criteria set for a commune's year in place of the one in use, which is kept as it was."""
    from bot import commune_setup
    from criteria.explain import verdict_words
    from criteria.model import Standing
    from criteria.parse import parse
    from locales.catalog import catalog
    from locales.format import year_of
    from storage import criteria_files, cycles, places, recount, subject_names
    from storage.cycles import Adoption

    text = _text(file)
    found = _parsed(file, text, parse)
    if bool(found.verified_by) != (found.verified_on is not None):
        typer.echo(f"{file.name}: verified_by và verified_on phải có cả hai, hoặc không mục nào.", err=True)
        raise typer.Exit(1)

    def work(tx: Transaction) -> list[str]:
        if write:
            commune_setup.act_as_operator(tx)
        commune = places.by_official_code(tx, code)
        cycle = None if commune is None else cycles.of_year(tx, commune.id, year or year_of(tx.now))
        if cycle is None or not cycle.is_open:
            raise commune_setup.SetupError(f"{code}: chưa có xã, phường này, hoặc năm ấy chưa mở hay đã khoá sổ")
        standing = Standing.VERIFIED if found.verified_by else Standing.PROVISIONAL
        set_id, supplied = criteria_files.read(text)
        adoption = Adoption(set_id, supplied, standing)
        words = catalog("vi").render
        changes = [
            each
            for each in recount.rescoring(tx, cycle.using(found.title, adoption), found.title)
            if each.changes_result
        ]
        lines = [
            f"{words(subject_names.name_of(tx, each.before))}: "
            + " → ".join(
                "–" if one.assessment is None else words(verdict_words(one.assessment, one.standing))
                for one in (each.before, each.after)
            )
            for each in changes
        ]
        if write:
            criteria_files.add(tx, text)
            recount.rescore(tx, cycles.adopt(tx, cycle, found.title, adoption, person_id=None), found.title)
        return lines

    changed = _in_database(work, writes=write)
    for line in changed:
        typer.echo(line)
    done = "Đã áp dụng, việc tính lại có trong nhật ký." if write else "Chưa áp dụng; thêm --write để áp dụng."
    typer.echo(f"{len(changed)} bản khai đổi kết quả. {done}")


@app.command()
def verify() -> None:
    """Prove the records: the audit chains hold, the log tells the same states, the counters agree."""
    from criteria.parse import titles
    from storage import audit, counters, cycles, past_years, places, recount, replay

    def work(tx: Transaction) -> tuple[tuple[int, ...], list[int], list[str]]:
        wrong = []
        for commune in places.communes(tx):
            for cycle in cycles.of_commune(tx, commune.id):
                wrong += [
                    f"{commune.full_name} {cycle.year} {title}"
                    for title in titles()
                    if counters.tallies(tx, cycle.id, title) != recount.recount(tx, cycle, title)
                ]
        changed = set(past_years.differing(tx))
        wrong += [
            f"{commune.full_name} {cycle.year}"
            for commune in places.communes(tx)
            for cycle in cycles.of_commune(tx, commune.id)
            if cycle.id in changed
        ]
        return audit.broken_chains(tx), replay.differing(tx), wrong

    broken, told, wrong = _in_database(work, writes=False)
    for account in broken:
        typer.echo(f"Nhật ký của tài khoản {account} bị sửa hoặc bị cắt.", err=True)
    for declaration in told:
        typer.echo(f"Bản khai {declaration}: nhật ký kể khác với trạng thái đang ghi.", err=True)
    for name in wrong:
        typer.echo(f"Số đếm không khớp với bản khai: {name}", err=True)
    if broken or told or wrong:
        raise typer.Exit(1)
    typer.echo("Nhật ký nguyên vẹn, số đếm khớp với bản khai.")


def _must_be_of_this_version(settings: Settings) -> None:
    from bot.doctor import version_problem
    from storage.kit.migrate import stored_version

    problem = version_problem(stored_version(settings.database))
    if problem:
        typer.echo(f"Cơ sở dữ liệu: {problem}. Chưa xem được gì; chạy: hoctap migrate", err=True)
        raise typer.Exit(2)


def _in_database(work: Callable[[Transaction], Result], *, writes: bool = True) -> Result:
    """Run one piece of work on the configured database.

    One that ``writes`` brings it up to date first. One that does not gets a database that refuses to be written, and
    is not begun on one of another version.
    """
    from bot.commune_setup import SetupError
    from storage.kit.engine import open_database
    from storage.kit.migrate import upgrade

    settings = _settings()
    if writes:
        upgrade(settings.database)
    else:
        _must_be_of_this_version(settings)

    async def go() -> Result:
        database = open_database(settings.database)
        try:
            return await (database.write(work) if writes else database.read(work))
        finally:
            await database.close()

    try:
        return asyncio.run(go())
    except SetupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None

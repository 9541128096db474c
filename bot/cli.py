"""The command line: ``hoctap``."""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from bot import console, event_loop, logs
from bot.settings import Settings, explain, unknown_names

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

    from bot.breach import Known, Papers
    from storage.kit.engine import Database
    from storage.kit.transaction import Transaction

Result = TypeVar("Result")


class Commands(TyperGroup):
    """All commands. Where the database is away each says why, and what to do."""

    def invoke(self, *given: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(*given)
        except Exception as error:
            from storage.kit.engine import why_out_of_reach

            why = why_out_of_reach(error)
            if why is None:
                raise
            typer.echo(
                f"Không vào được cơ sở dữ liệu, hoặc nó đang bận: {why}. Xem nó có chạy không, HOCTAP_DATABASE_URL có "
                "đúng không, đĩa còn chỗ không, rồi chạy lại "
                "(the database cannot be reached or is busy: see whether it runs, then try again)",
                err=True,
            )
            raise typer.Exit(1) from None


app = typer.Typer(
    name="hoctap",
    cls=Commands,
    help="Học Tập: công dân học tập, từ bản khai trong chat đến số liệu của xã, phường.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry of the ``hoctap`` command. What it writes is for its own user alone."""
    os.umask(0o077)
    console.speak_vietnamese()
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
def setup(
    answers: Annotated[
        Path | None, typer.Option(help="File with the answers (TOML); what it lacks is asked.", dir_okay=False)
    ] = None,
    commune: Annotated[str | None, typer.Option(help="The commune by its name or its code of five digits.")] = None,
    label: Annotated[str | None, typer.Option(help="What most villages are called: thôn, xóm, khu phố.")] = None,
    village: Annotated[list[str] | None, typer.Option(help="Name of a village, such as Xóm 5; once for each.")] = None,
    contact: Annotated[str | None, typer.Option(help="Whom residents ask about their data: name, phone.")] = None,
    officer: Annotated[str | None, typer.Option(help="Who gets the officer's first invitation.")] = None,
) -> None:
    """Set up a commune by questions on the terminal, or from a file; again, it says what stands."""
    from bot.first_setup.command import set_up

    settings = _settings()
    _must_be_whole(settings)
    said = {
        "commune": commune,
        "label": label,
        "villages": "\n".join(village or ()) or None,
        "contact": contact,
        "officer": officer,
    }
    given = [(name, answer) for name, answer in said.items() if answer is not None]
    set_up(settings, _in_database, file=answers, given=given)


@app.command()
def run() -> None:
    """Start the configured channels, or this computer's own page alone; the outbox, the reports, the web server."""
    gc.disable()  # nothing that is made now is garbage; App.run turns it on again
    from bot.app import App

    settings = _settings()
    _must_be_whole(settings)
    code = _set_up_first(settings)
    program = App(settings)
    program.add_configured()
    if not program.channels:
        typer.echo(
            "Có địa chỉ công khai (HOCTAP_PUBLIC_URL) mà chưa có kênh nào. Đặt HOCTAP_WEB_CHAT=true hoặc token của một "
            "kênh, xem docs/vi/kenh.md; máy chỉ chạy một mình thì bỏ HOCTAP_PUBLIC_URL; chạy thử: hoctap demo",
            err=True,
        )
        raise typer.Exit(2)
    from bot.elsewhere import is_ours
    from bot.web import PortError

    try:
        program.listen()
    except PortError as error:
        host, port = error.host, error.port
        if error.is_taken and settings.is_alone and is_ours(host, port):
            typer.echo(f"Học Tập đang chạy rồi: {settings.web_url} (it is running already)")
            _open_browser(settings)
            return
        typer.echo(
            f"Cổng {port} đang có chương trình khác dùng. Đặt HOCTAP_WEB_BIND sang cổng khác, ví dụ {host}:{port + 1}, "
            "rồi chạy lại (the port is taken: set HOCTAP_WEB_BIND to another one)"
            if error.is_taken
            else f"Không mở được {host}:{port} ({error}). Xem lại HOCTAP_WEB_BIND (the web server cannot listen there)",
            err=True,
        )
        raise typer.Exit(1) from None
    from storage.kit.keys import KeysError

    try:
        event_loop.run(program.run(lambda: _tell_where(settings, code)), settings.database)
    except KeysError as error:
        typer.echo(_unopened(error), err=True)
        raise typer.Exit(2) from None
    finally:
        program.close_doors()


def _set_up_first(settings: Settings) -> str:
    """Where this computer serves itself alone, or somebody can be asked, a commune comes first; the officer's code."""
    if not settings.is_alone and not console.somebody_is_there():
        return ""
    from bot.first_setup.command import set_up, what_stands

    if settings.is_alone and not settings.is_loopback:
        typer.echo(
            "Chưa có kênh nào, nên chương trình chỉ phục vụ máy này: HOCTAP_WEB_BIND phải là "
            f"127.0.0.1:{settings.bind[1]}. Muốn máy khác vào được thì cài một kênh, xem docs/vi/kenh.md "
            "(without a channel this computer serves itself alone: bind to 127.0.0.1)",
            err=True,
        )
        raise typer.Exit(2)
    there = what_stands(settings, _in_database)
    if there and not (settings.is_alone and not settings.passwords().is_set_up):
        return ""
    return set_up(settings, _in_database)


def _tell_where(settings: Settings, code: str) -> None:
    """Once it serves: where, and the page itself on a computer that is used alone."""
    if settings.is_alone:
        typer.echo(f"Học Tập đang chạy trên máy này: {settings.web_url}. Dừng: Ctrl+C")
        _open_browser(settings, f"/thon/{code}" if code else "")


def _open_browser(settings: Settings, path: str = "") -> None:
    """Open this computer's page, if that is wanted; where there is no browser, nothing happens."""
    if settings.open_browser:
        import threading
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(f"{settings.web_url}{path}",), daemon=True).start()


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

    problems = event_loop.run(go(), settings.database)
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

    settings = _settings()
    _must_be_whole(settings)
    done = "Đã cập nhật." if upgrade(settings.database) else "Cơ sở dữ liệu đã đúng phiên bản."
    _in_database(lambda _: None)  # which seals a log from before there were seals
    typer.echo(done)


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
    file: Annotated[
        Path, typer.Argument(help="The list: XLSX, XLS, XLSB, ODS, CSV, Word or PDF.", exists=True, dir_okay=False)
    ],
    *,
    write: Annotated[bool, typer.Option(help="Take it over; without, it is only shown.")] = False,
    source: Annotated[str, typer.Option(help="Where the list comes from: Công an xã.")] = "",
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Of which day its figures are.")] = None,
    basis: Annotated[str, typer.Option(help="The document that allows its use: Công văn 15/UBND.")] = "",
    provider: Annotated[str, typer.Option(help="Who brought it: name, office.")] = "",
    answer: Annotated[list[str] | None, typer.Option(help="An answer that the preview offers; once for each.")] = None,
    password: Annotated[str, typer.Option(help="Of a protected file; kept nowhere.")] = "",
    left: Annotated[
        Path | None, typer.Option(help="Where the lines not taken are written (XLSX); else beside the file.")
    ] = None,
    lang: Annotated[str, typer.Option(help="Language of what is said: vi or en.", metavar="vi|en")] = "vi",
) -> None:
    """Show what a list of people would change, and with --write take it over, as the chat does."""
    from bot.roster_command import Order, carry_out
    from locales.catalog import LANGUAGES
    from storage.roster_imports import Source

    if lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
    day = None if as_of is None else date(as_of.year, as_of.month, as_of.day)
    order = Order(
        code=code,
        file=file,
        answers=tuple(answer or ()),
        origin=Source(source=source, as_of=day, basis=basis, provider=provider),
        password=password,
        ask_password=_ask_password,
        left=left,
        writes=write,
        language=lang,
    )
    _on_database(lambda database: carry_out(database, order, typer.echo), writes=write)


def _ask_password() -> str:
    """The password of a file, where somebody sits at the terminal; not shown as it is typed."""
    if not console.somebody_is_there():
        return ""
    return str(typer.prompt("Mật khẩu của tệp (password of the file)", default="", hide_input=True, show_default=False))


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
def verify(
    *,
    anchor: Annotated[
        str | None, typer.Option(help="Code of an anchor, as it is printed: does the record of that day still hold?")
    ] = None,
) -> None:
    """Prove the records: the log is whole, the rows are as it tells, the counters agree. Exits with 1 if not."""
    from bot.verifying import verify as verify_all
    from bot.verifying import verify_anchor

    report = _in_database(verify_all if anchor is None else lambda tx: verify_anchor(tx, anchor), writes=False)
    for problem in report.problems:
        typer.echo(problem, err=True)
    if report.problems:
        raise typer.Exit(1)
    typer.echo(report.summary)


breach_app = typer.Typer(
    help="After a lost telephone, account, backup or disk: who is affected, a letter for each, the notice.",
    no_args_is_help=True,
)
app.add_typer(breach_app, name="breach")
Since = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day since when it may be in other hands.")]
Discovered = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d %H:%M"], help="When it was noticed, Viet Nam's time; else now.")
]
Measures = Annotated[list[str] | None, typer.Option("--done", help="What has been done about it; once for each.")]
Folder = Annotated[Path, typer.Option("--to", help="A new folder for the list, the letters and the notice.")]


@breach_app.command("account")
def breach_account(
    code: Annotated[str, typer.Argument(help="Official code of the commune.")],
    name: Annotated[str, typer.Argument(help="Whose telephone or account: full name.")],
    *,
    since: Since,
    born: Annotated[int | None, typer.Option(help="Birth year, where several have that name.")] = None,
    discovered: Discovered = None,
    done: Measures = None,
    to: Folder = Path("su-co"),
) -> None:
    """A lost telephone or account; of a head or officer: everybody whom they served."""
    from bot import breach

    known = _known(since, discovered, done)
    _write_papers(to, lambda tx: breach.of_account(tx, code, name, born, known))


@breach_app.command("data")
def breach_data(
    code: Annotated[str, typer.Argument(help="Official code of the commune.")],
    *,
    since: Since,
    discovered: Discovered = None,
    done: Measures = None,
    to: Folder = Path("su-co"),
) -> None:
    """A lost backup, disk or database: everybody of the commune."""
    from bot import breach

    known = _known(since, discovered, done)
    _write_papers(to, lambda tx: breach.of_data(tx, code, known))


def _known(since: datetime, discovered: datetime | None, done: list[str] | None) -> Known:
    from bot.breach import Known
    from locales.format import VIETNAM

    at = None if discovered is None else discovered.replace(tzinfo=VIETNAM)
    return Known(since=date(since.year, since.month, since.day), discovered_at=at, measures=tuple(done or ()))


def _write_papers(folder: Path, work: Callable[[Transaction], Papers]) -> None:
    """Make the papers, which is on record, and write them into a folder that is not there yet."""
    if folder.exists():
        typer.echo(f"{folder}: đã có rồi, chọn thư mục khác bằng --to (the folder exists)", err=True)
        raise typer.Exit(2)
    papers = _in_database(work)
    folder.mkdir(parents=True, mode=0o700)
    for name, draw in papers.files.items():
        (folder / name).write_bytes(draw())
        typer.echo(str(folder / name))
    for line in papers.said:
        typer.echo(line)


keys_app = typer.Typer(help="Keys of what lies encrypted in the data folder and the database.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Put a new data key in the place of the old ones, while the program runs; stopped in between, it goes on later."""
    from bot.anchoring import begin
    from bot.key_rotation import Rotation, rotate
    from storage.files import FileStore
    from storage.kit.engine import BusyError, open_database
    from storage.kit.keys import KeysError

    settings = _settings()
    _must_be_of_this_version(settings)

    async def go() -> Rotation:
        settings.keep_key()
        keys = settings.data_keys()
        database = open_database(settings.database)
        database.key = settings.log_key
        try:
            await begin(database, settings.former_log_key)  # the log is sealed with the secret of today, too
            return await rotate(database, FileStore(settings.data_dir / "files", keys), keys, tell)
        finally:
            await database.close()

    def tell(files: int) -> None:
        if files % 1000 == 0:
            typer.echo(f"{files} tệp…")

    try:
        done = event_loop.run(go(), settings.database)
    except KeysError as error:
        typer.echo(_unopened(error), err=True)
        raise typer.Exit(2) from None
    except BusyError:
        typer.echo("Cơ sở dữ liệu đang bận. Chạy lại: hoctap keys rotate (làm tiếp từ chỗ dở).", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Khoá số {done.key_id}{' (làm tiếp lần trước)' if done.went_on else ''}: {done.files} tệp mã hoá lại.")
    if not done.is_done:
        typer.echo(
            f"Không đọc được: {done.unread} tệp{'' if done.are_tokens_read else ', token của Zalo OA'}. "
            "Khoá cũ vẫn giữ. Xem docs/operating.md, mục Keys.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo("Khoá cũ đã bỏ.")


def _unopened(error: Exception) -> str:
    return (
        f"Không mở được khoá dữ liệu ({error}). Đặt lại HOCTAP_SECRET_KEY hoặc tệp secret.key như trước, "
        "xem docs/operating.md, mục Keys (the data keys cannot be opened with this secret)"
    )


@app.command()
def recovery_key(
    page: Annotated[Path, typer.Option(help="Where the page to print is written (PDF).")] = Path("khoa-khoi-phuc.pdf"),
    *,
    new: Annotated[bool, typer.Option(help="Make another key; older backups still need the older page.")] = False,
    check: Annotated[bool, typer.Option(help="Type the key from the page, to see that it is the right one.")] = False,
) -> None:
    """Make the key that opens backups, as a page to print; the program keeps only what encrypts."""
    from bot import recovery_key as keys

    settings = _settings()
    public = keys.public(settings.data_dir)
    if check:
        if public is None:
            typer.echo("Chưa có khoá khôi phục. Chạy: hoctap recovery-key", err=True)
            raise typer.Exit(2)
        if str(_typed_key().to_public()) != str(public):
            typer.echo("Khoá vừa gõ là của tờ khác, không mở được các bản sao lưu đang làm.", err=True)
            raise typer.Exit(1)
        typer.echo("Đúng khoá. Cất tờ ấy cho kỹ.")
        return
    if public is not None and not new:
        typer.echo(
            f"Đã có khoá khôi phục, số hiệu {public}. Thử tờ đã in: hoctap recovery-key --check. Mất tờ ấy, hoặc người "
            "lạ đã thấy nó: hoctap recovery-key --new (các bản sao lưu cũ vẫn cần tờ cũ)."
        )
        return
    _make_key(settings, page)


def _make_key(settings: Settings, page: Path) -> None:
    """Make a recovery key: the page first, then what the program keeps of it."""
    from datetime import UTC, datetime

    from bot import recovery_key as keys
    from locales.catalog import catalog
    from reports.recovery_page import recovery_page

    for folder in filter(None, (settings.data_dir, settings.backup_dir)):
        if page.resolve().is_relative_to(folder.resolve()):
            typer.echo(
                f"{page} nằm trong {folder}: khoá không được nằm cạnh thứ nó mở. Chọn chỗ khác: --page", err=True
            )
            raise typer.Exit(2)
    identity = keys.make()
    content = recovery_page(
        keys.groups(identity), str(identity), str(identity.to_public()), datetime.now(UTC), catalog("vi").render
    )
    try:
        with open(page, "xb", opener=lambda path, how: os.open(path, how, 0o600)) as file:
            file.write(content)
    except FileExistsError:
        typer.echo(f"{page} đã có. Có thể là khoá đang dùng: in rồi xoá nó, hoặc chọn tên khác: --page", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"Không ghi được {page} ({error.strerror}). Chọn chỗ khác: --page", err=True)
        raise typer.Exit(1) from None
    keys.keep_public(settings.data_dir, identity)
    typer.echo(f"Đã làm khoá khôi phục: {page}. In hai tờ, cất xa máy chủ, rồi xoá tệp này.")


def _typed_key(file: Path | None = None) -> Identity:
    """The recovery key that somebody types, or that a file holds; asked again where it is none."""
    from bot import recovery_key as keys

    while True:
        try:
            given = (
                typer.prompt("Gõ khoá khôi phục trên tờ giấy") if file is None else file.read_text("utf-8", "replace")
            )
            return keys.read(given)
        except keys.NoKeyError as error:
            typer.echo(f"Chưa đúng khoá ({error}): khoá có 58 chữ và số, xem lại từng nhóm.", err=True)
            if file is not None:
                raise typer.Exit(2) from None


@app.command()
def backup(
    to: Annotated[
        Path | None, typer.Option(help="Folder, such as a USB disk; without, HOCTAP_BACKUP_DIR.", file_okay=False)
    ] = None,
) -> None:
    """Make a backup now, encrypted to the recovery key; the program may run meanwhile."""
    from bot import recovery_key as keys
    from bot.backups import BackupError, made, made_of_another_version
    from locales.format import number
    from storage import backups
    from storage.kit.engine import open_database
    from storage.kit.migrate import HEAD, stored_version

    settings = _settings()
    folder = to or settings.backup_dir
    if folder is None:
        typer.echo("Sao lưu vào đâu? Thêm --to THƯ_MỤC, hoặc đặt HOCTAP_BACKUP_DIR để máy tự làm mỗi đêm.", err=True)
        raise typer.Exit(2)
    version = stored_version(settings.database)
    if version is None:
        typer.echo("Cơ sở dữ liệu chưa có bảng nào: chưa có gì để sao lưu.", err=True)
        raise typer.Exit(2)
    if keys.public(settings.data_dir) is None:
        page = Path("khoa-khoi-phuc.pdf")
        try:
            wanted = typer.confirm(f"Chưa có khoá khôi phục. Làm bây giờ, ghi trang để in vào {page}?")
        except typer.Abort:
            wanted = False
        if not wanted:
            typer.echo("Chưa sao lưu gì. Làm khoá trước: hoctap recovery-key", err=True)
            raise typer.Exit(2)
        _make_key(settings, page)

    async def go() -> str:
        database = open_database(settings.database)
        database.key = settings.log_key
        try:
            if version != HEAD:
                written = await made_of_another_version(database, settings, folder)
            else:
                key = await database.write(backups.begin)
                try:
                    written = await made(database, settings, folder, key)
                except BackupError as error:
                    trouble = str(error)
                    await database.write(lambda tx: backups.failed(tx, key, trouble))
                    raise
        finally:
            await database.close()
        return f"Đã sao lưu: {written.path} ({number(max(1, written.size // 1000), 'vi')} kB)"

    try:
        typer.echo(event_loop.run(go(), settings.database))
    except BackupError as error:
        typer.echo(f"Chưa sao lưu được: {error}", err=True)
        raise typer.Exit(1) from None


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup (….age).", exists=True, dir_okay=False)],
    key: Annotated[
        Path | None, typer.Option(help="File with the recovery key; without, it is typed.", exists=True)
    ] = None,
    erased: Annotated[
        Path | None, typer.Option(help="List of who was erased since, if it is not beside the backup.", exists=True)
    ] = None,
    *,
    without_list: Annotated[
        bool, typer.Option(help="There is no such list any more: people who were erased since come back.")
    ] = False,
) -> None:
    """Bring a backup back into an empty place, forget again who was erased since, then verify."""
    from bot.restoring import RestoreError, list_for, must_be_empty
    from bot.restoring import restore as bring_back

    settings = _settings()
    try:
        must_be_empty(settings)
        listed = list_for(file, erased, may_be_missing=without_list)
        identity = _typed_key(key)
        done = event_loop.run(bring_back(settings, file, identity, listed), settings.database)
    except RestoreError as error:
        typer.echo(f"Chưa khôi phục: {error}.", err=True)
        raise typer.Exit(1) from None
    from locales.format import moment

    typer.echo(
        f"Đã khôi phục dữ liệu của {moment(done.made_at, 'vi')}. Xoá lại {done.erased_again} người đã xoá sau đó."
    )
    if done.broken_tokens:
        typer.echo(
            "Zalo OA: mã làm mới trong bản sao lưu đã dùng rồi. Cấp quyền lại, đặt HOCTAP_ZALO_OA_REFRESH_TOKEN."
        )
    if done.not_set:
        typer.echo(f"Máy cũ có đặt mà máy này chưa đặt: {', '.join(done.not_set)}")
    typer.echo("Máy cũ nếu còn chạy thì phải dừng hẳn. Vai trò và mã mời trở lại như lúc sao lưu: cán bộ xã xem lại.")
    verify()


def _must_be_of_this_version(settings: Settings) -> None:
    from bot.doctor import version_problem
    from storage.kit.migrate import stored_version

    problem = version_problem(stored_version(settings.database))
    if problem:
        typer.echo(f"Cơ sở dữ liệu: {problem}. Chưa xem được gì; chạy: hoctap migrate", err=True)
        raise typer.Exit(2)


def _must_be_whole(settings: Settings) -> None:
    """End the command where a restore was begun and not finished: who was erased may still be there."""
    from bot.backups import RESTORING

    unfinished = settings.data_dir / RESTORING
    if unfinished.exists():
        typer.echo(
            f"Lần khôi phục trước chưa xong ({unfinished}). Chạy lại hoctap restore; hoặc muốn bắt đầu trống thì xoá "
            "cả thư mục dữ liệu (với PostgreSQL, cả cơ sở dữ liệu).",
            err=True,
        )
        raise typer.Exit(2)


def _in_database(work: Callable[[Transaction], Result], *, writes: bool = True) -> Result:
    """Run one piece of work, in one transaction, on the configured database; ``writes``: see :func:`_on_database`."""
    return _on_database(lambda database: database.write(work) if writes else database.read(work), writes=writes)


def _on_database(work: Callable[[Database], Awaitable[Result]], *, writes: bool) -> Result:
    """Run work in transactions of its own on the configured database.

    One that ``writes`` brings it up to date first. One that does not gets a database that refuses to be written, and
    is not begun on one of another version.
    """
    from bot.anchoring import begin
    from bot.commune_setup import SetupError
    from storage.kit.engine import open_database
    from storage.kit.migrate import upgrade

    settings = _settings()
    _must_be_whole(settings)
    if writes:
        settings.keep_key()
        upgrade(settings.database)
    else:
        _must_be_of_this_version(settings)

    async def go() -> Result:
        database = open_database(settings.database)
        database.key = settings.log_key
        try:
            if writes:
                await begin(database, settings.former_log_key)
            return await work(database)
        finally:
            await database.close()

    try:
        return event_loop.run(go(), settings.database)
    except SetupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None

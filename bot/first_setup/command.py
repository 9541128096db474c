"""``hoctap setup``: from nothing to a commune whose officer can begin, with or without questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import typer

from acts.codes import spaced
from bot import console
from bot.first_setup.answers import AnswerError, Answers, from_file, with_answer
from bot.first_setup.asking import NAMES, Keeping, Terminal, ask_all, ask_password
from bot.first_setup.entering import Entered, Standing, enter, standing
from bot.settings import Settings
from locales.format import day_of
from storage.kit.migrate import HEAD, stored_version
from storage.kit.transaction import Transaction

Result = TypeVar("Result")


class InDatabase(Protocol):
    """Runs work on the configured database."""

    def __call__(self, work: Callable[[Transaction], Result], /, *, writes: bool = True) -> Result:
        """Run it in one transaction."""


def what_stands(settings: Settings, in_database: InDatabase) -> tuple[Standing, ...]:
    """The communes that are set up. A database that is not there stays so; one of an older version holds some."""
    if stored_version(settings.database) is None:
        return ()
    return in_database(standing, writes=stored_version(settings.database) != HEAD)


def set_up(
    settings: Settings,
    in_database: InDatabase,
    *,
    file: Path | None = None,
    given: Sequence[tuple[str, str]] = (),
) -> str:
    """Set up what is not there yet; say what stands.

    Ends the command where something is missing and nobody can be asked.

    Args:
        settings: the settings.
        in_database: runs work on their database.
        file: answers that were written beforehand.
        given: answers that were given with the command, by their names; they come before the file's.

    Returns the officer's code if it was made now, else nothing.
    """
    try:
        answers = from_file(file) if file is not None else Answers()
        for name, said in given:
            answers = with_answer(answers, name, said)
    except AnswerError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    there = what_stands(settings, in_database)
    if there:
        for line in _as_it_stands(there, settings):
            typer.echo(line)
        if settings.is_alone and not settings.passwords().is_set_up:
            _set_password(settings, answers)
        return ""
    answers = _whole(settings, answers)
    entered = in_database(lambda tx: enter(tx, answers))
    Keeping(settings.data_dir).drop()
    for line in _told(entered, answers, settings):
        typer.echo(line)
    if settings.is_alone and not settings.passwords().is_set_up:
        _set_password(settings, answers)
    for line in _next(entered.code, settings):
        typer.echo(line)
    return entered.code


def _whole(settings: Settings, answers: Answers) -> Answers:
    """The answers with what was missing: asked where somebody sits there, else the command ends and names it."""
    is_alone = settings.is_alone
    if not answers.missing(is_alone=is_alone):
        return answers
    if not console.somebody_is_there():
        said = ", ".join(f"{name} ({NAMES[name]})" for name in answers.missing(is_alone=is_alone))
        typer.echo(
            f"Còn thiếu: {said}. Ghi vào tệp rồi chạy hoctap setup --answers TỆP, hoặc chạy hoctap setup trên màn hình "
            "dòng lệnh để được hỏi từng câu (answers are missing, and nobody can be asked here)",
            err=True,
        )
        raise typer.Exit(2)
    keeping = Keeping(settings.data_dir)
    kept = keeping.read()
    answers = _over(kept, answers)
    typer.echo("Cài đặt Học Tập cho một xã, phường. Vài câu hỏi, chừng mười phút.")
    if kept != Answers():
        typer.echo("Lần trước đã trả lời một phần, nay hỏi tiếp. Cuối cùng sẽ xem lại tất cả.")
    with _stopping(f"Đã giữ các câu trả lời ở {keeping.file}. Lần sau chạy hoctap setup để làm tiếp."):
        return ask_all(_terminal(), answers, keeping.write, is_alone=is_alone)


def _over(kept: Answers, answers: Answers) -> Answers:
    """What was kept, with what was given now in its place."""
    if answers.label is not None and answers.villages is None and answers.label != kept.label:
        kept = replace(kept, villages=None, begun=())
    return Answers(
        commune=answers.commune or kept.commune,
        label=answers.label or kept.label,
        villages=answers.villages or kept.villages,
        contact=answers.contact or kept.contact,
        officer=answers.officer or kept.officer,
        password=answers.password,
        begun=kept.begun,
    )


@contextmanager
def _stopping(said: str) -> Iterator[None]:
    """Say a line where somebody stops with Ctrl+C, and end the command."""
    try:
        yield
    except (typer.Abort, KeyboardInterrupt, EOFError):
        typer.echo("")
        typer.echo(said)
        raise typer.Exit(1) from None


def _terminal() -> Terminal:
    def ask(said: str) -> str:
        return str(typer.prompt(said, default="", show_default=False))

    def ask_secretly(said: str) -> str:
        return str(typer.prompt(said, default="", show_default=False, hide_input=True))

    return Terminal(ask, ask_secretly, typer.echo)


def _set_password(settings: Settings, answers: Answers) -> None:
    """Set the password of a computer alone, and show the recovery code once."""
    password = answers.password
    if password is None:
        if not console.somebody_is_there():
            typer.echo("Máy này chưa có mật khẩu. Chạy hoctap setup trên màn hình dòng lệnh để đặt.", err=True)
            raise typer.Exit(2)
        with _stopping("Chưa đặt mật khẩu. Lần sau chạy hoctap setup để đặt."):
            password = ask_password(_terminal())
    code = settings.passwords().begin(password)
    typer.echo("")
    typer.echo("MÃ KHÔI PHỤC, dùng khi cán bộ quên mật khẩu. Ghi ra giấy ngay, cất kỹ; máy không hiện lại:")
    typer.echo(f"    {code}")


def _told(entered: Entered, answers: Answers, settings: Settings) -> Iterator[str]:
    yield ""
    yield f"Đã ghi {entered.commune.full_name}, {entered.commune.province}: {len(entered.villages)} nơi."
    for village in entered.villages:
        yield f"  {village.full_name}: mã {village.join_code}"
    yield ""
    yield f"MÃ MỜI CÁN BỘ, đưa tận tay {answers.officer or 'cán bộ phụ trách'}:"
    yield f"    {spaced(entered.code)}"
    yield f"  Dùng một lần, đến hết ngày {_day(entered.until)}."


def _day(moment: datetime) -> str:
    return f"{day_of(moment):%d/%m/%Y}"


def _next(code: str, settings: Settings) -> Iterator[str]:
    yield ""
    yield "Làm gì tiếp:"
    if settings.is_alone:
        yield "  1. Chạy: hoctap run. Trình duyệt mở ra ở " + settings.web_url
        yield f"  2. Cán bộ mở {settings.web_url}/thon/{code}, bấm Bắt đầu, ghi họ tên, rồi bấm Tôi nhận."
        yield "  3. Sao lưu: hoctap recovery-key, rồi hoctap backup --to Ổ_USB. Xem docs/vi/van-hanh.md."
    else:
        yield "  1. Chạy: hoctap doctor, rồi hoctap run."
        link = f"mở {settings.web_url}/thon/{code}" if settings.web_chat else "mở kênh của xã, gõ mã mời"
        yield f"  2. Cán bộ {link}, ghi họ tên, rồi bấm Tôi nhận."
        yield "  3. Sao lưu: hoctap recovery-key, rồi đặt HOCTAP_BACKUP_DIR. Xem docs/vi/van-hanh.md."


def _as_it_stands(there: Sequence[Standing], settings: Settings) -> Iterator[str]:
    """What is set up already; nothing of it is changed here."""
    for each in there:
        yield f"Đã cài đặt {each.commune.full_name}, {each.commune.province}: {len(each.villages)} nơi."
        for village in each.villages:
            yield f"  {village.full_name}: mã {village.join_code}"
        yield f"  Cán bộ phụ trách: {each.officers}. Mã mời cán bộ còn dùng được: {each.open_codes}."
        if not each.officers and not each.open_codes:
            yield "  Chưa có cán bộ nào. Làm mã mời: hoctap invite, kèm mã xã 5 chữ số."
    if settings.is_alone:
        yield "Mật khẩu máy này: " + ("đã đặt." if settings.passwords().is_set_up else "chưa đặt.")
    yield "Không có gì bị đổi. Thêm, đổi tên, gộp thôn là việc của cán bộ, trong chat."

"""Screens that ask for a file: sent into the chat where it carries files, and everywhere by a link for any computer.

A conversation that asks for one has three short functions, of which the first is the way in::

    @routes.does("roster-link", Action.ADOPT)
    def roster_link(turn: Turn) -> Goto:
        return with_link(turn, FilePurpose.ROSTER, ways.roster_file())

    @routes.shows("roster-file", Action.ADOPT, once=True)
    def roster_file(turn: Turn) -> Screen:
        return asking(turn, T("..."), here=ways.roster_file(), again=ways.roster_link(), choices=(HOME,))

    @routes.hears("roster-file")
    def roster_file_heard(turn: Turn, said: Said | Sent) -> Goto:
        return heard(turn, said, FilePurpose.ROSTER, ways.roster_file())

What then becomes of the file stands in :mod:`acts.receiving`.
"""

from __future__ import annotations

from acts import receiving
from acts.choice import Choice
from acts.way import Way
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import Goto
from handlers.kit.screen import Screen
from handlers.shared.shown_once import code_on, show_code
from locales.text import BLANK, Moment, T, Verbatim, Words, lines
from storage import received_files
from storage.document_reference import StoredDocument, of_picture
from storage.kit.words import FilePurpose
from storage.received_files import ReceivedFile

HERE = T("{You} gửi tệp vào đây, dưới 20 MB.")
HERE_OR_PICTURE = T("{You} gửi tệp hoặc ảnh chụp vào đây, dưới 20 MB.")
ONLY_PICTURE = T("{You} gửi ảnh chụp vào đây. Tệp thì gửi bằng đường dẫn.")
NOT_HERE = T("Chat này không nhận tệp, nên {you} gửi tệp bằng đường dẫn.")
ON_ITS_WAY = T("Đang lấy tệp về. Xong, hay không lấy được, thì máy báo ngay.")
IS_HERE = T("Tệp đã đến. Máy báo kết quả ngay bên dưới.")
WANTS_A_FILE = T("Chỗ này nhận tệp.")
NOT_A_FILE = T("Chỗ này nhận tệp, chưa nhận được thứ vừa gửi. Ảnh thì {you} gửi ở dạng tệp.")
NOT_BY_CHAT = T("Chat này không nhận được tệp. {You} gửi bằng đường dẫn.")


def with_link(turn: Turn, purpose: FilePurpose, here: Way) -> Goto:
    """Make an upload link for this purpose and go to the screen that asks for the file, which shows it.

    A link that the screen shows already, and by which nothing has come, is not followed by a second.
    """
    if turn.links.upload is None or _link_on(turn, here) is not None:
        return Goto(here)
    code = receiving.new_code()
    received_files.open_link(turn.tx, turn.account, code, purpose=purpose, route=here)
    return show_code(turn, here, code)


def _link_on(turn: Turn, here: Way) -> tuple[str, ReceivedFile] | None:
    """The code that the screen shows, with what may come by it, while it works."""
    code = code_on(turn, here)
    awaited = None if code is None else received_files.of_link(turn.tx, code)
    return None if code is None or awaited is None else (code, awaited)


def asking(
    turn: Turn, text: Words, *, here: Way, again: Way, choices: tuple[Choice, ...], pictures: bool = False
) -> Screen:
    """The screen that asks for a file.

    Args:
        turn: the turn.
        text: which file, and what it must hold.
        here: its own route.
        again: the way that makes a link and leads here.
        choices: the ways on.
        pictures: a photo does as well.
    """
    link = _link(turn, here)
    offer = () if link is not None or turn.links.upload is None else (Choice(T("Gửi bằng đường dẫn"), again),)
    return Screen(
        text=lines(text, BLANK, _how(turn, pictures=pictures), *(() if link is None else (BLANK, link))),
        choices=(*offer, *choices),
        document=True,
        picture=pictures,
    )


def _how(turn: Turn, *, pictures: bool) -> Words:
    if pictures:
        return HERE_OR_PICTURE if turn.carries_files else ONLY_PICTURE
    return HERE if turn.carries_files else NOT_HERE


def _link(turn: Turn, here: Way) -> Words | None:
    """The lines that lead to the upload page, while its link works."""
    shown = _link_on(turn, here)
    if shown is None or turn.links.upload is None:
        return None
    code, awaited = shown
    until = Moment(awaited.link_until or turn.tx.now)
    said = (
        T("Hoặc mở đường dẫn này trên máy tính nào cũng được. Dùng được một lần, đến {when}:", when=until)
        if turn.carries_files
        else T("{You} mở đường dẫn này trên máy có tệp ấy. Dùng được một lần, đến {when}:", when=until)
    )
    return lines(said, Verbatim(turn.links.upload(code)))


def heard(turn: Turn, said: Said | Sent, purpose: FilePurpose, here: Way, *, pictures: bool = False) -> Goto:
    """Take what was sent to the screen of ``here``; the policy has just been asked about it."""
    if isinstance(said, Said):
        way = turn.numbered(said.text)
        return Goto(here, WANTS_A_FILE) if way is None else Goto(way)
    document = said.document
    if document is None and pictures and said.picture is not None:
        document = of_picture(said.picture)
    if document is None:
        return Goto(here, NOT_A_FILE if turn.carries_files else NOT_BY_CHAT)
    refusal = receiving.send(turn.tx, turn.account, document, purpose=purpose, route=here)
    return Goto(here, refusal or (IS_HERE if isinstance(document.at, StoredDocument) else ON_ITS_WAY))

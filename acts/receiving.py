"""Files that somebody sends for the office's work: what each purpose is called, and what happens when one is here.

Whoever wants files for another purpose adds it to :class:`storage.kit.words.FilePurpose` and here; one without a taker
does not pass mypy. The screens that ask are made with :mod:`handlers.shared.wanted_file`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from acts import decision_scans, forms, recording, results, roster, ways
from acts.choice import Choice, Look
from acts.codes import ALPHABET
from acts.errands import SiteCompareErrand, ask_for
from acts.notices import Notice, tell_chat
from acts.way import Way
from criteria.policy import Denied
from locales.text import BLANK, T, Words, lines
from storage import cycles, received_files
from storage.accounts import Account
from storage.document_reference import DocumentReference, StoredDocument
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose
from storage.received_files import Bytes, ReceivedFile

CODE_LENGTH = 16  # signs of an upload link's code, out of 32 each: 80 bits

TOO_LARGE = T("Tệp lớn quá 20 MB nên không nhận được. {You} bỏ ảnh, trang thừa trong tệp rồi gửi lại.")
EMPTY = T("Tệp này trống, không có gì bên trong. {You} xem lại rồi gửi tệp khác.")
ENOUGH = T("{You} đã gửi nhiều tệp trong một giờ qua. {You} đợi một lúc rồi gửi tiếp.")
NOT_TAKEN = T("Tệp {you} gửi thì không nhận nữa.")

Take: TypeAlias = Callable[[Transaction, Account, ReceivedFile], Notice]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a file is for.

    Attributes:
        label: what is to be sent, as the upload page says it.
        why_not: looks at the bytes before they are kept; why they are not, as far as that is told from the bytes alone.
        take: what happens next, in the transaction in which the file is kept. It writes to the database only: what
            takes long it leaves as a job. It returns what its sender hears. Done with the bytes, it calls
            :func:`storage.received_files.let_go`; else they go after a day.
    """

    label: Words
    take: Take
    why_not: Callable[[bytes], Words | None] = lambda _: None


def of(purpose: FilePurpose) -> Purpose:
    """What is known of a purpose."""
    match purpose:
        case FilePurpose.ROSTER:
            return Purpose(T("Danh sách người dân"), _take_roster)
        case FilePurpose.RESULTS:
            return Purpose(T("Danh sách kết quả lập ở nơi khác"), _take_results)
        case FilePurpose.DECISION_SCAN:
            return Purpose(T("Bản quét quyết định, biên bản đã ký"), decision_scans.take)
        case FilePurpose.SITE_LIST:
            return Purpose(T("Danh sách trên trang của Hội"), _take_site_list)
        case FilePurpose.FORM:
            return Purpose(T("Mẫu của cấp trên"), _take_form)
        case FilePurpose.RECORDING:
            return Purpose(T("Bản ghi âm một câu hỏi"), recording.take, recording.why_not)
        case _:
            assert_never(purpose)


def _take_roster(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """The list is read and compared soon; nobody is put on the roster by that."""
    if not account.actor.communes:  # asked for by a screen that only officers see; whoever is none by now is told
        received_files.let_go(tx, file)
        return Notice(NOT_TAKEN)
    found = roster.bring(
        tx, account, commune_id=account.actor.commune_id, file_name=file.name, digest=file.digest or ""
    )
    return Notice(
        T("Đã nhận tệp {name}. Máy đang đọc, xong sẽ báo.", name=file.name),
        (Choice(T("Xem tệp này"), ways.roster_file(found.id), Look.MAIN),),
    )


def _take_results(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """The list is read and compared soon; nobody has a result by that. The file itself goes after a day."""
    found = None
    if account.actor.communes and account.person is not None:
        found = results.bring(
            tx,
            account,
            commune_id=account.actor.commune_id,
            by=account.person.id,
            file_name=file.name,
            digest=file.digest or "",
        )
    if found is None:  # no officer any more, or no year is open
        received_files.let_go(tx, file)
        return Notice(NOT_TAKEN)
    return Notice(
        T("Đã nhận tệp {name}. Máy đang đọc, xong sẽ báo.", name=file.name),
        (Choice(T("Xem tệp này"), ways.results_file(found.id), Look.MAIN),),
    )


def _take_form(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """Its blanks are looked for soon."""
    if not account.actor.communes:
        received_files.let_go(tx, file)
        return Notice(NOT_TAKEN)
    form = forms.bring(
        tx,
        account,
        commune_id=account.actor.commune_id,
        name=file.name,
        digest=file.digest or "",
        by=file.person_id,
    )
    return Notice(
        T("Đã nhận tệp {name}. Máy đang tìm các ô trống, xong sẽ báo.", name=file.name),
        (Choice(T("Xem mẫu này"), ways.form(form.id), Look.MAIN),),
    )


def _take_site_list(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """It is compared soon with the year in hand; its bytes go by themselves after a day."""
    cycle = cycles.in_hand(tx, account.actor.commune_id) if account.actor.communes else None
    if cycle is None or file.digest is None:
        received_files.let_go(tx, file)
        return Notice(NOT_TAKEN)
    if not ask_for(tx, account, SiteCompareErrand(cycle.id, file.digest, file.name)):
        return Notice(T("Tệp trước đang đối chiếu. {You} đợi xong rồi gửi lại tệp này."))
    return Notice(T("Đã nhận tệp {name}. Máy đang đối chiếu, xong sẽ gửi kết quả vào đây.", name=file.name))


def new_code() -> str:
    """A fresh code for an upload link."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def why_not(tx: Transaction, account: Account, size: int | None) -> Words | None:
    """Why this account may not send a file of so many bytes now, as far as can be told before it is here."""
    if size is not None and size > received_files.MOST_BYTES:
        return TOO_LARGE
    if size == 0:
        return EMPTY
    return ENOUGH if received_files.has_sent_enough(tx, account.id) else None


def send(
    tx: Transaction, account: Account, document: DocumentReference, *, purpose: FilePurpose, route: Way
) -> Words | None:
    """Take a document that somebody sent to the screen of ``route``, which asked for it.

    What came with its request is here at once, what lies with a messenger is fetched after the turn; its sender hears
    by a notice what came of it. Returns why it is not taken; ``None`` if it is.
    """
    refusal = why_not(tx, account, document.size)
    if refusal is not None:
        return refusal
    noted = received_files.attach(tx, account, document, purpose=purpose, route=route)
    if isinstance(document.at, StoredDocument):
        found = Bytes(document.at.digest, document.name, document.media_type, document.size or 0)
        arrive(tx, account, noted, found, None)  # the policy was asked about the route in this turn
    return None


def arrive(tx: Transaction, account: Account, file: ReceivedFile, found: Bytes, denied: Denied | None) -> bool:
    """The bytes of an awaited file are in the FileStore: keep them for its purpose, and tell its sender. One commit.

    Args:
        tx: the transaction; the account acts in it.
        account: whose file it is, locked.
        file: as it was awaited.
        found: what lies in the FileStore.
        denied: what the policy says to the route that asked, as things are now.

    Returns:
        Whether it was kept. Of what is not, nobody needs the bytes, and the sweep takes them.
    """
    if account.person is None or account.person.id != file.person_id:
        received_files.refuse(tx, file)  # the chat is another's by now: nobody there has asked for anything
        return False
    if denied is not None:
        refuse(tx, account, file, lines(NOT_TAKEN, BLANK, denied.because))
        return False
    kept = received_files.keep(tx, file, found)
    if kept is None:
        return False
    tell_chat(tx, account, of(kept.purpose).take(tx, account, kept))
    return True


def refuse(tx: Transaction, account: Account, file: ReceivedFile, why: Words) -> None:
    """An awaited file is given up; its sender hears why, unless it was settled before or the chat is another's."""
    is_theirs = account.person is not None and account.person.id == file.person_id
    if received_files.refuse(tx, file) and is_theirs:
        tell_chat(tx, account, Notice(why))

"""The signed paper comes as a picture or a file: kept with its decision, or its sender hears why not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice
from criteria.recognition import Paper
from locales.text import T, Words
from storage import decision_scans, received_files, recognition
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ScanKind
from storage.received_files import ReceivedFile
from storage.recognition import RecognitionList

MOST = 30  # scans of one list: a decision of many pages, photographed page by page
MEDIA_TYPES: Mapping[str, str] = {  # by the ending: what a sender says of a file is not believed when it is shown again
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SCANS: Mapping[ScanKind, Words] = {
    ScanKind.DECISION: T("Quyết định đã ký"),
    ScanKind.MINUTES: T("Biên bản đã ký"),
}
NOT_TAKEN = T("Chỗ này nhận ảnh, tệp PDF hoặc Word của bản đã ký. {You} gửi lại tệp khác.")
GONE = T("Danh sách này không nhận bản quét nữa.")
FULL = T("Đã có {n} tệp của danh sách này. {You} bỏ bớt tệp thừa rồi gửi lại.", n=MOST)


def takes(found: RecognitionList, kind: ScanKind) -> bool:
    """Whether such a scan can come: of minutes from the beginning, of a decision once it is signed."""
    return found.state is Paper.ISSUED if kind is ScanKind.DECISION else found.state is not Paper.DROPPED


def ending_of(name: str) -> str:
    """Of a file's name: "pdf"."""
    return name.rpartition(".")[2].lower()


def take(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """Keep the file with the list whose screen asked for it."""
    found, kind = _meant(tx, file.route)
    refused = _why_not(tx, account, file, found, kind)
    if refused is not None or found is None or kind is None:
        received_files.let_go(tx, file)
        return Notice(refused or GONE)
    decision_scans.keep(tx, found.id, kind, file, media_type=MEDIA_TYPES[ending_of(file.name)])
    received_files.let_go(tx, file)
    return Notice(
        T("Đã lưu {name} vào hồ sơ: {kind}.", name=file.name, kind=SCANS[kind]),
        (Choice(T("Xem các bản quét"), ways.scans(found.id), Look.MAIN),),
    )


def _meant(tx: Transaction, route: str) -> tuple[RecognitionList | None, ScanKind | None]:
    """The list and the kind of paper of a route."""
    with suppress(ValueError):
        _, key, kind = route.split("/")
        return recognition.load(tx, int(key), lock=True), ScanKind(kind)
    return None, None


def _why_not(
    tx: Transaction, account: Account, file: ReceivedFile, found: RecognitionList | None, kind: ScanKind | None
) -> Words | None:
    if found is None or kind is None or not takes(found, kind) or found.commune_id not in account.actor.communes:
        return GONE
    if ending_of(file.name) not in MEDIA_TYPES:
        return NOT_TAKEN
    return FULL if len(decision_scans.of_list(tx, found.id)) >= MOST else None

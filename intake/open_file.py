"""A file of an office as sheets of cells. What it is its first bytes tell, never its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from intake import documents, markup, plain_text, workbooks
from intake.grid import Table
from intake.limits import MOST_BYTES, MOST_COLUMNS, MOST_PARTS, MOST_ROWS, FileError
from locales.text import Number, T

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "FileError", "open_file"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|body|meta|style|div)", re.IGNORECASE)


def open_file(name: str, content: bytes, password: str = "") -> Table:
    """The sheets of a file: XLSX, XLSM, XLS, XLSB, ODS, ODT, CSV and other text, DOCX, PDF with text, HTML and its kin.

    Args:
        name: the file's name; used for the name of a lone sheet only.
        content: its bytes.
        password: of a protected file; used once, kept nowhere.

    Raises:
        FileError: it is something else, too large, broken, or its password is missing or wrong
            (``error.wants_password``).
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise FileError(T("Tệp trống."))
    if content.startswith(_OLE):
        return _of_ole(name, content, password)
    with _understood():
        return _reader(content)(_stem(name), content, password)


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name


@contextmanager
def _understood() -> Iterator[None]:
    """Whatever a library says of a broken file becomes one kind sentence; nothing of the file is told or logged."""
    try:
        yield
    except (FileError, MemoryError):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise  # somebody ends the program; a library in Rust that panics at a broken file raises the other
        raise FileError(T("Tệp hỏng hoặc lưu dở. {You} mở lại, lưu thành tệp Excel (.xlsx) rồi gửi lại.")) from _kind(
            error
        )


def _kind(error: BaseException) -> Exception:
    """The error without its message, which may quote the file."""
    return RuntimeError(type(error).__name__)


def _reader(content: bytes) -> Callable[[str, bytes, str], Table]:
    head = content[:4096]
    if head.startswith(b"PK\x03\x04"):
        return _of_zip
    if head.startswith(b"%PDF") or b"%PDF-" in head[:1024]:
        return documents.pdf
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        raise FileError(T("Đây là ảnh, không phải danh sách. {You} gửi tệp Excel, Word, PDF có chữ hoặc CSV."))
    if head.startswith(_PACKED):
        raise FileError(T("Đây là tệp nén. {You} giải nén rồi gửi từng tệp."))
    if head.startswith(b"{\\rtf"):
        raise FileError(T("Tệp RTF chưa đọc được. {You} mở bằng Word, lưu thành .docx rồi gửi lại."))
    if head.startswith(_OLD_BIFF):
        return workbooks.xls
    text = plain_text.decoded(content)
    if text is None:
        raise FileError(T("Không nhận ra loại tệp này. {You} gửi tệp Excel, Word, PDF có chữ hoặc CSV."))
    if _MARKUP.match(text[:4096].encode()) or text[:4096].lstrip().lower().startswith("mime-version:"):
        return lambda name, _content, _password: markup.sheets(name, text)
    return lambda name, _content, _password: plain_text.csv_sheet(name, text)


def _of_zip(name: str, content: bytes, password: str) -> Table:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        names = {each.filename for each in parts}
        if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_BYTES:
            raise FileError(T("Tệp mở ra quá lớn (trên {n} MB), không đọc.", n=Number(MOST_BYTES // 1_000_000)))
        if "word/document.xml" in names:
            return documents.docx(name, content, password)
        if "xl/workbook.bin" in names:
            return workbooks.xlsb(name, content, password)
        if any(re.fullmatch(r"xl/workbook\d*\.xml", each) for each in names):
            return workbooks.xlsx(name, content, packed)
        if "content.xml" in names and "mimetype" in names:
            return workbooks.open_document(name, content, packed)
    raise FileError(T("Đây là tệp nén. {You} giải nén rồi gửi từng tệp."))


def _of_ole(name: str, content: bytes, password: str) -> Table:
    """An old Office file, or a new one behind a password."""
    import olefile

    with _understood(), olefile.OleFileIO(io.BytesIO(content)) as ole:
        streams = {"/".join(each).lower() for each in ole.listdir()}
    if "encryptedpackage" in streams:
        return open_file(name, _decrypted(content, password))
    if streams & {"workbook", "book"}:
        with _understood():
            return workbooks.xls(_stem(name), _decrypted_xls(content, password), "")
    if "worddocument" in streams:
        raise FileError(T("Tệp Word đời cũ (.doc) chưa đọc được. {You} mở bằng Word, lưu thành .docx rồi gửi lại."))
    raise FileError(T("Không nhận ra loại tệp này. {You} gửi tệp Excel, Word, PDF có chữ hoặc CSV."))


def _decrypted_xls(content: bytes, password: str) -> bytes:
    """An XLS as it is, or decrypted where its first records say that it is encrypted."""
    import msoffcrypto

    try:
        encrypted = msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()
    except Exception:  # noqa: BLE001 (what it cannot tell is tried as it is)
        return content
    return _decrypted(content, password) if encrypted else content


def _decrypted(content: bytes, password: str) -> bytes:
    """The file behind its password, in memory alone.

    Excel's own "VelvetSweatshop" opens files that are merely marked as protected, so nobody is asked for that.
    """
    import msoffcrypto

    for each in filter(None, (password, "VelvetSweatshop")):
        out = io.BytesIO()
        try:
            file = msoffcrypto.OfficeFile(io.BytesIO(content))
            file.load_key(password=each)
            file.decrypt(out)
        except Exception:  # noqa: BLE001, S112 (a wrong password shows in many ways)
            continue
        opened = out.getvalue()
        if opened.startswith((b"PK\x03\x04", _OLE)):
            return opened
    if password:
        raise FileError(T("Mật khẩu chưa đúng."), wants_password=True)
    raise FileError(
        T("Tệp có mật khẩu. {You} gõ mật khẩu để mở (chỉ dùng một lần, không lưu lại)."), wants_password=True
    )

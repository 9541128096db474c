"""Photos of filled sheets: each is fetched and read beside the turns; who sent it looks it through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage import files, outbox
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.picture_reference import PictureReference, StoredPicture, format_reference

BASIS = {"route": "sheets"}  # while it waits to be looked through, who may enter sheets may fetch it


@dataclass(frozen=True, slots=True)
class SheetPhotoErrand:
    """The job in the outbox that reads the photo of a sheet.

    Attributes:
        source: what its channel fetches it by, as text; empty where it came with its request.
        digest: the hash of its bytes, then.
        person_id: who sent it; if the chat has become another's, it is nobody's.
    """

    source: str
    digest: str
    person_id: int

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"sheet_photo": self.source, "digest": self.digest, "person": self.person_id}

    @classmethod
    def decode(cls, payload: object) -> SheetPhotoErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"sheet_photo": str(source), "digest": str(digest), "person": int(person)}:
                return cls(source, digest, person)
        return None


def photograph(tx: Transaction, account: Account, picture: PictureReference) -> None:
    """Take the photo of a sheet that somebody has just sent; it is read soon, and they hear what came of it."""
    if account.person is None:
        raise RuntimeError("nobody enters sheets but who has joined")
    if isinstance(picture, StoredPicture):
        hold(tx, account, picture)
        errand = SheetPhotoErrand("", picture.digest, account.person.id)
    else:
        errand = SheetPhotoErrand(format_reference(picture), "", account.person.id)
    outbox.put(tx, ErrandKind.JOB, account.id, errand.encode())


def hold(tx: Transaction, account: Account, picture: StoredPicture) -> None:
    """Keep the bytes of a photo until it is looked through, or the term of what was made for somebody is over."""
    if files.for_account(tx, picture.digest, account.id) is None:
        files.grant(
            tx,
            digest=picture.digest,
            account_id=account.id,
            name="phieu.jpg",
            media_type=picture.media_type,
            size=picture.size,
            basis=BASIS,
        )

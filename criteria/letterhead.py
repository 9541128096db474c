"""How a commune's papers are headed and signed: who issues them, who signs and in what capacity, who receives them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from locales.text import T, Verbatim, Words


class Issuer(StrEnum):
    """Who issues a paper."""

    COMMITTEE = "committee"  # Ủy ban nhân dân
    ASSOCIATION = "association"  # Hội Khuyến học


class Capacity(StrEnum):
    """In what capacity somebody signs."""

    OPEN = "open"  # not chosen: a marked blank is printed
    CHAIR = "chair"
    VICE = "vice"  # for the chair


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What an officer chooses once, and is offered again for the next paper.

    Attributes:
        superior: the body above the issuing one; empty where it is not printed.
        signer: the name below the signature; empty: a marked blank.
        place: where it is signed; empty: the commune's bare name.
        addressees: whom it is sent to ("Kính gửi"), a line each; empty: a marked blank.
        copies: who else receives it ("Nơi nhận"), without "Như trên" and "Lưu", which are always there.
    """

    issuer: Issuer = Issuer.COMMITTEE
    superior: str = ""
    capacity: Capacity = Capacity.OPEN
    signer: str = ""
    place: str = ""
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def issuer_name(issuer: Issuer) -> Words:
    """The issuing body's kind, as it stands inside a sentence in front of the commune's name."""
    return T("Ủy ban nhân dân") if issuer is Issuer.COMMITTEE else T("Hội Khuyến học")


def sign_of(issuer: Issuer) -> str:
    """The issuing body's short sign, as it stands in a paper's number: "05/BC-UBND"."""
    return "UBND" if issuer is Issuer.COMMITTEE else "HKH"


def signature_lines(letterhead: Letterhead) -> tuple[Words, ...]:
    """The lines above the signature: on whose behalf, for whom, as what.

    A committee decides as one body, so its chairman signs on its behalf (Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.7).
    Whether the association's chairman signs on behalf of its committee is the association's own rule, which was not
    found: nothing is put in front of the office there.
    """
    on_behalf = (T("TM. ỦY BAN NHÂN DÂN"),) if letterhead.issuer is Issuer.COMMITTEE else ()
    match letterhead.capacity:
        case Capacity.CHAIR:
            return (*on_behalf, T("CHỦ TỊCH"))
        case Capacity.VICE:
            return (*on_behalf, T("KT. CHỦ TỊCH"), T("PHÓ CHỦ TỊCH"))
        case Capacity.OPEN:
            return (*on_behalf, T("[CHỨC VỤ NGƯỜI KÝ]"))


def office_lines(letterhead: Letterhead, office: str) -> tuple[Words, ...]:
    """The lines above the name of who signed, in an office as it was written down: "KT. Chủ tịch, Phó Chủ tịch"."""
    on_behalf = signature_lines(letterhead)[:1] if letterhead.issuer is Issuer.COMMITTEE else ()
    return (*on_behalf, *(Verbatim(part.strip().upper()) for part in office.split(",") if part.strip()))

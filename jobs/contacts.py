"""Whom to ask about a vacancy: as stated while it is open, masked afterwards; the record itself is kept."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MASK: Final = "*"
UNMASKED: Final = (r"^[^*]{2}", r"^[^*]*(\d[^*]*){3}$", r"^[^*@]{2}")
"""Names, telephones and mails that can still be read, as PostgreSQL's regular expressions."""
_AREA: Final = re.compile(r"0\d{2,3}-(?=(?:\D*\d){5})")


class Contacts(NamedTuple):
    """Contact details as they may be shown; "" where none is stated."""

    name: str
    phone: str
    email: str

    def masked(self) -> Contacts:
        """陈师傅 → 陈**, 027-88881234 → 027-******34, hr@firm.example → h*@firm.example.

        Masking what is masked changes nothing.
        """
        return Contacts(_mask_name(self.name), _mask_phone(self.phone), _mask_email(self.email))


def _mask_name(name: str) -> str:
    return name[:1] + MASK * (len(name) - 1)


def _mask_phone(phone: str) -> str:
    """The area code and the last two digits stay, however the number is written."""
    area = _AREA.match(phone)
    start = area.end() if area else 0
    return phone[:start] + re.sub(r"\d(?=(?:\D*\d){2})", MASK, phone[start:])


def _mask_email(email: str) -> str:
    local, at, host = email.partition("@")
    return local[:1] + MASK * max(len(local) - 1, 0) + at + host

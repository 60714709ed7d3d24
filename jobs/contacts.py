"""Whom to ask about a vacancy: as stated while it is open, masked afterwards; the record itself is kept."""

from __future__ import annotations

import re
from typing import NamedTuple


class Contacts(NamedTuple):
    """Contact details as they may be shown; "" where none is stated."""

    name: str
    phone: str
    email: str

    def masked(self) -> Contacts:
        """陈师傅 → 陈**, 027-88881234 → 027-******34, hr@firm.example → h*@firm.example."""
        return Contacts(_mask_name(self.name), _mask_phone(self.phone), _mask_email(self.email))


def _mask_name(name: str) -> str:
    return name[:1] + "*" * (len(name) - 1)


def _mask_phone(phone: str) -> str:
    """The area code and the last two digits stay."""
    area, dash, number = phone.rpartition("-")
    return area + dash + re.sub(r"\d(?=\d{2})", "*", number)


def _mask_email(email: str) -> str:
    local, at, host = email.partition("@")
    return local[:1] + "*" * max(len(local) - 1, 0) + at + host

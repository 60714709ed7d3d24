"""Identity numbers: the unified social credit code (GB 32100) and the citizen identity number (GB 11643)."""

import unicodedata
from typing import Literal

from stdnum.cn import ric, uscc
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

Problem = Literal["length", "format", "component", "checksum"]


class IdentityNumberError(ValueError):
    """A number that cannot be one; `code` says what is wrong: length, format, component or checksum.

    The message never contains the number.
    """

    def __init__(self, code: Problem) -> None:
        super().__init__(f"Not a valid number: wrong {code}.")
        self.code: Problem = code


def check_social_credit_code(text: str) -> str:
    """The 18 characters of a valid social credit code, upper case, without spaces.

    Raises:
        IdentityNumberError: it is not valid.
    """
    try:
        return str(uscc.validate(_plain(text)))
    except ValidationError as error:
        raise IdentityNumberError(_problem(error)) from None


def check_citizen_id(text: str) -> str:
    """The 18 characters of a valid citizen identity number, a final x in upper case, without spaces.

    Raises:
        IdentityNumberError: it is not valid.
    """
    try:
        return str(ric.validate(_plain(text)))
    except ValidationError as error:
        raise IdentityNumberError(_problem(error)) from None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def _problem(error: ValidationError) -> Problem:
    kinds: tuple[tuple[type[ValidationError], Problem], ...] = (
        (InvalidLength, "length"),
        (InvalidChecksum, "checksum"),
        (InvalidComponent, "component"),
        (InvalidFormat, "format"),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), "format")

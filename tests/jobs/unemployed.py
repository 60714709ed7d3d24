"""People who are registered as unemployed, for tests."""

from __future__ import annotations

from typing import Any

from stdnum.cn.ric import calc_check_digit

from jobs.enums import UnemploymentCause
from jobs.models import Unemployment
from jobs.services.unemployment import unemployment_register


def number_of(order: int, *, woman: bool = False) -> str:
    """A valid citizen number that nobody has: of a day in 1949."""
    body = f"11010519491231{2 * order + (0 if woman else 1):03d}"
    return body + calc_check_digit(body + "0")


def unemployed(
    *, region: str = "420100", order: int = 1, woman: bool = False, **changes: Any
) -> Unemployment:
    """Somebody who was registered as unemployed, today unless `today` is given."""
    said: dict[str, Any] = {
        "name": "周敏",
        "phone": "13800000000",
        "cause": UnemploymentCause.LAID_OFF,
        "without_work_since": None,
        "hard_to_place": False,
        "citizen_number": number_of(order, woman=woman),
    }
    return unemployment_register(region=region, **said | changes)

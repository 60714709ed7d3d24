"""The demonstration cities and what differs between them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from portal.demo.trades import DATA


@dataclass(frozen=True, slots=True)
class DemoCity:
    """One city of the demonstration; the keys of data/cities.toml say what each field means."""

    code: str
    pay: float = 1.0
    dial: str = "000"
    rows: int = 300
    shape: str = "canonical"
    vouches: bool = True
    neighbour: str = ""


@cache
def demo_cities() -> dict[str, DemoCity]:
    """The demonstration cities by code."""
    with (DATA / "cities.toml").open("rb") as file:
        return {code: DemoCity(code=code, **values) for code, values in tomllib.load(file).items()}


def demo_city(code: str) -> DemoCity:
    """The demonstration city of a code; for any other region a middle city."""
    return demo_cities().get(code) or DemoCity(code=code)

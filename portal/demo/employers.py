"""Invented employers: names, roads, telephones and credit codes that belong to nobody.

A brand is three characters that no one would choose together, a telephone number begins with 0000 behind
its area code (no exchange does), a credit code carries DEM where an organisation's number would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from portal.demo.cities import DemoCity
from portal.demo.trades import Kind, Trade, trades
from standards import regions

FIRST: Final = "澄禾昱栎蓼岚珩沅砚苇棠汀翎钧榆漪笙藜枫霁芷"
SECOND: Final = "岳衡渡垣桥丘畦帆嵘谷陌柏洲篱岑埠溪磊茂舟"
THIRD: Final = "里安和成同立信达远元"
ROADS: Final = (
    *("望岳", "锦堤", "澄湖", "栖霞岭", "青禾", "枕溪", "云栎", "桃汀", "石桥浜", "清漪", "北苇", "松岚"),
    *("南畦", "听枫", "蓼花", "星垣", "芦汀", "丰谷", "晴川岭", "翠篱"),
)
ROAD_KINDS: Final = ("路", "大道", "街", "东路", "西路", "一路", "二路", "巷")
ESTATES: Final = ("科创园", "产业园", "工业园", "商务中心", "创业街区", "物流园", "广场")
SURNAMES: Final = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹"
TITLES: Final = ("女士", "先生", "老师", "经理")
SIZES: Final = ("20人以下", "20-99人", "100-299人", "300-499人", "500-999人", "1000人以上")
ECONOMIC_TYPES: Final = ("150", "150", "150", "170", "170", "170", "160", "110", "300", "200")
JITTER: Final = 0.02
"""Workplaces lie this far from their district's point at most, in degrees; twice that in a city without
districts."""

_USCC: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class DemoEmployer:
    """An invented employer in one place; `trade` and `kind` are positions in `trades()` and its kinds."""

    name: str
    credit_code: str
    economic_type: str
    size: str
    industry: str
    trade: int
    kind: int
    region: str
    address: str
    longitude: float
    latitude: float
    contact_name: str
    contact_phone: str
    contact_email: str


def credit_code(region: str, number: int) -> str:
    """A code that passes GB 32100's check, of an organisation number DEMxxxxx that is not given out."""
    body = f"DEM{number % 100_000:05d}"
    total = sum(
        _ORGANISATION.index(char) * weight
        for char, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    organisation = body + "0123456789X0"[11 - total % 11]
    code = f"91{region}{organisation}"
    check = (31 - sum(_USCC.index(char) * pow(3, at, 31) for at, char in enumerate(code)) % 31) % 31
    return code + _USCC[check]


def workplaces(city: str) -> tuple[regions.Region, ...]:
    """The districts of a city; the city itself where it has none."""
    found = regions.children(city)
    own = regions.region(city)
    return found or ((own,) if own else ())


def employer_pool(*, city: DemoCity, size: int, random: Random) -> list[DemoEmployer]:
    """`size` employers of a city, every one with a name of its own."""
    all_trades = trades()
    weights = [trade.weight for trade in all_trades]
    places = workplaces(city.code)
    unit = regions.region(city.code)
    town = unit.short_name if unit else city.code
    names: set[str] = set()
    pool: list[DemoEmployer] = []
    while len(pool) < size:
        trade = random.choices(range(len(all_trades)), weights)[0]
        kind = random.randrange(len(all_trades[trade].kinds))
        name = _name(town, all_trades[trade].kinds[kind], random)
        if name not in names:
            names.add(name)
            pool.append(_employer(name, len(pool), trade, kind, all_trades[trade], city, places, random))
    return pool


def _name(town: str, kind: Kind, random: Random) -> str:
    brand = random.choice(FIRST) + random.choice(SECOND) + random.choice(THIRD)
    return f"{town}{brand}{kind.suffix}"


def _employer(
    name: str,
    number: int,
    trade: int,
    kind: int,
    words: Trade,
    city: DemoCity,
    places: tuple[regions.Region, ...],
    random: Random,
) -> DemoEmployer:
    place = random.choice(places)
    lon, lat = regions.location(place.code) or (0.0, 0.0)
    reach = JITTER * (2 if place.code == city.code else 1)
    return DemoEmployer(
        name=name,
        credit_code=credit_code(place.code, number),
        economic_type=random.choice(ECONOMIC_TYPES),
        size=random.choices(SIZES, (3, 6, 5, 3, 2, 1))[0],
        industry=words.kinds[kind].industry,
        trade=trade,
        kind=kind,
        region=place.code,
        address=_address(random),
        longitude=round(lon + random.uniform(-reach, reach), 6),
        latitude=round(lat + random.uniform(-reach, reach), 6),
        contact_name=random.choice(SURNAMES) + random.choice(TITLES),
        contact_phone=f"{city.dial}-0000{random.randrange(10_000):04d}",
        contact_email=f"hr{number:05d}@{city.code}.demo.example",
    )


def _address(random: Random) -> str:
    street = f"{random.choice(ROADS)}{random.choice(ROAD_KINDS)}{random.randint(1, 398)}号"
    if random.random() < 0.4:
        return street
    estate = random.choice(FIRST) + random.choice(SECOND) + random.choice(ESTATES)
    return f"{street}{estate}{random.randint(1, 18)}栋"

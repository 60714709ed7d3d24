from city_sites.models.pages import (
    BulletinIndexPage,
    BulletinPage,
    CityHomePage,
    PlainPage,
    ProvinceFolderPage,
)
from city_sites.models.site import CitySite

__all__ = [
    "BulletinIndexPage",
    "BulletinPage",
    "CityHomePage",
    "CitySite",
    "PlainPage",
    "ProvinceFolderPage",
]

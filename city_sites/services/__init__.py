from city_sites.services.directory import (
    DirectoryCity,
    DirectoryProvince,
    directory,
    directory_counts,
    mainland_cities,
)
from city_sites.services.provisioning import city_link, city_provision, city_retire, city_unlink
from city_sites.services.sites import any_demonstration, city_site_of, site_of_region

__all__ = [
    "DirectoryCity",
    "DirectoryProvince",
    "any_demonstration",
    "city_link",
    "city_provision",
    "city_retire",
    "city_site_of",
    "city_unlink",
    "directory",
    "directory_counts",
    "mainland_cities",
    "site_of_region",
]

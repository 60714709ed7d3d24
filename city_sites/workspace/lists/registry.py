"""All lists of the workspace on which many rows can be acted at once, by name."""

from __future__ import annotations

from typing import Any

from city_sites.workspace.lists.employers import EMPLOYERS
from city_sites.workspace.lists.outlets import OUTLETS
from city_sites.workspace.lists.reports import REPORTS
from city_sites.workspace.lists.runs import RUNS
from city_sites.workspace.lists.spec import DeskList
from city_sites.workspace.lists.vacancies import VACANCIES

LISTS: dict[str, DeskList[Any]] = {one.name: one for one in (EMPLOYERS, VACANCIES, REPORTS, RUNS, OUTLETS)}

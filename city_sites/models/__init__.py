from city_sites.models.approval import (
    ProvinceApprovalTask,
    ProvinceRule,
    RegionalApprovalTask,
    may_publish,
    needs_province,
    needs_two,
)
from city_sites.models.articles import (
    BulletinIndexPage,
    BulletinPage,
    FaqPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
)
from city_sites.models.base import AttachedPage, ListingPage, RegionalPage, region_of_page
from city_sites.models.corrections import BulletinVersion
from city_sites.models.courses import CourseIndexPage, CoursePage, Enrolment
from city_sites.models.coverage import CoverageTarget, PilotCity, PresenceChange
from city_sites.models.desk import DeskAct
from city_sites.models.domain import CityDomain
from city_sites.models.external_links import ExternalLink
from city_sites.models.fairs import FairEmployer, FairIndexPage, FairPage
from city_sites.models.guides import GuideIndexPage, GuidePage
from city_sites.models.home import CityHomePage, ProvinceFolderPage
from city_sites.models.links import LinkCheck, LinkWatch
from city_sites.models.outlets import Outlet, OutletQueue
from city_sites.models.policies import PolicyIndexPage, PolicyLink, PolicyPage
from city_sites.models.quality import QualityFigure, QualityRanking
from city_sites.models.read_key import ReadKey
from city_sites.models.reports import ReportIndexPage, ReportPage
from city_sites.models.site import CitySite, Emblem

__all__ = [
    "AttachedPage",
    "BulletinIndexPage",
    "BulletinPage",
    "BulletinVersion",
    "CityDomain",
    "CityHomePage",
    "CitySite",
    "CourseIndexPage",
    "CoursePage",
    "CoverageTarget",
    "DeskAct",
    "Emblem",
    "Enrolment",
    "ExternalLink",
    "FairEmployer",
    "FairIndexPage",
    "FairPage",
    "FaqPage",
    "GuideIndexPage",
    "GuidePage",
    "LinkCheck",
    "LinkWatch",
    "ListingPage",
    "NewsIndexPage",
    "NewsPage",
    "Outlet",
    "OutletQueue",
    "PilotCity",
    "PlainPage",
    "PolicyIndexPage",
    "PolicyLink",
    "PolicyPage",
    "PresenceChange",
    "ProvinceApprovalTask",
    "ProvinceFolderPage",
    "ProvinceRule",
    "QualityFigure",
    "QualityRanking",
    "ReadKey",
    "RegionalApprovalTask",
    "RegionalPage",
    "ReportIndexPage",
    "ReportPage",
    "may_publish",
    "needs_province",
    "needs_two",
    "region_of_page",
]

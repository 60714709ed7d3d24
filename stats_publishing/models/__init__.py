from stats_publishing.models.datasets import DatasetVersion
from stats_publishing.models.forms import FormVersion, ReturnForm
from stats_publishing.models.holidays import HolidayNotice
from stats_publishing.models.release_files import ReleaseFile
from stats_publishing.models.releases import (
    EarlyLook,
    EarlyReader,
    Release,
    ReleaseDateChange,
    ReleaseItem,
    ReleaseRule,
)
from stats_publishing.models.reminders import PublishedTimeliness, ReturnReminder
from stats_publishing.models.returns import (
    CellChange,
    Return,
    ReturnCell,
    ReturnKey,
    ReturnMove,
    WarningReason,
)
from stats_publishing.models.snapshots import MarketSnapshot
from stats_publishing.models.texts import AnalysisText
from stats_publishing.models.wages import PriceIndex, WageFinding, WageSurvey

__all__ = [
    "AnalysisText",
    "CellChange",
    "DatasetVersion",
    "EarlyLook",
    "EarlyReader",
    "FormVersion",
    "HolidayNotice",
    "MarketSnapshot",
    "PriceIndex",
    "PublishedTimeliness",
    "Release",
    "ReleaseDateChange",
    "ReleaseFile",
    "ReleaseItem",
    "ReleaseRule",
    "Return",
    "ReturnCell",
    "ReturnForm",
    "ReturnKey",
    "ReturnMove",
    "ReturnReminder",
    "WageFinding",
    "WageSurvey",
    "WarningReason",
]

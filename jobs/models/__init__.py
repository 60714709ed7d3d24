from jobs.models.employer import Employer
from jobs.models.feed import CityFeed, FeedProfile, FeedReceipt, FeedRun
from jobs.models.outbox import OutboxEntry, OutboxTopic
from jobs.models.vacancy import Vacancy
from jobs.models.wage import MinimumWage

__all__ = [
    "CityFeed",
    "Employer",
    "FeedProfile",
    "FeedReceipt",
    "FeedRun",
    "MinimumWage",
    "OutboxEntry",
    "OutboxTopic",
    "Vacancy",
]

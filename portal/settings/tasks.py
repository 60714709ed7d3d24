"""Celery: what runs by itself and when."""

import environ
from celery.schedules import crontab

_env = environ.Env()

CELERY_BROKER_URL = _env.str(
    "CELERY_BROKER_URL", default=_env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_ROUTES = {"search.tasks.*": {"queue": "index"}}
CELERY_TASK_DEFAULT_QUEUE = "default"

CELERY_BEAT_SCHEDULE = {
    "drain the outbox to the index": {"task": "search.tasks.outbox_drain", "schedule": 5.0},
    "go on with runs that lost their worker": {"task": "jobs.tasks.feed_runs_resume", "schedule": 30.0},
    "pull the feeds that are due": {"task": "jobs.tasks.feeds_pull_due", "schedule": 60.0},
    "close vacancies past their last day": {"task": "jobs.tasks.vacancies_expire", "schedule": 30.0},
    "remind employers of applications": {
        "task": "jobs.tasks.reminders_send",
        "schedule": crontab(hour=9, minute=10),
    },
    "ask about vacancies that nobody touches": {
        "task": "jobs.tasks.vacancies_keep_up",
        "schedule": crontab(hour=8, minute=20),
    },
    "go on with sheets that lost their worker": {
        "task": "jobs.tasks.vacancy_uploads_resume",
        "schedule": 30.0,
    },
    "ask about the own domains that are due": {
        "task": "city_sites.tasks.domains_check_due",
        "schedule": 60.0,
    },
    "ask the linked sites that are due": {"task": "city_sites.tasks.links_check_due", "schedule": 60.0},
    "go on with surveys that lost their worker": {
        "task": "stats_publishing.tasks.wage_surveys_resume",
        "schedule": 60.0,
    },
    "publish drafts on their day": {"task": "jobs.tasks.vacancies_open_due", "schedule": 60.0},
    "send the alerts that are due": {"task": "search.alerts.tasks.alerts_send", "schedule": 60.0},
    "forget what alerts need no more": {
        "task": "search.alerts.tasks.alerts_clean",
        "schedule": crontab(hour=3, minute=40),
    },
    "build the suggestions anew": {
        "task": "search.suggest.tasks.suggestions_rebuild",
        "schedule": 600.0,
    },
    "add yesterday's popular searches": {
        "task": "search.suggest.tasks.popular_roll_up",
        "schedule": crontab(hour=0, minute=30),
    },
    "make the exports that lost their worker": {
        "task": "accounts.tasks.exports_resume",
        "schedule": 600.0,
    },
    "erase whose time to think is over": {"task": "accounts.tasks.erasures_execute", "schedule": 600.0},
    "end rights that were given for a time": {"task": "accounts.tasks.roles_end_over", "schedule": 30.0},
    "ask for the yearly review of staff": {
        "task": "accounts.tasks.staff_review_remind",
        "schedule": crontab(hour=9, minute=20, day_of_week=1),
    },
    "link the new lines of the audit trail": {"task": "accounts.tasks.audit_link", "schedule": 60.0},
    "check the audit trail": {"task": "accounts.tasks.audit_check", "schedule": crontab(hour=4, minute=10)},
    "end what is kept no longer": {
        "task": "accounts.tasks.retention_run",
        "schedule": crontab(hour=3, minute=20),
    },
    "propose vacancies to people": {
        "task": "search.matching.tasks.recommendations_renew",
        "schedule": crontab(hour=2, minute=30),
    },
    "look at addresses that pages link to": {
        "task": "city_sites.tasks.external_links_check",
        "schedule": 600.0,
    },
    "publish and expire pages on their second": {
        "task": "city_sites.tasks.pages_publish_due",
        "schedule": 1.0,
        "options": {"expires": 10},
    },
    "count the data quality of cities": {
        "task": "city_sites.tasks.quality_take",
        "schedule": crontab(hour=1, minute=20),
    },
    "open the returns of periods that are over": {
        "task": "stats_publishing.tasks.returns_open_due",
        "schedule": crontab(hour=0, minute=10),
    },
    "let releases that are out follow": {
        "task": "stats_publishing.tasks.releases_follow_due",
        "schedule": 15.0,
    },
    "fill the release calendar": {
        "task": "stats_publishing.tasks.calendar_fill_ahead",
        "schedule": crontab(hour=1, minute=10),
    },
    "remind of returns": {
        "task": "stats_publishing.tasks.returns_remind_due",
        "schedule": crontab(hour=9, minute=0),
    },
    "make the figures of the quarter that is over": {
        "task": "stats_publishing.tasks.quarter_figures_due",
        "schedule": crontab(hour=1, minute=40, day_of_month="1-7", month_of_year="1,4,7,10"),
    },
    "renew the market figures": {"task": "stats_publishing.tasks.market_snapshot_renew", "schedule": 300.0},
}

"""Settings of a worker of its own that does nothing but let releases follow, every second."""

from portal.settings.tasks import CELERY_BEAT_SCHEDULE as EVERYTHING
from tests.browser.settings import *  # noqa: F403
from tests.browser.settings import CELERY_TASK_DEFAULT_QUEUE as QUEUE

CELERY_TASK_DEFAULT_QUEUE = f"{QUEUE}_releases"
CELERY_TASK_ROUTES = {"*": {"queue": CELERY_TASK_DEFAULT_QUEUE}}
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1.0}
    for name, entry in EVERYTHING.items()
    if entry["task"] == "stats_publishing.tasks.releases_follow_due"
}

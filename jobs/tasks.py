"""Background work of jobs: each task fetches by id and calls a service."""

from __future__ import annotations

from celery import shared_task

from jobs import services

PULL_LIMIT_S = 4_200
"""A little longer than a pull takes at most, for a server that never ends its headers."""


@shared_task(name="jobs.tasks.feed_run_execute")
def feed_run_execute(run_id: int) -> None:
    services.feed_run_execute(run_id=run_id)


@shared_task(name="jobs.tasks.feed_runs_resume")
def feed_runs_resume() -> None:
    services.feed_runs_resume()


@shared_task(name="jobs.tasks.feeds_pull_due")
def feeds_pull_due() -> None:
    for feed_id in services.feeds_due():
        feed_pull.delay(feed_id)


@shared_task(name="jobs.tasks.feed_pull", time_limit=PULL_LIMIT_S)
def feed_pull(feed_id: int) -> None:
    services.feed_pull(feed_id=feed_id)


@shared_task(name="jobs.tasks.vacancies_expire")
def vacancies_expire() -> None:
    services.vacancies_expire()

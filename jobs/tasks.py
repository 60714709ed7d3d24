"""Background work of jobs: each task fetches by id and calls a service."""

from __future__ import annotations

from smtplib import SMTPException

from celery import shared_task

from jobs import services
from jobs.mails import mail_of
from jobs.services import trials, vacancy_upload

PULL_LIMIT_S = 4_200
"""A little longer than a pull takes at most, for a server that never ends its headers."""


class MailNotSent(Exception):
    """A mail was not sent; it says why without the address, which the original error may name."""


@shared_task(name="jobs.tasks.mail_send", autoretry_for=(MailNotSent,), retry_backoff=30, max_retries=6)
def mail_send(kind: str, pk: int) -> None:
    mail = mail_of(kind, pk)
    if mail is None:
        return
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(type(error).__name__) from None


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


@shared_task(name="jobs.tasks.feed_trial_execute")
def feed_trial_execute(trial_id: int) -> None:
    trials.feed_trial_execute(trial_id=trial_id)


@shared_task(name="jobs.tasks.vacancy_upload_work")
def vacancy_upload_work(upload_id: int) -> None:
    vacancy_upload.upload_work(upload_id=upload_id)


@shared_task(name="jobs.tasks.vacancy_uploads_resume")
def vacancy_uploads_resume() -> None:
    vacancy_upload.uploads_resume()


@shared_task(name="jobs.tasks.reminders_send")
def reminders_send() -> None:
    services.reminders_send()


@shared_task(name="jobs.tasks.vacancies_keep_up")
def vacancies_keep_up() -> None:
    services.vacancies_pause_unanswered()
    services.vacancies_ask()


@shared_task(name="jobs.tasks.vacancies_open_due")
def vacancies_open_due() -> None:
    services.vacancies_open_due()


@shared_task(name="jobs.tasks.vacancies_expire")
def vacancies_expire() -> None:
    services.vacancies_expire()

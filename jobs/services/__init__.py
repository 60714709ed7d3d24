"""Every change of state of jobs: keyword-only, typed, one transaction, one audit line."""

from jobs.services.applications import (
    AlreadyApplied,
    MoveNotAllowed,
    NotTaken,
    OpeningsTaken,
    application_draft_save,
    application_move,
    application_send,
    application_withdraw,
    applications_close_for,
)
from jobs.services.employers import employer_refuse, employer_verify
from jobs.services.feeds import (
    feed_run_create,
    feed_run_decide,
    feed_run_execute,
    feed_run_is_locked,
    feed_runs_resume,
    feed_runs_unattended,
    push_key_issue,
    push_key_matches,
)
from jobs.services.pull import feed_pull, feeds_due
from jobs.services.push import FeedBusy, feed_push
from jobs.services.seekers import (
    Place,
    SeekerProfile,
    seeker_consent,
    seeker_hide_from,
    seeker_register,
    seeker_update,
)
from jobs.services.vacancies import InvalidTransition, vacancies_expire, vacancy_close, vacancy_move

__all__ = [
    "AlreadyApplied",
    "FeedBusy",
    "InvalidTransition",
    "MoveNotAllowed",
    "NotTaken",
    "OpeningsTaken",
    "Place",
    "SeekerProfile",
    "application_draft_save",
    "application_move",
    "application_send",
    "application_withdraw",
    "applications_close_for",
    "employer_refuse",
    "employer_verify",
    "feed_pull",
    "feed_push",
    "feed_run_create",
    "feed_run_decide",
    "feed_run_execute",
    "feed_run_is_locked",
    "feed_runs_resume",
    "feed_runs_unattended",
    "feeds_due",
    "push_key_issue",
    "push_key_matches",
    "seeker_consent",
    "seeker_hide_from",
    "seeker_register",
    "seeker_update",
    "vacancies_expire",
    "vacancy_close",
    "vacancy_move",
]

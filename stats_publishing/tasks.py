from celery import shared_task
from django.utils import timezone

from accounts.models import User
from stats_publishing.methods.periods import Period
from stats_publishing.services import market_snapshot_take, surveys
from stats_publishing.services.calendar import calendar_fill
from stats_publishing.services.figures import missing_city_figures, quarter_figures_make
from stats_publishing.services.releases import releases_follow
from stats_publishing.services.reminders import returns_remind_due as remind
from stats_publishing.services.returns import returns_open


@shared_task
def market_snapshot_renew() -> None:
    market_snapshot_take(at=timezone.now())


@shared_task
def returns_open_due() -> None:
    returns_open(on=timezone.localdate(), at=timezone.now())


@shared_task
def releases_follow_due() -> None:
    releases_follow(now=timezone.now())


@shared_task
def calendar_fill_ahead() -> None:
    calendar_fill(now=timezone.now())


@shared_task(name="stats_publishing.tasks.wage_survey_work")
def wage_survey_work(survey_id: int) -> None:
    surveys.survey_work(survey_id=survey_id)


@shared_task(name="stats_publishing.tasks.wage_surveys_resume")
def wage_surveys_resume() -> None:
    surveys.surveys_resume()


@shared_task
def returns_remind_due() -> None:
    remind(at=timezone.now())


@shared_task
def quarter_figures_due() -> None:
    quarter_figures_make(on=timezone.localdate(), at=timezone.now())


@shared_task
def missing_figures_make(period: str, within: list[str], by: int) -> None:
    missing_city_figures(
        period=Period.read(period), within=within, by=User.objects.get(pk=by), at=timezone.now()
    )

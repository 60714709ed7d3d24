"""`manage.py import_feed --city CODE --profile NAME FILE`: import a file here and now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.enums import FeedKind, RunState, RunTrigger
from jobs.feeds.reasons import reason_words
from jobs.models import CityFeed, FeedProfile, FeedRun
from jobs.profiles import profiles_load
from jobs.services import feed_run_create, feed_run_execute
from standards.regions import is_city, region


class Command(BaseCommand):
    help = "Import a file of vacancies into the feed <city>-<profile>, which is made where it does not exist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--city", required=True, help="GB/T 2260 code of the city")
        parser.add_argument("--profile", default="canonical")
        parser.add_argument("--feed", default="", help="name of the feed in addresses")
        parser.add_argument("--vouch", action="store_true", help="the city checked the employers")
        parser.add_argument("--incremental", action="store_true", help="close only what the file names")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        feed = self._feed(options)
        kind = FeedKind.INCREMENTAL if options["incremental"] else None
        try:
            with path.open("rb") as file:
                run = feed_run_create(
                    feed=feed,
                    file=File(file, path.name),
                    trigger=RunTrigger.COMMAND,
                    kind=kind,
                    enqueue=False,
                )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if not feed_run_execute(run_id=run.pk):
            self.stderr.write("Another worker writes this feed; it will import the file next.")
        run.refresh_from_db()
        self.stdout.write(json.dumps(summary(run), ensure_ascii=False) if options["as_json"] else report(run))
        if run.state == RunState.FAILED:
            raise CommandError(reason_words(run.error))

    def _feed(self, options: dict[str, Any]) -> CityFeed:
        city = region(options["city"])
        if city is None or not is_city(city.code):
            raise CommandError(f"{options['city']} is not the code of a city.")
        profiles_load()
        profile = FeedProfile.objects.filter(name=options["profile"]).first()
        if profile is None:
            known = ", ".join(FeedProfile.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"There is no profile {options['profile']}; there are {known}.")
        slug = options["feed"] or f"{city.code}-{profile.name}"
        feed, _ = CityFeed.objects.get_or_create(
            slug=slug,
            defaults={
                "region": city.code,
                "name": f"{city.name} {profile.name}",
                "profile": profile,
                "vouches_for_employers": options["vouch"],
            },
        )
        if options["vouch"] and not feed.vouches_for_employers:
            feed.vouches_for_employers = True
            feed.save(update_fields=["vouches_for_employers"])
        return feed


def summary(run: FeedRun) -> dict[str, Any]:
    """The run as one JSON object."""
    seconds = (
        (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None
    )
    return {
        "feed": run.feed.slug,
        "run": str(run.public_id),
        "state": run.state,
        "error": run.error,
        "error_detail": run.error_detail,
        "encoding": run.encoding,
        "format": run.format,
        "rows": run.rows_done,
        "accepted": run.count_accepted,
        "new": run.count_new,
        "changed": run.count_changed,
        "unchanged": run.count_unchanged,
        "closed": run.count_closed,
        "refused": run.count_refused,
        "missing_closed": run.count_missing_closed,
        "seconds": seconds,
        "reasons": dict(sorted(run.reason_counts.items(), key=lambda item: -item[1])),
        "unmapped": run.unmapped,
    }


def report(run: FeedRun) -> str:
    """The run in words."""
    facts = summary(run)
    lines = [
        f"{facts['feed']}: {run.get_state_display()}"
        + (f" ({reason_words(run.error)})" if run.error else ""),
        f"{facts['format']}, {facts['encoding']}; {facts['rows']} rows: {facts['new']} new, "
        f"{facts['changed']} changed, {facts['unchanged']} unchanged, "
        f"{facts['closed']} closed, {facts['refused']} refused; "
        f"{facts['missing_closed']} closed because missing",
    ]
    lines += [f"  {count:>8}  {reason_words(code)} [{code}]" for code, count in facts["reasons"].items()]
    for field, words in facts["unmapped"].items():
        shown = ", ".join(f"{word} ({count})" for word, count in list(words.items())[:10])
        lines.append(f"  {field}: {shown}")
    return "\n".join(lines)

"""`manage.py import_feed`, `feed_schema` and `load_profiles`."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from jobs.models import CityFeed, Vacancy
from tests.jobs.conftest import ndjson
from tests.jobs.factories import row, rows

pytestmark = pytest.mark.django_db


def run_command(*arguments, **options) -> str:
    out = io.StringIO()
    call_command("import_feed", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "feed.ndjson"
    path.write_bytes(ndjson([*rows(3), row(4, title=None), row(5, industry="占星")]))
    return path


def test_a_file_is_imported_here_and_now_and_reported_as_one_json_object(file):
    facts = json.loads(run_command(file, city="420100", as_json=True))
    assert facts["feed"] == "420100-canonical"
    assert (facts["state"], facts["rows"], facts["accepted"], facts["refused"]) == ("done", 5, 4, 1)
    assert facts["reasons"]["title_missing"] == 1
    assert facts["unmapped"] == {"industry": {"占星": 1}}
    assert Vacancy.objects.count() == 4
    assert not Vacancy.objects.public().exists()


def test_the_report_in_words_names_counts_and_reasons(file):
    words = run_command(file, city="420100")
    assert "5 rows: 4 new" in words
    assert "[title_missing]" in words
    assert "占星 (1)" in words


def test_options_vouch_name_the_feed_and_make_it_incremental(file, tmp_path):
    run_command(file, city="420100", vouch=True, feed="wuhan")
    assert CityFeed.objects.get().slug == "wuhan"
    assert Vacancy.objects.public().count() == 4
    one = tmp_path / "one.ndjson"
    one.write_bytes(ndjson([row(9)]))
    run_command(one, city="420100", feed="wuhan", incremental=True)
    assert Vacancy.objects.public().count() == 5


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"city": "420000"}, "not the code of a city"),
        ({"city": "420100", "profile": "none"}, "There is no profile none; there are canonical"),
    ],
)
def test_what_cannot_be_is_said_plainly(file, options, words):
    with pytest.raises(CommandError, match=words):
        run_command(file, **options)


def test_a_missing_file_and_a_failed_run_end_with_an_error(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run_command(tmp_path / "none", city="420100")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError):
        run_command(wrong, city="420100")

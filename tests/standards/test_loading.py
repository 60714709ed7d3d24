"""Standards in the database: loading, immutability, and the successors of old codes."""

import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from standards.catalogue import DATA, EDITIONS
from standards.models import Code, CodeMapping, Edition
from standards.services import EditionChanged, MappingRefused, code_today, editions_load, mapping_load

pytestmark = pytest.mark.django_db

SMALL = {"education": "2006", "grades": "2002"}


@pytest.fixture
def shipped(tmp_path):
    """A copy of two small shipped editions that a test may change."""
    for standard, edition in SMALL.items():
        shutil.copytree(DATA / standard / edition, tmp_path / standard / edition)
    return tmp_path


@pytest.fixture
def table(tmp_path):
    """Writes a mapping table with the lines given."""

    def write(*lines: str):
        path = tmp_path / "mapping.csv"
        path.write_text(
            "\n".join(["standard,edition,old_code,current_code", *lines]) + "\n", encoding="utf-8-sig"
        )
        return path

    return write


def test_the_shipped_editions_are_loaded_once():
    out = StringIO()
    call_command("load_standards", stdout=out)
    loaded = Code.objects.count()
    assert loaded > 7000
    assert Edition.objects.count() == len(EDITIONS)
    call_command("load_standards", stdout=out)
    assert Code.objects.count() == loaded
    assert out.getvalue().count("unchanged") == len(EDITIONS)


def test_a_changed_file_of_a_loaded_edition_is_refused_and_nothing_changes(shipped):
    editions_load(data=shipped, editions=SMALL)
    before = Code.objects.count()
    file = shipped / "grades/2002/grades.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("senior technician", "master"), encoding="utf-8")
    with pytest.raises(EditionChanged, match="grades 2002"):
        editions_load(data=shipped, editions=SMALL)
    assert Code.objects.count() == before


def test_a_change_comes_as_a_new_edition_beside_the_old(shipped):
    editions_load(data=shipped, editions=SMALL)
    shutil.copytree(shipped / "grades/2002", shipped / "grades/2026")
    results = editions_load(data=shipped, editions=SMALL | {"grades": "2026"})
    assert [result.outcome for result in results] == ["unchanged", "loaded"]
    assert set(Edition.objects.filter(standard="grades").values_list("edition", flat=True)) == {
        "2002",
        "2026",
    }


def test_line_ends_do_not_make_another_edition(shipped):
    editions_load(data=shipped, editions=SMALL)
    file = shipped / "grades/2002/grades.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [result.outcome for result in editions_load(data=shipped, editions=SMALL)] == ["unchanged"] * 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE standards_code SET name = 'x'",
        "DELETE FROM standards_code",
        "UPDATE standards_edition SET checksum = 'x'",
        "DELETE FROM standards_edition WHERE NOT EXISTS (SELECT 1 FROM standards_code WHERE edition_id = 0)",
    ],
)
def test_the_database_refuses_every_change_of_loaded_codes(shipped, statement):
    editions_load(data=shipped, editions=SMALL)
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Code.objects.filter(edition__standard="education").count() == 10


def test_an_administrators_table_gives_old_codes_their_successors(table):
    path = table(
        "occupations,2015,4-01-02-01,4-01-02-01",
        "occupations,2015,4-01-99-99,",
        "occupations,1999,X4-01-01-01,4-01-02-03",
    )
    results = {(each.edition, each.mapped, each.without_successor) for each in mapping_load(file=path)}
    assert results == {("2015", 1, 1), ("1999", 1, 0)}
    assert code_today(standard="occupations", edition="1999", code="X4-01-01-01") == "4-01-02-03"
    assert code_today(standard="occupations", edition="2015", code="4-01-99-99") == ""
    assert code_today(standard="occupations", edition="2015", code="unheard of") is None
    assert code_today(standard="occupations", edition="2022", code="4-01-02-01") == "4-01-02-01"
    assert code_today(standard="occupations", edition="2022", code="4-99-99-99") is None


def test_a_table_loaded_again_replaces_what_was_known_of_its_editions_only(table):
    mapping_load(file=table("occupations,1999,A,4-01-02-03", "occupations,2015,B,4-01-02-03"))
    mapping_load(file=table("occupations,1999,C,4-01-02-04"))
    known = set(CodeMapping.objects.values_list("edition", "old_code"))
    assert known == {("1999", "C"), ("2015", "B")}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("jobs,1999,A,4-01-02-03", "unknown standard"),
        ("occupations,1999,A,9-99-99-99", "is not a code of occupations 2022"),
        ("occupations,2022,A,4-01-02-03", "is the current edition"),
        ("occupations,,A,4-01-02-03", "must be given"),
        ("occupations,1999,OK,4-01-02-03", "given twice"),
        (f"occupations,1999,{'A' * 33},4-01-02-03", "32 characters"),
    ],
)
def test_a_table_with_a_wrong_line_is_refused_whole_and_the_line_is_named(table, line, problem):
    path = table("occupations,1999,OK,4-01-02-03", line)
    with pytest.raises(MappingRefused, match=f"line 3: .*{problem}"):
        mapping_load(file=path)
    assert not CodeMapping.objects.exists()


def test_a_table_without_its_columns_or_rows_is_refused(table, tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("old,new\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="missing columns: standard, edition, old_code, current_code"):
        call_command("load_standards", mapping=wrong)
    with pytest.raises(CommandError, match="empty"):
        call_command("load_standards", mapping=table())


def test_a_mapping_is_loaded_by_the_command(table):
    out = StringIO()
    call_command("load_standards", mapping=table("industries,2011,6510,I651"), stdout=out)
    assert "industries 2011: 1 old codes mapped, 0 without a successor" in out.getvalue()

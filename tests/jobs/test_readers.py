"""Files of every kind become rows; what is broken costs its row or ends its run, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.readers import ReadOptions, open_source
from jobs.feeds.readers.rows import LONGEST_ROW
from jobs.feeds.reasons import RunError

COLUMNS = frozenset({"编号", "职位", "说明"})
HEADER = "编号,职位,说明\n"


def read(data: bytes, **options):
    source = open_source(io.BytesIO(data), ReadOptions(**options))
    return source, list(source.rows)


def run_error(data: bytes, **options) -> RunError:
    with pytest.raises(RunError) as caught:
        read(data, **options)
    return caught.value


def xlsx(rows) -> bytes:
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
def test_encodings_are_recognised_and_reported(encoding, found):
    source, rows = read((HEADER + "1,电工,检修𠮷线路\n").encode(encoding), columns=COLUMNS)
    assert source.encoding == found
    assert rows[0].values == {"编号": "1", "职位": "电工", "说明": "检修𠮷线路"}


def test_gb18030_is_recognised_behind_a_first_page_of_ascii():
    data = HEADER.encode("gb18030") + b"1,a,b\n" * 100_000 + "2,电工,检修\n".encode("gb18030") * 100_000
    ascii_first = b"id,title,x\n" + data.partition(b"\n")[2]
    source, rows = read(ascii_first)
    assert source.encoding == "gb18030"
    assert rows[-1].values["title"] == "电工"


def test_what_is_no_text_is_said_to_be_none():
    assert run_error(b"\xff\xfe" + HEADER.encode("utf-16-le")).code == "encoding_unknown"
    assert run_error(b"\xff\xfa\x80\xff" * 200).code == "encoding_unknown"
    assert run_error(b"\x7fELF\0\0\0\0" * 10).code == "format_unknown"
    assert run_error(b"\xef\xbb\xbf \n").code == "file_empty"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_recognised(delimiter):
    text = (HEADER + '1,电工,"两行\n""引号"""\n').replace(",", delimiter)
    _, rows = read(text.encode(), columns=COLUMNS)
    assert rows[0].values["说明"] == '两行\n"引号"'


def test_a_wrong_separator_or_a_changed_header_names_the_missing_columns():
    error = run_error("编号,岗位,说明\n1,电工,检修\n".encode(), columns=COLUMNS)
    assert (error.code, error.detail["missing"]) == ("columns_missing", ["职位"])
    error = run_error("编号^职位^说明\n1^电工^检修\n".encode(), columns=COLUMNS)
    assert error.detail["missing"] == sorted(COLUMNS)
    assert (
        run_error((HEADER + "1,电工,检修\n").encode(), columns=COLUMNS, delimiter=";").code
        == "columns_missing"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_broken_bytes_are_an_error_of_their_row_only(encoding):
    lines = [f"{number},电工,检修线路和设备\n".encode(encoding) for number in range(1, 30)]
    lines[4] = "5,电工,".encode(encoding) + b"\xff\xff" + "检修\n".encode(encoding)
    _, rows = read(HEADER.encode(encoding) + b"".join(lines), columns=COLUMNS)
    assert [row.number for row in rows if row.error] == [5]
    assert rows[4].error == "broken_bytes"
    assert rows[4].values["编号"] == "5"
    assert len(rows) == 29


def test_broken_bytes_in_ndjson_leave_the_rows_id_known():
    good = '{"id": "%d", "title": "电工检修"}\n'
    data = (good % 1).encode() + b'{"id": "2", "title": "\xff"}\n' + (good % 3).encode() * 20
    _, rows = read(data, encoding="utf-8")
    assert [row.error for row in rows[:3]] == ["", "broken_bytes", ""]
    assert rows[1].values["id"] == "2"


def test_broken_bytes_in_a_json_array_are_an_error_of_their_row_only():
    data = b'[{"id": "1"}, {"id": "2", "t": "\xff"}, {"id": "3"}]'
    _, rows = read(data, encoding="utf-8")
    assert [(row.values["id"], row.error) for row in rows] == [("1", ""), ("2", "broken_bytes"), ("3", "")]


@pytest.mark.parametrize("row", ["3,电工\n", "3,电工,检修,多余\n", '3,"电工"x,检修\n'])
def test_a_row_that_does_not_fit_the_header_costs_only_itself(row):
    data = HEADER + "1,电工,检修\n" + row + "4,电工,检修\n"
    _, rows = read(data.encode(), columns=COLUMNS)
    assert [bool(found.error) for found in rows] == [False, True, False]
    assert rows[2].values["编号"] == "4"


@pytest.mark.parametrize("end", ['3,电工,"检修', "3,电工", '3,电工,"检修\n4,焊工,焊接\n'])
def test_a_csv_that_ends_in_mid_row_is_truncated(end):
    source = open_source(io.BytesIO((HEADER + "1,电工,检修\n" + end).encode()), ReadOptions(columns=COLUMNS))
    assert next(source.rows).values["编号"] == "1"
    with pytest.raises(RunError, match="truncated"):
        list(source.rows)


def test_a_csv_without_a_last_line_end_is_whole():
    _, rows = read((HEADER + "1,电工,检修").encode(), columns=COLUMNS)
    assert len(rows) == 1


def test_ndjson_is_truncated_only_where_its_last_line_is_broken():
    whole = b'{"id": "1"}\n{"id": "2"}'
    assert len(read(whole)[1]) == 2
    source = open_source(io.BytesIO(whole[:-3]), ReadOptions())
    assert next(source.rows).values == {"id": "1"}
    with pytest.raises(RunError, match="truncated"):
        next(source.rows)


def test_a_broken_line_in_mid_ndjson_costs_only_itself():
    _, rows = read(b'{"id": "1"}\n{"id": \n[1]\n\n{"id": "4"}\n')
    assert [row.error for row in rows] == ["", "row_malformed", "row_malformed", ""]
    assert [row.number for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "items"),
    [
        (b'[{"id": "1"}, {"id": "2"}]', ""),
        (b'{"total": 2, "vacancies": [{"id": "1"}, {"id": "2"}]}', ""),
        (b'{"data": {"list": [{"id": "1"}, {"id": "2"}]}}', "data.list.item"),
        (b'{\n "vacancies": [\n {"id": "1"},\n {"id": "2"}\n ]\n}\n', ""),
    ],
)
def test_json_arrays_stand_alone_or_in_an_object(data, items):
    source, rows = read(data, items=items, format="json" if items else "auto")
    assert source.format == "json"
    assert [row.values["id"] for row in rows] == ["1", "2"]


def test_json_that_is_not_closed_is_truncated_and_broken_json_is_broken():
    assert run_error(b'[{"id": "1"}, {"id": ').code == "truncated"
    assert run_error(b'[{"id": "1"}, {"id": }, {"id": "3"}] ' + b" " * 70_000).code == "json_broken"


def test_xlsx_rows_are_read_as_they_are_shown():
    import datetime as dt

    data = xlsx([["编号", "职位", "说明"], [1, "电工", dt.date(2026, 3, 5)], [], [2.5, None, True]])
    source, rows = read(data, columns=COLUMNS)
    assert source.format == "xlsx"
    assert [row.values for row in rows] == [
        {"编号": "1", "职位": "电工", "说明": "2026-03-05"},
        {"编号": "2.5", "职位": "", "说明": "true"},
    ]


def test_an_xlsx_with_another_header_names_the_missing_columns():
    error = run_error(xlsx([["编号", "岗位"], [1, "电工"]]), columns=COLUMNS)
    assert (error.code, error.detail["missing"]) == ("columns_missing", ["职位", "说明"])


def test_an_xlsx_that_was_cut_off_is_truncated():
    data = xlsx([["编号"], *([number] for number in range(5_000))])
    assert run_error(data[: len(data) // 2]).code == "truncated"


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
        if name not in old.namelist():
            new.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(xlsx([["编号"]]), "xl/media/bomb.bin", b"\0" * (64 * 1024 * 1024))
    error = run_error(bomb)
    assert error.code == "archive_unsafe"
    assert error.detail["ratio"] > 200


def test_an_archive_of_thousands_of_members_is_refused():
    stream = io.BytesIO(xlsx([["编号"]]))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/extra/{number}.bin", b"")
    assert run_error(stream.getvalue()).code == "archive_unsafe"


@pytest.mark.parametrize("padding", [0, 100_000])
def test_xml_entities_are_refused_however_far_behind_a_comment(padding):
    document = (
        "<?xml version='1.0'?><!--"
        + "x" * padding
        + "--><!DOCTYPE s [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
        "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>&e;</t></si></sst>"
    )
    data = repacked(xlsx([["编号", "职位"], ["1", "电工"]]), "xl/sharedStrings.xml", document.encode())
    assert run_error(data).code == "xml_entities"


def test_xml_entities_are_refused_under_any_member_name():
    document = b"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY e 'x'>]><s>&e;</s>"
    assert run_error(repacked(xlsx([["编号"]]), "xl/strings.txt", document)).code == "xml_entities"
    picture = repacked(xlsx([["编号"], ["1"]]), "xl/media/logo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert len(read(picture)[1]) == 1


SHEET = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>%s</sheetData>%s</worksheet>"
HEAD_ROW = b"<row><c t='inlineStr'><is><t>id</t></is></c></row>"


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        (HEAD_ROW + b"<row r='1000000000000'><c><v>1</v></c></row>", b""),
        (HEAD_ROW + b"<row>" + b"<c s='1'/>" * 20_000 + b"</row>", b""),
        (HEAD_ROW, b"<x>0</x>" * 30_000),
    ],
    ids=["a row at a number without end", "a row of cells without end", "what follows the rows"],
)
def test_a_sheet_without_end_is_refused(rows, after, monkeypatch):
    monkeypatch.setattr("jobs.feeds.readers.xlsx_file.SMALLEST_SUSPECT", 1024**3)
    monkeypatch.setattr("jobs.feeds.readers.xlsx_file.LONGEST_ROW_XML", 150_000)
    error = run_error(repacked(xlsx([["编号"]]), "xl/worksheets/sheet1.xml", SHEET % (rows, after)))
    assert error.code == "archive_unsafe"


def test_parts_of_a_workbook_that_are_read_whole_are_small(monkeypatch):
    monkeypatch.setattr("jobs.feeds.readers.xlsx_file.LARGEST_OTHER", 100_000)
    styles = b"<styleSheet xmlns='x'>" + b"<a/>" * 50_000 + b"</styleSheet>"
    assert run_error(repacked(xlsx([["编号"]]), "xl/styles.xml", styles)).code == "archive_unsafe"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("[Content_Types].xml", b"<Types><Override/></Types>"),
        (
            "xl/worksheets/sheet1.xml",
            SHEET.replace(b"<sheetData>", b"<pageMargins x='1'/><sheetData>") % (b"", b""),
        ),
    ],
)
def test_xml_that_is_no_workbook_is_a_damaged_archive(name, content):
    assert run_error(repacked(xlsx([["编号"]]), name, content)).code == "archive_broken"


def test_a_file_that_is_no_archive_but_claims_to_be_xlsx_is_refused():
    assert run_error(b"PK\x03\x04" + b"x" * 100).code in ("truncated", "archive_broken")
    assert run_error(HEADER.encode(), format="xlsx").code == "format_unknown"


def test_an_endless_row_is_not_read_into_memory():
    long_line = b'{"id": "1", "x": "' + b"x" * (LONGEST_ROW + 10) + b'"}\n{"id": "2"}\n'
    _, rows = read(long_line)
    assert [row.error for row in rows] == ["field_too_long", ""]
    assert run_error(HEADER.encode() + b'1,"' + b"x\n" * LONGEST_ROW, columns=COLUMNS).code == "truncated"
    assert run_error(b'[{"id": "' + b"x" * (LONGEST_ROW * 2), format="json").code == "json_broken"
    held_open = HEADER.encode() + b'1,"x\n' + b'","\n' * (LONGEST_ROW // 3)
    assert run_error(held_open, columns=COLUMNS).code == "truncated"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'["]",'])
def test_json_nested_without_end_is_refused_before_it_fills_the_memory(opening):
    error = run_error(b'[{"id": ' + opening * 20_000, format="json")
    assert (error.code, error.detail["most_nested"]) == ("json_broken", 5_000)


def test_a_json_value_nested_too_deep_costs_only_its_row():
    _, rows = read(b'[{"id": ' + b"[" * 2_000 + b"]" * 2_000 + b'}, {"id": "2"}]')
    assert [row.error for row in rows] == ["row_malformed", ""]


def test_a_json_file_of_the_smallest_rows_is_read():
    assert len(read(b"[" + b"{}," * 20_000 + b"{}]")[1]) == 20_001


@given(st.lists(st.fixed_dictionaries({"id": st.text(), "title": st.text()}), min_size=1, max_size=8))
def test_ndjson_and_json_give_the_same_rows(values):
    lines = "".join(json.dumps(value) + "\n" for value in values).encode()
    array = json.dumps(values).encode()
    got_lines = [row.values for row in read(lines, format="ndjson")[1]]
    got_array = [row.values for row in read(array, format="json")[1]]
    sound = [value for value in values if not any("\ud800" <= char <= "\udfff" for char in str(value))]
    if sound == values:
        assert got_lines == got_array == values


@given(st.binary(max_size=600))
def test_no_bytes_break_a_reader_otherwise_than_by_a_run_error(data):
    try:
        _, rows = read(data)
    except RunError:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@given(st.binary(max_size=300), st.sampled_from(["ndjson", "json", "csv", "xlsx"]))
def test_no_bytes_break_a_reader_that_was_told_the_format(data, form):
    try:
        read(data, format=form)
    except RunError:
        return

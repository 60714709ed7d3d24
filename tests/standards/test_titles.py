"""Job titles: what cleaning leaves of them, and the occupations they get."""

import subprocess
import sys
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from standards.catalogue import read_rows
from standards.occupations import occupation
from standards.titles import TitleMatch, classify_titles, clean_title
from standards.titles.model import ARTEFACT, load_model
from standards.titles.training import LEXICON, Example, cross_validated, fit
from tests.shared_data import shared_file

DRESSED = {
    "高薪诚聘店长+五险一金（双休）月薪8000": "店长",
    "急聘！出纳 朝九晚五 包吃住": "出纳",
    "【武汉】叉车司机-6000~8000元/月": "叉车司机",
    "测试工程师(J12345)": "测试工程师",
    "某某制造有限公司招聘电焊工": "电焊工",
    "收银员3名": "收银员",
    "ＪＡＶＡ开发工程师（应届生可投）": "java开发工程师",
    "招聘专员": "招聘专员",
    "招商经理": "招商经理",
    "电工/焊工": "电工/焊工",
    "C++ 工程师": "c++ 工程师",
    "保洁 | 周末双休 | 五险一金": "保洁",
    "": "",
    "  ": "",
}


@pytest.mark.parametrize("title", DRESSED)
def test_cleaning_leaves_what_names_the_work(title):
    assert clean_title(title) == DRESSED[title]


@given(st.text(max_size=300))
def test_cleaning_any_text_is_safe_and_gives_single_spaces(text):
    cleaned = clean_title(text)
    assert cleaned == " ".join(cleaned.split())


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("急聘出纳+五险一金", "2-06-03-00"),
        ("门店导购员（月薪5000）", "4-01-02-03"),
        ("Java开发工程师", "2-02-10-03"),
        ("小区保安", "4-07-05-01"),
        ("外卖骑手", "4-10-08-01"),
        ("瑜伽老师", "4-14-05-01"),
        ("氩弧焊工", "6-18-02-04"),
        ("家政保姆", "4-10-01-06"),
    ],
)
def test_everyday_titles_get_their_occupation(title, code):
    assert classify_titles([title])[0].code == code


@given(st.lists(st.text(max_size=80), max_size=6))
def test_every_title_gets_an_occupation_or_says_nothing(titles):
    matches = classify_titles(titles)
    assert len(matches) == len(titles)
    for title, match in zip(titles, matches, strict=True):
        assert 0 <= match.confidence <= 1
        if title.strip():
            assert occupation(match.code)
        else:
            assert match == TitleMatch("", 0.0)


@given(st.permutations(["电工", "会计", "", "保安", "厨师长"]))
def test_a_titles_occupation_does_not_depend_on_its_neighbours(titles):
    assert classify_titles(titles) == [classify_titles([title])[0] for title in titles]


def test_every_line_of_the_lexicon_has_a_known_occupation_and_stands_once():
    rows = list(read_rows(LEXICON))
    assert all(occupation(row["code"]) for row in rows)
    assert len({row["title"] for row in rows}) == len(rows) > 2000


def test_the_command_answers_every_line_in_order_without_any_service(tmp_path):
    """With a broken database address, through standard input, as a pipeline would."""
    answer = subprocess.run(
        [sys.executable, "manage.py", "classify_titles"],
        input="电工\r\n\n\t会计\n保安".encode(),
        capture_output=True,
        check=True,
        env={
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "PATH": "/usr/bin:/bin",
        },
    ).stdout.decode()
    lines = answer.split("\n")
    assert lines.pop() == ""
    assert [line.rsplit("\t", 2)[:2] for line in lines] == [
        ["电工", "6-31-01-03"],
        ["", ""],
        ["\t会计", "2-06-03-00"],
        ["保安", "4-07-05-01"],
    ]
    assert all(0 <= float(line.rsplit("\t", 1)[1]) <= 1 for line in lines)


def test_the_command_reads_a_file(tmp_path):
    path = tmp_path / "titles.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "收银员\n".encode())
    out = StringIO()
    call_command("classify_titles", str(path), stdout=out)
    assert out.getvalue().startswith("收银员\t4-01-02-04\t")


def small_examples() -> list[Example]:
    words = {"4-07-05-01": "保安", "6-31-01-03": "电工", "2-06-03-00": "会计", "4-01-02-04": "收银员"}
    before = ("小区", "工厂", "商场", "夜班", "资深", "兼职")
    return [Example(start + word, code, 1.0) for code, word in words.items() for start in before]


def test_training_learns_its_examples_and_is_reproducible(tmp_path):
    examples = small_examples()
    first, second = fit(examples[:12], examples[12:]), fit(examples[:12], examples[12:])
    codes, chances = first.model.predict([example.title for example in examples])
    assert codes == [example.code for example in examples]
    assert all(0 <= chance <= 1 for chance in chances)
    first.model.save(tmp_path / "first.npz")
    second.model.save(tmp_path / "second.npz")
    with np.load(tmp_path / "first.npz") as one, np.load(tmp_path / "second.npz") as two:
        assert set(one.files) == set(two.files)
        assert all(np.array_equal(one[name], two[name]) for name in one.files)


def test_cross_validation_gives_what_a_model_without_the_fold_would_say():
    examples = small_examples()
    judged, own = examples[::2], examples[1::2]
    fitted = fit(judged, own)
    scores = cross_validated(fitted, folds=len(judged), seed=0)
    for left_out in (0, len(judged) - 1):
        rest = [example for index, example in enumerate(judged) if index != left_out]
        other = fit(rest, own)
        codes, _ = other.model.predict([judged[left_out].title])
        assert fitted.model.codes[scores[left_out].argmax()] == codes[0]


def test_training_without_judged_titles_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("PORTAL_SHARED_DATA", raising=False)
    with pytest.raises(CommandError, match="PORTAL_SHARED_DATA"):
        call_command("train_titles")


def test_the_model_is_small_and_holds_no_titles():
    assert ARTEFACT.stat().st_size < 10 * 1024 * 1024
    model = load_model()
    assert model.vocabulary.dtype == np.uint32
    assert all(occupation(code) for code in model.codes)


def test_the_shipped_model_knows_the_judged_titles():
    import csv

    with shared_file("occupations/titles_dev.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["code"]]
    matches = classify_titles([row["title"] for row in rows])
    right = sum(match.code == row["code"] for match, row in zip(matches, rows, strict=True))
    assert right > 0.9 * len(rows)

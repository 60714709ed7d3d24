"""What the law refuses is refused, what only sounds like it passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.feeds.compliance import Posting, cautions, refusals


def judged(text: str) -> list[str]:
    return refusals(Posting(title="仓库管理员", duties=f"负责收发货；{text}；会使用电脑。"))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("limits_sex", "限女性"),
        ("limits_sex", "仅限男性"),
        ("limits_sex", "性别：女"),
        ("limits_sex", "性别要求男"),
        ("limits_sex", "女士优先"),
        ("limits_sex", "男性优先考虑"),
        ("limits_sex", "女，25-35岁"),
        ("limits_sex", "只招男生"),
        ("limits_ethnicity", "限汉族"),
        ("limits_ethnicity", "不招少数民族"),
        ("limits_religion", "无宗教信仰"),
        ("limits_religion", "信教者勿扰"),
        ("limits_marriage", "已婚已育优先"),
        ("limits_marriage", "要求未婚"),
        ("limits_hepatitis", "乙肝携带者勿投"),
        ("limits_hepatitis", "入职体检查两对半"),
        ("limits_disability", "无残疾"),
        ("limits_disability", "残疾人勿扰"),
        ("limits_household", "限本市户籍"),
        ("limits_household", "本地户口优先"),
        ("limits_household", "外地人员勿扰"),
        ("limits_household", "户籍：上海"),
        ("under_16", "年龄15岁以上"),
        ("asks_fee", "入职需交押金500元"),
        ("asks_fee", "工作服押金200元，离职时扣清洗费"),
        ("asks_fee", "面试时缴纳报名费"),
    ],
)
def test_a_posting_that_breaks_the_law_is_refused(code, text):
    assert judged(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "男女不限", "性别不限", "不限性别", "男女均可，限2名", "男女优先录用有经验者", "熟悉女装市场",
        "女装导购经验优先", "与男科医生配合", "服务汉族文化公司", "汉族、少数民族均可", "尊重宗教信仰",
        "无宗教信仰限制", "婚育不限", "已婚未婚均可", "享受婚假、产假", "提供生育津贴", "参与乙肝疫苗研发",
        "不检查乙肝", "残疾人优先", "同等条件下残疾人士优先", "户籍不限", "协助办理落户", "解决北京户口",
        "户口迁入补贴", "户籍：可接收深圳户口", "无需押金", "不收任何费用", "公司不收取押金、服装费",
        "谨防收取押金的骗局", "负责投标保证金的缴纳", "教12岁以上的学员", "招收6-12岁儿童的培训",
        "年满18周岁",
        "子女入学", "独生子女费", "负责办理客户押金的收取",
    ],
)  # fmt: skip
def test_a_posting_that_only_sounds_like_it_passes(text):
    assert judged(text) == []


@pytest.mark.parametrize("title", ["收银员（女）", "男教练", "急招女服务员", "前台[限女]"])
def test_a_title_may_not_name_a_sex(title):
    assert refusals(Posting(title=title)) == ["limits_sex"]


@pytest.mark.parametrize(
    "title", ["女装导购", "男装销售", "女性健康顾问", "男科医生", "女鞋设计师", "妇女主任助理"]
)
def test_a_title_may_name_goods_and_trades(title):
    assert refusals(Posting(title=title)) == []


def wage(**changes) -> list[str]:
    fields = {"title": "普工", "pay_min": 1500, "pay_max": 1900, "pay_period": "month", "minimum_wage": 2210}
    return refusals(Posting(**(fields | changes)))


def test_pay_below_the_minimum_wage_is_refused():
    assert wage() == ["pay_below_minimum"]


@pytest.mark.parametrize(
    "changes",
    [
        {"pay_max": 2210},
        {"minimum_wage": None},
        {"pay_max": None},
        {"pay_period": "hour"},
        {"pay_period": "day"},
        {"employment_type": "part_time"},
        {"employment_type": "internship"},
        {"title": "兼职传单派发"},
    ],
)
def test_the_minimum_wage_binds_only_full_monthly_pay_that_is_surely_below_it(changes):
    assert wage(**changes) == []


@pytest.mark.parametrize(
    ("code", "title", "duties"),
    [
        ("age_limit", "客服", "年龄18-35岁"),
        ("age_limit", "客服", "40周岁以下"),
        ("looks_limit", "前台", "身高165cm以上"),
        ("looks_limit", "前台", "形象气质佳"),
        ("school_limit", "分析师", "限985院校毕业"),
        ("bait_words", "高薪诚聘销售", ""),
        ("bait_words", "考证包过老师", ""),
        ("pay_in_title", "叉车司机月薪8000", ""),
        ("pay_in_title", "普工6千-8千", ""),
        ("contact_in_title", "招保安13800000000", ""),
    ],
)
def test_what_should_be_mended_is_a_warning(code, title, duties):
    posting = Posting(title=title, duties=duties)
    assert code in cautions(posting)
    assert refusals(posting) == []


@pytest.mark.parametrize(
    ("title", "duties"),
    [
        ("微信小程序开发工程师", "熟悉形状记忆材料"),
        ("少儿编程老师", "面向6-16岁学员"),
        ("研究员", "985、211院校优先"),
        ("3D设计师", "2年以上经验"),
    ],
)
def test_harmless_words_warn_of_nothing(title, duties):
    assert cautions(Posting(title=title, duties=duties)) == []


@given(st.text(max_size=200), st.text(max_size=30))
def test_no_text_breaks_a_rule(duties, title):
    posting = Posting(title=title, duties=duties)
    refusals(posting)
    cautions(posting)


@pytest.mark.parametrize(
    "duties", ["本地户籍优先" * 3_300 + "落户", "已婚" * 9_000 + "已婚不限", "未婚 " * 6_000 + "婚姻不限"]
)
def test_a_word_repeated_without_end_is_judged_as_once(duties):
    assert refusals(Posting(title="电工", duties=duties)) == []

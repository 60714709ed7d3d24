"""A notice is read as people write and paste it."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats_publishing.methods.holiday_notice import read_notice
from stats_publishing.methods.workdays import DaysOfRest
from stats_publishing.services.holidays import shipped_notices

NOTICES = {one.year: one.rest for one in shipped_notices()}
NOTICE_2026 = """
现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_a_whole_notice_gives_the_days_that_the_portal_ships():
    assert read_notice(NOTICE_2026, year=2026) == NOTICES[2026]


@pytest.mark.parametrize(
    ("text", "off", "work"),
    [
        ("2022年12月31日至2023年1月2日放假调休，共3天。", ["2022-12-31", "2023-01-01", "2023-01-02"], []),
        ("元旦：1月1日（周日）放假。", ["2023-01-01"], []),
        ("１月２８日（周六）、29日（周日）上班。", [], ["2023-01-28", "2023-01-29"]),
        ("国庆节期间，各单位要安排好值班。", [], []),
    ],
)
def test_spans_aside_remarks_and_widths_are_understood(text, off, work):
    days = [frozenset(map(dt.date.fromisoformat, one)) for one in (off, work)]
    assert read_notice(text, year=2023) == DaysOfRest(*days)


@pytest.mark.parametrize("text", ["2月30日放假", "10月8日至1日放假", "3日上班", "1月1日至12月31日放假"])
def test_a_date_that_is_none_is_named(text):
    with pytest.raises(ValueError, match=r"日"):
        read_notice(text, year=2026)


@given(st.text(alphabet="0123456789年月日至放假上班（）()，。；\n周一", max_size=80), st.integers(2000, 2100))
def test_any_text_is_read_or_refused(text, year):
    with contextlib.suppress(ValueError):
        read_notice(text, year=year)

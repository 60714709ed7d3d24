"""Job titles as postings dress them up, to the words that name the work.

高薪诚聘店长+五险一金（双休）月薪8000 → 店长. What is cut off says nothing of the work: calls, benefits, pay,
hours, places, employers, codes, head counts. There is no list of occupations here: what is left is what
the title itself says.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from standards.regions import all_regions

MAX_LENGTH: Final = 200
"""Characters of a title that are read; the rest is never part of what names the work."""

# 某某公司招聘电工 names its employer before the call; 招聘专员 is itself an occupation.
_OCCUPATION_OF_HIRING: Final = "专|主|顾|经|助|师|文|实|负|总|岗|运|代"
_EMPLOYER: Final = re.compile(
    rf"^.{{2,}}(?:招聘|诚聘|直招|诚招|急招)(?!{_OCCUPATION_OF_HIRING}|管|者|与|/|及|兼|和|[a-z]|$)(?=.{{2,}})"
)
_NUMBER: Final = r"(?:(?<![a-z\d.])\d+(?:\.\d+)?|[一二三四五六七八九十两几]+(?=千|万|k|w))"
_UNIT: Final = r"(?:千|万|k|w|元|块)"
_TO: Final = "[-~—–至到]"
_PAY: Final = re.compile(
    # 月薪8000, 底薪3k-5k+
    r"(?:综合|无责)?(?:月薪|月入|年薪|日薪|日入|时薪|周薪|底薪|薪资|薪酬|工资|收入|保底|起薪|保薪)[:：]?"
    rf"(?:过|上|约|可达|高达)?{_NUMBER}?{_UNIT}*(?:{_TO}{_NUMBER}{_UNIT}*)?(?:以上|左右|起|/月|\+)*"
    # 6000-8000元/月, 18-45岁
    rf"|{_NUMBER}{_UNIT}*{_TO}{_NUMBER}{_UNIT}*(?:/?(?:月|天|日|时|小时|年|人|岁|周岁|周))?(?:以上|起|\+)*"
    # 1.2万起, 120元/天, 4k5
    rf"|{_NUMBER}{_UNIT}+\d?(?:/?(?:一?个?月|一?天|日|时|小时|年|一单))?(?:以上|起|左右|保底|\+)*"
    # 260一天
    r"|(?<![a-z\d.])\d{3,}/?(?:一?天|日|月|时|起)?\+*"
)
_DECORATION: Final = re.compile(
    "|".join(
        (
            # insurance, rest, leave
            r"[五六七]险[一二两]?金?|周末[单双]?休|[单双]+休(?:制)?|大小周|法定?(?:节假日?|休息|假)|法休",
            r"带薪(?:年假|培训|休假|假|实习)?|月休\d*(?:-\d+)?天?|[做上]\w休\w天?|社保|公积金",
            # extras and how pay is praised
            r"年终?奖金?|[一二三四五六七八九十]?全勤奖?|加班费|奖金|补[助贴]|餐补|房补|话补|车补|交通补[贴助]|\d+薪",
            r"(?:超?高)额?(?:提成|底薪|薪资?|待遇|收入|福利|奖金|回报|保底)+|提成|无责任?底?薪?|底薪|薪酬?|高薪",
            r"(?:各项|公司)?福利(?:好|优厚|多|待遇)?|待遇优?厚?|面议|下午茶|员工餐|\d+k\+?",
            # board and lodging
            r"(?:免费|可?提供|有)?(?:食宿|住宿|宿舍|吃住)(?:福利)?|[包管](?:吃住?|住宿?|食宿|餐|水电)+",
            # calls
            r"(?:诚|急|高薪|直|特|长期|大量|火热|现|求|诚意)[聘招](?:聘|募)?|(?<!招)聘用?|直招|内推|急聘?",
            rf"招(?:聘|募)(?!{_OCCUPATION_OF_HIRING})",
            r"招(?![聘商生标投募])(?=[\u4e00-\u9fff]{0,8}(?:司机|员|工|师|生)$)",
            r"(?:数|若干|多|\d+)名|\d+人|立即上岗|当天入职|名额有限",
            # hours
            r"朝[九八]晚[五六七](?:点半)?|早[九八\d]晚[五六\d]|\d+小时(?:制)?|\d+[-至]?\d*点半?|弹性(?:工作|打卡|自由)?",
            r"时间自由|长?白班|纯白班|[晚夜早]班|两班倒|长期(?:稳定)?|稳定|轻松(?:好耍)?",
            r"(?:可|能|接受)?[日周月天]结|可?兼职可?全职?|全职",
            # who may come
            r"[零0无](?:需)?(?:任何)?(?:经验|基础|压力?|费用|元入职)|不限经验|经验不限|接受无经验|经验优先",
            r"(?:可?接受|可)?小白(?:可做)?|应届(?:生|毕业生)?(?:可报|优先|可)?|社会人士|(?:20)?\d\d届|新人",
            r"\d+[岁周]以下|有经验(?:者|薪)?(?:优先)?|优先|不限(?:专业|学历|年龄)|接受(?:应届|外派|出差)?",
            # what the employer says of itself
            r"就近(?:分配|安排|入职|选择)?|晋升(?:空间大|快)?|(?:氛围|交通)好|有人带|500强|上市公司",
            r"包培训|可培训|带新人?|免费培训|(?:提供|精准|客户|优质)+资源|有偿加班",
            r"(?:不|无需|无须|免)(?:加班|出差|外出|坐班|带?销售)|可?居家(?:办公|工作)?",
            # where
            r"全国(?:出差|分配|可投)?|异地招聘|(?:工作|上班)地点?[:：]?",
        )
    )
)
_CODES: Final = re.compile(r"[(\[]?(?<![a-z])(?:id ?|mj|ms|[a-z]{1,3})?\d{3,}[a-z]{0,2}[)\]]?|_[a-z]\d+")
_BRACKETS: Final = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\{[^{}]*\}|<[^<>]*>|《[^《》]*》|「[^「」]*」"
)
# Everything but words, single slashes between words, and the signs of c++, c# and .net.
_NOISE: Final = re.compile(
    r"[^\w/+#.&\u4e00-\u9fff]+|(?<!c)(?<!c\+)\++|(?<![a-z])[.#]+|(?<=[^\w])/+|/+(?=[^\w]|$)|_+"
)
_LONGEST_PLACE: Final = 6


def clean_title(text: str) -> str:
    """The words of a title that name the work: lower case, half width, single spaces between them.

    Returns "" where nothing is left. What stands in brackets is dropped unless nothing else is left.
    """
    title = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).lower().strip()
    title = _EMPLOYER.sub("", title, count=1)
    outside = _undecorated(_BRACKETS.sub(" ", title))
    return outside if len(outside) > 1 else _undecorated(title)


def _undecorated(title: str) -> str:
    title = _DECORATION.sub(" ", _CODES.sub(" ", _PAY.sub(" ", title)))
    return _without_places(" ".join(_NOISE.sub(" ", title).split())).strip(" /+.&-")


def _without_places(title: str) -> str:
    """A title without names of regions, as far as something is left of it."""
    places = _places()
    kept: list[str] = []
    start, end = 0, len(title)
    while start < end:
        length = next(
            (n for n in range(min(_LONGEST_PLACE, end - start), 1, -1) if title[start : start + n] in places),
            0,
        )
        kept.append(" " if length else title[start])
        start += length or 1
    left = " ".join("".join(kept).split())
    return left if len(left) > 1 else title


@cache
def _places() -> frozenset[str]:
    """Names of provinces and cities, short and full, and full names of districts that no word contains."""
    names = {unit.name for unit in all_regions() if len(unit.name) > 2}
    names |= {unit.short_name for unit in all_regions() if unit.level != "district"}
    names |= {unit.short_name for unit in all_regions() if unit.name[-1] == "市"}
    return frozenset(name for name in names if 2 <= len(name) <= _LONGEST_PLACE) - {"阿里", "东方", "黄山"}

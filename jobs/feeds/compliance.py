"""What the law does not let a posting say (domain notes: vacancies), as pure rules over its text and pay.

A rule looks at the clause in which its words stand, so that 男女不限, 无需押金, 女装导购 or 残疾人优先 pass:
a refusal must be defensible to the city that reads it. Words without doubt only; the rest are warnings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

RULES_VERSION = "1"
"""Part of every row's hash: raise it when a rule changes, so that rows are judged again."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What the rules look at. Pay is whole yuan a month; period is how it was stated."""

    title: str
    duties: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_period: str = ""
    employment_type: str = ""
    minimum_wage: int | None = None


_CLAUSE_END = r"[。；;，,、\n！!？?（）()【】\[\]：:\s]"
_PERSON = r"(?:性|士|生|孩|同学|青年)?"

_SEX = re.compile(
    # 限女性, 仅招男生, 只要女的: but not 不限男女 and not goods (限女装)
    rf"(?<![不无])(?:仅限?|只限?|限)(?:招聘?|收|要|聘)?(?P<a>[男女]){_PERSON}(?![男女装鞋包裤科裙表士友们/、或])"
    # 性别：女
    rf"|性别(?:要求)?\s*[:：为是]?\s*(?:仅?限|要求)?(?P<b>[男女]){_PERSON}(?=$|{_CLAUSE_END})(?!\s*[/、或]\s*[男女])"
    # 女性优先, 男士为佳: but not 男女优先
    rf"|(?<![男女装鞋包不限/、或])(?P<c>[男女]){_PERSON}者?(?:优先|为佳|最佳|优先考虑)"
    # 招女生, 要求男性, 须为女性
    rf"|(?:要求|必须|须为|须是|需要?|招聘?|招收)(?:是|为)?(?P<d>[男女])(?:性|士|生)(?!/|、|或|[男女]|健康|用品|服|专科|装|护肤|宿舍|公寓|时尚|内衣)(?=$|{_CLAUSE_END}|优先|\d)"
)
_SEX_ALONE = re.compile(
    rf"(?:^|(?<={_CLAUSE_END}))(?:\d{{1,2}}[.．、])?(?:[男女](?:性|士|生)?)(?:[,，、\s]*(?:年龄)?(?:在)?\d{{2}}\s*(?:-|~|—|至|到|周?岁))"
)
_SEX_TITLE = re.compile(
    r"[(（【\[](?:限|仅限|招|要求)?[男女](?:性|士|生)?[)）】\]]"
    r"|^(?:急?招聘?|诚聘|急聘|高薪聘?)?[男女](?:性|士|生)?(?:店员|销售|主播|教练|文员|助理|司机|普工|服务员|技师|保安|"
    r"客服|前台|模特|收银|营业员|导购|秘书|学徒|操作工|工人|员工|老师|教师|顾问|经理|业务员|保洁|护工|质检员?)(?!装)"
)
_SEX_OPEN = re.compile(r"性别不限|男女不限|不限男女|男女均可|男女皆可|不限性别|男女都可|男女兼招|男女兼收")

_MARRIAGE = re.compile(
    r"(?:限|要求|须|必须|需)?(?:已婚已育|未婚未育|已婚|未婚|已育|未育|已孕|无孩|未孕|无生育|离异)"
    r"(?!.{0,6}(?:不限|均可|皆可|都可|亦可|也可|/|或|假|慰问|津贴|贺礼|礼金|保险|福利|联谊|员工|客户|用户|人群|女性|男女|青年|家庭|妈妈))"
)
_MARRIAGE_WORDS = ("已婚", "未婚", "已育", "未育", "已孕", "未孕", "无孩", "离异", "无生育")
_MARRIAGE_OPEN = re.compile(
    r"(?:婚姻|婚育|婚否|已婚|未婚|已育|未育).{0,8}(?:不限|均可|皆可|都可|没有?要求|无要求)|不限(?:婚|已婚)"
)

_HEPATITIS = re.compile(
    r"(?:无|非|不得有|不能有|没有|不患|未患|排除)(?:患有?)?[^。；;，,\n]{0,6}(?:乙肝|乙型肝炎|澳抗|小三阳|大三阳|HBV)"
    r"|(?:乙肝|乙型肝炎|小三阳|大三阳|HBV)[^。；;，,\n]{0,8}(?:勿|免投|不予|除外|不录|谢绝|不招|阴性)"
    r"|(?:体检|检查|化验)[^。；;，,\n]{0,10}(?:乙肝|两对半|乙型肝炎)",
    re.IGNORECASE,
)
_HEPATITIS_WORDS = ("肝", "三阳", "澳抗", "两对半", "HBV")
_HEPATITIS_WORK = re.compile(
    r"疫苗|试剂|药|检测(?:产品|技术)|临床|研发|患者服务|科普|项目|不.{0,3}(?:检查?|查|做)乙肝|取消"
)

_ETHNICITY = re.compile(
    r"(?<!不)(?:仅限|只限|限|只招|仅招|要求|须为|必须)(?:是|为|招)?汉族"
    r"|汉族(?:优先|为佳)|民族\s*[:：]\s*汉"
    r"|(?:不招|不要|不收|谢绝|不考虑|非)(?:聘|用)?[^。；;，,\n]{0,4}(?:少数民族|维吾尔|维族|回族|藏族|彝族|新疆人)"
    r"|(?:少数民族|维吾尔族?|维族|回族|藏族|彝族)[^。；;，,\n]{0,4}(?:勿扰|勿投|除外|不招|不予|谢绝|免)"
)
_RELIGION = re.compile(
    r"(?:不得有|不能有|没有|要求无|须无|必须无)(?:任何)?(?:宗教|信教)"
    r"|(?:^|(?<=[。；;，,、\n：:\s.．]))无(?:任何)?(?:不良)?宗教信仰(?!限制|要求|歧视)"
    r"|(?:不招|谢绝|不要|不收)[^。；;，,\n]{0,4}(?:信教|教徒|宗教)"
    r"|(?:信教|教徒|宗教信仰)者?[^。；;，,\n]{0,4}(?:勿扰|勿投|除外|不招|不予|谢绝)"
    r"|(?:佛教徒|基督徒|基督教徒|穆斯林|信佛|信教)者?(?:优先|为佳)|(?:仅限|只限|限|只招|必须为?)(?:佛教|基督|穆斯林|伊斯兰)"
)
_RELIGION_WORDS = ("宗教", "信教", "教徒", "信佛", "佛教", "基督", "穆斯林", "伊斯兰")
_DISABILITY = re.compile(
    r"(?:无|非|不招|不要|不收|谢绝|没有)(?:肢体|身体|任何)?(?:残疾|残障)(?!人?[^。；;，,\n]{0,8}(?:优先|均可|保障|歧视|就业))"
    r"|(?:残疾|残障)人?士?者?[^。；;，,\n]{0,3}(?:勿扰|勿投|免|除外|不招|不予|谢绝)"
)
_HOUSEHOLD = re.compile(
    r"(?<!不)(?:仅限|只限|限|只招|仅招|须为|须是|须有|必须为?|需要?|要求|具有|具备|持有?)(?:有|是|为|具有|具备)?"
    r"[\u4e00-\u9fff]{0,6}?(?:户籍|户口)(?!本|所在|性质|地址|迁|指标|名额|证明|复印|页|首页|办理|不限|在)"
    r"|(?:本地|本市|本省|本区|本县|上海|北京|广州|深圳|沪|京|[\u4e00-\u9fff]{2,3}市)(?:户籍|户口|籍)(?:者|人士|人员|居民)?(?:优先|为佳|者?优先考虑)"
    rf"|(?:户籍|户口)(?:要求)?\s*[:：]\s*(?:仅?限)?(?:本地|本市|本省|[\u4e00-\u9fff]{{2,3}}市?)(?:户籍|户口|人)?(?=$|{_CLAUSE_END})"
    rf"|(?:^|(?<={_CLAUSE_END}))(?:本地|本市|本省|[\u4e00-\u9fff]{{2,3}}市?)户籍(?=$|[。；;，,\n])"
    r"|(?:外地|外省|非本地|非本市|非沪籍|非京籍)(?:户籍|户口)?(?:人员|人士|者)?(?:勿扰|勿投|免投|不招|除外|谢绝)"
)
_HOUSEHOLD_WORDS = ("户籍", "户口", "籍", "外地", "外省", "非本")
_HOUSEHOLD_OPEN = re.compile(
    r"(?:户籍|户口)(?:要求)?\s*[:：]\s*(?:不限|无|全国|均可|可|办|提供|协助)|"
    r"(?:户籍|户口).{0,4}(?:不限|均可|皆可|没有?要求)|不限.{0,3}(?:户籍|户口)|落户|户口(?:迁移|办理|指标|名额|政策|问题|登记|服务)"
    r"|(?:解决|办理|提供|协助|可转|申请|人才引进|咨询|转入|获得|取得|迁入|享受).{0,8}(?:户口|户籍)|户籍(?:管理|民警|科|制度|信息|登记)"
)
_CHILD = re.compile(
    r"(?:年龄|年满|招收?|招聘|要求|满)[^\d。；;，,\n]{0,4}(?<!\d)(1[0-5])\s*(?:周岁|岁)?\s*(?:-|~|—|至|到|以上|及以上|起|周岁以上|岁以上)"
    r"|(?<!\d)1[0-5]\s*(?:-|~|—|至|到)\s*[2-6]\d\s*(?:周岁|岁)|招[^。；;，,\n]{0,4}童工"
)
_CHILDREN_TAUGHT = re.compile(r"儿童|孩子|学员|少儿|青少年|宝宝|幼儿|小朋友|学生|用户|客户|会员|亲子|适龄")

_FEE_KIND = r"(?:押金|保证金|服装费|培训费|报名费|中介费|资料费|建档费|风险金|面试费|工本费|介绍费|入职费)"
_FEE = re.compile(
    rf"(?:入职|面试|报到|上岗|录用|应聘|求职|报名|新人|新员工)[^。；;！!\n]{{0,10}}(?:交纳?|缴纳?|收取?|支付|付)[^。；;，,！!\n]{{0,6}}{_FEE_KIND}"
    rf"|(?:服装|工服|工装|工作服|工牌|制服)(?:押金|保证金)"
    rf"|(?:个人|自行|员工|本人|应聘者|求职者)(?:需|须|应)?(?:交纳?|缴纳?|支付|承担)[^。；;，,！!\n]{{0,6}}{_FEE_KIND}"
    rf"|(?:需|须|要|先)(?:交纳?|缴纳?)[^。；;，,！!\n]{{0,4}}{_FEE_KIND}"
)
_FEE_WORDS = (
    "押金", "保证金", "服装费", "培训费", "报名费", "中介费", "资料费", "建档费", "风险金", "面试费",
    "工本费", "介绍费", "入职费",
)  # fmt: skip
_NO_FEE = re.compile(
    r"不|无|免|零|没有|绝|严禁|拒绝|谨防|警惕|投标|招标|客户|租|供应商|业主|加盟|学员|家长|经销商|店面|退还|公司(?:承担|支付|报销)|凡"
)

_AGE = re.compile(
    r"(?<!\d)(?:1[89]|[2-5]\d)\s*(?:周?岁)?\s*(?:-|~|～|—|–|至|到)+\s*(?:[2-6]\d)\s*(?:周?岁|之间)"
    r"|年龄[^。；;\n]{0,6}(?<!\d)(?:1[89]|[2-5]\d)\s*(?:周?岁)?\s*(?:-|~|～|—|–|至|到)+\s*[2-6]\d"
    r"|(?<!\d)[2-5]\d\s*(?:周岁|岁)\s*(?:及?以下|以内|之内|内|左右)|年龄[^。；;\n\d]{0,6}[2-5]\d\s*(?:周岁|岁)?\s*(?:及?以下|以内|之内)"
)
_LOOKS = re.compile(
    r"身高[^。；;\n]{0,6}1[.\dm米]|形象(?:好|佳|气质|良好|端正|较好|优)|五官端正|相貌|颜值|长相|外貌|四肢健全|品貌"
)
_LOOKS_WORDS = ("身高", "形象", "五官", "相貌", "颜值", "长相", "外貌", "四肢", "品貌")
_SCHOOL = re.compile(r"(?:985|211|双一流|C9)(?![^。；;\n]{0,14}(?:优先|为佳|加分|均可))", re.IGNORECASE)
_SCHOOL_PLAIN = re.compile(
    r"(?:985|211|双一流)[^。；;，,\n]{0,8}(?:院校|高校|大学|本科|毕业|学历|及以上|硕士|统招)|(?:毕业于|限|必须|只招|要求)[^。；;，,\n]{0,6}(?:985|211|双一流)"
)
_BAIT = re.compile(
    r"高薪|包过|月入(?:过|上)?[\d一二两三四五六七八九十]*万|躺赚|日入|轻松(?:月入|过万|赚)|暴利|稳赚|包录取"
)
_PAY_IN_TITLE = re.compile(
    r"(?:月薪|年薪|底薪|工资|薪资|日薪|时薪)\s*\d|\d+(?:\.\d+)?\s*(?:-|~|至|到)?\s*(?:\d+(?:\.\d+)?)?\s*(?:千|[kK](?![a-zA-Z])|万(?!人|科|达|家|里)|[wW](?![a-zA-Z])|元|块)"
    r"|(?<![\dA-Za-z])[3-9]\d00\s*(?:-|~|到|至|\+)"
)
_CONTACT_IN_TITLE = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{3,4}-\d{7,8}(?!\d)|(?:微信|QQ|qq|vx|VX|V信|电话|手机)(?:号|同号)?\s*[:：]?\s*[A-Za-z]?\d{4,}|加(?:微信|[vV])"
)

_NOT_MINIMUM_BOUND = frozenset({"part_time", "internship", "temporary"})
_NOT_FULL_TIME_WORDS = re.compile(r"实习|兼职|见习|小时工|钟点|学徒|临时|暑假|寒假|日结|志愿")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause around a place of a text begins and ends: what stands between its stops and commas."""
    left = max(text.rfind(stop, 0, start) for stop in "。；;\n！!？?，,")
    rights = [at for stop in "。；;\n！!？?，," if (at := text.find(stop, end)) >= 0]
    return left + 1, min(rights, default=len(text))


def _found(rule: re.Pattern[str], text: str, unless: re.Pattern[str] | None = None) -> bool:
    """Whether the rule's words stand in the text in a clause that does not take them back.

    A clause that holds the words again and again is looked at once.
    """
    taken_back = (-1, -1)
    for match in rule.finditer(text):
        if unless is None:
            return True
        clause = _clause(text, match.start(), match.end())
        if clause != taken_back and not unless.search(text[slice(*clause)]):
            return True
        taken_back = clause
    return False


def _has(text: str, words: tuple[str, ...]) -> bool:
    """Whether a word is there at all: most texts need no closer look."""
    for word in words:  # noqa: SIM110 -- a generator costs more than the search
        if word in text:
            return True
    return False


def _limits_sex(posting: Posting, text: str) -> bool:
    if "男" not in text and "女" not in text:
        return False
    if _SEX_OPEN.search(text):
        return False
    return bool(_SEX_TITLE.search(posting.title) or _SEX.search(text) or _SEX_ALONE.search(posting.duties))


def _limits_marriage(_: Posting, text: str) -> bool:
    return _has(text, _MARRIAGE_WORDS) and _found(_MARRIAGE, text, _MARRIAGE_OPEN)


def _limits_hepatitis(_: Posting, text: str) -> bool:
    return _has(text, _HEPATITIS_WORDS) and _found(_HEPATITIS, text, _HEPATITIS_WORK)


def _limits_ethnicity(_: Posting, text: str) -> bool:
    return ("族" in text or "新疆人" in text) and _found(_ETHNICITY, text)


def _limits_religion(_: Posting, text: str) -> bool:
    return _has(text, _RELIGION_WORDS) and _found(_RELIGION, text)


def _limits_disability(_: Posting, text: str) -> bool:
    return "残" in text and _found(_DISABILITY, text)


def _limits_household(_: Posting, text: str) -> bool:
    return _has(text, _HOUSEHOLD_WORDS) and _found(_HOUSEHOLD, text, _HOUSEHOLD_OPEN)


def _under_16(_: Posting, text: str) -> bool:
    return ("岁" in text or "童工" in text or "年龄" in text) and _found(_CHILD, text, _CHILDREN_TAUGHT)


def _asks_fee(_: Posting, text: str) -> bool:
    return _has(text, _FEE_WORDS) and _found(_FEE, text, _NO_FEE)


def _below_minimum(posting: Posting, _: str) -> bool:
    """Whether even the highest pay stated is below the minimum; hourly and part-time work is not bound."""
    if posting.minimum_wage is None or posting.pay_max is None:
        return False
    if posting.pay_period not in ("month", "year") or posting.employment_type in _NOT_MINIMUM_BOUND:
        return False
    return posting.pay_max < posting.minimum_wage and not _NOT_FULL_TIME_WORDS.search(posting.title)


def _partly_below_minimum(posting: Posting, text: str) -> bool:
    """Whether the lowest pay stated is below the minimum though the highest is not."""
    if posting.minimum_wage is None or posting.pay_min is None or posting.pay_max is None:
        return False
    if not posting.pay_min < posting.minimum_wage <= posting.pay_max:
        return False
    return _below_minimum(replace(posting, pay_max=posting.pay_min), text)


def _school(_: Posting, text: str) -> bool:
    if "211" not in text and "985" not in text and "双一流" not in text:
        return False
    return bool(_SCHOOL.search(text) and _SCHOOL_PLAIN.search(text))


_Rule = Callable[[Posting, str], bool]

_REFUSALS: tuple[tuple[str, _Rule], ...] = (
    ("limits_sex", _limits_sex),
    ("limits_ethnicity", _limits_ethnicity),
    ("limits_religion", _limits_religion),
    ("limits_marriage", _limits_marriage),
    ("limits_hepatitis", _limits_hepatitis),
    ("limits_disability", _limits_disability),
    ("limits_household", _limits_household),
    ("under_16", _under_16),
    ("asks_fee", _asks_fee),
    ("pay_below_minimum", _below_minimum),
)
_CAUTIONS: tuple[tuple[str, _Rule], ...] = (
    ("age_limit", lambda _, text: ("岁" in text or "年龄" in text) and _found(_AGE, text, _CHILDREN_TAUGHT)),
    ("looks_limit", lambda _, text: _has(text, _LOOKS_WORDS) and bool(_LOOKS.search(text))),
    ("school_limit", _school),
    ("pay_partly_below_minimum", _partly_below_minimum),
    ("bait_words", lambda posting, _: bool(_BAIT.search(posting.title))),
    ("pay_in_title", lambda posting, _: bool(_PAY_IN_TITLE.search(posting.title))),
    ("contact_in_title", lambda posting, _: bool(_CONTACT_IN_TITLE.search(posting.title))),
)
CAUTIONS: tuple[str, ...] = tuple(code for code, _ in _CAUTIONS)
"""Codes of what is in doubt, in the order in which a posting is held against them."""


def refusals(posting: Posting) -> list[str]:
    """Codes of the rules that the posting breaks; not one may be public."""
    text = f"{posting.title}\n{posting.duties}"
    return [code for code, broken in _REFUSALS if broken(posting, text)]


def cautions(posting: Posting) -> list[str]:
    """Codes of what the city should mend though the posting may be public."""
    text = f"{posting.title}\n{posting.duties}"
    return [code for code, found in _CAUTIONS if found(posting, text)]

"""Plain pages that the national site starts with; staff edit them in the CMS afterwards."""

from city_sites.models import PlainPage

ABOUT = """
<p>中国劳动力市场是全国公共就业信息门户。各城市公共就业服务机构把核验过的招聘岗位送到这里，求职者在一个地方就能查到全国的岗位，不需要登录，也不收任何费用。</p>
<h2>岗位从哪里来</h2>
<p>每个岗位都注明来源。岗位由城市公共就业服务机构按统一的数据格式送来，逐条检查：用人单位须经核验，违反法律规定的内容会被退回，过期的岗位会自动关闭。</p>
<h2>发现问题怎么办</h2>
<p>岗位不实、收取费用或者内容违法的，请在岗位页面点“举报该岗位”，不需要登录。凭受理编号可以<a href="/reports/">查询处理进展</a>。</p>
"""  # noqa: E501 - a paragraph is one line: a break would show as a space

ACCESSIBILITY = """
<p>本网站按照《网页内容无障碍指南》（WCAG 2.1）AA 级建设：可以只用键盘操作，可以配合读屏软件使用，不开启 JavaScript 也能完成查询，放大到 200% 不影响阅读。</p>
<h2>遇到困难</h2>
<p>如果某个页面您无法使用，请到就近的公共就业服务窗口，工作人员会协助您办理，并请把问题告诉他们，以便我们改正。</p>
"""  # noqa: E501 - a paragraph is one line: a break would show as a space

FOR_CITIES = """
<p>城市可以用四种方式送来岗位：在工作台上传文件、由本网站定时拉取、通过接口推送，或者由管理员在服务器上导入。支持 NDJSON、JSON、CSV 和 XLSX，编码可以是 UTF-8 或 GB18030。</p>
<h2>没有统一格式怎么办</h2>
<p>不能按统一格式导出的城市，由工作人员建立一份“对照方案”，说明您的列名、用词和统一格式的对应关系，不需要改造原有系统。</p>
<h2>每一行都有回执</h2>
<p>每次导入都逐行给出结果：新增、变更、未变或者退回，并写明原因，可以下载。同一份文件重复发送不会产生重复岗位。</p>
"""  # noqa: E501 - a paragraph is one line: a break would show as a space

EMPLOYERS = """
<p>用人单位招聘不收费。岗位由单位所在城市的公共就业服务机构受理，核验以后在城市站点和全国门户同时公开。</p>
<h2>怎样发布岗位</h2>
<ol>
<li><a href="/employer/">在网上注册单位</a>：填写统一社会信用代码，上传营业执照和经办人委托证明，由所在城市的服务机构核验。核验通过之前，岗位不会公开。</li>
<li>填写岗位，边写边看到哪些内容不合规定、同类岗位工资多少。写得越清楚，求职者越容易找到。</li>
<li>在单位工作台查看应聘，邀请面试，答复结果。按时答复率会显示在单位的公开页面上。</li>
</ol>
<p>也可以到<a href="/cities/">所在城市的服务窗口</a>办理。</p>
<h2>哪些内容会被退回</h2>
<p>限制性别、民族、宗教信仰、婚育、户籍或者歧视残疾人、乙肝病原携带者的；招用未满 16 周岁未成年人的；向求职者收取费用或者押金的；月工资低于当地最低工资标准的。退回时写明原因，改正后可以重新提交。</p>
<h2>岗位公开以后</h2>
<p>同一个岗位由几个渠道报送时只显示一次，并注明全部来源。招满或者过了有效期，岗位自动关闭，联系方式不再显示。</p>
"""  # noqa: E501 - a paragraph is one line: a break would show as a space

SERVICES = """
<h2>求职</h2>
<ul>
<li><a href="/vacancies/">查询全国岗位</a>：按职位、地点、工资、学历、经验筛选，不需要登录。</li>
<li>异地求职：在一个地方查询所有城市的岗位，看清来源后直接联系单位。</li>
</ul>
<h2>招聘</h2>
<ul>
<li><a href="/employers/">单位怎样发布岗位</a>：核验、内容要求和退回原因。</li>
</ul>
<h2>就近办理</h2>
<ul>
<li><a href="/cities/">全部城市站点</a>：服务窗口的地址、电话和开放时间。</li>
<li><a href="/bulletins/">市场公告</a>：招聘会、窗口时间和市场信息。</li>
</ul>
<h2>数据</h2>
<ul>
<li><a href="/market/">市场数据</a>：各城市的岗位、招聘人数和工资。</li>
<li><a href="/for-cities/">城市接入</a>：开通站点，报送岗位。</li>
</ul>
"""


METHODS = """
<p>季度职业供求状况分析反映公共就业服务机构登记的用人需求和求职情况。数据来自各城市的登记记录，由城市填报、省级审核、国家汇总。</p>
<h2>指标</h2>
<ul>
<li>需求人数：用人单位登记招聘的人数，不是岗位条数；求职人数：登记求职的人数。两者都等于上期结转加本期新增。</li>
<li>求人倍率：需求人数除以求职人数。地区和全国的求人倍率是合计数之比，不是各市求人倍率的平均。</li>
<li>求职人员没有职业要求的，按各组需求人数的比例分摊后计算倍率；表中人数仍为登记数。岗位没有要求的，把“无要求”的需求与全部求职人数之比加到各组。</li>
<li>“其他行业”按需求人数分摊到其他各行业以后，再汇总三次产业。</li>
</ul>
<h2>比较</h2>
<p>水平的增减只用两个时期都有数据的城市计算，并注明城市数；比重和求人倍率的变化是两期公布数之差。</p>
<h2>保密</h2>
<p>涉及的用人单位或人数太少的数据不公布，用“*”标出；为防止由合计数推算，还会隐去其他一些数据。</p>
<h2>更正</h2>
<p>发布后发现错误的，发布新版本并说明原因；旧版本保留在原地址，注明已更正。每个版本的地址永久不变。</p>
<h2>发布</h2>
<p>每次发布的全部内容在<a href="/releases/">发布日历</a>公布的时间同时向所有人公开。</p>
"""


def national_pages() -> list[PlainPage]:
    """Unsaved pages, one for each entry of the menu and the footer that is running text."""
    return [
        PlainPage(title="招聘", slug="employers", body=EMPLOYERS),
        PlainPage(title="办事服务", slug="services", body=SERVICES),
        PlainPage(title="关于本站", slug="about", body=ABOUT),
        PlainPage(title="无障碍说明", slug="accessibility", body=ACCESSIBILITY),
        PlainPage(title="城市接入", slug="for-cities", body=FOR_CITIES),
        PlainPage(title="统计方法", slug="methods", body=METHODS),
    ]

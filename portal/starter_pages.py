"""Plain pages that the national site starts with; staff edit them in the CMS afterwards."""

from city_sites.models import PlainPage

ABOUT = """
<p>中国劳动力市场是全国公共就业信息门户。各城市公共就业服务机构把核验过的招聘岗位送到这里，求职者在一个地方就能查到全国的岗位，
不需要登录，也不收任何费用。</p>
<h2>岗位从哪里来</h2>
<p>每个岗位都注明来源。岗位由城市公共就业服务机构按统一的数据格式送来，逐条检查：用人单位须经核验，违反法律规定的内容会被退回，
过期的岗位会自动关闭。</p>
<h2>发现问题怎么办</h2>
<p>岗位不实、收取费用或者内容违法的，请联系岗位页面注明的来源城市。</p>
"""

ACCESSIBILITY = """
<p>本网站按照《网页内容无障碍指南》（WCAG 2.1）AA 级建设：可以只用键盘操作，可以配合读屏软件使用，不开启 JavaScript 也能完成查询，
放大到 200% 不影响阅读。</p>
<h2>遇到困难</h2>
<p>如果某个页面您无法使用，请到就近的公共就业服务窗口，工作人员会协助您办理，并请把问题告诉他们，以便我们改正。</p>
"""

FOR_CITIES = """
<p>城市可以用四种方式送来岗位：在工作台上传文件、由本网站定时拉取、通过接口推送，或者由管理员在服务器上导入。
支持 NDJSON、JSON、CSV 和 XLSX，编码可以是 UTF-8 或 GB18030。</p>
<h2>没有统一格式怎么办</h2>
<p>不能按统一格式导出的城市，由工作人员建立一份“对照方案”，说明您的列名、用词和统一格式的对应关系，不需要改造原有系统。</p>
<h2>每一行都有回执</h2>
<p>每次导入都逐行给出结果：新增、变更、未变或者退回，并写明原因，可以下载。同一份文件重复发送不会产生重复岗位。</p>
"""


def national_pages() -> list[PlainPage]:
    """Unsaved pages: about, accessibility, and how cities send their vacancies."""
    return [
        PlainPage(title="关于本站", slug="about", body=ABOUT),
        PlainPage(title="无障碍说明", slug="accessibility", body=ACCESSIBILITY),
        PlainPage(title="城市接入", slug="for-cities", body=FOR_CITIES),
    ]

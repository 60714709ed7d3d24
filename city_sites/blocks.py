"""Blocks of StreamFields: sections of a city's first page, parts of guides and questions, attachments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from city_sites.draft_files import with_key
from city_sites.rich_text import absolute_html, is_draft, site_root_of

TEXT_FEATURES = ["bold", "ol", "ul", "link"]


class AttachmentBlock(DocumentChooserBlock):
    """A document to download."""

    class Meta:
        icon = "doc-full"
        label = _("document")

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any] | None:
        """JSON: id, title, whole address of the file and its size in bytes."""
        if value is None:
            return None
        return {
            "id": value.pk,
            "title": value.title,
            "url": site_root_of(context) + (with_key(value.url) if is_draft(context) else value.url),
            "size": value.get_file_size(),
        }


class MaterialBlock(blocks.StructBlock):
    """Something that a person brings."""

    name = blocks.CharBlock(label=_("what"), max_length=80)
    note = blocks.CharBlock(label=_("original or copies"), max_length=120, required=False)

    class Meta:
        icon = "clipboard-list"
        label = _("material")


class StepBlock(blocks.StructBlock):
    """One step on the way."""

    title = blocks.CharBlock(label=_("step"), max_length=60)
    text = blocks.TextBlock(label=_("text"), max_length=400, required=False)

    class Meta:
        icon = "list-ol"
        label = _("step")


class WithRichText(blocks.StructBlock):
    """Its rich text leaves the API as HTML that stands everywhere."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        told: dict[str, Any] = super().get_api_representation(value, context=context)
        for name, block in self.child_blocks.items():
            if isinstance(block, blocks.RichTextBlock):
                told[name] = absolute_html(value[name].source, context)
        return told


class QuestionBlock(WithRichText):
    question = blocks.CharBlock(label=_("question"), max_length=120)
    answer = blocks.RichTextBlock(label=_("answer"), features=TEXT_FEATURES)

    class Meta:
        icon = "help"
        label = _("question")


class QuestionGroupBlock(blocks.StructBlock):
    """Questions about one subject."""

    heading = blocks.CharBlock(label=_("heading"), max_length=40)
    questions = blocks.ListBlock(QuestionBlock(), label=_("questions"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("group of questions")


class SectionBlock(blocks.StructBlock):
    """A section of a city's first page that shows `count` of what the city has; subclasses say what."""

    count = blocks.IntegerBlock(label=_("how many"), min_value=1, max_value=12, default=5)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from city_sites.services.home import section_context

        context = super().get_context(value, parent_context=parent_context)
        region = context["page"].region
        return context | section_context(
            self.name, region=region, home=context["page"], count=value.get("count")
        )


class VacanciesBlock(SectionBlock):
    class Meta:
        icon = "list-ul"
        label = _("newest vacancies")
        template = "city_sites/sections/vacancies.html"


class BulletinsBlock(SectionBlock):
    class Meta:
        icon = "doc-full"
        label = _("bulletins")
        template = "city_sites/sections/bulletins.html"


class FairsBlock(SectionBlock):
    class Meta:
        icon = "calendar"
        label = _("job fairs to come")
        template = "city_sites/sections/fairs.html"


class CoursesBlock(SectionBlock):
    class Meta:
        icon = "openquote"
        label = _("courses that take people")
        template = "city_sites/sections/courses.html"


class OutletsBlock(SectionBlock):
    class Meta:
        icon = "site"
        label = _("service window and outlets")
        template = "city_sites/sections/outlets.html"


class ServicesBlock(SectionBlock):
    class Meta:
        icon = "clipboard-list"
        label = _("service guides")
        template = "city_sites/sections/services.html"


class FiguresBlock(SectionBlock):
    count = None

    class Meta:
        icon = "table"
        label = _("figures of the market")
        template = "city_sites/sections/figures.html"


class TextBlock(WithRichText):
    """The city's own words."""

    heading = blocks.CharBlock(label=_("heading"), max_length=40)
    text = blocks.RichTextBlock(label=_("text"), features=[*TEXT_FEATURES, "image"])

    class Meta:
        icon = "pilcrow"
        label = _("text")
        template = "city_sites/sections/text.html"


class HomeSections(blocks.StreamBlock):
    """What stands below the search of a city's first page, in the order that the city likes."""

    figures = FiguresBlock()
    vacancies = VacanciesBlock()
    bulletins = BulletinsBlock()
    fairs = FairsBlock()
    courses = CoursesBlock()
    services = ServicesBlock()
    outlets = OutletsBlock()
    text = TextBlock()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in ("figures", "vacancies", "bulletins", "fairs", "courses", "services", "outlets")
        }

from deploy.messages import Message, messages_of_code, messages_of_template, problems


def test_messages_of_code_are_found_with_plural_and_context():
    source = """
_("plain")
gettext_lazy("lazy")
ngettext("%(n)s row", "%(n)s rows", n)
pgettext("unit", "people")
_(variable)
"""
    assert set(messages_of_code(source)) == {
        Message("plain"),
        Message("lazy"),
        Message("%(n)s row", "%(n)s rows"),
        Message("people", context="unit"),
    }


def test_messages_of_templates_are_found_as_django_reads_them():
    source = """{% load i18n %}{% translate "It's here" %}{% translate ", " context "between names" %}
{% blocktranslate count number=n %}{{ number }} person{% plural %}{{ number }} people{% endblocktranslate %}
{% blocktranslate with day=d|date:"Y" %}published {{ day }}{% endblocktranslate %}
{% include "x.html" with caption=_("Runs") %}"""
    assert set(messages_of_template(source)) == {
        Message("It's here"),
        Message(", ", context="between names"),
        Message("%(number)s person", "%(number)s people"),
        Message("published %(day)s"),
        Message("Runs"),
    }


def test_the_chinese_catalogue_is_complete():
    assert problems() == []

"""The pages of a résumé: saved at each step, nobody else's, nothing lost on error or session end."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from jobs.models import JobSeeker, Resume
from jobs.services import resume_create
from jobs.views.seeker.steps import STEPS
from tests.factories import UserFactory

PLACE = {"region": "武汉市江夏区", "commute": "20", "elsewhere": "深圳、东莞", "anywhere": "on"}
FORMS = {
    "place": PLACE,
    "terms": {"employment_types": ["full_time"], "pay_wanted": "8000", "pay_floor": "6000"},
    "skills": {"skills": "CAD、PLC", "about": "踏实"},
    "contact": {"name": "周敏", "phone": "13800000000", "email": "zhou@example.org"},
    "registration": {"category": "laid_off", "sex": "2", "birth_date": "1990-05-01"},
}
ENTRIES = {
    "experience": ({"title": "维修电工", "start": "2020-01", "end": "2021年12月"}, "2020年1月–2021年12月"),
    "education": ({"level": "30", "school": "武汉职业技术学院", "end_year": "2018"}, "大专"),
    "certificates": ({"name": "电工证", "grade": "30", "number": "T42", "issued_on": "2020-05"}, "T42"),
    "languages": ({"language": "en", "level": "work"}, "英语"),
}


def step(resume, slug):
    return reverse("me_resume_step", args=[resume.pk, slug])


def test_everybody_begins_at_a_welcome_and_the_first_page(client):
    client.force_login(UserFactory())
    assert "开始写简历" in client.get(reverse("me_home")).content.decode()
    made = client.post(reverse("me_resumes"))
    assert made.headers["Location"] == step(Resume.objects.get(), "wanted")


@pytest.mark.parametrize("slug", FORMS)
def test_a_page_is_saved_leads_to_the_next_and_shows_what_was_saved(me, resume, slug):
    answer = me.post(step(resume, slug), FORMS[slug])
    places = [page.slug for page in STEPS]
    after = places.index(slug) + 1
    expected = step(resume, places[after]) if after < len(places) else reverse("me_resume", args=[resume.pk])
    assert answer.headers["Location"] == expected
    text = me.get(step(resume, slug)).content.decode()
    for value in FORMS[slug].values():
        if isinstance(value, str) and len(value) > 2 and slug != "place":
            assert value in text


def test_places_come_back_as_they_were_written(me, resume):
    me.post(step(resume, "place"), PLACE)
    resume.refresh_from_db()
    assert JobSeeker.objects.get().region == "420115"
    assert [(place["region"], place["mode"]) for place in resume.places] == [
        ("420115", "commute"),
        ("440300", "move"),
        ("441900", "move"),
        ("", "move"),
    ]
    text = me.get(step(resume, "place")).content.decode()
    assert "湖北省武汉市江夏区" in text
    assert "广东省深圳市、广东省东莞市" in text
    assert (
        me.post(step(resume, "place"), PLACE | {"elsewhere": "广东省深圳市、广东省东莞市"}).status_code == 302
    )


@pytest.mark.parametrize(
    ("slug", "wrong", "kept"),
    [
        ("place", {"region": "桃花源", "elsewhere": "深圳"}, "深圳"),
        ("terms", {"pay_wanted": "5000", "pay_floor": "6000"}, "6000"),
        ("contact", {"name": "", "phone": "13800000000"}, "13800000000"),
        ("registration", {"citizen_number": "420106199003072346"}, "身份号码不正确"),
        ("skills", {"skills": "长" * 41, "about": "踏实肯干"}, "踏实肯干"),
    ],
)
def test_an_error_is_said_beside_the_field_and_in_a_summary_and_nothing_written_is_lost(
    me, resume, slug, wrong, kept
):
    answer = me.post(step(resume, slug), wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "error-summary" in text
    assert "field-error" in text
    assert kept in text


def test_who_was_signed_out_finds_what_they_wrote(client, resume):
    address = step(resume, "skills")
    answer = client.post(address, {"skills": "焊接", "about": "写了很久的一段话"})
    assert answer.status_code == 302
    assert reverse("sign_in") in answer.headers["Location"]
    client.force_login(resume.seeker.user)
    text = client.get(address).content.decode()
    assert "写了很久的一段话" in text
    assert "您写的内容还在" in text
    resume.refresh_from_db()
    assert resume.skills == ["电气维修"]
    assert "写了很久的一段话" not in client.get(address).content.decode()


def test_what_was_written_comes_back_on_its_own_page_only(client, resume):
    client.post(step(resume, "skills"), {"about": "写了很久的一段话"})
    client.force_login(resume.seeker.user)
    assert "写了很久的一段话" not in client.get(step(resume, "terms")).content.decode()
    assert client.session[SESSION_KEY]


@pytest.mark.parametrize("slug", ENTRIES)
def test_entries_are_added_changed_and_removed(me, resume, slug):
    written, shown = ENTRIES[slug]
    add = reverse("me_resume_entry_add", args=[resume.pk, slug])
    assert me.post(add, {}).status_code == 422
    assert me.post(add, written).headers["Location"] == step(resume, slug)
    text = me.get(step(resume, slug)).content.decode()
    assert shown in text
    entry = re.search(rf'href="({add.removesuffix("add/")}\d+/)"', text)[1]
    assert me.get(entry).status_code == 200
    assert me.post(entry, written).status_code == 302
    assert me.post(f"{entry}delete/").status_code == 302
    assert shown not in me.get(step(resume, slug)).content.decode()


def test_a_language_that_is_there_already_is_refused_in_words(me, resume):
    add = reverse("me_resume_entry_add", args=[resume.pk, "languages"])
    me.post(add, ENTRIES["languages"][0])
    answer = me.post(add, ENTRIES["languages"][0] | {"level": "simple"})
    assert answer.status_code == 422
    assert "已经填过这种语言" in answer.content.decode()


def test_work_wanted_is_searched_chosen_and_removed_without_javascript(me, resume):
    address = step(resume, "wanted")
    text = me.get(address, {"q": "会计"}).content.decode()
    code = re.search(r'name="add" value="([\d-]+)"', text)[1]
    me.post(address, {"add": [code, "9-99-99-99"]})
    resume.refresh_from_db()
    assert resume.wanted == ["6-29-03-07", code]
    me.post(address, {"remove": "6-29-03-07"})
    resume.refresh_from_db()
    assert resume.wanted == [code]


def test_nobody_wants_more_than_five_occupations(me, resume):
    codes = ["6-31-01-03", "4-01-02-01", "4-07-05-01", "6-18-02-04", "4-03-02-01"]
    text = me.post(step(resume, "wanted"), {"add": codes}, follow=True).content.decode()
    assert "最多选 5 个" in text
    resume.refresh_from_db()
    assert resume.wanted == ["6-29-03-07"]


def test_from_the_whole_resume_one_page_is_changed_and_leads_back(me, resume):
    whole = reverse("me_resume", args=[resume.pk])
    address = f"{step(resume, 'contact')}?then=review"
    assert address in me.get(whole).content.decode()
    assert me.post(address, FORMS["contact"]).headers["Location"] == whole


def test_a_citizen_number_is_shown_masked_and_tells_sex_and_birth_date(me, resume):
    address = step(resume, "registration")
    assert me.post(address, {"citizen_number": "11010519491231002x"}).status_code == 302
    text = me.get(address).content.decode()
    assert "1101**********002X" in text
    assert "11010519491231002" not in text
    seeker = JobSeeker.objects.get()
    assert (seeker.sex, str(seeker.birth_date)) == ("2", "1949-12-31")
    me.post(address, {"category": "retired", "sex": "2", "birth_date": "1949-12-31"})
    assert JobSeeker.objects.get().citizen_id
    me.post(address, {"forget_number": "on"})
    assert not JobSeeker.objects.get().citizen_id


def test_the_owner_renames_copies_makes_main_and_deletes(me, resume):
    me.post(reverse("me_resume_rename", args=[resume.pk]), {"title": "找电工"})
    me.post(reverse("me_resume_copy", args=[resume.pk]))
    other = Resume.objects.exclude(pk=resume.pk).get()
    assert other.title == "找电工（副本）"
    me.post(reverse("me_resume_main", args=[other.pk]))
    assert Resume.objects.get(is_main=True) == other
    assert "不能恢复" in me.get(reverse("me_resume_delete", args=[resume.pk])).content.decode()
    me.post(reverse("me_resume_delete", args=[resume.pk]))
    assert list(Resume.objects.all()) == [other]
    assert "找电工" in me.get(reverse("me_resumes")).content.decode()


def test_somebody_elses_resume_does_not_exist(me, resume):
    other = resume_create(user=UserFactory())
    for name, arguments in (
        ("me_resume", []),
        ("me_resume_step", ["contact"]),
        ("me_resume_step", ["wanted"]),
        ("me_resume_entry_add", ["experience"]),
        ("me_resume_rename", []),
        ("me_resume_delete", []),
    ):
        address = reverse(name, args=[other.pk, *arguments])
        assert me.get(address).status_code == 404
        assert me.post(address, FORMS["contact"]).status_code in (404, 405)
    other.refresh_from_db()
    assert Resume.objects.filter(pk=other.pk, title=other.title).exists()


def test_pages_that_do_not_exist_answer_so(me, resume):
    assert me.get(step(resume, "shoe-size")).status_code == 404
    assert me.get(reverse("me_resume_entry_add", args=[resume.pk, "contact"])).status_code == 404
    assert me.get(reverse("me_resume_entry", args=[resume.pk, "experience", 999])).status_code == 404


def test_null_characters_break_nothing(me, resume):
    assert me.get(step(resume, "wanted"), {"q": "电\0工"}).status_code == 200
    assert me.post(step(resume, "skills"), {"skills": "电\0工", "about": "\0"}).status_code in (302, 422)
    assert me.post(reverse("me_resume_rename", args=[resume.pk]), {"title": "\0"}).status_code == 200


def test_every_page_is_complete_in_english(me, resume):
    for page in STEPS:
        text = me.get(step(resume, page.slug), {"lang": "en"}).content.decode()
        assert '<html lang="en">' in text
        assert "page " in text
    assert "Everything is saved" in me.get(reverse("me_resume", args=[resume.pk])).content.decode()

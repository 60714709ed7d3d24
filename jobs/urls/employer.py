"""Addresses below /employer/: the desk of those who recruit."""

from django.urls import path

from jobs.views.employer import (
    candidates,
    home,
    members,
    messages,
    templates,
    uploads,
    vacancies,
    verification,
)

urlpatterns = [
    path("", home.home, name="employer_home"),
    path("register/", verification.register, name="employer_register"),
    path("requests/<uuid:public_id>/", verification.request_page, name="employer_request"),
    path("requests/<uuid:public_id>/correct/", verification.correct, name="employer_request_correct"),
    path("requests/<uuid:public_id>/<slug:kind>/", verification.document, name="employer_document"),
    path("invitations/<str:token>/", members.invitation, name="employer_invitation"),
    path("<int:pk>/", home.desk_home, name="employer_desk"),
    path("<int:pk>/change/", verification.change, name="employer_change"),
    path("<int:pk>/vacancies/", vacancies.vacancy_list, name="employer_vacancies"),
    path("<int:pk>/vacancies/new/", vacancies.vacancy_new, name="employer_vacancy_new"),
    path("<int:pk>/vacancies/check/", vacancies.vacancy_check, name="employer_vacancy_check"),
    path("<int:pk>/vacancies/<int:vid>/", vacancies.vacancy_page, name="employer_vacancy"),
    path("<int:pk>/vacancies/<int:vid>/edit/", vacancies.vacancy_edit, name="employer_vacancy_edit"),
    path("<int:pk>/vacancies/<int:vid>/act/", vacancies.vacancy_act, name="employer_vacancy_act"),
    path("<int:pk>/vacancies/<int:vid>/end/", vacancies.vacancy_end, name="employer_vacancy_end"),
    path("<int:pk>/vacancies/<int:vid>/template/", templates.template_new, name="employer_template_new"),
    path("<int:pk>/vacancies/templates/", templates.template_list, name="employer_templates"),
    path("<int:pk>/vacancies/templates/<int:tid>/", templates.template_rename, name="employer_template"),
    path(
        "<int:pk>/vacancies/templates/<int:tid>/delete/",
        templates.template_delete,
        name="employer_template_delete",
    ),
    path("<int:pk>/vacancies/uploads/", uploads.upload_list, name="employer_uploads"),
    path("<int:pk>/vacancies/uploads/sample.<slug:kind>", uploads.sample, name="employer_upload_sample"),
    path("<int:pk>/vacancies/uploads/<uuid:public_id>/", uploads.upload_page, name="employer_upload"),
    path(
        "<int:pk>/vacancies/uploads/<uuid:public_id>/progress/",
        uploads.upload_progress,
        name="employer_upload_progress",
    ),
    path("<int:pk>/vacancies/uploads/<uuid:public_id>/act/", uploads.upload_act, name="employer_upload_act"),
    path(
        "<int:pk>/vacancies/uploads/<uuid:public_id>/refused.csv",
        uploads.upload_refused,
        name="employer_upload_refused",
    ),
    path("<int:pk>/candidates/", candidates.board, name="employer_candidates"),
    path(
        "<int:pk>/vacancies/<int:vid>/applications.<slug:form>",
        candidates.applications_file,
        name="employer_applications_file",
    ),
    path("<int:pk>/candidates/bulk/", candidates.bulk, name="employer_candidates_bulk"),
    path("<int:pk>/candidates/<int:aid>/", candidates.candidate, name="employer_candidate"),
    path("<int:pk>/candidates/<int:aid>/move/", candidates.candidate_move, name="employer_candidate_move"),
    path(
        "<int:pk>/candidates/<int:aid>/invite/", candidates.candidate_invite, name="employer_candidate_invite"
    ),
    path(
        "<int:pk>/candidates/<int:aid>/interview.ics",
        candidates.candidate_calendar,
        name="employer_candidate_calendar",
    ),
    path("<int:pk>/candidates/<int:aid>/message/", messages.begin, name="employer_candidate_message"),
    path("<int:pk>/messages/", messages.message_list, name="employer_messages"),
    path("<int:pk>/messages/<int:cid>/", messages.conversation, name="employer_conversation"),
    path("<int:pk>/messages/<int:cid>/contact/", messages.contact, name="employer_conversation_contact"),
    path("<int:pk>/messages/<int:cid>/stop/", messages.stop, name="employer_conversation_stop"),
    path("<int:pk>/messages/<int:cid>/report/<int:mid>/", messages.report, name="employer_message_report"),
    path("<int:pk>/members/", members.members, name="employer_members"),
    path("<int:pk>/members/<int:member>/", members.member_change, name="employer_member"),
    path(
        "<int:pk>/members/invitations/<int:invitation>/revoke/",
        members.invitation_revoke,
        name="employer_invitation_revoke",
    ),
]

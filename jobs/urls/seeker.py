"""Addresses below /me/: a person who looks for work."""

from django.urls import path

from jobs.views.seeker import applications, apply, home, imports, interview, messages, resumes, saved

urlpatterns = [
    path("", home.home, name="me_home"),
    path("visibility/", home.visibility, name="me_visibility"),
    path("resumes/", resumes.resumes, name="me_resumes"),
    path("resumes/import/", imports.upload, name="me_resume_import"),
    path("resumes/import/check/", imports.check, name="me_resume_import_check"),
    path("resumes/<int:pk>/", resumes.resume, name="me_resume"),
    path("resumes/<int:pk>/resume.pdf", resumes.pdf, name="me_resume_pdf"),
    path("resumes/<int:pk>/resume.txt", resumes.text, name="me_resume_text"),
    path("resumes/<int:pk>/main/", resumes.main, name="me_resume_main"),
    path("resumes/<int:pk>/copy/", resumes.copy, name="me_resume_copy"),
    path("resumes/<int:pk>/rename/", resumes.rename, name="me_resume_rename"),
    path("resumes/<int:pk>/delete/", resumes.delete, name="me_resume_delete"),
    path("resumes/<int:pk>/<slug:slug>/", resumes.step, name="me_resume_step"),
    path("resumes/<int:pk>/<slug:slug>/add/", resumes.entry, name="me_resume_entry_add"),
    path("resumes/<int:pk>/<slug:slug>/<int:entry_pk>/", resumes.entry, name="me_resume_entry"),
    path(
        "resumes/<int:pk>/<slug:slug>/<int:entry_pk>/delete/",
        resumes.entry_delete,
        name="me_resume_entry_delete",
    ),
    path("apply/<int:pk>/", apply.apply, name="me_apply"),
    path("apply/<int:pk>/check/", apply.check, name="me_apply_check"),
    path("applications/", applications.applications, name="me_applications"),
    path("applications/<int:pk>/", applications.application, name="me_application"),
    path("applications/<int:pk>/interview.ics", interview.interview_calendar, name="me_interview"),
    path("applications/<int:pk>/sent/", applications.sent, name="me_application_sent"),
    path("applications/<int:pk>/withdraw/", applications.withdraw, name="me_application_withdraw"),
    path("applications/<int:pk>/message/", messages.begin, name="me_application_message"),
    path("messages/", messages.message_list, name="me_messages"),
    path("messages/<int:pk>/", messages.conversation, name="me_conversation"),
    path("messages/<int:pk>/contact/", messages.contact, name="me_conversation_contact"),
    path("messages/<int:pk>/stop/", messages.stop, name="me_conversation_stop"),
    path("messages/<int:pk>/report/<int:mid>/", messages.report, name="me_message_report"),
    path("invitations/", messages.invitations, name="me_invitations"),
    path("invitations/<int:pk>/decline/", messages.decline, name="me_invitation_decline"),
    path("saved/", saved.saved, name="me_saved"),
    path("saved/<int:pk>/", saved.star, name="me_star"),
]

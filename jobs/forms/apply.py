"""Applying, and who may find a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.applying import ANSWER_LIMIT, LETTER_LIMIT, questions_of
from jobs.enums import Visibility
from jobs.forms.fields import TextField
from jobs.forms.plain import PlainForm
from jobs.models import ApplicationDraft, JobSeeker, Resume, Vacancy


class ApplyForm(PlainForm):
    """Chosen résumé, short letter, the employer's questions, all on one page."""

    resume = forms.ModelChoiceField(
        queryset=Resume.objects.none(),
        label=_("Résumé"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose a résumé.")},
    )
    letter = TextField(
        label=_("Short letter"),
        help_text=_("Why you, and why this job. Three sentences are enough."),
        max_length=LETTER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    shares_contact = forms.BooleanField(
        label=_("Show my telephone and mail address to this employer"),
        help_text=_("Otherwise the employer answers you here, and sees them once you agree."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, vacancy: Vacancy, seeker: JobSeeker, draft: ApplicationDraft | None
    ) -> None:
        self.questions = questions_of(vacancy)
        resumes = seeker.resumes.all()
        super().__init__(data, initial=self._initial(draft, resumes.first()))
        self.fields["resume"].queryset = resumes  # type: ignore[attr-defined]
        for place, asked in enumerate(self.questions):
            self.fields[f"answer_{place}"] = TextField(
                label=asked.text,
                max_length=ANSWER_LIMIT,
                required=asked.required,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("The employer wants an answer.")},
            )
        answers = [f"answer_{place}" for place in range(len(self.questions))]
        self.order_fields(["resume", "letter", *answers, "shares_contact"])

    def _initial(self, draft: ApplicationDraft | None, first: Resume | None) -> dict[str, Any]:
        if draft is None:
            return {"resume": first}
        given = {answer["question"]: answer["answer"] for answer in draft.answers}
        return {
            "resume": draft.resume or first,
            "letter": draft.letter,
            "shares_contact": draft.shares_contact,
            **{f"answer_{place}": given.get(asked.text, "") for place, asked in enumerate(self.questions)},
        }

    @property
    def answers(self) -> list[dict[str, str]]:
        """What was answered, beside what was asked."""
        return [
            {"question": asked.text, "answer": self.cleaned_data[f"answer_{place}"]}
            for place, asked in enumerate(self.questions)
        ]


class VisibilityForm(PlainForm):
    visibility = forms.ChoiceField(
        label=_("Who may find you"), choices=Visibility.choices, widget=forms.RadioSelect
    )

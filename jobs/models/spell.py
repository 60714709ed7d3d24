"""The history that demand and supply are counted from: what stood when, as it was (`docs/statistics.md`).

Triggers write it, so that no way of changing a vacancy or a person can forget it. A spell that is over is
never changed; `ends_at` of one that stands is when it ends if nothing happens, and moves with that. What a
question about an instant that is over finds is therefore the same for ever.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Spell(models.Model):
    """A time in which something was counted with the same facts; codes are those of `standards`."""

    number = models.SmallIntegerField(help_text="1 for the first of its vacancy or person")
    city = models.CharField(_("city"), max_length=6, help_text="as the region's code was then; may be empty")
    occupation = models.CharField(_("occupation"), max_length=10, blank=True)
    education = models.CharField(_("education"), max_length=2, blank=True)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="the first moment that it does not count any more")
    followed = models.BooleanField(default=False, help_text="another spell of the same came after it")

    class Meta:
        abstract = True


class VacancySpell(Spell):
    """A vacancy that anybody could see: open, not expired, of a verified employer, nobody's duplicate and no
    demonstration. The vacancy itself may be gone."""

    pk = models.CompositePrimaryKey("vacancy", "number")
    vacancy = models.BigIntegerField()
    industry = models.CharField(_("industry"), max_length=5, blank=True)
    employer_type = models.CharField(
        max_length=3, blank=True,
        help_text="GB/T 12402; A an agency, P an institution, S a social organisation",
    )  # fmt: skip
    headcount = models.IntegerField(_("headcount"))

    class Meta:
        verbose_name = _("time of a vacancy")
        verbose_name_plural = _("times of vacancies")
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="vacancy_spell_in_order")
        ]
        indexes = [models.Index(fields=["city", "ends_at"], name="vacancy_spell_city")]

    def __str__(self) -> str:
        return f"{self.vacancy}.{self.number}"


class SeekerSpell(Spell):
    """A registration of somebody who looks for work; counts for 180 days after their last word.

    Holds a band of ages instead of a date of birth. When the person is erased, what joins their spells is no
    longer theirs: a random number below zero.
    """

    pk = models.CompositePrimaryKey("seeker", "number")
    seeker = models.BigIntegerField()
    category = models.CharField(max_length=10, blank=True, help_text="`SeekerCategory`")
    sex = models.CharField(max_length=1, blank=True)
    age_from = models.SmallIntegerField(
        null=True, help_text="first year of the band at the last word: 16, 25, 35, 45; null: not stated"
    )

    class Meta:
        verbose_name = _("registration of a job seeker")
        verbose_name_plural = _("registrations of job seekers")
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="seeker_spell_in_order")
        ]
        indexes = [models.Index(fields=["city", "ends_at"], name="seeker_spell_city")]

    def __str__(self) -> str:
        return f"{self.seeker}.{self.number}"

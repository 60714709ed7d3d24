"""The standards in the database: which editions are loaded, their codes, and old codes' successors.

Code looks things up in the in-process catalogues; the tables are for queries that join, for audit, and
for the mappings that an administrator brings. Loaded editions never change: a trigger refuses it.
"""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

STANDARDS: Final = {
    "regions": _("regions (GB/T 2260)"),
    "occupations": _("occupations"),
    "industries": _("industries (GB/T 4754)"),
    "economic_types": _("economic types (GB/T 12402)"),
    "education": _("education (GB/T 4658)"),
    "grades": _("technical grades"),
}


class Edition(models.Model):
    """One edition of one standard, as it was loaded."""

    standard = models.CharField(_("standard"), max_length=32, choices=list(STANDARDS.items()))
    edition = models.CharField(_("edition"), max_length=32)
    checksum = models.CharField(_("checksum"), max_length=64, help_text=_("SHA-256 of the edition's files"))
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("edition of a standard")
        verbose_name_plural = _("editions of standards")
        constraints = [
            models.UniqueConstraint(fields=["standard", "edition"], name="standards_edition_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.edition}"


class Code(models.Model):
    """One code of an edition; never changed and never deleted."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(_("code"), max_length=16)
    parent_code = models.CharField(_("parent code"), max_length=16, blank=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="standards_code_is_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class CodeMapping(models.Model):
    """A code of an older edition and its successor in today's; "" where it has none."""

    standard = models.CharField(_("standard"), max_length=32, choices=list(STANDARDS.items()))
    edition = models.CharField(_("older edition"), max_length=32)
    old_code = models.CharField(_("old code"), max_length=32)
    current_code = models.CharField(_("current code"), max_length=16, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("successor of an old code")
        verbose_name_plural = _("successors of old codes")
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "edition", "old_code"], name="standards_old_code_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.edition}: {self.old_code} → {self.current_code or '–'}"

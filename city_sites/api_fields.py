"""Fields of pages in the headless API that Wagtail's own would say too much or too little of."""

from __future__ import annotations

from typing import Any

from rest_framework.fields import Field

from jobs.enums import VerificationState


class RelationsField(Field):
    """What a policy document is to others: kind, title, number and address of those that are public."""

    def to_representation(self, relations: Any) -> list[dict[str, Any]]:
        return [
            {
                "kind": relation.kind,
                "title": relation.other.title,
                "number": relation.other.number,
                "html_url": relation.other.full_url,
            }
            for relation in relations.all()
            if relation.other.live
        ]


class FairEmployersField(Field):
    """The verified employers of a fair in their order, with their booths."""

    def to_representation(self, rows: Any) -> list[dict[str, Any]]:
        return [
            {"employer": row.employer_id, "name": row.employer.name, "booth": row.booth}
            for row in rows.all()
            if row.employer.verification == VerificationState.VERIFIED
        ]

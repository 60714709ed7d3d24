"""A return as the desk shows it: its figures as the form checks them, and what there is to see to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from stats_publishing.desk.grid import cell_name
from stats_publishing.form_computing import write_figure
from stats_publishing.form_design import BalanceRule, Place
from stats_publishing.models import Return
from stats_publishing.services.return_checks import ReturnCheck, check_return
from stats_publishing.services.returns import Conflict

MOST_MARKED = 6
MISSING_NAMED = 10


@dataclass(frozen=True, slots=True)
class CheckedReturn:
    """A return with what its form says of it.

    Args:
        conflicts: figures that were not kept because somebody else had changed them.
    """

    of: Return
    check: ReturnCheck
    conflicts: tuple[Conflict, ...] = ()

    @property
    def marks(self) -> dict[Place, str]:
        """Which cells findings speak of; an error outweighs a warning. Of a long sum the total is marked."""
        marks: dict[Place, str] = {}
        for one in reversed(self.check.findings):
            places = one.places if len(one.places) <= MOST_MARKED else one.places[-1:]
            marks |= dict.fromkeys(places, "error" if one.is_error else "warning")
        return marks

    @property
    def told(self) -> dict[Place, str]:
        """The conflicts in words."""
        return {one.place: self._conflict(one) for one in self.conflicts}

    def findings(self, *, may_fill: bool) -> dict[str, Any]:
        """What the list of findings shows."""
        design = self.of.version.content
        missing = self.check.missing[:MISSING_NAMED]
        return {
            "of": self.of,
            "check": self.check,
            "may_fill": may_fill,
            "missing": [(cell_name(place), design.words(place)) for place in missing],
            "findings": self._by_rule(),
        }

    def _by_rule(self) -> list[tuple[BalanceRule, list[dict[str, Any]]]]:
        """Each rule once, with the columns in which it does not hold."""
        rules: dict[str, tuple[BalanceRule, list[dict[str, Any]]]] = {}
        for one in self.check.findings:
            words, _colon, short = one.finding.words.rpartition(": ")
            line = {
                "one": one,
                "cell": cell_name(one.places[-1]) if one.places else "",
                "short": short,
                "words": words,
            }
            rules.setdefault(one.rule.code, (one.rule, []))[1].append(line)
        return list(rules.values())

    def _conflict(self, conflict: Conflict) -> str:
        design = self.of.version.content
        row = design.row_of[conflict.place[0]]
        return _("%(cell)s: %(who)s wrote %(theirs)s at %(time)s; your %(yours)s is not kept.") % {
            "cell": design.words(conflict.place),
            "who": conflict.by or _("the region's own system"),
            "theirs": write_figure(conflict.theirs, row) or "—",
            "time": f"{timezone.localtime(conflict.at):%H:%M}",
            "yours": write_figure(conflict.yours, row) or "—",
        }


def checked(of: Return, conflicts: tuple[Conflict, ...] = ()) -> CheckedReturn:
    """A return, checked as it stands."""
    return CheckedReturn(of, check_return(of=of), conflicts)

"""How the suite is dealt out to several processes."""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


class FilesInOrder(LoadScopeScheduling):
    """The tests of a file stay in one process, which sets up what they share once; so do all browser tests,
    which share a running portal.

    Those of them that commit stand further down in the order (`conftest.py`) and are a unit of their own.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units: dict[str, str] = {}
        self.file = ""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid not in self.units:
            file = BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]
            if file != self.file:
                self.file, self.unit = file, f"{len(self.units)} {file}"
            self.units[nodeid] = self.unit
        return self.units[nodeid]

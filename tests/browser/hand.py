"""`python -m tests.browser.hand`: a process of the portal that makes what the browser tests find, and does
what they ask, call by call: Django starts once for all of them.

Reads lines of JSON, each a module, a function and arguments; a line answers what it gave, or how it failed.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[2]


class Hand:
    """The process as the tests have it."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "tests.browser.hand"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def do(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function of a module there; what it gives, as JSON tells it."""
        assert self.process.stdin
        assert self.process.stdout
        asked = [function.__module__, function.__name__, arguments]
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, f"the process ended at {asked}"
        answer = json.loads(line)
        assert "failed" not in answer, answer["failed"]
        return answer["gave"]

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def answer_to(module: str, function: str, arguments: list[object]) -> dict[str, object]:
    try:
        return {"gave": getattr(importlib.import_module(module), function)(*arguments)}
    except Exception:
        return {"failed": traceback.format_exc()}


if __name__ == "__main__":
    django.setup()
    for asked in sys.stdin:
        with contextlib.redirect_stdout(sys.stderr):
            answer = answer_to(*json.loads(asked))
        print(json.dumps(answer), flush=True)

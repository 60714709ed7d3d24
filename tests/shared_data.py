"""Real postings and judged titles to measure with. They may be used for that and not be published, so they
are no part of the project; what is promised of any data is tested with data of our own, in the same rooms.
"""

import os
from pathlib import Path

import pytest


def shared_file(name: str) -> Path:
    """A file of the folder PORTAL_SHARED_DATA; the test is skipped where there is none."""
    folder = os.environ.get("PORTAL_SHARED_DATA", "")
    path = Path(folder) / name
    if not folder or not path.is_file():
        pytest.skip(f"{name} may not be published: PORTAL_SHARED_DATA names the folder where one has it")
    return path

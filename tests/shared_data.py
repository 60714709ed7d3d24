"""The shared data folder, which is not part of the project: tests that measure with it skip without it."""

import os
from pathlib import Path

import pytest


def shared_file(name: str) -> Path:
    """A file of the folder PORTAL_SHARED_DATA; the test is skipped where there is none."""
    folder = os.environ.get("PORTAL_SHARED_DATA", "")
    path = Path(folder) / name
    if not folder or not path.is_file():
        pytest.skip("PORTAL_SHARED_DATA is not set to the shared data")
    return path

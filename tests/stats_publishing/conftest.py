from __future__ import annotations

import pytest

from portal.celery import app


@pytest.fixture
def tasks_at_once():
    """Tasks are carried out where they are queued, so that a test sees the mails."""
    app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    app.conf.update(task_always_eager=False, task_eager_propagates=False)

"""What follows when the last step of a workflow approves a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Wagtail's models import this module
    from wagtail.models import WorkflowState

    from accounts.models import User


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish, or schedule, what was approved.

    Who may approve was decided at each step; a province that approves last may not publish by itself.
    """
    revision = workflow_state.current_task_state.revision
    revision.publish(user=user, skip_permission_checks=True)

"""Pages of the workspace's lists, as of all desks."""

from jobs.paging import Page, behind, page_of

__all__ = ["Page", "behind", "page_of"]

"""The corpus is searched on the same cluster as everything else, in indexes of this process."""

from tests.search.conftest import _cluster, _own_index

__all__ = ["_cluster", "_own_index"]

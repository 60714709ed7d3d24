from stats_publishing.models.datasets import DatasetVersion
from stats_publishing.models.snapshots import MarketSnapshot

__all__ = ["DatasetVersion", "MarketSnapshot"]

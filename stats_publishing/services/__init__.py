from stats_publishing.services.market import market_snapshot_take, snapshot_of

__all__ = ["market_snapshot_take", "snapshot_of"]

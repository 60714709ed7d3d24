"""Pages of staff about statistics, below /workspace/."""

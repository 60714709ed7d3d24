"""What people type, read once: words become concepts, what is not recognised stays text."""

from search.reading.reader import read_query
from search.reading.types import Concept, Kind, Reading

__all__ = ["Concept", "Kind", "Reading", "read_query"]

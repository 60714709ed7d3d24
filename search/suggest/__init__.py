"""Type-ahead: what a person may be about to type. `suggestions("diang", scope="")` is the whole of it."""

from search.suggest.finding import Suggestion, suggestions
from search.suggest.names import SuggestionKind

__all__ = ["Suggestion", "SuggestionKind", "suggestions"]

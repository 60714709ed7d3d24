from search.models.alerts import AlertDelivery, SavedSearch, ShownVacancy, Subscriber
from search.models.synonyms import Synonym

__all__ = [
    "AlertDelivery",
    "SavedSearch",
    "ShownVacancy",
    "Subscriber",
    "Synonym",
]

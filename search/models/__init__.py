from search.models.alerts import AlertDelivery, SavedSearch, ShownVacancy, Subscriber
from search.models.popular import PopularSearch
from search.models.recommendations import Recommendation
from search.models.synonyms import Synonym

__all__ = [
    "AlertDelivery",
    "PopularSearch",
    "Recommendation",
    "SavedSearch",
    "ShownVacancy",
    "Subscriber",
    "Synonym",
]

from search.models.alerts import AlertDelivery, SavedSearch, ShownVacancy, Subscriber

__all__ = [
    "AlertDelivery",
    "SavedSearch",
    "ShownVacancy",
    "Subscriber",
]

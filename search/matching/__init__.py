"""People and vacancies that suit each other: features, gates, scores, words, retrieval, congestion."""

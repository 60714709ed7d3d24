"""Sheets of vacancies that employers upload: columns, sample files, what a row means, what it changes."""

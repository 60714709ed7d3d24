"""A résumé that somebody brings as DOCX or PDF: its text, and what that says. Nothing leaves the machine."""

from jobs.resume_import.extract import Unreadable, text_of
from jobs.resume_import.reading import draft_of

__all__ = ["Unreadable", "draft_of", "text_of"]

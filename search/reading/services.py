"""Changes of the synonyms."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.enums import NATION
from accounts.models import User
from accounts.services import audit
from search.models import Synonym
from search.reading.lexicon import dense
from search.reading.synonyms import synonyms_publish


class WordTaken(ValueError):
    """Another synonym is for the same word."""


@transaction.atomic
def synonym_save(
    *,
    word: str,
    meanings: Sequence[str],
    two_way: bool,
    is_active: bool,
    note: str,
    by: User,
    synonym: Synonym | None = None,
) -> Synonym:
    """Make a synonym, or change one, so that searches know it within seconds.

    Args:
        word: what people type. Case and spaces do not count.
        meanings: what it also means; the word itself and repeats are left out.
        synonym: the one that is changed; None makes a new one.
    Raises:
        WordTaken: the word has a synonym already that is not this one.
    """
    key = dense(word)
    saved = Synonym.objects.select_for_update().get(pk=synonym.pk) if synonym else Synonym()
    if saved.key != key and Synonym.objects.filter(key=key).exists():
        raise WordTaken(word)
    saved.word, saved.key, saved.note = word, key, note
    saved.meanings = [meaning for meaning in dict.fromkeys(meanings) if dense(meaning) != key]
    saved.two_way, saved.is_active, saved.changed_by = two_way, is_active, by
    saved.save()
    audit(
        actor=by,
        act="synonym_save",
        subject=saved,
        region=NATION,
        word=word,
        meanings=saved.meanings,
        two_way=two_way,
        is_active=is_active,
    )
    transaction.on_commit(synonyms_publish)
    return saved

"""A record with all that hangs on it as JSON-able data, read off the models: a new column or a new list of a
person's is exported without anybody thinking of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from django.db.models import CASCADE, FileField, ForeignKey, ForeignObjectRel, Model
from django.utils.functional import Promise

from accounts.models import User

Namer = Callable[[str], str]
"""Gives the word for a code of a column."""


def record_of(
    record: Model, *, names: Mapping[str, Namer], without: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Columns, many-to-many lists, and the rows that would go with this one, by name.

    Ids, accounts and the way up are left out; other records are named only.

    Args:
        names: column → word for one of its codes, which then stands beside it: {"code": …, "name": …}.
        without: columns that are not data of the person, such as keyed hashes.
    """
    data = {
        field.name: _value(record, field, names)
        for field in record._meta.concrete_fields
        if not field.primary_key and field.name not in without and field.related_model is not User
    }
    for many in record._meta.many_to_many:
        data[many.name] = [str(one) for one in getattr(record, many.name).all()]
    for relation in _dependents(type(record)):
        rows = relation.related_model._base_manager.filter(**{relation.field.name: record}).order_by("pk")
        here = without | {relation.field.name}
        data[_list_name(relation)] = [record_of(row, names=names, without=here) for row in rows]
    return data


def labels_of(model: type[Model], path: str) -> dict[str, Promise]:
    """The models' own words for what `record_of` gives, by dotted path, where they have any."""
    labels: dict[str, Any] = {
        f"{path}.{field.name}": field.verbose_name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
    }
    for relation in _dependents(model):
        name = f"{path}.{_list_name(relation)}"
        if "verbose_name_plural" in relation.related_model._meta.original_attrs:
            labels[name] = relation.related_model._meta.verbose_name_plural
        labels |= labels_of(relation.related_model, name)
    return {name: words for name, words in labels.items() if isinstance(words, Promise)}


def _value(record: Model, field: Any, names: Mapping[str, Namer]) -> Any:
    if isinstance(field, ForeignKey):
        related = getattr(record, field.name)
        return str(related) if related is not None else None
    value = field.value_from_object(record)
    if isinstance(field, FileField):
        return PurePath(value.name).name if value else ""
    choices = dict(getattr(field, "base_field", field).flatchoices)
    if choices and value:
        return [str(choices[one]) for one in value] if isinstance(value, list) else str(choices[value])
    if (namer := names.get(field.name)) and value:
        return [_named(one, namer) for one in value] if isinstance(value, list) else _named(value, namer)
    return value


def _named(code: str, namer: Namer) -> dict[str, str]:
    return {"code": code, "name": namer(code)}


def _dependents(model: type[Model]) -> Iterator[Any]:
    """Relations of the models whose rows go when a row of this one goes."""
    relations: Iterable[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        depends = isinstance(relation, ForeignObjectRel) and relation.on_delete is CASCADE
        if depends and not relation.related_model._meta.auto_created:
            yield relation


def _list_name(relation: Any) -> str:
    """The name that the other model gave the list, or its own where it gave none."""
    given = str(relation.related_name or "").rstrip("+")
    return given or str(relation.related_model._meta.model_name)

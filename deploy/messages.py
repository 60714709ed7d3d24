"""`python -m deploy.messages --write | --check | --compile`: the Chinese catalogue, without gettext's tools.

Message ids are plain English and stand in the code and the templates, so English needs no catalogue. Chinese
must be complete. A room may have a catalogue of its own (`jobs/locale`); the rest is in `portal/locale`.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("accounts", "city_sites", "jobs", "portal", "search", "standards", "stats_publishing")
LANGUAGE = "zh_Hans"
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
CALLS_WITH_CONTEXT = {"pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2}
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?(?:\s*,\s*{LITERAL})?")
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """What is to be translated: context and plural are "" where there is none."""

    id: str
    plural: str = ""
    context: str = ""


def messages_of_code(source: str) -> Iterator[Message]:
    """Messages of a Python module: calls of the gettext family with literal texts."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS and name not in CALLS_WITH_CONTEXT:
            continue
        texts = [
            arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        yield from _message(name, texts)


def messages_of_template(source: str) -> Iterator[Message]:
    """Messages of a Django template, by Django's own reading of its tags."""
    from django.utils.translation.template import templatize

    for call in TEMPLATE_CALL.finditer(templatize(source)):
        yield from _message(call[1], [ast.literal_eval(text) for text in call.groups()[1:] if text])


def _message(name: str, texts: list[str]) -> Iterator[Message]:
    context = texts.pop(0) if name in CALLS_WITH_CONTEXT and texts else ""
    count = CALLS.get(name) or CALLS_WITH_CONTEXT[name]
    if len(texts) >= count:
        yield Message(texts[0], texts[1] if count == 2 else "", context)


def messages_of_room(room: str) -> dict[Message, list[str]]:
    """All messages of a room → the files they stand in."""
    found: dict[Message, list[str]] = {}
    for path in sorted((ROOT / room).rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts or "data" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        read = messages_of_code if path.suffix == ".py" else messages_of_template
        for message in read(source):
            places = found.setdefault(message, [])
            if (name := str(path.relative_to(ROOT))) not in places:
                places.append(name)
    return found


def catalogue_path(room: str) -> Path:
    """The room's own catalogue where it has one, else the common one."""
    own = ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
    return own if own.exists() else ROOT / "portal" / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def wanted() -> dict[Message, list[str]]:
    """All messages of all rooms → the files they stand in."""
    found: dict[Message, list[str]] = {}
    for room in ROOMS:
        for message, places in messages_of_room(room).items():
            found.setdefault(message, []).extend(places)
    return found


def _open(path: Path) -> polib.POFile:
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return catalogue


def _key(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _translation(entry: polib.POEntry) -> str:
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def problems() -> list[str]:
    """What is missing or wrong in the Chinese catalogues, one line each."""
    messages = wanted()
    entries = {_key(entry): entry for path in catalogues() for entry in _open(path)}
    found = [f"{key.id!r} is used nowhere" for key in entries if key not in messages]
    for message, places in sorted(messages.items()):
        entry = entries.get(message)
        if entry is None or entry.fuzzy or not _translation(entry).strip():
            found.append(f"no Chinese for {message.id!r} ({places[0]})")
        elif stray := _placeholders(_translation(entry)) - _placeholders(message.id + message.plural):
            found.append(f"the Chinese of {message.id!r} has an unknown {', '.join(sorted(stray))}")
    return found


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def write() -> None:
    """Bring the catalogues into step with the code: new messages come in empty, unused ones go."""
    messages = wanted()
    homes = {_key(entry): path for path in catalogues() for entry in _open(path)}
    for message, places in messages.items():
        homes.setdefault(message, catalogue_path(places[0].split("/")[0]))
    for path in sorted(set(homes.values())):
        kept = {_key(entry): entry for entry in _open(path)}
        catalogue = _open(path)
        catalogue.clear()
        for message, places in sorted(messages.items(), key=lambda item: (item[1][0], item[0])):
            if homes[message] == path:
                catalogue.append(_entry(message, places, kept.get(message)))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))


def _entry(message: Message, places: list[str], kept: polib.POEntry | None) -> polib.POEntry:
    entry = kept or polib.POEntry(
        msgid=message.id,
        msgid_plural=message.plural or None,
        msgstr_plural={0: ""} if message.plural else None,
        msgctxt=message.context or None,
    )
    entry.occurrences = [(place, "") for place in places]
    entry.flags = ["python-format"] if _placeholders(message.id) else []
    return entry


def catalogues() -> list[Path]:
    """All Chinese catalogues there are."""
    return sorted(ROOT.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po"))


def compile_all() -> None:
    """Write the compiled catalogues beside the texts; each takes its place in one step."""
    for path in catalogues():
        compiled = path.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(path)).save_as_mofile(str(compiled))
        compiled.replace(path.with_suffix(".mo"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.messages", description=__doc__)
    act = parser.add_mutually_exclusive_group(required=True)
    act.add_argument("--write", action="store_true", help="collect messages, then compile")
    act.add_argument("--check", action="store_true", help="fail if Chinese is missing somewhere")
    act.add_argument("--compile", action="store_true", help="compile the catalogues")
    options = parser.parse_args()
    if options.write:
        write()
    if options.write or options.compile:
        compile_all()
    found = problems() if options.write or options.check else []
    for problem in found:
        print(problem, file=sys.stderr if options.check else sys.stdout)
    return 1 if options.check and found else 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Encodings: UTF-8 with and without BOM, GB18030; a broken byte marks its place and stops nothing."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from jobs.feeds.reasons import RunError

MARK = "\ufffe"
"""Stands where bytes could not be decoded: a character that no text contains."""
ON_ERROR = "feed_mark"
MOST_OPENED = 5_000
"""Lists and objects that one row may hold; nested in each other they take the square of it in bytes."""
_SAMPLE = 256 * 1024
_SAMPLES_LATER = 4
_MOST_BROKEN = 0.1
_MARK_BYTES = MARK.encode()


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error(ON_ERROR, _mark)


def detect_encoding(file: BinaryIO) -> str:
    """The encoding of a seekable file: "utf-8", "utf-8-sig" (with BOM) or "gb18030".

    Samples from the beginning and from four later places are tried, so that a first page in plain ASCII
    does not mislead.

    Raises:
        RunError: "encoding_unknown".
    """
    samples = _samples(file)
    if samples[0].startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if samples[0].startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RunError("encoding_unknown", found="UTF-16")
    for encoding in ("utf-8", "gb18030"):
        if _broken_share(samples, encoding) < _MOST_BROKEN:
            return encoding
    raise RunError("encoding_unknown")


def _samples(file: BinaryIO) -> list[bytes]:
    size = file.seek(0, 2)
    samples = []
    for part in range(_SAMPLES_LATER + 1):
        start = size * part // (_SAMPLES_LATER + 1)
        if part and size <= _SAMPLE:
            break
        file.seek(start)
        sample = file.read(_SAMPLE)
        if part:  # begin after a line's end: never inside a character
            sample = sample.partition(b"\n")[2]
        samples.append(sample)
    file.seek(0)
    return samples


def _broken_share(samples: list[bytes], encoding: str) -> float:
    """Broken places for each character outside ASCII, 0–1 and more."""
    broken = wide = 0
    for sample in samples:
        text = codecs.getincrementaldecoder(encoding)(ON_ERROR).decode(sample)
        marks = text.count(MARK)
        broken += marks
        wide += len(re.findall(r"[^\x00-\x7f]", text)) - marks
    return broken / (broken + wide) if broken else 0.0


class Utf8Stream:
    """A binary file in any of our encodings, read as UTF-8 without BOM; broken places become `MARK`.

    `next_row` is told that a row is complete: a guard against one that is endless, or nested so deep that
    a reader which remembers the way to each value would fill the memory.
    """

    def __init__(self, file: BinaryIO, encoding: str, *, limit: int) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(ON_ERROR)
        self._limit = limit
        self.next_row()

    def next_row(self) -> None:
        self._since_row = self._opened = 0

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        while True:
            block = self._file.read(size if size > 0 else 65_536)
            text = self._decoder.decode(block, final=not block)
            if text or not block:
                break
        self._since_row += len(block)
        self._opened += block.count(b"[") + block.count(b"{")
        if self._since_row > self._limit or self._opened > MOST_OPENED:
            raise RunError("json_broken", longest_row=self._limit, most_nested=MOST_OPENED)
        return text.encode("utf-8")


def is_broken(raw: bytes) -> bool:
    """Whether decoded and again encoded text has a broken place."""
    return _MARK_BYTES in raw

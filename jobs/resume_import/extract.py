"""`python -m jobs.resume_import.extract < FILE`: the text of a DOCX or PDF, in a process with narrow limits.

Files come from anybody and may be made to harm: the process that reads one may use `MEMORY_BYTES` and
`CPU_SECONDS`, and gives at most `TEXT_LIMIT` characters. What exceeds the limits ends that process only.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 5 * 1024 * 1024
MEMORY_BYTES: Final = 1024**3
CPU_SECONDS: Final = 20
WAIT_SECONDS: Final = 60
TEXT_LIMIT: Final = 40_000
PAGES_AT_MOST: Final = 10
UNPACKED_AT_MOST: Final = 40 * 1024 * 1024
_ROOT: Final = Path(__file__).resolve().parents[2]


class Unreadable(ValueError):
    """No text can be got from the file: another format, damaged, locked, a picture, or beyond the limits."""


def text_of(content: bytes) -> str:
    """The text of a DOCX or PDF, known by its content.

    Raises:
        Unreadable: there is none to be had.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("larger than the limit")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "jobs.resume_import.extract"],
            input=content,
            capture_output=True,
            cwd=_ROOT,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("takes too long") from None
    text = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode or not text:
        raise Unreadable("no text")
    return text


def _read(content: bytes) -> str:
    if content[:1024].lstrip().startswith(b"%PDF"):
        return _read_pdf(content)
    return _read_docx(content)


def _read_pdf(content: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(content), maxpages=PAGES_AT_MOST)


def _read_docx(content: bytes) -> str:
    """Paragraphs and the cells of tables, in the order in which they stand."""
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED_AT_MOST:
            raise Unreadable("unpacks to too much")
    lines = []
    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                lines.append("\t".join(text for text in cells if text))
        else:
            lines.append(block.text)
    return "\n".join(lines)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    text = _read(sys.stdin.buffer.read(MOST_BYTES + 1))
    sys.stdout.buffer.write(text[:TEXT_LIMIT].encode("utf-8", "replace"))


if __name__ == "__main__":
    main()

"""Installs Elasticsearch with the portal's analysis plugin below `var/elasticsearch/home`.

    python -m deploy.local.elasticsearch_install

Maven resolves the server and builds the plugin (`deploy/elasticsearch/`). A stamp of everything that the
result depends on makes the second time instant; a changed plugin is built and installed anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "deploy" / "elasticsearch"
TARGET = ROOT / "var" / "elasticsearch"
HOME = TARGET / "home"
STAMP = "installed.sha256"


def install() -> Path:
    """Make `HOME/bin/elasticsearch` ready to run, if it is not yet, and return HOME.

    Safe to call from several processes at once. HOME is replaced as a whole: it is complete or absent.

    Raises:
        SystemExit: a tool is missing or a step failed; the message says which, after the tool's own words.
    """
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        checksum = sources_checksum()
        if not _installed(checksum):
            _require_tools()
            _build_home(checksum)
    return HOME


def sources_checksum() -> str:
    """SHA-256 of the names and contents of everything that the installed result depends on."""
    digest = hashlib.sha256()
    for path in [Path(__file__), *sorted(p for p in SOURCES.rglob("*") if p.is_file())]:
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _installed(checksum: str) -> bool:
    stamp = HOME / STAMP
    return stamp.is_file() and stamp.read_text() == checksum


def _require_tools() -> None:
    missing = [
        f"{tool} (Debian: {package})"
        for tool, package in (("mvn", "maven"), ("javac", "default-jdk-headless"))
        if shutil.which(tool) is None
    ]
    if missing:
        raise SystemExit(f"Elasticsearch cannot be installed without {' and '.join(missing)}.")


def _build_home(checksum: str) -> None:
    build = TARGET / "build"
    shutil.rmtree(build, ignore_errors=True)
    _run("mvn", "-q", "-B", "-f", str(SOURCES / "pom.xml"), "package", f"-Dportal.build={build}")
    (server,) = (build / "server").iterdir()
    plugin = build / "portal-analysis" / "portal-analysis.zip"
    _run(str(server / "bin" / "elasticsearch-plugin"), "install", "--silent", "--batch", plugin.as_uri())
    _make_readable(server)
    (server / STAMP).write_text(checksum)
    if HOME.exists():
        HOME.rename(build / "replaced")
    server.rename(HOME)
    shutil.rmtree(build, ignore_errors=True)


def _run(*command: str) -> None:
    java = Path(shutil.which("javac") or "").resolve().parent.parent
    environment = os.environ | {"ES_JAVA_HOME": str(java), "CLI_JAVA_OPTS": "-Xmx512m"}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"{Path(command[0]).name} failed with exit code {done.returncode}; see above.")


def _make_readable(folder: Path) -> None:
    """Let any user run the server: Elasticsearch refuses root, so root starts it as somebody else."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (0o111 if path.is_dir() or mode & 0o100 else 0))


if __name__ == "__main__":
    install()

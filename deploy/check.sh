#!/usr/bin/env bash
# Every check that needs no running service except PostgreSQL (for migrations); all run, the first failure counts.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

check() { # check NAME COMMAND…
    local name=$1
    shift
    if output=$("$@" 2>&1); then echo "ok    $name"; else
        echo "FAIL  $name"
        echo "$output" | sed 's/^/      /'
        failed+=("$name")
    fi
}

check "style (ruff)" $bin/ruff check .
check "formatting (ruff)" $bin/ruff format --check .
check "types (mypy)" $bin/mypy --no-error-summary .
check "import layers" $bin/lint-imports
check "templates (djlint)" $bin/djlint --lint --quiet .
check "translations" $bin/python -m deploy.messages --check
check "Django's checks and migrations" $bin/python -m deploy.local exec --instance check --only postgres,valkey -- \
    bash -c "$bin/python manage.py check --fail-level WARNING && $bin/python manage.py makemigrations --check --dry-run"

if ((${#failed[@]})); then
    echo "${#failed[@]} of the checks failed."
    exit 1
fi

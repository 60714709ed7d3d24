#!/usr/bin/env bash
# Installs all that the portal needs and nothing else; done again, it takes no time.
set -euo pipefail
cd "$(dirname "$0")/.."

# What each Debian package is there for, and the command or file that shows it is.
missing=()
need() { # need PACKAGE COMMAND-OR-FILE
    if [[ $2 == /* ]]; then [[ -e $2 ]] || missing+=("$1"); else command -v "$2" >/dev/null || missing+=("$1"); fi
}
need_library() { # need_library PACKAGE LIBRARY
    [[ $(/sbin/ldconfig -p) == *"$2"* ]] || missing+=("$1")
}
need git git
need maven mvn
need default-jdk-headless javac
command -v chromium >/dev/null || need chromium-headless-shell chromium-headless-shell
need fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
need_library libpango-1.0-0 libpango-1.0.so.0
need_library libpangoft2-1.0-0 libpangoft2-1.0.so.0
need ca-certificates /etc/ssl/certs/ca-certificates.crt
need util-linux setpriv
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

if ((${#missing[@]})); then
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        echo "Installing Debian packages: ${missing[*]} …"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    else
        echo "These packages are missing; ask an administrator to run:" >&2
        echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
fi

# What makes the browser tests quick; a machine with a whole Chromium and no way to more does without.
if [[ ! -d .venv && $(id -u) == 0 ]] && ! command -v chromium-headless-shell >/dev/null; then
    DEBIAN_FRONTEND=noninteractive timeout 120 \
        apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null 2>&1 ||
        echo "The browser tests run in Chromium: chromium-headless-shell, which is quicker, cannot be had."
fi

stamp=var/setup.requirements
wanted=$(cat requirements.txt <(python3 --version) | sha256sum)
if [[ ! -x .venv/bin/python || ! -f $stamp || $(<"$stamp") != "$wanted" ]]; then
    echo "Installing Python packages …"
    mkdir -p var
    [[ -x .venv/bin/python ]] || python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
    echo "$wanted" >"$stamp"
fi

[[ -d var/elasticsearch/home ]] || echo "Installing Elasticsearch with the Chinese analysis plugin …"
.venv/bin/python -m deploy.local.elasticsearch_install

.venv/bin/python -m deploy.messages --compile

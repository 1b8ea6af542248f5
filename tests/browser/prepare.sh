#!/usr/bin/env bash
# Installs what the tests in the browser need and is not there, and prints the path of the browser.
set -euo pipefail
cd "$(dirname "$0")"

say() { echo "$*" >&2; }

# Debian's package, where it can be installed without asking.
from_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    { apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } >&2
}

command -v npm >/dev/null || from_debian nodejs npm || {
    say "The tests in the browser need Node.js 20 or later: https://nodejs.org"
    exit 1
}

# Once per lock file.
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund >&2
    cp package-lock.json node_modules/.installed
fi

browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
        [ -n "$name" ] && command -v "$name" && return
    done
    local own
    own=$(node -e 'console.log(require("playwright-core").chromium.executablePath())')
    [ -x "$own" ] && echo "$own"
}

browser || {
    from_debian chromium || npx playwright-core install chromium >&2
    browser
} || {
    say "The tests in the browser need Chromium; CHROMIUM=/path/to/it names one that is not on the path."
    exit 1
}

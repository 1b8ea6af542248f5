#!/usr/bin/env bash
# Installs what the tests in the browser need and is not there, and prints the path of the browser.
set -euo pipefail
cd "$(dirname "$0")"

NODE_LEAST=20
NODE_INSTALLED=22

say() { echo "$*" >&2; }

# Debian's packages, where they can be installed without asking.
from_debian() {
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
    export DEBIAN_FRONTEND=noninteractive
    { apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } >&2
}

new_enough() {
    hash -r # Another `node` may have come.
    node -e "process.exit(parseInt(process.versions.node) >= $NODE_LEAST ? 0 : 1)" 2>/dev/null
}

no_node() {
    say "The tests in the browser need Node.js $NODE_LEAST or later with npm, which could not be installed: https://nodejs.org"
    exit 1
}

command -v npm >/dev/null || from_debian nodejs npm || no_node

# Once per lock file.
if ! cmp -s package-lock.json node_modules/.installed; then
    npm ci --no-audit --no-fund >&2 || {
        say "The tests in the browser need the packages of tests/browser/package-lock.json, which npm could not install."
        exit 1
    }
    cp package-lock.json node_modules/.installed
fi

# A distribution's Node.js may be too old. npm puts a newer one beside the packages, where `npm test` finds it first.
PATH="$PWD/node_modules/.bin:$PATH"
new_enough || { npm install --no-save --no-audit --no-fund "node@$NODE_INSTALLED" >&2 && new_enough; } || no_node

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
    say "The tests in the browser need Chromium, which could not be installed; CHROMIUM=/path/to/it names one that is not on the path."
    exit 1
}

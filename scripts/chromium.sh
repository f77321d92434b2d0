#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests; installs one when there is none.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

find_chromium() {
    local name path
    if [[ -n ${CHROMIUM_PATH:-} ]]; then
        [[ -x $CHROMIUM_PATH ]] || die "CHROMIUM_PATH is no program: $CHROMIUM_PATH"
        echo "$CHROMIUM_PATH"
        return
    fi
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    # Playwright's own, wherever it keeps it on this system.
    if [[ -d $ROOT/end2end/node_modules/@playwright/test ]]; then
        path=$(cd "$ROOT/end2end" && node -p 'require("@playwright/test").chromium.executablePath()')
        [[ -x $path ]] && echo "$path" && return
    fi
    return 1
}

find_chromium && exit
if can_apt; then
    apt_install chromium && find_chromium && exit
elif have npx; then
    say "Installing Chromium with Playwright"
    (cd "$ROOT/end2end" && npx playwright install chromium) >&2 && find_chromium && exit
fi
die "Rekey's browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH"

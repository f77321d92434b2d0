#!/usr/bin/env bash
# The browser tests against the release binary: its demo, a fresh SQLite database, a free port. Arguments go to Playwright.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT/end2end"

[[ -x $ROOT/target/release/rekey ]] || die "No target/release/rekey: make build"

# npm's own record of what it installed is newer than the lock file, or there is something to install.
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-fund --no-audit
fi
CHROMIUM_PATH=$("$ROOT/scripts/chromium.sh")
port=$(free_port)
home=$(mktemp -d "${TMPDIR:-/tmp}/rekey-e2e.XXXXXX")
export CHROMIUM_PATH REKEY_BASE_URL=http://localhost:$port REKEY_CANARIES=$home/canaries

rm -rf artifacts test-results
mkdir -p artifacts
: >"$REKEY_CANARIES"
npx --no-install tsc --noEmit

server=''
# shellcheck disable=SC2329 # called by the trap
finish() {
    [[ -z $server ]] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The most detailed log there is: afterwards it is searched for every secret the tests saw.
(
    # The tests make more accounts in minutes than a country sees in a day.
    sed 's/^sends_country_daily = .*/sends_country_daily = 5000/; s/^sends_daily = .*/sends_daily = 9000/' \
        "$ROOT/Leptos.toml" >"$home/Leptos.toml"
    cd "$home"
    export LEPTOS_SITE_ADDR=127.0.0.1:$port REKEY_PUBLIC_URL=$REKEY_BASE_URL RUST_LOG=trace
    export REKEY_DATABASE_URL="sqlite://$home/rekey.db?mode=rwc"
    exec "$ROOT/target/release/rekey" serve --demo
) >"$home/server.log" 2>&1 &
server=$!

for ((tries = 0; ; tries++)); do
    node -e 'fetch(process.argv[1]).then((r) => process.exit(r.status === 200 ? 0 : 1), () => process.exit(1))' \
        "http://127.0.0.1:$port/health/ready" && break
    if ! kill -0 "$server" 2>/dev/null || ((tries >= 150)); then
        tail -n 50 "$home/server.log"
        die "The server did not become ready"
    fi
    sleep 0.2
done

result=0
npx --no-install playwright test "$@" || result=$?

say "Stopping the server: it has 10 seconds"
kill -TERM "$server" 2>/dev/null || true
for ((tries = 0; tries < 100; tries++)); do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if kill -0 "$server" 2>/dev/null; then
    echo "The server still ran 10 s after SIGTERM" >&2
    result=1
else
    code=0
    wait "$server" || code=$?
    server=''
    ((code == 0)) || { echo "The server ended with $code" >&2 && result=1; }
fi

# A part of the tests sees only a part of the secrets.
if (($# == 0)); then
    node "$ROOT/scripts/canaries.mjs" "$home/server.log" "$REKEY_CANARIES" || result=1
fi
# The log holds demo data only; it is kept where a failure can be looked into.
((result == 0)) || cp "$home/server.log" artifacts/server.log
exit "$result"

#!/usr/bin/env bash
# Everything that is checked before a change is taken, stage by stage; the first that fails is the last that runs.
# The last line is for machines: `N passed, N failed` (Rust tests on both databases, browser tests, the other stages).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"

# Nothing is built twice here: incremental files would only fill the disk.
export CARGO_INCREMENTAL=0
unset REKEY_TEST_POSTGRES_URL

logs=$ROOT/target/test-logs
results=$ROOT/end2end/artifacts/results.json
passed=0 failed=0 names=() times=() outcomes=()
mkdir -p "$logs"
rm -f "$results"

closing() {
    local code=$? i
    trap - EXIT
    echo
    for i in "${!outcomes[@]}"; do
        printf '%-28s %6s s  %s\n' "${names[i]}" "${times[i]}" "${outcomes[i]}"
    done
    # Killed between two stages, or nothing ran: that is no success.
    ((code == 0 || failed > 0)) || failed=1
    ((passed + failed > 0)) || failed=1
    echo "$passed passed, $failed failed"
    ((failed == 0)) || exit 1
}
trap closing EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The counts of a stage's tests, as `passed failed`.
rust_counts() { awk '/^test result: /{ p += $4; f += $6 } END { print p + 0, f + 0 }' "$1"; }
browser_counts() {
    node -e '
        const { stats, errors } = JSON.parse(require("fs").readFileSync(process.argv[1]));
        console.log(stats.expected, stats.unexpected + stats.flaky + errors.length);
    ' "$results" 2>/dev/null || echo 0 0
}

# stage KIND NAME COMMAND...: a check counts as one; rust and browser stages count their tests.
stage() {
    local kind=$1 name=$2 log begun=$SECONDS code=0 p=0 f=0
    shift 2
    log=$logs/${#names[@]}.log
    names+=("$name")
    printf '\n== %s\n' "$name"
    "$@" 2>&1 | tee "$log" || code=$?
    times+=($((SECONDS - begun)))
    case $kind in
    check) p=1 ;;
    rust) read -r p f < <(rust_counts "$log") ;;
    browser) read -r p f < <(browser_counts) ;;
    esac
    if [[ $kind != check ]] && ((code == 0 && p == 0)); then
        echo "$name: no tests ran"
        code=1
    fi
    if ((code != 0)); then
        [[ $kind != check ]] || p=0
        # What did not compile or start has no failed test to show for it.
        ((f > 0)) || f=1
    elif ((f > 0)); then
        code=1
    fi
    passed=$((passed + p)) failed=$((failed + f))
    if ((code == 0)); then outcomes+=("ok ($p)"); else outcomes+=("FAILED ($p passed, $f failed)"); fi
    return "$code"
}

rust_tests() { cargo test --locked --features ssr --no-fail-fast; }
export -f rust_tests
wasm=(--lib --features hydrate --target wasm32-unknown-unknown)

stage check "tools" scripts/tools.sh
stage check "format" cargo fmt --check
stage check "clippy, server" cargo clippy --locked --features ssr --all-targets -- -D warnings
stage check "clippy, browser" cargo clippy --locked "${wasm[@]}" -- -D warnings
stage rust "tests on SQLite" rust_tests
stage rust "tests on PostgreSQL" scripts/postgres.sh run bash -c rust_tests
stage check "release build" scripts/build.sh
stage check "byte budget" node scripts/budget.mjs
stage browser "browser tests" scripts/e2e.sh

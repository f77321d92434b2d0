#!/usr/bin/env bash
# Measures the release build on this machine.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/build.sh"
node "$ROOT/scripts/budget.mjs"
cd "$ROOT" && cargo bench --locked --features ssr --bench sign_in
"$ROOT/scripts/postgres.sh" run cargo bench --locked --features ssr --bench people

#!/usr/bin/env bash
# Builds Rekey and serves its demo on SQLite. LEPTOS_SITE_ADDR, REKEY_* and RUST_LOG reach the server as they are.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/build.sh"
cd "$ROOT"
# exec, so that Ctrl+C and SIGTERM are the server's own.
exec target/release/rekey serve --demo

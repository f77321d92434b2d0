#!/usr/bin/env bash
# Format and lints, in seconds: for use while writing. `make test` runs the same commands and all the rest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$ROOT"
cargo fmt --check
cargo clippy --locked --features ssr --all-targets -- -D warnings
cargo clippy --locked --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings

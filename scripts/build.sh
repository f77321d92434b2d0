#!/usr/bin/env bash
# The release build: the site into target/site, then target/release/rekey, which carries it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
"$ROOT/scripts/tools.sh"
cd "$ROOT"

mkdir -p target
export REKEY_WASM_OPT_LOG=$ROOT/target/wasm-opt.log
: >"$REKEY_WASM_OPT_LOG"

# The address is the server's affair when it starts; a build that knew it would be a different build.
env -u LEPTOS_SITE_ADDR -u LEPTOS_SITE_ROOT cargo leptos build --release --precompress "$@"

wasm=$(find target/site -name '*.wasm' | wc -l)
optimised=$(wc -l <"$REKEY_WASM_OPT_LOG")
if ((wasm == 0 || optimised < wasm)); then
    rm -f target/release/rekey
    die "wasm-opt ran on $optimised of $wasm WASM files: this is not a release build"
fi
say "Built target/release/rekey (wasm-opt $(wasm-opt --version | awk '{ print $3 }') on $optimised of $wasm WASM files)"

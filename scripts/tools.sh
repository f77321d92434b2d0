#!/usr/bin/env bash
# Makes sure of every build tool in its pinned version; silent and quick when all are there.
# The Cargo tools go where Cargo puts them, so that all checkouts share them; npm's go to .tools of this one.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

have cargo || die "Rekey needs Rust 1.95 or newer: https://rustup.rs"
have cc || have gcc || have clang || die "Rekey needs a C compiler (SQLite is compiled in): apt-get install build-essential"
have node || die "Rekey needs Node.js 20 or newer: https://nodejs.org"

# Asked of the compiler and not of rustup, which need not be the one that installed it.
if [[ ! -d $(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown/lib ]]; then
    say "Adding the wasm32-unknown-unknown target"
    have rustup || die "Rust has no wasm32-unknown-unknown target here: install it, or Rust by https://rustup.rs"
    rustup target add wasm32-unknown-unknown
fi

# cargo_tool CRATE VERSION [cargo install arguments]: first a ready binary, when cargo-binstall is there to fetch one.
cargo_tool() {
    local crate=$1 version=$2
    shift 2
    if have cargo-binstall; then
        say "Installing $crate $version with cargo binstall"
        cargo binstall --no-confirm --locked --force "$crate@$version" && return
    fi
    say "Building $crate $version (once; a few minutes)"
    # The full release profile of cargo-leptos takes 12 minutes on two cores, most of it link-time optimisation,
    # and nothing here is the faster for it.
    env -u CARGO_TARGET_DIR \
        CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
        cargo install --locked --force "$crate" --version "$version" "$@"
}

# The second word of `tool --version`, or nothing.
version_of() { { "$@" --version 2>/dev/null || true; } | awk 'NR == 1 { print $2 }'; }

# Run from a neutral folder: Cargo settings of the checkout (its rustflags) are for the app.
cd /

if [[ $(version_of cargo-leptos leptos) != "$CARGO_LEPTOS_VERSION" ]]; then
    # no_downloads: a missing helper is a clear error and not a silent fetch of another version.
    cargo_tool cargo-leptos "$CARGO_LEPTOS_VERSION" --features no_downloads
fi

bindgen=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3 }' "$ROOT/Cargo.lock")
if [[ $(version_of wasm-bindgen) != "$bindgen" ]]; then
    cargo_tool wasm-bindgen-cli "$bindgen"
fi

npm_tool "binaryen@$BINARYEN_VERSION"
wasm-opt --version >/dev/null || die "wasm-opt of the npm package binaryen does not run here"

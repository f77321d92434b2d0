# shellcheck shell=bash
# Sourced by the other scripts: where things are, and the few words they share.
# Bash forgets `set -e` inside of $( ), unless told not to (4.4 and newer can be told).
shopt -s inherit_errexit 2>/dev/null || true

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
TOOLS=$ROOT/.tools
export PATH="$ROOT/scripts/path:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
# shellcheck source=versions.env
source "$ROOT/scripts/versions.env"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() {
    printf '%s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Debian's packages are an option only for root: nothing here asks for a password.
can_apt() { have apt-get && [[ $(id -u) == 0 ]]; }

# apt_install PACKAGE: the package lists of a fresh image are often empty or old, so they are fetched first.
apt_install() {
    say "Installing $1 with apt-get"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$1"; } >&2
}

# npm_tool NAME@VERSION: into .tools, unless just that version is there.
npm_tool() {
    local name=${1%@*} version=${1##*@}
    local manifest=$TOOLS/node_modules/$name/package.json
    if [[ -f $manifest ]] && [[ $(node -p 'require(process.argv[1]).version' "$manifest") == "$version" ]]; then
        return
    fi
    have npm || die "Rekey needs Node.js 20 or newer with npm for $name: https://nodejs.org"
    say "Installing $1 with npm"
    mkdir -p "$TOOLS"
    # A package.json of its own, or npm would look for one in the folders above.
    [[ -f $TOOLS/package.json ]] || echo '{ "name": "rekey-tools", "private": true }' >"$TOOLS/package.json"
    npm install --prefix "$TOOLS" --save-exact --no-fund --no-audit --loglevel=error "$1" >&2
}

# A port nobody listens on, on loopback.
free_port() {
    node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

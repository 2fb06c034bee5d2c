# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.

# Says a thing to the person, on standard error: standard output is for what another program reads.
say() { printf '%s\n' "$*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root when that is possible without asking for a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# Becomes a command, as nobody when we are root: PostgreSQL refuses to be root, and clamd need not be.
become_nobody() {
    [ "$(id -u)" -ne 0 ] || exec setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/nonexistent "$@"
    exec "$@"
}

as_nobody() { (become_nobody "$@"); }

# Creates a folder that nobody owns when we are root.
folder_of_nobody() {
    mkdir -p "$1"
    [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$1"
}

# A port of 127.0.0.1 on which nothing listens, below the range the kernel hands out by itself.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return 0; }
    done
    return 1
}

# Waits until something listens on a port of 127.0.0.1, for a number of seconds, while the process lives.
wait_for_port() {
    local port=$1 pid=$2 seconds=$3
    for _ in $(seq $((seconds * 10))); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
        runs "$pid" || return 1
        sleep 0.1
    done
    return 1
}

# Whether a process runs; one that has ended and waits for its parent to notice does not.
runs() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.*Z' "/proc/$1/status"; }

# Ends the process whose id stands in a file: asked first, forced after five seconds.
end_process_of() {
    local pid
    [ -s "$1" ] || return 0
    pid=$(cat "$1")
    kill "$pid" 2>/dev/null || { rm -f "$1"; return 0; }
    for _ in $(seq 50); do
        runs "$pid" || break
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    rm -f "$1"
}

# Finds a server program that Debian keeps off the PATH of ordinary people.
find_program() {
    local name=$1 place
    command -v "$name" 2>/dev/null && return 0
    for place in /usr/lib/postgresql/*/bin /usr/sbin /usr/local/sbin; do
        [ -x "$place/$name" ] && { echo "$place/$name"; return 0; }
    done
    return 1
}

# Finds a Chromium, as the browser stories do (tests/browser/harness.mjs).
find_chromium() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
        command -v "$name" 2>/dev/null && return 0
    done
    return 1
}

# Finds a Python that has aiosmtpd: Debian installs it for /usr/bin/python3, which may not be the first on the PATH.
find_python_with_aiosmtpd() {
    local python
    for python in /usr/bin/python3 python3; do
        "$python" -c 'import aiosmtpd' 2>/dev/null && { command -v "$python"; return 0; }
    done
    return 1
}

# Finds the library by which the browser stories move the program's clock (tests/browser/harness.mjs).
find_libfaketime() { ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null; }

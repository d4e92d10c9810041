# Sourced by every script: where things are, and which tools come first in the path.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Node releases that Vite 8, ESLint 10 and the Svelte tools run on: 20.19 and up, 22.13 and up.
# Where the system's is older, this release is taken from npm's own package.
node_release=22.23.3
npm_release=10.9.9

target=${CARGO_TARGET_DIR:-$root/target}
stamps=$target/stamps
node_home=$target/node
export CARGO_TARGET_DIR=$target

[ -d "$HOME/.cargo/bin" ] && PATH=$HOME/.cargo/bin:$PATH
[ -x "$node_home/node_modules/.bin/node" ] && PATH=$node_home/node_modules/.bin:$PATH
export PATH

say() { printf '%s\n' "$*" >&2; }

# One clear line, then the status for "something outside failed".
give_up() {
  say "codetrail: $*"
  exit 3
}

# Whether this machine's windows can be seen by somebody.
has_display() {
  [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}

# Whether a node is in the path that the page's tools run on.
node_fits() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
      process.exit(a > 22 || (a === 22 && b >= 13) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

#!/usr/bin/env bash
# Installs the page's packages when the lock file has changed, and builds the page when its
# sources have.
#
#   scripts/ui.sh [packages]
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

lock=ui/package-lock.json
packages_stamp=ui/node_modules/.codetrail-lock
built_stamp=$stamps/ui

[ -f "$lock" ] || give_up "the page's lock file $lock is missing"

if ! cmp -s "$lock" "$packages_stamp"; then
  (cd ui && npm ci --no-audit --no-fund >&2) ||
    give_up "could not install the page's packages; see npm's lines above"
  cp "$lock" "$packages_stamp"
fi
[ "${1:-}" = packages ] && exit 0

# A debug build leaves a page that only says what is missing.
stale() {
  [ ! -f "$built_stamp" ] || [ ! -f ui/dist/index.html ] ||
    grep -q 'page is not built yet' ui/dist/index.html ||
    [ -n "$(find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -newer "$built_stamp" -print -quit)" ]
}

if stale; then
  mkdir -p "$stamps"
  touch "$built_stamp.new" # a change made during the build counts as newer
  (cd ui && npm run build >&2) || give_up "the page did not build; see the lines above"
  mv "$built_stamp.new" "$built_stamp"
fi

#!/usr/bin/env bash
# Installs a code set if there is none, then opens the program on the sample charts; without a
# display, codes a sample chart on the command line instead.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

bin=$target/release

installed=$("$bin/codetrail-cli" codeset list --json) || true
grep -q '"release": *"' <<<"$installed" ||
  "$bin/codetrail-cli" codeset install ||
  give_up "no code set could be installed; download the official \"Table and Index\" zip and run: $bin/codetrail-cli codeset install --from FILE"

if has_display; then
  exec "$bin/codetrail"
fi
say "No display is available (DISPLAY and WAYLAND_DISPLAY are unset): coding a sample chart without a window."
exec "$bin/codetrail-cli" demo

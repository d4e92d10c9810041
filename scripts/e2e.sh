#!/usr/bin/env bash
# Runs the end-to-end tests: the real program, its window on a display of its own.
# Arguments go to the test program (a test's name, --nocapture, …).
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

if [ "$(uname -s)" != Linux ]; then
  say "SKIPPED: the end-to-end tests drive WebKitGTK, which exists on Linux only."
  exit 0
fi

CODETRAIL_TEST_HOME=$(scripts/test-codeset.sh)
export CODETRAIL_TEST_HOME
# one window at a time: two would fight over the machine's cores and the keyboard's focus
exec xvfb-run -a -s "-screen 0 1400x900x24" \
  cargo test --locked --workspace --test e2e -- --test-threads 1 "$@"

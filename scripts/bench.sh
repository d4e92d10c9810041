#!/usr/bin/env bash
# Measures what a person waits for, in release builds: criterion's benches first, then one table. The
# desktop program is measured on a display of its own where one can be had.
#
#   scripts/bench.sh [table]     "table" leaves criterion's benches out
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

bin=$target/release

# in one form with what `make run` builds, or cargo would compile Tauri again
cargo build --locked --release -p codetrail -p codetrail-cli -p core-tests --bins
CODETRAIL_TEST_HOME=$(CODETRAIL_CLI=$bin/codetrail-cli scripts/test-codeset.sh)
export CODETRAIL_TEST_HOME

if [ "${1:-}" != table ]; then
  cargo bench --locked -p retrieval -p core-tests --bench search --bench use_cases
fi

display=()
command -v xvfb-run >/dev/null && display=(xvfb-run -a -s "-screen 0 1400x900x24")
exec ${display[@]+"${display[@]}"} \
  "$bin/measure" "$CODETRAIL_TEST_HOME" "$target/bench" "$bin/codetrail-cli" "$bin/codetrail"

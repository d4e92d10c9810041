#!/usr/bin/env bash
# Installs the code set releases that the tests read, once, into the build folder, and prints
# that folder. A development copy beside the project is used where there is one; otherwise the
# releases come the way they come to any user.
#
#   export CODETRAIL_TEST_HOME=$(scripts/test-codeset.sh)
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

home=$target/test-home
copies=${CODETRAIL_CODESET_COPIES:-$root/../shared/codeset}
cli=${CODETRAIL_CLI:-$target/debug/codetrail-cli}
releases=(FY2026-04 FY2025-04 FY2021)

[ -x "$cli" ] || cargo build --locked --workspace --bins --tests >&2

mkdir -p "$home" "$stamps"
for release in "${releases[@]}"; do
  stamp=$stamps/test-codeset-$release
  [ -f "$stamp" ] && [ -d "$home/codeset/$release" ] && continue
  from=()
  [ -d "$copies/$release" ] && from=(--from "$copies/$release")
  "$cli" codeset install --release "$release" ${from[@]+"${from[@]}"} --home "$home" >&2 ||
    give_up "the tests need the code set $release, which could not be installed; see the line above"
  touch "$stamp"
done
printf '%s\n' "$home"

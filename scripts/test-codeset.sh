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
# beside each other: each learns on one processor
installing=()
for release in "${releases[@]}"; do
  stamp=$stamps/test-codeset-$release
  [ -f "$stamp" ] && [ -d "$home/codeset/$release" ] && continue
  from=()
  [ -d "$copies/$release" ] && from=(--from "$copies/$release")
  ("$cli" codeset install --release "$release" ${from[@]+"${from[@]}"} --home "$home" >&2 && touch "$stamp") &
  installing+=($!)
done
for one in ${installing[@]+"${installing[@]}"}; do
  wait "$one" || failed=yes
done
[ -z "${failed:-}" ] || give_up "the tests need the code sets ${releases[*]}, of which one could not be installed; see the lines above"
# The Official Guidelines where a copy lies beside the project, else a stand-in of their outline.
guidelines=$copies/reference/icd10cm_guidelines_FY2026.txt
[ -f "$guidelines" ] || guidelines=$root/tests/e2e/guidelines.txt
stamp=$stamps/test-guidelines-$(basename "$guidelines" .txt)
if [ ! -f "$stamp" ] || [ "$guidelines" -nt "$stamp" ]; then
  "$cli" codeset install --release FY2026-04 --from "$guidelines" --home "$home" >&2 ||
    give_up "the tests need the guidelines of $guidelines, which could not be installed; see the line above"
  touch "$stamp"
fi
printf '%s\n' "$home"

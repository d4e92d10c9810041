#!/usr/bin/env bash
# Prints every table of docs/scoreboard.md, measured on the development notes beside the project.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

notes=${CODETRAIL_SHARED:-$root/../shared}/eval
[ -d "$notes" ] || {
  say "SKIPPED: the development notes are not beside the project (../shared/eval)"
  exit 0
}
home=$(scripts/test-codeset.sh)
cli=${CODETRAIL_CLI:-$target/debug/codetrail-cli}
"$cli" --home "$home" eval "$notes"/aci/train.jsonl "$notes"/aci/valid.jsonl --simulate-learning
"$cli" --home "$home" eval "$notes"/codiesp/dev.jsonl --simulate-learning
cargo run --locked -q -p coding-engine --example calibrate -- --dry

#!/usr/bin/env bash
# Builds the fuzz targets and runs each for a bounded time. The compiler's own coverage flags are
# stable, so the pinned toolchain serves; the flags are kept from build scripts by naming the target.
#
#   FUZZ_SECONDS=600 scripts/fuzz.sh [target …]
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

seconds=${FUZZ_SECONDS:-10}
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(note xml text json lines rtf docx cda fhir hl7 pdf)
host=$(rustc -vV | sed -n 's/^host: //p')
into=$target/fuzz
flags=(
  --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=3
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
)

CARGO_TARGET_DIR=$into RUSTFLAGS="${flags[*]}" \
  cargo build --locked --manifest-path fuzz/Cargo.toml --release --target "$host" --bins

for name in "${targets[@]}"; do
  mkdir -p "$into/corpus/$name" fuzz/artifacts/"$name"
  log=$into/$name.log
  say "fuzz: $name for $seconds s"
  "$into/$host/release/$name" "$into/corpus/$name" fuzz/seeds/"$name" \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
    -artifact_prefix="fuzz/artifacts/$name/" -print_final_stats=1 >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    give_up "the fuzz target $name failed; the input is below fuzz/artifacts/$name"
  }
  grep -E 'number_of_executed_units|peak_rss_mb' "$log" >&2 || true
done

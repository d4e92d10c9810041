#!/usr/bin/env bash
# Looks for known faults and unwanted licences in what the program is built from. Says so where
# a tool or a registry is not at hand (SKIPPED), and fails only on a finding. Part of `make test`.
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

status=0

if command -v cargo-deny >/dev/null; then
  cargo deny --locked check licenses bans sources || status=1
  if report=$(cargo deny --locked check advisories 2>&1); then
    say "$report"
  elif grep -qiE 'failed to (fetch|open|load|clone)|unable to fetch' <<<"$report"; then
    say "SKIPPED: the advisory database could not be reached."
  else
    say "$report"
    status=1
  fi
else
  say "SKIPPED: Rust packages (cargo-deny is not installed; get it with: cargo install --locked cargo-deny)."
fi

if [ -f ui/package-lock.json ]; then
  report=$(cd ui && npm audit --omit=dev --json 2>/dev/null) || true
  case $report in
    *'"vulnerabilities"'*)
      found=$(node -p 'JSON.parse(require("fs").readFileSync(0)).metadata.vulnerabilities.total' <<<"$report")
      say "npm: $found known faults in the page's packages"
      [ "$found" = 0 ] || status=1
      ;;
    *) say "SKIPPED: the page's packages (npm's audit service could not be reached)." ;;
  esac
fi

exit $status

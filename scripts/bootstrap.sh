#!/usr/bin/env bash
# Installs what is missing to build (and, with "test", to run the end-to-end tests).
# Says nothing and changes nothing when everything is there.
#
#   scripts/bootstrap.sh [build|test]
set -euo pipefail
# shellcheck source=scripts/env.sh
. "$(dirname "$0")/env.sh"

purpose=${1:-build}

build_packages=(libwebkit2gtk-4.1-dev libssl-dev pkg-config gcc g++ make perl ca-certificates python3-pip)
test_packages=(xvfb xauth webkit2gtk-driver fonts-dejavu fonts-noto-color-emoji)

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The packages of a list that are not installed, with Debian's own Node where there is none at all.
missing_packages() {
  local package
  for package in "$@"; do
    case $package in
      # any Python with a pip of its own will do
      python3-pip) python3 -m pip --version >/dev/null 2>&1 || echo "$package" ;;
      *) installed "$package" || echo "$package" ;;
    esac
  done
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    give_up "could not install system packages: neither root nor sudo; ask an administrator for: ${missing[*]}"
  fi
}

install_packages() {
  say "Codetrail needs these system packages: ${missing[*]}"
  if [ -t 0 ] && [ "$(id -u)" != 0 ] && [ -z "${CODETRAIL_YES:-}" ]; then
    local answer
    read -r -p "Install them with apt-get now? [Y/n] " answer
    case $answer in [nN]*) give_up "system packages are missing; install them with: sudo apt-get install ${missing[*]}" ;; esac
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 ||
    say "codetrail: the package lists could not be refreshed; trying with those at hand"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 ||
    give_up "could not install system packages; see apt-get's lines above, or install by hand: ${missing[*]}"
}

system_packages() {
  case $(uname -s) in
    Linux)
      local wanted=("${build_packages[@]}")
      [ "$purpose" = test ] && wanted+=("${test_packages[@]}")
      if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        mapfile -t missing < <(missing_packages "${wanted[@]}")
        [ ${#missing[@]} = 0 ] || install_packages
      elif ! pkg-config --exists webkit2gtk-4.1 openssl 2>/dev/null || ! command -v npm >/dev/null; then
        give_up "this is not a Debian system, so please install the counterparts of: ${wanted[*]} nodejs npm"
      fi
      ;;
    Darwin)
      xcode-select -p >/dev/null 2>&1 ||
        give_up "Apple's command line tools are missing; install them with: xcode-select --install"
      ;;
  esac
  command -v npm >/dev/null || give_up "Node is missing; install Node 22 or newer from your system's packages"
}

# A newer Node from npm's own package, inside the build folder.
newer_node() {
  node_fits && return
  say "Node $(node --version) is older than the page's tools need; taking Node $node_release from npm"
  mkdir -p "$node_home"
  npm install --prefix "$node_home" --no-audit --no-fund --no-save \
    "node@$node_release" "npm@$npm_release" >&2 ||
    give_up "could not fetch Node $node_release from npm; install Node 22 or newer and run again"
  PATH=$node_home/node_modules/.bin:$PATH
  node_fits || give_up "Node $node_release was fetched into $node_home but does not run here"
}

rust() {
  command -v cargo >/dev/null ||
    give_up "Rust is missing; install it with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  local minor
  minor=$(cargo --version | sed -E 's/^cargo 1\.([0-9]+)\..*/\1/')
  [ "$minor" -ge 95 ] 2>/dev/null ||
    give_up "found $(cargo --version), but 1.95 is needed; install Rust through rustup, which picks the pinned version"
}

system_packages
newer_node
rust

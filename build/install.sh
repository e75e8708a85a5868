#!/bin/sh
# How does pintail get onto this machine, and off it again? One file in ~/.local/bin, from a checkout or a release.
#   build/install.sh                  builds this checkout and installs it
#   build/install.sh ADDRESS          fetches ADDRESS/pintail (or pintail.xz), checked against ADDRESS/pintail.sha256;
#                                     PINTAIL_RELEASE=ADDRESS does the same
#   build/install.sh --uninstall      removes it and what it unpacked; projects are not touched
set -eu

fail() {
  echo "error: $1" >&2
  [ $# -lt 2 ] || echo "  fix  $2" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

[ -n "${HOME:-}" ] || fail 'HOME is not set' 'HOME=/home/you build/install.sh'
bin="$HOME/.local/bin"
target="$bin/pintail"

uninstall() {
  cache="${PINTAIL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pintail}"
  if [ -f "$target" ]; then
    rm -f "$target" || fail "cannot remove $target"
    echo "removed $target"
  else
    echo "there is no $target"
  fi
  for folder in "$cache" "/dev/shm/pintail-$(id -u)" "${TMPDIR:-/tmp}/pintail-$(id -u)"; do
    for unpacked in "$folder"/native-* "$folder"/.unpacking-*; do
      if [ -d "$unpacked" ]; then rm -rf "$unpacked" && echo "removed $unpacked"; fi
    done
    rmdir "$folder" 2>/dev/null || true
  done
}

# fetch ADDRESS FILE
fetch() {
  case "$1" in
    file://*) cp "${1#file://}" "$2" 2>/dev/null ;;
    *)
      if have curl; then curl --fail --silent --show-error --location --output "$2" "$1"
      elif have wget; then wget --quiet --output-document="$2" "$1"
      else fail 'neither curl nor wget is installed' 'install one of them'
      fi ;;
  esac
}

sum_of() {
  if have sha256sum; then sha256sum "$1"
  elif have shasum; then shasum -a 256 "$1"
  else openssl dgst -sha256 -r "$1"
  fi | cut -d ' ' -f 1
}

# Leaves the verified executable in $work/pintail.
download() {
  release="${1%/}"
  case "$release" in
    *://*) ;;
    *) fail "\"$release\" is no address" 'it begins with https:// or file://' ;;
  esac
  fetch "$release/pintail.sha256" "$work/sum" || fail "there is no $release/pintail.sha256" 'check the address'
  if have xz && fetch "$release/pintail.xz" "$work/pintail.xz" 2>/dev/null; then
    xz --decompress "$work/pintail.xz" || fail "$release/pintail.xz is damaged" 'try again'
  else
    fetch "$release/pintail" "$work/pintail" || fail "there is no $release/pintail" 'check the address'
  fi
  have sha256sum || have shasum || have openssl ||
    fail 'no program to verify the download' 'install sha256sum, shasum or openssl'
  wanted=$(cut -d ' ' -f 1 <"$work/sum")
  found=$(sum_of "$work/pintail")
  [ "$wanted" = "$found" ] ||
    fail "the download is not what was released (sha256 $found, should be $wanted)" 'try again; nothing was installed'
}

# Leaves the executable in $work/pintail.
make() {
  root=$(cd "$(dirname "$0")/.." 2>/dev/null && pwd) || root=
  [ -f "$root/build/binary.ts" ] ||
    fail 'this is no checkout, and no release is named' 'PINTAIL_RELEASE=https://… sh install.sh'
  have npm || fail 'npm is needed to build from a checkout' 'install Node.js 20 or newer, or name a release'
  (cd "$root" && npm run --silent build) || fail 'the build failed'
  cp "$root/dist/pintail" "$work/pintail"
}

install() {
  mkdir -p "$bin" || fail "cannot make $bin"
  # Beside the target, so that it takes its place in one step, even under a running pintail.
  work=$(mktemp -d "$bin/.pintail-XXXXXX") || fail "cannot write to $bin"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
  if [ -n "$1" ]; then download "$1"; else make; fi
  chmod 755 "$work/pintail"
  version=$("$work/pintail" version) || fail 'the executable does not run on this machine' 'build it from a checkout'
  mv -f "$work/pintail" "$target"
  echo "installed $version as $target"
  case ":$PATH:" in
    *":$bin:"*) ;;
    *) echo "note: $bin is not in PATH; add to your shell's profile:  export PATH=\"\$HOME/.local/bin:\$PATH\"" ;;
  esac
}

case "${1:-}" in
  --uninstall) uninstall ;;
  -*) fail "there is no option $1" 'build/install.sh [ADDRESS | --uninstall]' ;;
  *) install "${1:-${PINTAIL_RELEASE:-}}" ;;
esac

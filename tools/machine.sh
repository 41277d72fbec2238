#!/usr/bin/env bash
# Makes sure this machine has what the tests call: a C compiler (for the race detector), git, Chromium with fonts,
# strace, Node with npm, Python with pip. Installs what is missing as Debian packages; says so plainly when it cannot.
set -euo pipefail
cd "$(dirname "$0")/.."

PATH=$PATH:/usr/sbin:/sbin # ldconfig lives there, and is for everybody
have() { command -v "$1" >/dev/null 2>&1; }

# The same places, in the same order, as e2e/stage/chromium.go.
browser() {
  [ -n "${CAIRN_CHROMIUM:-}" ] && return 0
  for f in /usr/lib/chromium/chromium /opt/google/chrome/chrome /usr/lib64/chromium-browser/chromium-browser .cache/chromium/chromium; do
    [ -x "$f" ] && return 0
  done
  return 1
}

font() { ls "$@" >/dev/null 2>&1; }

if [ -n "${CAIRN_CHROMIUM:-}" ] && [ ! -x "$CAIRN_CHROMIUM" ]; then
  echo "CAIRN_CHROMIUM names a browser that is not there: $CAIRN_CHROMIUM" >&2
  exit 1
fi

missing=()
have gcc || missing+=(gcc libc6-dev)
have git || missing+=(git)
have strace || missing+=(strace)
have npm || missing+=(nodejs npm)
have python3 || missing+=(python3)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
browser || missing+=(chromium)
font /usr/share/fonts/truetype/noto/NotoColorEmoji*.ttf || missing+=(fonts-noto-color-emoji)
font /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf || missing+=(fonts-dejavu-core)
# What the test database links to.
[ -n "$(ldconfig -p 2>/dev/null | sed -n '/libcurl.so.4/p')" ] || missing+=(libcurl4)
[ ${#missing[@]} -eq 0 ] && exit 0

cannot() { printf 'The tests need: %s\n%s\n' "${missing[*]}" "$1" >&2; exit 1; }

have apt-get || cannot "This machine has no apt-get. Please install them the way it does, then run the command again."
if [ "$(id -u)" -eq 0 ]; then as=()
elif have sudo && sudo -n true 2>/dev/null; then as=(sudo -n)
elif have sudo && [ -t 0 ]; then as=(sudo)
else cannot "Please run once, as an administrator: apt-get install --no-install-recommends ${missing[*]}"
fi
root() { if [ ${#as[@]} -eq 0 ]; then env DEBIAN_FRONTEND=noninteractive "$@"; else "${as[@]}" env DEBIAN_FRONTEND=noninteractive "$@"; fi; }

root apt-get update -q >/dev/null
# Ubuntu has Chromium only as a snap; there we take a packed one, which needs two libraries of the system.
packed=no
if [[ " ${missing[*]} " == *" chromium "* ]] && [ -z "$(apt-cache show chromium 2>/dev/null | sed -n '/^Filename:/p')" ]; then
  packed=yes
  for i in "${!missing[@]}"; do [ "${missing[$i]}" != chromium ] || missing[i]=libnss3; done
  missing+=(libexpat1)
fi
echo "Installing: ${missing[*]}"
root apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null
[ $packed = no ] || tools/chromium.sh
browser || cannot "The packages are installed, but no Chromium was found. Please name one in CAIRN_CHROMIUM."

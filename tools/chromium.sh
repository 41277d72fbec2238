#!/usr/bin/env bash
# Puts a Chromium for the journeys under .cache/chromium/, where the system has no package of it (Ubuntu has it only as a snap,
# which cannot be driven from tests). It is the headless build that @sparticuz/chromium (MIT) packs, fetched by npm's ordinary
# configuration and checked against the sum below; it needs libnss3 and libexpat1 of the system. A test dependency, never shipped.
set -euo pipefail
cd "$(dirname "$0")/.."
version=147.0.0
sum=sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ==
to=.cache/chromium
[ -x "$to/chromium" ] && exit 0
if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "There is a ready Chromium for 64-bit Linux on Intel and AMD only. Please install one and name it in CAIRN_CHROMIUM." >&2
  exit 1
fi
mkdir -p "$to"
parcel=$(mktemp -d)
trap 'rm -rf "$parcel"' EXIT
echo "Fetching a Chromium for the journeys (70 MB, once)."
npm pack --silent --ignore-scripts --pack-destination "$parcel" "@sparticuz/chromium@$version" >/dev/null
node - "$parcel" "$sum" "$to/chromium.part" <<'JS'
const fs = require('fs'), path = require('path'), zlib = require('zlib'), crypto = require('crypto'), { execFileSync } = require('child_process');
const [folder, sum, part] = process.argv.slice(2);
const tarball = path.join(folder, fs.readdirSync(folder).find(name => name.endsWith('.tgz')));
const got = 'sha512-' + crypto.createHash('sha512').update(fs.readFileSync(tarball)).digest('base64');
if (got !== sum) { console.error(`The package's sum is ${got}, not the one this script knows. Nothing was unpacked.`); process.exit(1); }
execFileSync('tar', ['-xzf', tarball, '-C', folder, 'package/bin/chromium.br']);
fs.writeFileSync(part, zlib.brotliDecompressSync(fs.readFileSync(path.join(folder, 'package/bin/chromium.br'))), { mode: 0o755 });
JS
mv "$to/chromium.part" "$to/chromium"

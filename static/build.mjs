// Builds static/built from css/, js/ and the npm packages, and pictures/ from OpenMoji and
// CLDR (pictures.mjs). Run by `make assets`; what it writes is committed. --check builds
// nothing and tells whether the built files are those of these sources.

import { build, transform } from 'esbuild';
import { compile } from 'sass';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const here = path.dirname(new URL(import.meta.url).pathname);
const out = path.join(here, 'built');
const target = ['chrome61', 'safari11', 'ios12'];
const sheets = ['phone', 'tell', 'staff', 'desk', 'projector', 'report', 'paper', 'kinds'];
const scripts = ['phone', 'tell', 'fill', 'fillon', 'kinds', 'remote', 'desk', 'projector', 'staff', 'sw'];
const files = new Map();

// Fonts first: the sheets carry their hashed addresses (the name static.go gives them too).
const font = path.join(here, 'node_modules/@fontsource/atkinson-hyperlegible');
const addresses = new Map();
for (const set of ['latin', 'latin-ext']) {
  for (const weight of [400, 700]) {
    const name = `font/atkinson-${set}-${weight}`;
    const bytes = fs.readFileSync(path.join(font, `files/atkinson-hyperlegible-${set}-${weight}-normal.woff2`));
    files.set(name + '.woff2', bytes);
    addresses.set(`../${name}.woff2`, `/static/${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 10)}.woff2`);
  }
}
for (const name of sheets) {
  const source = path.join(here, 'css', name + '.scss');
  if (!fs.existsSync(source)) continue;
  const sheet = compile(source, { loadPaths: [path.join(here, 'node_modules')], quietDeps: true, silenceDeprecations: ['import'] });
  const small = await transform(sheet.css, { loader: 'css', minify: true, charset: 'utf8', target: ['chrome61', 'safari11'] });
  let text = small.code.trim();
  for (const [asked, address] of addresses) text = text.replaceAll(asked, address);
  files.set(`css/${name}.css`, text);
}
for (const name of scripts) {
  const source = path.join(here, 'js', name + '.js');
  if (!fs.existsSync(source)) continue;
  const made = await build({ entryPoints: [source], bundle: true, minify: true, write: false, format: 'iife', charset: 'utf8', target, legalComments: 'none' });
  files.set(name === 'sw' ? 'sw.js' : `js/${name}.js`, made.outputFiles[0].text);
}
files.set('font/LICENSE', fs.readFileSync(path.join(font, 'LICENSE'), 'utf8'));
files.set('css/LICENSE-govuk-frontend.txt', fs.readFileSync(path.join(here, 'css/LICENSE-govuk-frontend.txt'), 'utf8'));

// compressed writes name.br and name.gz beside what a browser may ask for compressed.
function compressed(name, bytes) {
  if (!/\.(css|js)$/.test(name)) return;
  const br = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  fs.writeFileSync(path.join(out, name + '.br'), br);
  fs.writeFileSync(path.join(out, name + '.gz'), zlib.gzipSync(bytes, { level: 9 }));
  return br.length;
}

let stale = 0;
for (const [name, bytes] of files) {
  const place = path.join(out, name), now = Buffer.from(bytes);
  if (process.argv.includes('--check')) {
    if (!fs.existsSync(place) || !fs.readFileSync(place).equals(now)) { console.error(`stale: static/built/${name}`); stale++; }
    continue;
  }
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, now);
  const br = compressed(name, now);
  console.log(`${String(now.length).padStart(7)} ${String(br ?? '').padStart(6)}  ${name}`);
}
process.exit(stale ? 1 : 0);

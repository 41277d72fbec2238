// Writes pictures/: OpenMoji drawings that a service and young people can answer with, made
// small, and their names in Cairn's six languages from Unicode's CLDR. Chosen by hand: places,
// weather, animals, food, doing, things; no people, no feelings (faces are our own), no weapons,
// no alcohol, no look-alikes.

import fs from 'node:fs';
import path from 'node:path';
import { optimize } from 'svgo';

const here = path.dirname(new URL(import.meta.url).pathname);
const most = 6144; // bytes a drawing may have
const languages = ['en', 'cy', 'pl', 'uk', 'ar', 'ro'];

const sets = {
  places: '1F3E0 1F3E1 1F3EB 1F3E5 1F3DB 1F3DF 1F3D6 1F3DE 26FA 1F3D4 1F332 1F333 1F33E 1F3D8 1F3A1 1F69F 1F68F 26F2 1F3AA 1F6DD',
  weather: '2600 26C5 1F327 2744 1F308 1F32C 26A1 1F31F 2614 1F30A 1F525 1F343',
  animals: '1F436 1F431 1F430 1F439 1F434 1F411 1F404 1F416 1F414 1F986 1F989 1F994 1F98A 1F43F 1F438 1F41F 1F422 1F41D 1F98B 1F41E 1F40C 1F988',
  food: '1F34E 1F34C 1F353 1F349 1F955 1F33D 1F35E 1F9C0 1F95A 1F354 1F355 1F35F 1F32E 1F35D 1F366 1F370 1F36A 1F36B 1F37F 1F95B 1F9C3 2615',
  doing: '26BD 1F3C0 1F3C8 1F3BE 1F3D3 1F6B2 1F6F9 1F6FC 1F3B8 1F941 1F3A4 1F3B9 1F3A8 1F3AD 1F3AC 1F3AE 1F3B2 1F9E9 265F 1F3A3 1F9F6 1F4DA 1F4F7 1FA81 1FA82',
  things: '1F4F1 1F4DE 1F4BB 1F4E8 1F4AC 1F5D3 23F0 1F5FA 1F9ED 1F526 1F392 1F455 1F97E 1F6CB 1F6CF 1FA91 1F6AA 1F511 1F512 1F50D 1F4A1 1F381 1F388 1F9F8 1F3A7 1F4DD 1F58D 2702 1F9F0 1F331 1F33B 1F490 1F68C 1F697 1F682 26F5 1F6A4 1F681 1F680',
};

const annotations = Object.fromEntries(languages.map((lang) => {
  const read = (kind) => JSON.parse(fs.readFileSync(path.join(here, `node_modules/cldr-annotations-full/${kind}/${lang}/annotations.json`), 'utf8'));
  return [lang, read('annotations').annotations.annotations];
}));

// small drops names, white space and digits nobody can see at 72 units; two digits behind the
// point, or one where a drawing is still too large.
function small(svg) {
  const made = [2, 1].map((digits) => optimize(svg, { multipass: true, floatPrecision: digits, plugins: ['preset-default'] }).data);
  return made[0].length <= most ? made[0] : made[1];
}

const list = [];
let total = 0;
for (const [group, codes] of Object.entries(sets)) {
  for (const code of codes.split(' ')) {
    const source = path.join(here, `node_modules/openmoji/color/svg/${code}.svg`);
    const sign = String.fromCodePoint(...code.split('-').map((c) => parseInt(c, 16)));
    const names = {};
    for (const lang of languages) {
      const found = annotations[lang][sign] ?? annotations[lang][sign + '\ufe0f'];
      if (!found?.tts) { console.error(`no name: ${code} ${lang}`); process.exitCode = 1; continue; }
      names[lang] = found.tts[0];
    }
    if (!fs.existsSync(source)) { console.error(`no drawing: ${code}`); process.exitCode = 1; continue; }
    const svg = small(fs.readFileSync(source, 'utf8'));
    if (svg.length > most) { console.error(`too large: ${code} ${names.en} ${svg.length}`); continue; }
    if (list.some((p) => p.names.en === names.en)) { console.error(`twice: ${code}`); continue; }
    total += svg.length;
    fs.writeFileSync(path.join(here, 'pictures', code + '.svg'), svg);
    list.push({ code, group, names });
  }
}
fs.writeFileSync(path.join(here, 'pictures/pictures.json'), '[\n' + list.map((p) => JSON.stringify(p)).join(',\n') + '\n]\n');
fs.writeFileSync(path.join(here, 'pictures/ATTRIBUTION.md'), `# Pictures in this folder

All drawings are from OpenMoji 17.0.0, the open-source emoji and icon project
(https://openmoji.org), licence CC BY-SA 4.0
(https://creativecommons.org/licenses/by-sa/4.0/). They were made smaller (white space, ids and
digits that cannot be seen) and are otherwise as their makers drew them; these smaller files are
under the same licence.

Their names in pictures.json, and in moderation/receipts/pictures.json, are from the Unicode CLDR 48.2.0 (cldr-annotations-full), Unicode
License v3 (https://www.unicode.org/license.txt), Copyright © 1991-2026 Unicode, Inc.
`);
console.log(`${list.length} pictures, ${total} bytes`);

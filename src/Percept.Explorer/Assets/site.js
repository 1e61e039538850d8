// A layer's tools: which picture, which order, which units. What is chosen stands in the address after the #, so a link keeps it.
for (const tools of document.querySelectorAll("form.tools")) {
  const units = document.getElementById(tools.dataset.for);
  const number = (unit, key) => (key in unit.dataset && unit.dataset[key] !== "" ? Number(unit.dataset[key]) : -Infinity);

  const apply = () => {
    const { view, sort, dead } = tools.elements;
    units.classList.toggle("optimized-first", view.value === "optimized");
    units.classList.toggle("crops-first", view.value === "crops");
    units.classList.toggle("no-dead", Boolean(dead?.checked));
    const order = sort.value === "index"
      ? (a, b) => number(a, "index") - number(b, "index")
      : (a, b) => (number(b, sort.value) || 0) - (number(a, sort.value) || 0) || number(a, "index") - number(b, "index");
    units.append(...[...units.children].sort(order));
  };

  const asked = new URLSearchParams(location.hash.slice(1));
  for (const field of tools.elements) {
    if (!asked.has(field.name) || field.disabled) continue;
    if (field.type === "radio") field.checked = field.value === asked.get(field.name);
    else if (field.type === "checkbox") field.checked = true;
    else if ([...field.options].some((option) => option.value === asked.get(field.name))) field.value = asked.get(field.name);
  }

  tools.addEventListener("change", () => {
    apply();
    location.replace("#" + new URLSearchParams(new FormData(tools)));
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  apply();
}

// Left and right turn to the neighbours, unless somebody is writing, choosing or scrolling sideways.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, select, textarea, pre")) return;
  const relation = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = relation && document.querySelector(`a[rel=${relation}]`);
  if (link) link.click();
});

// What of an example's image counts is computed when somebody asks for it, by a server that has the network.
for (const frame of document.querySelectorAll(".frame[data-heat]")) {
  frame.setAttribute("aria-pressed", "false");
  frame.addEventListener("click", () => {
    const heat = frame.querySelector(".heat") ?? frame.appendChild(Object.assign(new Image(), { className: "heat", alt: "Heat map", src: frame.dataset.heat, hidden: true }));
    heat.onerror = () => { frame.title = "No heat map: the layer has no gradient, or the server has ended."; heat.remove(); };
    heat.hidden = !heat.hidden;
    frame.setAttribute("aria-pressed", String(!heat.hidden));
  });
}

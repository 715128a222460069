// Elements out of data. Text only ever becomes text nodes, so nothing in a corpus can be markup.

const byId = (id) => document.getElementById(id);

function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// Text of a corpus, kept apart from the writing direction of the text around it.
const own = (text, properties) => make("bdi", { dir: "auto", ...properties }, text);

const number = (value) => value.toLocaleString("en-US");

function counted(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function percent(share) {
  const whole = Math.round(100 * share);
  return whole === 0 && share > 0 ? "<1\u00a0%" : `${whole}\u00a0%`;
}

// A bar says again what a figure beside it says, so it is hidden from screen readers.
function bar(part, hue) {
  const fill = make("span", { class: "bar-fill" });
  fill.style.inlineSize = `${Math.max(0, Math.min(1, part)) * 100}%`;
  return make("span", { class: "bar", "aria-hidden": "true", "data-hue": hue }, fill);
}

// After its name the mark of a topic, or of its place, that other fits do not find again.
function badgesOf(node) {
  const doubt = node.doubt || node.place_doubt;
  if (!doubt) return [];
  const [mark, part] = doubt.split(": ");
  return [" ", make("span", { class: "badge", title: part }, mark, make("span", { class: "unseen" }, `: ${part}`))];
}

function section(title, ...children) {
  return make("section", { class: "part" }, make("h3", {}, title), ...children);
}

function announce(text) {
  byId("announcer").textContent = text;
}

const nextFrame = () => new Promise((done) => setTimeout(done, 0));

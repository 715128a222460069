// plotly.js, unpacked when the first chart is due, and charts drawn again when colours change.

let plotly = null;
const charts = new Map(); // element -> function that returns { data, layout }

function loadPlotly() {
  plotly ??= new Response(unpacked("plotly-packed")).text().then((source) => {
    const { nonce } = document.querySelector("script[nonce]");
    const script = make("script");
    script.nonce = nonce;
    script.textContent = source;
    withStyles(nonce, () => document.head.append(script));
    return globalThis.Plotly;
  });
  return plotly;
}

// plotly brings style sheets with it, which the content security policy lets in by the nonce only.
function withStyles(nonce, run) {
  const create = document.createElement;
  document.createElement = function createElement(...of) {
    const element = create.apply(document, of);
    if (element.localName === "style") element.nonce = nonce;
    return element;
  };
  try {
    run();
  } finally {
    delete document.createElement; // what the prototype has is in force again
  }
}

async function draw(element, describe) {
  const isNew = !charts.has(element);
  charts.set(element, describe);
  const library = await loadPlotly();
  const { data, layout } = charts.get(element)();
  await library.react(element, data, { ...baseLayout(), ...layout }, {
    displayModeBar: false, responsive: true, doubleClick: false, showTips: false, scrollZoom: false,
  });
  element.dataset.drawn = "true";
  return isNew;
}

function redrawAll() {
  for (const [element, describe] of charts) draw(element, describe);
}

// Charts further down wait until they are nearly in sight, or printed.
function drawWhenSeen(element, describe) {
  const drawNow = () => {
    observer.disconnect();
    removeEventListener("beforeprint", drawNow);
    if (!charts.has(element)) draw(element, describe);
  };
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) drawNow();
  }, { rootMargin: "400px" });
  observer.observe(element);
  addEventListener("beforeprint", drawNow);
}

function baseLayout() {
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, sans-serif", size: 13, color: color("--ink") },
    margin: { l: 0, r: 0, t: 0, b: 0 },
    hoverlabel: {
      bgcolor: color("--raised"), bordercolor: color("--line"),
      font: { family: "system-ui, sans-serif", size: 13, color: color("--ink") }, align: "left",
    },
    dragmode: false,
  };
}

// A variable of the style sheet as plotly can read it.
function color(variable) {
  const probe = make("span");
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function blend(one, other, part) {
  const [a, b] = [one, other].map((each) => each.match(/[\d.]+/gu).map(Number));
  return `rgb(${[0, 1, 2].map((i) => Math.round(a[i] * (1 - part) + b[i] * part)).join(", ")})`;
}

// plotly reads a little markup in text; a corpus shall not write any.
function plain(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("$", "&#36;");
}

// Pixels beside a chart for names that are cut to so many letters.
const sideRoom = (names, most) => 18 + 7 * Math.min(most, Math.max(...names.map((name) => name.length)));

function cut(text, length) {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join("")}…`;
}

// As many words of a topic's name as fit into so many letters; only the first is ever cut.
function fitName(node, room) {
  const words = node.name.split(", ");
  while (words.length > 1 && words.join(", ").length > room) words.pop();
  return plain(cut(words.join(", "), room));
}

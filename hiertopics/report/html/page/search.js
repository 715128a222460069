// Finds topics by their words, and documents by id, title and passages, while one types.

const MOST_TOPICS = 8;
const MOST_DOCUMENTS = 30;
const AT_ONCE = 2000; // documents looked through between two looks at the keyboard
const searchTexts = []; // of each document, in lower case, made when it is first looked at
let searching = 0;
let active = -1;
let written = null; // what this search put into the address, which going back does not

function setUpSearch() {
  const input = byId("query");
  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(input.value), 120);
  });
  input.addEventListener("keydown", moveInResults);
  input.addEventListener("focus", () => {
    if (input.value.trim() && byId("results").hidden) search(input.value);
  });
  byId("search").addEventListener("focusout", (event) => {
    if (!byId("search").contains(event.relatedTarget)) closeResults();
  });
  byId("results").addEventListener("mousedown", (event) => event.preventDefault());
  byId("results").addEventListener("click", (event) => {
    const option = event.target.closest("[role='option']");
    if (option) choose(option);
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea, dialog, [role='tree']");
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      input.focus();
    }
  });
}

async function search(text) {
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const ticket = (searching += 1);
  if (words.length === 0) {
    closeResults();
    if (route.search !== null) go({}, { replace: true });
    return;
  }
  written = text.trim();
  go({ search: written }, { replace: route.search !== null });
  const topics = content.nodes
    .map((node) => [node, scoreTopic(node, words)])
    .filter(([, score]) => score > 0)
    .sort((one, other) => other[1] - one[1])
    .map(([node]) => node);
  const found = await findDocuments(words, () => ticket === searching);
  if (ticket === searching && document.activeElement === byId("query")) showResults(topics, found, words);
}

// All words must be there; the heavier a word in the topic, the better.
function scoreTopic(node, words) {
  let score = 0;
  for (const word of words) {
    const weights = node.words.filter(([own]) => own.toLowerCase().includes(word)).map(([, w]) => w);
    if (weights.length === 0 && !node.name.toLowerCase().includes(word)) return 0;
    score += Math.max(1e-9, ...weights);
  }
  return score;
}

async function findDocuments(words, isWanted) {
  const inTitle = [];
  const inText = [];
  for (let row = 0; row < documents.ids.length && documents.ready; row += 1) {
    if (row % AT_ONCE === AT_ONCE - 1) {
      await nextFrame();
      if (!isWanted()) break;
    }
    searchTexts[row] ??= searchText(row);
    const [head, all] = searchTexts[row];
    if (words.every((word) => all.includes(word))) {
      (words.every((word) => head.includes(word)) ? inTitle : inText).push(row);
    }
  }
  return [...inTitle, ...inText];
}

function searchText(row) {
  const head = `${documents.titles[row]}\n${documents.ids[row]}`.toLowerCase();
  return [head, `${head}\n${documents.passages[row].join("\n").toLowerCase()}`];
}

function showResults(topics, rows, words) {
  const parts = [];
  if (topics.length) {
    parts.push(group("Topics", topics.length, topics.slice(0, MOST_TOPICS).map(topicOption)));
  }
  if (rows.length) {
    parts.push(group("Documents", rows.length,
      rows.slice(0, MOST_DOCUMENTS).map((row) => documentOption(row, words))));
  }
  const found = `${counted(topics.length, "topic")}, ${counted(rows.length, "document")}`;
  const waits = documents.ready ? "" : " so far: documents are still being unpacked";
  if (parts.length === 0) {
    parts.push(make("div", { role: "option", class: "note", "aria-disabled": "true", "aria-selected": "false" },
      documents.ready ? "Nothing found" : "No topic found; documents are still being unpacked"));
  }
  byId("results").replaceChildren(...parts);
  byId("results").hidden = false;
  byId("query").setAttribute("aria-expanded", "true");
  byId("results").scrollTop = 0;
  setActive(-1);
  announce(`${found}${waits}`);
}

function group(name, total, options) {
  const id = `results-${name}`;
  return make("div", { role: "group", "aria-labelledby": id },
    make("div", { class: "results-head", id, role: "presentation" },
      make("span", {}, name), " ",
      make("span", { class: "figure" },
        total > options.length ? `${options.length} of ${number(total)}` : number(total))),
    options);
}

function topicOption(node, place) {
  return make("div", {
    role: "option", id: `found-topic-${place}`, "aria-selected": "false", "data-hue": hueOf(node),
    "data-href": hrefFor({ topic: node.key }),
  }, make("span", { class: "dot", "aria-hidden": "true" }),
  own(node.name, { class: "option-name" }), make("span", { class: "figure" }, percent(node.share)));
}

function documentOption(row, words) {
  const node = topicOf(row, 0);
  return make("div", {
    role: "option", id: `found-document-${row}`, "aria-selected": "false",
    "data-hue": node ? hueOf(node) : null, "data-href": hrefFor({ doc: row }),
  }, make("span", { class: "dot", "aria-hidden": "true" }),
  make("span", { class: "option-name" }, own(titleOf(row)), make("span", { class: "option-text" }, own(around(row, words)))));
}

// A few words around the first place where something was found.
function around(row, words) {
  for (const passage of documents.passages[row]) {
    const at = passage.toLowerCase().indexOf(words[0]);
    if (at >= 0) {
      const start = Math.max(0, passage.lastIndexOf(" ", Math.max(0, at - 30)) + 1);
      const shown = passage.slice(start, start + 110).replace(/\s+/gu, " ");
      const end = start + 110 < passage.length ? shown.lastIndexOf(" ") : shown.length;
      return `${start > 0 ? "… " : ""}${end > 60 ? shown.slice(0, end) : shown}`;
    }
  }
  return documents.ids[row];
}

const options = () => [...byId("results").querySelectorAll("[role='option'][data-href]")];

function setActive(place) {
  active = place;
  options().forEach((option, i) => option.setAttribute("aria-selected", String(i === place)));
  const option = options()[place];
  if (option) {
    byId("query").setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    byId("query").removeAttribute("aria-activedescendant");
  }
}

function moveInResults(event) {
  const last = options().length - 1;
  if (event.key === "Escape") {
    if (!byId("results").hidden) event.preventDefault(); // the first Escape closes, the next clears
    closeResults();
  } else if (byId("results").hidden || last < 0) {
    return;
  } else if (event.key === "ArrowDown") {
    event.preventDefault();
    setActive(active >= last ? 0 : active + 1);
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    setActive(active <= 0 ? last : active - 1);
  } else if (event.key === "Enter") {
    choose(options()[Math.max(active, 0)]);
  }
}

function choose(option) {
  const href = option.dataset.href;
  closeResults();
  if (href.includes("doc=")) openedHere = true;
  else byId("query").blur(); // reading goes on at the topic
  location.hash = href;
}

function closeResults() {
  searching += 1;
  written = null;
  byId("results").hidden = true;
  byId("query").setAttribute("aria-expanded", "false");
  byId("query").removeAttribute("aria-activedescendant");
}

function followSearch(now, before) {
  if (now.search === null || now.search === written || now.search === before?.search) return;
  byId("query").value = now.search;
  byId("query").focus();
  search(now.search);
}

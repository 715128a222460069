// One document: what is known of it, its topics at every layer, and its passages.

let cameFrom = null; // where the keyboard was when the document was opened
let openedHere = false;

function setUpDialog() {
  const dialog = byId("document");
  // Every way of closing goes through the address, so that it never names what is not shown.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leaveDocument();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) leaveDocument();
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='doc=']");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) openedHere = true;
  });
}

function leaveDocument() {
  if (openedHere) history.back();
  else go({}, { replace: true });
}

function showDocument(row) {
  const dialog = byId("document");
  if (row === null) {
    openedHere = false;
    if (dialog.open) dialog.close();
    if (cameFrom?.isConnected && cameFrom !== document.body) cameFrom.focus({ preventScroll: true });
    else if (cameFrom) byId("topic-title")?.focus({ preventScroll: true });
    cameFrom = null;
    return;
  }
  if (!dialog.open) cameFrom = document.activeElement;
  const chosen = nodes.get(route.topic);
  const marking = chosen && shareOf(row, chosen) > 0 ? chosen : topicOf(row, 0) ?? chosen;
  dialog.replaceChildren(...documentParts(row, marking));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("document-title").focus();
}

function documentParts(row, marking) {
  const title = titleOf(row);
  const passages = make("div", { class: "passages" });
  const parts = [
    make("div", { class: "dialog-bar" },
      make("button", { type: "button", class: "plain-button", onclick: leaveDocument }, "Close")),
    make("h2", { id: "document-title", tabindex: "-1" }, own(title)),
    title === documents.ids[row] ? null : make("p", { class: "card-id" }, own(documents.ids[row])),
    facts(row),
    topicsPart(row),
    make("section", { class: "part" },
      make("div", { class: "passages-head" }, make("h3", {}, "Text"), markingChoice(row, marking, passages)),
      passages),
  ];
  fillPassages(passages, row, marking);
  return parts.filter(Boolean);
}

function fillPassages(place, row, node) {
  if (node) place.dataset.hue = hueOf(node);
  const passages = documents.passages[row];
  place.replaceChildren(...passages.flatMap((passage, i) => [
    i > 0 ? make("p", { class: "gap", "aria-hidden": "true" }, "…") : null,
    make("p", { class: "passage", dir: "auto" }, marked(passage, node)),
  ]).filter(Boolean));
  if (passages.length === 0) place.append(make("p", { class: "note" }, "No text."));
  else if (passages.length > 1 || documents.shortened) {
    place.append(make("p", { class: "note" }, "Passages that show most of its topics, not the whole text."));
  }
}

function markingChoice(row, marking, place) {
  const choices = content.layer_names.flatMap((_, layer) => topicsOf(row, layer).map(([node]) => node));
  if (marking && !choices.includes(marking)) choices.push(marking);
  if (choices.length === 0) return null;
  const select = make("select", {
    onchange: (event) => fillPassages(place, row, nodes.get(event.target.value)),
  }, choices.map((node) => make("option", { value: node.key, selected: node === marking }, node.name)));
  return make("label", { class: "choice" }, "Marked words: ", select);
}

function facts(row) {
  const pairs = [];
  const named = (code) => (code < 0 ? null : documents.names[code]);
  documents.labels.forEach((column, layer) => {
    const label = named(column[row]);
    if (label !== null) pairs.push([labelWord(layer, documents.labels.length), label]);
  });
  documents.predicted.forEach((column, layer) => {
    if (column && column[row] >= 0) {
      const { label_layer: labelLayer } = content.labels.predictions.find((each) => each.layer === layer) ?? {};
      const what = labelLayer === undefined ? "label" : labelWord(labelLayer, documents.labels.length);
      pairs.push([`Predicted ${what.toLowerCase()}`, named(column[row])]);
    }
  });
  documents.metadata.forEach((column, place) => {
    if (column[row] !== null) pairs.push([documents.fields[place], column[row]]);
  });
  if (pairs.length === 0) return null;
  return make("dl", { class: "facts" }, pairs.map(([name, value]) => make("div", {},
    make("dt", {}, own(name)), make("dd", {}, own(value)))));
}

function labelWord(layer, nLayers) {
  if (nLayers === 1) return "Label";
  if (nLayers === 2) return layer === 0 ? "Fine label" : "Broad label";
  return `Label, layer ${layer + 1}`;
}

function topicsPart(row) {
  const lists = content.layer_names.map((name, layer) => {
    const topics = topicsOf(row, layer);
    if (topics.length === 0) return null;
    const list = barsOf(topics.slice(0, 8), true);
    list.setAttribute("aria-label", content.layer_names.length > 1 ? `${layerKind(layer)}s` : "Topics");
    return list;
  }).filter(Boolean);
  return section("Its topics", ...(lists.length ? lists.reverse() : [
    make("p", { class: "note" }, "None: it has none of the words that were kept."),
  ]));
}

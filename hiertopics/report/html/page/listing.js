// The documents of the chosen topic: the best ones at once, all of them when asked for.

const PAGE = 20;

function documentsOf(node) {
  const list = make("ul", {}, node.documents.map((shown) => card(shown, node)));
  const more = make("div", { class: "more" });
  const part = section("Documents that show it best", list, more);
  part.classList.add("documents");
  if (node.n_documents > node.documents.length) {
    more.append(make("button", {
      type: "button",
      class: "plain-button",
      "data-needs": "documents",
      disabled: !documents.ready,
      onclick: () => listAll(node, part, list, more),
    }, documents.ready ? allLabel(node) : "Unpacking documents …"));
  }
  return part;
}

const allLabel = (node) => `Show all ${counted(node.n_documents, "document")}`;

function documentsAreReady() {
  const node = nodes.get(route.topic);
  for (const button of document.querySelectorAll("[data-needs='documents']")) {
    button.disabled = false;
    button.textContent = allLabel(node);
  }
}

function listAll(node, part, list, more) {
  const rows = documents.rowsOf.get(node.key);
  part.firstElementChild.textContent = `All ${counted(rows.length, "document")}, by share`;
  list.replaceChildren();
  more.replaceChildren();
  addPage(node, rows, list, more);
}

function addPage(node, rows, list, more) {
  const start = list.children.length;
  const some = rows.slice(start, start + PAGE);
  list.append(...some.map((row) => card({
    row,
    id: documents.ids[row],
    title: documents.titles[row],
    share: shareOf(row, node),
    passage: bestPassage(row, node),
  }, node)));
  const left = rows.length - list.children.length;
  more.replaceChildren();
  if (left > 0) {
    more.append(make("button", {
      type: "button", class: "plain-button", onclick: () => addPage(node, rows, list, more),
    }, `Show ${Math.min(left, PAGE)} more of ${number(rows.length)}`));
  }
  // The button that was pressed is gone; reading goes on where the new ones begin.
  list.children[start]?.querySelector("a").focus({ preventScroll: start === 0 });
}

function card(shown, node) {
  const title = shown.title || shown.id;
  const hasPassage = isMore(shown.passage, title);
  const named = make("bdi", { dir: "auto" }, hasPassage ? title : marked(title, node));
  return make("li", { class: "card" },
    make("p", { class: "card-head" },
      make("a", { class: "card-title", href: hrefFor({ topic: node.key, doc: shown.row }) }, named),
      make("span", { class: "figure" }, percent(shown.share))),
    title === shown.id ? null : make("p", { class: "card-id" }, own(shown.id)),
    hasPassage ? make("p", { class: "passage", dir: "auto" }, marked(shown.passage, node)) : null);
}

// A passage that only says what the title says is not worth its space.
function isMore(passage, title) {
  return passage.trim() !== "" && passage.trim() !== title;
}

// The chosen topic: its words, its place and what shows it.

function topicLink(node, figure) {
  return make(
    "a",
    { class: "topic-link", href: hrefFor({ topic: node.key }), "data-hue": hueOf(node) },
    make("span", { class: "dot", "aria-hidden": "true" }),
    own(node.name),
    figure === undefined ? null : make("span", { class: "figure" }, figure),
  );
}

function showTopic(node) {
  const heading = make("h2", { id: "topic-title", tabindex: "-1" }, own(node.name));
  const article = byId("topic");
  article.dataset.hue = hueOf(node);
  article.replaceChildren(
    make("header", { class: "topic-head" }, breadcrumb(node), heading, sizeOf(node)),
    make("div", { class: "topic-body" }, wordsOf(node), make("div", { class: "sides" }, sidesOf(node))),
    documentsOf(node),
  );
}

function breadcrumb(node) {
  const path = pathTo(node);
  const kind = content.layer_names.length > 1 ? layerKind(node.layer) : null;
  if (path.length < 2) return kind ? make("p", { class: "kind" }, kind) : make("span", { hidden: true });
  return make("nav", { class: "breadcrumb", "aria-label": "Path" },
    make("ol", {},
      path.slice(0, -1).map((above) => make("li", {}, topicLink(above))),
      make("li", { class: "kind", "aria-current": "page" }, kind)));
}

function layerKind(layer) {
  const last = content.layer_names.length - 1;
  if (layer === last) return "Broad topic";
  return layer === 0 ? "Fine topic" : "Middle topic";
}

function sizeOf(node) {
  const labelled = node.labels.length
    ? `, ${number(node.n_labelled)} of them labelled` : "";
  return make("div", { class: "size" },
    bar(node.share, hueOf(node)),
    make("p", {},
      make("strong", {}, percent(node.share)), " of the corpus",
      make("span", { "aria-hidden": "true" }, " · "),
      `the topic of ${counted(node.n_documents, "document")}`,
      node.n_labelled < node.n_documents ? labelled : ""),
    node.found_again ? make("p", {}, badgesOf(node),
      ` ${node.found_again[0].toUpperCase()}${node.found_again.slice(1)}.`) : null);
}

function wordsOf(node) {
  const most = node.words.length ? node.words[0][1] : 1;
  return section("Words", make("ol", { class: "bars words" },
    node.words.map(([word, weight]) => make("li", {},
      own(word, { class: "bar-name" }),
      bar(weight / most, hueOf(node)),
      make("span", { class: "unseen" }, `${(100 * weight).toFixed(1)}\u00a0%`)))));
}

function sidesOf(node) {
  const sides = [];
  if (node.children.length) {
    const below = node.children.map((key) => nodes.get(key));
    sides.push(section("Topics in it", barsOf(below.map((child) => [child, child.share]))));
  }
  if (node.further_parents.length) {
    const parts = [[node.parent, node.parent_share], ...node.further_parents];
    sides.push(section("Explained by",
      barsOf(parts.filter(([key]) => key !== null).map(([key, share]) => [nodes.get(key), share]), true)));
  }
  if (node.labels.length) {
    sides.push(section("Labels of its documents", make("ul", { class: "bars" },
      node.labels.map(([label, count]) => make("li", {},
        own(label, { class: "bar-name" }),
        bar(count / node.n_labelled, hueOf(node)),
        make("span", { class: "figure" }, number(count)))))));
  }
  if (node.neighbours.length) {
    sides.push(section("In the same documents",
      make("ul", { class: "links" },
        node.neighbours.map(([key]) => make("li", {}, topicLink(nodes.get(key)))))));
  }
  return sides;
}

function barsOf(pairs, isWhole) {
  const most = isWhole ? 1 : Math.max(...pairs.map(([, share]) => share));
  return make("ul", { class: "bars" }, pairs.map(([node, share]) => make("li", {},
    topicLink(node), bar(share / most, hueOf(node)),
    make("span", { class: "figure" }, percent(share)))));
}

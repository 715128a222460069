// Labels against topics: a heat map, the same as a table, and how well they agree.

function buildLabels() {
  const { tables, predictions } = content.labels;
  if (tables.length === 0) return;
  const place = byId("labels");
  const chart = make("div", { class: "chart", role: "img", "aria-label": "Heat map of labels and topics; the table below says the same." });
  const figures = make("p", { class: "lead" });
  const details = make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table of labels and topics" });
  const start = tables.find((table) => table.layer === content.layer_names.length - 1 && table.fits) ?? tables[0];
  let chosen = start;
  const show = () => {
    figures.replaceChildren(...agreement(chosen));
    details.replaceChildren(labelTable(chosen));
    chart.style.blockSize = `${26 * chosen.labels.length + nameRoom(chosen, isNarrow())}px`;
  };
  const pick = (layer, labelLayer) => {
    chosen = tables.find((table) => table.layer === layer && table.label_layer === labelLayer) ?? chosen;
    show();
    draw(chart, () => heatMap(chosen));
  };
  const layers = [...new Set(tables.map((table) => table.layer))];
  const labelLayers = [...new Set(tables.map((table) => table.label_layer))];
  place.replaceChildren(...[
    make("div", { class: "wide-head" },
      make("h2", { id: "labels-title" }, "Labels and topics"),
      make("div", { class: "choices" },
        chooser("Topics", layers.map((layer) => [layer, content.layer_names[layer]]), chosen.layer,
          (layer) => pick(layer, chosen.label_layer)),
        chooser("Labels", labelLayers.map((layer) => [layer, labelLayerName(layer)]), chosen.label_layer,
          (layer) => pick(chosen.layer, layer)))),
    figures,
    predictions.length ? make("p", { class: "lead" }, predictions.map(predictionText).join(" ")) : null,
    chart,
    make("details", {}, make("summary", {}, "The same as a table"), details),
  ].filter(Boolean));
  place.hidden = false;
  show();
  drawWhenSeen(chart, () => heatMap(chosen));
}

function chooser(name, choices, chosen, act) {
  if (choices.length < 2) return null;
  return make("label", { class: "choice" }, `${name}: `,
    make("select", { onchange: (event) => act(Number(event.target.value)) },
      choices.map(([value, text]) => make("option", { value, selected: value === chosen }, text))));
}

function labelLayerName(layer) {
  const table = content.labels.tables.find((each) => each.label_layer === layer);
  const kind = content.labels.n_layers === 2 ? ["fine ", "broad "][layer]
    : content.labels.n_layers > 2 ? `layer ${layer + 1} ` : "";
  return counted(table.n_labels, `${kind}label`);
}

function agreement(table) {
  const parts = [];
  if (table.purity !== null) {
    parts.push(make("strong", {}, percent(table.purity)),
      " of the labelled documents have the most frequent label of their topic. ");
  }
  if (table.nmi !== null) {
    parts.push("Agreement of labels and topics (normalized mutual information): ",
      make("strong", {}, table.nmi.toFixed(2)), ", where 1 is perfect and 0 none.");
  }
  if (table.labels.length < table.n_labels) {
    parts.push(` The ${table.labels.length} most frequent of ${number(table.n_labels)} labels are shown.`);
  }
  return parts;
}

function predictionText({ layer, label_layer: labelLayer, right, of }) {
  const what = content.labels.n_layers > 1 ? `${labelWord(labelLayer, content.labels.n_layers).toLowerCase()}s` : "labels";
  return `Predicted from the ${content.layer_names[layer]}, ${what} are right for ${percent(right / of)} `
    + `of the documents that the model was trained with (${number(right)} of ${number(of)}).`;
}

function heatMap(table) {
  const topics = table.topics.map((key) => nodes.get(key));
  const narrow = isNarrow();
  const letters = narrow ? 12 : 24;
  const side = sideRoom(table.labels, letters);
  const slanted = isSlanted(table, narrow);
  const cell = (byId("labels").clientWidth - side) / topics.length; // pixels
  const shares = table.counts.map((row, i) => row.map((count) => count / Math.max(table.totals[i], 1)));
  const hover = table.counts.map((row, i) => row.map((count, j) => `${plain(cut(table.labels[i], 60))}<br>`
    + `${plain(topics[j].name)}<br>${number(count)} of ${counted(table.totals[i], "document")}, ${percent(shares[i][j])}`));
  const ink = color("--ink-soft");
  const axis = { showgrid: false, zeroline: false, ticks: "", fixedrange: true, tickfont: { color: ink, size: 12 } };
  return {
    data: [{
      type: "heatmap", z: shares, zmin: 0, zmax: 1, text: hover, hoverinfo: "text", xgap: 2, ygap: 2,
      showscale: false, colorscale: [[0, color("--sunken")], [1, color("--heat")]],
    }],
    layout: {
      margin: { l: side, r: 4, t: 4, b: nameRoom(table, narrow) },
      xaxis: { ...axis, tickvals: topics.map((_, i) => i), tickangle: slanted ? -45 : 0,
        ticktext: topics.map((node) => fitName(node, narrow ? 12 : slanted ? 22 : Math.floor(cell / 7))) },
      yaxis: { ...axis, autorange: "reversed", ticklabelstandoff: 6, tickvals: table.labels.map((_, i) => i),
        ticktext: table.labels.map((label) => plain(cut(label, letters))) },
    },
  };
}

const isSlanted = (table, narrow) => table.topics.length > 8 || narrow;

// Pixels below the map for the names of topics.
const nameRoom = (table, narrow) => (isSlanted(table, narrow) ? (narrow ? 84 : 116) : 28);

function labelTable(table) {
  const topics = table.topics.map((key) => nodes.get(key));
  return make("table", {},
    make("caption", { class: "unseen" }, "Documents of each label whose topic is the one above"),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Label"),
      topics.map((node) => make("th", { scope: "col" }, own(node.name))), make("th", { scope: "col" }, "All"))),
    make("tbody", {}, table.labels.map((label, i) => make("tr", {},
      make("th", { scope: "row" }, own(label)),
      table.counts[i].map((count) => make("td", { class: count ? null : "zero" }, number(count))),
      make("td", {}, number(table.totals[i]))))));
}

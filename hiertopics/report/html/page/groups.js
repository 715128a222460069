// Shares of topics by group: lines where groups are periods, bars where they are not.

const MOST_LINES = 10; // more would be a tangle; the legend brings the others in

function buildGroups() {
  byId("groups").replaceChildren(...content.groups.filter((group) => group.groups.length).map(groupSection));
}

function groupSection(group, place) {
  const id = `groups-title-${place}`;
  const isTime = group.groups.every((name) => /^\s*-?\d/u.test(name)) && group.groups.length > 1;
  const chart = make("div", { class: "chart", role: "img",
    "aria-label": `Shares of topics by ${group.name}; the table below says the same.` });
  const table = make("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": `Table of shares by ${group.name}` });
  let layer = group.layers.length - 1;
  const describe = () => groupChart(group, layer, isTime);
  const show = () => table.replaceChildren(groupTable(group, layer));
  chart.style.blockSize = `${isTime ? 400 : Math.max(240, 30 * group.groups.length + 120)}px`;
  show();
  drawWhenSeen(chart, describe);
  return make("section", { class: "wide", "aria-labelledby": id },
    make("div", { class: "wide-head" },
      make("h2", { id }, isTime ? "Over time: " : "By ", own(group.name)),
      make("div", { class: "choices" },
        chooser("Topics", group.layers.map((_, each) => [each, content.layer_names[each]]), layer, (chosen) => {
          layer = chosen;
          show();
          draw(chart, describe);
        }))),
    make("p", { class: "lead" }, "Average share of each topic in the documents of a group.",
      group.undated ? ` ${counted(group.undated, "document")} belong to no group.` : "",
      ...(group.notes ?? []).flatMap((note) => [" ", own(note), "."])),
    chart,
    make("details", {}, make("summary", {}, "The same as a table"), table));
}

function groupTopics(group, layer) {
  return content.nodes.filter((node) => node.layer === layer && group.layers[layer][node.index])
    .map((node) => [node, group.layers[layer][node.index]]);
}

function groupChart(group, layer, isTime) {
  const ink = color("--ink-soft");
  const line = color("--line");
  const paper = color("--paper");
  const topics = groupTopics(group, layer);
  const largest = new Set([...topics].sort((one, other) => other[0].share - one[0].share)
    .slice(0, MOST_LINES).map(([node]) => node));
  const seen = new Map(); // topics of one root differ in shade and dashes
  const data = topics.map(([node, shares]) => {
    const nth = seen.get(node.root) ?? 0;
    seen.set(node.root, nth + 1);
    const shade = blend(color(`--hue-${hueOf(node)}`), paper, Math.min(0.16 * nth, 0.5));
    const hover = shares.map((share, i) => `${plain(cut(group.groups[i], 60))}<br>${plain(node.name)}<br>`
      + `${share === null ? "no documents" : percent(share)}, ${counted(group.n_documents[i], "document")}`);
    const common = { name: fitName(node, 34), hovertext: hover, hoverinfo: "text" };
    const labels = group.groups.map((name) => plain(cut(name, 26)));
    return isTime
      ? { ...common, type: "scatter", mode: "lines+markers", x: labels, y: shares, connectgaps: true,
        visible: largest.has(node) ? true : "legendonly", marker: { size: 5, color: shade },
        line: { color: shade, width: 2, dash: ["solid", "dash", "dot"][nth % 3] } }
      : { ...common, type: "bar", orientation: "h", y: group.groups.map((_, i) => i), x: shares,
        marker: { color: shade, line: { color: paper, width: 1 } } };
  });
  const axis = { fixedrange: true, zeroline: false, gridcolor: line, tickfont: { color: ink } };
  const shares = { ...axis, tickformat: ".0%", rangemode: "tozero" };
  const narrow = isNarrow();
  const letters = narrow ? 12 : 26;
  const names = { ...axis, showgrid: false, type: "category" };
  const listed = { ...axis, showgrid: false, autorange: "reversed", ticklabelstandoff: 6, tickvals: group.groups.map((_, i) => i),
    ticktext: group.groups.map((name) => plain(cut(name, letters))) };
  return {
    data,
    layout: {
      barmode: "stack", bargap: 0.3, hovermode: "closest", showlegend: true,
      margin: { l: isTime ? 44 : sideRoom(group.groups, letters), r: 8, t: 8, b: 44 },
      legend: narrow ? { orientation: "h", y: -0.15, traceorder: "normal" }
        : { font: { size: 12 }, tracegroupgap: 2, traceorder: "normal" },
      xaxis: isTime ? names : shares,
      yaxis: isTime ? shares : listed,
    },
  };
}

function groupTable(group, layer) {
  return make("table", {},
    make("caption", { class: "unseen" }, "Average share of each topic in the documents of each group"),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Topic"),
      group.groups.map((name) => make("th", { scope: "col" }, own(name))))),
    make("tbody", {},
      groupTopics(group, layer).map(([node, shares]) => make("tr", {}, make("th", { scope: "row" }, own(node.name)),
        shares.map((share) => make("td", {}, share === null ? "–" : percent(share))))),
      make("tr", {}, make("th", { scope: "row" }, "Documents"),
        group.n_documents.map((n) => make("td", {}, number(n))))));
}

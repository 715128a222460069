// The map above all: broad topics in a row, the fine ones in them below, as wide as their shares.

// Before it is drawn, so that nothing below moves when it is.
function sizeIcicle() {
  const element = byId("icicle");
  const depth = Math.max(...content.nodes.map((node) => pathTo(node).length));
  const row = isNarrow() ? 40 : depth > 2 ? 58 : 66;
  const hasManyRoots = roots.length > 1;
  // plotly puts a row for all above several roots; the frame hides it.
  element.style.blockSize = `${row * (depth + (hasManyRoots ? 1 : 0))}px`;
  element.style.marginBlockStart = hasManyRoots ? `${-row}px` : 0;
}

function drawIcicle() {
  const element = byId("icicle");
  draw(element, icicle).then((isNew) => {
    if (!isNew) return;
    element.on("plotly_icicleclick", (event) => {
      const key = event.points[0].id;
      if (nodes.has(key)) go({ topic: key });
      return false; // no zooming: the tree beside it has the details
    });
  }).catch(() => {
    byId("icicle").closest("section").hidden = true; // the list of topics says the same
  });
}

const isNarrow = () => matchMedia("(max-width: 860px)").matches;

function icicle() {
  const paper = color("--paper");
  const ink = color("--ink");
  const onHue = color("--on-hue");
  const hues = Array.from({ length: 10 }, (_, hue) => color(`--hue-${hue}`));
  const width = byId("icicle").clientWidth;
  const total = leaves().reduce((sum, node) => sum + node.share, 0) || 1;
  const data = {
    type: "icicle", ids: [], labels: [], parents: [], values: [], text: [], hovertext: [],
    marker: { colors: [], line: { width: [], color: [] } },
    textfont: { color: [], size: isNarrow() ? 11 : 12.5 },
    branchvalues: "remainder", sort: false, hoverinfo: "text", textinfo: "text", leaf: { opacity: 1 },
    tiling: { orientation: "v", pad: 2 }, pathbar: { visible: false }, textposition: "middle center",
  };
  for (const node of content.nodes) {
    const isChosen = node.key === route.topic;
    const isLeaf = node.children.length === 0;
    const hue = hues[hueOf(node)];
    const isTop = node.parent === null;
    data.ids.push(node.key);
    data.labels.push("");
    data.parents.push(node.parent ?? "");
    data.values.push(isLeaf ? Math.max(node.share, 1e-6) : 0);
    data.text.push(cellText(node, width * leafShare(node) / total));
    data.hovertext.push([node.name, `${percent(node.share)}, ${counted(node.n_documents, "document")}`,
      node.doubt || node.place_doubt].filter(Boolean).map(plain).join("<br>"));
    data.marker.colors.push(isTop || isChosen ? hue : blend(hue, paper, 0.8));
    data.textfont.color.push(isTop || isChosen ? onHue : ink);
    data.marker.line.width.push(isChosen ? 2 : 0);
    data.marker.line.color.push(isChosen ? ink : paper);
  }
  return { data: [data], layout: { uniformtext: { mode: "hide", minsize: 9 } } };
}

function leaves() {
  return content.nodes.filter((node) => node.children.length === 0);
}

function leafShare(node) {
  if (node.children.length === 0) return node.share;
  return node.children.reduce((sum, key) => sum + leafShare(nodes.get(key)), 0);
}

// The words of its name that the cell has room for: in one line, or one below the other.
function cellText(node, width) {
  const room = Math.floor((width - 10) / 7);
  if (node.children.length > 0 || node.parent === null) return room < 5 ? "" : fitName(node, room);
  if (room < 6) return "";
  const shown = [...new Set(node.name.split(", ").map((word) => cut(word, room)))];
  return shown.map(plain).join("<br>");
}

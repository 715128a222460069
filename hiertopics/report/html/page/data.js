// The content of the page. Topics are there at once; documents are unpacked after the first paint.

const content = JSON.parse(byId("content").textContent);
const nodes = new Map(content.nodes.map((node) => [node.key, node]));
const roots = content.nodes.filter((node) => node.parent === null);
const hueOf = (node) => node.root % 10;
const LISTED = 0.005; // a document's share of a topic from which it is shown

// Columns of documents by row; `topics` has the index of each fine topic and its share in millionths,
// `assigned` the topic of each document by layer, `rowsOf` the rows of each topic by its key, largest
// share first.
const documents = {
  ready: false, ids: [], titles: [], passages: [], labels: [], predicted: [], metadata: [],
  topics: [], assigned: [], rowsOf: new Map(),
};

function pathTo(node) {
  const path = [node];
  while (path[0].parent !== null) path.unshift(nodes.get(path[0].parent));
  return path;
}

// By layer, the topic that each fine topic, by its index, is in.
const within = content.layer_names.map((_, layer) => {
  const tops = [];
  for (const node of content.nodes.filter((each) => each.layer === 0)) {
    tops[node.index] = pathTo(node).find((above) => above.layer === layer);
  }
  return tops;
});

function bytesOf(id) {
  const packed = byId(id).textContent.trim();
  const step = 1 << 20; // a multiple of four, so that every piece of base64 can be read by itself
  let place = 0;
  return new ReadableStream({
    pull(controller) {
      if (place >= packed.length) return controller.close();
      const binary = atob(packed.slice(place, place + step));
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
      place += step;
      controller.enqueue(bytes);
    },
  });
}

function unpacked(id) {
  return bytesOf(id).pipeThrough(new DecompressionStream("gzip"));
}

async function eachLine(stream, act) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let pieces = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = value.split("\n");
    pieces.push(lines[0]);
    for (const line of lines.slice(1)) {
      act(pieces.join(""));
      pieces = [line];
    }
  }
  act(pieces.join(""));
}

async function loadDocuments() {
  let head = null;
  await eachLine(unpacked("documents-packed"), (line) => {
    const block = JSON.parse(line);
    if (head === null) head = block;
    else addDocuments(block);
  });
  Object.assign(documents, { names: head.names, fields: head.metadata, shortened: head.shortened });
  for (let layer = 0; layer < documents.assigned.length; layer += 1) await collectRows(layer);
  documents.ready = true;
}

function addDocuments(block) {
  const start = documents.ids.length;
  for (const key of ["ids", "titles", "passages", "topics"]) {
    for (const value of block[key]) documents[key].push(value);
  }
  for (const key of ["labels", "predicted", "metadata", "assigned"]) {
    block[key].forEach((column, place) => {
      if (start === 0) documents[key].push(column && []);
      if (column) for (const value of column) documents[key][place].push(value);
    });
  }
}

async function collectRows(layer) {
  const own = content.nodes.filter((node) => node.layer === layer);
  for (const node of own) documents.rowsOf.set(node.key, []);
  documents.assigned[layer].forEach((topic, row) => documents.rowsOf.get(`${layer}-${topic}`)?.push(row));
  await nextFrame();
  for (const node of own) {
    documents.rowsOf.get(node.key).sort((one, other) => shareOf(other, node) - shareOf(one, node) || one - other);
  }
}

const topicOf = (row, layer) => nodes.get(`${layer}-${documents.assigned[layer][row]}`);

// What a document holds of a broad topic is the sum of what it holds of the fine topics in it.
function shareOf(row, node) {
  const topics = documents.topics[row];
  const tops = within[node.layer];
  let share = 0;
  for (let i = 0; i < topics.length; i += 2) {
    if (tops[topics[i]] === node) share += topics[i + 1];
  }
  return share / 1e6;
}

function topicsOf(row, layer) {
  const topics = documents.topics[row].filter((_, i) => i % 2 === 0);
  return [...new Set(topics.map((topic) => within[layer][topic]))]
    .filter(Boolean)
    .map((node) => [node, shareOf(row, node)])
    .filter(([, share]) => share >= LISTED)
    .sort((one, other) => other[1] - one[1]);
}

const titleOf = (row) => documents.titles[row] || documents.ids[row];

// The address says what is chosen, so that back and forward work and a link can be sent.

let route = { topic: null, doc: null, search: null };
const followers = [];

function hrefFor(change) {
  const wanted = { ...route, search: null, doc: null, ...change };
  const parts = Object.entries(wanted).filter(([, value]) => value !== null);
  return `#${parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")}`;
}

function go(change, { replace = false } = {}) {
  const target = hrefFor(change);
  if (target === location.hash) return;
  if (replace) location.replace(target);
  else location.hash = target;
}

function readRoute() {
  const read = new URLSearchParams(location.hash.slice(1));
  const topic = nodes.has(read.get("topic")) ? read.get("topic") : null;
  const row = Number.parseInt(read.get("doc"), 10);
  return {
    topic: topic ?? (roots.length ? roots[0].key : null),
    doc: row >= 0 && row < content.n_documents ? row : null,
    search: read.get("search"),
  };
}

// act(route, before): called for every change, and once at the start with before = null.
function follow(act) {
  followers.push(act);
}

function applyRoute(isFirst) {
  const before = isFirst === true ? null : route;
  route = readRoute();
  for (const act of followers) act(route, before);
}

addEventListener("hashchange", applyRoute);

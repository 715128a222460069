// The tree of topics as an accessible tree: arrows, Home, End, asterisk and typing move in it.

const treeItems = new Map();
const FEW_TOPICS = 60; // up to here all branches start open
let typed = "";
let typedAt = 0;

function buildTree() {
  byId("tree").replaceChildren(...roots.map((node, place) => treeItem(node, 1, place, roots.length)));
  if (roots.some((node) => node.children.length)) byId("unfold").hidden = false;
  byId("unfold").addEventListener("click", toggleAll);
  byId("tree").addEventListener("keydown", moveInTree);
  byId("tree").addEventListener("click", clickTree);
  labelUnfold();
}

function treeItem(node, depth, place, size) {
  const largest = Math.max(...content.nodes.map((each) => each.share));
  const id = `item-${node.key}`;
  const below = node.children.map((key) => nodes.get(key));
  const line = make(
    "span",
    { class: "tree-line" },
    make("span", { class: "twisty", "aria-hidden": "true" }),
    make("span", { class: "tree-label", id },
      make("span", { class: "tree-title" }, own(node.name, { class: "tree-name" }), badgesOf(node)),
      make("span", { class: "tree-share" }, percent(node.share))),
    bar(node.share / largest, hueOf(node)),
  );
  const item = make(
    "li",
    {
      role: "treeitem", "aria-labelledby": id, "aria-level": depth, "aria-posinset": place + 1,
      "aria-setsize": size, "aria-selected": "false", tabindex: "-1", "data-key": node.key,
      "data-hue": hueOf(node),
      "aria-expanded": below.length ? String(content.nodes.length <= FEW_TOPICS) : null,
    },
    line,
  );
  treeItems.set(node.key, item); // before those below, so that the map is in the order of sight
  if (below.length) {
    item.append(make("ul", { role: "group" },
      below.map((child, i) => treeItem(child, depth + 1, i, below.length))));
  }
  return item;
}


const isOpen = (item) => item.getAttribute("aria-expanded") === "true";
const isBranch = (item) => item.hasAttribute("aria-expanded");

function setOpen(item, open) {
  if (isBranch(item)) item.setAttribute("aria-expanded", String(open));
  // Focus must not stay inside of what is closed.
  if (!open && item.contains(document.activeElement) && document.activeElement !== item) {
    focusItem(item);
  }
  if (!open && item.querySelector("[tabindex='0']")) makeStop(item);
  labelUnfold();
}

function branches() {
  return [...treeItems.values()].filter(isBranch);
}

function labelUnfold() {
  byId("unfold").textContent = branches().some(isOpen) ? "Close all" : "Open all";
}

function toggleAll() {
  const open = !branches().some(isOpen);
  for (const item of branches()) setOpen(item, open);
}

function visibleItems() {
  return [...treeItems.values()].filter((item) => !item.parentElement.closest("[aria-expanded='false']"));
}

// Tab stops at one item only.
function makeStop(item) {
  for (const other of treeItems.values()) other.tabIndex = other === item ? 0 : -1;
}

function focusItem(item) {
  makeStop(item);
  item.focus({ preventScroll: true });
  item.firstElementChild.scrollIntoView({ block: "nearest" });
}

function showInTree(node) {
  for (const above of pathTo(node).slice(0, -1)) setOpen(treeItems.get(above.key), true);
  for (const [key, item] of treeItems) item.setAttribute("aria-selected", String(key === node.key));
  const item = treeItems.get(node.key);
  makeStop(item);
  const box = byId("tree");
  // Only the list itself may scroll: the page stays where the reader is.
  const line = item.firstElementChild.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (line.top < frame.top) box.scrollTop += line.top - frame.top;
  else if (line.bottom > frame.bottom) box.scrollTop += line.bottom - frame.bottom;
}

function clickTree(event) {
  const item = event.target.closest("[role='treeitem']");
  if (!item) return;
  focusItem(item);
  if (event.target.closest(".twisty") && isBranch(item)) setOpen(item, !isOpen(item));
  else go({ topic: item.dataset.key });
}

function moveInTree(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const item = event.target.closest("[role='treeitem']");
  const moves = {
    ArrowDown: (shown, at) => shown[at + 1],
    ArrowUp: (shown, at) => shown[at - 1],
    Home: (shown) => shown[0],
    End: (shown) => shown[shown.length - 1],
    ArrowRight: () => rightOf(item),
    ArrowLeft: () => leftOf(item),
  };
  if (Object.hasOwn(moves, event.key)) {
    const shown = visibleItems();
    const target = moves[event.key](shown, shown.indexOf(item));
    if (target) focusItem(target);
  } else if (event.key === "Enter" || event.key === " ") {
    go({ topic: item.dataset.key });
  } else if (event.key === "*") {
    for (const other of item.parentElement.children) setOpen(other, true);
  } else if (event.key.length === 1) {
    typeAhead(item, event.key);
  } else {
    return;
  }
  event.preventDefault();
}

function rightOf(item) {
  if (!isBranch(item)) return null;
  if (isOpen(item)) return item.querySelector("[role='treeitem']");
  setOpen(item, true);
  return null;
}

function leftOf(item) {
  if (isBranch(item) && isOpen(item)) {
    setOpen(item, false);
    return null;
  }
  return item.parentElement.closest("[role='treeitem']");
}

function typeAhead(item, key) {
  typed = Date.now() - typedAt > 700 ? key : typed + key;
  typedAt = Date.now();
  const shown = visibleItems();
  const at = shown.indexOf(item);
  const skip = typed.length === 1 ? 1 : 0; // one letter again and again goes round
  const order = [...shown.slice(at + skip), ...shown.slice(0, at + skip)];
  const start = typed.toLowerCase();
  const found = order.find((each) => nodes.get(each.dataset.key).name.toLowerCase().startsWith(start));
  if (found) focusItem(found);
}

// Puts the page together: what matters first, and the rest when it has been painted.

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").setAttribute("aria-pressed", String(theme === "dark"));
  redrawAll();
}

function setUpTheme() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
  byId("theme").addEventListener("click", () => setTheme(isDark() ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    byId("theme").setAttribute("aria-pressed", String(isDark()));
    redrawAll();
  });
}

function followTopic(now, before) {
  const node = nodes.get(now.topic);
  if (!node || (before && before.topic === now.topic)) return;
  const heldFocus = byId("topic").contains(document.activeElement) || document.activeElement === document.body;
  showInTree(node);
  showTopic(node);
  if (before === null) return;
  announce(`Topic ${node.name}`);
  if (charts.has(byId("icicle"))) draw(byId("icicle"), icicle);
  if (heldFocus) byId("topic-title").focus({ preventScroll: true });
  const top = byId("topic").getBoundingClientRect().top;
  if (top < 0 || top > innerHeight * 0.75) byId("topic").scrollIntoView();
}

function followDocument(now, before) {
  if (!documents.ready || (before && before.doc === now.doc)) return;
  if (before === null && now.doc === null) return;
  showDocument(now.doc);
}

function showUnplaced() {
  const n = content.unplaced[0];
  if (n > 0) byId("unplaced").textContent = ` · ${counted(n, "document")} without any topic`;
}

async function start() {
  showUnplaced();
  setUpTheme();
  setUpDialog();
  setUpSearch();
  if (content.nodes.length === 0) {
    byId("topic").append(make("p", { class: "note" }, "No topic was found in these texts."));
    byId("icicle").closest("section").hidden = true;
  } else {
    buildTree();
    sizeIcicle();
  }
  follow(followTopic);
  follow(followDocument);
  follow(followSearch);
  applyRoute(true);
  document.documentElement.dataset.stage = "topics";
  performance.mark("topics");
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  buildLabels();
  buildGroups();
  buildAbout();
  if (document.readyState === "loading") {
    await new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
  }
  try {
    await loadDocuments();
    documentsAreReady();
    followDocument(route, null);
    if (route.search !== null) search(byId("query").value);
    document.documentElement.dataset.stage = "documents";
    performance.mark("documents");
    if (content.nodes.length) drawIcicle();
  } catch (error) {
    announce("");
    byId("main").prepend(make("p", { class: "note", role: "alert" },
      `Documents and charts cannot be unpacked here: ${error.message}. A browser of 2023 or later can.`));
  }
}

start();

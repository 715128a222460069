// How the topics came about: what was read, and the settings that make the run again.

function buildAbout() {
  byId("about").replaceChildren(
    make("h2", { id: "about-title" }, "How this came about"),
    make("details", {}, make("summary", {}, "What was read"),
      make("dl", { class: "facts" }, content.corpus.map(([subject, statements]) => make("div", {},
        make("dt", {}, subject), statements.map((statement) => make("dd", {}, own(statement))))))),
    make("details", {}, make("summary", {}, "Settings"), ...settingsParts(content.settings)),
    make("details", {}, make("summary", {}, "How to read it"),
      make("p", {}, "A topic is a set of words that are used in the same documents. Its share is the part of a "
        + "document that it explains, averaged over all documents; the shares of the topics in a broad one "
        + "add up to its own. A document counts for the one topic that it has most of, at each layer."),
      make("p", {}, "A topic hangs under the broad topic that explains most of it; “Explained by” names others "
        + "that explain a part. Press / to search. In the list of topics, arrow keys move, and letters "
        + "find a name.")));
}

function settingsParts(settings) {
  const single = Object.entries(settings).filter(([, value]) => !isGroup(value));
  const groups = Object.entries(settings).filter(([, value]) => isGroup(value));
  return [
    single.length ? settingsList(single) : null,
    ...groups.map(([name, group]) => make("section", { class: "part" },
      make("h3", {}, name), settingsList(Object.entries(group)))),
  ].filter(Boolean);
}

const isGroup = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function settingsList(pairs) {
  return make("dl", { class: "facts" }, pairs.map(([name, value]) => make("div", {},
    make("dt", {}, own(name)),
    make("dd", {}, own(typeof value === "string" ? value : JSON.stringify(value))))));
}

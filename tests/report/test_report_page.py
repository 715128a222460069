"""The page of a report as readers use it, in a browser, by mouse and keyboard."""

import time

import numpy as np
import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys
from support.browser import PHONE, WIDE, Page, start_browser
from support.made_runs import ATTACKS, hostile_groups, hostile_run, made_run

from hiertopics.report.html.write import write_report
from hiertopics.tree.formatting import percent


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def everyday_page(browser, folder, everyday_run):
    years = {"name": "year", "groups": ["1990", "1991", "1992"], "n_documents": [70, 70, 76]}
    layers = [[[1 / size] * 3] * size for size in everyday_run.tree.n_topics]
    notes = ["4 of 220 values of 'date' say no date, such as 'later'"]
    by = [{**years, "layers": layers, "undated": 4, "notes": notes}]
    return Page(browser, write_report(everyday_run, folder / "everyday.html", by))


@pytest.fixture
def page(everyday_page):
    yield everyday_page.open()
    assert everyday_page.complaints() == []
    assert everyday_page.requests() == []


def find(page, text):
    """Type into the search box and wait for what comes of it."""
    page.one("#query").send_keys(text)
    page.wait("!document.getElementById('results').hidden")


def test_tree_opens_and_closes_by_mouse(page):
    assert len(page.all("#tree [role=treeitem]")) == 16
    branch, child = page.one("#tree > li"), page.one("#tree > li li")
    page.one("#tree > li .twisty").click()
    assert branch.get_attribute("aria-expanded") == "false" and not child.is_displayed()
    page.one("#tree > li .twisty").click()
    assert branch.get_attribute("aria-expanded") == "true" and child.is_displayed()
    page.one("#unfold").click()
    assert not any(item.is_displayed() for item in page.all("#tree li li"))
    assert page.text("#unfold") == "Open all"


def test_tree_is_walked_by_keyboard(page):
    keys = page.value("[...document.querySelectorAll('#tree li')].map(e => e.dataset.key)")
    page.run("document.querySelector('#tree [tabindex=\"0\"]').focus()")
    for key, expected in [
        (Keys.ARROW_DOWN, keys[1]),
        (Keys.ARROW_UP, keys[0]),
        (Keys.END, keys[-1]),
        (Keys.ARROW_LEFT, keys[12]),
        (Keys.ARROW_LEFT, keys[12]),
        (Keys.ARROW_RIGHT, keys[12]),
        (Keys.ARROW_RIGHT, keys[13]),
        (Keys.HOME, keys[0]),
    ]:
        page.press(key)
        assert page.focused() == expected
    name = page.value(f"document.getElementById('item-{keys[5]}').firstChild.textContent")
    page.press(*name[:6])
    assert page.focused() == keys[5]
    assert len(page.all("#tree [tabindex='0']")) == 1
    page.press(Keys.ENTER)
    page.wait(f"document.getElementById('topic-title').textContent === {name!r}")
    assert page.focused() == keys[5], "the focus stays in the tree"
    selected = page.all("#tree [aria-selected=true]")
    assert [item.get_attribute("data-key") for item in selected] == [keys[5]]


def test_topic_shows_words_place_and_documents_with_its_words_marked(page):
    page.one("#tree li li .tree-label").click()
    page.wait("document.querySelector('.breadcrumb')")
    words = [word.text for word in page.all(".words bdi")]
    assert len(words) == 20
    assert page.text("#topic-title") == ", ".join(words[:3])
    assert page.text(".breadcrumb a") == page.text("#tree > li .tree-name")
    marks = {mark.text.lower().replace("-", " ") for mark in page.all(".card mark")}
    assert marks and marks <= set(words)
    assert len(page.all(".card")) == 3
    page.one(".more button").click()
    assert len(page.all(".card")) == 18
    shares = [float(figure.text.split()[0]) for figure in page.all(".card .figure")]
    assert shares == sorted(shares, reverse=True)


def test_search_finds_topics_and_documents(page):
    find(page, "violin")
    assert "violin" in page.text("[aria-labelledby=results-Topics] [role=option]")
    documents = page.all("[aria-labelledby=results-Documents] [role=option]")
    assert len(documents) > 5
    said = page.value("document.getElementById('announcer').textContent")
    assert said.endswith("documents") and "topic" in said
    page.press(Keys.ARROW_DOWN)
    active = page.one("#query").get_attribute("aria-activedescendant")
    assert page.one(f"#{active}").get_attribute("aria-selected") == "true"
    page.press(Keys.ENTER)
    page.wait("document.getElementById('topic-title').textContent.includes('violin')")
    assert not page.one("#results").is_displayed()


def test_going_back_brings_results_back(page):
    find(page, "violin")
    page.press(Keys.ENTER)
    page.wait("document.getElementById('topic-title').textContent.includes('violin')")
    page.wait("document.activeElement.id === 'topic-title'")
    page.browser.back()
    page.wait("!document.getElementById('results').hidden")
    assert page.one("#query").get_property("value") == "violin" and page.focused() == "query"


def test_typing_is_never_overwritten(page):
    page.one("#query").click()
    for place, letter in enumerate("violin concerto"):
        page.press(letter)
        time.sleep((0, 0.115, 0.13)[place % 3])  # about as long as the search waits
    assert page.one("#query").get_property("value") == "violin concerto"


def test_search_for_nothing_says_so(page):
    find(page, "qqqq")
    assert page.text("#results") == "Nothing found"
    page.press(Keys.ESCAPE)
    assert not page.one("#results").is_displayed()


def test_document_opens_and_gives_the_focus_back(page):
    title = page.one(".card a")
    title.click()
    page.wait("document.getElementById('document').open")
    assert page.text("#document-title") == title.get_property("textContent")
    facts = page.text("#document .facts").splitlines()
    assert {"Fine label", "Broad label", "Predicted fine label"} <= set(facts)
    assert page.all("#document .bars .bar") and page.all("#document mark")
    assert page.focused() == "document-title"
    page.press(Keys.ESCAPE)
    page.wait("!document.getElementById('document').open")
    assert page.value("document.activeElement.className") == "card-title"
    assert "doc=" not in page.value("location.hash")


@pytest.mark.parametrize("row", [0, 60, 150])
def test_a_document_holds_of_a_broad_topic_what_it_holds_of_those_in_it(
    everyday_page, everyday_run, row
):
    page = everyday_page.open(f"#doc={row}")
    page.wait("document.getElementById('document').open")
    for layer, kind in enumerate(("Fine topics", "Broad topics")):
        own = everyday_run.documents.shares[layer].toarray()[row]
        listed = [topic for topic in np.argsort(-own)[:8] if own[topic] >= 0.005]
        bars = page.all(f"#document [aria-label='{kind}'] li")
        names = [everyday_run.tree.node(layer, topic).name for topic in listed]
        assert [bar.text.split("\n")[0] for bar in bars] == names
        figures = [bar.text.split("\n")[-1].replace("\u00a0", " ") for bar in bars]
        assert figures == [percent(own[topic]) for topic in listed]
        assert len(listed) > 1 or layer == 1


def test_back_and_forward_go_where_one_was(page):
    first = page.text("#topic-title")
    page.all("#tree > li .tree-label")[1].click()
    page.wait(f"document.getElementById('topic-title').textContent !== {first!r}")
    second = page.text("#topic-title")
    page.one(".card a").click()
    page.wait("document.getElementById('document').open")
    page.browser.back()
    page.wait("!document.getElementById('document').open")
    assert page.text("#topic-title") == second
    page.browser.back()
    page.wait(f"document.getElementById('topic-title').textContent === {first!r}")
    page.browser.forward()
    page.wait(f"document.getElementById('topic-title').textContent === {second!r}")


def test_address_opens_what_it_names(everyday_page):
    page = everyday_page.open("#topic=0-3&doc=20")
    page.wait("document.getElementById('document').open")
    assert page.value("document.querySelector('#tree [aria-selected=true]').dataset.key") == "0-3"
    assert page.text("#document .card-id") == "astronomy/moon/beans-by-the-moon"
    page = everyday_page.open("#topic=9-9&doc=99999&search=piano")
    page.wait("!document.getElementById('results').hidden")
    assert not page.value("document.getElementById('document').open")


def test_charts_are_drawn(page):
    page.wait("document.querySelectorAll('#icicle .slice').length >= 16")
    for place in ("#labels", "#groups"):
        page.run(f"document.querySelector('{place} .chart').scrollIntoView()")
        page.wait(f"document.querySelector('{place} [data-drawn] .main-svg')")
    assert page.all("#labels .heatmaplayer image")
    lead = page.text("#groups .lead")
    assert "4 documents belong to no group. 4 of 220 values of 'date' say no date" in lead
    assert len(page.all("#groups .scatterlayer .trace")) == 4
    page.run(
        "const s = document.querySelector('#groups select'); s.selectedIndex = 0;"
        "s.dispatchEvent(new Event('change'))"
    )
    page.wait("document.querySelectorAll('#groups .legend .traces').length === 12")
    assert page.value("document.querySelector('#labels tbody td:last-child').textContent") == "54"


def test_map_leads_to_topics(page):
    page.wait("document.querySelectorAll('#icicle .slice').length >= 16")
    first = page.text("#topic-title")
    width = page.value("document.getElementById('icicle').clientWidth")
    frame = page.one(".map-frame")
    ActionChains(page.browser).move_to_element_with_offset(
        frame, width // 2 - 30, 30
    ).click().perform()
    page.wait(f"document.getElementById('topic-title').textContent !== {first!r}")
    assert page.text("#topic-title") == page.all("#tree .tree-name")[-1].text


def test_dark_mode_turns_everything_dark(page):
    def brightness():
        color = page.value("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in color.strip("rgb()").split(","))

    page.wait("document.getElementById('icicle').dataset.drawn")
    fill = "[...document.querySelectorAll('#icicle .slice path')].at(-1).style.fill"
    before = page.value(fill)
    assert brightness() > 600
    page.one("#theme").click()
    assert brightness() < 150
    page.wait(f"{fill} !== {before!r}")
    page.one("#theme").click()
    assert brightness() > 600
    page.wait(f"{fill} === {before!r}")


@pytest.mark.parametrize(
    "size, dark",
    [(WIDE, False), (WIDE, True), (PHONE, True)],
    ids=["wide and light", "wide and dark", "phone and dark"],
)
def test_page_is_accessible(everyday_page, size, dark):
    page = everyday_page.open(size=size, dark=dark)
    page.wait("document.getElementById('icicle').dataset.drawn")
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.violations() == {}
    page.one(".card a").click()
    page.wait("document.getElementById('document').open")
    assert page.violations() == {}
    page.press(Keys.ESCAPE)
    find(page, "moon")
    assert page.violations() == {}


def test_headings_are_in_order(page):
    layers = page.value(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(e => "
        "e.checkVisibility()).map(e => Number(e.localName[1]))"
    )
    assert layers[0] == 1 and layers.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(layers, layers[1:], strict=False))


def test_phone_never_scrolls_sideways(everyday_page):
    page = everyday_page.open(size=PHONE)
    page.wait("document.getElementById('icicle').dataset.drawn")
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    for place in ("#labels", "#groups"):
        page.run(f"document.querySelector('{place} .chart').scrollIntoView()")
        page.wait(f"document.querySelector('{place} [data-drawn]')")
    assert page.value("document.documentElement.scrollWidth") == PHONE[0]
    shown = page.value(
        "[...document.querySelectorAll('#labels .xtick text')].map(e => e.textContent)"
    )
    names = page.value(
        "[...document.querySelectorAll('#tree > li > span .tree-name')].map(e => e.textContent)"
    )
    assert len(shown) == len(names) == 4
    for short, name in zip(shown, names, strict=True):
        assert f"{name}, ".startswith(f"{short}, "), "names end with a whole word"


def test_results_lie_above_all_else_on_a_phone(everyday_page):
    page = everyday_page.open(size=PHONE)
    page.wait("document.getElementById('icicle').dataset.drawn")
    find(page, "moon")
    # Those further down are scrolled to within the box of results.
    seen, hidden = page.run(
        "const frame = document.getElementById('results').getBoundingClientRect();"
        "const boxes = [...document.querySelectorAll('#results [data-href]')]"
        ".map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.bottom < frame.bottom);"
        "const hidden = boxes.filter(([e, box]) => "
        "!e.contains(document.elementFromPoint(box.x + 20, box.y + 10)));"
        "return [boxes.length, hidden.length]"
    )
    assert seen >= 3 and hidden == 0


def test_print_shows_all_topics_and_no_controls(everyday_page):
    page = everyday_page.open(media="print")
    outline = page.text("#outline")
    for node in page.value("JSON.parse(document.getElementById('content').textContent).nodes"):
        assert node["name"] in outline and ", ".join(w for w, _ in node["words"]) in outline
    assert page.one("#topic-title").is_displayed()
    assert not any(each.is_displayed() for each in page.all("button, input, select, #tree"))


def test_page_can_be_read_without_scripts(everyday_page):
    page = everyday_page
    page.command("Emulation.setEmulatedMedia", {"media": ""})
    page.command("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.browser.get(page.path.as_uri())
        assert len(page.all("#outline li")) == 16
        assert page.one("#outline .outline-words").is_displayed()
        assert not any(each.is_displayed() for each in page.all("button, input, select"))
    finally:
        page.command("Emulation.setScriptExecutionDisabled", {"value": False})


def test_hostile_texts_show_as_text_and_do_nothing(browser, folder):
    page = Page(browser, write_report(hostile_run(), folder / "hostile.html", hostile_groups()))
    page.open()
    page.wait("document.getElementById('icicle').dataset.drawn")
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    for place in ("#labels", "#groups"):
        page.run(f"document.querySelector('{place} .chart').scrollIntoView()")
        page.wait(f"document.querySelector('{place} [data-drawn]')")
    shown = page.value("document.body.innerText")
    assert ATTACKS[0] in shown and "\\u202e" in shown
    for key in ("0-0", "0-3", "1-1"):
        page.run(f"location.hash = '#topic={key}'")
        page.wait(f"document.querySelector('#tree [aria-selected=true]').dataset.key === '{key}'")
    page.one(".more button").click()
    page.one(".card a").click()
    page.wait("document.getElementById('document').open")
    assert ATTACKS[0] in page.text("#document")
    page.press(Keys.ESCAPE)
    find(page, "<script>")
    assert ATTACKS[0] in page.text("#results")
    assert page.value("window.pwned === undefined")
    assert page.value("document.querySelectorAll('[onerror], [onload], img, textarea').length") == 0
    assert not page.value("[...document.links].some(link => link.protocol !== 'file:')")
    assert not set("\u202e\u2066") & set(page.value("document.body.textContent"))
    assert page.complaints() == [] and page.requests() == []


@pytest.mark.parametrize(
    "sizes, n_docs", [((1,), 1), ((3,), 9), ((6, 4, 2), 9), ((6, 4, 2), 1)], ids=str
)
def test_small_and_deep_trees_work(browser, folder, sizes, n_docs):
    run = made_run(sizes, n_docs)
    run.tree = run.tree.rename({run.tree.roots[0].key: "Mine"})
    page = Page(
        browser, write_report(run, folder / f"{len(sizes)}-{sizes[0]}-{n_docs}.html")
    ).open()
    page.wait("document.getElementById('icicle').dataset.drawn")
    living = sum(not node.is_dead for node in run.tree)
    assert len(page.all("#tree [role=treeitem]")) == living
    assert len(page.all("#icicle .slice")) >= living
    assert "Mine" in page.value("document.getElementById('icicle').textContent")
    assert page.all("#labels:not([hidden]), #groups section") == []
    page.one(".card a").click()
    page.wait("document.getElementById('document').open")
    assert page.complaints() == []


def test_missing_chromium_is_explained(monkeypatch):
    monkeypatch.setattr("support.browser.shutil.which", lambda name: None)
    with pytest.raises(RuntimeError, match="apt-get install chromium chromium-driver"):
        start_browser()

"""What a page says of how good its topics are: marks, figures, and how many there should be."""

import re
from dataclasses import replace

import pytest
from lxml import etree, html
from support.browser import PHONE, Page
from support.made_runs import ATTACKS, judged_run, made_run

import hiertopics as ht
from hiertopics.quality.figures import FIGURES, TREE_FIGURES
from hiertopics.report.html.content import report_content
from hiertopics.report.html.curve import HEIGHT, WIDTH, agreement_curve
from hiertopics.report.html.write import render_report, write_report
from hiertopics.tree.solidity import solidity_note

CHOSEN = {
    "layers": [
        {"n_topics": 12, "low": 11, "high": 13, "found": True},
        {"n_topics": 4, "low": 4, "high": 4, "found": False},
    ],
    "sizes": [2, 4, 8, 12, 20],
    "agreement": [0.4, 0.7, 0.5, 0.9, 0.6],
    "noise": [0.05] * 5,
}


@pytest.fixture(scope="module")
def judged(everyday_run):
    return judged_run(everyday_run)


@pytest.fixture(scope="module")
def page_of_judged(judged):
    return html.fromstring(render_report(judged))


def text_of(element):
    return " ".join(element.text_content().split())


def test_every_figure_of_the_run_is_on_its_page_with_how_to_read_it(judged, page_of_judged):
    rows = {
        text_of(row[0]): [text_of(cell) for cell in row[1:]]
        for row in page_of_judged.xpath("//*[@id='quality']//tbody/tr[count(*) > 1]")
    }
    evaluation = judged.evaluation
    assert len(rows) == len({*evaluation.layers[0], *evaluation.layers[1], *evaluation.tree})
    for group in FIGURES.values():
        for name, (title, reading) in group.items():
            if name in evaluation.layers[0]:
                values = [
                    f"{layer[name]:.3f}" if name in layer else "" for layer in evaluation.layers
                ]
                assert rows[title] == [*values, reading]
    for name, (title, reading) in TREE_FIGURES.items():
        assert rows[title] == ["", f"{evaluation.tree[name]:.3f}", reading]
    heads = page_of_judged.xpath("//*[@id='quality']//thead//th")
    assert [text_of(head) for head in heads] == ["Figure", "Fine", "Broad", "How to read it"]
    assert evaluation.notes[0] in text_of(page_of_judged.get_element_by_id("quality"))


def test_a_saved_run_has_the_figures_on_its_page_without_the_texts(judged, tmp_path):
    ht.save(judged, tmp_path / "run.ht")
    assert render_report(ht.load(tmp_path / "run.ht")) == render_report(judged)


def test_nothing_is_said_of_what_was_not_measured(everyday_run):
    bare = html.fromstring(render_report(replace(everyday_run, evaluation=None)))
    assert not bare.xpath("//*[@id='quality']") and not bare.xpath("//*[contains(@class,'legend')]")
    own = render_report(everyday_run)
    assert "How the numbers of topics were chosen" not in own and "not solid: " not in own
    assert "How good these topics are" not in render_report(made_run())


def test_doubts_are_in_the_outline_and_one_legend_explains_them(judged, page_of_judged):
    doubts = [text_of(each) for each in page_of_judged.xpath("//*[@class='outline-doubt']")]
    assert sorted(doubts) == [
        "Not solid: found again in 50 % of fits",
        "Place not solid: under this topic in 62 % of fits",
    ]
    note = solidity_note(judged.tree)
    legends = {text_of(each) for each in page_of_judged.xpath("//*[contains(@class, 'legend')]")}
    assert legends == {f"{note[0].upper()}{note[1:]}."}
    nodes = {node["key"]: node for node in report_content(judged)["nodes"]}
    assert nodes["0-1"]["found_again"].startswith("found again in 50 % of the fits to halves")
    assert nodes["0-3"]["doubt"] == nodes["0-3"]["place_doubt"] == ""


def test_how_numbers_were_chosen_is_no_setting(judged):
    assert "topics_chosen" not in report_content(judged)["settings"]


def numbers(text):
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def test_the_curve_is_drawn_to_scale():
    svg = etree.fromstring(agreement_curve(CHOSEN))
    assert svg.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}" and svg.get("role") == "img"
    (line,) = svg.xpath("//polyline")
    points = numbers(line.get("points"))
    xs, ys = points[::2], points[1::2]
    grid = {each.get("y1") for each in svg.xpath("//line[@class='curve-grid']")}
    bottom, _, top = sorted(map(float, grid), reverse=True)
    for y, agreement in zip(ys, CHOSEN["agreement"], strict=True):
        assert (bottom - y) / (bottom - top) == pytest.approx(agreement, abs=0.001)
    # Numbers of topics are spaced by their ratios: from 2 to 4 as far as from 4 to 8.
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.11)
    (band,) = svg.xpath("//polygon")
    assert len(numbers(band.get("points"))) == 4 * len(xs)


def test_the_chosen_numbers_are_marked_on_the_curve():
    svg = etree.fromstring(agreement_curve(CHOSEN))
    points = numbers(svg.xpath("//polyline")[0].get("points"))
    at = {size: points[2 * i] for i, size in enumerate(CHOSEN["sizes"])}
    (found,), (usual,) = (svg.xpath(f"//line[@class='curve-{n}']") for n in ("chosen", "usual"))
    assert [float(each.get("x1")) for each in (found, usual)] == [at[12], at[4]]
    names = [each.text for each in svg.xpath("//text[@class='curve-name']")]
    assert names == ["4 broad, usual", "12 fine"]
    assert len(svg.xpath("//circle")) == 2


def test_names_of_near_numbers_are_not_written_over_each_other():
    layers = [{"n_topics": n, "low": n, "high": n, "found": True} for n in (10, 9, 4)]
    svg = etree.fromstring(agreement_curve({**CHOSEN, "layers": layers}))
    rows = [float(each.get("y")) for each in svg.xpath("//text[@class='curve-name']")]
    assert rows[0] == rows[1] > rows[2] > 0
    assert len(svg.xpath("//circle")) == 1, "numbers that were not tried have no height"


def test_hostile_sentences_are_text(judged):
    chosen = {**CHOSEN, "sentences": list(ATTACKS)}
    page = render_report(replace(judged, provenance={"topics_chosen": chosen}))
    caption = html.fromstring(page).xpath("//figcaption")[0]
    assert {child.tag for child in caption.iter()} == {"figcaption", "p"}
    assert ATTACKS[0] in text_of(caption)


@pytest.fixture(scope="module")
def opened(browser, judged, tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "judged.html"
    return Page(browser, write_report(judged, path))


def test_topics_that_are_not_solid_have_a_badge_that_says_how_often(opened):
    page = opened.open("#topic=0-1")
    badges = page.value(
        "[...document.querySelectorAll('#tree .badge')].map(e => "
        "[e.closest('li').dataset.key, e.title, e.textContent])"
    )
    assert sorted(badges) == [
        ["0-1", "found again in 50 % of fits", "not solid: found again in 50 % of fits"],
        ["0-2", "under this topic in 62 % of fits",
         "place not solid: under this topic in 62 % of fits"],
    ]  # fmt: skip
    size = page.text("#topic .size")
    assert "not solid" in size and "Found again in 50 % of the fits to halves" in size
    page.run("location.hash = '#topic=0-3'")
    page.wait("document.querySelector('#tree [aria-selected=true]').dataset.key === '0-3'")
    assert "solid" not in page.text("#topic .size")
    assert "Found again in 100 % of the fits" in page.text("#topic .size")
    assert page.one(".topics .legend").is_displayed()
    assert page.complaints() == [] and page.requests() == []


@pytest.mark.parametrize("dark", [False, True])
def test_marks_figures_and_curve_are_accessible(opened, dark):
    page = opened.open("#topic=0-1", dark=dark)
    assert not page.one("#quality table").is_displayed(), "closed until asked for"
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.one("#quality table").is_displayed() and page.one("#quality svg").is_displayed()
    assert page.violations() == {}


def test_the_curve_takes_its_colours_from_the_theme(opened):
    def stroke(dark):
        page = opened.open(dark=dark)
        return page.value("getComputedStyle(document.querySelector('.curve-line')).stroke")

    assert stroke(False) != stroke(True)


def test_figures_fit_a_phone(opened):
    page = opened.open("#topic=0-1", size=PHONE)
    page.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert page.value("document.documentElement.scrollWidth") == PHONE[0]
    assert page.value(
        "[...document.querySelectorAll('#quality .scroller')].every(e => "
        "e.scrollWidth <= e.clientWidth)"
    )


def test_figures_are_on_paper_and_there_without_scripts(opened):
    page = opened.open(media="print")
    assert page.value("document.querySelector('#quality table').checkVisibility()")
    assert (
        page.value("document.querySelector('#quality table').getBoundingClientRect().height") > 300
    )
    page.command("Emulation.setEmulatedMedia", {"media": ""})
    page.command("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.browser.get(page.path.as_uri())
        page.one("#quality summary").click()
        assert page.one("#quality table").is_displayed()
        assert page.one("#outline .legend").is_displayed()
    finally:
        page.command("Emulation.setScriptExecutionDisabled", {"value": False})

"""What README.md and docs/ say can be pasted and comes out as shown; examples run."""

import ast
import contextlib
import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml

import hiertopics as ht
from hiertopics.cli.main import find_verbs, main

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
}
README, GUIDE = PAGES["README.md"], PAGES["docs/guide.md"]
OTHERS_OPTIONS = {"quiet", "help", "editable"}  # of pip and of every verb


def block(marker, page=README):
    """The code block under a marker."""
    return re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", page, re.DOTALL)[1]


def run(*arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=True,
    ).stdout


def groups(tree):
    """What a reader takes from the tree: its first line, and which folders its topics match."""
    return tree.splitlines()[0], sorted(re.findall(r"(?:all|mostly|mixed:?) .*", tree))


def test_first_command_prints_the_tree_shown():
    *setup, command = block("main command").strip().split(" && ")
    assert [shlex.split(step)[-1] for step in setup] == [".venv", "."]
    printed = run(*shlex.split(command)[1:])
    assert groups(printed) == groups(block("tree")) and len(groups(printed)[1]) == 16


def test_corpus_command_prints_the_report_shown():
    command = block("corpus command", GUIDE).strip()
    printed, shown = run(*shlex.split(command)[1:]), block("corpus report", GUIDE)
    assert printed.splitlines()[1:] == shown.splitlines()[1:]


def test_second_command_is_what_ci_runs():
    command = block("test command").strip()
    assert command.endswith("-m pytest") and "'.[test]'" in command
    assert "<!-- test command -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """What each script of the guide prints, by its first line, and the names that they leave."""
    printed, names, folder = {}, {}, tmp_path_factory.mktemp("guide")
    (folder / "corpora").symlink_to(ROOT / "corpora")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for code in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(code, "guide.md", "exec"), names)
            printed[code.split("\n")[0]] = out.getvalue()
    return printed, names


def printed_by(scripts, start):
    """What the script that begins so prints."""
    (printed,) = [out for code, out in scripts[0].items() if code.startswith(start)]
    return printed


def topics_in(printed):
    """The topics of a printed tree: each with its words, labels and documents as one text."""
    found = re.split(r"^\W* *\d+ % +", printed, flags=re.MULTILINE)[1:]
    return [" ".join(text.split()) for text in found]


def the_topic(topics, word):
    """The one topic among them that shows a word."""
    (found,) = [topic for topic in topics if re.search(rf"\b{word}\b[^…]*? (?:all|e\.g\.)", topic)]
    return found


def test_script_prints_a_tree_like_the_one_shown(scripts):
    printed = printed_by(scripts, "import hiertopics as ht")
    assert printed.startswith("216 documents, 12 topics in 4 groups\n")
    topics = topics_in(printed)
    assert len(topics) == 16
    for word, folder in (("bread", "bread"), ("lunar", "moon"), ("sopranos", "choir")):
        assert f"/{folder}/" in the_topic(topics, word)


def test_script_predicts_labels(scripts):
    printed, names = printed_by(scripts, "y = corpus.labels_for(2)"), scripts[1]
    predicted, score = printed.rsplit(maxsplit=1)
    broad = names["corpus"].labels_for(2)[:3, 1]
    assert re.findall(r"'(\w+)'", predicted) == list(broad) and float(score) > 0.95


def test_script_of_a_kept_run_finds_the_sky_in_a_text_about_it(scripts):
    printed, tree = printed_by(scripts, "import os"), scripts[1]["run"].tree
    weights = np.array(printed.strip("[]\n").split(), dtype=float)
    assert len(weights) == 4
    assert tree.node(-1, int(weights.argmax())).documents[0].id.startswith("astronomy/")


def test_script_tells_what_new_documents_are_about(scripts):
    printed, tree = printed_by(scripts, "new = "), scripts[1]["run"].tree
    lines = [line.split(" ", 1) for line in printed.splitlines()]
    assert [name for name, _ in lines] == ["1", "2"]
    for (_, topic), folder in zip(lines, ("astronomy", "cooking"), strict=True):
        assert tree.resolve(topic).labels[0][0] == folder


def test_script_renames_the_topics_that_it_says(scripts):
    printed = printed_by(scripts, "tree = run.tree.rename")
    path, rest = printed.split("\n", 1)
    broad, fine = ast.literal_eval(path)
    assert broad == "Kitchen" and "bread" in fine
    kitchen, _, rest = rest.partition("216 documents, 4 topics\n")
    below = topics_in(kitchen)
    assert below[0].startswith("Kitchen: ") and "all cooking (54)" in below[0]
    labels = [re.search(r" all (\w+) \(18\)", topic)[1] for topic in below[1:]]
    assert sorted(labels) == ["bread", "preserves", "soup"]
    cut, found, rest = re.split(r"^(\[.*\])$", rest, maxsplit=1, flags=re.MULTILINE)
    named = {
        re.search(r"all (\w+) \(54\)", topic)[1]: topic.partition(": ")[0]
        for topic in topics_in(cut)
    }
    assert set(named) == {"cooking", "astronomy", "sport", "music"}
    assert named["cooking"] == "Kitchen" and named["astronomy"] == "Sky"
    music, *below = ast.literal_eval(found)
    assert music.startswith("music") and len(below) == 3 and "piano" in " ".join(below)
    comparison, _, shares = rest.rpartition("       group")
    assert "12 topics before, 14 after" in comparison and "Kitchen" in comparison
    row = r"^\d+ +(\w+) +54 +1 +\d+ +race.*? +([\d.]+)$"
    shares = {group: float(share) for group, share in re.findall(row, shares, re.MULTILINE)}
    assert max(shares, key=shares.get) == "sport" and shares["sport"] > 0.8


def test_script_judges_topics(scripts):
    printed = printed_by(scripts, "print(ht.evaluate")
    assert re.search(r"^  NPMI +0\.\d+ +0\.\d+  \S", printed, re.MULTILINE)
    assert len(re.findall(r"^  .* {2}\S", printed, re.MULTILINE)) >= 25
    coherence, figures = printed_by(scripts, "theirs = ").split("\n", 1)
    assert -1 < float(coherence) < 1 and ast.literal_eval(figures)["sibling_diversity"] < 1


def test_show_finds_the_topic_that_the_command_shown_asks_for(scripts, tmp_path, capsys):
    ht.save(scripts[1]["run"], tmp_path / "run.ht")
    (word,) = set(re.findall(r"show run\.ht --node (\S+)", README + GUIDE))
    assert main(["show", str(tmp_path / "run.ht"), "--node", word]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert re.search(rf" words .*\b{word} [\d.]+,.* labels {word} 18;", printed)


def test_no_example_picks_a_topic_by_its_number():
    helps = "\n".join(run("-m", "hiertopics", verb, "--help") for verb in find_verbs())
    blocks = re.findall(r"```(?:python|sh)\n(.*?)```", "".join(PAGES.values()), re.DOTALL)
    examples = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*.py")]
    picked = re.compile(
        r"--node \d|[\"'=]\d-\d+[\"'&]|\.node\(-?\d, *\d|\.layers\[-?\d\]\[\d|roots\[[1-9]"
    )
    for text in (helps, *blocks, *examples):
        assert not picked.search(text), picked.search(text)


@pytest.mark.parametrize(
    ("arguments", "least", "choir"),
    [([], 0.95, "choir"), (["corpora/everyday/music"], 0.6, "alto|carol|choir|hymn|sang")],
)
def test_quickstart_says_how_well_topics_and_folders_agree(arguments, least, choir):
    out = run("examples/quickstart.py", *arguments)
    agreement = re.findall(r"^(\w+) topics .* normalized mutual information (\S+)$", out, re.M)
    assert [name for name, _ in agreement] == (["broad"] if arguments else ["fine", "broad"])
    assert min(float(value) for _, value in agreement) > least
    assert float(re.search(r"label was hidden: ([\d.]+)% right", out)[1]) > 95
    first, second = re.findall(r"^ +(\d+)%  (.+)$", out, re.MULTILINE)
    assert 100 >= int(first[0]) >= int(second[0]) > 10
    both = f"{first[1]}, {second[1]}"
    assert re.search(choir, both)
    if not arguments:
        assert re.search("bread|dough|oven", both)


def test_script_of_the_readme_is_the_first_of_the_guide():
    first = re.compile(r"```python\n(.*?)```", re.DOTALL)
    assert first.findall(README) == first.findall(GUIDE)[:1]


def test_readme_is_short_and_begins_with_what_it_shows():
    lines = README.splitlines()
    assert len(lines) <= 220
    assert lines.index("<!-- main command -->") < 15 and lines.index("<!-- tree -->") < 25


@pytest.mark.parametrize("page", PAGES)
def test_every_option_that_a_page_names_exists(page):
    text = "".join(run("-m", "hiertopics", verb, "--help") for verb in find_verbs())
    commands = re.sub(r"python (?:benchmarks|examples)/\S+[^`\n]*", "", PAGES[page])
    for option in set(re.findall(r"(?<!\S)`?--([a-z][a-z-]+)", commands)) - OTHERS_OPTIONS:
        assert f"--{option}" in text, f"{page} names --{option}, --help does not"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", PAGES[page]):
        if not target.startswith(("http:", "https:")):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_files_that_a_page_names_exist(page):
    """Paths in code spans and commands: of the project, or of the package."""
    named = r"(?<![\w/.])(?:hiertopics|tests|benchmarks|examples|corpora|docs|core)/[\w/.-]*\w"
    for name in set(re.findall(named, PAGES[page])):
        there = [ROOT / name, ROOT / "hiertopics" / name]
        assert any(path.exists() for path in there), f"{page} names {name}"


@pytest.mark.parametrize("page", PAGES)
def test_code_that_a_page_quotes_stands_there(page):
    quoted = re.findall(r"<!-- from (\S+) -->\n```\w+\n(.*?)```", PAGES[page], re.DOTALL)
    for path, code in quoted:
        assert code in (ROOT / path).read_text(encoding="utf-8"), f"{page} quotes {path} wrongly"
    assert len(quoted) >= 5 or page != "CONTRIBUTING.md"


def test_tables_of_figures_name_the_command_that_prints_them():
    sections = PAGES["docs/measurements.md"].split("\n## ")[1:]
    for title, text in (section.split("\n", 1) for section in sections):
        assert re.search(r"python (?:benchmarks|examples)/\w+\.py", text), title


def test_citation_has_what_the_format_asks_for():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert str(cited["version"]) == ht.__version__ and cited["license"] == "MIT"
    readme = " ".join(README.split()).lower()
    for reference in cited["references"]:
        assert reference["title"].lower() in readme
        assert all(author["family-names"].lower() in readme for author in reference["authors"])

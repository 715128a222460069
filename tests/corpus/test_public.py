"""Public corpora come as a Corpus with two levels of labels, from made copies, without network."""

import codecs
import hashlib
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import nltk
import numpy as np
import pytest
from nltk.corpus.reader import CategorizedPlaintextCorpusReader
from nltk.downloader import Downloader
from sklearn import datasets
from sklearn.datasets import _twenty_newsgroups

import hiertopics as ht
from hiertopics.corpus.public import REUTERS_GROUPS

# The twenty groups in the six classes.
CLASSES = {
    "alt.atheism": "religion",
    "comp.graphics": "comp",
    "comp.os.ms-windows.misc": "comp",
    "comp.sys.ibm.pc.hardware": "comp",
    "comp.sys.mac.hardware": "comp",
    "comp.windows.x": "comp",
    "misc.forsale": "forsale",
    "rec.autos": "rec",
    "rec.motorcycles": "rec",
    "rec.sport.baseball": "rec",
    "rec.sport.hockey": "rec",
    "sci.crypt": "sci",
    "sci.electronics": "sci",
    "sci.med": "sci",
    "sci.space": "sci",
    "soc.religion.christian": "religion",
    "talk.politics.guns": "politics",
    "talk.politics.mideast": "politics",
    "talk.politics.misc": "politics",
    "talk.religion.misc": "religion",
}
POST = """From: someone@example.org
Subject: About {group}

Ann wrote:
> What is this group about?
Here we talk about {topic}, day and night.

--
Someone, of no fixed address
"""
BODY = "Here we talk about {topic}, day and night.\n"
QUOTE_ONLY = "From: lazy@example.org\nSubject: Re: Re:\n\n> Nothing to add.\n> Me neither.\n"

CATEGORIES = (
    "acq alum barley bop carcass castor-oil cocoa coconut coconut-oil coffee copper copra-cake corn"
    " cotton cotton-oil cpi cpu crude dfl dlr dmk earn fuel gas gnp gold grain groundnut"
    " groundnut-oil heat hog housing income instal-debt interest ipi iron-steel jet jobs l-cattle"
    " lead lei lin-oil livestock lumber meal-feed money-fx money-supply naphtha nat-gas nickel nkr"
    " nzdlr oat oilseed orange palladium palm-oil palmkernel pet-chem platinum potato propane rand"
    " rape-oil rapeseed reserves retail rice rubber rye ship silver sorghum soy-meal soy-oil"
    " soybean strategic-metal sugar sun-meal sun-oil sunseed tea tin trade veg-oil wheat wpi yen"
    " zinc"
).split()
NEWS = {
    "test/14826": ("trade", "EXPORTERS FEAR FOR THEIR MARKETS\n  Sales abroad fell in March.\n"),
    "test/14828": ("wheat grain", "MILLS BUY WHEAT\n  Three ships of it, says a miller.\n"),
    "test/14840": ("gold", " \n\n"),
    "training/9": (
        "earn",
        "&lt;Made-Up Inc> 1ST QTR NET\n  Profit &amp; sales rose; AT&T's not.\n",
    ),
    "training/10": ("earn acq", "ONE FIRM BUYS ANOTHER\n  And earned well on it.\n"),
    "training/100": ("crude", "OIL DEARER IN GDA\u0143SK\n  Nobody knows why.\n"),
}


@pytest.fixture(scope="module")
def posts(tmp_path_factory):
    """A folder with the made posts as they are in the archive."""
    root = tmp_path_factory.mktemp("posts")
    for number, group in enumerate(CLASSES, start=100):
        post = POST.format(group=group, topic=group.split(".")[-1])
        for part, offset in [("train", 0), ("test", 1000)]:
            folder = root / f"20news-bydate-{part}" / group
            folder.mkdir(parents=True)
            (folder / f"{number + offset}").write_text(post, encoding="latin1")
    lazy = root / "20news-bydate-train" / "sci.space" / "60191"
    lazy.write_text(QUOTE_ONLY, encoding="latin1")
    return root


@pytest.fixture
def newsgroups(posts, tmp_path):
    """scikit-learn's folder with the copy it keeps after a download."""
    cache = {
        part: datasets.load_files(posts / f"20news-bydate-{part}", encoding="latin1")
        for part in ("train", "test")
    }
    packed = codecs.encode(pickle.dumps(cache), "zlib_codec")
    (tmp_path / "20news-bydate_py3.pkz").write_bytes(packed)
    return tmp_path


@pytest.fixture
def reuters(tmp_path):
    """A folder of nltk's data with the made news."""
    root = tmp_path / "corpora" / "reuters"
    for name, (_, text) in NEWS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode("iso-8859-2"))
    lines = [f"{name} {categories}\n" for name, (categories, _) in NEWS.items()]
    (root / "cats.txt").write_text("".join(lines))
    (root / "stopwords").write_text("a\nabout\n")
    return tmp_path


@pytest.fixture
def zipped(reuters):
    """The same, as nltk has it before anybody unpacks it."""
    shutil.make_archive(reuters / "corpora" / "reuters", "zip", reuters / "corpora", "reuters")
    shutil.rmtree(reuters / "corpora" / "reuters")
    return reuters


@pytest.fixture
def no_network(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)  # between scikit-learn's retries


def by_id(corpus):
    """Text and labels of each document."""
    rows = zip(corpus.texts, *corpus.labels.T, strict=True)
    return dict(zip(corpus.ids, rows, strict=True))


# 20 newsgroups


def test_posts_have_their_group_and_its_class_as_labels(newsgroups):
    corpus = ht.fetch_20newsgroups(data_home=newsgroups)
    assert corpus.source == "20 newsgroups"
    assert corpus.labels.shape == (20, 2) and corpus.labels.dtype == object
    assert dict(corpus.labels) == CLASSES
    for number, group in enumerate(CLASSES, start=100):
        text, fine, _ = by_id(corpus)[f"{group}/{number}"]
        assert fine == group and text.strip() == BODY.format(topic=group.split(".")[-1]).strip()


def test_subsets_of_posts(newsgroups):
    train, test, both = (
        ht.fetch_20newsgroups(subset, data_home=newsgroups) for subset in ("train", "test", "all")
    )
    assert [len(train), len(test), len(both)] == [20, 20, 40]
    assert set(train.metadata["subset"]) == {"train"} and set(test.metadata["subset"]) == {"test"}
    assert "sci.med/113" in train.ids and "sci.med/1113" in test.ids
    assert by_id(both) == by_id(train) | by_id(test)
    parts = dict(zip(both.ids, both.metadata["subset"], strict=True))
    assert parts == {name: "train" for name in train.ids} | {name: "test" for name in test.ids}


def test_posts_with_nothing_left_are_passed_over(newsgroups):
    corpus = ht.fetch_20newsgroups(data_home=newsgroups)
    assert corpus.skipped == {"empty": ("sci.space/60191",)}
    assert corpus.summary() == "20 documents with 20 labels; passed over 1 file (1 empty)"
    whole = ht.fetch_20newsgroups(remove=(), data_home=newsgroups)
    assert whole.skipped == {} and by_id(whole)["sci.space/60191"][0] == QUOTE_ONLY


@pytest.mark.parametrize("remove", [(), ("headers",), ["footers"], {"quotes"}])
def test_posts_are_cut_and_ordered_as_by_scikit_learn(newsgroups, remove):
    ours = ht.fetch_20newsgroups("all", remove=remove, data_home=newsgroups)
    theirs = datasets.fetch_20newsgroups(
        subset="all", remove=tuple(remove), data_home=newsgroups, download_if_missing=False
    )
    assert list(ours.texts) == theirs.data
    assert list(ours.labels[:, 0]) == [theirs.target_names[label] for label in theirs.target]


def test_copies_from_windows_have_the_same_ids(newsgroups, monkeypatch):
    here = ht.fetch_20newsgroups("all", data_home=newsgroups)
    fetch = datasets.fetch_20newsgroups

    def fetch_there(**options):
        posts = fetch(**options)
        posts.filenames = np.array(["C:" + path.replace("/", "\\") for path in posts.filenames])
        return posts

    monkeypatch.setattr(datasets, "fetch_20newsgroups", fetch_there)
    there = ht.fetch_20newsgroups("all", data_home=newsgroups)
    assert there.ids == here.ids and there.metadata == here.metadata


@pytest.mark.filterwarnings("ignore:Retry downloading")
def test_posts_that_cannot_be_downloaded_say_what_to_do(tmp_path, no_network):
    archive = tmp_path / "20news_home" / "20news-bydate.tar.gz"
    with pytest.raises(ht.CorpusError, match="Name or service not known") as caught:
        ht.fetch_20newsgroups(data_home=tmp_path)
    for part in (
        f"no readable copy of 20 newsgroups in {tmp_path}",
        "downloading it failed",
        "The network is needed once",
        f"save {_twenty_newsgroups.ARCHIVE.url} from elsewhere as {archive}",
    ):
        assert part in str(caught.value)
    with pytest.raises(ht.CorpusError, match="download_if_missing=False keeps it from"):
        ht.fetch_20newsgroups(data_home=tmp_path, download_if_missing=False)


def test_archive_put_there_by_hand_is_taken(posts, tmp_path, no_network, monkeypatch):
    archive = tmp_path / "20news_home" / "20news-bydate.tar.gz"
    archive.parent.mkdir()
    with tarfile.open(archive, "w:gz") as packed:
        for folder in posts.iterdir():
            packed.add(folder, folder.name)
    checksum = hashlib.sha256(archive.read_bytes()).hexdigest()
    made = _twenty_newsgroups.ARCHIVE._replace(checksum=checksum)
    monkeypatch.setattr(_twenty_newsgroups, "ARCHIVE", made)
    assert len(ht.fetch_20newsgroups("all", data_home=tmp_path)) == 40
    assert len(ht.fetch_20newsgroups("test", data_home=tmp_path, download_if_missing=False)) == 20


@pytest.mark.parametrize("remove", ["headers", ("headers", "signatures"), None, 3])
def test_what_to_remove_is_checked(newsgroups, remove):
    with pytest.raises(ht.CorpusError, match="remove must be a tuple of some of .*'footers'.*got"):
        ht.fetch_20newsgroups(remove=remove, data_home=newsgroups)


# Reuters


def test_every_category_is_in_one_group():
    names = [name for group in REUTERS_GROUPS.values() for name in group.split()]
    assert len(CATEGORIES) == 90 and sorted(names) == CATEGORIES


def test_news_of_one_category_have_it_and_its_group_as_labels(reuters):
    corpus = ht.fetch_reuters("all", data_home=reuters)
    assert corpus.source == "Reuters-21578"
    assert corpus.ids == ("training/9", "training/100", "test/14826")
    labels = [["earn", "corporate"], ["crude", "energy"], ["trade", "economy"]]
    assert corpus.labels.tolist() == labels
    assert corpus.metadata == {
        "subset": ("train", "train", "test"),
        "categories": (("earn",), ("crude",), ("trade",)),
    }
    several = ("training/10", "test/14828")
    assert corpus.skipped == {"multi-label": several, "empty": ("test/14840",)}
    assert corpus.summary().endswith("passed over 3 files (2 multi-label, 1 empty)")


def test_news_of_several_categories_keep_the_group_they_agree_on(reuters):
    path = reuters / "corpora" / "reuters" / "cats.txt"
    path.write_text(path.read_text().replace("100 crude", "100 ship crude"))
    corpus = ht.fetch_reuters("all", single_label=False, data_home=reuters)
    labels = dict(zip(corpus.ids, corpus.labels.tolist(), strict=True))
    assert labels == {
        "training/9": ["earn", "corporate"],
        "training/10": [None, "corporate"],
        "training/100": [None, None],
        "test/14826": ["trade", "economy"],
        "test/14828": [None, "grain & oilseed"],
    }
    assert corpus.metadata["categories"][1:3] == (("acq", "earn"), ("crude", "ship"))
    assert corpus.skipped == {"empty": ("test/14840",)}


def test_subsets_of_news(reuters):
    train = ht.fetch_reuters(data_home=reuters)
    assert train.ids == ("training/9", "training/100")
    assert train.skipped == {"multi-label": ("training/10",)}
    test = ht.fetch_reuters("test", data_home=reuters)
    assert test.ids == ("test/14826",) and test.metadata["subset"] == ("test",)


def test_news_are_what_nltk_reads_but_for_entities(reuters, monkeypatch):
    corpus = ht.fetch_reuters("all", single_label=False, data_home=reuters)
    for path in [reuters, *reuters.rglob("*")]:
        path.chmod(0o700)  # nltk reads nothing that other people may write
    monkeypatch.setattr(nltk.data, "path", [str(reuters)])
    root = nltk.data.find("corpora/reuters")
    theirs = CategorizedPlaintextCorpusReader(
        root, "(training|test).*", cat_file="cats.txt", encoding="ISO-8859-2"
    )
    assert sorted([*corpus.ids, "test/14840"]) == sorted(theirs.fileids())
    for name, text, categories in zip(
        corpus.ids, corpus.texts, corpus.metadata["categories"], strict=True
    ):
        assert categories == tuple(theirs.categories(name))
        assert text == theirs.raw(name).replace("&lt;", "<").replace("&amp;", "&")
    assert "GDA\u0143SK" in by_id(corpus)["training/100"][0]
    assert "<Made-Up Inc>" in corpus.texts[0] and "Profit & sales" in corpus.texts[0]


def test_zipped_news_are_the_same(reuters, request):
    unpacked = ht.fetch_reuters("all", data_home=reuters)
    packed = ht.fetch_reuters("all", data_home=request.getfixturevalue("zipped"))
    assert not (reuters / "corpora" / "reuters").exists()
    assert by_id(packed) == by_id(unpacked) and packed.ids == unpacked.ids
    assert packed.skipped == unpacked.skipped and packed.metadata == unpacked.metadata


def test_news_are_found_where_nltk_looks(zipped, tmp_path_factory, monkeypatch):
    folders = ["", str(tmp_path_factory.mktemp("bare")), str(zipped)]
    monkeypatch.setattr(nltk.data, "path", folders)
    assert len(ht.fetch_reuters("all", download_if_missing=False)) == 3


def test_nltk_is_left_as_it_was(reuters):
    code = (
        "import nltk, sys, hiertopics as ht; before = list(nltk.data.path); "
        f"ht.fetch_reuters(data_home={str(reuters)!r}); assert nltk.data.path == before; "
        "print('not loaded yet' in repr(nltk.corpus.reuters))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_download_goes_to_the_folder_given_and_leaves_nltk_as_it_was(
    zipped, tmp_path_factory, monkeypatch
):
    home = str(tmp_path_factory.mktemp("home"))

    def download(self, package, download_dir, **options):
        assert package == "reuters"
        nltk.data.path.append(download_dir)  # as nltk does
        shutil.copytree(zipped / "corpora", Path(download_dir, "corpora"))

    monkeypatch.setattr(Downloader, "download", download)
    known, before = nltk.data.path, list(nltk.data.path)
    assert len(ht.fetch_reuters("all", data_home=home)) == 3
    assert os.listdir(home) == ["corpora"]
    assert nltk.data.path is known and known == before


def test_news_that_cannot_be_downloaded_say_what_to_do(tmp_path, no_network):
    before = list(nltk.data.path)
    with pytest.raises(ht.CorpusError, match="failed: Error loading reuters: ") as caught:
        ht.fetch_reuters(data_home=tmp_path)
    for part in (
        f"no readable copy of Reuters in {tmp_path}",
        "The network is needed once",
        f"as {tmp_path / 'corpora' / 'reuters.zip'} and call again",
    ):
        assert part in str(caught.value)
    assert nltk.data.path == before
    with pytest.raises(ht.CorpusError, match="download_if_missing=False keeps it from"):
        ht.fetch_reuters(data_home=tmp_path, download_if_missing=False)


def test_download_that_fails_prints_nothing(tmp_path):
    code = (
        "import socket, hiertopics as ht\ndef fail(*_, **__): raise socket.gaierror\n"
        "socket.getaddrinfo = fail\n"
        f"try: ht.fetch_reuters(data_home={str(tmp_path)!r})\nexcept ht.CorpusError: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_news_looked_for_everywhere_are_missed_everywhere(tmp_path, no_network, monkeypatch):
    monkeypatch.setattr(nltk.data, "path", [str(tmp_path)])
    with pytest.raises(ht.CorpusError, match="in the folders of nltk's data") as caught:
        ht.fetch_reuters()
    assert f"as {tmp_path / 'corpora' / 'reuters.zip'}" in str(caught.value)


def test_download_that_brings_nothing_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(Downloader, "download", lambda self, package, **options: True)
    with pytest.raises(ht.CorpusError, match="downloading it failed: it brought nothing"):
        ht.fetch_reuters(data_home=tmp_path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("training/11 earn", "training/11"),
        ("training/9 politics", "categories beside the 90 of ApteMod in 'training/9 politics'"),
        ("../../secret earn", "the line '../../secret earn'"),
        ("training/9", "the line 'training/9'"),
        ("", "the line ''"),
    ],
)
@pytest.mark.parametrize("form", ["reuters", "zipped"])
def test_damaged_news_are_told(reuters, form, line, told, request):
    path = reuters / "corpora" / "reuters" / "cats.txt"
    path.write_text(f"{path.read_text()}{line}\n")
    request.getfixturevalue(form)
    with pytest.raises(ht.CorpusError, match="not as nltk has it") as caught:
        ht.fetch_reuters(data_home=reuters)
    assert told in str(caught.value) and "delete it and call again" in str(caught.value)


def test_broken_archive_is_told(zipped):
    archive = zipped / "corpora" / "reuters.zip"
    archive.write_bytes(archive.read_bytes()[:100])
    with pytest.raises(ht.CorpusError, match="reuters.zip is not as nltk has it.*delete it"):
        ht.fetch_reuters(data_home=zipped)
    with zipfile.ZipFile(archive, "w") as empty:
        empty.writestr("elsewhere/cats.txt", "training/9 earn\n")
    with pytest.raises(ht.CorpusError, match="reuters.zip is not as nltk has it.*cats.txt"):
        ht.fetch_reuters(data_home=zipped)


# Both


@pytest.mark.parametrize("fetch", [ht.fetch_20newsgroups, ht.fetch_reuters])
def test_common_parameters_are_checked(fetch, tmp_path):
    for subset in ("validation", None, 3):
        with pytest.raises(ht.CorpusError, match=r"subset must be one of \('train', 'test', 'all'"):
            fetch(subset, data_home=tmp_path)
    with pytest.raises(ht.CorpusError, match="data_home must be the path of a folder or None"):
        fetch(data_home=3)
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ht.CorpusError, match=f"data_home must be a folder, got the file {file}"):
        fetch(data_home=file)


def test_home_may_start_with_a_tilde(newsgroups, reuters, monkeypatch):
    monkeypatch.setenv("HOME", str(newsgroups.parent))
    monkeypatch.setenv("USERPROFILE", str(newsgroups.parent))
    home = f"~/{newsgroups.name}"
    assert len(ht.fetch_20newsgroups(data_home=home, download_if_missing=False)) == 20
    assert len(ht.fetch_reuters(data_home=home, download_if_missing=False)) == 2


def test_labels_of_both_levels_go_into_a_model(newsgroups):
    corpus = ht.fetch_20newsgroups("all", data_home=newsgroups)
    assert np.array_equal(corpus.labels_for(2), corpus.labels)
    assert set(corpus.labels_for(1)[:, 0]) == set(CLASSES.values())

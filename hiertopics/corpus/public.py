"""Public corpora with two levels of labels: posts of 20 newsgroups, and news of Reuters.

Each is downloaded once, by the library that keeps it and into that library's folder, and comes as
a Corpus held in memory. The labels, fine and broad, are there to compare a tree of topics with.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path

from hiertopics.corpus.corpus import Corpus
from hiertopics.errors import CorpusError

SUBSETS = ("train", "test", "all")
REMOVABLE = ("headers", "footers", "quotes")

# The class of a group is that of the first of these that its name begins with.
NEWSGROUP_CLASSES = {
    "comp.": "comp",
    "rec.": "rec",
    "sci.": "sci",
    "talk.politics.": "politics",
    "talk.religion.": "religion",
    "alt.atheism": "religion",
    "soc.religion.": "religion",
    "misc.forsale": "forsale",
}

# All 90 categories of the ApteMod split. Reuters itself sorted them into corporate, currency,
# economic, energy and commodity codes; commodities, more than half of all, are divided further.
REUTERS_GROUPS = {
    "corporate": "acq earn",
    "money": "dfl dlr dmk interest money-fx money-supply nkr nzdlr rand reserves yen",
    "economy": "bop cpi cpu gnp housing income instal-debt ipi jobs lei retail trade wpi",
    "energy": "crude fuel gas heat jet naphtha nat-gas pet-chem propane",
    "metal": "alum copper gold iron-steel lead nickel palladium platinum silver strategic-metal"
    " tin zinc",
    "grain & oilseed": "barley corn grain oat rice rye sorghum wheat"
    " castor-oil coconut coconut-oil copra-cake cotton-oil groundnut groundnut-oil lin-oil"
    " meal-feed oilseed palm-oil palmkernel rape-oil rapeseed soy-meal soy-oil soybean sun-meal"
    " sun-oil sunseed veg-oil",
    "livestock & food": "carcass cocoa coffee hog l-cattle livestock orange potato sugar tea",
    "raw material": "cotton lumber rubber",
    "shipping": "ship",
}
REUTERS_GROUP = {name: group for group, names in REUTERS_GROUPS.items() for name in names.split()}

NEWSGROUPS_URL = "https://ndownloader.figshare.com/files/5975967"
REUTERS_URL = "https://github.com/nltk/nltk_data/raw/gh-pages/packages/corpora/reuters.zip"
DOWNLOAD_FAULTS = (OSError, ValueError, HTTPException)


def fetch_20newsgroups(
    subset: str = "train",
    *,
    remove: Collection[str] = REMOVABLE,
    data_home: str | os.PathLike | None = None,
    download_if_missing: bool = True,
) -> Corpus:
    """Posts of 20 newsgroups, labelled by group and by one of six classes of groups.

    The classes are comp, rec, sci, politics (talk.politics.*), religion (talk.religion.misc,
    alt.atheism, soc.religion.christian) and forsale (misc.forsale).

    Posts come in the order of `sklearn.datasets.fetch_20newsgroups`, shuffled by a fixed seed, so
    that the first thousand are from all groups. Ids are "group/number", such as "sci.space/60191".
    The metadata "subset" says "train" or "test". Posts of which nothing is left are passed over
    and counted in `Corpus.skipped` under "empty".

    Parameters
    ----------
    subset : {"train", "test", "all"}
        Test posts were written later than the others.
    remove : collection of {"headers", "footers", "quotes"}
        What to cut from posts, by scikit-learn's rules; all of it by default, as headers and
        signatures give away the group. () keeps posts whole.
    data_home : str or path-like, optional
        scikit-learn's folder of data sets; by default "~/scikit_learn_data", or what the
        environment variable SCIKIT_LEARN_DATA says.
    download_if_missing : bool
        Whether to download 14 MB where they are not there yet.

    Raises
    ------
    CorpusError
        If a parameter is none of those above, or the posts are not there and not to be had.

    References
    ----------
    K. Lang, "NewsWeeder: learning to filter netnews", ICML 1995.
    """
    data_home = _checked(subset, data_home)
    known = isinstance(remove, Collection) and all(part in REMOVABLE for part in remove)
    if isinstance(remove, str) or not known:
        raise CorpusError(f"remove must be a tuple of some of {REMOVABLE}, got {remove!r}")
    from sklearn import datasets  # here, as it costs start-up time

    home = datasets.get_data_home(data_home)
    wanted = {"subset": subset, "remove": tuple(remove), "data_home": home}
    try:
        posts = datasets.fetch_20newsgroups(**wanted, download_if_missing=bool(download_if_missing))
    except DOWNLOAD_FAULTS as error:
        # scikit-learn takes an archive that it finds there for its own download.
        by_hand = os.path.join(home, "20news_home", "20news-bydate.tar.gz")
        fault = error if download_if_missing else None
        raise _missing("20 newsgroups", home, fault, NEWSGROUPS_URL, by_hand) from error
    # The paths are those of the machine that made the copy.
    paths = [re.split(r"[/\\]", path)[-3:] for path in posts.filenames]
    ids = [f"{group}/{number}" for _, group, number in paths]
    subsets = ["test" if folder.endswith("test") else "train" for folder, _, _ in paths]
    labels = [_newsgroup_labels(posts.target_names[target]) for target in posts.target]
    return _corpus("20 newsgroups", ids, posts.data, labels, {"subset": subsets}, {})


def fetch_reuters(
    subset: str = "train",
    *,
    single_label: bool = True,
    data_home: str | os.PathLike | None = None,
    download_if_missing: bool = True,
) -> Corpus:
    """News of Reuters, 1987, labelled by category and by group of categories.

    This is the ApteMod version of Reuters-21578 as nltk keeps it, 90 categories; the groups are in
    `REUTERS_GROUPS` here. Many documents are of several categories. As a label is one
    value, either these are left out, or labels are known only as far as their categories agree.

    Documents come by number, oldest first. Ids are nltk's, "training/1" or "test/14826". The
    metadata "subset" says "train" or "test", and "categories" names all of a document's, such as
    ("corn", "grain"). Where Reuters wrote "&lt;" and "&amp;" the texts have the characters meant.
    Documents without text are passed over and counted in `Corpus.skipped` under "empty".

    Parameters
    ----------
    subset : {"train", "test", "all"}
        Test documents were written later than the others.
    single_label : bool
        If true, documents of several categories are left out and counted in `Corpus.skipped` under
        "multi-label". If false, all are kept; one of several categories has None as its fine label,
        and as its broad label the group that all of them are in, or None if they are in several.
    data_home : str or path-like, optional
        A folder of nltk's data, with corpora/reuters or corpora/reuters.zip in it; by default every
        place where nltk looks, such as "~/nltk_data".
    download_if_missing : bool
        Whether to download about 6 MB where they are not there yet.

    Raises
    ------
    CorpusError
        If a parameter is none of those above, the documents are not there and not to be had, or
        some are missing.

    References
    ----------
    D. D. Lewis, "Reuters-21578 text categorization test collection", distribution 1.0, 1997.
    """
    data_home = _checked(subset, data_home)
    documents = _read_reuters(data_home, subset)
    if not documents:
        home, fault = _download_reuters(data_home, download_if_missing)
        documents = _read_reuters(home, subset)
        if not documents:
            by_hand = os.path.join(home, "corpora", "reuters.zip")
            place = data_home or "the folders of nltk's data"
            raise _missing("Reuters", place, fault, REUTERS_URL, by_hand) from fault
    ids, labels = [], []
    skipped: dict[str, list[str]] = {}
    for name, (_, categories) in documents.items():
        if single_label and len(categories) > 1:
            skipped.setdefault("multi-label", []).append(name)
        else:
            ids.append(name)
            labels.append(_reuters_labels(categories))
    texts = [documents[name][0] for name in ids]
    all_categories = [documents[name][1] for name in ids]
    subsets = ["test" if name.startswith("test") else "train" for name in ids]
    metadata = {"subset": subsets, "categories": all_categories}
    return _corpus("Reuters-21578", ids, texts, labels, metadata, skipped)


def _checked(subset: object, data_home: object) -> str | None:
    """Absolute path of the folder of data; raise a CorpusError for what is of no use."""
    if subset not in SUBSETS:
        raise CorpusError(f"subset must be one of {SUBSETS}, got {subset!r}")
    if data_home is None:
        return None
    if not isinstance(data_home, str | os.PathLike):
        raise CorpusError(f"data_home must be the path of a folder or None, got {data_home!r}")
    folder = os.path.abspath(os.path.expanduser(os.fsdecode(data_home)))
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise CorpusError(f"data_home must be a folder, got the file {folder}; name its folder")
    return folder


def _missing(name, home, error, url, by_hand):
    """The CorpusError for data that is not there; without an error, no download was tried."""
    tried = "download_if_missing=False keeps it from being downloaded"
    if error is not None:
        tried = f"downloading it failed: {str(error).strip() or type(error).__name__}"
    return CorpusError(
        f"no readable copy of {name} in {home}, and {tried}. The network is needed once; without it"
        f", save {url} from elsewhere as {by_hand} and call again with download_if_missing=True"
    )


def _corpus(source, ids, texts, labels, metadata, skipped) -> Corpus:
    """Corpus of the documents that have text; the others join those skipped."""
    kept = [i for i, text in enumerate(texts) if text.strip()]
    if len(kept) < len(ids):
        skipped["empty"] = [ids[i] for i, text in enumerate(texts) if not text.strip()]
    ids, texts, labels = ([column[i] for i in kept] for column in (ids, texts, labels))
    metadata = {name: [column[i] for i in kept] for name, column in metadata.items()}
    corpus = Corpus.from_texts(texts, ids, labels, metadata)
    counted = {reason: tuple(names) for reason, names in skipped.items()}
    return replace(corpus, skipped=counted, source=source)


def _newsgroup_labels(group: str) -> tuple[str, str]:
    return group, next(name for start, name in NEWSGROUP_CLASSES.items() if group.startswith(start))


def _reuters_labels(categories: tuple[str, ...]) -> tuple[str | None, str | None]:
    groups = {REUTERS_GROUP[category] for category in categories}
    fine = categories[0] if len(categories) == 1 else None
    return fine, groups.pop() if len(groups) == 1 else None


def _download_reuters(data_home: str | None, allowed: bool) -> tuple[str, Exception | None]:
    """Have nltk download Reuters, if allowed; the folder it goes to, and what went wrong."""
    from nltk import data
    from nltk.downloader import Downloader

    downloader, known = Downloader(), list(data.path)
    home = data_home or downloader.default_download_dir()
    # Else nltk prints what failed, and asks on the terminal whether to try again.
    silence = {"quiet": True, "raise_on_error": True, "print_error_to": io.StringIO()}
    try:
        if allowed:
            downloader.download("reuters", download_dir=home, **silence)
    except DOWNLOAD_FAULTS as error:
        return home, error
    finally:
        data.path[:] = known  # nltk adds the folder to those where it looks for all data
    return home, FileNotFoundError("it brought nothing") if allowed else None


def _read_reuters(home: str | None, subset: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Text and categories of each document by file; none where there is no copy of Reuters.

    Not by nltk's reader: it opens files only in folders that the whole process is told to trust.
    """
    from nltk import data  # here, as it costs start-up time

    for folder in filter(None, data.path) if home is None else [home]:
        copy = Path(folder, "corpora", "reuters")
        copy = copy if (copy / "cats.txt").is_file() else copy.with_suffix(".zip")
        if copy.exists():
            return _read_copy(copy, subset)
    return {}


def _read_copy(copy: Path, subset: str):
    try:
        if copy.is_dir():
            return _reuters_documents(lambda name: (copy / name).read_bytes(), subset)
        with zipfile.ZipFile(copy) as archive:
            return _reuters_documents(lambda name: archive.read(f"reuters/{name}"), subset)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        message = f"Reuters in {copy} is not as nltk has it: {error}; delete it and call again"
        raise CorpusError(message) from error


def _reuters_documents(read: Callable[[str], bytes], subset: str):
    found = {}
    for line in read("cats.txt").decode("ascii").splitlines():
        name, *categories = line.split() or [""]
        if not re.fullmatch(r"(training|test)/[0-9]+", name) or not categories:
            raise ValueError(f"cats.txt has the line {line!r}")
        if not set(categories) <= set(REUTERS_GROUP):
            raise ValueError(f"cats.txt has categories beside the 90 of ApteMod in {line!r}")
        if subset == "all" or name.startswith(subset):
            found[name] = tuple(sorted(set(categories)))
    by_date = sorted(found, key=lambda name: (name.startswith("test"), int(name.split("/")[1])))
    return {name: (_reuters_text(read(name)), found[name]) for name in by_date}


def _reuters_text(raw: bytes) -> str:
    text = raw.decode("iso-8859-2")  # as nltk has it
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

"""What the arguments of a verb name to be read: a corpus, files of words, a saved run."""

from __future__ import annotations

import os
import warnings
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiertopics.errors import HiertopicsError, ReadingWarning
from hiertopics.progress import Progress

if TYPE_CHECKING:
    from hiertopics.corpus.corpus import Corpus
    from hiertopics.run import Run
    from hiertopics.tree.tree import TopicTree
    from hiertopics.vectorizer.vectorizer import TextVectorizer

# Characters beyond which splitting a corpus into words gains by more than one process.
_LARGE = 100_000_000
_LABEL_SOURCES = ("none", "folders", "columns")
_HOW_TO_MAKE_ONE = "make a run with: hiertopics fit SOURCE --save RUN"


def named_inputs(arguments: Namespace) -> list[str]:
    """Return the files and folders that the arguments name, as far as the verb has such arguments.

    They are the run, the source, and the files of labels and of words.
    """
    run = getattr(arguments, "run", None)
    in_home = (getattr(arguments, "source", None), _labels_file(arguments))
    paths = [run, *(path and os.path.expanduser(path) for path in in_home)]
    return [path for path in paths if path is not None] + _word_files(arguments)


def _labels_file(arguments: Namespace) -> str | None:
    labels = getattr(arguments, "labels", "none")
    return None if labels in _LABEL_SOURCES else labels


def _word_files(arguments: Namespace) -> list[str]:
    paths = [getattr(arguments, name, None) for name in ("stop_words", "keep_together")]
    return [path for path in paths if path is not None]


def corpus_of(arguments: Namespace, progress: Progress) -> Corpus:
    """Return the corpus that the arguments name, read as they say.

    Its inputs are all files that are read for it, those of words too.
    """
    from hiertopics.corpus.read import read_corpus

    with warnings.catch_warnings():
        # They are among the notes that the verbs print.
        warnings.simplefilter("ignore", ReadingWarning)
        corpus = read_corpus(
            arguments.source,
            progress,
            text_column=arguments.text,
            sheet=arguments.sheet,
            id_column=arguments.id,
            label_columns=getattr(arguments, "label", None),
            labels=_labels_file(arguments),
            per_line=arguments.per_line,
            split=arguments.split,
            strip=arguments.strip,
            encoding=arguments.encoding,
            follow_links=arguments.follow_links,
            each=arguments.each,
            missing=arguments.missing,
        )
    if getattr(arguments, "only", None) is not None:
        from hiertopics.vectorizer.one_language import in_language

        corpus = in_language(corpus, arguments.only, progress)
    words = tuple(map(os.path.abspath, _word_files(arguments)))
    return replace(corpus, inputs=corpus.inputs + words)


def vectorizer_of(arguments: Namespace, corpus: Corpus) -> TextVectorizer:
    """Return the vectorizer that the arguments ask for."""
    from hiertopics.vectorizer.vectorizer import TextVectorizer

    jobs = arguments.jobs
    if jobs is None and corpus.reading["n_characters"] > _LARGE:
        jobs = -1
    vectorizer = TextVectorizer(
        language=_language(arguments),
        stem=arguments.stem,
        more_stop_words=_parts(arguments.stop_words, "--stop-words", str.split),
        keep_together=_parts(arguments.keep_together, "--keep-together", str.splitlines),
        min_df=arguments.min_df,
        max_df=arguments.max_df,
        keep=arguments.keep,
        fold_accents=arguments.fold_accents,
        n_jobs=jobs,
    )
    if arguments.phrases is not None:
        vectorizer.set_params(phrases=arguments.phrases)
    return vectorizer


def _language(arguments: Namespace) -> str | None:
    """Return the language of the texts, that of all if they are of one alone."""
    if arguments.language == "auto" and arguments.only is not None:
        return arguments.only
    return None if arguments.language == "none" else arguments.language


def _parts(path: str | None, option: str, split: Callable) -> tuple[str, ...]:
    """Return the words or lines of a file, none where there is no file."""
    if path is None:
        return ()
    from hiertopics.corpus.decode import decode

    try:
        return tuple(split(decode(Path(path).read_bytes()).text))
    except OSError as error:
        raise HiertopicsError(f"{option} {path}: {error.strerror or error}") from error


def load_run(path: str, purpose: str) -> Run:
    """Return the run in a file, or say what the file is instead, and for what purpose."""
    run, _ = load_run_or_tree(path)
    return whole_run(run, path, purpose)


def whole_run(run: Run | None, path: str, purpose: str) -> Run:
    """Return a run of `load_run_or_tree`, or say that its file holds a tree alone."""
    if run is None:
        raise HiertopicsError(
            f"{path} holds a tree alone, and {purpose} needs a whole run; {_HOW_TO_MAKE_ONE}"
        )
    return run


def load_run_or_tree(path: str) -> tuple[Run | None, TopicTree]:
    """Return the run in a file, None where it holds a tree alone, and the tree."""
    from hiertopics.run import Run
    from hiertopics.store.store import load
    from hiertopics.tree.tree import TopicTree

    if os.path.isdir(path):
        raise HiertopicsError(
            f"{path} is a folder, not a run; make one of it with: hiertopics fit {path} --save RUN"
        )
    if not os.path.exists(path):
        raise HiertopicsError(f"there is no file {path}; check the path, or {_HOW_TO_MAKE_ONE}")
    if path.lower().endswith(".json"):
        try:
            return None, TopicTree.from_json(Path(path).read_bytes())
        except HiertopicsError as error:
            raise HiertopicsError(f"{path}: {error}") from error
    loaded = load(path)
    if isinstance(loaded, Run):
        return loaded, loaded.tree
    if isinstance(loaded, TopicTree):
        return None, loaded
    raise HiertopicsError(f"{path} holds a {type(loaded).__name__}, not a run; {_HOW_TO_MAKE_ONE}")

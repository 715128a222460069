"""Arguments in, what they ask to read out: a corpus and the vectorizer for it."""

import os
from dataclasses import replace
from pathlib import Path

# Characters beyond which splitting a corpus into words gains by more than one process.
_LARGE = 100_000_000
LABEL_SOURCES = ("none", "folders", "columns")


def named_inputs(arguments):
    """Return what the arguments name to be read: the run, the source, files of labels and words."""
    home = [getattr(arguments, "source", None), _labels_file(arguments)]
    expanded = [os.path.expanduser(path) for path in home if path is not None]
    run = getattr(arguments, "run", None)
    return [*([] if run is None else [run]), *expanded, *_word_files(arguments)]


def _labels_file(arguments):
    labels = getattr(arguments, "labels", "none")
    return None if labels in LABEL_SOURCES else labels


def _word_files(arguments):
    files = [getattr(arguments, name, None) for name in ("stop_words", "keep_together")]
    return [path for path in files if path is not None]


def corpus_of(arguments, progress):
    """Return the corpus that the arguments name, read as they say.

    Its inputs are all files that are read for it, those of words too.
    """
    from hiertopics.corpus.read import read_corpus

    corpus = read_corpus(
        arguments.source,
        lambda done, total: progress("finding texts", done, total),
        text_column=arguments.text,
        id_column=arguments.id,
        label_columns=getattr(arguments, "label", None),
        labels=_labels_file(arguments),
        per_line=arguments.per_line,
        split=arguments.split,
        strip=arguments.strip,
        encoding=arguments.encoding,
        follow_links=arguments.follow_links,
    )
    words = tuple(map(os.path.abspath, _word_files(arguments)))
    return replace(corpus, inputs=corpus.inputs + words)


def vectorizer_of(arguments, corpus):
    """Return the vectorizer that the arguments ask for."""
    from hiertopics.vectorizer.vectorizer import TextVectorizer

    jobs = arguments.jobs
    if jobs is None and corpus.reading["n_characters"] > _LARGE:
        jobs = -1
    vectorizer = TextVectorizer(
        language=None if arguments.language == "none" else arguments.language,
        stem=arguments.stem,
        more_stop_words=_lines(arguments.stop_words, "--stop-words", str.split),
        keep_together=_lines(arguments.keep_together, "--keep-together", str.splitlines),
        min_df=arguments.min_df,
        max_df=arguments.max_df,
        keep=arguments.keep,
        fold_accents=arguments.fold_accents,
        n_jobs=jobs,
    )
    if arguments.phrases is not None:
        vectorizer.set_params(phrases=arguments.phrases)
    return vectorizer


def _lines(path, option, split):
    """Return the words or lines of a file, none where there is no file."""
    if path is None:
        return ()
    from hiertopics.corpus.decode import decode
    from hiertopics.errors import HiertopicsError

    try:
        return tuple(split(decode(Path(path).read_bytes()).text))
    except OSError as error:
        raise HiertopicsError(f"{option} {path}: {error.strerror or error}") from error

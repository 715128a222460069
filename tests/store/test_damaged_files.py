"""A file that was damaged, or made to do harm, is refused by a StoreError and by nothing else."""

import errno
import io
import json
import os
import pickle
import re
import struct
import sys
import zipfile

import numpy as np
import pytest
from support.estimators import fresh

import hiertopics as ht
from hiertopics.store.archive import CONTENT

TEXTS = ["cats chase mice", "mice fear cats", "bread needs salt", "salt and bread"] * 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("stored")


@pytest.fixture(scope="module")
def run_path(folder):
    """A saved run with all that a run can have."""
    corpus = ht.Corpus.from_texts(
        TEXTS,
        labels=[["cats", "animals"], ["mice", "animals"], ["bread", "food"], [None, "food"]] * 3,
        metadata={"year": list(range(12)), "when": np.arange(12).astype("datetime64[D]")},
    )
    run = ht.fit_corpus(
        corpus, (3, 2), use_labels=True, vectorizer=ht.TextVectorizer(stem=True, language="en")
    )
    run.model.set_params(random_state=np.random.RandomState(0))
    ht.save(run, folder / "run")
    return folder / "run"


@pytest.fixture(scope="module")
def model_path(folder):
    """A saved model, small enough to damage at every byte."""
    X = np.kron(np.eye(2), np.ones((3, 2)))
    ht.save(fresh(ht.SSNMF(2)).fit(X, ["a"] * 3 + ["b"] * 3), folder / "model")
    return folder / "model"


def resaved(path):
    """The bytes that a file gives after a way through memory."""
    other = path.with_name("resaved")
    ht.save(ht.load(path), other)
    return other.read_bytes()


def assert_refused(path, data, match="cannot be loaded"):
    path = path.with_name("damaged")
    path.write_bytes(data)
    with pytest.raises(ht.StoreError, match=match) as caught:
        ht.load(path)
    assert str(path) in str(caught.value)


def test_truncated_anywhere(model_path):
    data = model_path.read_bytes()
    for length in range(len(data)):
        assert_refused(model_path, data[:length])


def test_flipped_anywhere(model_path):
    data = model_path.read_bytes()
    damaged, n_refused = model_path.with_name("flipped"), 0
    for place in range(len(data)):
        for mask in (1 << place % 8, 0xFF):
            damaged.write_bytes(data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :])
            try:
                assert resaved(damaged) == data, f"byte {place} is damaged and nobody noticed"
            except ht.StoreError:
                n_refused += 1
    assert n_refused > len(data)


def test_run_damaged_here_and_there(run_path):
    data = run_path.read_bytes()
    rng = np.random.default_rng(0)
    damaged = run_path.with_name("flipped")
    for place in rng.integers(len(data), size=300).tolist():
        assert_refused(run_path, data[:place])
        end = place + int(rng.integers(1, 9))
        damaged.write_bytes(data[:place] + rng.bytes(end - place) + data[end:])
        try:
            assert resaved(damaged) == data
        except ht.StoreError:
            pass


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members, **how):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(path, change):
    """The file with other content, which `change(content)` returns or makes in place."""
    members = members_of(path)
    content = json.loads(members[CONTENT])
    members[CONTENT] = json.dumps(change(content) or content)
    return zipped(members)


def nodes_of(content, place=()):
    """Every value in JSON, by the way to it."""
    yield place
    keys = content if isinstance(content, dict) else range(len(content))
    for key in keys:
        if isinstance(content[key], dict | list):
            yield from nodes_of(content[key], (*place, key))
        else:
            yield (*place, key)


OTHERS = (None, -1, 10**12, "odd", [], {}, {"$": "?"})


def use(run):
    """Everything that a loaded run is for."""
    str(run.tree), repr(run), str(run.evaluation), run.tree.to_networkx(), run.tree.to_frame()
    X = run.vectorizer.transform(TEXTS[:3])
    run.vectorizer.get_feature_names_out()
    run.model.transform_layers(X), run.model.assign_topics(X)
    for layer, B in enumerate(run.model.B_):
        if B is not None:
            run.model.predict(X, layer=layer)
    for excerpt in run.documents.excerpts:
        excerpt.title + "".join(excerpt.passages)


@pytest.mark.parametrize("other", OTHERS, ids=repr)
def test_other_values_anywhere(run_path, other):
    content = json.loads(members_of(run_path)[CONTENT])
    places = [place for place in nodes_of(content) if place]
    # Of long lists the first two, of excerpts and words, say as much as all.
    places = [p for p in places if all(not isinstance(key, int) or key < 2 for key in p)]
    refused, members = 0, members_of(run_path)
    damaged = run_path.with_name("other")
    for place in places:
        content = json.loads(members[CONTENT])
        part = content
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] = other
        damaged.write_bytes(zipped({**members, CONTENT: json.dumps(content)}, compresslevel=0))
        try:
            loaded = ht.load(damaged)
        except ht.StoreError:
            refused += 1
            continue
        if {"n_jobs", "ngram_range"} & set(place):
            continue  # as many as anyone may ask for
        try:
            use(loaded)
        except ht.HiertopicsError:
            pass  # a setting of no use, as set_params could set it
    assert refused > len(places) // 3


def test_missing_keys_and_members(run_path):
    members = members_of(run_path)
    for name in members:
        assert_refused(run_path, zipped({k: v for k, v in members.items() if k != name}))
    content = json.loads(members[CONTENT])
    saved = content["saved"]
    for part, needed in (
        (content, ("format", "version", "saved")),
        (saved, tuple(saved)),
        (saved["model"], ("class", "settings", "fitted")),
        (saved["model"]["fitted"], tuple(saved["model"]["fitted"])),
        (saved["documents"], tuple(saved["documents"])),
        (saved["tree"], ("tree",)),
    ):
        for key in needed:
            value = part.pop(key)
            assert_refused(run_path, zipped({**members, CONTENT: json.dumps(content)}))
            part[key] = value


def test_what_a_later_version_adds_is_passed_over(run_path):
    def add(content):
        content["more"] = {"$": "new"}
        saved = content["saved"]
        saved["more"] = saved["model"]["more"] = saved["documents"]["more"] = 1
        for part in (saved["model"], saved["vectorizer"]):
            part["settings"]["more"] = 1
            part["fitted"]["more_"] = 1
            part["fitted"].update({"fit": 1, "__class__": 1, "_n_features_out": 1, "_starts": 1})
        del saved["model"]["settings"]["balance"]

    path = run_path.with_name("later")
    path.write_bytes(changed(run_path, add))
    loaded = ht.load(path)
    assert loaded.model.more_ == 1 and loaded.model.balance == 0.5
    assert callable(loaded.model.fit) and loaded.model._starts == ("layerwise", "random")
    use(loaded)


def test_newer_format_asks_for_a_newer_version(model_path):
    def make_newer(content):
        return {"format": "hiertopics", "version": 2, "written_by": "9.1", "stuff": content}

    message = "has format 2, written by hiertopics 9.1; .* reads up to format 1: install a newer"
    assert_refused(model_path, changed(model_path, make_newer), message)
    for version in (0, -1, True, "1", None, 1.5):
        data = changed(model_path, lambda content, v=version: content.update(version=v))
        assert_refused(model_path, data, "its format has the version")


def test_files_of_other_kinds(model_path):
    archive = io.BytesIO()
    np.savez(archive, a=np.ones(3))
    for data in (
        b"",
        b"text",
        b"PK\x03\x04" * 50,
        pickle.dumps({"a": 1}),
        zipped({}),
        zipped({"word/document.xml": "<a/>"}),
        archive.getvalue(),
        zipped({CONTENT: "[" * 100_000}),
        zipped({CONTENT: '{"format": "hiertopics", "version": NaN}'}),
        zipped({CONTENT: b"\xff\xfe"}),
        zipped({CONTENT: "9" * 10_000}),
    ):
        assert_refused(model_path, data, "expected a file that hiertopics.save wrote, got")


class Pickled:
    """What would leave a trace if it were unpickled."""

    def __reduce__(self):
        return os.mkdir, ("unpickled",)


def npy(array, **header):
    """A .npy file, with a header that may not tell the truth."""
    file = io.BytesIO()
    claimed = {**np.lib.format.header_data_from_array_1_0(array), **header}
    np.lib.format.write_array_header_1_0(file, claimed)
    return file.getvalue() + array.tobytes()


def test_no_code_is_run(model_path, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    objects = io.BytesIO()
    np.save(objects, np.array([Pickled()], dtype=object), allow_pickle=True)
    members = members_of(model_path)
    first = next(name for name in members if name.endswith(".npy"))
    for data in (
        pickle.dumps(Pickled()),
        zipped({**members, first: objects.getvalue()}),
        zipped({**members, first: pickle.dumps(Pickled())}),
        zipped({**members, first: npy(np.ones(2), descr="__import__('os').mkdir('unpickled')")}),
    ):
        assert_refused(model_path, data)
    for name in ("os.mkdir", "Corpus", "BaseEstimator", "Run.__init__", ["NMF"], None):
        data = changed(model_path, lambda content, n=name: content["saved"].update({"class": n}))
        assert_refused(model_path, data)
    assert os.listdir(tmp_path) == []


def test_arrays_that_lie(model_path):
    members = members_of(model_path)
    name = next(name for name in members if name.endswith(".npy"))
    honest = np.load(io.BytesIO(members[name]))
    for data in (
        npy(honest, shape=(10**12, 2)),
        npy(honest, shape=(10**30,)),
        npy(honest, shape=(2, 2)),
        npy(honest, shape=(-4, -2)),
        npy(honest, shape=("a",)),
        npy(honest, shape=(True, 8)),
        npy(honest, descr="|O"),
        npy(honest, descr=[("a", "<f8")]),
        npy(honest, descr="<f4"),
        npy(honest, descr="<c16", shape=(2, 2)),
        npy(honest, descr=">f8"),
        npy(honest, fortran_order=1),
        npy(-honest),
        npy(honest * np.nan),
        b"\x93NUMPY\x01\x00" + struct.pack("<H", 65535) + b"(" * 65535,
        b"\x93NUMPY\x07\x00" + members[name][8:],
        members[name] + b"\0",
        members[name][:-1],
        b"",
    ):
        if data != members[name]:
            assert_refused(model_path, zipped({**members, name: data}))
    classes = next(name for name in members if b"'<U1'" in members[name])
    no_text = npy(np.full(2, 2**31 - 1, np.uint32), descr="<U1")
    assert_refused(model_path, zipped({**members, classes: no_text}), "holds what is no text")


def with_size(data, name, size, packed=None):
    """The archive with other sizes of a member declared, in the directory and before it."""
    at = data.index(b"PK\x01\x02")
    while not data[at + 46 :].startswith(name.encode()):
        at = data.index(b"PK\x01\x02", at + 1)
    (local,) = struct.unpack("<I", data[at + 42 : at + 46])
    data = bytearray(data)
    data[at + 24 : at + 28] = data[local + 22 : local + 26] = struct.pack("<I", size)
    if packed is not None:
        data[at + 20 : at + 24] = data[local + 18 : local + 22] = struct.pack("<I", packed)
    return bytes(data)


def test_sizes_that_lie_ask_for_no_memory(model_path):
    import tracemalloc

    members = members_of(model_path)
    names = (CONTENT, next(name for name in members if name.endswith(".npy")))
    # The sizes of the last case fit each other, and only the file is too short for them.
    bomb = npy(np.zeros(0), shape=(2**29 - 2**17,)) + bytes(1 << 20)
    packed = zipped({**members, names[1]: bomb})
    cases = []
    for name in names:
        for size in (2**32 - 2, 3, 0):
            cases.append(with_size(model_path.read_bytes(), name, size))
    cases += [packed, with_size(packed, names[1], 2**32 - 2), with_size(packed, names[1], 1 << 20)]
    cases.append(with_size(packed, names[1], 2**32 + 128 - 2**20, packed=2**28))
    # Text of no characters, of which np.empty makes text of one.
    cases.append(zipped({**members, names[1]: npy(np.zeros(0), descr="<U0", shape=(10**9,))}))
    for data in cases:
        tracemalloc.start()
        try:
            assert_refused(model_path, data)
            assert tracemalloc.get_traced_memory()[1] < 30e6
        finally:
            tracemalloc.stop()


def test_members_packed_in_other_ways_are_refused(model_path):
    for way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", way) as archive:
            for name, data in members_of(model_path).items():
                archive.writestr(name, data)
        assert_refused(model_path, file.getvalue(), "is packed in another way")


def test_names_in_the_archive_go_nowhere(model_path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    members = {"../up": b"x", "/tmp/away": b"x", **members_of(model_path)}
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = tmp_path / "here" / "file"
    path.write_bytes(zipped(members))
    assert type(ht.load(path)) is ht.SSNMF
    assert os.listdir(tmp_path) == ["here"] and os.listdir() == ["file"]


@pytest.mark.parametrize(
    "place, value, message",
    [
        (("fitted", "n_features_in_"), 5, "n_features_in_ does not fit A_"),
        (("fitted", "B_"), [], "B_ does not fit A_"),
        (("fitted", "B_"), [None, None], "B_ does not fit A_"),
        (("fitted", "classes_"), [], "classes_ does not fit B_"),
        (("fitted", "A_"), {"$": "array", "number": 0}, "A_ is no list of factors"),
        (("fitted", "A_"), [], "A_ is no list of factors"),
        (("fitted", "layer_scales_"), [1.0], "layer_scales_ does not fit A_"),
        (("fitted", "parents_"), None, "parents_ does not fit A_"),
        (("fitted", "parents_"), [[0, 0]], "parents_ does not fit A_"),
        (("fitted", "history_"), 3, "history_ is no list of costs"),
        (("fitted", "n_epochs_"), "3", "n_epochs_ is no whole number"),
        (("fitted", "stop_reason_"), 3, "stop_reason_ is no text"),
        (("fitted", "_sklearn_output_config"), 3, "what set_output said"),
        (("fitted",), [], "a list in place of a dict"),
        (("settings",), None, "a NoneType in place of a dict"),
        (("settings",), [], "a list in place of a dict"),
    ],
)
def test_attributes_that_do_not_fit(model_path, place, value, message):
    def change(content):
        part = content["saved"]
        for key in place[:-1]:
            part = part[key]
        part[place[-1]] = value

    assert_refused(model_path, changed(model_path, change), message)


def test_figures_of_other_layers_do_not_fit(run_path):
    data = changed(run_path, lambda content: content["saved"]["evaluation"]["layers"].clear())
    assert_refused(run_path, data, "evaluation does not have the layers of its model")


def test_settings_of_no_use(run_path):
    def change(content):
        content["saved"]["vectorizer"]["settings"]["norm"] = "l3"

    assert_refused(run_path, changed(run_path, change), "norm must be 'l2', 'l1' or None, got 'l3'")


def test_lines_left_out_that_are_none(run_path):
    def change(content):
        content["saved"]["vectorizer"]["fitted"]["boilerplate_"] = [1]

    assert_refused(run_path, changed(run_path, change), "boilerplate_ are no lines")


def test_random_numbers_of_a_hostile_state(run_path):
    for place in (10**6, -1, 625, "1", None):

        def change(content, place=place):
            state = content["saved"]["model"]["settings"]["random_state"]["state"]
            state["state"]["pos"] = place

        assert_refused(run_path, changed(run_path, change))


def test_files_that_are_not_there_or_cannot_be_read(tmp_path, model_path):
    with pytest.raises(FileNotFoundError, match=re.escape(str(tmp_path / "no"))):
        ht.load(tmp_path / "no")
    with pytest.raises(IsADirectoryError, match=re.escape(str(tmp_path))):
        ht.load(tmp_path)
    if os.geteuid():
        model_path.chmod(0)
        with pytest.raises(PermissionError):
            ht.load(model_path)
        model_path.chmod(0o600)


def test_folders_that_are_not_there(tmp_path, model_path):
    model = ht.load(model_path)
    with pytest.raises(FileNotFoundError, match=re.escape(f"{tmp_path}/no/file")):
        ht.save(model, tmp_path / "no" / "file")
    for path in (str(tmp_path), f"{tmp_path}/no/"):
        with pytest.raises(IsADirectoryError, match=re.escape(path)):
            ht.save(model, path)
    assert os.listdir(tmp_path) == []


def test_error_of_the_disk_stays_one(model_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(zipfile.ZipFile, "read", fail)
    with pytest.raises(OSError, match="the disk is gone") as caught:
        ht.load(model_path)
    assert not isinstance(caught.value, ht.StoreError)


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "no space left"), KeyboardInterrupt()])
def test_saving_that_fails_half_way_leaves_the_old_file(fault, model_path, tmp_path, monkeypatch):
    model, path = ht.load(model_path), tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(np.lib.format, "write_array", fail)
    with pytest.raises(type(fault)):
        ht.save(model, path)
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["file"]


def test_permissions_and_links_are_kept(model_path, tmp_path):
    model, path, link = ht.load(model_path), tmp_path / "file", tmp_path / "link"
    old = os.umask(0o027)
    try:
        ht.save(model, path)
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    link.symlink_to(path)
    ht.save(model, link)
    assert link.is_symlink() and path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == model_path.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such pipes")
def test_through_a_pipe(model_path, tmp_path):
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=ht.save, args=(ht.load(model_path), pipe))
    writer.start()
    loaded = ht.load(pipe)
    writer.join()
    ht.save(loaded, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == model_path.read_bytes()

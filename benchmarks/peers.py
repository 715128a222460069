"""Topic models of other libraries, each called as its documentation shows: for quality.py.

Not run by itself. Every function takes a task of quality.py and returns the words and the document
topics of both layers, fine and broad. A flat method is fitted twice, once for each layer. Settings
are the defaults of the library but for numbers of topics, seeds and what is named here. Libraries
are imported where they are used: none of them has to be there.
"""

import numpy as np
from scipy import sparse

PASSES = {"HLDAModel": 500, "PAModel": 500, "HPAModel": 200}  # of tomotopy; others take one alike
NEAREST = 15  # documents that UMAP looks at, its default
N_WORDS = 10


def top_words(weights, terms, n_words=N_WORDS):
    """The words of largest positive weight of each row."""
    found = []
    for row in np.asarray(weights):
        best = np.argsort(-row, kind="stable")[:n_words]
        found.append([terms[j] for j in best if row[j] > 0])
    return found


def largest(weights):
    """The topic of largest weight of each document, -1 where all are 0."""
    weights = np.asarray(weights)
    return np.where(weights.max(axis=1) > 0, weights.argmax(axis=1), -1)


def class_words(counts, assigned, terms):
    """The words of groups of documents, by the class-based TF-IDF that BERTopic describes."""
    n_topics = assigned.max() + 1
    members = sparse.csr_array(
        (np.ones(len(assigned)), (assigned, np.arange(len(assigned)))), (n_topics, len(assigned))
    )
    by_topic = (members @ counts).toarray()
    frequent = by_topic.sum(axis=0)
    rarity = np.log(1 + by_topic.sum() / n_topics / np.maximum(frequent, 1))
    return top_words(by_topic / np.maximum(by_topic.sum(axis=1, keepdims=True), 1) * rarity, terms)


def both_layers(fit, sizes):
    """Words and topics of a flat method, fitted with each number of topics."""
    return tuple(zip(*(fit(size) for size in sizes), strict=True))


def sklearn_nmf(task, X):
    """NMF of scikit-learn, of weights."""
    from sklearn.decomposition import NMF

    def fit(size):
        model = NMF(size, random_state=task.seed)
        S = model.fit_transform(X)
        return top_words(model.components_, task.terms), largest(S)

    return both_layers(fit, task.sizes)


def sklearn_lda(task):
    """Latent Dirichlet allocation of scikit-learn, of counts."""
    from sklearn.decomposition import LatentDirichletAllocation

    known = np.diff(task.counts.indptr) > 0  # else every topic would be alike

    def fit(size):
        model = LatentDirichletAllocation(size, random_state=task.seed)
        S = model.fit_transform(task.counts)
        return top_words(model.components_, task.terms), largest(S * known[:, None])

    return both_layers(fit, task.sizes)


def hnmf(task):
    """Rank-2 splits (Kuang and Park 2013), documents in columns as there; broad: the first ones."""
    from hnmf.model import HierarchicalNMF

    fine, broad = task.sizes
    model = HierarchicalNMF(k=fine, random_state=task.seed)
    model.fit(sparse.csr_matrix(task.plain.T))
    words, assigned = [], []
    for n_leaves in (fine, broad):
        splits = model.splits_[: n_leaves - 1]
        leaves = np.setdiff1d(np.arange(2 * len(splits)), splits[1:])
        words.append(top_words(model.Ws_[leaves], task.terms))
        assigned.append(largest(model.Hs_[leaves].T))
    return words, assigned


def train_tomotopy(task, name, **settings):
    """A model of tomotopy after its passes, its documents, and where they are among the task's."""
    import tomotopy

    model = getattr(tomotopy, name)(seed=task.seed + 1, **settings)
    rows = []
    for row, tokens in enumerate(task.token_lists()):
        if tokens:
            model.add_doc(tokens)
            rows.append(row)
    model.train(PASSES[name], workers=1)  # more than one would not give the same again
    return model, rows


def spread_out(topics, rows, n_docs):
    """The topics of some documents, -1 for the others."""
    assigned = np.full(n_docs, -1)
    assigned[rows] = topics
    return assigned


def tomotopy_hlda(task):
    """Hierarchical LDA of three levels, the first being one topic; it finds how many there are."""
    model, rows = train_tomotopy(task, "HLDAModel", depth=3)
    # Document.paths, the public name, is None in 0.14.
    paths = np.array([document._path for document in model.docs])
    words, assigned = [], []
    for level in (2, 1):
        live, topics = np.unique(paths[:, level], return_inverse=True)
        words.append([[word for word, _ in model.get_topic_words(k, N_WORDS)] for k in live])
        assigned.append(spread_out(topics, rows, task.n_docs))
    return words, assigned


def tomotopy_pam(task, name, first):
    """Pachinko allocation, or the hierarchical one, whose broad topics have words of their own."""
    fine, broad = task.sizes
    model, rows = train_tomotopy(task, name, k1=broad, k2=fine)
    above, below = (
        np.array([np.bincount(getattr(document, layer), minlength=size + first)[first:]
                  for document in model.docs])
        for layer, size in (("topics", broad), ("subtopics", fine))
    )  # fmt: skip
    offset = first * (1 + broad)
    phi = np.array([model.get_topic_word_dist(offset + k) for k in range(fine)])
    if first:
        phi_above = np.array([model.get_topic_word_dist(1 + k) for k in range(broad)])
    else:
        phi_above = (above.T @ below) @ phi
    vocabulary = list(model.used_vocabs)
    words = [top_words(weights, vocabulary) for weights in (phi, phi_above)]
    return words, [spread_out(largest(each), rows, task.n_docs) for each in (below, above)]


def k_means(task):
    """k-means of embeddings; words by class-based TF-IDF."""
    from sklearn.cluster import KMeans

    def fit(size):
        assigned = KMeans(size, n_init=10, random_state=task.seed).fit_predict(task.embeddings)
        return class_words(task.counts, assigned, task.terms), assigned

    return both_layers(fit, task.sizes)


def split_vectorizer():
    """A vectorizer of documents that are terms already."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False)


def bertopic(task, clusters=None, as_many=False):
    """BERTopic, with its own clustering or another; broad topics by its reduce_topics.

    It reads the terms that all methods have, and places documents by embeddings of the texts.
    """
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from umap import UMAP

    fine, broad = task.sizes
    documents = task.joined_texts()
    reduction = UMAP(
        NEAREST, n_components=5, min_dist=0.0, metric="cosine", random_state=task.seed
    )  # its default, with a seed
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=reduction,
        hdbscan_model=clusters,
        vectorizer_model=split_vectorizer(),
        top_n_words=N_WORDS,
    )
    model.fit(documents, embeddings=task.embeddings)
    layers = []
    for size in (fine, broad):
        outliers = min(model.topics_) < 0
        if (as_many or size == broad) and len(set(model.topics_)) - outliers > size:
            model.reduce_topics(documents, nr_topics=size + outliers)
        layers.append((task.split_words(bertopic_words(model)), np.array(model.topics_)))
    return tuple(zip(*layers, strict=True))


def bertopic_words(model):
    found = model.get_topics()
    return [[word for word, _ in found[k] if word] for k in sorted(found) if k >= 0]


def bertopic_k_means(task):
    """BERTopic with k-means, so that there are as many topics as asked for."""
    from sklearn.cluster import KMeans

    return bertopic(task, KMeans(task.sizes[0], random_state=task.seed))


def key_nmf(task):
    """KeyNMF of turftopic: NMF of the keywords that embeddings find in each document."""
    from turftopic import KeyNMF

    documents = task.joined_texts()
    settings = {"vectorizer": split_vectorizer(), "random_state": task.seed}
    keywords = KeyNMF(task.sizes[0], encoder=task.encoder, **settings).extract_keywords(
        documents, embeddings=task.embeddings
    )

    def fit(size):
        model = KeyNMF(size, encoder=task.encoder, **settings)
        S = model.fit_transform(documents, embeddings=task.embeddings, keywords=keywords)
        names = task.split_words([list(model.get_vocab())])[0]
        return top_words(model.components_, names), largest(S)

    return both_layers(fit, task.sizes)


def turftopic_clusters(task):
    """Clusters of turftopic as in Top2Vec, joined to as many as asked for, then to the broad."""
    from turftopic.models.cluster import Top2Vec

    fine, broad = task.sizes
    model = Top2Vec(encoder=task.encoder, vectorizer=split_vectorizer(), random_state=task.seed)
    model.fit_predict(task.joined_texts(), embeddings=task.embeddings)
    names = task.split_words([list(model.get_vocab())])[0]
    layers = []
    for size in (fine, broad):
        if len(set(model.labels_) - {-1}) > size:
            model.reduce_topics(size)
        classes = np.asarray(model.classes_)
        own = classes >= 0
        place = {label: i for i, label in enumerate(classes[own])}
        assigned = np.array([place.get(label, -1) for label in model.labels_])
        layers.append((top_words(np.asarray(model.components_)[own], names), assigned))
    return tuple(zip(*layers, strict=True))

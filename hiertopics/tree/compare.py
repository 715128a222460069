"""Which topics of one tree come again in another, which are new and which hang elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiertopics.errors import HiertopicsError
from hiertopics.printable import visible
from hiertopics.tree.export.tabular import pandas_for
from hiertopics.tree.formatting import counted, percent
from hiertopics.tree.node import TopicNode, living

if TYPE_CHECKING:
    import pandas

    from hiertopics.tree.tree import TopicTree

LEAST_SIMILARITY = 0.1
"""Below this, two topics are no pair: they share a word in passing."""


@dataclass(frozen=True)
class TopicPair:
    """A topic of one tree and the topic of the other that it is matched with.

    Attributes
    ----------
    before, after : TopicNode
    similarity : float
        0 to 1; see `compare_trees`.
    moved : bool
        Whether their parents are not matched with each other; False where both have none.
    """

    before: TopicNode
    after: TopicNode
    similarity: float
    moved: bool = False


@dataclass(frozen=True)
class LayerComparison:
    """The topics of one layer of two trees.

    Attributes
    ----------
    pairs : tuple of TopicPair
        In the order of the first tree. No topic is in two of them.
    only_before, only_after : tuple of TopicNode
        The topics without a partner, each in the order of its tree. Empty topics are in none of the
        three.
    """

    pairs: tuple[TopicPair, ...]
    only_before: tuple[TopicNode, ...]
    only_after: tuple[TopicNode, ...]


@dataclass(frozen=True)
class TreeComparison:
    """What became of the topics of one tree in another; ``str(comparison)`` is a text to read.

    Attributes
    ----------
    n_topics_before, n_topics_after : tuple of int
        The sizes of the two trees, fine to broad.
    layers : tuple of LayerComparison
        From the broadest layer to the finest that both trees have.
    """

    n_topics_before: tuple[int, ...]
    n_topics_after: tuple[int, ...]
    layers: tuple[LayerComparison, ...]

    @property
    def pairs(self) -> tuple[TopicPair, ...]:
        """The pairs of all layers."""
        return tuple(pair for layer in self.layers for pair in layer.pairs)

    @property
    def moved(self) -> tuple[TopicPair, ...]:
        """The pairs that hang elsewhere than before."""
        return tuple(pair for pair in self.pairs if pair.moved)

    @property
    def only_before(self) -> tuple[TopicNode, ...]:
        """The topics of the first tree that are gone, of all layers compared."""
        return tuple(node for layer in self.layers for node in layer.only_before)

    @property
    def only_after(self) -> tuple[TopicNode, ...]:
        """The topics of the second tree that are new, of all layers compared."""
        return tuple(node for layer in self.layers for node in layer.only_after)

    def __repr__(self) -> str:
        return (
            f"<TreeComparison: {counted(len(self.pairs), 'pair')}, {len(self.moved)} of them moved,"
            f" {len(self.only_before)} gone, {len(self.only_after)} new>"
        )

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def to_dict(self) -> dict:
        """Return the comparison as dictionaries and lists, ready for JSON.

        Returns
        -------
        dict
            ``n_topics_before``, ``n_topics_after`` (fine to broad), and ``topics``: what
            `to_frame` has as rows.
        """
        return {
            "n_topics_before": list(self.n_topics_before),
            "n_topics_after": list(self.n_topics_after),
            "topics": _rows(self),
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return the comparison as a table, one row a pair or a topic without a partner.

        Returns
        -------
        pandas.DataFrame
            Columns ``layer`` (0 for the broadest), ``status`` ("same", "moved", "only before" or
            "only after"), ``before, after`` (keys), ``name_before, name_after, similarity,
            share_before, share_after``; None or NaN where there is no topic.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        return pandas_for("to_frame").DataFrame(_rows(self), columns=list(_COLUMNS))


_COLUMNS = (
    "layer", "status", "before", "after", "name_before", "name_after",
    "similarity", "share_before", "share_after",
)  # fmt: skip


def compare_trees(before: TopicTree, after: TopicTree) -> TreeComparison:
    """Match the topics of two trees, layer by layer from the broadest.

    The *similarity* of two topics is ``1 - (1 - w)(1 - d/2)``. Here ``w`` is the cosine of their
    words' weights over the words that they show, and ``d`` the part of their typical documents that
    they have in common, of the topic that has fewer: so documents of the same ids speak for a pair
    whose words differ, and the same words are enough without them. It is 1 for the same words with
    the same weights, and 0 where neither a word nor a document is shared.

    Of all one-to-one matchings of a layer the one with the highest sum of similarities is taken, of
    equals the one that keeps parents, branches and shares; topics less similar than 0.1 are no
    pair. Empty topics take no part. Where one tree has more layers, its finest are not compared.

    Parameters
    ----------
    before, after : TopicTree

    Returns
    -------
    TreeComparison
    """
    for tree in (before, after):
        if not hasattr(tree, "layers"):
            raise HiertopicsError(f"expected two trees of topics to compare, got {tree!r}")
    layers: list[LayerComparison] = []
    partner: dict[int, int] = {}
    layer_pairs = zip(reversed(before.layers), reversed(after.layers), strict=False)
    branch_pairs = zip(reversed(_branches(before)), reversed(_branches(after)), strict=False)
    for (nodes, others), branches in zip(layer_pairs, branch_pairs, strict=True):
        layer, partner = _compare_layer(living(nodes), living(others), partner, branches)
        layers.append(layer)
    return TreeComparison(before.n_topics, after.n_topics, tuple(layers))


def _branches(tree):
    """Share and words of each topic with those of all topics below it, by index, layer by layer."""
    layers, below = [], {}
    for nodes in tree.layers:
        below = {
            node.index: (node.share, node.words, sorted(below[child] for child in node.children))
            for node in nodes
        }
        layers.append(below)
    return layers


def _compare_layer(nodes, others, partner_above, branches):
    """Match one layer; `partner_above` maps the indices of the layer above, the result its own."""
    from scipy.optimize import linear_sum_assignment

    similarity = np.array([[_similarity(node, other) for other in others] for node in nodes])
    similarity = similarity.reshape(len(nodes), len(others))
    # Pairs that will not count shall not decide which others come about.
    similarity[similarity < LEAST_SIMILARITY] = 0.0
    score = similarity + _preference(nodes, others, partner_above, branches)
    pairs, partner = [], {}
    for row, column in zip(*linear_sum_assignment(score, maximize=True), strict=True):
        if similarity[row, column] > 0:
            node, other = nodes[row], others[column]
            moved = not _has_kept_parent(node, other, partner_above)
            pairs.append(TopicPair(node, other, float(similarity[row, column]), moved))
            partner[node.index] = other.index
    found = set(partner.values())
    only_before = tuple(node for node in nodes if node.index not in partner)
    only_after = tuple(other for other in others if other.index not in found)
    return LayerComparison(tuple(pairs), only_before, only_after), partner


def _has_kept_parent(node, other, partner_above):
    if node.parent is None or other.parent is None:
        return node.parent == other.parent
    return partner_above.get(node.parent) == other.parent


def _preference(nodes, others, partner_above, branches):
    """Decide between topics that are equally similar: for kept parents, branches, then shares.

    Without it a topic that occurs twice in a tree, or the topics below it, would seem to move.
    """
    node_branches, other_branches = branches
    preference = [
        [
            1e-6 * _has_kept_parent(node, other, partner_above)
            + 1e-7 * (node_branches[node.index] == other_branches[other.index])
            - 1e-9 * abs(node.share - other.share)
            for other in others
        ]
        for node in nodes
    ]
    return np.reshape(preference, (len(nodes), len(others)))


def _similarity(node, other):
    words, documents = _cosine(dict(node.words), dict(other.words)), 0.0
    ids, other_ids = ({shown.id for shown in each.documents} for each in (node, other))
    if ids and other_ids:
        documents = len(ids & other_ids) / min(len(ids), len(other_ids))
    return 1 - (1 - words) * (1 - documents / 2)


def _cosine(weights, others):
    if weights == others and weights:
        return 1.0  # without the rounding of what follows
    together = math.fsum(
        weight * others[word] for word, weight in weights.items() if word in others
    )
    lengths = math.hypot(*weights.values()) * math.hypot(*others.values())
    return min(together / lengths, 1.0) if lengths > 0 else 0.0


def _rows(comparison):
    rows = []
    for layer, compared in enumerate(comparison.layers):
        listed = [
            ("moved" if pair.moved else "same", pair.before, pair.after, pair.similarity)
            for pair in compared.pairs
        ]
        listed += [("only before", node, None, None) for node in compared.only_before]
        listed += [("only after", None, node, None) for node in compared.only_after]
        for status, before, after, similarity in listed:
            facts = [
                None if node is None else getattr(node, field)
                for field in ("key", "name", "share")
                for node in (before, after)
            ]
            values = (layer, status, *facts[:4], similarity, *facts[4:])
            rows.append(dict(zip(_COLUMNS, values, strict=True)))
    return rows


def _lines(comparison):
    n_before, n_after = comparison.n_topics_before, comparison.n_topics_after
    yield "Topics before and after, each with its share and how similar it is, 0 to 1"
    for layer, compared in enumerate(comparison.layers):
        sizes = f"{n_before[-1 - layer]} topics before, {n_after[-1 - layer]} after"
        yield ""
        yield f"Layer {layer + 1} from the top: {sizes}"
        for pair in compared.pairs:
            shares = f"{percent(pair.before.share):>5} → {percent(pair.after.share):>5}"
            names = [_named(pair.before), _named(pair.after)]
            name = names[0] if names[0] == names[1] else " → ".join(names)
            moved = "  (under another topic than before)" if pair.moved else ""
            yield f"{shares}  {pair.similarity:.2f}  {name}{moved}"
        for node in compared.only_before:
            yield f"{percent(node.share):>5} → {'':>5}  gone  {_named(node)}"
        for node in compared.only_after:
            yield f"{'':>5} → {percent(node.share):>5}  new   {_named(node)}"
    n_more = abs(len(n_before) - len(n_after))
    if n_more:
        deeper = "first" if len(n_before) > len(n_after) else "second"
        yield ""
        yield f"The {deeper} tree has {counted(n_more, 'finer layer')} without a counterpart."


def _named(node):
    return visible(node.name) or node.key

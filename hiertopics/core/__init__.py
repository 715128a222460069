"""The numerical core: NMF and Neural NMF on arrays, without scikit-learn and without text.

The paper keeps documents in columns, this code keeps them in rows. This table says it once:

===========  ======================  ===============================  ==========================
paper        here                    shape here                       meaning
===========  ======================  ===============================  ==========================
X            ``X`` (transposed)      (n_docs, n_terms)                data
A^(0)        ``A[0]``                (n_terms, k_0)                   terms of each fine topic
A^(l)        ``A[l]``                (k_{l-1}, k_l)                   topics of each broader topic
S^(l)        ``S[l]`` (transposed)   (n_docs, k_l)                    topics of each document
Y, L, B      ``Y``, rows, ``B[l]``   (n_docs, n_classes), indices,    labels, which are known, and
                                     (n_classes, k_l)                 the classes of each topic
W            ``SmallerSets``         lists of terms per document      known entries of X
Phi, U       ``Z``                   (n_docs, k_l)                    adjoint of each NNLS
===========  ======================  ===============================  ==========================

So ``X ~ S[0] A[0].T`` and ``S[l-1] ~ S[l] A[l].T``. Reading order: ``kernels`` (all numba),
``threads`` (who takes which rows), ``linalg`` (sums and products of factors), ``nnls`` (q and its
adjoint), ``projection`` (what a least squares fit reads), ``data`` (the data matrix), ``masked``
(the same with unknown entries), ``shards`` (the same in parts), ``partials`` (derivatives of a
cost), ``network`` (forward, backward), ``costs`` (what is minimised), ``classifier`` (what labels
add), ``epochs`` (the one loop of all training), ``nmf`` (one layer alone, with or without labels),
``exchange`` (a way out of poor minima), ``start`` (the first factors), ``deep`` (the refinement of
deep NMF), ``objective`` (the network as a function of one vector), ``lbfgs`` (the quasi-Newton
step), ``solvers`` (minimisers of such a function).
"""

"""Neural NMF on arrays: factors in, cost and gradients out; no scikit-learn, no text.

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

So ``X ~ S[0] A[0].T`` and ``S[l-1] ~ S[l] A[l].T``. Reading order: ``kernels`` (numba),
``threads`` (who takes which rows), ``factors`` (sums and products of them), ``nnls`` (q and its
adjoint), ``products`` (the data matrix), ``mask`` (the same with unknown entries), ``partials``
(what the terms of a cost tell), ``layers`` (forward, backward), ``costs`` (what is minimised),
``nmf`` (one layer alone, with or without labels), ``start`` (the first factors), ``deep`` (the
passes of deep NMF), ``objective`` (the network as a function of one vector), ``quasi_newton`` (the
step), ``solvers`` (the way down).
"""

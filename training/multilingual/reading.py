"""What the stages share: the tokenizer with more words (src/encoder/words.ts), and the built-in encoder with its weights as they are shipped."""

import gzip
import json
import pathlib
import re
import sys
import unicodedata

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import convert

LEVELS = 20
ACCENTED = [chr(code).lower() for code in [*range(0xDF, 0x180), *range(0x1E00, 0x1F00)]]


def load(path):
    return [json.loads(line) for line in gzip.open(path, "rt")]


def without_marks(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def parsed(lines):
    """Of each line: its sign, whether it has no form without accents, and the word."""
    return [re.fullmatch(r"([+-]?)(=?)(.*)", line).groups() for line in lines]


def tokenizer_with(model, chosen):
    """The tokenizer of a model folder with more words: a list of lines, or word -> sign."""
    lines = [sign + word for word, sign in chosen.items()] if isinstance(chosen, dict) else chosen
    settings = json.loads((model / "tokenizer.json").read_text())
    vocabulary = settings["model"]["vocab"]
    first, words = len(vocabulary), parsed(lines)
    forms = {"": ("", "##"), "+": ("",), "-": ("##",)}
    for place, (sign, _, word) in enumerate(words):
        for before in forms[sign]:
            vocabulary.setdefault(before + word, first + place)
    for sign, exact, word in words:
        if not exact and len(word) > 2 and not re.search("[\u3040-\u30ff\u3400-\u9fff]", word):
            for before in forms[sign]:
                vocabulary.setdefault(before + without_marks(word), vocabulary[before + word])
    for letter in ACCENTED:
        for before in ("", "##"):
            known = vocabulary.get(before + without_marks(letter))
            if known is not None:
                vocabulary.setdefault(before + letter, known)
    han = "".join(sorted(word for _, _, word in words if re.fullmatch("[\u3400-\u9fff]", word)))
    settings["model"]["max_input_chars_per_word"] = 200
    settings["normalizer"] = {
        "type": "Sequence",
        "normalizers": [
            {"type": "NFC"},
            {"type": "Replace", "pattern": {"Regex": "[\u064b-\u0652\u0640\u0300-\u036f]"}, "content": ""},
            {"type": "Replace", "pattern": {"Regex": f"(?![{han or ' '}])[\u3400-\u9fff]"}, "content": " "},
            {**settings["normalizer"], "strip_accents": False, "handle_chinese_chars": False},
        ],
    }
    return Tokenizer.from_str(json.dumps(settings))


def quantised(weight, levels=LEVELS, axis=0):
    scale = np.abs(weight).max(axis, keepdims=True) / levels
    scale[scale == 0] = 1
    return torch.from_numpy((np.round(weight / scale) * scale).astype(np.float32))


class Encoder:
    """Vectors from rows of the token table: texts x tokens x width of the table, and which tokens there are."""

    def __init__(self, export, kind=torch.bfloat16):
        self.kind = kind
        tensors, weights = convert.read_export(export / "onnx/model.onnx")
        own = lambda name: torch.from_numpy(tensors[name].copy())
        norm = lambda name: (own(f"{name}.weight"), own(f"{name}.bias"))
        half = lambda values: values.to(kind)
        self.table = quantised(tensors["table.weight"], axis=1)
        self.places = quantised(tensors["pos.weight"], 127, 1)
        self.lift, self.type, self.norm = half(quantised(weights[0])), own("typ"), norm("ln")
        self.layers = []
        for layer in range((len(weights) - 2) // 6):
            query, key, value, mix, up, down = (half(quantised(w)) for w in weights[1 + 6 * layer : 7 + 6 * layer])
            at = f"layers.{layer}."
            attention = f"{at}attention.self."
            biases = torch.cat([own(f"{attention}{part}.bias") for part in ("query", "key", "value")])
            mixed, inner = own(f"{at}attention.output.dense.bias"), own(f"{at}intermediate.dense.bias")
            self.layers.append(
                (torch.cat([query, key, value], 1), half(biases), mix, half(mixed), norm(f"{at}attention.output.LayerNorm"))
                + (up, half(inner), down, half(own(f"{at}output.dense.bias")), norm(f"{at}output.LayerNorm"))
            )
        self.head = quantised(weights[-1], 31)
        self.heads = json.loads((export / "config.json").read_text())["num_attention_heads"]

    def __call__(self, rows, mask):
        texts, tokens, _ = rows.shape
        width = self.places.shape[1]
        normal = lambda x, norm: F.layer_norm(x.float(), (width,), *norm, 1e-12).to(self.kind)
        states = normal((rows.to(self.kind) @ self.lift).float() + self.type + self.places[:tokens], self.norm)
        hidden = torch.zeros(texts, 1, 1, tokens).masked_fill(~mask[:, None, None, :], -1e4).to(self.kind)
        for wide, wide_bias, mix, mix_bias, mix_norm, up, up_bias, down, down_bias, down_norm in self.layers:
            parts = (states @ wide + wide_bias).view(texts, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(*parts, attn_mask=hidden).transpose(1, 2).reshape(texts, tokens, width)
            states = normal(states + (seen @ mix + mix_bias), mix_norm)
            states = normal(states + (F.gelu(states @ up + up_bias) @ down + down_bias), down_norm)
        mean = (states * mask[:, :, None].to(self.kind)).sum(1).float() / mask.sum(1, keepdim=True)
        return mean @ self.head


def batches(lengths, tokens):
    """Places of texts of about one length, of so many tokens at most."""
    order, start, found = np.argsort(lengths, kind="stable"), 0, []
    while start < len(order):
        end = start + 1
        while end < len(order) and lengths[order[end]] * (end - start + 1) <= tokens and end - start < 1024:
            end += 1
        found.append(order[start:end])
        start = end
    return found


def padded(ids):
    tokens = max(map(len, ids))
    filled, mask = np.zeros((len(ids), tokens), np.int64), np.zeros((len(ids), tokens), bool)
    for row, text in enumerate(ids):
        filled[row, : len(text)], mask[row, : len(text)] = text, True
    return torch.from_numpy(filled), torch.from_numpy(mask)


def embed(encoder, table, ids, tokens=6000):
    vectors = np.zeros((len(ids), encoder.head.shape[1]), np.float32)
    with torch.no_grad():
        for places in batches(np.array([len(text) for text in ids]), tokens):
            filled, mask = padded([ids[place] for place in places])
            vectors[places] = F.normalize(encoder(table[filled], mask), dim=1).numpy()
    return vectors

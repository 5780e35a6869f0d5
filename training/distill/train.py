"""Trains the encoder on: longer texts, and questions beside the passages that answer them, with weights in the steps that ship.

    python train.py --work work --export ../../../shared/models/pagekin-mini-v0 --out work/pagekin-mini-v2 --minutes 35

A text has to get the teacher's vector, turned into the basis of the export (1 - cosine of the first 384, 256, 128 and 64 numbers), and the
teacher's similarities within a batch: texts to texts, questions to passages and back. A small share is the right passage of each question
(softmax over the batch). Weights are rounded as convert.py does, and the rounding is passed over backwards. The mean of the weights of the last
part is kept, and of it and the weights of the beginning the middle: what they were good at stays (Wortsman et al., "Robust Fine-Tuning of Zero-Shot
Models", CVPR 2022). The folder that is written is an export for convert.py.
"""

import argparse
import gzip
import json
import math
import pathlib
import shutil
import sys
import time

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from teacher import open_tokenizer, token_ids

sys.path[:0] = [str(pathlib.Path(__file__).parent.parent / "multilingual"), str(pathlib.Path(__file__).parent.parent)]
from convert import read_export
from reading import batches, padded

DIMENSIONS = {384: 1.0, 256: 0.5, 128: 0.5, 64: 0.35}
TEMPERATURE = 0.05
ALIKE_TEXTS, ALIKE_PAIRS, RIGHT_ONE = 0.12, 0.3, 0.02
WARM_UP = 60
MEAN_FROM, MEAN_KEEPS = 0.3, 0.995
NEW_SHARE = 0.5
LEVELS, TABLE_LEVELS, PLACE_LEVELS, HEAD_LEVELS = 20, 20, 127, 31
HALF = torch.bfloat16


class Steps(torch.autograd.Function):
    """Rounds as convert.py does; gradients pass as they are."""

    @staticmethod
    def forward(context, weight, levels, axis):
        scale = weight.abs().amax(axis, keepdim=True) / levels + 1e-12
        return torch.round(weight / scale) * scale

    @staticmethod
    def backward(context, gradient):
        return gradient, None, None


class Student(torch.nn.Module):
    """The weights by their names in the export: tensors by name, and what tokens are multiplied by, in the order of the forward pass."""

    def __init__(self, export):
        super().__init__()
        tensors, products = read_export(export / "onnx/model.onnx")
        self.heads = json.loads((export / "config.json").read_text())["num_attention_heads"]
        keep = lambda values: torch.nn.Parameter(torch.from_numpy(np.array(values, np.float32)))
        self.names = [name for name, values in tensors.items() if values.ndim > 0 and not any(values is product for product in products)]
        self.tensors = torch.nn.ParameterList([keep(tensors[name]) for name in self.names])
        self.products = torch.nn.ParameterList([keep(product) for product in products])

    def rounded(self, kind=HALF):
        """The weights as they ship."""
        own = dict(zip(self.names, self.tensors))
        own["table.weight"] = Steps.apply(own["table.weight"], TABLE_LEVELS, 1)
        own["pos.weight"] = Steps.apply(own["pos.weight"], PLACE_LEVELS, 1)
        *layers, head = self.products
        return own, [Steps.apply(weight, LEVELS, 0).to(kind) for weight in layers], Steps.apply(head, HEAD_LEVELS, 0)

    def forward(self, rounded, ids, mask):
        own, (lift, *layers), head = rounded
        texts, tokens = ids.shape
        width = lift.shape[1]
        normal = lambda x, name: F.layer_norm(x.float(), (width,), own[f"{name}.weight"], own[f"{name}.bias"], 1e-12).to(HALF)
        lifted = F.embedding(ids, own["table.weight"]).to(HALF) @ lift
        states = normal(lifted.float() + own["typ"] + own["pos.weight"][:tokens], "ln")
        hidden = torch.zeros(texts, 1, 1, tokens).masked_fill(~mask[:, None, None, :], -1e4).to(HALF)
        for layer in range(len(layers) // 6):
            bias = lambda name: own[f"layers.{layer}.{name}.bias"].to(HALF)
            *parts, mix, up, down = layers[6 * layer : 6 * layer + 6]
            split = lambda part: part.view(texts, tokens, self.heads, width // self.heads).transpose(1, 2)
            named = zip(parts, ("query", "key", "value"))
            queries, keys, contents = (split(states @ part + bias(f"attention.self.{name}")) for part, name in named)
            # torch's own attention takes twice the time of all the rest backwards
            scores = queries @ keys.transpose(2, 3) / math.sqrt(width // self.heads) + hidden
            seen = (F.softmax(scores, 3) @ contents).transpose(1, 2).reshape(texts, tokens, width)
            states = normal(states + (seen @ mix + bias("attention.output.dense")), f"layers.{layer}.attention.output.LayerNorm")
            inner = F.gelu(states @ up + bias("intermediate.dense"))
            states = normal(states + (inner @ down + bias("output.dense")), f"layers.{layer}.output.LayerNorm")
        return ((states * mask[:, :, None].to(HALF)).sum(1).float() / mask.sum(1, keepdim=True)) @ head


def embed(student, ids):
    vectors = np.zeros((len(ids), student.products[-1].shape[1]), np.float32)
    with torch.no_grad():
        rounded = student.rounded()
        for places in batches(np.array([len(text) for text in ids]), 6000):
            vectors[places] = F.normalize(student(rounded, *padded([ids[place] for place in places])), dim=1).numpy()
    return vectors


def as_far(vectors, wanted):
    cosine = lambda count: F.cosine_similarity(vectors[:, :count], wanted[:, :count]).mean()
    return sum(share * (1 - cosine(count)) for count, share in DIMENSIONS.items())


def as_like(rows, columns, wanted_rows, wanted_columns, count):
    """How far the similarities of rows to columns, as shares, are from the wanted ones."""
    rows, columns, wanted_rows, wanted_columns = (F.normalize(x[:, :count], dim=1) for x in (rows, columns, wanted_rows, wanted_columns))
    wanted = F.softmax(wanted_rows @ wanted_columns.T / TEMPERATURE, 1)
    return F.kl_div(F.log_softmax(rows @ columns.T / TEMPERATURE, 1), wanted, reduction="batchmean")


def right_one(questions, passages):
    scores = F.normalize(questions, dim=1) @ F.normalize(passages, dim=1).T / TEMPERATURE
    places = torch.arange(len(scores))
    return (F.cross_entropy(scores, places) + F.cross_entropy(scores.T, places)) / 2


def steps_of(lengths, rows, tokens, least, most, draw):
    """Rows of about one length, so many tokens a step."""
    order, start, found = rows[np.argsort(lengths[rows] + draw.random(len(rows)) * 5)], 0, []
    while start < len(order):
        count = int(np.clip(tokens // lengths[order[start]], least, most))
        found.append(order[start : start + count])
        start += count
    return found


def train(student, corpus, texts, ids, wanted, minutes, rate, tokens, seed):
    draw = np.random.default_rng(seed)
    lengths, place = np.array([len(text) for text in ids]), {text: at for at, text in enumerate(texts)}
    questions, passages = (torch.tensor([place[pair[side]] for pair in corpus["pairs"]]) for side in (0, 1))
    plain = np.array([place[text] for text in corpus["texts"]])
    matrices, others = [], []
    for weight in student.parameters():
        (matrices if weight.dim() > 1 and len(weight) < 10_000 else others).append(weight)
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0}]
    optimizer = torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))
    read = lambda rounded, rows: student(rounded, *padded([ids[row] for row in rows]))
    begun, step, ahead, cosines, mean = time.time(), 0, [], [], None
    while (share := (time.time() - begun) / 60 / minutes) < 1:
        if not ahead:
            pair_lengths = lengths[passages.numpy()] + 12
            ahead = [(True, rows) for rows in steps_of(pair_lengths, np.arange(len(passages)), tokens, 24, 256, draw)]
            ahead += [(False, rows) for rows in steps_of(lengths, plain, tokens, 48, 384, draw)]
            draw.shuffle(ahead)
        are_pairs, rows = ahead.pop()
        step += 1
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, step / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * share))
        rounded = student.rounded()
        if are_pairs:
            asked, found = (read(rounded, side[rows].tolist()) for side in (questions, passages))
            asked_wanted, found_wanted = wanted[questions[rows]], wanted[passages[rows]]
            alike = sum(as_like(asked, found, asked_wanted, found_wanted, count) for count in (384, 128))
            alike = alike + as_like(found, asked, found_wanted, asked_wanted, 384) / 2
            loss = (as_far(asked, asked_wanted) + as_far(found, found_wanted)) / 2 + ALIKE_PAIRS * alike + RIGHT_ONE * right_one(asked, found)
            cosines.append(float(F.cosine_similarity(found.detach(), found_wanted).mean()))
        else:
            vectors, targets = read(rounded, rows), wanted[rows]
            loss = as_far(vectors, targets) + ALIKE_TEXTS * sum(as_like(vectors, vectors, targets, targets, count) for count in (384, 128))
            cosines.append(float(F.cosine_similarity(vectors.detach(), targets).mean()))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        if share > MEAN_FROM:
            now = {name: value.detach() for name, value in student.state_dict().items()}
            mean = {name: value.clone() for name, value in now.items()} if mean is None else mean
            for name, value in now.items():
                mean[name].lerp_(value, 1 - MEAN_KEEPS)
        if step % 50 == 0:
            print(f"step {step}, {share:.2f} of the time: cosine {np.mean(cosines[-50:]):.4f}, loss {float(loss.detach()):.3f}", flush=True)
    if mean:
        student.load_state_dict(mean)


def write(student, export, out):
    """The export with the rounded weights, and the vectors of its self-test."""
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(export / name, out / name)
    model = onnx.load(export / "onnx/model.onnx")
    _, products = read_export(export / "onnx/model.onnx")
    known = {i.name for i in model.graph.initializer}
    names = [node.input[1] for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in known]
    assert len(names) == len(products)
    own, layers, head = student.rounded(torch.float32)
    values = {**own, **dict(zip(names, [*layers, head]))}
    for tensor in model.graph.initializer:
        if tensor.name in values:
            tensor.CopyFrom(numpy_helper.from_array(values[tensor.name].detach().numpy(), tensor.name))
    onnx.save(model, out / "onnx/model.onnx")
    canary = json.loads((export / "canary.json").read_text())
    session = onnxruntime.InferenceSession(out / "onnx/model.onnx")
    vectors = []
    for text in canary["ids"]:
        inputs = {"input_ids": np.array([text]), "attention_mask": np.ones((1, len(text)), np.int64)}
        (states,) = session.run(None, inputs)
        mean = states[0].mean(0)
        vectors.append((mean / np.linalg.norm(mean)).tolist())
    (out / "canary.json").write_text(json.dumps({"texts": canary["texts"], "ids": canary["ids"], "float32": vectors}))


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True, help="folder with corpus.json.gz, texts.json and teacher.npy")
    flags.add_argument("--export", type=pathlib.Path, required=True, help="what to start from")
    flags.add_argument("--out", type=pathlib.Path, required=True)
    flags.add_argument("--minutes", type=float, default=90)
    flags.add_argument("--rate", type=float, default=3e-4, help="largest step of AdamW")
    flags.add_argument("--tokens", type=int, default=9000, help="tokens of a step")
    flags.add_argument("--seed", type=int, default=1)
    given = flags.parse_args()
    torch.manual_seed(given.seed)
    student = Student(given.export)
    corpus, texts = json.load(gzip.open(given.work / "corpus.json.gz")), json.loads((given.work / "texts.json").read_text())
    ids = token_ids(open_tokenizer(given.export), texts)
    wanted = np.load(given.work / "teacher.npy").astype(np.float32)
    # the student's numbers are those of the teacher in another basis
    some = np.random.default_rng(given.seed).choice(len(texts), min(12_000, len(texts)), replace=False)
    left, _, right = np.linalg.svd(wanted[some].T @ embed(student, [ids[place] for place in some]))
    wanted = torch.from_numpy(wanted @ (left @ right))
    begun = {name: value.clone() for name, value in student.state_dict().items()}
    train(student, corpus, texts, ids, wanted, given.minutes, given.rate, given.tokens, given.seed)
    student.load_state_dict({name: begun[name].lerp(value, NEW_SHARE) for name, value in student.state_dict().items()})
    write(student, given.export, given.out)


if __name__ == "__main__":
    main()

"""Makes the folder of the built-in encoder from a float32 ONNX export of it.

    python convert.py --model distill/work/pagekin-mini-v2 --out ../public/models/pagekin-mini-v2

The export is a BERT encoder whose token table is narrower than the layers: table, lift, positions, layers, head. docs/model-format.md
describes the file that it writes. The same input gives the same bytes.
"""

import argparse
import hashlib
import json
import pathlib
import shutil
import struct
import zlib

import numpy as np
import onnx
from onnx import numpy_helper

VERSION = 1
HEADER = 64
# a weight is an unsigned number of six bits; this one stands for 0
ZERO = 32


def read_export(path):
    graph = onnx.load(path).graph
    tensors = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    # products by weights come in the order of the forward pass
    weights = [tensors[n.input[1]] for n in graph.node if n.op_type == "MatMul" and n.input[1] in tensors]
    return tensors, weights


def padded(data):
    return data + bytes(-len(data) % 16)


def floats(values):
    return padded(np.ascontiguousarray(values, "<f4").tobytes())


def rows(values, levels):
    """int8 codes of each row, and the value of one step of each row."""
    scale = np.abs(values).max(1, keepdims=True) / levels
    scale[scale == 0] = 1
    return padded(np.round(values / scale).astype(np.int8).tobytes()) + floats(scale)


def matrix(weight, bias, levels):
    """Weights (inputs x outputs) in panels of eight outputs: for each four inputs, the four weights of each output."""
    inputs, outputs = weight.shape
    scale = np.abs(weight).max(0) / levels
    scale[scale == 0] = 1
    codes = np.round(weight / scale).astype(np.int32)
    panels = (codes + ZERO).T.reshape(outputs // 8, 8, inputs // 4, 4).transpose(0, 2, 1, 3)
    return padded(panels.astype(np.uint8).tobytes()) + floats(scale) + floats(codes.sum(0)) + floats(bias)


def sections(tensors, weights, heads, levels, table_levels):
    table, positions = tensors["table.weight"], tensors["pos.weight"]
    layers = (len(weights) - 2) // 6
    width, inner, outputs = positions.shape[1], weights[5].shape[1], weights[-1].shape[1]
    header = struct.pack(
        "<4s9I", b"PKEN", VERSION, *table.shape, width, heads, inner, positions.shape[0], layers, outputs
    )
    yield header.ljust(HEADER, b"\0")
    yield rows(table, table_levels)
    yield rows(positions, 127)
    yield matrix(weights[0], tensors["typ"], levels)
    yield floats(tensors["ln.weight"]) + floats(tensors["ln.bias"])
    for layer in range(layers):
        query, key, value, out, up, down = weights[1 + 6 * layer : 7 + 6 * layer]
        own = lambda name: tensors[f"layers.{layer}.{name}"]
        attention = "attention.self."
        biases = [own(f"{attention}{part}.bias") for part in ("query", "key", "value")]
        yield matrix(np.concatenate([query, key, value], 1), np.concatenate(biases), levels)
        yield matrix(out, own("attention.output.dense.bias"), levels)
        yield floats(own("attention.output.LayerNorm.weight")) + floats(own("attention.output.LayerNorm.bias"))
        yield matrix(up, own("intermediate.dense.bias"), levels)
        yield matrix(down, own("output.dense.bias"), levels)
        yield floats(own("output.LayerNorm.weight")) + floats(own("output.LayerNorm.bias"))
    # the last matrix acts on one vector a text and has few bytes: all six bits
    yield matrix(weights[-1], np.zeros(outputs, np.float32), 31)


def compressed(data):
    """gzip without a time and a name. Codes repeat nothing: Huffman alone is smaller than with searched repetitions."""
    stream = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_HUFFMAN_ONLY)
    return stream.compress(data) + stream.flush()


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--model", type=pathlib.Path, required=True, help="folder of the export: onnx/model.onnx, tokenizer, canary")
    flags.add_argument("--out", type=pathlib.Path, required=True, help="folder to write; its name is the model's id")
    flags.add_argument("--levels", type=int, default=20, help="largest code of a weight, 31 at most")
    flags.add_argument("--table-levels", type=int, default=20, help="largest code of the token table, 127 at most")
    given = flags.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    config = json.loads((given.model / "config.json").read_text())
    tensors, weights = read_export(given.model / "onnx/model.onnx")
    raw = b"".join(sections(tensors, weights, config["num_attention_heads"], given.levels, given.table_levels))
    (given.out / "encoder.bin").write_bytes(compressed(raw))
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(given.model / name, given.out / name)
    canary = json.loads((given.model / "canary.json").read_text())
    vectors = [[round(number, 5) for number in vector] for vector in canary["float32"]]
    (given.out / "canary.json").write_text(json.dumps({"texts": canary["texts"], "ids": canary["ids"], "float32": vectors}, separators=(",", ":")))
    names = ["canary.json", "encoder.bin", "tokenizer.json", "tokenizer_config.json"]
    files = {name: (given.out / name).read_bytes() for name in names}
    manifest = {
        "id": given.out.resolve().name,
        "pooling": "mean",
        "normalize": True,
        "dimensions": weights[-1].shape[1],
        "maxTokens": config["max_position_embeddings"],
        "prefix": {"query": "", "item": ""},
        "mrl": [64, 128, 256, 384],
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()},
    }
    (given.out / "pagekin.json").write_text(json.dumps(manifest, indent=2) + "\n")
    digest = hashlib.sha256((given.out / "pagekin.json").read_bytes()).hexdigest()
    print(f"encoder.bin: {len(files['encoder.bin'])} bytes, {len(raw)} unpacked")
    print(f"pagekin.json: sha256 {digest}, {(given.out / 'pagekin.json').stat().st_size} bytes")


if __name__ == "__main__":
    main()

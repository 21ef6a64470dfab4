"""The encoder as ONNX nodes. A `Linear` says how matrices are multiplied, `Blocks` how the rest is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import numpy as np
from onnx import TensorProto

from training.export.graph import CONTRIB, GraphWriter
from training.export.parameters import Parameters


class Linear(Protocol):
    """Matrix products of one graph."""

    def prepare(self, value: str) -> tuple[str, ...]:
        """What `apply` needs of an activation, computed once for all matrices that read it."""

    def apply(self, prepared: tuple[str, ...], matrix: str) -> str:
        """The product with a matrix, plus its bias."""


Embed = Callable[[GraphWriter], str]
"""Writes the rows of the word table for `input_ids`, [batch, tokens, hidden]."""


class Blocks:
    """Plain ONNX operators on [batch, tokens, hidden], that every execution provider knows."""

    def __init__(self, graph: GraphWriter, parameters: Parameters, kind: type[np.floating] = np.float32) -> None:
        self.graph = graph
        self.parameters = parameters
        self.kind = kind

    def small(self, name: str, values: np.ndarray) -> str:
        """A float constant in the graph's float type (cast at session creation where that is float16)."""
        stored = self.graph.constant(name, values.astype(np.float32))
        if self.kind is np.float32:
            return stored
        return self.graph.node("Cast", [stored], to=TensorProto.FLOAT16)

    def tokens(self) -> str:
        """The number of tokens, as a vector of one."""
        return self.graph.node("Shape", ["input_ids"], start=1, end=2)

    def arrange(self, embedded: str) -> str:
        """From [batch, tokens, …] to the inner order."""
        return embedded

    def restore(self, value: str) -> str:
        """From the inner order to [batch, tokens, …]."""
        return value

    def embeddings(self, words: str) -> str:
        """Words, positions and case types, added and normalized."""
        g = self.graph
        types = g.node("Gather", [self.small("types", self.parameters.types), "token_type_ids"])
        zero = g.shape_constant(0)
        table = self.small("positions", self.parameters.positions)
        positions = g.node("Slice", [table, zero, self.tokens(), zero])
        total = g.node("Add", [g.node("Add", [words, types]), positions])
        return self.arrange(self.norm("embeddings", total))

    def norm(self, name: str, value: str) -> str:
        """Layer normalization."""
        scale, offset = self.parameters.norms[name]
        inputs = [value, self.small(f"{name}.scale", scale), self.small(f"{name}.offset", offset)]
        return self.graph.node("LayerNormalization", inputs, axis=-1, epsilon=self.parameters.epsilon)

    def add_norm(self, name: str, value: str, residual: str) -> str:
        """Residual sum and its normalization.

        `Sum`, not `Add`: onnxruntime joins Add and LayerNormalization into SkipLayerNormalization, whose
        CPU kernel is several times slower than the two.
        """
        return self.norm(name, self.graph.node("Sum", [value, residual]))

    def gelu(self, value: str) -> str:
        """GELU with the error function."""
        return self.graph.node("Gelu", [value])

    def mask(self) -> str:
        """What is added to attention scores: 0 for tokens, a large negative number for padding."""
        g = self.graph
        kind = TensorProto.FLOAT if self.kind is np.float32 else TensorProto.FLOAT16
        keep = g.node("Cast", ["attention_mask"], to=kind)
        one = g.constant("one", self.kind(1))
        # float16 ends at 65504.
        depth = g.constant("depth", self.kind(30_000))
        hidden = g.node("Mul", [g.node("Sub", [keep, one]), depth])
        return g.node("Unsqueeze", [hidden, g.shape_constant(1, 2)])

    def attention(self, query: str, key: str, value: str, mask: str) -> str:
        """Softmax attention; 1/√d is in the queries."""
        g = self.graph
        split = g.shape_constant(0, 0, self.parameters.heads, self.parameters.hidden // self.parameters.heads)

        def part(x: str, *order: int) -> str:
            return g.node("Transpose", [g.node("Reshape", [x, split])], perm=list(order))

        scores = g.node("MatMul", [part(query, 0, 2, 1, 3), part(key, 0, 2, 3, 1)])
        weights = g.node("Softmax", [g.node("Add", [scores, mask])], axis=-1)
        context = g.node("MatMul", [weights, part(value, 0, 2, 1, 3)])
        joined = g.node("Transpose", [context], perm=[0, 2, 1, 3])
        return g.node("Reshape", [joined, g.shape_constant(0, 0, self.parameters.hidden)])


class RowBlocks(Blocks):
    """[tokens * batch, hidden] inside, for the CPU: heads are cut by strides, with one transposition a layer.

    `FusedMatMul` reads its operands as [tokens, batch * heads, size] with `transBatchA/B`.
    """

    @cached_property
    def cut(self) -> str:
        """Shape of heads: [tokens, batch * heads, size]."""
        size = self.parameters.hidden // self.parameters.heads
        return self.graph.node("Concat", [self.tokens(), self.graph.shape_constant(-1, size)], axis=0)

    def arrange(self, embedded: str) -> str:
        g = self.graph
        turned = g.node("Transpose", [embedded], perm=[1, 0, 2])
        return g.node("Reshape", [turned, g.shape_constant(-1, self.parameters.hidden)])

    def restore(self, value: str) -> str:
        g = self.graph
        shape = g.node("Concat", [self.tokens(), g.shape_constant(-1, self.parameters.hidden)], axis=0)
        return g.node("Transpose", [g.node("Reshape", [value, shape])], perm=[1, 0, 2])

    def mask(self) -> str:
        g = self.graph
        repeated = g.node("Tile", [super().mask(), g.shape_constant(1, self.parameters.heads, 1, 1)])
        shape = g.node("Concat", [g.shape_constant(-1), g.shape_constant(1), self.tokens()], axis=0)
        return g.node("Reshape", [repeated, shape])

    def attention(self, query: str, key: str, value: str, mask: str) -> str:
        g = self.graph
        q, k, v = (g.node("Reshape", [x, self.cut]) for x in (query, key, value))
        scores = g.node("FusedMatMul", [q, k], CONTRIB, transBatchA=1, transBatchB=1, transB=1)
        weights = g.node("Softmax", [g.node("Add", [scores, mask])], axis=-1)
        context = g.node("FusedMatMul", [weights, v], CONTRIB, transBatchB=1)
        turned = g.node("Transpose", [context], perm=[1, 0, 2])
        return g.node("Reshape", [turned, g.shape_constant(-1, self.parameters.hidden)])


def write_encoder(blocks: Blocks, linear: Linear, embed: Embed) -> str:
    """Writes the whole encoder and returns the last hidden state, in the blocks' inner order."""
    x = blocks.embeddings(embed(blocks.graph))
    mask = blocks.mask()
    for i in range(blocks.parameters.layers):
        read = linear.prepare(x)
        query, key, value = (linear.apply(read, f"{i}.{m}") for m in "qkv")
        context = blocks.attention(query, key, value, mask)
        attended = linear.apply(linear.prepare(context), f"{i}.o")
        x = blocks.add_norm(f"{i}.attention", attended, x)
        inner = blocks.gelu(linear.apply(linear.prepare(x), f"{i}.up"))
        out = linear.apply(linear.prepare(inner), f"{i}.down")
        x = blocks.add_norm(f"{i}.output", out, x)
    return x

"""A small writer of ONNX graphs: nodes in order, initializers by name, contrib operators by domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from training.export.weights import WeightFile

CONTRIB = "com.microsoft"
OPSET = 21
IR_VERSION = 10
INLINE_BYTES = 1024
"""Smaller constants stay inside the graph, where the optimizer can see their values."""
INPUTS = ("input_ids", "token_type_ids", "attention_mask")


class GraphWriter:
    """Collects one graph. Without a weight file every constant is stored inside the model."""

    def __init__(self, weights: WeightFile | None = None) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}
        self._outputs: list[ValueInfoProto] = []

    def constant(self, name: str, values: NDArray[np.generic] | np.generic) -> str:
        """An initializer; a name used before is taken for the same constant."""
        if name not in self._constants:
            array = np.asarray(values)
            inline = self._weights is None or array.nbytes < INLINE_BYTES
            self._constants[name] = (
                numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape), name)
                if inline or self._weights is None
                else self._weights.tensor(name, array)
            )
        return name

    def shape_constant(self, *values: int) -> str:
        """An int64 vector such as a shape or a list of axes."""
        return self.constant("int64." + ".".join(map(str, values)), np.array(values, np.int64))

    def nodes(self, kind: str, inputs: Sequence[str], count: int, domain: str = "", **attributes: Any) -> list[str]:
        """Adds a node with `count` outputs and returns their names."""
        stem = f"{kind}.{len(self._nodes)}"
        outputs = [stem if count == 1 else f"{stem}.{i}" for i in range(count)]
        self._nodes.append(helper.make_node(kind, list(inputs), outputs, name=stem, domain=domain, **attributes))
        return outputs

    def node(self, kind: str, inputs: Sequence[str], domain: str = "", **attributes: Any) -> str:
        """Adds a node with one output and returns its name."""
        return self.nodes(kind, inputs, 1, domain, **attributes)[0]

    def output(self, value: str, name: str, size: int) -> None:
        """Makes a value a float32 [batch, tokens, size] output of the model."""
        self._nodes.append(helper.make_node("Identity", [value], [name], name=f"output.{name}"))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "tokens", size]))

    def model(self, name: str, producer: str) -> ModelProto:
        """The finished model: int64 inputs of shape [batch, tokens], the outputs in order of `output`."""
        inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "tokens"]) for n in INPUTS]
        contrib = [helper.make_opsetid(CONTRIB, 1)] if any(n.domain for n in self._nodes) else []
        graph = helper.make_graph(self._nodes, name, inputs, self._outputs, initializer=list(self._constants.values()))
        return helper.make_model(
            graph,
            producer_name=producer,
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET), *contrib],
        )

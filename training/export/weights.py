"""The weight file that the graphs share: ONNX external data, written once, found by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper

ALIGNMENT = 64
"""Bytes; offsets are multiples of it, so a mapped tensor is aligned for any vector load."""


@dataclass(slots=True)
class WeightFile:
    """Collects tensors; a name met again must hold the same bytes and gets the same place."""

    location: str
    _chunks: list[bytes] = field(default_factory=list)
    _places: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    _end: int = 0

    def tensor(self, name: str, values: NDArray[np.generic]) -> TensorProto:
        """An initializer that points into the file. Raises ValueError where `name` has other bytes."""
        array = np.ascontiguousarray(values)
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        if name not in self._places:
            gap = -self._end % ALIGNMENT
            self._chunks += [b"\0" * gap, data]
            self._places[name] = (self._end + gap, data)
            self._end += gap + len(data)
        offset, stored = self._places[name]
        if stored != data:
            raise ValueError(f"two tensors are called {name}")
        proto = TensorProto(
            name=name,
            data_type=helper.np_dtype_to_tensor_dtype(array.dtype),
            dims=array.shape,
            data_location=TensorProto.EXTERNAL,
        )
        for key, value in (("location", self.location), ("offset", offset), ("length", len(data))):
            entry = proto.external_data.add()
            entry.key, entry.value = key, str(value)
        return proto

    def write(self, folder: Path) -> Path:
        """Writes the file and returns its path."""
        path = folder / self.location
        path.write_bytes(b"".join(self._chunks))
        return path

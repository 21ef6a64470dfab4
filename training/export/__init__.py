"""Export of a trained encoder with linear heads: `export_pack_graphs` writes a pack's ONNX graphs."""

from training.export.pack_graphs import export_pack_graphs
from training.export.types import Encoded, ExportConfig, ExportReport, LinearHead

__all__ = ["Encoded", "ExportConfig", "ExportReport", "LinearHead", "export_pack_graphs"]

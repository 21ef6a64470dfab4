#!/usr/bin/env bash
# Runs every step of training on a few sentences. Needs `npm run build`.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=build/venv/bin/python
rm -rf build/training/*-smoke build/training/smoke-pack
"$python" -m training encoder all --smoke
test -s build/training/encoder-smoke/hugging-face/model.safetensors
"$python" -m training s1 train --smoke
"$python" -m training reader train --smoke
"$python" -m training reader pack --smoke >build/training/smoke-scores.txt
test -s build/training/smoke-pack/manifest.json
"$python" -m training gpu-pack --base build/training/smoke-pack --out build/training/gpu-pack-smoke
test -s build/training/gpu-pack-smoke/manifest.json

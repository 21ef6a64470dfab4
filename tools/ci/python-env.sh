#!/usr/bin/env bash
# Makes build/venv with the pinned linters and test tools of training/requirements-ci.txt; does nothing
# where the environment already matches that file.
set -euo pipefail
cd "$(dirname "$0")/../.."

wanted=training/requirements-ci.txt
stamp=build/venv/.glosa-installed
if cmp -s "$wanted" "$stamp"; then
  echo "build/venv: installed"
  exit 0
fi
python=$(command -v python3.11 || command -v python3)
[ -x build/venv/bin/python ] || "$python" -m venv build/venv
build/venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$wanted"
cp "$wanted" "$stamp"
echo "build/venv: installed from $wanted"

#!/usr/bin/env bash
# Debian packages of the tests: a browser for real VS Code (its SwiftShader also gives the software Vulkan
# of the WebGPU tests), ripgrep for VS Code's search, a font, Neovim as a second LSP client, Python's venv, and a C
# compiler for the reader's kernel.
set -euo pipefail

packages=(chromium ripgrep fonts-dejavu-core neovim gcc libc6-dev)
$(command -v python3.11 || command -v python3 || echo false) -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  echo "Debian packages: all installed"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Debian packages are missing and this user is not root. Run: sudo apt-get install -y ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq </dev/null
apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
echo "Debian packages: installed ${missing[*]}"

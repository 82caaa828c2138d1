#!/usr/bin/env bash
# Seconds from `git clone` to the first synthesized template and the words that explain it: the README's first command.
# usage: bench/newcomer.sh [REPOSITORY], this clone without another; npm_config_cache=$(mktemp -d) for an empty cache of npm
set -euo pipefail
repository=$(cd "${1:-$(dirname "$0")/..}" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

start=$(date +%s%N)
git clone --quiet "$repository" "$folder/clone"
cd "$folder/clone"
cloned=$(date +%s%N)
npm ci >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
installed=$(date +%s%N)
npm run synth >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
explained=$(date +%s%N)

grep -q 'Reader may' "$folder/log"
test -s examples/quickstart/cdk.out/Quickstart.template.json
seconds() { awk "BEGIN { printf \"%.1f\", ($2 - $1) / 1e9 }"; }
echo "git clone $(seconds "$start" "$cloned") s, npm ci $(seconds "$cloned" "$installed") s," \
  "npm run synth $(seconds "$installed" "$explained") s: $(seconds "$start" "$explained") s together"

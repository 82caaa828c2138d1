#!/usr/bin/env bash
# Runs the tests on each Node.js that is supported; npm's package `node` brings the programs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 20 22 24; do
  npm install --silent --prefix "$folder/$version" "node@$version"
  PATH="$folder/$version/node_modules/.bin:$PATH"
  node -p '"Node.js " + process.version'
  npx jest --ci --coverage=false "$@"
done

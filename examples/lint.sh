#!/usr/bin/env bash
# Has cfn-lint find nothing in the templates of the examples. It is a Python package, installed apart from this project.
set -euo pipefail
cd "$(dirname "$0")"
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
python3 -m venv "$temporary/venv"
"$temporary/venv/bin/pip" install --quiet cfn-lint==1.58.0
for app in */cdk.json; do
  example=$(dirname "$app")
  (cd "$example" && npx cdk synth --quiet --output "$temporary/$example")
done
# W3005: CDK has each function depend on its role, which the function refers to anyway
"$temporary/venv/bin/cfn-lint" --ignore-checks W3005 -- "$temporary"/*/*.template.json

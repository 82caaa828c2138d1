#!/usr/bin/env bash
# Runs the tests against the newest aws-cdk-lib and constructs, in a copy of the project.
set -euo pipefail
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -a . "$copy"
cd "$copy"
npm install --no-save --no-package-lock aws-cdk-lib@latest constructs@latest
node -p '"aws-cdk-lib " + require("aws-cdk-lib/package.json").version'
npx jest --ci --coverage=false "$@"

#!/usr/bin/env bash
# Runs the tests of the package as its users have it, compiled and with the newest aws-cdk-lib and constructs, in a copy of the project.
set -euo pipefail
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -a . "$copy"
cd "$copy"
npx projen compile
npm install --no-save --no-package-lock aws-cdk-lib@latest constructs@latest
node -p '"aws-cdk-lib " + require("aws-cdk-lib/package.json").version'
# what reads code is one file in the package: tests of its parts take the sources
compiled='{ "^(?:\\.\\./)+src/code/(.+)$": "<rootDir>/src/code/$1", "^cdk-dynamo-access$": "<rootDir>/lib", "^(?:\\.\\./)+src$": "<rootDir>/lib", "^(?:\\.\\./)+src/(.*)$": "<rootDir>/lib/$1" }'
# what knows nothing of aws-cdk-lib says the same beside any of its versions
without_cdk='test/(features|plan|policy/differential|proof/foreign|report/page)'
# CDK's validation of templates takes seconds a test file, and none reads what it says but test/examples/templates.test.ts, which runs it
export CDK_VALIDATION=false
npx jest --ci --coverage=false --moduleNameMapper "$compiled" --testPathIgnorePatterns /node_modules/ "$without_cdk" "$@"

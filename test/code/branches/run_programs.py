"""Runs programs with a boto3 that only keeps what it is asked, under every combination of their conditions."""
import json
import sys
import types

asked = set()


class Client:
    def ask(self, operation, table, index=None):
        asked.add(' '.join([operation, table] + ([index] if index is not None else [])))

    def query(self, TableName, IndexName=None, **others):
        self.ask('Query', TableName, IndexName)

    def scan(self, TableName, IndexName=None, **others):
        self.ask('Scan', TableName, IndexName)


sys.modules['boto3'] = types.SimpleNamespace(client=lambda service: Client())


def load(code):
    names = {}
    exec(code, names)
    return names['handler']


def run(program, conditions):
    asked.clear()
    code = compile(program, 'main.py', 'exec')
    warm = load(code)
    for combination in range(2 ** conditions):
        event = {f'c{index}': bool(combination & 2 ** index) for index in range(conditions)}
        for handler in [load(code), warm]:
            try:
                handler(event, None)
            except Exception:
                pass  # what was asked before counts
    return sorted(asked)


given = json.load(sys.stdin)
json.dump([run(program, given['conditions']) for program in given['programs']], sys.stdout)

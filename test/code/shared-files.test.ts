import { CodeFiles, keepFiles, mountFiles } from '../../src/code/files/code-files';
import { CODE_ROOT, readHandler } from '../../src/code/read-handler';
import { resolveRequests } from '../../src/code/requests/resolve-requests';

const SOURCES = {
  'store.py': `
import os
import boto3
class Store:
    def __init__(self, client):
        self.client = client
    def find(self, id):
        return self.client.get_item(TableName=os.environ['ORDERS'], Key={'id': {'S': id}})
    def remove(self, id):
        return self.client.delete_item(TableName=os.environ['ORDERS'], Key={'id': {'S': id}})
store = Store(boto3.client('dynamodb'))
`,
  'find.py': 'from store import store\ndef handler(event, context):\n    return store.find(event["id"])\n',
  'remove.py': 'from store import store\ndef handler(event, context):\n    return store.remove(event["id"])\n',
};

/** Notes the files that are read. */
function watchFiles(read: string[]): CodeFiles {
  const files = keepFiles(new Map(Object.entries(SOURCES)));
  const watched = { ...files, read: (path: string) => { read.push(path); return files.read(path); } };
  return mountFiles([{ at: CODE_ROOT, files: watched }]);
}

function readOperations(files: CodeFiles, handler: string): string[] {
  return resolveRequests(readHandler(files, { language: 'python', handler })).calls.map(({ operation }) => operation);
}

test('functions with the same files read each of them once', () => {
  const read: string[] = [];
  const files = watchFiles(read);
  readOperations(files, 'find.handler');
  readOperations(files, 'remove.handler');
  expect(read.filter((path) => path in SOURCES).sort()).toEqual(['find.py', 'remove.py', 'store.py']);
});

test('functions with the same files have calls of their own', () => {
  const files = watchFiles([]);
  expect([readOperations(files, 'find.handler'), readOperations(files, 'remove.handler')]).toEqual([['GetItem'], ['DeleteItem']]);
});

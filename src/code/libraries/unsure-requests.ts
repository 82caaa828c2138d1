import { OPERATIONS, findDocumentOperation, findMethodOperation } from './operations';
import { readRequestInput } from './request-input';
import { argumentAt, Arguments } from '../engine/arguments';
import { Place } from '../engine/engine';
import { listObjects } from '../engine/values';
import { Call, Located } from '../ir';

/** Parameters that only requests to DynamoDB have. */
const TELLING = ['TableName', 'RequestItems', 'TransactItems', 'KeyConditionExpression'];

/** A call of something unknown by the name of an operation, with the parameters of one, is taken for that operation. */
export function recordUnsureRequest(place: Place, args: Arguments, node?: Call & Located): void {
  if (node?.callee.kind !== 'member' || node.callee.key.kind !== 'text') return;
  const name = node.callee.key.text;
  const operation = findDocumentOperation(name) ?? findMethodOperation(name, OPERATIONS);
  if (operation === undefined) return;
  const objects = listObjects(argumentAt(args, 0)).flatMap(({ fields }) => [...fields.keys()]);
  if (![...objects, ...args.named.keys()].some((key) => TELLING.includes(key))) return;
  const { engine, at, scope } = place;
  engine.recordRequest({ service: 'dynamodb', operation, at, scope, input: readRequestInput(place, args), unsure: true });
}

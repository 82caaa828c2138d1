import { App } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { LambdaTableAccess, TableFeature } from '../../src';
import { newFunction, newStack, newTable } from '../support/app';
import '../support/quiet';

test('a second synthesis after one that failed fails in the same way', () => {
  const stack = newStack();
  const table = newTable(stack, 'Table');
  for (const id of ['One', 'Other']) {
    new LambdaTableAccess(stack, `${id}Access`, { function: newFunction(stack, id), table, features: [TableFeature.READ_ITEM] });
  }
  new Queue(stack.node.findChild('One'), 'RuntimeAccess');
  const synthesize = () => (stack.node.root as App).synth({ force: true });

  const error = /^\[Stack\/One\] Stack\/One already has a construct with the id RuntimeAccess; .* \[cdk-dynamo-access:idTaken\]/;
  expect(synthesize).toThrow(error);
  expect(synthesize).toThrow(error);
});

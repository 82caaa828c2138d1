import { IResolveContext } from 'aws-cdk-lib';
import { readIntrinsic } from './template-value';

/** The place of a value that CDK resolves. */
export interface Place {
  readonly context: IResolveContext;
  /** The name of a property. L1s use other names than CloudFormation, whose names are used within conditions. */
  readonly nameIn: (property: string) => string;
}

/** Changes the value in one branch of its conditions, or a value without conditions. */
export type Change = (value: any, place: Place) => unknown;

const NO_VALUE = { Ref: 'AWS::NoValue' };

/** Changes a value, as CDK resolved it, in each branch of its conditions. What only CloudFormation knows stays as it is. */
export function changeBranches(node: unknown, place: Place, change: Change): unknown {
  const [name, argument] = readIntrinsic(node) ?? [];
  if (name === undefined) return change(node, place);
  if (name === 'Ref' && argument === 'AWS::NoValue') return change(undefined, place) ?? node;
  if (name !== 'Fn::If' || !Array.isArray(argument)) return node;
  const [condition, ...branches] = argument;
  const within = { ...place, nameIn: capitalize };
  return { 'Fn::If': [condition, ...branches.map((branch) => changeBranches(branch, within, change) ?? NO_VALUE)] };
}

function capitalize(property: string): string {
  return property[0].toUpperCase() + property.slice(1);
}

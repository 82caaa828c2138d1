import { Aspects, Aws, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';

/** A change of a property of an L1, before the accesses are declared or by an aspect. */
export interface Change {
  /** Which of the resources: a number, whatever there are. */
  readonly resource: number;
  readonly property: number;
  readonly how: typeof HOW[number];
  readonly values: readonly [number, number];
  readonly condition: 'First' | 'Second';
  readonly byAspect: boolean;
}

const HOW = ['if', 'if or nothing', 'element', 'parameter', 'list parameter', 'mapping', 'nothing', 'override', 'override if', 'part', 'index', 'deletion'] as const;

export const changes: fc.Arbitrary<Change[]> = fc.array(fc.record({
  resource: fc.nat(99),
  // most properties say nothing about permissions
  property: fc.nat(999),
  how: fc.constantFrom(...HOW),
  values: fc.tuple(fc.nat(9), fc.nat(9)),
  condition: fc.constantFrom('First' as const, 'Second' as const),
  byAspect: fc.integer({ min: 0, max: 3 }).map((each) => each === 0),
}), { minLength: 1, maxLength: 3 });

/** The values that a property may have, as the template writes them. */
export type Values = Readonly<Record<string, readonly unknown[]>>;

/** Applies a change to one of these resources. */
export function apply(stack: Stack, resources: readonly (readonly [CfnResource, Values])[], change: Change): string {
  const [resource, values] = resources[change.resource % resources.length];
  const all = Object.keys((resource as any).cfnProperties).map((name) => name[0].toUpperCase() + name.slice(1));
  const telling = Object.keys(values);
  const name = change.property % 4 === 0 ? all[change.property % all.length] : telling[change.property % telling.length];
  const pool = values[name] ?? ['text', ['text'], { Some: 'text' }];
  const [one, other] = change.values.map((index) => pool[index % pool.length]);
  const act = () => write(stack, resource, name, one, other, change);
  if (change.byAspect) {
    let done = false;
    Aspects.of(stack).add({
      visit: (node) => {
        if (node !== resource || done) return;
        done = true;
        act();
      },
    });
  } else {
    act();
  }
  return `${resource.node.path} ${name} ${change.how}${change.byAspect ? ' by aspect' : ''}: ${JSON.stringify([one, other])}`;
}

function write(stack: Stack, resource: CfnResource, name: string, one: any, other: any, { how, condition }: Change): void {
  const inPlace = (value: unknown) => { (resource as any)[nameOfL1(resource, name)] = value; };
  const parameter = (id: string) => stack.node.findChild(id) as CfnParameter;
  switch (how) {
    case 'if': return inPlace(Fn.conditionIf(condition, one, other));
    case 'if or nothing': return inPlace(Fn.conditionIf(condition, one, Aws.NO_VALUE));
    case 'element': return inPlace(Array.isArray(one) && one.length > 0 ? [Fn.conditionIf(condition, one[0], Aws.NO_VALUE), ...one.slice(1)] : Fn.conditionIf(condition, one, one));
    case 'parameter': return inPlace(parameter('Text').valueAsString);
    case 'list parameter': return inPlace(parameter('List').valueAsList);
    case 'mapping': return inPlace(Fn.findInMap('Map', 'a', 'b'));
    case 'nothing': return inPlace(Aws.NO_VALUE);
    case 'override': return resource.addPropertyOverride(name, one);
    case 'override if': return resource.addPropertyOverride(name, { 'Fn::If': [condition, one, { Ref: 'AWS::NoValue' }] });
    case 'part': {
      const [key] = Object.keys(one ?? {});
      return typeof one === 'object' && !Array.isArray(one) ? resource.addPropertyOverride(`${name}.${key}`, one[key]) : resource.addPropertyOverride(name, one);
    }
    case 'index': return Array.isArray(one) && typeof one[0] === 'object'
      ? Object.entries(one[0]).slice(0, 1).forEach(([key, value]) => resource.addPropertyOverride(`${name}.0.${key}`, value))
      : resource.addPropertyOverride(name, one);
    case 'deletion': return resource.addPropertyDeletionOverride(name);
  }
}

function nameOfL1(resource: CfnResource, name: string): string {
  return Object.keys((resource as any).cfnProperties).find((each) => each.toLowerCase() === name.toLowerCase())!;
}

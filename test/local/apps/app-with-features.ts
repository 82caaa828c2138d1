import { Stack } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LambdaTableAccess, TableFeature } from 'cdk-dynamo-access';

/** A feature of a function and the request that fails without it. */
export interface NeededFeature {
  readonly function: string;
  readonly feature: TableFeature;
  readonly table: string;
  readonly action: string;
}

/** An app with tests, each of whose functions needs all of its features. */
export interface AppWithFeatures {
  readonly needed: readonly NeededFeature[];
  /** Makes the app, whose functions have these features. */
  readonly make: (stack: Stack, features: readonly NeededFeature[]) => void;
}

/** Gives functions their features. */
export function grantFeatures(
  stack: Stack, functions: Readonly<Record<string, LambdaFunction>>, tables: Readonly<Record<string, ITable>>, features: readonly NeededFeature[],
): void {
  for (const [name, table] of Object.entries(tables)) {
    for (const [functionName, each] of Object.entries(functions)) {
      const own = features.filter((needed) => needed.function === functionName && needed.table === name);
      if (own.length > 0) new LambdaTableAccess(stack, `${functionName}${name}`, { function: each, table, features: own.map(({ feature }) => feature) });
    }
  }
}

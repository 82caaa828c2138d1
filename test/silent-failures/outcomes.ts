import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Scenario, SCENARIOS } from './scenarios';
import { Outcome, SilentFailure } from '../../catalogue/silent-failures';
import { ENV, FLAG_SETTINGS, permissionsOf } from '../support/app';
import { warningsOf } from '../support/messages';

/** Runs a scenario in an app of its own. */
export function outcomeOf(needs: string, run: (stack: Stack) => Grant | undefined | void, flags: Record<string, unknown>): Outcome {
  const stack = new Stack(new App({ context: { ...flags } }), 'Stack', { env: ENV });
  try {
    const grant = run(stack);
    Template.fromStack(stack);
    const permissions = permissionsOf(stack).map(withoutHashes);
    return {
      success: grant?.success,
      allowing: permissions.filter((permission) => allows(permission, needs)),
      permissions,
      messages: warningsOf(stack).map(idOf).filter((id) => !id.startsWith('@aws-cdk/core:')),
    };
  } catch (error) {
    return { allowing: [], permissions: [], messages: [idOf((error as Error).message)] };
  }
}

function idOf(message: string): string {
  const id = /\[(?:ack: )?([^\]\s]+:\w+)\]/.exec(message)?.[1];
  if (id === undefined) throw new Error(`a message without an id: ${message}`);
  return id;
}

function allows(permission: string, needed: string): boolean {
  const [[action, resource], [neededAction, neededResource]] = [permission.split(' on '), needed.split(' on ')];
  return action === neededAction
    && (resource.endsWith('*') ? neededResource.startsWith(resource.slice(0, -1)) : resource === neededResource);
}

/** A reference by the id of its construct, whichever way CDK refers to it. */
function withoutHashes(permission: string): string {
  return permission
    .replace(/\{"Fn::GetStackOutput".*"PublishOutputFnGetAtt(\w+)[0-9A-F]{8}Arn[0-9A-F]{8}"\}\}/, '<$1.Arn>')
    .replace(/<(\w+)[0-9A-F]{8}\.(\w+)>/, '<$1.$2>')
    .replace('<AWS::Partition>', 'aws');
}

/** Runs all scenarios with each setting of the feature flags. */
export function listSilentFailures(): SilentFailure[] {
  return SCENARIOS.map(({ name, needs, withCdk, withLibrary }) => {
    const outcomesOf = (run: Scenario['withCdk'] | Scenario['withLibrary']) => FLAG_SETTINGS.map(([, flags]) => outcomeOf(needs, run, flags));
    return { name, needs, withCdk: outcomesOf(withCdk), withLibrary: outcomesOf(withLibrary) };
  });
}

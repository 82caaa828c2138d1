import { Mixin } from 'aws-cdk-lib';
import { FunctionBase } from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { requestOwnLogs } from './principals/own-logs';
import { inform } from '../resources/annotate';
import { findFunctionDeclaration, isFunctionResource, unqualified } from '../resources/functions';

/**
 * Gives functions permission to write to their own log group only, in place of `AWSLambdaBasicExecutionRole`, which allows every log
 * group of the account. The functions need no access to a table.
 *
 * A mixin changes the functions that the scope has when it is applied, so apply it after the functions are declared. `requireAny()` makes a
 * scope without functions an error. An aspect may be too late. CDK then refuses it.
 *
 * A function with a `LambdaTableAccess` and a function that logs to the log group of its `DynamoAccessRole` stay as they are. A
 * warning or an info message names each function that keeps the managed policies of CDK, with the reason. Other policies of its role
 * stay as they are.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/mixins.html
 *
 * @example
 * Mixins.of(this).requireAny().apply(new OwnLogGroup()); // for all functions
 * Mixins.of(handler).apply(new OwnLogGroup()); // for one function
 */
export class OwnLogGroup extends Mixin {
  /**
   * Returns true for functions: those of the CDK, of AWS SAM and imported ones. Aliases and versions have no role of their own.
   *
   * @param construct any construct
   */
  public supports(construct: IConstruct): boolean {
    return isFunctionResource(construct) || isWithoutResource(construct);
  }

  /**
   * Gives a function permission to write to its own log group. Synthesis writes the permissions.
   *
   * @param construct a construct for which `supports` returns true; other constructs stay as they are
   */
  public applyTo(construct: IConstruct): void {
    if (isFunctionResource(construct)) return requestOwnLogs(construct);
    if (!isWithoutResource(construct)) return;
    const declaration = findFunctionDeclaration(construct);
    if (declaration) return requestOwnLogs(declaration);
    inform(construct, 'logsLeftAlone', `the function ${construct.node.path} keeps its permissions on logs, because it is imported; apply `
      + 'OwnLogGroup in the app that declares it');
  }
}

/** An imported function has no resource in its scope. A `SingletonFunction` has its resource in the stack. CDK imports the function of a version. */
function isWithoutResource(construct: IConstruct): construct is FunctionBase {
  return construct instanceof FunctionBase && construct.node.defaultChild === undefined && unqualified(construct) === construct;
}

import { PythonVisitor } from 'jsii-rosetta';

type Visit = PythonVisitor['knownStructObjectLiteralExpression'];

/**
 * Python in which a struct in the place of a variadic parameter is an object. jsii-rosetta itself writes keyword arguments, which
 * such a function doesn't have.
 */
export class CallablePythonVisitor extends PythonVisitor {
  public knownStructObjectLiteralExpression(...[node, type, renderer]: Parameters<Visit>): ReturnType<Visit> {
    const { tailPositionArgument, variadicArgument } = renderer.currentContext;
    const context = renderer.updateContext({ tailPositionArgument: tailPositionArgument && !variadicArgument });
    return super.knownStructObjectLiteralExpression(node, type, context);
  }
}

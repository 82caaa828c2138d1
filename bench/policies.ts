/** An identity policy of a template. */
export interface TemplatePolicy {
  readonly isManaged: boolean;
  readonly document: unknown;
}

/** The identity policies that resources of a template are or have. */
export function policiesOf(resources: readonly any[]): TemplatePolicy[] {
  return resources.flatMap(({ Type, Properties }) => {
    if (Type === 'AWS::IAM::Policy') return [{ isManaged: false, document: Properties.PolicyDocument }];
    if (Type === 'AWS::IAM::ManagedPolicy') return [{ isManaged: true, document: Properties.PolicyDocument }];
    return (Properties?.Policies ?? []).map(({ PolicyDocument: document }: any) => ({ isManaged: false, document }));
  });
}

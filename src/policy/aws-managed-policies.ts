import { AWS_MANAGED_CONTENTS } from './aws-managed-contents';
import { PolicyDocument } from './policy-document';

/** The documents of the known AWS managed policies by their ARNs, in all partitions. */
export const AWS_MANAGED_POLICIES: Readonly<Record<string, PolicyDocument>> = Object.fromEntries(
  ['aws', 'aws-cn', 'aws-us-gov'].flatMap((partition) => Object.entries(AWS_MANAGED_CONTENTS).map(([name, statements]) => [
    `arn:${partition}:iam::aws:policy/${name}`,
    {
      Version: '2012-10-17',
      Statement: statements.map(({ Resource = '*', ...statement }) => (
        { Effect: 'Allow', ...statement, Resource: String(Resource).replace(/^arn:aws:/, `arn:${partition}:`) })),
    },
  ])),
);

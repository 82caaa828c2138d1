import { Answer } from './answer';

/** What is said of the role of each template. */
export const ANSWERS: Readonly<Record<string, Answer>> = {
  'Statement as an object': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a policy document as text': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'an action with blanks around it': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'an action in other letters, and its denial': {
    allowed: ['GetItem on Stack/Orders'],
    denied: ['Scan on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'an action with a question mark': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'an empty list of actions': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'an empty list of resources': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'an empty list of statements': {
    allowed: [],
    unknown: [],
    getItem: 'denies',
  },
  'a policy without Statement': {
    allowed: [],
    unknown: [],
    getItem: 'denies',
  },
  'two statements with one Sid': {
    allowed: ['GetItem on Stack/Orders', 'Scan on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a Sid that looks like the end of a place': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'null as a statement': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'null as a condition': {
    allowed: ['GetItem on Stack/Orders if Condition the condition'],
    unknown: [],
    getItem: 'unknown',
  },
  'null as a value of a condition': {
    allowed: ['GetItem on Stack/Orders if StringEquals aws:PrincipalTag/team'],
    unknown: [],
    getItem: 'unknown',
  },
  'an empty condition': {
    allowed: ['GetItem on Stack/Orders', 'Scan on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a boolean and a number as values of conditions': {
    allowed: ['GetItem on Stack/Orders if Bool aws:SecureTransport if NumericLessThan aws:MultiFactorAuthAge'],
    unknown: [],
    getItem: 'unknown',
  },
  'a number as an action': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Effect in other letters': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'an element that statements don\'t have': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Action beside NotAction': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'a policy of the old version, in which variables are text': {
    allowed: [],
    unknown: [],
    getItem: 'denies',
  },
  'NotAction and NotResource': {
    allowed: [
      '40 actions on Stack/Orders',
      'DescribeBackup,RestoreTableFromBackup on Stack/Orders/backup',
      'DescribeExport on Stack/Orders/export',
      'DescribeImport on Stack/Orders/import',
      '6 actions on account',
      '46 actions on any table',
    ],
    unknown: [],
    getItem: 'allows',
  },
  'an ARN with fewer parts': {
    allowed: ['GetItem on Stack/Orders', 'GetItem on any table'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::If as the inline policies': {
    allowed: ['GetItem on Stack/Orders if Fn::If Stack/Role.Properties.Policies'],
    unknown: ['Stack/Role.Properties.Policies'],
    getItem: 'unknown',
  },
  'Fn::If in Fn::If as a statement': {
    allowed: [
      'GetItem on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.0',
      'Scan on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.0',
      'Scan on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.0',
    ],
    unknown: [],
    getItem: 'unknown',
  },
  'Fn::If as an action': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::If as a resource': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::If as Effect': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::If of a condition that doesn\'t exist': {
    allowed: [
      'GetItem on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.0',
      'Scan on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.0',
    ],
    unknown: [],
    getItem: 'unknown',
  },
  'Fn::If with two values': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::If of a condition that is known': {
    allowed: ['Scan on Stack/Orders'],
    unknown: [],
    getItem: 'denies',
  },
  'a conditional role': {
    allowed: [],
    unknown: [],
    getItem: 'nothing',
  },
  'a denial that a condition takes away': {
    allowed: ['GetItem on Stack/Orders'],
    denied: ['GetItem on Stack/Orders if Fn::If Stack/Role.Properties.Policies.0.PolicyDocument.Statement.1'],
    unknown: [],
    getItem: 'unknown',
  },
  'managed policies of which one is conditional': {
    allowed: [
      '15 actions on Stack/Orders if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      'DescribeBackup on Stack/Orders/backup if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      'DescribeExport on Stack/Orders/export if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      'DescribeImport on Stack/Orders/import if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      '15 actions on account if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      'kms:DescribeKey on any key if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
      '19 actions on any table if Fn::If Stack/Role.Properties.ManagedPolicyArns.0',
    ],
    unknown: ['Stack/Role.Properties.ManagedPolicyArns.0'],
    getItem: 'unknown',
  },
  'Fn::Sub with a literal variable': {
    allowed: [],
    unknown: [],
    getItem: 'denies',
  },
  'Fn::Sub with values of its own': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::Sub of a variable that doesn\'t exist': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::Join of Fn::Select of Fn::Split': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::Select of a list parameter': {
    allowed: ['GetItem on Stack/Orders', 'GetItem on arn:aws:dynamodb:*:*:table/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::Select beyond the list': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::FindInMap': {
    allowed: ['GetItem on Stack/Orders', 'GetItem on arn:aws:dynamodb:*:*:table/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::FindInMap with a default': {
    allowed: ['GetItem on Stack/Orders', 'GetItem on arn:aws:dynamodb:*:*:table/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::GetAtt as text': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::ImportValue of Fn::Sub': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::GetStackOutput of a stack that isn\'t there': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'a number as the name of the table': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'denies',
  },
  'a dynamic reference': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'a parameter without default': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'names that refer to each other': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Orders.Properties.TableName'],
    getItem: 'denies',
  },
  'resources that depend on each other': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'Fn::Transform as a statement': {
    allowed: ['Scan on Stack/Orders'],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::Transform among the properties of the role': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Role.Properties.Fn::Transform', 'whatever the macro Tagging in Stack allows'],
    getItem: 'allows',
  },
  'Fn::Transform among the resources': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Resources.Fn::Transform', 'whatever the macro Adding in Stack allows'],
    getItem: 'allows',
  },
  'Fn::ForEach among the resources': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Resources.Fn::ForEach::Roles', 'whatever the loop Fn::ForEach::Roles in Stack allows'],
    getItem: 'allows',
  },
  'Fn::ForEach among the properties of the role': {
    allowed: [],
    unknown: ['Stack/Role.Properties.Fn::ForEach::Policies', 'whatever the loop Fn::ForEach::Policies in Stack allows'],
    getItem: 'unknown',
  },
  'a macro on the template': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Transform', 'whatever the macro Tagging in Stack allows'],
    getItem: 'allows',
  },
  'a resource of the type constructor': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'a resource of the type __proto__': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a resource with the name toString': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'Fn::FindInMap of constructor': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
  'a condition operator constructor': {
    allowed: ['GetItem on Stack/Orders if constructor aws:username'],
    unknown: [],
    getItem: 'unknown',
  },
  'a table policy for a session of the role': {
    allowed: ['GetItem on Stack/Orders if Session the session'],
    unknown: [],
    getItem: 'unknown',
  },
  'a table policy for a list of principals': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a table policy that denies the account': {
    allowed: ['Scan on Stack/Orders'],
    denied: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'denies',
  },
  'a table policy with NotPrincipal': {
    allowed: [],
    unknown: ['policy of Orders, statement 0'],
    getItem: 'unknown',
  },
  'a table policy as text': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a table policy under a condition': {
    allowed: ['GetItem on Stack/Orders if Fn::If Stack/Orders.Properties.ResourcePolicy'],
    unknown: ['Stack/Orders.Properties.ResourcePolicy'],
    getItem: 'unknown',
  },
  'a table policy for a principal that isn\'t known': {
    allowed: [],
    unknown: ['policy of Orders, statement 0'],
    getItem: 'unknown',
  },
  'a table policy that a transform writes': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Orders.Properties.ResourcePolicy.PolicyDocument', 'policy of Orders, statement 0'],
    getItem: 'unknown',
  },
  'null as a table policy': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'no resources': {
    allowed: [],
    unknown: [],
    getItem: 'nothing',
  },
  'no section at all': {
    allowed: [],
    unknown: [],
    getItem: 'nothing',
  },
  'rules, metadata and hooks': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'null in place of properties': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: [],
    getItem: 'allows',
  },
  'a boundary that isn\'t known': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Role.Properties.PermissionsBoundary'],
    getItem: 'unknown',
  },
  'a nested stack without its template': {
    allowed: ['GetItem on Stack/Orders'],
    unknown: ['Stack/Nested.Properties.TemplateURL'],
    getItem: 'allows',
  },
  'a policy for a role by a parameter': {
    allowed: [],
    unknown: ['Stack/Policy.Properties.Roles.0', 'whatever p allows'],
    getItem: 'unknown',
  },
  'a policy that names the role by its ARN': {
    allowed: [],
    unknown: ['Stack/Policy.Properties.Roles', 'whatever p allows'],
    getItem: 'unknown',
  },
  'the short forms of YAML as JSON': {
    allowed: [],
    unknown: ['Stack/Role, statement 0'],
    getItem: 'unknown',
  },
};

"""moto's server on the port that it is given, corrected where its CloudFormation does otherwise than AWS documents.

Without these corrections, policies would name log groups in another form, and what is read back would have neither the keys
of tables, nor the indexes that updates add to them, nor the log groups of functions.
"""
import json
import sys

from moto.awslambda.models import LambdaFunction
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table
from moto.kms.models import Key
from moto.logs.models import LogGroup
from moto.server import main


def after(create, change):
    """A method that creates a resource, with a change to what it created."""

    def create_and_change(cls, name, template, *args, **kwargs):
        resource = create.__func__(cls, name, template, *args, **kwargs)
        change(resource, template["Properties"])
        return resource

    return classmethod(create_and_change)


def encrypt(table, properties):
    """What CloudFormation calls SSEEnabled, DynamoDB calls Enabled.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-table-ssespecification.html
    """
    if table.sse_specification:
        table.sse_specification["Enabled"] = properties["SSESpecification"]["SSEEnabled"]


def update_indexes(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
    """Global secondary indexes come and go without another table.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    """
    properties = cloudformation_json["Properties"]
    wanted = {index["IndexName"]: index for index in properties.get("GlobalSecondaryIndexes", [])}
    existing = {index.name for index in original_resource.global_indexes}
    original_resource.attr = properties["AttributeDefinitions"]
    dynamodb_backends[account_id][region_name].update_table_global_indexes(
        original_resource,
        [{"Delete": {"IndexName": name}} for name in existing - wanted.keys()]
        + [{"Create": wanted[name]} for name in wanted.keys() - existing],
    )
    return original_resource


def keep(cls, original_resource, **_update):
    """A change of the removal policy alone changes nothing of the resource; moto would forget it."""
    return original_resource


def policy_as_text(key, _properties):
    """KMS answers with the policy as text.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
    """
    key.policy = json.dumps(key.policy)


def log_group_attribute(self, attribute_name):
    """The ARN ends in `:*`.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
    """
    assert attribute_name == "Arn"
    return f"{self.arn}:*"


def remember_log_group(function, properties):
    """A function says where it logs to.

    https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
    """
    function.logging_config = properties.get("LoggingConfig", {"LogGroup": f"/aws/lambda/{function.function_name}"})


def configuration_with_logs(self, *args, **kwargs):
    return {**configuration(self, *args, **kwargs), "LoggingConfig": self.logging_config}


configuration = LambdaFunction.get_configuration

Table.create_from_cloudformation_json = after(Table.create_from_cloudformation_json, encrypt)
Table.update_from_cloudformation_json = classmethod(update_indexes)
Key.create_from_cloudformation_json = after(Key.create_from_cloudformation_json, policy_as_text)
Key.update_from_cloudformation_json = classmethod(keep)
LogGroup.get_cfn_attribute = log_group_attribute
LogGroup.update_from_cloudformation_json = classmethod(keep)
LambdaFunction.create_from_cloudformation_json = after(LambdaFunction.create_from_cloudformation_json, remember_log_group)
LambdaFunction.get_configuration = configuration_with_logs

main(["-H", "127.0.0.1", "-p", sys.argv[1]])

//! Says for each request, one a line, which permissions fakecloud asks for, with their condition keys.
//! See ../fakecloud.ts for both formats.

use std::collections::HashMap;
use std::io::{stdin, BufRead};
use std::sync::Arc;

use fakecloud_core::multi_account::MultiAccountState;
use fakecloud_core::service::{AwsRequest, AwsService};
use fakecloud_dynamodb::{DynamoDbService, DynamoDbStreamsService};
use parking_lot::{Mutex, RwLock};
use serde_json::{json, Value};

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for line in stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line.unwrap()).expect("a request in JSON");
        println!("{}", runtime.block_on(permissions_for(&asked)));
    }
}

/// The permissions for one request, in a world that has its tables and nothing else.
async fn permissions_for(asked: &Value) -> Value {
    let state = Arc::new(RwLock::new(MultiAccountState::new(text(asked, "account"), text(asked, "region"), "")));
    let service = DynamoDbService::new(state.clone());
    for (arn, table) in asked["tables"].as_object().unwrap() {
        let created = service.handle(creation_of(arn, table)).await;
        if let Err(error) = created {
            panic!("{arn} can't be created: {error:?}");
        }
    }
    let place = (text(asked, "account"), text(asked, "region"));
    let request = request(place, text(asked, "operation"), &asked["parameters"]);
    let streams = DynamoDbStreamsService::new(state);
    let services: [&dyn AwsService; 2] = [&service, &streams];
    let permissions: Vec<Value> = services
        .iter()
        .flat_map(|each| each.iam_actions_for(&request).into_iter().map(|action| (*each, action)).collect::<Vec<_>>())
        .map(|(each, action)| {
            let keys = each.iam_condition_keys_for(&request, &action);
            json!({ "action": action.action, "resource": action.resource, "keys": keys })
        })
        .collect();
    json!(permissions)
}

/// A table with the keys that conditions name; the other keys and the projections don't matter to them.
fn creation_of(arn: &str, table: &Value) -> AwsRequest {
    let [_, _, _, region, account, resource] = arn.splitn(6, ':').collect::<Vec<_>>().try_into().expect("an ARN");
    let key_schema = |key: &Value| json!([{ "AttributeName": key, "KeyType": "HASH" }]);
    let indexes = table["indexes"].as_object().unwrap();
    let mut attributes: Vec<&Value> = indexes.values().chain([&table["partitionKey"]]).collect();
    attributes.sort_by_key(|name| name.to_string());
    attributes.dedup();
    let mut parameters = json!({
        "TableName": resource.trim_start_matches("table/"),
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes.iter().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect::<Vec<_>>(),
        "KeySchema": key_schema(&table["partitionKey"]),
    });
    if !indexes.is_empty() {
        parameters["GlobalSecondaryIndexes"] = indexes
            .iter()
            .map(|(name, key)| json!({ "IndexName": name, "KeySchema": key_schema(key), "Projection": { "ProjectionType": "ALL" } }))
            .collect();
    }
    request((account, region), "CreateTable", &parameters)
}

fn request((account, region): (&str, &str), operation: &str, parameters: &Value) -> AwsRequest {
    AwsRequest {
        service: "dynamodb".to_string(),
        action: operation.to_string(),
        region: region.to_string(),
        account_id: account.to_string(),
        request_id: String::new(),
        headers: http::HeaderMap::new(),
        query_params: HashMap::new(),
        body: serde_json::to_vec(parameters).unwrap().into(),
        body_stream: Mutex::new(None),
        path_segments: vec![],
        raw_path: "/".to_string(),
        raw_query: String::new(),
        method: http::Method::POST,
        is_query_protocol: false,
        access_key_id: None,
        principal: None,
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} must be text"))
}

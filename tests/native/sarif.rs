//! `planarium check --format sarif` against the published schema of SARIF 2.1.0, over trees that break every rule.

use crate::fixture::{self, repository};
use planarium::rules;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The schema of SARIF 2.1.0, byte for byte as the crate `serde-sarif` 0.8 carries it.
const SCHEMA: &str = include_str!("../fixtures/sarif-2.1.0.schema.json");

/// What a value breaks of a schema, each with the way to it. Of JSON Schema this knows what the schema of SARIF uses;
/// patterns are those of MIME types, GUIDs, languages and versions, none of which is written here, so a value that has one is
/// reported.
fn breaches(schema: &Value, value: &Value, root: &Value, way: &str, found: &mut Vec<String>) {
    let mut breach = |what: String| found.push(format!("{way}: {what}"));
    for (keyword, says) in schema.as_object().into_iter().flatten() {
        match keyword.as_str() {
            "$ref" => {
                let name = says.as_str().and_then(|name| name.strip_prefix('#')).unwrap();
                breaches(root.pointer(name).unwrap(), value, root, way, found);
                return;
            }
            "type" => {
                let is = |name: &Value| match name.as_str().unwrap() {
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "string" => value.is_string(),
                    "integer" => value.is_i64() || value.is_u64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    "null" => value.is_null(),
                    other => panic!("no type {other}"),
                };
                if !says.as_array().map_or_else(|| is(says), |names| names.iter().any(is)) {
                    breach(format!("is no {says}"));
                }
            }
            "enum" if !says.as_array().unwrap().contains(value) => {
                breach(format!("{value} is none of {says}"))
            }
            "required" => {
                let names = says.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                names
                    .filter(|name| value.get(name).is_none())
                    .for_each(|name| breach(format!("has no {name}")));
            }
            "minItems"
                if value.as_array().is_some_and(|items| (items.len() as u64) < says.as_u64().unwrap()) =>
            {
                breach("has too few".to_owned());
            }
            "uniqueItems" if *says == json!(true) => {
                let items = value.as_array().into_iter().flatten().collect::<Vec<_>>();
                if items.iter().enumerate().any(|(at, item)| items[..at].contains(item)) {
                    breach("says one thing twice".to_owned());
                }
            }
            "minimum" if value.as_f64().is_some_and(|value| value < says.as_f64().unwrap()) => {
                breach(format!("{value} is too small"));
            }
            "maximum" if value.as_f64().is_some_and(|value| value > says.as_f64().unwrap()) => {
                breach(format!("{value} is too large"));
            }
            "pattern" => breach(format!("{value} is not looked at")),
            "format" if says.as_str().unwrap().starts_with("uri") => {
                let is_plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
                let is_whole =
                    *says == "uri-reference" || value.as_str().is_some_and(|uri| uri.contains("://"));
                if !is_whole || !value.as_str().is_some_and(|uri| uri.chars().all(is_plain)) {
                    breach(format!("{value} is no {says}"));
                }
            }
            "format" => assert_eq!(says, "date-time", "{way}"),
            "anyOf" | "oneOf" => {
                let fits = says.as_array().unwrap().iter().filter(|one| {
                    let mut own = Vec::new();
                    breaches(one, value, root, way, &mut own);
                    own.is_empty()
                });
                let fits = fits.count();
                if fits == 0 || keyword == "oneOf" && fits > 1 {
                    breach(format!("fits {fits} of {keyword}"));
                }
            }
            "enum"
            | "minItems"
            | "uniqueItems"
            | "minimum"
            | "maximum"
            | "properties"
            | "additionalProperties" => {}
            "items" | "description" | "default" | "title" | "definitions" | "$schema" | "$id" => {}
            other => panic!("no keyword {other} in {way}"),
        }
    }
    for (name, value) in value.as_object().into_iter().flatten() {
        let way = format!("{way}/{name}");
        match (schema["properties"].get(name), schema.get("additionalProperties")) {
            (Some(own), _) => breaches(own, value, root, &way, found),
            (None, Some(Value::Bool(false))) => found.push(format!("{way}: there is no such property")),
            (None, Some(others @ Value::Object(_))) => breaches(others, value, root, &way, found),
            _ => {}
        }
    }
    if let Some(items) = schema.get("items") {
        for (at, value) in value.as_array().into_iter().flatten().enumerate() {
            breaches(items, value, root, &format!("{way}/{at}"), found);
        }
    }
}

fn all_breaches(log: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut found = Vec::new();
    breaches(&schema, log, &schema, "", &mut found);
    found
}

fn log(tree: &Path) -> Value {
    let check = ["check", tree.to_str().unwrap(), "--as-of", "2025-11-15", "--format", "sarif"];
    let output = Command::new(env!("CARGO_BIN_EXE_planarium")).args(check).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{}: {why}", tree.display()))
}

#[test]
fn sarif_keeps_to_its_schema() {
    let scratch = std::env::temp_dir().join(format!("planarium-sarif-{}", std::process::id()));
    let mut seen = std::collections::BTreeSet::new();
    for (at, example) in rules::EXAMPLES.iter().enumerate() {
        // In a folder with a space, so that there are two bases.
        let tree = scratch.join(format!("{at}/the plans/day_dream"));
        for (path, content) in fixture::parse(example.bad) {
            let path = tree.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        std::fs::write(
            tree.join("planarium.toml"),
            "[rules]\ndrift = 'error'\nnot-archived = 'off'\nnone = 1\n",
        )
        .unwrap();
        let log = log(&scratch.join(at.to_string()));
        assert_eq!(all_breaches(&log), Vec::<String>::new(), "{}", example.rule);
        let results = log["runs"][0]["results"].as_array().unwrap();
        seen.extend(results.iter().map(|result| result["ruleId"].as_str().unwrap().to_owned()));
    }
    std::fs::remove_dir_all(&scratch).unwrap();
    assert!(seen.len() + 3 > rules::ALL.len(), "{seen:?}");
    for tree in ["public/sample/medflow", "tests/fixtures/medflow_dream_v4.03.md"] {
        assert_eq!(all_breaches(&log(&repository().join(tree))), Vec::<String>::new(), "{tree}");
    }
}

#[test]
fn the_schema_is_looked_at() {
    let good = json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "x" } } }] });
    assert_eq!(all_breaches(&good), Vec::<String>::new());
    for (way, value) in [
        ("/version", json!("2.2.0")),
        ("/runs/0/tool/driver/name", json!(1)),
        ("/runs/0/tool/driver", json!({})),
        ("/runs/0/tool/driver", json!({ "name": "x", "nam": "y" })),
        (
            "/runs/0",
            json!({ "tool": { "driver": { "name": "x" } }, "results": [{ "message": { "text": 1 } }] }),
        ),
        ("/runs/0", json!({ "tool": { "driver": { "name": "x", "informationUri": "a b" } } })),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(way).unwrap() = value.clone();
        assert!(!all_breaches(&bad).is_empty(), "{way} {value}");
    }
}

//! Who has an item in hand, as its frontmatter and its bold lines say.

use super::Place;
use super::item::Item;
use crate::document::Value;

/// The fields that name them. No convention; what people write.
const FIELDS: [&str; 8] =
    ["owner", "owners", "primary_owner", "assignee", "assignees", "assigned_to", "lead", "responsible"];
/// What stands there as long as it is nobody.
const NOBODY: [&str; 9] = ["", "tbd", "tba", "none", "nobody", "unassigned", "n/a", "todo", "unknown"];

/// Whether a field of frontmatter names who has the item in hand.
pub fn is_field(key: &str) -> bool {
    FIELDS.iter().any(|field| field.eq_ignore_ascii_case(key))
}

impl Item {
    /// Who has it in hand, each with the line that says so: one name, several behind one another, or a list. Addresses and
    /// the sign in front of account names are left out.
    pub fn holders(&self) -> Vec<(String, Place)> {
        let mut found = Vec::new();
        let facts = self.work().facts.iter().filter(|fact| is_field(&fact.key));
        for fact in facts {
            let place = Place { path: self.place.path.clone(), line: fact.line };
            found.extend(names(&fact.value).map(|name| (name.to_owned(), place.clone())));
        }
        for entry in self.frontmatter.iter().filter(|entry| is_field(&entry.key)) {
            let place = self.field_place(&entry.key);
            let mut add = |written: Option<&str>, line| {
                let names = names(written.unwrap_or_default());
                found.extend(names.map(|name| (name.to_owned(), Place { line, ..place.clone() })));
            };
            match &entry.value.value {
                Value::List(nodes) => nodes.iter().for_each(|node| add(node.value.as_text(), node.line)),
                value => add(value.as_text(), place.line),
            }
        }
        found
    }
}

/// The names in a value.
fn names(written: &str) -> impl Iterator<Item = &str> {
    let names = written.split([',', ';', '&']).map(|name| name.split(['<', '(']).next().unwrap_or_default());
    names.map(|name| name.trim().trim_start_matches('@')).filter(|name| {
        name.contains(char::is_alphabetic) && !NOBODY.iter().any(|nobody| nobody.eq_ignore_ascii_case(name))
    })
}

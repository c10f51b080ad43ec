//! What is in the name of one person, put into that of another: modules, the sprint, fields. What notes of meetings say
//! stays: it was so.

use super::written;
use crate::document::Value;
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::{Place, holders};

/// Hands everything over from one person to another.
pub fn all(scene: &Scene<'_>, from: &str, to: &str) -> Result<Step, String> {
    let to = to.trim();
    if to.is_empty() || to.eq_ignore_ascii_case(from) {
        return Err("name somebody else".to_owned());
    }
    let person = scene.plan.people.iter().find(|person| person.name == from);
    let mut names: Vec<&str> = vec![from];
    names.extend(person.iter().flat_map(|person| &person.aliases).map(String::as_str));
    // The longest first, so that of a full name no part is replaced alone.
    crate::order::sort_by(&mut names, |a, b| b.len().cmp(&a.len()));
    let mut edits = Vec::new();
    let mut lines: Vec<Place> = Vec::new();
    for module in &scene.plan.modules {
        let owned = module.owners.iter().filter(|owner| names.contains(&owner.name.text.as_str()));
        for owner in owned {
            match written::row(scene, &owner.name.place) {
                Some(row) => {
                    let column = row.column(&["primary owner", "owner", "owners", "primary owners"]);
                    edits.extend(
                        column.and_then(|column| row.set(column, renamed(row.cell(column), &names, to))),
                    );
                }
                None => lines.push(owner.name.place.clone()),
            }
        }
    }
    let held =
        scene.plan.sprint.iter().filter(|item| item.people.iter().any(|name| names.contains(&name.as_str())));
    lines.extend(held.map(|item| item.place.clone()));
    crate::order::sort(&mut lines);
    lines.dedup();
    for place in lines {
        let Some(line) = written::line(scene, &place) else { continue };
        edits.extend(written::rewrite(&place, &line, &renamed(&line, &names, to)));
    }
    for item in scene.plan.items.iter().filter(|item| !item.template && !item.status.base.is_closed()) {
        for entry in item.frontmatter.iter().filter(|entry| holders::is_field(&entry.key)) {
            let key = entry.key.as_str();
            let path = item.field_place(key).path;
            let change = match &entry.value.value {
                Value::List(nodes) => {
                    let old: Vec<&str> = nodes.iter().filter_map(|node| node.value.as_text()).collect();
                    let new: Vec<String> = old.iter().map(|name| renamed(name, &names, to)).collect();
                    let is_same =
                        old.len() != nodes.len() || old.iter().zip(&new).all(|(old, new)| old == new);
                    (!is_same).then(|| Change::SetList { key: key.to_owned(), values: new })
                }
                value => {
                    let old = value.as_text().unwrap_or_default();
                    let new = renamed(old, &names, to);
                    (new != old).then(|| Change::SetField { key: key.to_owned(), value: new })
                }
            };
            edits.extend(change.map(|change| Edit::new(path, change)));
        }
    }
    if edits.is_empty() {
        return Err(format!("nothing that goes on is in the name of {from}"));
    }
    Ok(Step { title: format!("Hand over from {from} to {to}"), edits })
}

/// A module put into the name of somebody else.
pub fn module(scene: &Scene<'_>, name: &str, owner: &str) -> Result<Step, String> {
    let module =
        scene.plan.modules.iter().find(|module| module.name == name).ok_or("there is no such module")?;
    let index = module.index.as_ref().ok_or_else(|| format!("the Module Index does not list {name}"))?;
    let row = written::row(scene, &index.place).ok_or("the row cannot be found")?;
    let column = row
        .column(&["primary owner", "owner", "owners", "primary owners"])
        .ok_or("the Module Index has no column for owners")?;
    let edits = row.set(column, owner.trim().to_owned()).into_iter().collect();
    Ok(Step { title: format!("Let {} answer for {name}", owner.trim()), edits })
}

/// A text with another name in the place of these, where they stand as whole words.
fn renamed(text: &str, names: &[&str], to: &str) -> String {
    for name in names {
        let mut new = String::with_capacity(text.len());
        let mut rest = text;
        let mut is_found = false;
        while let Some((before, after)) = rest.split_once(name).filter(|_| !name.is_empty()) {
            let ends_word =
                before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
            new.push_str(before);
            new.push_str(if ends_word { name } else { to });
            is_found |= !ends_word;
            rest = after;
        }
        if is_found {
            return format!("{new}{rest}");
        }
    }
    text.to_owned()
}

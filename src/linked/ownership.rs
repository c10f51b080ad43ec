//! Who answers for a module, put into the cell of the Module Index or taken out of it, beside whoever else stands there.

use super::written;
use crate::edit::Step;
use crate::findings::Scene;

/// What parts the names in a cell.
const BETWEEN: [&str; 6] = [", ", "; ", " & ", " and ", " / ", " + "];

/// Puts somebody in charge of a module, or takes the charge away from whoever has it.
///
/// # Errors
/// Why it cannot be: the module stands in no index, or its cell says more than names.
pub fn toggle(scene: &Scene<'_>, module: &str, person: &str) -> Result<Step, String> {
    let known = scene.plan.modules.iter().find(|known| known.name == module);
    let known = known.ok_or_else(|| format!("there is no module {module}"))?;
    let index = known.index.as_ref().ok_or_else(|| {
        format!("the Module Index does not list {module}, so it cannot name an owner there")
    })?;
    let row = written::row(scene, &index.place).ok_or("the row cannot be found")?;
    let column = row
        .column(&["primary owner", "owner", "owners", "primary owners"])
        .ok_or("the Module Index has no column for owners")?;
    let person = person.trim();
    let mut names = vec![person];
    let about = scene.plan.people.iter().find(|about| about.name == person);
    names.extend(about.iter().flat_map(|about| &about.aliases).map(String::as_str));
    let cell = row.cell(column).trim();
    let owns = known.owners.iter().any(|owner| names.contains(&owner.name.text.as_str()));
    let (title, text) = match owns {
        true => (format!("Take {module} from {person}"), without(cell, &names)),
        false => (format!("Let {person} answer for {module}"), Some(with(cell, person))),
    };
    let text = text.ok_or_else(|| {
        format!("the cell says “{cell}”, from which {person} cannot be taken for certain; edit it as text")
    })?;
    Ok(Step { title, edits: row.set(column, text).into_iter().collect() })
}

/// A cell with one more name.
fn with(cell: &str, person: &str) -> String {
    let is_nobody = cell.chars().all(|c| matches!(c, '—' | '–' | '-' | '?'))
        || ["tbd", "n/a", "none", "nobody", "unowned", "unassigned"].contains(&cell.to_lowercase().as_str());
    match is_nobody {
        true => person.to_owned(),
        false => {
            let between = BETWEEN.iter().find(|between| cell.contains(*between)).unwrap_or(&", ");
            format!("{cell}{between}{person}")
        }
    }
}

/// A cell without the part that names somebody by one of these names; nothing when there is not exactly one.
fn without(cell: &str, names: &[&str]) -> Option<String> {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = cell;
    // A part with what stands before it. What stands in brackets is part of what it is about.
    while let Some((at, between)) = BETWEEN
        .iter()
        .flat_map(|between| rest.match_indices(between))
        .filter(|(at, _)| depth(rest.get(..*at).unwrap_or_default()) == 0)
        .min()
    {
        parts.push((rest.get(..at)?, between));
        rest = rest.get(at + between.len()..)?;
    }
    parts.push((rest, ""));
    let is_named = |part: &str| {
        let bare = part.split('(').next().unwrap_or_default().trim_matches([' ', '*', '_', '~', '`', '@']);
        names.contains(&bare)
    };
    let found: Vec<usize> =
        parts.iter().enumerate().filter(|(_, (part, _))| is_named(part)).map(|(at, _)| at).collect();
    let [own] = *found.as_slice() else { return None };
    // Of the marks around a part the one behind it goes; of the last the one before it.
    if own + 1 == parts.len() && own > 0 {
        parts.get_mut(own - 1).into_iter().for_each(|(_, between)| *between = "");
    }
    parts.remove(own);
    let text: String = parts.iter().flat_map(|(part, between)| [*part, *between]).collect();
    Some(if text.trim().is_empty() { "—".to_owned() } else { text })
}

/// How many brackets are open at the end of a text.
fn depth(text: &str) -> usize {
    text.matches('(').count().saturating_sub(text.matches(')').count())
}

#[cfg(test)]
mod tests {
    use super::{with, without};

    #[test]
    fn names_come_and_go_beside_others() {
        for (cell, expected) in [
            ("Nina", "Nina, Ada"),
            ("—", "Ada"),
            ("", "Ada"),
            ("TBD", "Ada"),
            ("Nina & Lev", "Nina & Lev & Ada"),
            ("Nina (from Lev, 2025)", "Nina (from Lev, 2025), Ada"),
        ] {
            assert_eq!(with(cell, "Ada"), expected);
        }
        for (cell, expected) in [
            ("Ada", Some("—")),
            ("Nina, Ada", Some("Nina")),
            ("Ada, Nina, Lev", Some("Nina, Lev")),
            ("Nina, Ada (since May, alone), Lev", Some("Nina, Lev")),
            ("Nina & **Ada L.**", Some("Nina")),
            ("whoever follows Ada", None),
            ("Ada, Ada", None),
        ] {
            assert_eq!(without(cell, &["Ada", "Ada L."]).as_deref(), expected, "{cell}");
        }
    }
}

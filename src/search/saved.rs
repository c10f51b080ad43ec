//! Queries, and places of the app with a query, that a tree keeps for everyone: the section `[views]` of its `planarium.toml`.
//!
//! ```toml
//! [views]
//! "What is stuck" = "is:blocked kind:plan"
//! "Who did what to the trail" = "#/timeline?q=module:audit_trail&group=person"
//! ```

use crate::files::Files;
use crate::findings::Settings;

/// The queries of a tree with their names, in the order of its file.
pub fn of_tree(files: &Files) -> Vec<(String, String)> {
    let text = files.get(Settings::PATH).and_then(|entry| files.text(entry).ok());
    text.map(|text| read(&text.text)).unwrap_or_default()
}

fn read(text: &str) -> Vec<(String, String)> {
    let mut views = Vec::new();
    let mut is_here = false;
    for line in text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            is_here = section.trim_end_matches(']').trim() == "views";
        } else if is_here && !line.starts_with('#') {
            views.extend(named(line));
        }
    }
    views
}

/// `name = "query"`: the name bare or in quotes, the query in quotes of either kind.
fn named(line: &str) -> Option<(String, String)> {
    let (name, rest) = match line.chars().next()? {
        quote @ ('"' | '\'') => line.get(1..)?.split_once(quote)?,
        _ => line.split_once('=').map(|(name, _)| (name, line.get(name.len()..).unwrap_or_default()))?,
    };
    let value = rest.trim().strip_prefix('=')?.trim();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inside = value.get(1..)?;
    // In double quotes a backslash keeps what follows it.
    let mut query = String::new();
    let mut letters = inside.chars();
    loop {
        match letters.next()? {
            '\\' if quote == '"' => query.push(letters.next()?),
            letter if letter == quote => break,
            letter => query.push(letter),
        }
    }
    let name = name.trim();
    (!name.is_empty() && !query.trim().is_empty()).then(|| (name.to_owned(), query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_read_and_the_rest_is_left_alone() {
        let text = "[rules]\ndrift = \"off\"\n\n[views] \n# what to look at\n\"What is stuck\" = \"is:blocked kind:plan\" # each morning\nmine = 'owner:nina \"audit trail\"'\nquoted = \"a \\\"b c\\\"\"\nbroken = \nalso broken\nempty = \"\"\n[other]\nx = \"y\"\n";
        let views = read(text);
        let expected = [
            ("What is stuck", "is:blocked kind:plan"),
            ("mine", "owner:nina \"audit trail\""),
            ("quoted", "a \"b c\""),
        ];
        assert_eq!(views, expected.map(|(name, query)| (name.to_owned(), query.to_owned())));
    }
}

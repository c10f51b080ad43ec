//! Pending edits as a text that can be kept and sent: nested lists of texts, written as JSON. What comes back is as
//! untrusted as any tree: it is checked for its form, and nothing of it is made by reading it.

use super::pending::{Line, Made};
use super::{Change, Edit};

/// More steps than this are not read.
const MOST_STEPS: usize = 10_000;

/// A list of texts and lists.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tree {
    Text(String),
    List(Vec<Tree>),
}

/// Steps as a text.
pub fn written(steps: &[Made]) -> String {
    let step = |made: &Made| {
        let mut list = vec![text(&made.title)];
        list.extend(made.lines.iter().map(line));
        Tree::List(list)
    };
    let mut out = String::new();
    write(&Tree::List(steps.iter().map(step).collect()), &mut out);
    out
}

/// Steps of a text; nothing when it has another form.
pub fn read(written: &str) -> Option<Vec<Made>> {
    let Tree::List(steps) = parse(written)? else { return None };
    if steps.len() > MOST_STEPS {
        return None;
    }
    steps
        .into_iter()
        .map(|step| {
            let Tree::List(mut parts) = step else { return None };
            let lines = parts.split_off(1.min(parts.len()));
            let Some(Tree::Text(title)) = parts.pop() else { return None };
            let lines: Option<Vec<Line>> = lines.into_iter().map(line_of).collect();
            Some(Made { title, lines: lines.filter(|lines| !lines.is_empty())? })
        })
        .collect()
}

fn text(text: &str) -> Tree {
    Tree::Text(text.to_owned())
}

/// An edit: its kind, its file, whether it is off, what stood there, and what it changes.
fn line(line: &Line) -> Tree {
    let number = |number: &u32| number.to_string();
    let (kind, parts): (&str, Vec<String>) = match &line.edit.change {
        Change::SetField { key, value } => ("field", vec![key.clone(), value.clone()]),
        Change::SetDay { key, value } => ("day", vec![key.clone(), value.clone()]),
        Change::SetList { key, values } => ("list", std::iter::once(key).chain(values).cloned().collect()),
        Change::RemoveField { key } => ("no-field", vec![key.clone()]),
        Change::AddToList { key, value } => ("more", vec![key.clone(), value.clone()]),
        Change::RemoveFromList { key, value } => ("less", vec![key.clone(), value.clone()]),
        Change::SetCell { line, column, value } => {
            ("cell", vec![number(line), column.clone(), value.clone()])
        }
        Change::SetBox { line, done } => {
            ("box", vec![number(line), if *done { "1" } else { "0" }.to_owned()])
        }
        Change::Replace { line, old, new } => ("words", vec![number(line), old.clone(), new.clone()]),
        Change::AddRow { section, cells } => {
            ("row", std::iter::once(section).chain(cells).cloned().collect())
        }
        Change::RemoveLine { line } => ("no-line", vec![number(line)]),
        Change::AddToSection { section, text } => ("first", vec![section.clone(), text.clone()]),
        Change::AppendToSection { section, text } => ("last", vec![section.clone(), text.clone()]),
        Change::Move { to } => ("move", vec![to.clone()]),
        Change::Create { text } => ("make", vec![text.clone()]),
        Change::Delete => ("delete", Vec::new()),
        Change::Repair => ("repair", Vec::new()),
    };
    let was = Tree::List(line.was.iter().map(|was| text(was)).collect());
    let mut list = vec![text(kind), text(&line.edit.path), text(if line.is_off { "off" } else { "" }), was];
    list.extend(parts.iter().map(|part| text(part)));
    Tree::List(list)
}

fn line_of(tree: Tree) -> Option<Line> {
    let Tree::List(list) = tree else { return None };
    let mut list = list.into_iter();
    let mut next = || match list.next()? {
        Tree::Text(text) => Some(text),
        Tree::List(_) => None,
    };
    let (kind, path, off) = (next()?, next()?, next()?);
    let Some(Tree::List(was)) = list.next() else { return None };
    let was = match was.as_slice() {
        [] => None,
        [Tree::Text(was)] => Some(was.clone()),
        _ => return None,
    };
    let parts: Option<Vec<String>> = list
        .map(|part| match part {
            Tree::Text(text) => Some(text),
            Tree::List(_) => None,
        })
        .collect();
    let mut parts = parts?.into_iter();
    let number = |text: String| text.parse::<u32>().ok();
    let mut next = || parts.next();
    let change = match kind.as_str() {
        "field" => Change::SetField { key: next()?, value: next()? },
        "day" => Change::SetDay { key: next()?, value: next()? },
        "no-field" => Change::RemoveField { key: next()? },
        "more" => Change::AddToList { key: next()?, value: next()? },
        "less" => Change::RemoveFromList { key: next()?, value: next()? },
        "cell" => Change::SetCell { line: number(next()?)?, column: next()?, value: next()? },
        "box" => Change::SetBox { line: number(next()?)?, done: next()? == "1" },
        "words" => Change::Replace { line: number(next()?)?, old: next()?, new: next()? },
        "no-line" => Change::RemoveLine { line: number(next()?)? },
        "first" => Change::AddToSection { section: next()?, text: next()? },
        "last" => Change::AppendToSection { section: next()?, text: next()? },
        "move" => Change::Move { to: next()? },
        "make" => Change::Create { text: next()? },
        "delete" => Change::Delete,
        "repair" => Change::Repair,
        "list" => Change::SetList { key: next()?, values: std::iter::from_fn(&mut next).collect() },
        "row" => Change::AddRow { section: next()?, cells: std::iter::from_fn(&mut next).collect() },
        _ => return None,
    };
    Some(Line { edit: Edit { path, change }, was, is_off: off == "off" })
}

/// Writes a text as JSON.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn write(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Text(text) => write_text(text, out),
        Tree::List(list) => {
            out.push('[');
            for (at, part) in list.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(part, out);
            }
            out.push(']');
        }
    }
}

/// Reads what [`write`] writes. Nested no deeper than edits are.
fn parse(text: &str) -> Option<Tree> {
    let mut open: Vec<Vec<Tree>> = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let done = match character {
            '[' if open.len() < 8 => {
                open.push(Vec::new());
                continue;
            }
            ']' => Tree::List(open.pop()?),
            '"' => Tree::Text(quoted(&mut characters)?),
            ',' | ' ' | '\n' => continue,
            _ => return None,
        };
        match open.last_mut() {
            Some(list) => list.push(done),
            None => return characters.as_str().trim().is_empty().then_some(done),
        }
    }
    None
}

fn quoted(characters: &mut std::str::Chars<'_>) -> Option<String> {
    let mut text = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => text.push(match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = characters.by_ref().take(4).collect();
                    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?
                }
                other => other,
            }),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(change: Change) -> Made {
        let edit = Edit::new("a b.md", change);
        let line = Line { edit, was: Some("x\t\"y\"\\".to_owned()), is_off: true };
        Made { title: "T\u{1}".to_owned(), lines: vec![line] }
    }

    #[test]
    fn every_edit_comes_back() {
        let own = |text: &str| text.to_owned();
        let changes = [
            Change::SetField { key: own("k"), value: own("v\n") },
            Change::SetDay { key: own("k"), value: own("v") },
            Change::SetList { key: own("k"), values: vec![own("a"), own("")] },
            Change::RemoveField { key: own("k") },
            Change::AddToList { key: own("k"), value: own("v") },
            Change::RemoveFromList { key: own("k"), value: own("v") },
            Change::SetCell { line: 3, column: own("c"), value: own("v") },
            Change::SetBox { line: 3, done: true },
            Change::Replace { line: 3, old: own("a"), new: own("b") },
            Change::AddRow { section: own("s"), cells: vec![] },
            Change::RemoveLine { line: 3 },
            Change::AddToSection { section: own("s"), text: own("t") },
            Change::AppendToSection { section: own("s"), text: own("t") },
            Change::Move { to: own("x") },
            Change::Create { text: own("é") },
            Change::Delete,
            Change::Repair,
        ];
        let steps: Vec<Made> = changes.into_iter().map(made).collect();
        assert_eq!(read(&written(&steps)), Some(steps));
        for nothing in [
            "",
            "[",
            "{}",
            "[[]]",
            "[[\"t\"]]",
            "[[\"t\",[\"nonsense\",\"p\",\"\",[]]]]",
            "[][]",
            "\"x\"",
            "[[[[[[[[[",
        ] {
            assert!(read(nothing).is_none_or(|steps| steps.is_empty()), "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_comes_panics(text in "[\\[\\]\",a\\\\u0-9 fieldbox]{0,60}") {
            let _ = read(&text);
        }
    }
}

//! Exploration notes: when people met, who was there, what they decided and asked for.

use super::super::items::stem_of;
use super::super::section::{Block, column, sections};
use super::whole::Whole;
use super::{Scene, place, stated};
use crate::document::structure::Table;
use crate::plan::names::short_id;
use crate::plan::{
    Assessment, Assignment, Date, Decision, Item, ItemKind, Note, Problem, Requirement, Stated, Target,
};

/// Every note, in order of path.
pub(super) fn notes(scene: &Scene<'_>, problems: &mut Vec<Problem>) -> Vec<Note> {
    let explorations = scene.plan.of_kind(ItemKind::Exploration).filter(|item| item.is_read);
    explorations.map(|item| note_of(scene, item, problems)).collect()
}

fn note_of(scene: &Scene<'_>, item: &Item, problems: &mut Vec<Problem>) -> Note {
    let path = &item.place.path;
    let field = |key: &str| {
        let entry = item.frontmatter.iter().find(|entry| entry.key == key)?;
        Some(stated(entry.value.value.as_text()?, path, entry.line))
    };
    let in_title = Date::find(&item.title);
    let stated_date = field("date").and_then(|written| super::dated(&written, problems));
    let date = stated_date
        .or_else(|| in_title.as_ref().map(|(date, _)| date.clone()))
        .or_else(|| date_line(scene.blocks(path)))
        .or_else(|| Date::find(stem_of(item.name())).map(|(date, _)| date));
    let title = match in_title {
        Some((_, range)) => {
            let (before, after) = (item.title.get(..range.start), item.title.get(range.end..));
            let around = format!(
                "{} {}",
                before.unwrap_or_default().trim_end(),
                after.unwrap_or_default().trim_start()
            );
            around.trim_matches([' ', '—', '–', '-', '(', ')', ':', ',']).to_owned()
        }
        None => item.title.clone(),
    };
    let blocks = scene.blocks(path);
    let mut attendees = Vec::new();
    for name in ["Attendees", "Participants", "Present"] {
        for block in sections(blocks, name).into_iter().flatten() {
            add_names(block, path, &mut attendees);
        }
    }
    let expires = field("expires").and_then(|written| super::dated(&written, problems));
    Note { of: item.id.clone(), title, date, expires, attendees }
}

/// `**Date:** 12.02.2025` among the first lines of a note.
fn date_line(blocks: &[Block]) -> Option<Date> {
    blocks.iter().take(12).find_map(|block| {
        let (Block::Line { text, is_code: false, .. } | Block::Bullet { text, .. }) = block else {
            return None;
        };
        let text = text.replace(['*', '_'], "");
        let (key, value) = text.split_once(':')?;
        let is_date =
            matches!(key.trim().to_ascii_lowercase().as_str(), "date" | "when" | "meeting date" | "held");
        is_date.then(|| Date::parse(value).or_else(|| Date::find(value).map(|(date, _)| date)))?
    })
}

/// The names in a list, a line or a table of them; what stands in brackets is left out.
fn add_names(block: &Block, path: &str, names: &mut Vec<Stated>) {
    let mut add = |text: &str, line: u32| {
        for name in super::root::split_names(without_brackets(text).split(" — ").next().unwrap_or_default())
        {
            names.push(stated(&name, path, line));
        }
    };
    match block {
        Block::Bullet { line, text, depth: 0, .. } | Block::Line { line, text, is_code: false } => {
            add(text, *line)
        }
        Block::Table(table) => {
            let name = column(table, &["name", "who", "person", "attendee"]).unwrap_or_default();
            for row in &table.rows {
                row.cells.get(name).iter().for_each(|cell| add(&cell.text, row.line));
            }
        }
        _ => {}
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for character in text.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// Reads the lists of decisions, and the requirements in them.
pub(super) fn add_decisions(scene: &Scene<'_>, read: &mut Whole) {
    for note in &read.notes {
        let Some(item) = scene.plan.item(&note.of) else { continue };
        let path = &item.place.path;
        let mut decisions: Vec<Decision> = Vec::new();
        for block in sections(scene.blocks(path), "Decisions").into_iter().flatten() {
            match block {
                Block::Bullet { line, depth, text, .. } if *depth > 0 => match decisions.last_mut() {
                    Some(above) => add_reason(above, text, path, *line),
                    None => decisions.push(decision(scene, text, path, *line)),
                },
                Block::Bullet { line, text, .. } | Block::Line { line, text, is_code: false } => {
                    decisions.push(decision(scene, text.trim(), path, *line));
                }
                Block::Table(table) => decisions.extend(rows(scene, table, path)),
                Block::Heading { .. } | Block::Line { .. } => {}
            }
        }
        for decision in &mut decisions {
            decision.date.clone_from(&note.date);
            if let Some(assignment) = &mut decision.assignment {
                let modules = read.modules.iter();
                let role = assignment.role.to_lowercase().replace([' ', '-'], "_");
                let named = modules.filter(|name| role.contains(name.as_str()));
                assignment.module = named.max_by_key(|name| name.len()).cloned();
            }
            if matches!(decision.verb.as_str(), "constraint" | "requirement") {
                read.requirements.push(requirement(decision));
            }
        }
        read.decisions.extend(decisions);
        for name in ["Constraints", "Requirements"] {
            for block in sections(scene.blocks(path), name).into_iter().flatten() {
                if let Block::Bullet { line, depth: 0, text, .. } = block {
                    let decision = Decision { date: note.date.clone(), ..decision(scene, text, path, *line) };
                    read.requirements.push(requirement(&decision));
                }
            }
        }
    }
    crate::order::sort_by(&mut read.requirements, |a, b| a.place.cmp(&b.place));
}

fn rows<'a>(scene: &'a Scene<'_>, table: &'a Table, path: &'a str) -> impl Iterator<Item = Decision> + 'a {
    table.rows.iter().map(move |row| {
        let cells: Vec<&str> =
            row.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
        decision(scene, &cells.join(" — "), path, row.line)
    })
}

/// A nested bullet: a reason, or an assessment of a module.
fn add_reason(decision: &mut Decision, text: &str, path: &str, line: u32) {
    decision.rationale.push(stated(text, path, line));
    let Some((module, rest)) = text.split_once(':') else { return };
    let rest = rest.trim();
    let level = rest.split([' ', ',', '—']).next().unwrap_or_default();
    if ["CRITICAL", "HIGH", "MEDIUM", "LOW", "NONE"].iter().any(|known| known.eq_ignore_ascii_case(level)) {
        let why = rest.get(level.len()..).unwrap_or_default().trim_start_matches([' ', '—', '–', '-', ',']);
        decision.assessments.push(Assessment {
            module: module.trim().to_owned(),
            level: level.to_lowercase(),
            why: (!why.is_empty()).then(|| why.to_owned()),
            line,
        });
    }
}

/// Verbs that may stand without a colon, in capitals.
const VERBS: [&str; 10] =
    ["CREATE", "CUT", "BLOCK", "UNBLOCK", "MODIFY", "CLOSE", "REJECTED", "REJECT", "DEFER", "APPROVE"];

fn decision(scene: &Scene<'_>, written: &str, path: &str, line: u32) -> Decision {
    let bare =
        written.trim_start_matches(|mark: char| !mark.is_alphanumeric() && !matches!(mark, '_' | '`' | '"'));
    let assigned = bare.split_once(" assigned as ").or_else(|| bare.split_once(" assigned to "));
    let assignment = assigned.map(|(person, role)| Assignment {
        person: person.trim().to_owned(),
        role: role.trim().trim_end_matches('.').to_owned(),
        module: None,
    });
    let (verb, qualifier, text) = match (&assignment, verb_of(bare)) {
        (Some(_), _) => ("assign".to_owned(), None, bare),
        (None, Some(verb)) => verb,
        (None, None) => ("other".to_owned(), None, bare),
    };
    let waits = ["waiting on ", "blocked on ", "blocked by ", "waits for ", "waiting for "];
    let wait = waits.iter().find_map(|words| text.split_once(words));
    let (said, awaited) = wait.unwrap_or((text, ""));
    let is_about_plan = VERBS.iter().any(|known| known.eq_ignore_ascii_case(&verb));
    Decision {
        plans: named(scene, said, is_about_plan),
        waits_for: named(scene, awaited, false),
        rationale: Vec::new(),
        assessments: Vec::new(),
        assignment,
        title: None,
        value: None,
        is_open: false,
        waiting: Vec::new(),
        of: None,
        date: None,
        text: text.to_owned(),
        place: place(path, line),
        verb,
        qualifier,
    }
}

/// The verb that a decision begins with, what stands behind it in brackets, and the rest.
fn verb_of(text: &str) -> Option<(String, Option<String>, &str)> {
    let snake = |words: &str| words.trim().to_lowercase().replace([' ', '-'], "_");
    if let Some((head, rest)) = text.split_once(':') {
        let (words, qualifier) = match head.split_once('(') {
            Some((words, inside)) => (words.trim(), Some(inside.trim_end_matches([')', ' ']).to_owned())),
            None => (head.trim(), None),
        };
        let is_verb = words.split(' ').count() <= 3
            && words.len() <= 30
            && words.chars().all(|character| character.is_alphabetic() || character == ' ')
            && words.starts_with(char::is_uppercase);
        if is_verb {
            return Some((snake(words), qualifier, rest.trim()));
        }
    }
    let (first, rest) = text.split_once(' ')?;
    VERBS.contains(&first).then(|| (snake(first), None, rest.trim()))
}

/// The items that a text names, in its order. When it is about a plan, the first word is one, whether or not
/// the tree has it.
fn named(scene: &Scene<'_>, text: &str, is_about_plan: bool) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    for (at, word) in text.split([' ', ',', '(', ')', ';', '"']).filter(|word| !word.is_empty()).enumerate() {
        let word = word.trim_matches(['/', '.', ':', '*', '`']);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        let is_name =
            word.contains(['_', '/']) || word.ends_with(".md") || short_id(&format!("{word}_")).is_some();
        if !is_name {
            continue;
        }
        let above = found.first().map(|plan| format!("{}/{word}", plan.id));
        let id = scene
            .references
            .target(word)
            .or_else(|| scene.references.target(&above?))
            .or_else(|| scene.references.target(&format!("exploration/{word}")));
        let is_written = id.is_none() && at == 0 && is_about_plan;
        let target = id.map(|id| Target { id, resolved: true });
        let target = target.or_else(|| is_written.then(|| Target { id: word.to_owned(), resolved: false }));
        found.extend(target.filter(|target| !found.contains(target)));
    }
    found
}

/// `All modules must emit audit events from Day 1 (Sarah Kim requirement)`.
fn requirement(decision: &Decision) -> Requirement {
    let text = decision.text.trim().trim_end_matches('.');
    let bracket = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let asked = bracket.and_then(|(said, inside)| {
        let inside = inside.trim();
        let name = inside.strip_suffix("requirement").or_else(|| inside.strip_prefix("asked by"));
        let name = name.or_else(|| inside.strip_prefix("requested by"))?.trim();
        (!name.is_empty()).then(|| (said.trim().to_owned(), name.to_owned()))
    });
    let (text, asker) = match asked {
        Some((text, asker)) => (text, Some(asker)),
        None => (text.to_owned(), None),
    };
    Requirement {
        text,
        asker,
        date: decision.date.clone(),
        owners: Vec::new(),
        is_disowned: false,
        place: decision.place.clone(),
    }
}

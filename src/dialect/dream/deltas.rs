//! State Deltas: what plans changed, in the root and in its archive of older entries.

use super::super::section::{Block, column, sections};
use super::{ROOT_DOCUMENTS, Scene, note, place, stated};
use crate::document::structure::{Table, plain};
use crate::named::Named;
use crate::plan::names::short_id;
use crate::plan::{BaseStatus, Change, Date, Delta, Problem, Scope, Status, StatusOrigin, Target};

/// Whether a name is that of a module.
type Known<'a> = &'a dyn Fn(&str) -> bool;

/// All entries in order of path, then line. `modules` says which names are those of modules.
pub(super) fn read(scene: &Scene<'_>, modules: Known<'_>, problems: &mut Vec<Problem>) -> Vec<Delta> {
    let mut deltas = Vec::new();
    for path in ROOT_DOCUMENTS {
        let blocks = scene.blocks(path);
        if path == "_overview.md" {
            for section in sections(blocks, "State Deltas") {
                Reader { scene, path, modules, deltas: &mut deltas, is_open: false, day: None }
                    .read(section, problems);
            }
        } else {
            Reader { scene, path, modules, deltas: &mut deltas, is_open: false, day: None }
                .read(blocks, problems);
        }
    }
    add_born(&mut deltas, modules);
    deltas
}

/// A module that is born in one entry is a module in all others, though nothing else in the tree names it.
fn add_born(deltas: &mut [Delta], modules: Known<'_>) {
    let mut born: Named<()> = Named::default();
    for change in deltas.iter().flat_map(|delta| &delta.changes).filter(|change| change.is_new_module()) {
        if let Some(name) = change.module.as_ref().filter(|name| !modules(name)) {
            born.insert_new(name, ());
        }
    }
    if born.is_empty() {
        return;
    }
    let is_prose = |change: &Change| change.scope == Scope::None;
    for delta in deltas.iter_mut().filter(|delta| delta.changes.iter().any(is_prose)) {
        for change in std::mem::take(&mut delta.changes) {
            let mut read = if is_prose(&change) {
                changes(&change.text, change.line, &|name| born.get(name).is_some())
            } else {
                Vec::new()
            };
            match read.last_mut().filter(|last| last.module.is_some()) {
                Some(last) => {
                    last.details = change.details;
                    delta.changes.append(&mut read);
                }
                None => delta.changes.push(change),
            }
        }
    }
}

struct Reader<'a> {
    scene: &'a Scene<'a>,
    path: &'static str,
    modules: Known<'a>,
    deltas: &'a mut Vec<Delta>,
    /// Whether an entry of this section has begun.
    is_open: bool,
    /// The day that a heading of its own says, with the level of that.
    day: Option<(u8, Date)>,
}

impl Reader<'_> {
    fn read(mut self, blocks: &[Block], problems: &mut Vec<Problem>) {
        for block in blocks {
            match block {
                Block::Heading { line, level, text } => {
                    if self.day.as_ref().is_some_and(|(above, _)| level <= above) {
                        self.day = None;
                    }
                    match Date::parse(text) {
                        // What stands right below a day is of no entry above it.
                        Some(date) => (self.day, self.is_open) = (Some((*level, date)), false),
                        None => self.heading(text, *line, problems),
                    }
                }
                Block::Bullet { line, depth, text, .. } if *depth > 0 && self.add_detail(text, *line) => {}
                Block::Bullet { line, text, .. } if !self.is_open && self.names_plan(text) => {
                    // `SP01_x: what changed` below a day is an entry of its own.
                    let (plan, said) = text.split_once([':', ' ']).unwrap_or((text, ""));
                    self.heading(plan, *line, problems);
                    let said = said.trim_start_matches([' ', ':', '—', '–', '-']);
                    self.add(changes(said, *line, self.modules));
                    self.is_open = false;
                }
                Block::Bullet { line, text, .. } => {
                    if !self.is_open {
                        self.begin(None, *line);
                        let text = "This change stands under no heading that names its plan.".to_owned();
                        note(problems, self.path, *line, text);
                    }
                    self.add(changes(text, *line, self.modules));
                }
                Block::Line { line, text, is_code: false }
                    if is_bold(text) && self.names_plan(&plain(text)) =>
                {
                    self.heading(&plain(text), *line, problems);
                }
                Block::Line { line, text, is_code: false } if self.is_open => {
                    self.add(vec![prose(text.trim(), *line)]);
                }
                Block::Table(table) if self.table(table, problems) => {}
                Block::Table(table) => {
                    let text = "A table among the State Deltas was not read; write its rows as bullets.";
                    note(problems, self.path, table.line, text.to_owned());
                }
                // Words before the first entry speak of the section.
                Block::Line { .. } => {}
            }
        }
    }

    fn begin(&mut self, plan: Option<Target>, line: u32) {
        self.is_open = true;
        self.deltas.push(Delta {
            plan,
            date: self.day.as_ref().map(|(_, date)| date.clone()),
            ongoing: false,
            status: Status::default(),
            place: place(self.path, line),
            changes: Vec::new(),
        });
    }

    /// Whether a text begins with the name of a plan, whatever marks stand before it.
    fn names_plan(&self, text: &str) -> bool {
        let bare = text.trim_start_matches(|mark: char| !mark.is_alphanumeric() && mark != '_');
        let name = bare.split([' ', ':', ',']).next().unwrap_or(bare).trim_end_matches('/');
        (short_id(name).is_some() || short_id(&format!("{name}_")).is_some())
            && self.scene.references.named(name).resolved
    }

    /// Entries in a table: each row names its plan and what it changed. Whether it is such a table.
    fn table(&mut self, table: &Table, problems: &mut Vec<Problem>) -> bool {
        let plan = column(table, &["plan", "name"]);
        let said = column(table, &["change", "changes", "what", "delta", "description"]);
        let (Some(plan), Some(said)) = (plan, said) else { return false };
        let others = [column(table, &["date", "when", "month"]), column(table, &["status", "state"])];
        let module = column(table, &["module", "subject"]);
        for row in &table.rows {
            let text = |at: usize| row.cells.get(at).map_or("", |cell| cell.text.trim());
            let heading: Vec<&str> = [Some(plan)]
                .into_iter()
                .chain(others)
                .flatten()
                .map(text)
                .filter(|text| !text.is_empty())
                .collect();
            self.heading(&heading.join(" — "), row.line, problems);
            let said = match module.map(text).filter(|module| !module.is_empty()) {
                Some(module) => format!("{module}: {}", text(said)),
                None => text(said).to_owned(),
            };
            self.add(changes(&said, row.line, self.modules));
            self.is_open = false;
        }
        true
    }

    fn add(&mut self, changes: Vec<Change>) {
        if let Some(delta) = self.deltas.last_mut() {
            delta.changes.extend(changes);
        }
    }

    /// Gives a nested bullet to the change above it.
    fn add_detail(&mut self, text: &str, line: u32) -> bool {
        let last = self.deltas.last_mut().filter(|_| self.is_open).and_then(|delta| delta.changes.last_mut());
        let Some(change) = last else { return false };
        change.details.push(stated(text, self.path, line));
        true
    }

    /// `✅ PP08_polyglot_persistence — Sep 2025 [CUT]`, in any order.
    fn heading(&mut self, heading: &str, line: u32, problems: &mut Vec<Problem>) {
        let is_title = heading.to_lowercase().contains("state delta");
        if is_title || heading.trim().eq_ignore_ascii_case("archive") {
            return;
        }
        let (text, labels) = without_labels(heading);
        let text = text.trim();
        let bare = text.trim_start_matches(|mark: char| !mark.is_alphanumeric() && mark != '_');
        let marks = text.get(..text.len() - bare.len()).unwrap_or_default();
        self.begin(None, line);
        let references = &self.scene.references;
        let Some(delta) = self.deltas.last_mut() else { return };
        // Its own date comes before that of the heading above it.
        let day = delta.date.take();
        let mut rests: Vec<&str> = Vec::new();
        let dashes = bare.split(" — ").flat_map(|part| part.split(" – ")).flat_map(|part| part.split(" - "));
        for part in dashes.flat_map(|part| part.split(['(', ')', '|'])).map(str::trim) {
            let part = part.trim_matches([':', ',', '—', '–']).trim();
            if part.is_empty() {
            } else if part.eq_ignore_ascii_case("ongoing") || part.eq_ignore_ascii_case("in progress") {
                delta.ongoing = true;
            } else if let Some(date) = Date::parse(part).filter(|_| delta.date.is_none()) {
                delta.date = Some(date);
            } else if delta.plan.is_none() {
                let whole = references.named(part.trim_end_matches('/'));
                let (first, rest) = part.split_once([' ', ':']).unwrap_or((part, ""));
                let first = references.named(first.trim_end_matches(['/', ':', ',']));
                let takes_first = !whole.resolved && first.resolved;
                rests.extend((takes_first && !rest.trim().is_empty()).then_some(rest));
                delta.plan = Some(if takes_first { first } else { whole });
            } else {
                rests.push(part);
            }
        }
        for rest in rests {
            delta.ongoing |= rest.to_lowercase().contains("ongoing");
            match Date::find(rest) {
                Some((date, _)) if delta.date.is_none() => delta.date = Some(date),
                None if delta.date.is_none() && rest.contains(|digit: char| digit.is_ascii_digit()) => {
                    let text = format!("\"{}\" is no date that can be read.", rest.trim());
                    note(problems, self.path, line, text);
                }
                _ => {}
            }
        }
        delta.date = delta.date.take().or(day);
        let written =
            labels.iter().copied().chain([marks]).map(|label| Status::parse(label, StatusOrigin::None, line));
        let mut said = written.filter(|status| status.base != BaseStatus::Unknown);
        delta.status = said.next().unwrap_or_default();
        delta.ongoing |= labels.iter().any(|label| label.to_lowercase().contains("ongoing"));
        if delta.plan.is_none() {
            note(problems, self.path, line, "This State Delta names no plan.".to_owned());
        }
    }
}

/// Whether a line is bold and says nothing of what is bold in it: `**✅ SP01_x** — Mar 2025`, not `**SP01** impact: …`.
fn is_bold(line: &str) -> bool {
    let told = line.trim().strip_prefix("**").and_then(|rest| rest.split_once("**"));
    told.is_some_and(|(_, behind)| {
        let behind = behind.trim();
        !line.contains(": ") && (behind.is_empty() || behind.starts_with(['—', '–', '-', '(']))
    })
}

/// A heading without what stands in square brackets, and that.
fn without_labels(heading: &str) -> (String, Vec<&str>) {
    let (mut text, mut labels, mut rest) = (String::new(), Vec::new(), heading);
    while let Some((before, after)) = rest.split_once('[') {
        let Some((label, behind)) = after.split_once(']') else { break };
        text.push_str(before);
        labels.push(label);
        rest = behind;
    }
    text.push_str(rest);
    (text, labels)
}

fn prose(text: &str, line: u32) -> Change {
    Change { module: None, scope: Scope::None, text: text.to_owned(), details: Vec::new(), line }
}

/// What a bullet says: one change for each module it begins with.
fn changes(text: &str, line: u32, modules: Known<'_>) -> Vec<Change> {
    let bare =
        text.trim_start_matches(|mark: char| !mark.is_alphanumeric() && !matches!(mark, '_' | '/' | '.'));
    let dash = bare.split_once(" — ").filter(|(subject, _)| modules(subject.trim()));
    let Some((subject, rest)) = dash.or_else(|| bare.split_once(": ")).or_else(|| bare.split_once(':'))
    else {
        return vec![prose(text, line)];
    };
    let words = subject.trim().to_lowercase();
    if (words.starts_with("all ") || words.starts_with("every ")) && words.contains("module") {
        return vec![Change { scope: Scope::All, ..prose(text, line) }];
    }
    let names = subject.split([',', '+', '&']).map(|name| name.split('(').next().unwrap_or(name).trim());
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let is_new = rest.trim_start().to_lowercase().starts_with("new module");
    if names.is_empty() || !names.iter().all(|name| is_module(name, is_new, modules)) {
        return vec![prose(text, line)];
    }
    let change = |name: &&str| Change {
        module: Some((*name).to_owned()),
        scope: Scope::Module,
        ..prose(rest.trim(), line)
    };
    names.iter().map(change).collect()
}

/// Whether a name is that of a module: a known one, or a word that nothing else would be written as.
fn is_module(name: &str, is_new: bool, modules: Known<'_>) -> bool {
    let is_word = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'));
    let is_name =
        is_word && name.starts_with(|first: char| first.is_ascii_lowercase()) && !name.ends_with('_');
    modules(name) || (is_name && (is_new || name.contains('_')))
}

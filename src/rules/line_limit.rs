//! `line-limit`: a document that is longer than documents of its sort may be.

use super::{Check, Example, Rule};
use crate::counted::counted;
use crate::dialect::Digest;
use crate::document::structure::{self, Depth};
use crate::files::Entry;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Item, ItemKind};

pub const RULE: Rule = Rule {
    id: "line-limit",
    severity: Severity::Warning,
    summary: "A document is longer than documents of its sort may be.",
    help: "A plan is read by people and agents who have little time and little room. What does not fit wants to be \
taken apart, or belongs into a document of its own.\n\n\
| document | lines |\n|---|---|\n\
| `_overview.md` of a plan or phase, a task, an asset | 100 |\n\
| `01_executive_summary.md`, `81_module_structure.md`, `82_cli_commands.md` | 150 |\n\
| `01_summary.md`, `02_architecture.md` | 200 |\n\
| `80_implementation.md` | 200 for every phase that it describes |\n\
| a feature or step, `03_…` to `79_…` | 300 |\n\n\
The structural documents are known by their name, with or without the number. The root's `_overview.md` has no limit: \
it grows with the tree, and its State Deltas have a rule of their own.\n\n\
Shorten it, or split it.",
    check: Check::Document(check),
};

macro_rules! ten_lines {
    () => {
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"
    };
}

/// The fields of an overview, and 99 lines of text.
const LONG: &str = concat!(
    "//- SP01_pier/_overview.md\n---\n---\n",
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    ten_lines!(),
    "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
);

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: LONG,
    found: &["SP01_pier/_overview.md:1"],
    good: "//- SP01_pier/_overview.md\n---\nname: pier\n---\nA pier, in a few lines.\n",
};

fn check(scene: &Scene<'_>, entry: &Entry, digest: &Digest, found: &mut Vec<Finding>) {
    let path = entry.path().as_str();
    // Nearly all documents are within every limit.
    if digest.lines <= LEAST || !scene.is_dream() {
        return;
    }
    let Some(item) = scene.plan.item_at(path).filter(|item| !item.template && item.place.path == path) else {
        return;
    };
    let Some((sort, limit)) = limit(item, path) else { return };
    if digest.lines <= limit {
        return;
    }
    let (limit, of_phases) = if sort == ROADMAP {
        let phases = phases(scene, entry, item);
        (limit.saturating_mul(phases), format!(" for {}", counted(phases as usize, "phase")))
    } else {
        (limit, String::new())
    };
    if digest.lines > limit {
        let message =
            format!("{} has {} lines; {sort} may have {limit}{of_phases}.", item.id, digest.lines);
        found.push(Finding::new(RULE.id, item.place.clone(), message).about([&item.id]));
    }
}

/// The least of all limits.
const LEAST: u32 = 100;

const ROADMAP: &str = "a roadmap";

/// The structural documents of a plan, by their name without number and ending.
const STRUCTURAL: [(&str, &str, u32); 6] = [
    ("executive_summary", "an executive summary", 150),
    ("summary", "a summary", 200),
    ("architecture", "an architecture", 200),
    ("implementation", ROADMAP, 200),
    ("module_structure", "a module structure", 150),
    ("cli_commands", "a list of commands", 150),
];

/// What sort of document it is, and how many lines such a one may have.
fn limit(item: &Item, path: &str) -> Option<(&'static str, u32)> {
    let (folder, name) = path.rsplit_once('/')?;
    if name == "_overview.md" {
        return item.folder.as_ref().map(|_| ("an overview", LEAST));
    }
    match item.kind {
        ItemKind::Task => return Some(("a task", LEAST)),
        ItemKind::Document => {}
        _ => return None,
    }
    if folder.rsplit('/').next() == Some("assets") {
        return Some(("an asset", LEAST));
    }
    // Only what lies in a plan itself is one of its documents.
    item.parent?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = stem.split_at_checked(digits)?;
    let bare = rest.trim_start_matches(['_', '-']).to_lowercase().replace('-', "_");
    if let Some((_, sort, limit)) = STRUCTURAL.iter().find(|(known, ..)| *known == bare) {
        return Some((sort, *limit));
    }
    let number: u32 = number.parse().ok()?;
    (3..80).contains(&number).then_some(("a feature or step", 300))
}

/// How many phases a roadmap describes: those of its headings and tables, or those that the plan has; at least one.
fn phases(scene: &Scene<'_>, entry: &Entry, item: &Item) -> u32 {
    let mut named: Vec<u32> = Vec::new();
    let mut add = |text: &str| {
        if let Some(number) = phase_number(text).filter(|number| !named.contains(number)) {
            named.push(number);
        }
    };
    if let Ok(text) = scene.reading.files().text(entry) {
        let structure = structure::read_to(&text.text, Depth::All);
        for heading in &structure.headings {
            add(&heading.text);
        }
        for row in structure.tables.iter().flat_map(|table| &table.rows) {
            row.cells.first().into_iter().for_each(|cell| add(&cell.text));
        }
    }
    let is_own = |phase: &&Item| phase.kind == ItemKind::Phase && phase.parent == item.parent;
    let own = scene.plan.items.iter().filter(is_own).count();
    u32::try_from(named.len().max(own).max(1)).unwrap_or(u32::MAX)
}

/// The number of the phase that a heading or cell begins with: `p00 — walking skeleton`, `⚙️ Phase 2: Core`.
fn phase_number(text: &str) -> Option<u32> {
    let text = text.trim_start_matches(|first: char| !first.is_alphanumeric()).to_lowercase();
    let rest = text.strip_prefix("phase").map(str::trim_start).unwrap_or(&text);
    let rest = rest.strip_prefix('p').unwrap_or(rest);
    if rest.len() == text.len() {
        return None;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    number.parse().ok().filter(|_| !rest.starts_with(char::is_alphanumeric))
}

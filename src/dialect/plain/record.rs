//! Records of decisions, one document each: `0007-use-oak.md` with a status, and what supersedes what.

use super::super::items::{folder_of, name_of};
use super::super::section::Block;
use super::super::{Digest, Reading};
use crate::files::TreePath;
use crate::plan::{
    BaseStatus, Date, Decision, Item, ItemKind, Place, Plan, Relation, RelationKind, Status, StatusOrigin,
};

/// Folders whose documents are records even when their numbers are short.
const FOLDERS: [&str; 6] =
    ["adr", "adrs", "decisions", "decision-records", "decision_records", "architecture-decisions"];

/// Whether a document is called as records are: a number of four digits before its title, or `adr-7-…`; in a folder of records any
/// number will do.
pub(super) fn is_named_so(path: &str) -> bool {
    number_of(path).is_some()
}

/// The number of a record, by its name.
fn number_of(path: &str) -> Option<u32> {
    let name = name_of(path).to_lowercase();
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".markdown"))?;
    let (is_marked, rest) = match stem.strip_prefix("adr") {
        Some(rest) => (true, rest.trim_start_matches(['-', '_', ' '])),
        None => (false, stem),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    let is_titled = rest.is_empty() && is_marked || rest.starts_with(['-', '_', ' ', '.']);
    let folder = folder_of(path).rsplit('/').next().unwrap_or_default().to_lowercase();
    let is_number =
        digits == 4 || (is_marked || FOLDERS.contains(&folder.as_str())) && (1..=5).contains(&digits);
    (is_titled && is_number).then(|| number.parse().ok()).flatten()
}

/// What a record says of itself in lines: under the heading `Status`, or in a line of that name.
fn said(digest: &Digest) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let mut is_under = false;
    for block in &digest.blocks {
        match block {
            Block::Heading { text, .. } => {
                is_under = text.trim().trim_end_matches(':').eq_ignore_ascii_case("status")
            }
            Block::Line { is_code: true, .. } | Block::Table(_) => {}
            Block::Line { line, text, .. } | Block::Bullet { line, text, .. } => {
                let own = text.trim().trim_start_matches(['*', '-', '_', ' ']);
                let named = own
                    .split_once(':')
                    .filter(|(key, _)| key.trim_matches(['*', '_', ' ']).eq_ignore_ascii_case("status"));
                match named {
                    Some((_, value)) => found.push((*line, value.trim_matches(['*', '_', ' ']).to_owned())),
                    None if is_under => found.push((*line, own.to_owned())),
                    None => {}
                }
            }
        }
    }
    found
}

/// The status of a record; nothing for a document that is none.
pub(super) fn status(path: &str, digest: &Digest) -> Option<Status> {
    number_of(path)?;
    let field = digest.fields.iter().find(|entry| entry.key == "status");
    let (line, written, from) =
        match field.and_then(|entry| Some((entry.line, entry.value.value.as_text()?.to_owned()))) {
            Some((line, written)) => (line, written, StatusOrigin::Frontmatter),
            None => {
                let (line, written) = said(digest).into_iter().find(|(_, text)| !text.is_empty())?;
                (line, written, StatusOrigin::Line)
            }
        };
    let mut status = Status::parse(&written, from, line);
    // What is decided is done; what has been replaced holds no more.
    status.base = base_of(&written).unwrap_or(status.base);
    status.detail = None;
    Some(status)
}

fn base_of(written: &str) -> Option<BaseStatus> {
    let word: String =
        written.chars().skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphabetic()).collect();
    Some(match word.to_lowercase().as_str() {
        "proposed" | "draft" | "open" | "pending" | "rfc" => BaseStatus::Todo,
        "accepted" | "approved" | "adopted" | "implemented" | "decided" => BaseStatus::Done,
        "superseded" | "superceded" | "deprecated" | "rejected" | "replaced" | "obsolete" | "withdrawn" => {
            BaseStatus::Cut
        }
        _ => return None,
    })
}

/// The records of a plan, with what was read of each.
fn records<'a>(plan: &'a Plan, reading: &'a Reading) -> impl Iterator<Item = (&'a Item, &'a Digest)> {
    plan.items
        .iter()
        .filter(|item| item.kind == ItemKind::Exploration && number_of(&item.place.path).is_some())
        .filter_map(|item| {
            let index = reading.files().index_of(&item.place.path)?;
            Some((item, reading.digest(index)?))
        })
}

/// Which record took the place of which: the one that holds no more lost its ground because of the other.
pub(super) fn relations(plan: &Plan, reading: &Reading) -> Vec<Relation> {
    let mut found = Vec::new();
    for (item, digest) in records(plan, reading) {
        let field = |key: &str| {
            let entry = digest.fields.iter().find(|entry| entry.key.replace('-', "_") == key)?;
            Some((entry.line, entry.value.value.as_text()?.to_owned()))
        };
        let stated = [
            field("superseded_by").map(|(line, text)| (line, format!("superseded by {text}"))),
            field("supersedes").map(|(line, text)| (line, format!("supersedes {text}"))),
        ];
        for (line, text) in said(digest).into_iter().chain(stated.into_iter().flatten()) {
            let small = text.to_lowercase();
            let after = |words: &[&str]| words.iter().find_map(|word| Some(small.find(word)? + word.len()));
            let is_later =
                after(&["superseded by", "superceded by", "replaced by", "deprecated by", "obsoleted by"]);
            let is_earlier = after(&["supersedes", "supercedes", "replaces", "obsoletes"]);
            let (at, is_victim) = match (is_later, is_earlier) {
                (Some(at), _) => (at, true),
                (None, Some(at)) => (at, false),
                (None, None) => continue,
            };
            let rest = text.get(at..).unwrap_or_default();
            let other = other(plan, &item.place.path, rest);
            let resolved = other.is_some();
            let written = rest.trim().trim_matches(['[', ']', '.', ' ']).to_owned();
            let to = other.map_or(written, |other| other.id.clone());
            let place = Place { path: item.place.path.clone(), line };
            let (from, to) = if is_victim { (item.id.clone(), to) } else { (to, item.id.clone()) };
            if is_victim || resolved {
                found.push(Relation { from, to, kind: RelationKind::InvalidatedBy, resolved, place });
            }
        }
    }
    found
}

/// The record that words name: by a link, else by its number beside the one that speaks.
fn other<'a>(plan: &'a Plan, own: &str, words: &str) -> Option<&'a Item> {
    let linked = words.split_once("](").and_then(|(_, rest)| rest.split_once(')')).map(|(target, _)| target);
    let target = linked.and_then(|target| {
        let file = target.split('#').next().unwrap_or(target).trim_start_matches("./");
        let folder = TreePath::parse(folder_of(own)).ok()?;
        let path = match folder.as_str() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        plan.item_at(&path)
    });
    let digits: String =
        words.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    target.or_else(|| {
        let number: u32 = digits.parse().ok()?;
        let is_meant = |item: &&Item| {
            number_of(&item.place.path) == Some(number) && folder_of(&item.place.path) == folder_of(own)
        };
        plan.items.iter().find(is_meant)
    })
}

/// What was decided, or is proposed: one record each.
pub(super) fn decisions(plan: &Plan, reading: &Reading) -> Vec<Decision> {
    let decision = |(item, digest): (&Item, &Digest)| {
        let written = item.status.written.clone().unwrap_or_default();
        let verb: String =
            written.chars().skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphabetic()).collect();
        let dated = digest.blocks.iter().find_map(|block| match block {
            Block::Line { text, .. } | Block::Bullet { text, .. } => {
                let own = text.trim().trim_start_matches(['*', '-', '_', ' ']);
                let (key, value) = own.split_once(':')?;
                let is_date = key.trim_matches(['*', '_', ' ']).eq_ignore_ascii_case("date");
                is_date.then(|| Date::find(value).map(|(date, _)| date)).flatten()
            }
            _ => None,
        });
        Decision {
            verb: if verb.is_empty() { "other".to_owned() } else { verb.to_lowercase() },
            qualifier: None,
            plans: Vec::new(),
            waits_for: Vec::new(),
            rationale: Vec::new(),
            assessments: Vec::new(),
            assignment: None,
            date: item.field("date").and_then(Date::parse).or(dated),
            title: Some(item.title.clone()),
            value: None,
            is_open: item.status.base == BaseStatus::Todo,
            waiting: Vec::new(),
            of: None,
            text: item.title.clone(),
            place: item.place.clone(),
        }
    };
    records(plan, reading).map(decision).collect()
}

//! `invalid-status`: a status that the convention does not know.

use super::{Check, Example, Rule};
use crate::edit::{Change, Edit};
use crate::findings::{Fields, Finding, Scene, Severity};
use crate::plan::{BaseStatus, Status, StatusOrigin, schema};

pub const RULE: Rule = Rule {
    id: "invalid-status",
    severity: Severity::Error,
    summary: "A status that is none of those the convention knows.",
    help: "Who counts what is done, and every tool, looks for five words:\n\n\
| written as | means |\n|---|---|\n\
| `TODO`, `⏳ [TODO]` | not started |\n\
| `WIP`, `🔄 [WIP]` | in work |\n\
| `DONE`, `✅ [DONE]` | complete |\n\
| `DONE:invalidated-by:PP08` | complete, but a later plan broke what it relied on |\n\
| `BLOCKED:kebab-reason`, `🚧 [BLOCKED:kebab-reason]` | stuck for a reason that will pass |\n\
| `CUT`, `🚫 [CUT]` | removed from scope |\n\n\
Write one of these. Brackets without a mark before them need quotes.",
    check: Check::Fields(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nstatus: In Progress\n---\n//- SP02_quay/_overview.md\n---\nstatus: done\n---\n//- SP03_dock/_overview.md\n---\nstatus: ✅ [WIP]\n---\n//- SP04_lock/_overview.md\n---\nstatus: BLOCKED:no permit yet\n---\n",
    found: &[
        "SP01_pier/_overview.md:3",
        "SP02_quay/_overview.md:2",
        "SP03_dock/_overview.md:2",
        "SP04_lock/_overview.md:2",
    ],
    good: "//- SP01_pier/_overview.md\n---\nstatus: WIP\n---\n//- SP02_quay/_overview.md\n---\nstatus: ✅ [DONE:invalidated-by:PP08]\n---\n//- SP03_dock/_overview.md\n---\nstatus: \"[BLOCKED:no-permit]\"\n---\n//- SP04_lock/80_implementation.md\n---\nstatus: whatever\n---\n",
};

/// The words, and the mark that may stand before each.
const WORDS: [(&str, BaseStatus, &str); 5] = [
    ("TODO", BaseStatus::Todo, "⏳"),
    ("WIP", BaseStatus::Wip, "🔄"),
    ("DONE", BaseStatus::Done, "✅"),
    ("BLOCKED", BaseStatus::Blocked, "🚧"),
    ("CUT", BaseStatus::Cut, "🚫"),
];

fn check(_scene: &Scene<'_>, fields: &Fields<'_>, found: &mut Vec<Finding>) {
    let item = fields.item;
    let Some(entry) = fields.get("status").filter(|_| schema::field_of(item.kind, "status").is_some()) else {
        return;
    };
    let written = entry.value.value.as_text().unwrap_or_default();
    let Some(fault) = fault(written) else { return };
    let message = format!("The status of {} is \"{written}\"; {fault}.", item.id);
    let mut finding = Finding::new(RULE.id, fields.place(entry), message).about([&item.id]);
    let upper = written.trim().to_uppercase();
    // Only the case is wrong.
    if WORDS.iter().any(|(word, ..)| *word == upper && *word != "BLOCKED") {
        let change = Change::SetField { key: "status".to_owned(), value: upper.clone() };
        let edit = Edit { path: fields.path.to_owned(), change };
        finding = finding.fixed_by(format!("Write it as {upper}"), vec![edit]);
    }
    found.push(finding);
}

/// What is wrong with a status; nothing when it is well written, or not written at all.
fn fault(written: &str) -> Option<String> {
    let text = written.trim();
    if text.is_empty() {
        return None;
    }
    let (mark, label) = match WORDS.iter().find_map(|(_, base, mark)| Some((base, text.strip_prefix(mark)?))) {
        Some((base, rest)) => (Some(*base), rest.trim_start_matches('\u{fe0f}').trim_start()),
        None => (None, text),
    };
    let label = label.strip_prefix('[').and_then(|label| label.strip_suffix(']')).unwrap_or(label);
    let (word, detail) = label.split_once(':').map_or((label, None), |(word, detail)| (word, Some(detail)));
    let Some((word, base, _)) = WORDS.iter().find(|(known, ..)| *known == word) else {
        let meant = Status::parse(text, StatusOrigin::None, 0).base;
        let meant = WORDS.iter().find(|(_, base, _)| *base == meant);
        let meant = meant.map_or(String::new(), |(word, ..)| format!(", probably {word}"));
        return Some(format!("it has to be TODO, WIP, DONE, BLOCKED:reason or CUT{meant}"));
    };
    if let Some(mark) = mark.filter(|mark| mark != base) {
        return Some(format!("its mark says {}, its word {word}", mark.label().to_lowercase()));
    }
    match (base, detail.map(str::trim)) {
        // Without a reason another rule speaks.
        (_, None) | (BaseStatus::Blocked, Some("")) => None,
        (BaseStatus::Blocked, Some(reason)) => reason
            .contains(char::is_whitespace)
            .then(|| format!("the reason should be in one word, such as {}", kebab(reason))),
        (BaseStatus::Done, Some(detail)) => {
            let cause = detail.strip_prefix("invalidated-by:").map(str::trim);
            let is_plan = cause.is_some_and(|cause| !cause.is_empty() && !cause.contains(char::is_whitespace));
            (!is_plan).then(|| "behind DONE only invalidated-by:PLAN may stand".to_owned())
        }
        (_, Some(_)) => Some(format!("behind {word} nothing may stand")),
    }
}

/// Words in small letters with hyphens between them.
fn kebab(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

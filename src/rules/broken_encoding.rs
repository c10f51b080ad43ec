//! `broken-encoding`: the text of a document had been decoded wrongly and saved so, or is not UTF-8.

use super::{Check, Example, Rule};
use crate::dialect::Digest;
use crate::edit::{Change, Edit};
use crate::files::Entry;
use crate::findings::{Finding, Scene, Severity};
use crate::plan::Place;

pub const RULE: Rule = Rule {
    id: "broken-encoding",
    severity: Severity::Warning,
    summary: "The text of a document was decoded with the wrong code page and saved so, or is not UTF-8.",
    help: "A program took the text for one in an old code page such as Windows-1252 or Mac Roman, and saved what it saw: `é` has become two \
letters, an arrow three. People read past it; searches, tools and the next program do not.\n\n\
The document is shown as it was meant, and the fix writes it so. What cannot be told for certain is left as it is and named by line. \
What is changed without the fix is written in the file's own form, so that the two are never mixed.",
    check: Check::Document(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- pier.md\n# Pier\n\nThe cafÃ© on the pier opens in spring â€“ the crÃªpes come from the bakery.\n",
    found: &["pier.md:3"],
    good: "//- pier.md\n# Pier\n\nThe café on the pier opens in spring – the crêpes come from the bakery.\n",
};

fn check(_: &Scene<'_>, entry: &Entry, digest: &Digest, found: &mut Vec<Finding>) {
    let Some(fault) = &digest.fault else { return };
    let path = entry.path().as_str();
    let at = |line: u32| Place { path: path.to_owned(), line };
    let finding = Finding::new(RULE.id, at(fault.line), fault.notice.clone());
    let finding = finding.because(fault.uncertain.iter().map(|line| at(*line)));
    found.push(match fault.is_restored {
        true => finding.fixed_by(format!("Restore the text of {path}"), vec![Edit::new(path, Change::Repair)]),
        false => finding,
    });
}

//! Which findings somebody looks at: what a link to them says, which findings that leaves, and how many there are.

use super::{Finding, Severity};
use crate::address::Address;
use crate::named::Named;
use crate::outline::plain;
use crate::plan::Plan;

/// Which findings somebody looks at. Every condition has to hold; by itself it is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// In small letters: stands in the message, the path, the rule or a name.
    pub text: String,
    /// How bad.
    pub severity: Option<Severity>,
    /// Of this rule.
    pub rule: Option<String>,
    /// About this item, or something within it, by id.
    pub plan: Option<String>,
}

impl Selection {
    /// What a link asks for: `?q=&severity=&rule=&plan=`. What makes no sense asks for nothing.
    pub fn of(address: &Address) -> Selection {
        let stated = |key: &str| address.setting(key).map(str::trim).filter(|value| !value.is_empty());
        Selection {
            text: plain(stated("q").unwrap_or_default()).to_lowercase(),
            severity: stated("severity").and_then(Severity::from_name),
            rule: stated("rule").map(str::to_owned),
            plan: stated("plan").map(str::to_owned),
        }
    }

    /// Whether it leaves everything.
    pub fn is_everything(&self) -> bool {
        *self == Selection::default()
    }

    /// Whether it leaves this finding.
    pub fn holds(&self, plan: &Plan, finding: &Finding) -> bool {
        let is_about = |id: &String| plan.index_of(id).is_some_and(|item| concerns(plan, finding, item));
        self.severity.is_none_or(|severity| finding.severity == severity)
            && self.rule.as_ref().is_none_or(|rule| rule == finding.rule)
            && (self.text.is_empty() || says(finding, &self.text))
            && self.plan.as_ref().is_none_or(is_about)
    }
}

fn says(finding: &Finding, text: &str) -> bool {
    let words = [finding.message.as_str(), finding.place.path.as_str(), finding.rule];
    words
        .into_iter()
        .chain(finding.items.iter().map(String::as_str))
        .any(|words| words.to_lowercase().contains(text))
}

/// Whether a finding is about an item or something within it.
pub fn concerns(plan: &Plan, finding: &Finding, item: usize) -> bool {
    concerned(plan, finding).any(|concerned| concerned == item)
}

/// The items that a finding is about, by position: those it names and that in which it lies, with all above them.
/// An item may come twice.
pub fn concerned<'a>(plan: &'a Plan, finding: &'a Finding) -> impl Iterator<Item = usize> + 'a {
    let named = finding.items.iter().filter_map(|id| plan.index_of(id));
    let above = |index: &usize| plan.items.get(*index).and_then(|item| item.parent);
    named
        .chain(owner_of(plan, &finding.place.path))
        .flat_map(move |item| std::iter::successors(Some(item), above).take(plan.items.len()))
}

/// The innermost item in whose file or folder a path lies.
fn owner_of(plan: &Plan, path: &str) -> Option<usize> {
    std::iter::successors(Some(path), |path: &&str| Some(path.rsplit_once('/')?.0))
        .find_map(|path| plan.index_at(path))
}

/// How many findings there are. Those that are ignored count nowhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Files in which they are.
    pub files: usize,
    /// Findings that the tree asks to ignore.
    pub ignored: usize,
}

impl Tally {
    /// Counts findings.
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding>) -> Tally {
        let mut tally = Tally::default();
        let mut files: Named<()> = Named::default();
        for finding in findings {
            match (&finding.ignored, finding.severity) {
                (Some(_), _) => tally.ignored += 1,
                (None, Severity::Error) => tally.errors += 1,
                (None, Severity::Warning) => tally.warnings += 1,
            }
            if finding.ignored.is_none() {
                files.insert_new(&finding.place.path, ());
            }
        }
        tally.files = files.len();
        tally
    }

    /// Errors and warnings.
    pub fn total(&self) -> usize {
        self.errors + self.warnings
    }
}

//! What a change does to the findings: which it resolves, and which it adds.

use super::{Finding, Severity};
use crate::counted::counted;
use crate::order;
use std::fmt;

/// What a change does to the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Findings that are gone.
    pub resolved: Vec<Finding>,
    /// Findings that are new.
    pub added: Vec<Finding>,
}

impl Effect {
    /// The difference between findings before and after. Lines move; what a finding says, and of what, tells it apart.
    pub fn of(before: &[Finding], after: &[Finding]) -> Effect {
        let open = |findings: &[Finding]| {
            let mut open: Vec<Finding> =
                findings.iter().filter(|finding| finding.ignored.is_none()).cloned().collect();
            order::sort_by(&mut open, |a, b| key(a).cmp(&key(b)));
            open
        };
        let (before, after) = (open(before), open(after));
        Effect { resolved: without(&before, &after), added: without(&after, &before) }
    }

    /// Whether it adds an error.
    pub fn adds_errors(&self) -> bool {
        self.added.iter().any(|finding| finding.severity == Severity::Error)
    }
}

fn key(finding: &Finding) -> (&str, &[String], &str) {
    (finding.rule, &finding.items, &finding.message)
}

/// Those of some findings, in their order, that are not among others.
fn without(some: &[Finding], others: &[Finding]) -> Vec<Finding> {
    let mut left = Vec::new();
    let mut at = 0;
    for finding in some {
        while others.get(at).is_some_and(|other| key(other) < key(finding)) {
            at += 1;
        }
        match others.get(at) {
            Some(other) if key(other) == key(finding) => at += 1,
            _ => left.push(finding.clone()),
        }
    }
    left
}

impl fmt::Display for Effect {
    /// `It resolves 3 findings and adds none.`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |count: usize| match count {
            0 => "none".to_owned(),
            count => counted(count, "finding"),
        };
        match (self.resolved.len(), self.added.len()) {
            (0, 0) => write!(out, "It changes no finding."),
            (0, added) => write!(out, "It adds {}.", counted(added, "finding")),
            (resolved, added) => {
                write!(
                    out,
                    "It resolves {} and adds {}.",
                    counted(resolved, "finding"),
                    if added == 0 { count(0) } else { added.to_string() }
                )
            }
        }
    }
}

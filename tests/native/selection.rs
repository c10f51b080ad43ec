//! Which findings a link leaves, and how many there are.

use crate::fixture;
use crate::rules::findings;
use planarium::address::Address;
use planarium::findings::{Selection, Severity, Tally};

const TREE: &str = "
//- SP01_pier/_overview.md
---
depends_on: [SP09_gone]
---
[nowhere](gone.md)
//- SP01_pier/p00_piles/_overview.md
---
status: WIP
---
//- SP01_pier/p00_piles/01_drive.md
# Drive
[a](a.png) and

[b](b.png)
//- SP02_lamp/_overview.md
---
blocks: [SP08_lost]
---
";

/// The places of the dangling and the broken that a link leaves.
fn held(query: &str) -> Vec<String> {
    let plan = fixture::plan(TREE);
    let selection = Selection::of(&Address::parse(&format!("#/findings?{query}")));
    let found = findings(TREE);
    let known = found.iter().filter(|finding| matches!(finding.rule, "broken-link" | "dangling-dependency"));
    let held = known.filter(|finding| selection.holds(&plan, finding));
    held.map(|finding| format!("{}:{}", finding.place.path, finding.place.line)).collect()
}

#[test]
fn a_link_says_which_findings_are_listed() {
    const PIER: [&str; 4] = [
        "SP01_pier/_overview.md:2",
        "SP01_pier/_overview.md:4",
        "SP01_pier/p00_piles/01_drive.md:2",
        "SP01_pier/p00_piles/01_drive.md:4",
    ];
    let all = [&PIER[..], &["SP02_lamp/_overview.md:2"]].concat();
    for (query, expected) in [
        ("", &all[..]),
        ("rule=broken-link", &PIER[1..]),
        ("rule=no-such-rule", &[]),
        ("plan=SP01_pier", &PIER),
        // What lies in a phase is about its plan too; the phase itself is asked for by its id.
        ("plan=SP01_pier%2Fp00_piles", &PIER[2..]),
        ("plan=SP01", &[]),
        ("q=LOST", &all[4..]),
        ("q=p00_piles&rule=broken-link", &PIER[2..]),
        ("q=%20%20", &all[..]),
        ("severity=error", &[]),
        ("severity=warning&plan=SP02_lamp", &all[4..]),
        ("severity=dreadful", &all[..]),
    ] {
        assert_eq!(held(query), expected, "{query}");
    }
}

#[test]
fn what_is_ignored_is_counted_apart() {
    let mut found = findings(TREE);
    found.retain(|finding| matches!(finding.rule, "broken-link" | "dangling-dependency"));
    found[0].ignored = Some("it is drawn later".to_owned());
    found[1].severity = Severity::Error;
    assert_eq!(Tally::of(found.iter()), Tally { errors: 1, warnings: 3, files: 3, ignored: 1 });
    assert_eq!(Tally::of(found.iter().take(1)), Tally { ignored: 1, ..Tally::default() });
}

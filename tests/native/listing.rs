//! Trees drawn in text: what is read of them, printed one line a name.

use expect_test::{Expect, expect};
use planarium::document::listing::{self, Listing};

/// A listing as text: its root and lines, then each name with what is known of it.
fn shown(listing: &Listing) -> String {
    let lines = format!("{}..{}", listing.lines.start, listing.lines.end);
    let mut text = format!("{} {lines}\n", listing.root.as_deref().unwrap_or("-"));
    for entry in &listing.entries {
        let kind = if entry.is_folder { "/" } else { "" };
        let open = if entry.complete { "" } else { " (open)" };
        let note = entry.note.as_ref().map_or(String::new(), |note| format!(" ← {note}"));
        text.push_str(&format!("{:>3} {}{kind}{open}{note}\n", entry.line, entry.path));
    }
    for elision in &listing.elisions {
        text.push_str(&format!("{:>3} elided of `{}`: {}\n", elision.line, elision.folder, elision.text));
    }
    for (line, problem) in &listing.problems {
        text.push_str(&format!("{line:>3} ! {problem}\n"));
    }
    text
}

fn check(document: &str, expected: Expect) {
    let found: Vec<String> = listing::read(document).iter().map(shown).collect();
    expected.assert_eq(&found.join("\n"));
    // Line ends change nothing.
    let windows: Vec<String> = listing::read(&document.replace('\n', "\r\n")).iter().map(shown).collect();
    assert_eq!(windows, found);
}

#[test]
fn a_tree_in_a_fence() {
    check(
        "# Tree\n\n```\n.agent_plan/day_dream/\n├── _overview.md\n│\n├── SP01_x/     ← 🔄 [WIP] System Plan\n│   ├── _overview.md   ← note: p00\n│   ├── ...\n│   └── p00_y/\n│       └── ...\n├── modules\n│   └── a.md\n└── _templates/\n```\nafter\n",
        expect![[r#"
            .agent_plan/day_dream/ 4..15
              5 _overview.md
              7 SP01_x/ (open) ← 🔄 [WIP] System Plan
              8 SP01_x/_overview.md ← note: p00
             10 SP01_x/p00_y/ (open)
             12 modules/
             13 modules/a.md
             14 _templates/ (open)
              9 elided of `SP01_x`: ...
             11 elided of `SP01_x/p00_y`: ...
        "#]],
    );
}

#[test]
fn other_ways_to_draw() {
    check(
        "root/\n|-- a/  # the first\n|   `-- b.md <- old\n+-- c.md (3 kB)\n\\-- ... (6 archived docs)\n",
        expect![[r#"
            root/ 1..6
              2 a/ ← the first
              3 a/b.md ← old
              4 c.md ← (3 kB)
              5 elided of ``: ... (6 archived docs)
        "#]],
    );
    check(
        "    day_dream\n    ├─ a.md\n    └─ b/\n       └─ c.md\n",
        expect![[r#"
            day_dream 1..5
              2 a.md
              3 b/
              4 b/c.md
        "#]],
    );
    check(
        "~~~text\nplans/\n  SP01_x/   ← ✅\n    _overview.md\n\n    ...\n\tp00_y/\n  notes.md\n~~~\n",
        expect![[r#"
            plans/ 2..9
              3 SP01_x/ (open) ← ✅
              4 SP01_x/_overview.md
              7 SP01_x/p00_y/ (open)
              8 notes.md
              6 elided of `SP01_x`: ...
        "#]],
    );
}

#[test]
fn odd_depths_tabs_and_strays() {
    check(
        "```\nr/\n├──a/\n│\t├── b.md\n│          └── deep/\n│   │ └── c.md\n│       ← more of it\n│   a stray remark\n└── d.md\n```\n",
        expect![[r#"
            r/ 2..10
              3 a/ (open)
              4 a/b.md/ (open)
              5 a/b.md/deep/ (open)
              6 a/b.md/c.md ← more of it
              9 d.md
              8 ! `a stray remark` is not understood in this listing
        "#]],
    );
}

#[test]
fn two_trees_in_a_fence_and_none() {
    check(
        "```\nsrc/\n├── a.rs\n└── b.rs\ntests/\n└── c.rs\n├── d.rs\n```\n",
        expect![[r#"
            src/ 2..5
              3 a.rs
              4 b.rs

            tests/ 5..8
              6 c.rs
              7 d.rs
        "#]],
    );
    for document in [
        "",
        "```\n┌──────┐\n│ a.md │\n├──────┤\n└──────┘\n```\n",
        "```\nDoes it hold?\n├── yes → go on\n└── no → stop at once\n```\n",
        "| a | b |\n|---|---|\n| a_b | c.d |\n|---|---|\n",
        "- a.md\n  - b.md\n- c/\n",
        "```\nfn main() {\n    a.b\n}\n```\n",
        "+----+\n| a.b |\n+----+\n",
    ] {
        assert_eq!(listing::read(document), [], "{document}");
    }
}

#[test]
fn names_within_names_stay_within_bounds() {
    let mut document = String::from("```\nr/\n");
    for depth in 0..2000 {
        document.push_str(&format!("{}├── {}/\n", " ".repeat(depth), "n".repeat(90)));
    }
    document.push_str("```\n");
    let listings = listing::read(&document);
    assert!(listings[0].entries.iter().all(|entry| entry.path.len() < 1200));
    assert_eq!(listings[0].entries.len() + listings[0].problems.len(), 2000, "nothing is dropped");
}

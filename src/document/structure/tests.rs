//! What is seen where: one line per thing found.

use expect_test::{Expect, expect};

use super::{Structure, read};

fn shown(s: &Structure) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    for h in &s.headings {
        line(format!("{} h{} {:?} #{}", h.line, h.level, h.text, h.slug));
    }
    for t in &s.tables {
        let cells = |cells: &[super::Cell]| {
            let one = |c: &super::Cell| c.text.clone() + &c.link().map_or(String::new(), |l| format!("→{l}"));
            cells.iter().map(one).collect::<Vec<_>>().join(" ¦ ")
        };
        line(format!("{} table in {:?}: {}", t.line, t.section, cells(&t.header)));
        for r in &t.rows {
            line(format!("{}   {}", r.line, cells(&r.cells)));
        }
    }
    for c in &s.checks {
        let mark = if c.done { "x" } else { " " };
        line(format!(
            "{} [{mark}] {:?} depth {} in {:?} label {:?}",
            c.line, c.text, c.depth, c.section, c.label
        ));
    }
    for b in &s.bullets {
        line(format!("{} - {:?} depth {} in {:?}", b.line, b.text, b.depth, b.section));
    }
    for l in &s.links {
        line(format!("{} {:?} {}", l.line, l.kind, l.target));
    }
    out
}

fn check(text: &str, expect: Expect) {
    let structure = read(text);
    expect.assert_eq(&shown(&structure));
    // Line ends make no difference.
    assert_eq!(shown(&read(&text.replace('\n', "\r\n"))), shown(&structure));
}

#[test]
fn headings() {
    check(
        "---\na: b\n---\n# One *two* `three_x` ##\n\nSetext [link](x.md)\nmore\n---\n\n####### no\n#no\n   ### C# #\n    # code\n\n## ✅ Done\n## ✅ Done\n> # quoted\n- # in item\n\n```\n# fenced\n```\n<!--\n# comment\n-->\n<div>\n# html\n</div>\n\n##\n",
        expect![[r#"
            4 h1 "One two three_x" #one-two-three_x
            6 h2 "Setext link more" #setext-link-more
            12 h3 "C#" #c
            15 h2 "✅ Done" #-done
            16 h2 "✅ Done" #-done-1
            17 h1 "quoted" #quoted
            18 h1 "in item" #in-item
            30 h2 "" #
            4 Code three_x
            6 Inline x.md
        "#]],
    );
}

#[test]
fn fences() {
    check(
        "~~~~ md\n# a\n~~~\n```\n~~~~\n# b\n- item\n  ```\n  # in\n  ```\n  after\n\n  ~~~\n  # open\n\n# c leaves the item\n> ```\n> # d\n# e\n``` not`a fence\n# f\n",
        expect![[r#"
            6 h1 "b" #b
            16 h1 "c leaves the item" #c-leaves-the-item
            19 h1 "e" #e
            21 h1 "f" #f
            7 - "item" depth 0 in Some(0)
        "#]],
    );
}

#[test]
fn tables() {
    check(
        "## Children\n\n| Name | Status |\n|:--|:-:|\n| [a\\|b](a.md) | `x \\| y` |\n| only |\n| 1 | 2 | 3 |\nno pipe\n\nText\na | b\n-|-\n**c** | <br>\\*d\\*\n# H\n| a | b |\n| --- |\n\n> | q |\n> |---|\n> | r |\n\n- item\n\n  | i | j |\n  |---|---|\n  | k | [l][m] |\n\n    | code | x |\n    |---|---|\n",
        expect![[r#"
            1 h2 "Children" #children
            14 h1 "H" #h
            3 table in Some(0): Name ¦ Status
            5   a|b→a.md ¦ x | y
            6   only ¦ 
            7   1 ¦ 2 ¦ 3
            8   no pipe ¦ 
            11 table in Some(0): a ¦ b
            13   c ¦ *d*
            18 table in Some(1): q
            20   r
            24 table in Some(1): i ¦ j
            26   k ¦ l
            28 table in Some(1): code ¦ x
            22 - "item" depth 0 in Some(1)
            5 Inline a.md
        "#]],
    );
}

#[test]
fn checks_and_bullets() {
    check(
        "# S\n\n**Acceptance Criteria:**\n- [ ] open `task_1`\n  and more\n- [x] done\n  - [X] nested **bold**\n    - deep\n  - plain\n* star\n+ plus\n1. one\n2. [ ] two\n\n   para\n- [y] no box\n- [ ]\n\n## T\n- [x] without label\n\n**If A:**\n\ntext\n\n- [ ] under a\n* * *\n- - twice\n\n    - [ ] code?\n",
        expect![[r#"
            1 h1 "S" #s
            19 h2 "T" #t
            4 [ ] "open task_1 and more" depth 0 in Some(0) label Some("Acceptance Criteria")
            6 [x] "done" depth 0 in Some(0) label Some("Acceptance Criteria")
            7 [x] "nested bold" depth 1 in Some(0) label Some("Acceptance Criteria")
            13 [ ] "two" depth 0 in Some(0) label Some("Acceptance Criteria")
            17 [ ] "" depth 0 in Some(0) label Some("Acceptance Criteria")
            20 [x] "without label" depth 0 in Some(1) label None
            26 [ ] "under a" depth 0 in Some(1) label Some("If A")
            30 [ ] "code?" depth 2 in Some(1) label Some("If A")
            8 - "deep" depth 2 in Some(0)
            9 - "plain" depth 1 in Some(0)
            10 - "star" depth 0 in Some(0)
            11 - "plus" depth 0 in Some(0)
            12 - "one" depth 0 in Some(0)
            16 - "[y] no box" depth 0 in Some(0)
            28 - "twice" depth 1 in Some(1)
            4 Code task_1
        "#]],
    );
}

#[test]
fn links() {
    check(
        "A [b](c.md) and ![i](i.png \"title\") and [r][x], `src/a.rs`, `let a = b`, <https://x.y/z>.\nNext [p](<a b.md>) [q](a(b)c.md#d) \\[no](n.md) `[no](n.md)`\n\n[x]: ../x.md 'title'\n[^1]: note\n\n| [t](t.md) |\n|---|\n| [![a](a.png)](l.md) |\n\n- [item](i.md)\n\n```\n[no](no.md)\n```\n",
        expect![[r#"
            7 table in None: t→t.md
            9   a→l.md
            11 - "item" depth 0 in None
            1 Inline c.md
            1 Image i.png
            1 Code src/a.rs
            1 Inline https://x.y/z
            2 Inline a b.md
            2 Inline a(b)c.md#d
            4 Reference ../x.md
            7 Inline t.md
            9 Inline l.md
            9 Image a.png
            11 Inline i.md
        "#]],
    );
}

#[test]
fn sections() {
    let s = read("# Top\n## Plans\n### Active\n| a |\n|---|\n## Other\n| b |\n|---|\n");
    assert_eq!(s.tables_under("plans").map(|t| t.line).collect::<Vec<_>>(), [4]);
    assert_eq!(s.tables_under("Top").count(), 2);
    assert_eq!(s.tables_under("Nothing").count(), 0);
}

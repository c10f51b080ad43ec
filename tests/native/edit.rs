//! Edits of files: only the bytes of what was changed change, and what cannot be changed so is refused.

use planarium::edit::{Change, Edit, Refused, apply};
use planarium::files::{Files, FilesBuilder, Limits};

/// One file.
pub fn one(path: &str, bytes: &[u8]) -> Files {
    let mut builder = FilesBuilder::new(Limits::default());
    builder.add(path, bytes.to_vec());
    builder.finish()
}

/// The bytes of a file after edits.
pub fn edited(path: &str, bytes: &[u8], changes: Vec<Change>) -> Result<Vec<u8>, Refused> {
    let files = one(path, bytes);
    let edits: Vec<Edit> = changes.into_iter().map(|change| Edit::new(path, change)).collect();
    let edited = apply(&files, &edits)?;
    let entry = edited.files.get(path).expect("the file is still there");
    let bytes = edited.files.read(entry).unwrap().into_owned();
    Ok(bytes)
}

fn of_file(path: &str, before: &str, change: Change, after: &str) {
    let shown = format!("{before:?} {change:?}");
    match edited(path, before.as_bytes(), vec![change]) {
        Ok(bytes) => assert_eq!(String::from_utf8(bytes).unwrap(), after, "{shown}"),
        Err(refused) => panic!("{refused}: {shown}"),
    }
}

fn check(before: &str, change: Change, after: &str) {
    of_file("a.md", before, change, after);
}

/// A block between fences.
fn in_block(before: &str, change: Change, after: &str) {
    let whole = |block: &str| format!("---\n{block}---\n\n# Title\n");
    check(&whole(before), change.clone(), &whole(after));
    let crlf = |block: &str| whole(block).replace('\n', "\r\n");
    if !before.contains('\r') {
        check(&crlf(before), change.clone(), &crlf(after));
    }
    // Behind a byte order mark and a blank line, closed by dots.
    let odd = |block: &str| format!("\u{feff}\n---\n{block}...\nbody\n");
    check(&odd(before), change, &odd(after));
}

fn set(key: &str, value: &str) -> Change {
    Change::SetField { key: key.to_owned(), value: value.to_owned() }
}

fn day(value: &str) -> Change {
    Change::SetDay { key: "d".to_owned(), value: value.to_owned() }
}

fn list(values: &[&str]) -> Change {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Change::SetList { key: "l".to_owned(), values }
}

fn add(value: &str) -> Change {
    Change::AddToList { key: "l".to_owned(), value: value.to_owned() }
}

fn drop(value: &str) -> Change {
    Change::RemoveFromList { key: "l".to_owned(), value: value.to_owned() }
}

fn remove(key: &str) -> Change {
    Change::RemoveField { key: key.to_owned() }
}

fn refused(path: &str, before: &str, change: Change, expected: &str) {
    let shown = format!("{before:?} {change:?}");
    match edited(path, before.as_bytes(), vec![change]) {
        Ok(bytes) => panic!("{shown} gives {:?}", String::from_utf8_lossy(&bytes)),
        Err(refused) => assert_eq!(refused.to_string(), expected, "{shown}"),
    }
}

#[test]
fn a_value_is_replaced_in_its_style() {
    in_block("a: 1\ns: old # why\nb: 2\n", set("s", "new"), "a: 1\ns: new # why\nb: 2\n");
    in_block("s:   'old'\t\n", set("s", "it's"), "s:   'it''s'\t\n");
    in_block("s: \"old\"\n", set("s", "✅ [DONE]"), "s: \"✅ [DONE]\"\n");
    in_block("s: old\n", set("s", "[DONE]"), "s: \"[DONE]\"\n");
    in_block("q: 'x'\ns: old\n", set("s", "[DONE]"), "q: 'x'\ns: '[DONE]'\n");
    in_block("s: old\n", set("s", "no"), "s: \"no\"\n");
    in_block("s: old\n", set("s", "2025-01-01"), "s: \"2025-01-01\"\n");
    in_block("s: old\n", set("s", ""), "s: \"\"\n");
    in_block("s:\n", set("s", "x"), "s: x\n");
    in_block("s:   # why\nb: 2\n", set("s", "x"), "s: x   # why\nb: 2\n");
    in_block("s: ~\n", set("s", "x"), "s: x\n");
    in_block("s: one\n  two\nb: 2\n", set("s", "three"), "s: three\nb: 2\n");
    in_block("\"s\" : x\n", set("s", "w"), "\"s\" : w\n");
    // What is no text stays none.
    in_block("s: 3\n", set("s", "4.5"), "s: 4.5\n");
    in_block("s: 3\n", set("s", "012"), "s: \"012\"\n");
    in_block("s: true\n", set("s", "false"), "s: false\n");
    in_block("s: true\n", set("s", "yes"), "s: \"yes\"\n");
    in_block("s: x\n", set("s", "4"), "s: \"4\"\n");
    // The same is no change.
    in_block("s:  'x' \n", set("s", "x"), "s:  'x' \n");
}

#[test]
fn days_keep_their_form() {
    in_block("d: 2025-01-01\n", day("2025-02-03"), "d: 2025-02-03\n");
    in_block("d: '2025-01-01'\n", day("2025-02-03"), "d: '2025-02-03'\n");
    in_block("d: Feb 3, 2025\n", day("2025-02-03"), "d: 2025-02-03\n");
    in_block("d: soon\n", day("2025-02-03T10:00:00Z"), "d: 2025-02-03T10:00:00Z\n");
    in_block("a: 1\n", day("2025-02-03"), "a: 1\nd: 2025-02-03\n");
    in_block("d: 2025-01-01\n", set("d", "2025-02-03"), "d: 2025-02-03\n");
}

#[test]
fn texts_of_several_lines_keep_their_form() {
    in_block("s: |\n  a\n  b\nt: 1\n", set("s", "c\nd\n"), "s: |\n  c\n  d\nt: 1\n");
    in_block("s: |- # why\n    a\nt: 1\n", set("s", "c\n\nd"), "s: |- # why\n    c\n\n    d\nt: 1\n");
    in_block("s: |\n  a\nt: 1\n", set("s", "c"), "s: |-\n  c\nt: 1\n");
    in_block("s: >\n  a\n  b\n\n  c\nt: 1\n", set("s", "a b\nc d\n"), "s: >\n  a b\n\n  c d\nt: 1\n");
    in_block("s: |\n  a\nt: 1\n", set("s", "\u{7}"), "s: \"\\x07\"\nt: 1\n");
    in_block("s: x\nt: 1\n", set("s", "a\nb"), "s: |-\n  a\n  b\nt: 1\n");
    in_block("s: x # why\nt: 1\n", set("s", "a\nb"), "s: \"a\\nb\" # why\nt: 1\n");
    in_block("s: 'x'\n", set("s", "a\nb"), "s: |-\n  a\n  b\n");
    in_block("s: |+\n  a\n\nt: 1\n", set("s", "c\n\n"), "s: |+\n  c\n\nt: 1\n");
    in_block("s: |\n  a\n  ---\n", set("s", "---\nb\n"), "s: |\n  ---\n  b\n");
}

#[test]
fn collections_give_way_to_a_value() {
    in_block("l: # why\n  - a\n  - b # x\nt: 1\n", set("l", "c"), "l: c # why\nt: 1\n");
    in_block("l: [a,\n  b]\nt: 1\n", set("l", "c"), "l: c\nt: 1\n");
    in_block("m:\n  k: v\n  w:\n    - x\nt: 1\n", set("m", "c"), "m: c\nt: 1\n");
}

#[test]
fn a_field_is_added_behind_the_last() {
    in_block("a: 1\n", set("s", "x"), "a: 1\ns: x\n");
    in_block("a: 1\n\n# end\n", set("s", "x"), "a: 1\ns: x\n\n# end\n");
    in_block("a: |+\n  text\n\n\n", set("s", "x"), "a: |+\n  text\n\n\ns: x\n");
    in_block("  a: 1\n  b:\n    - c\n", set("s", "x"), "  a: 1\n  b:\n    - c\n  s: x\n");
    in_block("", set("s", "x"), "s: x\n");
    in_block("a: 1\n", set("a: b", "x"), "a: 1\n\"a: b\": x\n");
    check("# Title\n", set("s", "x"), "---\ns: x\n---\n\n# Title\n");
    check("\n# Title\r\n", set("s", "x"), "---\ns: x\n---\n\n# Title\r\n");
    check("a\r\nb", set("s", "x"), "---\r\ns: x\r\n---\r\n\r\na\r\nb");
    check("", set("s", "x"), "---\ns: x\n---\n");
    check(
        "---\n\n# A rule above\n\nand below\n\n---\n",
        set("s", "x"),
        "---\ns: x\n---\n\n---\n\n# A rule above\n\nand below\n\n---\n",
    );
    // Without frontmatter, behind a byte order mark.
    check("\u{feff}text", set("s", "x"), "\u{feff}---\ns: x\n---\n\ntext");
    for (before, after) in [
        ("a: 1\n", "a: 1\ns: x\n"),
        ("a: 1", "s: x\na: 1"),
        ("---\na: 1\n...\n", "---\na: 1\ns: x\n...\n"),
        ("", "s: x\n"),
        ("# c\n", "s: x\n# c\n"),
    ] {
        of_file("SP01_x/plan.yaml", before, set("s", "x"), after);
    }
}

#[test]
fn a_field_is_removed_with_its_lines() {
    in_block("a: 1\ns: x # y\nb: 2\n", remove("s"), "a: 1\nb: 2\n");
    in_block("a: 1\ns:\n- x\n# c\n- y\n\nb: 2\n", remove("s"), "a: 1\n\nb: 2\n");
    in_block("s: |\n  x\n\n  y\nb: 2\n", remove("s"), "b: 2\n");
    in_block("s: x\n", remove("s"), "");
    in_block("a: 1\n", remove("s"), "a: 1\n");
    of_file("plan.yaml", "a: 1\ns: x", remove("s"), "a: 1\n");
}

#[test]
fn lists_in_lines() {
    let old = "l:\n  - a\n  # of b\n  - \"b\" # why\n\n  - c\nt: 1\n";
    in_block(old, add("d"), "l:\n  - a\n  # of b\n  - \"b\" # why\n\n  - c\n  - d\nt: 1\n");
    in_block(old, drop("b"), "l:\n  - a\n\n  - c\nt: 1\n");
    in_block(old, drop("a"), "l:\n  # of b\n  - \"b\" # why\n\n  - c\nt: 1\n");
    in_block(old, list(&["c", "b"]), "l:\n\n  - c\n  # of b\n  - \"b\" # why\nt: 1\n");
    in_block(old, list(&["a", "x", "c"]), "l:\n  - a\n  # of b\n  - \"x\" # why\n\n  - c\nt: 1\n");
    in_block("l:\n- a\nt: 1\n", add("no"), "l:\n- a\n- \"no\"\nt: 1\n");
    in_block("l: # why\n-   'a'\n", add("b"), "l: # why\n-   'a'\n-   'b'\n");
    in_block("l: # why\n- a\nt: 1\n", drop("a"), "l: [] # why\nt: 1\n");
    in_block("l:\n  -\n  - a\n", add("b"), "l:\n  -\n  - a\n  - b\n");
    in_block("l:\n  - k: v\n    w: x\n  - a\n", drop("a"), "l:\n  - k: v\n    w: x\n");
    in_block("l:\n  - a\n  - a\n", add("a"), "l:\n  - a\n  - a\n");
    of_file("plan.yaml", "l:\n- a\n- b", drop("b"), "l:\n- a");
    of_file("plan.yaml", "l:\n- a", add("b"), "l:\n- a\n- b");
}

#[test]
fn lists_in_brackets() {
    in_block("l: [a, 'b'] # why\n", add("c"), "l: [a, 'b', 'c'] # why\n");
    in_block("l: [ a , b ]\n", add("c, d"), "l: [ a , b , \"c, d\" ]\n");
    in_block("l: []\n", add("c"), "l: [c]\n");
    in_block("l: [ ]\n", add("a: b"), "l: [\"a: b\"]\n");
    in_block("l: [a, b, c]\n", drop("b"), "l: [a, c]\n");
    in_block("l: [a]\n", drop("a"), "l: []\n");
    in_block("l: [\n  a, # one\n  b\n]\n", add("c"), "l: [\n  a, # one\n  b, c\n]\n");
    in_block("l: [\n  a,\n  b,\n]\n", add("c"), "l: [\n  a,\n  b,\n  c,\n]\n");
    in_block("l: [a, b, c]\n", list(&["c", "x", "a"]), "l: [c, x, a]\n");
    in_block("l: [https://x.org/a]\n", add("https://x.org/b"), "l: [https://x.org/a, https://x.org/b]\n");
}

#[test]
fn lists_are_made_as_the_others_are() {
    in_block("a: 1\n", add("x"), "a: 1\nl: [x]\n");
    in_block("a:\n  - 1\n", add("x"), "a:\n  - 1\nl:\n  - x\n");
    in_block("a:\n- 1\nl:\n", list(&["x", "- y"]), "a:\n- 1\nl:\n- x\n- \"- y\"\n");
    in_block("a:\n- 1\nl: # why\n", add("x"), "a:\n- 1\nl: # why\n- x\n");
    in_block("l: x # why\n", add("w"), "l: [x, w] # why\n");
    in_block("l: x\n", drop("x"), "l: []\n");
    in_block("l: 'x'\n", list(&["x"]), "l: ['x']\n");
}

#[test]
fn what_cannot_be_seen_through_is_refused() {
    let block = |inside: &str| format!("---\nname: x\n{inside}---\n");
    for (inside, expected) in [
        ("a: &b 1\nc: *b\n", "a.md:3:4: an anchor (`&name`) stands here"),
        ("a: *b\n", "a.md:3:4: This is not valid YAML: while parsing node, found unknown anchor."),
        ("a: !!str 1\n", "a.md:3:4: a tag (`!name`) stands here"),
        ("a:\n  <<: {b: 1}\n", "a.md:4:3: a merge key (`<<`) stands here"),
        ("a: 1\na: 2\n", "a.md:4:1: `a` is given twice; the value on line 3 is used. Delete one of the two."),
        ("? [a]\n: 1\n", "a.md:3:3: a key that is no text stands here"),
        ("a: @b\n", "a.md:3:4: This is not valid YAML: unexpected character: `@'."),
    ] {
        refused("a.md", &block(inside), set("name", "y"), expected);
        refused("a.md", &block(inside), set("new", "y"), expected);
        refused("a.md", &block(inside), remove("name"), expected);
    }
    refused(
        "a.md",
        "---\nname: x\n",
        set("name", "y"),
        "a.md:1:1: the block that opens here with `---` is never closed; put `---` on a line of its own below it",
    );
    refused(
        "a.md",
        "---\n{name: x}\n---\n",
        set("s", "y"),
        "a.md:1:1: s cannot be written here so that everything else stays as it is; change it by hand",
    );
    refused(
        "a.md",
        "---\n? s\n: x\n---\n",
        set("s", "y"),
        "a.md:2:3: s cannot be written here so that everything else stays as it is; change it by hand",
    );
    refused(
        "plan.yaml",
        "a: 1\n---\nb: 2\n",
        set("a", "y"),
        "plan.yaml:2:1: A second YAML document begins here; only the first is read. Take the `---` out.",
    );
    refused("a.md", "# x\n", Change::SetBox { line: 1, done: true }, "a.md:1:1: no box stands here");
}

#[test]
fn bytes_that_are_no_text_stay() {
    let before = b"---\na: \xff\ns: x\n---\n\xfe\r\nend";
    let after = edited("a.md", before, vec![set("s", "w")]).unwrap();
    assert_eq!(after, b"---\na: \xff\ns: w\n---\n\xfe\r\nend");
    let utf16: Vec<u8> = "\u{feff}---\na: 1\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let changed: Vec<u8> = "\u{feff}---\na: 2\n---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(edited("a.md", &utf16, vec![set("a", "2")]).unwrap(), changed);
    assert!(
        edited("a.md", &[&utf16[..], &[0]].concat(), vec![set("a", "2")])
            .unwrap_err()
            .reason
            .contains("UTF-16")
    );
}

fn cell(line: u32, column: &str, value: &str) -> Change {
    Change::SetCell { line, column: column.to_owned(), value: value.to_owned() }
}

#[test]
fn cells_are_spliced() {
    let loose = "| Name | Status |\n|---|---|\n| a \\| b | old |\n|c||\n| d\n";
    check(loose, cell(3, "Status", "new"), &loose.replace("old", "new"));
    check(loose, cell(3, "status", "x | y"), &loose.replace("old", "x \\| y"));
    check(loose, cell(4, "Status", "new"), &loose.replace("|c||", "|c| new |"));
    check(loose, cell(5, "Status", "new"), &loose.replace("| d", "| d | new"));
    let aligned = "| Name | Status      |\r\n|------|-------------|\r\n| a    | in progress |\r\n| b    |             |\r\n";
    check(aligned, cell(3, "Status", "done"), &aligned.replace("in progress", "done       "));
    check(aligned, cell(4, "Status", "done"), &aligned.replace("|             |", "| done        |"));
    check(
        aligned,
        cell(3, "Status", "in slow progress"),
        &aligned.replace("in progress", "in slow progress"),
    );
    check(aligned, cell(3, "Name", "abc"), &aligned.replace("a   ", "abc "));
    refused("a.md", loose, cell(3, "Owner", "x"), "a.md:3:1: this table has no column Owner");
    refused("a.md", loose, cell(1, "Name", "x"), "a.md:1:1: no row of a table stands here");
    refused("a.md", loose, cell(3, "Name", "a\nb"), "a.md:3:1: a cell of a table holds one line");
    refused("a.md", "|a|a|\n|-|-|\n|1|2|\n", cell(3, "a", "x"), "a.md:3:1: this table has several columns a");
}

#[test]
fn rows_are_added() {
    let row = |cells: &[&str]| Change::AddRow {
        section: "Module Index".to_owned(),
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    let before = "# T\n\n## 📦 Module Index (all)\n\n| M | P |\n|---|---|\n| a | b |\n\nend\n";
    check(before, row(&["c", "d|e"]), &before.replace("| b |\n", "| b |\n| c | d\\|e |\n"));
    check(before, row(&["a", "b"]), before);
    check(before, row(&["c"]), &before.replace("| b |\n", "| b |\n| c |   |\n"));
    let aligned = "## Module Index\nM    | P\n-----|--\naaaa | b";
    check(aligned, row(&["c", "d"]), "## Module Index\nM    | P\n-----|--\naaaa | b\nc | d");
    let aligned = "## Module Index\n| M    | P |\n|------|---|\n| aaaa | b |\n";
    check(
        aligned,
        row(&["c", "d"]),
        "## Module Index\n| M    | P |\n|------|---|\n| aaaa | b |\n| c    | d |\n",
    );
    refused("a.md", before, row(&["a", "b", "c"]), "a.md:5:1: this table has 2 columns, not 3");
    refused("a.md", "## Module Index\n", row(&["a"]), "a.md: there is no table in a section Module Index");
}

#[test]
fn words_boxes_and_lines() {
    let text = "- [ ] one [ ]\n  1. [X] two\n**Status**: 🟡 IN PROGRESS\r\nlast";
    check(text, Change::SetBox { line: 1, done: true }, &text.replacen("[ ]", "[x]", 1));
    check(text, Change::SetBox { line: 2, done: false }, &text.replace("[X]", "[ ]"));
    check(text, Change::SetBox { line: 2, done: true }, text);
    let words =
        |line: u32, old: &str, new: &str| Change::Replace { line, old: old.to_owned(), new: new.to_owned() };
    check(text, words(3, "🟡 IN PROGRESS", "✅ Complete"), &text.replace("🟡 IN PROGRESS", "✅ Complete"));
    check(text, words(3, "", "new\r\n"), &text.replace("**Status", "new\r\n**Status"));
    check(text, words(2, "  1. [X] two\n**Status**: 🟡 IN PROGRESS\r\n", ""), "- [ ] one [ ]\nlast");
    check(text, Change::RemoveLine { line: 3 }, "- [ ] one [ ]\n  1. [X] two\nlast");
    refused("a.md", text, words(1, "[ ]", "x"), "a.md:1:1: \"[ ]\" stands here more than once");
    refused("a.md", text, words(4, "one", "x"), "a.md:4:1: \"one\" does not stand here");
    refused("a.md", text, Change::RemoveLine { line: 9 }, "a.md:9:1: the file has no such line");
}

#[test]
fn entries_come_first_or_last() {
    let first = |text: &str| Change::AddToSection { section: "Log".to_owned(), text: text.to_owned() };
    let last = |text: &str| Change::AppendToSection { section: "Log".to_owned(), text: text.to_owned() };
    let before = "# T\n\n## Log\n\nNewest first.\n\n### B\n- b\n\n### A\n- a\n\n## End\n";
    check(before, first("### C\n- c"), &before.replace("### B", "### C\n- c\n\n### B"));
    check(before, last("### C\n- c"), &before.replace("## End", "### C\n- c\n\n## End"));
    check(before, last("- d"), &before.replace("- a\n", "- a\n- d\n"));
    check(before, first("Hello."), &before.replace("Newest", "Hello.\n\nNewest"));
    check(before, last("### A\n- a"), before);
    check("## Log\n- a", last("- b"), "## Log\n- a\n- b\n");
    check("## Log\n- a\n", first("- b"), "## Log\n\n- b\n- a\n");
    check("## Log", last("x"), "## Log\n\nx\n");
    check("## Log\n\n\n## End\n", first("x"), "## Log\n\nx\n\n## End\n");
    check("text\r\n", last("### A\n- a"), "text\r\n\r\n## Log\r\n\r\n### A\r\n- a\r\n");
    check("", last("x"), "## Log\n\nx\n");
}

#[test]
fn lines_of_a_step_are_those_before_it() {
    let before = "---\na: 1\n---\n| N | S |\n|---|---|\n| x | 1 |\n| y | 2 |\n\n- [ ] z\n";
    let step = vec![
        set("b", "2"),
        cell(7, "S", "3"),
        Change::RemoveLine { line: 6 },
        Change::SetBox { line: 9, done: true },
        Change::AppendToSection { section: "New".to_owned(), text: "x".to_owned() },
        Change::Replace { line: 9, old: "z".to_owned(), new: "w".to_owned() },
    ];
    let after = edited("a.md", before.as_bytes(), step).unwrap();
    let expected = "---\na: 1\nb: \"2\"\n---\n| N | S |\n|---|---|\n| y | 3 |\n\n- [x] w\n\n## New\n\nx\n";
    assert_eq!(String::from_utf8(after).unwrap(), expected);
}

#[test]
fn files_are_moved_made_and_deleted() {
    let mut builder = FilesBuilder::new(Limits::default());
    for (path, text) in
        [("SP01_x/_overview.md", "a"), ("SP01_x/modules/m.md", "m"), ("b.md", "b"), (".github/x.md", "x")]
    {
        builder.add(path, text.as_bytes().to_vec());
    }
    let files = builder.finish();
    let paths = |files: &Files| {
        files.iter().map(|entry| entry.path().as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let to = |to: &str| Change::Move { to: to.to_owned() };
    let moved = apply(
        &files,
        &[
            Edit::new(
                "SP01_x/_overview.md",
                Change::AppendToSection { section: "S".into(), text: "t".into() },
            ),
            Edit::new("SP01_x", to("_completed/SP01_x")),
            Edit::new("c.md", Change::Create { text: "c".into() }),
            Edit::new("b.md", Change::Delete),
        ],
    )
    .unwrap();
    assert_eq!(
        paths(&moved.files),
        ".github/x.md _completed/SP01_x/_overview.md _completed/SP01_x/modules/m.md c.md"
    );
    assert_eq!(moved.moved.len(), 2);
    assert_eq!(moved.changed.len(), 6);
    let text =
        moved.files.get("_completed/SP01_x/_overview.md").map(|entry| moved.files.text(entry).unwrap().text);
    assert_eq!(text.as_deref(), Some("a\n\n## S\n\nt\n"));
    // Moved and moved back is nothing.
    let back = apply(&files, &[Edit::new("b.md", to("c.md")), Edit::new("c.md", to("b.md"))]).unwrap();
    assert!(back.changed.is_empty() && back.moved.is_empty());
    for (path, change, expected) in [
        ("b.md", to("SP01_x/_overview.md"), "b.md: there is SP01_x/_overview.md already"),
        ("SP01_x", to("SP01_x/y"), "SP01_x: a folder cannot be moved into itself"),
        (
            "b.md",
            to(".git/hooks/x"),
            "b.md: it cannot be moved to .git/hooks/x: .git is hidden, and hidden files steer tools",
        ),
        ("b.md", to("SP01_x"), "b.md: SP01_x is a folder"),
        ("SP01_x", to("b.md/x"), "SP01_x: b.md is a file, not a folder"),
        ("none.md", to("x.md"), "none.md: there is no such file or folder"),
        (".github/x.md", Change::Delete, ".github/x.md: .github is hidden, and hidden files steer tools"),
        ("../x.md", Change::Create { text: String::new() }, "../x.md: its path climbs with `..`"),
        ("b.md", Change::Create { text: "x".into() }, "b.md: there is such a file already"),
    ] {
        assert_eq!(apply(&files, &[Edit::new(path, change)]).unwrap_err().to_string(), expected);
    }
}

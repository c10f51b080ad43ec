//! What blocks mean, and what is said about those that are no YAML.

use expect_test::{Expect, expect};

use super::{MAX_BLOCK_BYTES, Node, Value, read};

fn shown(node: &Node, text: &str, out: &mut String) {
    match &node.value {
        Value::List(items) => {
            out.push('[');
            for item in items {
                shown(item, text, out);
                out.push(' ');
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for entry in entries {
                out.push_str(&entry.key);
                out.push('=');
                shown(&entry.value, text, out);
                out.push(' ');
            }
            out.push('}');
        }
        value => out.push_str(&format!("{value:?}")),
    }
    let written = text.get(node.span.clone()).unwrap_or("out of bounds");
    out.push_str(&format!("@{}:{}‹{}›", node.line, node.column, written.replace('\n', "⏎")));
}

fn check(text: &str, expect: Expect) {
    let (entries, problems) = read(text, 0..text.len());
    let mut out = String::new();
    for entry in &entries {
        out.push_str(&format!("{} {} = ", entry.line, entry.key));
        shown(&entry.value, text, &mut out);
        out.push('\n');
    }
    for problem in &problems {
        out.push_str(&format!("! {}:{} {}\n", problem.line, problem.column, problem.text));
    }
    expect.assert_eq(&out);
}

#[test]
fn plain_blocks() {
    check(
        "name: a b # note\ntype: \"x: y\"\nempty:\nlist: []\nflow: [a, 'b']\nblocks:\n  - PP01\n  - \"q\"\n# c\nlast_updated: 2025-07-20\nn: 1.10\nt: true\né: ü\n",
        expect![[r#"
            1 name = Text("a b")@1:7‹a b›
            2 type = Text("x: y")@2:7‹"x: y"›
            3 empty = Null@3:7‹›
            4 list = []@4:7‹[]›
            5 flow = [Text("a")@5:8‹a› Text("b")@5:11‹'b'› ]@5:7‹[a, 'b']›
            6 blocks = [Text("PP01")@7:5‹PP01› Text("q")@8:5‹"q"› ]@7:3‹- PP01⏎  - "q"›
            10 last_updated = Text("2025-07-20")@10:15‹2025-07-20›
            11 n = Number("1.10")@11:4‹1.10›
            12 t = Bool(true)@12:4‹true›
            13 é = Text("ü")@13:4‹ü›
        "#]],
    );
}

#[test]
fn by_the_parser() {
    check(
        "\"k\\n\": 'it''s' # c\nm:\n  a: {b: 1, c}\n  d:\n  - x\n  -\n  - [y, ]\ntext: >-\n  one\n  two\nplain: one\n  two\nx: &a [1]\ny: *a\nz: !!str 7\n? complex\n: v\n",
        expect![[r#"
            1 k
             = Text("it's")@1:8‹'it''s'›
            2 m = {a={b=Number("1")@3:10‹1› c=Null@3:14‹› }@3:6‹{b: 1, c}› d=[Text("x")@5:5‹x› Null@6:4‹› [Text("y")@7:6‹y› ]@7:5‹[y, ]› ]@5:3‹- x⏎  -⏎  - [y, ]› }@3:3‹a: {b: 1, c}⏎  d:⏎  - x⏎  -⏎  - [y, ]›
            8 text = Text("one two")@8:7‹>-⏎  one⏎  two›
            11 plain = Text("one two")@11:8‹one⏎  two›
            13 x = [Number("1")@13:8‹1› ]@13:4‹&a [1]›
            14 y = [Number("1")@13:8‹1› ]@14:4‹*a›
            15 z = Text("7")@15:4‹!!str 7›
            16 complex = Text("v")@17:3‹v›
        "#]],
    );
}

#[test]
fn not_yaml() {
    check(
        "title: T\nreporter: @name\nlabels:\n  - ok\n  - @bob\nafter: 1\n",
        expect![[r#"
        1 title = Text("T")@1:8‹T›
        2 reporter = Text("@name")@2:11‹@name›
        3 labels = [Text("ok")@4:5‹ok› Text("@bob")@5:5‹@bob› ]@3:8‹- ok⏎  - @bob›
        6 after = Number("1")@6:8‹1›
        ! 2:11 A value cannot begin with `@`; put it into quotes. It is read as plain text.
        ! 5:5 A value cannot begin with `@`; put it into quotes. It is read as plain text.
    "#]],
    );
    check(
        "a: one: two\nb: \"open\nc: [x\nd: {y\ne: `z`\nf: *no\n",
        expect![[r#"
        1 a = Text("one: two")@1:4‹one: two›
        2 b = Text("\"open")@2:4‹"open›
        3 c = Text("[x")@3:4‹[x›
        4 d = Text("{y")@4:4‹{y›
        5 e = Text("`z`")@5:4‹`z`›
        6 f = Text("*no")@6:4‹*no›
        ! 1:4 A colon followed by a space begins a new value; put this one into quotes. It is read as plain text.
        ! 2:4 This quote is not closed, or text follows it; close it at the end. It is read as plain text.
        ! 3:4 This `[` is not closed by `]`; close it, or put the value into quotes. It is read as plain text.
        ! 4:4 This `{` is not closed by `}`; close it, or put the value into quotes. It is read as plain text.
        ! 5:4 A value cannot begin with a backtick; put it into quotes. It is read as plain text.
        ! 6:4 A value that begins with `*` is an alias to YAML; put it into quotes. It is read as plain text.
    "#]],
    );
    check(
        "a: b\n\tc: d\ne:\n\t- f\n",
        expect![[r#"
        1 a = Text("b c: d")@1:4‹b⏎	c: d›
        3 e = [Text("f")@4:4‹f› ]@3:3‹- f›
        ! 1:4 A tab cannot indent YAML; use spaces. It is read as plain text.
        ! 4:2 A tab cannot indent YAML; use spaces. It is read as plain text.
    "#]],
    );
    check(
        "a: 1\nb: 2\na: 3\nm:\n  x: 1\n  x: 2\n",
        expect![[r#"
            1 a = Number("1")@1:4‹1›
            2 b = Number("2")@2:4‹2›
            4 m = {x=Number("1")@5:6‹1› }@5:3‹x: 1›
            ! 3:1 `a` is given twice; the value on line 1 is used. Delete one of the two.
            ! 6:3 `x` is given twice; the value on line 5 is used. Delete one of the two.
        "#]],
    );
    check(
        "prose without a colon\nkey: v\nmore prose\n",
        expect![[r#"
        2 key = Text("v")@2:6‹v›
        ! 1:1 This line is not `key: value` and is left out. Give it a key, or put the text above into quotes.
        ! 3:1 This line is not `key: value` and is left out. Give it a key, or put the text above into quotes.
    "#]],
    );
    check(
        "meta:\n  reporter: @x\n  n: 1\nz: 2\n",
        expect![[r#"
        1 meta = {reporter=Text("@x")@2:13‹@x› n=Number("1")@3:6‹1› }@1:6‹reporter: @x⏎  n: 1›
        4 z = Number("2")@4:4‹2›
        ! 2:13 A value cannot begin with `@`; put it into quotes. It is read as plain text.
    "#]],
    );
    check(
        "- a\n- b\n",
        expect![[r#"
        ! 1:1 This line is not `key: value` and is left out. Give it a key, or put the text above into quotes.
    "#]],
    );
    check(
        "a: 1\n---\nb: 2\n",
        expect![[r#"
        1 a = Number("1")@1:4‹1›
        ! 2:1 A second YAML document begins here; only the first is read. Take the `---` out.
    "#]],
    );
}

#[test]
fn numbers_become_json() {
    let (entries, _) = read("a: [1, -2, 0x10, 1.50, 1e3, .inf, 007, 99999999999999999999]\n", 0..61);
    let json = serde_json::to_string(&entries.first().map(|entry| &entry.value)).unwrap_or_default();
    assert_eq!(json, r#"[1,-2,16,1.5,1000.0,".inf","007","99999999999999999999"]"#);
}

#[test]
fn caps() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &(b'b'..=b'h')
            .map(|c| {
                format!(
                    "{0}: &{0} [{1}]\n",
                    char::from(c),
                    vec![format!("*{}", char::from(c - 1)); 10].join(",")
                )
            })
            .collect::<String>();
    let (entries, problems) = read(&bomb, 0..bomb.len());
    assert_eq!((entries.len(), problems.is_empty()), (8, false));
    for (depth, fits) in [(63, true), (64, false), (20_000, false)] {
        let deep = format!("a: {}{}\nb: 1\n", "[".repeat(depth), "]".repeat(depth));
        let (entries, problems) = read(&deep, 0..deep.len());
        assert_eq!((entries.len(), problems.is_empty()), (2, fits), "{depth}");
    }
    for (len, fits) in [(MAX_BLOCK_BYTES, true), (MAX_BLOCK_BYTES + 1, false)] {
        let long = format!("a: {}", "x".repeat(len - 3));
        assert_eq!(read(&long, 0..len).1.is_empty(), fits);
    }
}

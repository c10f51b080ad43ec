//! The boundaries of the design, read off the source: boundaries that nothing checks decay.

use crate::fixture::{repository, walk};
use std::collections::{BTreeMap, BTreeSet};

/// What a view may name of `web_sys`: the types of what a handler is given, and of what it happened to.
/// leptos hands handlers these very types and has no names of its own for the elements. Everything that
/// *does* something in the browser stands behind `browser/`.
const TYPES_OF_HANDLERS: [&str; 8] = [
    "Event",
    "KeyboardEvent",
    "MouseEvent",
    "PointerEvent",
    "SubmitEvent",
    "Element",
    "HtmlInputElement",
    "HtmlSelectElement",
];

/// A source file.
struct Source {
    /// Path relative to `src/`.
    path: String,
    /// As written.
    text: String,
    /// The same with comments and the content of literals blanked out, line for line.
    code: String,
}

impl Source {
    /// The module of `lib.rs` that it belongs to; nothing for `lib.rs` and `main.rs`.
    fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (!matches!(name, "lib" | "main")).then_some(name)
    }

    /// How many modules it is in.
    fn depth(&self) -> usize {
        let path = self.path.strip_suffix("/mod.rs").unwrap_or(&self.path);
        path.split('/').count()
    }

    /// The lines of the code that hold `word` as a whole word, from 1.
    fn lines_with(&self, word: &str) -> Vec<usize> {
        let lines = self.code.lines().enumerate();
        lines.filter(|(_, line)| words(line).any(|known| known == word)).map(|(index, _)| index + 1).collect()
    }
}

fn sources() -> Vec<Source> {
    let sources: Vec<Source> = walk(&repository().join("src"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, place)| {
            let text = std::fs::read_to_string(place).unwrap();
            Source { path, code: code_of(&text), text }
        })
        .collect();
    assert!(sources.len() > 50, "only {} sources were found", sources.len());
    sources
}

/// Identifiers of a line.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// Rust without its comments and without what stands in literals. Line ends stay.
fn code_of(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut index = 0;
    let line_ends = |from: usize, to: usize| characters[from..to].iter().filter(|c| **c == '\n').count();
    while index < characters.len() {
        let begin = index;
        match (at(index), at(index + 1)) {
            ('/', '/') => {
                while index < characters.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(index), at(index + 1)) {
                        ('/', '*') => (depth, index) = (depth + 1, index + 2),
                        ('*', '/') => (depth, index) = (depth - 1, index + 2),
                        _ => index += 1,
                    }
                    if depth == 0 || index >= characters.len() {
                        break;
                    }
                }
                index = index.min(characters.len());
                code.extend(std::iter::repeat_n('\n', line_ends(begin, index)));
            }
            ('r', '"' | '#')
                if !at(index.wrapping_sub(1)).is_alphanumeric() && is_raw(&characters, index) =>
            {
                let hashes = (index + 1..).take_while(|index| at(*index) == '#').count();
                index += hashes + 2;
                let close =
                    |index: usize| at(index) == '"' && (1..=hashes).all(|more| at(index + more) == '#');
                while index < characters.len() && !close(index) {
                    index += 1;
                }
                index = (index + hashes + 1).min(characters.len());
                code.push_str("\"\"");
                code.extend(std::iter::repeat_n('\n', line_ends(begin, index)));
            }
            ('"', _) => {
                index += 1;
                while index < characters.len() && at(index) != '"' {
                    index += if at(index) == '\\' { 2 } else { 1 };
                }
                index = (index + 1).min(characters.len());
                code.push_str("\"\"");
                code.extend(std::iter::repeat_n('\n', line_ends(begin, index)));
            }
            ('\'', '\\') => {
                index += 3;
                while index < characters.len() && at(index) != '\'' {
                    index += 1;
                }
                index += 1;
                code.push_str("' '");
            }
            ('\'', _) if at(index + 2) == '\'' => {
                index += 3;
                code.push_str("' '");
            }
            (character, _) => {
                index += 1;
                code.push(character);
            }
        }
    }
    code
}

fn is_raw(characters: &[char], index: usize) -> bool {
    characters[index + 1..].iter().find(|c| **c != '#') == Some(&'"')
}

/// The modules that code names from the root of the crate, with their lines: `crate::x`, `crate::{x, y::z}`,
/// and as many `super::` as lead to the root.
fn modules_named(source: &Source) -> Vec<(usize, String)> {
    let code = &source.code;
    let line_of = |at: usize| code[..at].matches('\n').count() + 1;
    let mut named = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$')) {
            starts.push(at + "crate::".len());
        }
    }
    let to_root = "super::".repeat(source.depth());
    for (at, _) in code.match_indices(&to_root) {
        if !code[..at].ends_with("super::") {
            starts.push(at + to_root.len());
        }
    }
    for start in starts {
        let rest = &code[start..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut begins = true;
            for (at, character) in group.char_indices() {
                match character {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' => begins = depth == 1,
                    _ if character.is_whitespace() => {}
                    _ if begins && depth == 1 => {
                        named.extend(
                            words(&group[at..]).next().map(|word| (line_of(start + at), word.to_owned())),
                        );
                        begins = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            named.extend(words(rest).next().map(|word| (line_of(start), word.to_owned())));
        }
    }
    named
}

/// The modules of `lib.rs` in their order, and how many of them are pure.
fn order(sources: &[Source]) -> (Vec<String>, usize) {
    let library = &sources.iter().find(|source| source.path == "lib.rs").unwrap().code;
    let modules: Vec<String> = library
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    let pure =
        library.lines().take_while(|line| !line.contains("cfg(")).filter(|line| line.starts_with("pub mod "));
    (modules.clone(), pure.count())
}

/// Fails with everything that is wrong, a line each.
fn none(rule: &str, wrong: &[String]) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}

#[test]
fn a_module_uses_only_modules_above_it() {
    let sources = sources();
    let (modules, _) = order(&sources);
    let place = |name: &str| modules.iter().position(|module| module == name);
    assert!(modules.len() >= 15, "lib.rs names {modules:?}");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for source in &sources {
        let Some(module) = source.module() else { continue };
        let Some(own) = place(module) else {
            wrong.push(format!("src/{}: lib.rs has no `pub mod {module};`", source.path));
            continue;
        };
        for (line, name) in modules_named(source) {
            seen += 1;
            match place(&name) {
                Some(other) if other > own => wrong.push(format!(
                    "src/{}:{line}: {module} uses {name}, which stands below it in lib.rs",
                    source.path
                )),
                _ => {}
            }
        }
    }
    assert!(seen > 100, "only {seen} uses were seen: the test does not see what it should");
    none("a module uses only modules above it", &wrong);
}

#[test]
fn pure_modules_know_no_browser_no_disk_and_no_clock() {
    let sources = sources();
    let (modules, pure) = order(&sources);
    let pure = &modules[..pure];
    assert!(pure.contains(&"plan".to_owned()) && !pure.contains(&"cli".to_owned()), "{pure:?}");
    let mut wrong = Vec::new();
    for source in
        sources.iter().filter(|source| source.module().is_some_and(|own| pure.iter().any(|m| m == own)))
    {
        for forbidden in ["std::fs", "std::net", "std::time", "std::env", "std::process", "std::thread"] {
            for (line, text) in source.code.lines().enumerate().filter(|(_, line)| line.contains(forbidden)) {
                wrong.push(format!("src/{}:{}: {forbidden} in `{}`", source.path, line + 1, text.trim()));
            }
        }
        for foreign in ["web_sys", "js_sys", "leptos", "gloo", "wasm_bindgen", "clap", "tiny_http"] {
            for line in source.lines_with(foreign) {
                wrong.push(format!("src/{}:{line}: names {foreign}", source.path));
            }
        }
    }
    none("pure modules are values in, values out", &wrong);
}

#[test]
fn views_never_parse_and_never_fetch() {
    let (mut wrong, mut views) = (Vec::new(), 0);
    for source in sources().iter().filter(|source| source.module() == Some("views")) {
        views += 1;
        for (line, name) in modules_named(source) {
            if name == "document" {
                wrong.push(format!("src/{}:{line}: a view names document", source.path));
            }
        }
        for (line, text) in source.code.lines().enumerate() {
            let mut rest = text;
            while let Some((_, after)) = rest.split_once("web_sys") {
                let name = after.strip_prefix("::").and_then(|after| words(after).next()).unwrap_or("");
                // `use web_sys::{…}` hides what is named; so it is not allowed either.
                let is_path =
                    after.strip_prefix("::").is_some_and(|after| after.starts_with(char::is_alphabetic));
                if !is_path || !TYPES_OF_HANDLERS.contains(&name) {
                    wrong.push(format!(
                        "src/{}:{}: a view names web_sys::{name}; what does something belongs into browser/",
                        source.path,
                        line + 1
                    ));
                }
                rest = after;
            }
        }
    }
    assert!(views >= 5, "{views} views were found");
    none("views read memos and push edits", &wrong);
}

#[test]
fn markup_is_set_in_one_place() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in sources() {
        for name in ["inner_html", "set_inner_html", "outer_html", "set_outer_html", "insert_adjacent_html"] {
            for line in source.lines_with(name) {
                seen += 1;
                if source.path != "widgets/markup.rs" {
                    wrong.push(format!("src/{}:{line}: {name}", source.path));
                }
            }
        }
    }
    assert!(seen > 0, "not even widgets/markup.rs sets markup: the test does not see what it should");
    none("markup is set in widgets/markup.rs and nowhere else", &wrong);
}

#[test]
fn parser_crates_are_named_in_one_place_each() {
    let homes = [
        ("saphyr_parser", "document/yaml"),
        ("serde_yaml", "document/yaml"),
        ("yaml_serde", "document/yaml"),
        ("pulldown_cmark", "document/markdown"),
        ("rawzip", "files/"),
        ("miniz_oxide", "files/"),
        ("zune_inflate", "files/"),
    ];
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for source in sources() {
        for (name, home) in homes {
            for line in source.lines_with(name) {
                seen.insert(name);
                if !source.path.starts_with(home) {
                    wrong.push(format!("src/{}:{line}: {name} is named outside src/{home}*", source.path));
                }
            }
        }
    }
    assert!(seen.contains("pulldown_cmark") && seen.contains("saphyr_parser"), "only {seen:?} were seen");
    none("a parser crate has one home", &wrong);
}

/// The names in the list behind `marker`: `a, b` of `… = [a::VIEW, &b::DIALECT];`.
fn registered(code: &str, marker: &str) -> BTreeSet<String> {
    let list = code.split_once(marker).unwrap_or_else(|| panic!("there is no `{marker}`")).1;
    let list = list.split_once('=').unwrap().1.split_once('[').unwrap().1.split_once(']').unwrap().0;
    list.split(',').filter_map(|entry| words(entry).next().map(str::to_owned)).collect()
}

/// Files of a folder of `src/` whose code holds `marker`.
fn holding<'a>(sources: &'a [Source], folder: &str, marker: &str) -> BTreeMap<String, &'a Source> {
    sources
        .iter()
        .filter(|source| source.code.contains(marker))
        .filter_map(|source| {
            Some((source.path.strip_prefix(folder)?.strip_suffix(".rs")?.to_owned(), source))
        })
        .filter(|(name, _)| name != "mod" && !name.contains('/'))
        .collect()
}

fn names<'a>(map: &'a BTreeMap<String, &Source>) -> BTreeSet<&'a String> {
    map.keys().collect()
}

#[test]
fn registries_and_folders_agree() {
    let sources = sources();
    let code = |path: &str| &sources.iter().find(|source| source.path == path).unwrap().code;
    let mut wrong = Vec::new();

    let views = holding(&sources, "views/", "pub const VIEW");
    let listed = registered(code("views/mod.rs"), "static ALL");
    if names(&views) != listed.iter().collect() {
        wrong.push(format!("src/views: files with a VIEW are {:?}, views::ALL has {listed:?}", views.keys()));
    }
    let style = repository().join("style/views");
    for (name, source) in &views {
        // One word everywhere: the file, the link, the style sheet.
        let stated = source.text.split_once("pub const VIEW").unwrap().1.split_once("name: \"");
        let stated = stated.and_then(|(_, rest)| rest.split_once('"')).map(|(stated, _)| stated);
        if stated != Some(name) {
            wrong.push(format!("src/{}: the view is called {stated:?}", source.path));
        }
        if !style.join(format!("{name}.css")).is_file() {
            wrong.push(format!("style/views/{name}.css is missing"));
        }
    }
    for (sheet, _) in walk(&style) {
        let name = sheet.strip_suffix(".css").unwrap_or(&sheet);
        if !sources.iter().any(|source| source.path == format!("views/{name}.rs")) {
            wrong.push(format!("style/views/{sheet}: there is no src/views/{name}.rs"));
        }
    }
    for (sheet, _) in walk(&repository().join("style/widgets")) {
        let name = sheet.strip_suffix(".css").unwrap_or(&sheet);
        let is_known =
            name == "button" || sources.iter().any(|source| source.path == format!("widgets/{name}.rs"));
        if !is_known {
            wrong.push(format!("style/widgets/{sheet}: there is no src/widgets/{name}.rs"));
        }
    }

    let dialects = holding(&sources, "dialect/", "pub static DIALECT");
    let listed = registered(code("dialect/mod.rs"), "const ALL");
    if names(&dialects) != listed.iter().collect() {
        wrong.push(format!("src/dialect: files are {:?}, dialect::ALL has {listed:?}", dialects.keys()));
    }
    for dialect in planarium::dialect::ALL {
        if !dialects.contains_key(dialect.name) {
            wrong.push(format!("the dialect {} is not in src/dialect/{}.rs", dialect.name, dialect.name));
        }
    }

    let commands = holding(&sources, "cli/", "pub(super) fn run(");
    let variants = code("cli/mod.rs").split_once("enum Command {").unwrap().1.split_once('}').unwrap().0;
    let listed: BTreeSet<String> = variants
        .lines()
        .filter_map(|line| line.trim().split_once('('))
        .map(|(name, _)| name.to_lowercase())
        .collect();
    if names(&commands) != listed.iter().collect() {
        wrong.push(format!("src/cli: files are {:?}, enum Command has {listed:?}", commands.keys()));
    }
    none("a registry and its folder name the same things", &wrong);
}

#[test]
fn exceptions_have_reasons() {
    let mut wrong = Vec::new();
    let repository = repository();
    for folder in ["src", "tests", "benches"] {
        if !repository.join(folder).is_dir() {
            continue;
        }
        for (path, place) in walk(&repository.join(folder)) {
            if !path.ends_with(".rs") {
                continue;
            }
            let code = code_of(&std::fs::read_to_string(place).unwrap());
            let line_of = |at: usize| code[..at].matches('\n').count() + 1;
            for (at, _) in code.match_indices("unsafe") {
                let word = words(&code[at..]).next();
                if word == Some("unsafe") && !code[..at].ends_with('_') {
                    wrong.push(format!("{folder}/{path}:{}: unsafe", line_of(at)));
                }
            }
            for (at, _) in code.match_indices("#[ignore") {
                if !code[at..].starts_with("#[ignore = ") {
                    wrong.push(format!(
                        "{folder}/{path}:{}: a test is ignored and nobody says why",
                        line_of(at)
                    ));
                }
            }
            for lint in ["allow(", "expect("] {
                for (at, _) in code.match_indices(lint) {
                    // An attribute, also within `cfg_attr`, and no call.
                    let line = &code[code[..at].rfind('\n').map_or(0, |end| end + 1)..at];
                    if !line.trim_start().starts_with("#[") && !line.trim_start().starts_with("#![") {
                        continue;
                    }
                    let end = code[at..].find(']').map_or(code.len(), |end| at + end);
                    if !code[at..end].contains("reason =") {
                        wrong.push(format!("{folder}/{path}:{}: {lint}…) without `reason =`", line_of(at)));
                    }
                }
            }
        }
    }
    none("every exception has its reason", &wrong);
}

#[test]
fn nothing_points_at_the_machine_it_was_written_on() {
    // Put together here, so that this file is no finding itself.
    let places = ["work", "home", "root", "tmp"].map(|folder| format!("/{folder}/"));
    let shared = ["..", "shared"].join("/");
    let repository = repository();
    let mut wrong = Vec::new();
    let mut read = 0;
    let mut look = |path: String, place: &std::path::Path| {
        let Ok(text) = std::fs::read_to_string(place) else { return };
        read += 1;
        for (line, text) in text.lines().enumerate() {
            let is_path = |at: usize| {
                // `https://host/work/` and `a/work/` are no places of this machine.
                !text[..at].ends_with(|c: char| {
                    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/' | '~')
                })
            };
            for wanted in &places {
                if text.match_indices(wanted.as_str()).any(|(at, _)| is_path(at)) {
                    wrong.push(format!("{path}:{}: {wanted} in `{}`", line + 1, text.trim()));
                }
            }
            if text.contains(&shared) && !path.starts_with("tests/") {
                wrong.push(format!("{path}:{}: {shared} outside tests/", line + 1));
            }
        }
    };
    for entry in std::fs::read_dir(&repository).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_file() {
            if name != ".git" {
                look(name, &entry.path());
            }
        } else if !matches!(name.as_str(), ".git" | "target" | "dist" | "node_modules") {
            for (path, place) in walk(&entry.path()) {
                if !path.contains("node_modules/") {
                    look(format!("{name}/{path}"), &place);
                }
            }
        }
    }
    assert!(read > 100, "only {read} files were read");
    none("a checkout knows nothing of the place where it was written", &wrong);
}

#[test]
fn the_reader_of_code_sees_what_it_should() {
    let source =
        |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned(), code: code_of(text) };
    let code = "use crate::{a, b::{c, d},\n e}; // crate::no\nlet x = \"crate::no\"; crate::f::g(); let y = r#\"crate::no\"#;\n/* crate::no */ 'x' \"\\\"crate::no\" use super::h;";
    let named = modules_named(&source("links.rs", code));
    let named: Vec<(usize, &str)> = named.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(named, [(1, "a"), (1, "b"), (2, "e"), (3, "f"), (4, "h")]);
    let deep = modules_named(&source("views/tree.rs", "use super::x; use super::super::y;"));
    assert_eq!(deep, [(1, "y".to_owned())]);
    assert_eq!(code_of("a // b\nc /* d\n e */ f '\\'' \"g\\\"h\" r\"\\\" 'i"), "a \nc \n f ' ' \"\" \"\" 'i");
    assert_eq!(
        registered("pub const ALL: [&D; 2] = [&a::X, &b::X];", "const ALL"),
        ["a", "b"].map(str::to_owned).into()
    );
}

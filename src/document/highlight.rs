//! A small tokenizer that colours code: keywords, strings, comments, numbers. It colours plausibly, it does
//! not parse.

use super::markdown::escape;

/// What must be known of a language.
struct Grammar {
    /// In the order of their bytes.
    keywords: &'static [&'static str],
    line_comments: &'static [&'static str],
    block_comment: Option<(&'static str, &'static str)>,
    /// The marks that open and close a string.
    quotes: &'static str,
    /// Whether strings run over line ends.
    long_strings: Strings,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    OneLine,
    ManyLines,
}

const C_KEYWORDS: &[&str] = &[
    "abstract",
    "async",
    "auto",
    "await",
    "bool",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "export",
    "extends",
    "extern",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "foreach",
    "from",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "inline",
    "instanceof",
    "int",
    "interface",
    "let",
    "long",
    "namespace",
    "new",
    "null",
    "operator",
    "override",
    "package",
    "private",
    "protected",
    "public",
    "readonly",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "super",
    "switch",
    "template",
    "this",
    "throw",
    "throws",
    "true",
    "try",
    "type",
    "typedef",
    "typeof",
    "undefined",
    "union",
    "unsigned",
    "using",
    "var",
    "virtual",
    "void",
    "volatile",
    "while",
    "yield",
];
const RUST_KEYWORDS: &[&str] = &[
    "Self", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use", "where",
    "while",
];
const PYTHON_KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "self", "try", "while", "with", "yield",
];
const GO_KEYWORDS: &[&str] = &[
    "bool",
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "error",
    "fallthrough",
    "false",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "int",
    "interface",
    "map",
    "nil",
    "package",
    "range",
    "return",
    "select",
    "string",
    "struct",
    "switch",
    "true",
    "type",
    "var",
];
const SHELL_KEYWORDS: &[&str] = &[
    "case", "cd", "do", "done", "echo", "elif", "else", "esac", "exit", "export", "fi", "for", "function",
    "if", "in", "local", "return", "set", "source", "sudo", "then", "unset", "until", "while",
];
const SQL_KEYWORDS: &[&str] = &[
    "add",
    "all",
    "alter",
    "and",
    "as",
    "asc",
    "begin",
    "between",
    "boolean",
    "by",
    "case",
    "check",
    "commit",
    "constraint",
    "create",
    "default",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "exists",
    "false",
    "foreign",
    "from",
    "full",
    "group",
    "having",
    "if",
    "in",
    "index",
    "inner",
    "insert",
    "int",
    "integer",
    "into",
    "is",
    "join",
    "key",
    "left",
    "like",
    "limit",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "primary",
    "references",
    "returning",
    "right",
    "rollback",
    "select",
    "set",
    "table",
    "text",
    "then",
    "timestamp",
    "true",
    "union",
    "unique",
    "update",
    "values",
    "varchar",
    "view",
    "when",
    "where",
    "with",
];
const DATA_KEYWORDS: &[&str] = &["false", "no", "null", "off", "on", "true", "yes"];

const SLASHES: &[&str] = &["//"];
const HASH: &[&str] = &["#"];
const C_BLOCK: Option<(&str, &str)> = Some(("/*", "*/"));

fn grammar(language: &str) -> Option<Grammar> {
    let (keywords, line_comments, block_comment, quotes, long_strings) = match language {
        "rust" | "rs" => (RUST_KEYWORDS, SLASHES, C_BLOCK, "\"", Strings::ManyLines),
        "js" | "javascript" | "jsx" | "ts" | "typescript" | "tsx" | "mjs" => {
            (C_KEYWORDS, SLASHES, C_BLOCK, "\"'`", Strings::OneLine)
        }
        "c" | "cpp" | "c++" | "h" | "hpp" | "cs" | "csharp" | "java" | "kotlin" | "kt" | "scala"
        | "swift" | "dart" | "php" => (C_KEYWORDS, SLASHES, C_BLOCK, "\"'", Strings::OneLine),
        "python" | "py" => (PYTHON_KEYWORDS, HASH, None, "\"'", Strings::OneLine),
        "go" | "golang" => (GO_KEYWORDS, SLASHES, C_BLOCK, "\"'`", Strings::OneLine),
        "bash" | "sh" | "shell" | "zsh" | "console" => {
            (SHELL_KEYWORDS, HASH, None, "\"'", Strings::ManyLines)
        }
        "sql" | "postgres" | "postgresql" => (SQL_KEYWORDS, &["--"][..], C_BLOCK, "'\"", Strings::OneLine),
        "json" | "jsonc" | "json5" => (DATA_KEYWORDS, SLASHES, C_BLOCK, "\"", Strings::OneLine),
        "yaml" | "yml" | "toml" | "ini" => (DATA_KEYWORDS, HASH, None, "\"'", Strings::OneLine),
        "css" | "scss" | "less" => (&[][..], &[][..], C_BLOCK, "\"'", Strings::OneLine),
        "html" | "xml" | "svg" | "vue" => (&[][..], &[][..], Some(("<!--", "-->")), "\"", Strings::ManyLines),
        _ => return None,
    };
    Some(Grammar { keywords, line_comments, block_comment, quotes, long_strings })
}

/// Appends `code` as escaped HTML with `<span class="t-k">` (keyword), `t-s` (string), `t-c` (comment), `t-n` (number).
/// A language it does not know is written plain.
pub fn to_html(code: &str, language: &str, out: &mut String) {
    let Some(grammar) = grammar(language) else { return escape(code, out) };
    let bytes = code.as_bytes();
    let (mut at, mut written) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let (class, len) = token(&grammar, code, at, *byte, language);
        if !class.is_empty() {
            escape(code.get(written..at).unwrap_or_default(), out);
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
            escape(code.get(at..at + len).unwrap_or_default(), out);
            out.push_str("</span>");
            written = at + len;
        }
        at += len;
    }
    escape(code.get(written..).unwrap_or_default(), out);
}

/// The class (empty for none) and the length of the token that begins at a place. Lengths end at character bounds
/// wherever a class is given.
fn token(grammar: &Grammar, code: &str, at: usize, byte: u8, language: &str) -> (&'static str, usize) {
    if byte.is_ascii_alphabetic() || byte == b'_' {
        let len = word_len(code, at);
        let word = code.get(at..at + len).unwrap_or_default();
        return (if is_keyword(grammar, word, language) { "t-k" } else { "" }, len);
    }
    if byte.is_ascii_digit() {
        let rest = code.as_bytes().get(at..).unwrap_or_default();
        let len = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
            .count();
        return ("t-n", len);
    }
    if !byte.is_ascii_punctuation() {
        return ("", 1);
    }
    let rest = code.get(at..).unwrap_or_default();
    if let Some((open, close)) = grammar.block_comment
        && let Some(inside) = rest.strip_prefix(open)
    {
        return ("t-c", inside.find(close).map_or(rest.len(), |end| open.len() + end + close.len()));
    }
    if grammar.line_comments.iter().any(|mark| rest.starts_with(mark)) {
        // `a#b` in a shell and `http://` are no comments.
        let alone = at == 0
            || code.as_bytes().get(at - 1).is_some_and(|before| {
                before.is_ascii_whitespace() || matches!(before, b';' | b',' | b'{' | b'}' | b')')
            });
        if alone {
            return ("t-c", rest.find('\n').unwrap_or(rest.len()));
        }
    }
    if grammar.quotes.contains(char::from(byte)) {
        let len = string_len(rest, byte, grammar.long_strings);
        return (if len > 1 { "t-s" } else { "" }, len);
    }
    ("", 1)
}

fn word_len(code: &str, at: usize) -> usize {
    let rest = code.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}

fn is_keyword(grammar: &Grammar, word: &str, language: &str) -> bool {
    if word.len() > 12 {
        return false;
    }
    let lower;
    let word = if language == "sql" || language.starts_with("postgres") {
        lower = word.to_ascii_lowercase();
        lower.as_str()
    } else {
        word
    };
    grammar.keywords.binary_search(&word).is_ok()
}

/// The length of a string with its quotes; 1 when it does not end where strings of the language end.
fn string_len(rest: &str, quote: u8, strings: Strings) -> usize {
    let long = strings == Strings::ManyLines || quote == b'`';
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'\n' if !long => return 1,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    if long && !rest.is_empty() { rest.len() } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::to_html;

    fn check(language: &str, code: &str, expect: &str) {
        let mut out = String::new();
        to_html(code, language, &mut out);
        let short = out.replace("<span class=\"t-", "{").replace("\">", ":").replace("</span>", "}");
        assert_eq!(short, expect);
    }

    #[test]
    fn keywords_are_in_order() {
        for language in ["rust", "ts", "java", "python", "go", "bash", "sql", "json"] {
            assert!(
                super::grammar(language).is_some_and(|grammar| grammar.keywords.is_sorted()),
                "{language}"
            );
        }
    }

    #[test]
    fn colours_plausibly() {
        check("rust", "let x = 1_000u32; // <é>", "{k:let} x = {n:1_000u32}; {c:// &lt;é&gt;}");
        check("py", "def f(): return 'a\\'b' # c", "{k:def} f(): {k:return} {s:'a\\'b'} {c:# c}");
        check("yaml", "a: true # no\nurl: http://x#y", "a: {k:true} {c:# no}\nurl: http://x#y");
        check("sql", "SELECT 1 -- x", "{k:SELECT} {n:1} {c:-- x}");
        check("js", "'unclosed\n`a\nb` /* c", "'unclosed\n{s:`a\nb`} {c:/* c}");
        check("html", "<a href=\"x\"><!-- c -->", "&lt;a href={s:\"x\"}&gt;{c:&lt;!-- c --&gt;}");
        check("brainfuck", "let <x>", "let &lt;x&gt;");
        check("json", "{\"a\": null}", "{{s:\"a\"}: {k:null}}");
    }
}

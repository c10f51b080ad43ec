//! JSON as a value, read and written in little code. What is read is untrusted: depth and size are limited, and what is
//! wrong is said with its line and column.

use crate::edit::carried::write_text;

/// Lists and objects are nested no deeper than this.
const MOST_DEPTH: usize = 32;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, its fields as they come.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The field of an object; the last one when there are several.
    pub(super) fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => {
                let field = fields.iter().rev().find(|(known, _)| known == name);
                field.map(|(_, value)| value).filter(|value| **value != Json::Null)
            }
            _ => None,
        }
    }

    /// A text.
    pub(super) fn text(text: &str) -> Json {
        Json::Text(text.to_owned())
    }

    /// What it is, for people.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    /// Reads a document.
    pub(super) fn parse(text: &str) -> Result<Json, String> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader { text, at: 0 };
        reader.document().map_err(|why| {
            let before = text.get(..reader.at).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            format!("line {line}, column {column}: {why}")
        })
    }

    /// Writes it, on one line.
    pub(super) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// Writes it, indented, with a line end at its end.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(number) => out.push_str(number),
            Json::Text(text) => write_text(text, out),
            Json::List(list) => {
                // Edits are lists of texts, and read best on one line.
                let depth = depth.filter(|_| list.iter().any(|part| matches!(part, Json::Object(_))));
                write_parts(out, depth, ['[', ']'], list.len(), |at, out, depth| {
                    list.get(at).unwrap_or(&Json::Null).write(out, depth);
                });
            }
            Json::Object(fields) => write_parts(out, depth, ['{', '}'], fields.len(), |at, out, inner| {
                if let Some((name, value)) = fields.get(at) {
                    write_text(name, out);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    value.write(out, inner);
                }
            }),
        }
    }
}

fn write_parts(
    out: &mut String,
    depth: Option<usize>,
    [open, close]: [char; 2],
    count: usize,
    write: impl Fn(usize, &mut String, Option<usize>),
) {
    let line = |out: &mut String, depth: Option<usize>| {
        if let Some(depth) = depth {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
    };
    out.push(open);
    for at in 0..count {
        if at > 0 {
            out.push(',');
        }
        let inner = depth.map(|depth| depth + 1);
        line(out, inner);
        write(at, out, inner);
    }
    if count > 0 {
        line(out, depth);
    }
    out.push(close);
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

/// A list or an object that has begun.
enum Open {
    List(Vec<Json>),
    Object(Vec<(String, Json)>, String),
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Json, String> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            let mut done = match self.next()? {
                '[' | '{' if open.len() >= MOST_DEPTH => {
                    return Err(format!("it is nested deeper than {MOST_DEPTH} levels"));
                }
                '[' => {
                    if self.peek() != Some(']') {
                        open.push(Open::List(Vec::new()));
                        continue;
                    }
                    self.next()?;
                    Json::List(Vec::new())
                }
                '{' => {
                    if self.peek() != Some('}') {
                        let name = self.name()?;
                        open.push(Open::Object(Vec::new(), name));
                        continue;
                    }
                    self.next()?;
                    Json::Object(Vec::new())
                }
                '"' => Json::Text(self.quoted()?),
                first => self.word(first)?,
            };
            // What is done belongs to what is open, which may be done with it.
            loop {
                let Some(outer) = open.pop() else {
                    return match self.peek() {
                        None => Ok(done),
                        Some(other) => Err(format!("nothing may follow the end, and {other:?} does")),
                    };
                };
                let (mut outer, close) = match outer {
                    Open::List(mut list) => {
                        list.push(done);
                        (Open::List(list), ']')
                    }
                    Open::Object(mut fields, name) => {
                        fields.push((name, done));
                        (Open::Object(fields, String::new()), '}')
                    }
                };
                match self.next()? {
                    ',' => {
                        if let Open::Object(_, name) = &mut outer {
                            *name = self.name()?;
                        }
                        open.push(outer);
                        break;
                    }
                    found if found == close => {
                        done = match outer {
                            Open::List(list) => Json::List(list),
                            Open::Object(fields, _) => Json::Object(fields),
                        };
                    }
                    other => return Err(format!("a comma or {close:?} should stand here, not {other:?}")),
                }
            }
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.at += spaces;
        self.rest().chars().next()
    }

    fn next(&mut self) -> Result<char, String> {
        let next = self.peek().ok_or("it ends too early, as if it was cut off")?;
        self.at += next.len_utf8();
        Ok(next)
    }

    /// The name of a field, and the colon behind it.
    fn name(&mut self) -> Result<String, String> {
        let first = self.next()?;
        if first != '"' {
            return Err(format!("the name of a field should stand here, not {first:?}"));
        }
        let name = self.quoted()?;
        match self.next()? {
            ':' => Ok(name),
            other => Err(format!("a colon should stand here, not {other:?}")),
        }
    }

    fn word(&mut self, first: char) -> Result<Json, String> {
        let start = self.at - first.len_utf8();
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
        let length = self.rest().find(|letter: char| !is_part(letter)).unwrap_or(self.rest().len());
        self.at += length;
        let word = self.text.get(start..self.at).unwrap_or_default();
        match word {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            _ if word.parse::<f64>().is_ok_and(f64::is_finite) && !word.starts_with(['+', '.']) => {
                Ok(Json::Number(word.to_owned()))
            }
            _ => {
                let shown: String = word.chars().take(20).collect();
                Err(format!("{} is no value", shown.escape_debug()))
            }
        }
    }

    fn quoted(&mut self) -> Result<String, String> {
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let end = rest.find(['"', '\\']).ok_or("a text has no end, as if it was cut off")?;
            text.push_str(rest.get(..end).unwrap_or_default());
            let is_end = rest.get(end..).is_some_and(|rest| rest.starts_with('"'));
            self.at += end + 1;
            if is_end {
                return Ok(text);
            }
            let escaped = self.rest().chars().next().ok_or("a text has no end, as if it was cut off")?;
            self.at += escaped.len_utf8();
            text.push(match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'f' => '\u{c}',
                '"' | '\\' | '/' => escaped,
                'u' => self.code()?,
                other => return Err(format!("\\{other} is no escape")),
            });
        }
    }

    /// A character by its code, or by two of them. Half of a pair is the character for what cannot be shown.
    fn code(&mut self) -> Result<char, String> {
        let high = self.unit()?;
        if (0xd800..0xdc00).contains(&high) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            let low = self.unit()?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            self.at = before;
        }
        Ok(char::from_u32(high).unwrap_or('\u{fffd}'))
    }

    fn unit(&mut self) -> Result<u32, String> {
        let digits =
            self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += if unit.is_some() { 4 } else { 0 };
        unit.ok_or_else(|| "four hexadecimal digits should follow \\u".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let read = Json::parse(text).map(|value| value.compact());
        assert_eq!(read.as_deref().map_err(String::as_str), expected, "{text:?}");
    }

    #[test]
    fn values_and_faults() {
        check(
            " { \"a\" : [ 1 , -2.5e3 , true , null , {} , [] ] , \"b\" : \"\\u00e9\\ud83d\\ude00\\n\" } ",
            Ok("{\"a\":[1,-2.5e3,true,null,{},[]],\"b\":\"é😀\\n\"}"),
        );
        check("\u{feff}\"\\ud800x\"", Ok("\"\u{fffd}x\""));
        check("", Err("line 1, column 1: it ends too early, as if it was cut off"));
        check("{\"a\":\n \"b", Err("line 2, column 3: a text has no end, as if it was cut off"));
        check("[1 2]", Err("line 1, column 5: a comma or ']' should stand here, not '2'"));
        check("[1,]", Err("line 1, column 5: ] is no value"));
        check("{a:1}", Err("line 1, column 3: the name of a field should stand here, not 'a'"));
        check("[NaN]", Err("line 1, column 5: NaN is no value"));
        check("1 2", Err("line 1, column 3: nothing may follow the end, and '2' does"));
        check("\"\\x\"", Err("line 1, column 4: \\x is no escape"));
        let deep = "[".repeat(100_000);
        check(&deep, Err("line 1, column 34: it is nested deeper than 32 levels"));
    }

    #[test]
    fn what_is_written_for_people_is_read_again() {
        let value = Json::parse("{\"a\":[{\"b\":1},[\"x\",[]]],\"c\":{}}").unwrap_or(Json::Null);
        assert_eq!(
            value.pretty(),
            "{\n  \"a\": [\n    {\n      \"b\": 1\n    },\n    [\"x\",[]]\n  ],\n  \"c\": {}\n}\n"
        );
        assert_eq!(Json::parse(&value.pretty()), Ok(value));
    }

    proptest! {
        #[test]
        fn texts_come_back(text in "\\PC{0,40}[\\x00-\\x20\"\\\\]{0,5}") {
            let value = Json::Text(text);
            prop_assert_eq!(Json::parse(&value.compact()), Ok(value));
        }

        #[test]
        fn nothing_that_comes_panics(text in "[\\[\\]{}:,\"a\\\\u0-9 .eé+-]{0,60}") {
            let _ = Json::parse(&text);
        }
    }
}

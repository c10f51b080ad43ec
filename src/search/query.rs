//! What somebody looks for, read from what they typed. Anything is a query: what makes no sense is looked for as it
//! stands, and what is left out is said.
//!
//! ```text
//! audit trail            both words, in any order; the last may be the beginning of one
//! "audit trail"          these words in this order
//! audit*  volkow~        words that begin so; names that are spelled nearly so
//! status:blocked,wip     a field: one of these values
//! -archived  NOT x       not
//! a OR b   a | b         either
//! (a OR b) c             in brackets
//! ```

/// The longest query that is read, in bytes.
pub const MAX_QUERY_BYTES: usize = 2_000;
/// The most parts of a query that are looked for.
pub const MAX_PARTS: usize = 48;
/// How deep brackets may be nested.
const MAX_DEPTH: usize = 12;

/// A query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// What is looked for; nothing for an empty query.
    pub sought: Option<Sought>,
    /// What was left out of it, and why.
    pub remarks: Vec<String>,
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Sought {
    /// All of these.
    All(Vec<Sought>),
    /// Any of these.
    Any(Vec<Sought>),
    /// Not this.
    Not(Box<Sought>),
    /// Words.
    Words(Words),
    /// A field with one of these values.
    Field {
        /// Its name, in small letters.
        name: String,
        /// Its values; `*` for any.
        values: Vec<String>,
    },
}

/// Words that are looked for one behind the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// As typed.
    pub text: String,
    /// How exactly.
    pub how: How,
}

/// How exactly words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// As they stand.
    Exact,
    /// The last may go on.
    Beginning,
    /// Names that are spelled nearly so.
    Nearly,
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Query {
        let mut remarks = Vec::new();
        let read = text.get(..text.floor_char_boundary(MAX_QUERY_BYTES)).unwrap_or_default();
        if read.len() < text.len() {
            remarks.push(format!("Only the first {MAX_QUERY_BYTES} bytes of the query are looked for."));
        }
        let mut parser = Parser { tokens: tokens(read), at: 0, parts: 0, left_out: 0 };
        let sought = parser.any(0);
        if parser.left_out > 0 {
            remarks.push(format!("Only the first {MAX_PARTS} parts of the query are looked for."));
        }
        Query { sought, remarks }
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.sought.is_none()
    }

    /// The same with any of its words in place of all; nothing when that is no other query.
    pub fn relaxed(&self) -> Option<Query> {
        let Some(Sought::All(parts)) = &self.sought else { return None };
        let (words, rest): (Vec<Sought>, Vec<Sought>) =
            parts.iter().cloned().partition(|part| matches!(part, Sought::Words(_)));
        if words.len() < 2 {
            return None;
        }
        let mut all = vec![Sought::Any(words)];
        all.extend(rest);
        let mut remarks = self.remarks.clone();
        remarks.push("Nothing has all of the words; these have some of them.".to_owned());
        Some(Query { sought: joined(all), remarks })
    }

    /// The words that are looked for, without those that must not be there: what is marked in what is found.
    pub fn words(&self) -> Vec<&Words> {
        let mut words = Vec::new();
        let mut pending: Vec<&Sought> = self.sought.iter().collect();
        while let Some(sought) = pending.pop() {
            match sought {
                Sought::All(parts) | Sought::Any(parts) => pending.extend(parts.iter().rev()),
                Sought::Words(found) => words.push(found),
                Sought::Not(_) | Sought::Field { .. } => {}
            }
        }
        words
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Or,
    Not,
    Part(Sought),
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    parts: usize,
    left_out: usize,
}

impl Parser {
    /// Parts with `OR` between them, until a bracket closes.
    fn any(&mut self, depth: usize) -> Option<Sought> {
        let mut choices = Vec::new();
        let mut all = Vec::new();
        let mut is_not = false;
        while let Some(token) = self.tokens.get(self.at).cloned() {
            self.at += 1;
            let part = match token {
                Token::Close if depth > 0 => break,
                Token::Close => continue,
                Token::Or => {
                    choices.extend(joined(std::mem::take(&mut all)));
                    is_not = false;
                    continue;
                }
                Token::Not => {
                    is_not = !is_not;
                    continue;
                }
                Token::Open if depth < MAX_DEPTH => self.any(depth + 1),
                Token::Open => continue,
                Token::Part(part) if self.parts < MAX_PARTS => {
                    self.parts += 1;
                    Some(part)
                }
                Token::Part(_) => {
                    self.left_out += 1;
                    continue;
                }
            };
            let not = std::mem::take(&mut is_not);
            all.extend(part.map(|part| if not { Sought::Not(Box::new(part)) } else { part }));
        }
        choices.extend(joined(all));
        if choices.len() > 1 { Some(Sought::Any(choices)) } else { choices.pop() }
    }
}

fn joined(mut parts: Vec<Sought>) -> Option<Sought> {
    if parts.len() > 1 { Some(Sought::All(parts)) } else { parts.pop() }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(letter) = {
        rest = rest.trim_start();
        rest.chars().next()
    } {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        match letter {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            '|' => tokens.push(Token::Or),
            '-' if after.chars().next().is_some_and(|next| !next.is_whitespace() && next != '-') => {
                tokens.push(Token::Not);
            }
            '"' => {
                let (phrase, behind) = after.split_once('"').unwrap_or((after, ""));
                tokens.extend(words(phrase, How::Exact).map(Token::Part));
                rest = behind;
                continue;
            }
            _ => {
                let (token, behind) = word(rest);
                tokens.extend(token);
                rest = behind;
                continue;
            }
        }
        rest = after;
    }
    tokens
}

/// Reads up to the next space; what stands in quotes behind a colon belongs to it.
fn word(text: &str) -> (Option<Token>, &str) {
    let end = text.find(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '|' | '"'));
    let end = end.unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    match word {
        "OR" => return (Some(Token::Or), rest),
        "AND" => return (None, rest),
        "NOT" => return (Some(Token::Not), rest),
        _ => {}
    }
    if let Some((name, value)) =
        word.split_once(':').filter(|(name, value)| is_field(name) && !value.starts_with('/'))
    {
        let quoted = if value.is_empty() { rest.strip_prefix('"') } else { None };
        let (values, rest) = match quoted {
            Some(quoted) => {
                let (value, rest) = quoted.split_once('"').unwrap_or((quoted, ""));
                (vec![value.trim().to_owned()], rest)
            }
            None => (value.split(',').map(|value| value.trim().to_owned()).collect(), rest),
        };
        let mut values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
        if values.is_empty() {
            values.push("*".to_owned());
        }
        return (Some(Token::Part(Sought::Field { name: name.to_lowercase(), values })), rest);
    }
    let (bare, how) = match (word.strip_suffix('*'), word.strip_suffix('~')) {
        (Some(bare), _) => (bare, How::Beginning),
        (None, Some(bare)) => (bare, How::Nearly),
        // Who has typed a space has typed the word to its end.
        (None, None) if rest.is_empty() => (word, How::Beginning),
        (None, None) => (word, How::Exact),
    };
    (words(bare, how).map(Token::Part), rest)
}

fn is_field(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Words, when there are any in the text.
fn words(text: &str, how: How) -> Option<Sought> {
    let has_words = !super::words::of(text).is_empty();
    has_words.then(|| Sought::Words(Words { text: text.to_owned(), how }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A query in a form with every bracket.
    fn shown(sought: &Sought) -> String {
        let all = |parts: &[Sought], between: &str| parts.iter().map(shown).collect::<Vec<_>>().join(between);
        match sought {
            Sought::All(parts) => format!("({})", all(parts, " ")),
            Sought::Any(parts) => format!("({})", all(parts, " | ")),
            Sought::Not(part) => format!("-{}", shown(part)),
            Sought::Words(Words { text, how }) => match how {
                How::Exact => format!("\"{text}\""),
                How::Beginning => format!("{text}*"),
                How::Nearly => format!("{text}~"),
            },
            Sought::Field { name, values } => format!("{name}:{}", values.join(",")),
        }
    }

    fn check(text: &str, expected: &str) {
        let query = Query::parse(text);
        assert_eq!(query.sought.as_ref().map(shown).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn queries_are_read() {
        check("audit trail", "(\"audit\" trail*)");
        check("audit trail ", "(\"audit\" \"trail\")");
        check("\"audit trail\" x", "(\"audit trail\" x*)");
        check("status:blocked,wip owner:\"Nina Volkov\"", "(status:blocked,wip owner:Nina Volkov)");
        check("-archived NOT draft*", "(-\"archived\" -draft*)");
        check("a OR b c | d", "(\"a\" | (\"b\" \"c\") | d*)");
        check("(a | b) -(c d)", "((\"a\" | \"b\") -(\"c\" \"d\"))");
        check("volkow~ gap:* status:", "(volkow~ gap:* status:*)");
        check("see https://example.org/x", "(\"see\" https://example.org/x*)");
        check("NOT NOT a", "a*");
    }

    #[test]
    fn operators_alone_look_for_nothing() {
        for text in [
            "", " ", "-", "--", "|", "OR", "AND", "NOT", "(", ")", "()", ")(", "\"", "\"\"", "*", "~", ":",
            "- -", "(((((", "| | |",
        ] {
            assert!(Query::parse(text).is_empty(), "{text}");
        }
        check("\"audit trail", "\"audit trail\"");
        check("(a b", "(\"a\" b*)");
        check("a) b", "(\"a\" b*)");
    }

    #[test]
    fn long_queries_say_what_is_left_out() {
        let long = "word ".repeat(2_000);
        let query = Query::parse(&long);
        assert_eq!(query.remarks.len(), 2);
        assert_eq!(query.words().len(), MAX_PARTS);
        let deep = format!("{}a{}", "(".repeat(900), ")".repeat(900));
        assert_eq!(Query::parse(&deep).sought.as_ref().map(shown).as_deref(), Some("\"a\""));
    }
}

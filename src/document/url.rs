//! The one check of link destinations: what comes from a document, from YAML, from a graph or a manifest
//! passes here before it may become an `href`.

/// A destination that is safe to put into an `href`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeUrl {
    /// `http:` or `https:`; the host is shown to the reader.
    Web {
        /// The address without control characters, outer white space and credentials.
        href: String,
        /// Host and port, without credentials.
        host: String,
    },
    /// `mailto:`.
    Mail {
        /// The address without control characters and outer white space.
        href: String,
    },
    /// A path inside the tree, or a fragment (`#…`), as written; never has a scheme or a host.
    Relative {
        /// The path without control characters and outer white space.
        path: String,
    },
}

/// Whether a destination may become an `href`, as [`safe_url`] has it.
pub fn is_safe(raw: &str) -> bool {
    // Places in the app, which nearly all are.
    (raw.starts_with('#') && is_clean(raw)) || safe_url(raw).is_some()
}

/// Whether there is nothing in a destination that hides anything.
fn is_clean(raw: &str) -> bool {
    raw.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'&')
}

/// Reads a destination; `None` when its scheme is not one of http, https and mailto.
///
/// Control characters and white space around it are taken out first, as a browser does, and entities count as what they
/// stand for, so that `java&#115;cript:` and `java\tscript:` are seen for what they are.
pub fn safe_url(raw: &str) -> Option<SafeUrl> {
    if is_clean(raw) {
        return classify(raw);
    }
    let clean: String = raw.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    let read = classify(clean)?;
    // Two rounds: an entity may hide an entity.
    let once = decode(clean);
    let twice = decode(&once);
    if twice != clean {
        match classify(twice.trim()) {
            Some(SafeUrl::Relative { .. }) => {}
            other => return other,
        }
    }
    Some(read)
}

fn classify(url: &str) -> Option<SafeUrl> {
    let after_slashes = url.trim_start_matches(['/', '\\']);
    if url.len() - after_slashes.len() >= 2 {
        return web("https", after_slashes);
    }
    let relative = Some(SafeUrl::Relative { path: url.to_owned() });
    let Some(end) = url.find([':', '/', '\\', '?', '#']) else { return relative };
    let (before, rest) = url.split_at(end);
    let Some(rest) = rest.strip_prefix(':') else { return relative };
    let scheme: String =
        before.chars().filter(|c| !is_invisible(*c)).collect::<String>().to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => web(&scheme, rest.trim_start_matches(['/', '\\'])),
        "mailto" => Some(SafeUrl::Mail { href: format!("mailto:{rest}") }),
        // `10:30 notes.md` has no scheme, whoever reads it.
        _ if scheme.starts_with(|c: char| c.is_ascii_digit())
            && scheme.bytes().all(|b| b.is_ascii_digit()) =>
        {
            relative
        }
        _ => None,
    }
}

fn web(scheme: &str, rest: &str) -> Option<SafeUrl> {
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit('@').next()?.to_lowercase();
    let odd = |c: char| c.is_whitespace() || is_invisible(c) || "<>\"'`%^|{}&".contains(c);
    if host.is_empty() || host.contains(odd) {
        return None;
    }
    Some(SafeUrl::Web { href: format!("{scheme}://{host}{path}"), host })
}

fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Resolves the entities that can hide a scheme; with or without the semicolon, as browsers do for numbers.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        out.push_str(before);
        let (c, len) = entity_at(entity).unwrap_or((Some('&'), 1));
        out.extend(c.filter(|c| !c.is_control()));
        rest = entity.get(len..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character an entity stands for (none for one that vanishes) and its length.
fn entity_at(text: &str) -> Option<(Option<char>, usize)> {
    const NAMED: [(&str, char); 8] = [
        ("&colon;", ':'),
        ("&sol;", '/'),
        ("&bsol;", '\\'),
        ("&amp;", '&'),
        ("&Tab;", '\t'),
        ("&NewLine;", '\n'),
        ("&num;", '#'),
        ("&nbsp;", ' '),
    ];
    if let Some((name, c)) = NAMED.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((Some(*c), name.len()));
    }
    let digits = text.strip_prefix("&#")?;
    let (digits, radix, prefix) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 3),
        None => (digits, 10, 2),
    };
    let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let number = digits.get(..len).filter(|digits| !digits.is_empty())?;
    let c = u32::from_str_radix(number, radix).ok().and_then(char::from_u32);
    let semicolon = usize::from(digits.get(len..).is_some_and(|rest| rest.starts_with(';')));
    Some((c, prefix + len + semicolon))
}

#[cfg(test)]
mod tests {
    use super::{SafeUrl, is_safe, safe_url};

    fn check(raw: &str, expect: &str) {
        let shown = match safe_url(raw) {
            None => "refused".to_owned(),
            Some(SafeUrl::Web { href, host }) => format!("web {href} at {host}"),
            Some(SafeUrl::Mail { href }) => format!("mail {href}"),
            Some(SafeUrl::Relative { path }) => format!("in {path}"),
        };
        assert_eq!(shown, expect, "{raw:?}");
        assert_eq!(is_safe(raw), expect != "refused", "{raw:?}");
    }

    #[test]
    fn allowed() {
        check("https://Example.com/a?b#c", "web https://example.com/a?b#c at example.com");
        check(" http://x.org:80 ", "web http://x.org:80 at x.org:80");
        check("//cdn.example/x.js", "web https://cdn.example/x.js at cdn.example");
        check("\\\\host\\share", "web https://host\\share at host");
        check("https://safe.com@evil.com/", "web https://evil.com/ at evil.com");
        check("HTTPS:/one.slash/x", "web https://one.slash/x at one.slash");
        check("http&colon;//x.org/", "web http://x.org/ at x.org");
        check("mailto:a@b.c", "mail mailto:a@b.c");
        check("../a b.md#x:y", "in ../a b.md#x:y");
        check("#heading", "in #heading");
        check("#javascript:x", "in #javascript:x");
        check("#a&#10;b", "in #a&#10;b");
        check("", "in ");
        check("10:30 notes.md", "in 10:30 notes.md");
        check("a&b.md", "in a&b.md");
        check("./javascript:alert(1)", "in ./javascript:alert(1)");
    }

    #[test]
    fn refused() {
        for raw in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:x",
            "\u{1}javascript:x",
            "java\tscript:x",
            "java\nscript:x",
            "java\u{0}script:x",
            "java script:x",
            "java\u{200b}script:x",
            "\u{feff}javascript:x",
            "javascript\u{a0}:x",
            "javascript&colon;x",
            "javascript&#58;x",
            "javascript&#x3a;x",
            "javascript&#0000058x",
            "java&#115;cript:x",
            "&#106;avascript:x",
            "&#x6A&#x61&#x76ascript:x",
            "java&Tab;script:x",
            "java&NewLine;script&colon;x",
            "javascript&amp;colon;x",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://x/1",
            "view-source:http://x",
            "C:\\x",
            "https:",
            "https://",
            "https://a b/",
            "https://evil%2ecom/",
            "livescript:x",
            "feed:javascript:x",
        ] {
            check(raw, "refused");
        }
    }
}

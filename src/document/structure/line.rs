//! What a single line is by its own characters: heading, fence, rule, raw HTML, label.

/// Elements whose line begins a stretch of raw HTML up to the next blank line.
const HTML_BLOCKS: [&str; 24] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "header",
    "html",
    "iframe",
    "main",
    "nav",
    "p",
    "section",
    "summary",
    "table",
    "ul",
];

pub(super) fn heading_level(line: &str) -> Option<u8> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let after = line.get(level..)?;
    ((1..=6).contains(&level) && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(level as u8)
}

/// The text of a `#` heading without the closing marks.
pub(super) fn atx_text(line: &str) -> &str {
    let text = line.trim_start_matches('#').trim();
    let open = text.trim_end_matches('#');
    if open.is_empty() || open.ends_with([' ', '\t']) { open.trim_end() } else { text }
}

pub(super) fn fence(line: &str) -> Option<(u8, usize)> {
    let mark = line.bytes().next()?;
    let len = line.bytes().take_while(|byte| *byte == mark).count();
    let info = line.get(len..)?;
    (len >= 3 && !(mark == b'`' && info.contains('`'))).then_some((mark, len))
}

/// Whether a line is a rule across the page: three or more of one mark, with spaces.
pub(super) fn is_rule(line: &str) -> bool {
    let Some(mark) = line.bytes().next().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else {
        return false;
    };
    let mut marks = 0;
    // Most lines that begin so say something soon.
    let is_bare = line.bytes().all(|byte| {
        marks += usize::from(byte == mark);
        byte == mark || matches!(byte, b' ' | b'\t' | b'\r')
    });
    is_bare && marks >= 3
}

/// Whether a line begins raw HTML, and what ends it.
#[allow(clippy::option_option, reason = "the outer one says whether, the inner one until what")]
pub(super) fn html_block(line: &str) -> Option<Option<&'static str>> {
    if line.starts_with("<!--") {
        return Some(Some("-->"));
    }
    let after = line.strip_prefix('<')?;
    let name = after.strip_prefix('/').unwrap_or(after);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let bounded = rest.is_empty() || rest.starts_with([' ', '\t', '>']) || rest.starts_with("/>");
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "script" if bounded => Some(Some("</script>")),
        "pre" if bounded => Some(Some("</pre>")),
        "style" if bounded => Some(Some("</style>")),
        "textarea" if bounded => Some(Some("</textarea>")),
        _ => (bounded && HTML_BLOCKS.contains(&name.as_str())).then_some(None),
    }
}

/// The inside of a paragraph that is bold as a whole, a colon after it allowed.
pub(super) fn label(raw: &str) -> Option<&str> {
    let text = raw.trim().trim_end_matches(':').trim_end();
    let inside = text.strip_prefix("**")?.strip_suffix("**")?;
    (!inside.is_empty() && !inside.contains("**") && !inside.contains('\n')).then_some(inside)
}

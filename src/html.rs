//! Markup made from values: pages that only show what is there are functions from values to [`Html`].
//!
//! Safe by construction: names of elements and attributes are constants of the program, texts and values
//! are escaped, and an address that could run something is left out. Small on purpose: one function draws
//! every element, so a page costs a visitor little to download and a table of 20,000 rows little to draw.

use crate::document::safe_url;

/// A piece of markup: text and elements, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The markup, for the one place that puts it into a page.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Markup that is a constant of the program.
    pub fn constant(html: &'static str) -> Html {
        Html(html.to_owned())
    }

    /// Markup that [`markdown::to_html`](crate::document::markdown::to_html) or
    /// [`highlight::to_html`](crate::document::highlight::to_html) has made, which escape by themselves.
    pub fn rendered(html: String) -> Html {
        Html(html)
    }
}

/// An element with attributes and children. An attribute without a value is left out.
pub fn el(name: &'static str, attributes: &[(&'static str, &str)], children: &[Html]) -> Html {
    let mut html = String::with_capacity(64);
    html.push('<');
    html.push_str(name);
    for (attribute, value) in attributes {
        let is_safe = *attribute != "href" || safe_url(value).is_some();
        if value.is_empty() || !is_safe {
            continue;
        }
        html.push(' ');
        html.push_str(attribute);
        html.push_str("=\"");
        escape(value, &mut html);
        html.push('"');
    }
    html.push('>');
    for child in children {
        html.push_str(&child.0);
    }
    if !matches!(name, "br" | "hr" | "img" | "input") {
        html.push_str("</");
        html.push_str(name);
        html.push('>');
    }
    Html(html)
}

/// A text.
pub fn text(text: &str) -> Html {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    Html(html)
}

/// A path or name that may be broken behind its slashes and underscores, where the line is too short for it.
pub fn breakable(name: &str) -> Html {
    let mut html = String::with_capacity(name.len() + 16);
    for part in name.split_inclusive(['/', '_']) {
        escape(part, &mut html);
        if part.ends_with(['/', '_']) && part.len() > 1 {
            html.push_str("<wbr>");
        }
    }
    Html(html)
}

/// Several pieces as one.
pub fn all(pieces: impl IntoIterator<Item = Html>) -> Html {
    let mut html = String::new();
    for piece in pieces {
        html.push_str(&piece.0);
    }
    Html(html)
}

/// A piece that is only there when `condition` holds.
pub fn when(condition: bool, piece: impl FnOnce() -> Html) -> Html {
    if condition { piece() } else { Html::default() }
}

fn escape(text: &str, html: &mut String) {
    let mut begin = 0;
    for (index, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(text.get(begin..index).unwrap_or_default());
        html.push_str(replacement);
        begin = index + 1;
    }
    html.push_str(text.get(begin..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &Html, expected: &str) {
        assert_eq!(html.clone().into_string(), expected);
    }

    #[test]
    fn texts_and_values_are_escaped() {
        check(&text("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
        let link = el("a", &[("href", "#/doc/a%20b.md"), ("title", "\"><script>")], &[text("<b>")]);
        check(&link, "<a href=\"#/doc/a%20b.md\" title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;</a>");
    }

    #[test]
    fn an_address_that_could_run_something_is_left_out() {
        for address in ["javascript:alert(1)", " java\tscript:x", "data:text/html,x", "vbscript:x"] {
            check(&el("a", &[("href", address)], &[text("x")]), "<a>x</a>");
        }
    }

    #[test]
    fn names_break_behind_their_parts() {
        check(&breakable("_completed/SP01_a"), "_completed/<wbr>SP01_<wbr>a");
        check(&breakable("<b>/x"), "&lt;b&gt;/<wbr>x");
    }

    #[test]
    fn attributes_without_a_value_and_closing_tags_of_void_elements_are_left_out() {
        check(&el("p", &[("title", "")], &[el("br", &[], &[]), when(false, || text("x"))]), "<p><br></p>");
    }
}

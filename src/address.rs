//! Places in the app as the part of a link after `#`: what other people's links rely on.
//!
//! `#/VIEW/SEGMENT/…[:HEADING][?key=value&…]`. Every segment is percent-encoded, so that a path may hold any
//! character. Unknown keys are kept when they are read and ignored.

/// A place in the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The name of the view, such as `doc`; empty for the place where the app opens.
    pub view: String,
    /// What the view shows: a path, an id, a name; empty when it shows everything.
    pub subject: String,
    /// A heading of the document, as a GitHub slug.
    pub heading: Option<String>,
    /// Further settings in the order in which they were given.
    pub query: Vec<(String, String)>,
}

impl Address {
    /// The view `view` as a whole.
    pub fn view(view: &str) -> Address {
        Address { view: view.to_owned(), ..Address::default() }
    }

    /// `view`, showing `subject`.
    pub fn of(view: &str, subject: &str) -> Address {
        Address { view: view.to_owned(), subject: subject.to_owned(), ..Address::default() }
    }

    /// A document, or one of its headings.
    pub fn document(path: &str, heading: Option<&str>) -> Address {
        Address { heading: heading.map(str::to_owned), ..Address::of("doc", path) }
    }

    /// A line of a document.
    pub fn line(path: &str, line: u32) -> Address {
        Address::of("doc", path).with("line", &line.to_string())
    }

    /// The same place with one more setting, or with another value of it. An empty value removes it.
    pub fn with(mut self, key: &str, value: &str) -> Address {
        self.query.retain(|(known, _)| known != key);
        if !value.is_empty() {
            self.query.push((key.to_owned(), value.to_owned()));
        }
        self
    }

    /// The value of a setting.
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Reads the fragment of a link, with or without its `#`. Anything is an address; what makes no sense is
    /// the place where the app opens.
    pub fn parse(fragment: &str) -> Address {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let Some(fragment) = fragment.strip_prefix('/') else { return Address::default() };
        let (place, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let (place, heading) = match place.split_once(':') {
            Some((place, heading)) => (place, Some(decode(heading))),
            None => (place, None),
        };
        let (view, subject) = place.split_once('/').unwrap_or((place, ""));
        let subject: Vec<String> = subject.split('/').map(decode).collect();
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        });
        Address {
            view: decode(view),
            subject: subject.join("/"),
            heading: heading.filter(|heading| !heading.is_empty()),
            query: query.collect(),
        }
    }

    /// The fragment of a link to this place, with its `#`.
    pub fn href(&self) -> String {
        let mut href = place_href(&self.view, &self.subject, self.heading.as_deref());
        for (index, (key, value)) in self.query.iter().enumerate() {
            href.push(if index == 0 { '?' } else { '&' });
            encode(key, &mut href);
            href.push('=');
            encode(value, &mut href);
        }
        href
    }
}

/// The fragment of a link to a document, or to one of its headings.
pub fn document_href(path: &str, heading: Option<&str>) -> String {
    place_href("doc", path, heading)
}

fn place_href(view: &str, subject: &str, heading: Option<&str>) -> String {
    let mut href = String::with_capacity(8 + view.len() + subject.len() + heading.map_or(0, str::len));
    href.push_str("#/");
    encode(view, &mut href);
    for segment in subject.split('/').filter(|_| !subject.is_empty()) {
        href.push('/');
        encode(segment, &mut href);
    }
    if let Some(heading) = heading {
        href.push_str(if subject.is_empty() { "/:" } else { ":" });
        encode(heading, &mut href);
    }
    href
}

/// Percent-encodes everything but letters of ASCII, digits and a few marks that never mean anything in a link.
pub(crate) fn encode(text: &str, out: &mut String) {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'@' | b',');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (plain, odd) = rest.split_at(at);
        out.push_str(plain);
        let (character, after) = odd.split_at(odd.chars().next().map_or(0, char::len_utf8));
        for byte in character.bytes() {
            let digit =
                |value: u8| char::from_digit(u32::from(value), 16).map(|digit| digit.to_ascii_uppercase());
            out.push('%');
            out.extend(digit(byte >> 4).into_iter().chain(digit(byte & 15)));
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Undoes percent-encoding. A `%` that begins no code stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        match after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Several ids as one value of a setting, whatever they hold.
pub fn joined<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let mut list = String::new();
    for id in ids {
        if !list.is_empty() {
            list.push(',');
        }
        for letter in id.chars() {
            match letter {
                '%' => list.push_str("%25"),
                ',' => list.push_str("%2C"),
                letter => list.push(letter),
            }
        }
    }
    list
}

/// The ids that stand in a value of a setting.
pub fn listed(value: &str) -> impl Iterator<Item = String> {
    value.split(',').filter(|id| !id.is_empty()).map(decode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_of_the_contract_are_understood() {
        let address = Address::parse("#/doc/a%20b/c.md:the-heading?line=3&q=x%26y");
        assert_eq!(address.view, "doc");
        assert_eq!(address.subject, "a b/c.md");
        assert_eq!(address.heading.as_deref(), Some("the-heading"));
        assert_eq!((address.setting("line"), address.setting("q")), (Some("3"), Some("x&y")));
        assert_eq!(Address::parse("#/overview"), Address::view("overview"));
        assert_eq!(Address::parse("#/plan/SP01_x"), Address::of("plan", "SP01_x"));
        assert_eq!(
            Address::parse("#/overview:x"),
            Address { heading: Some("x".to_owned()), ..Address::view("overview") }
        );
        for nothing in ["", "#", "#heading", "heading"] {
            assert_eq!(Address::parse(nothing), Address::default(), "{nothing:?}");
        }
    }

    #[test]
    fn odd_characters_survive() {
        let address = Address::document("a:b/c?d#e%f/g h/ü\u{202e}.md", Some("x:y"));
        assert!(!address.href().contains([' ', 'ü']));
        assert_eq!(Address::parse(&address.href()), address);
    }

    proptest! {
        #[test]
        fn ids_of_any_kind_survive_their_list(ids in prop::collection::vec("[ -~,%é]{1,12}", 0..6)) {
            let list = joined(ids.iter().map(String::as_str));
            let address = Address::parse(&Address::view("dependencies").with("open", &list).href());
            let read: Vec<String> = listed(address.setting("open").unwrap_or_default()).collect();
            prop_assert_eq!(read, ids);
        }

        #[test]
        fn every_address_survives_its_link(
            view in "[a-z]{1,8}", subject in "[^/]{0,9}(/[^/]{1,9}){0,3}", heading in proptest::option::of(".{1,9}"),
            query in proptest::collection::vec((".{1,5}", ".{1,5}"), 0..3),
        ) {
            let address = Address { view, subject, heading, query };
            prop_assert_eq!(Address::parse(&address.href()), address);
        }

        #[test]
        fn any_text_is_an_address(text in ".{0,60}") {
            let _ = Address::parse(&text);
        }
    }
}

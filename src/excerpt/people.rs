//! Texts without the names of people: each name that the tree tells as somebody's becomes `Person 3`, the same one everywhere,
//! and addresses of mail go. Names that the tree never tells as names stay; nobody can know them.

use crate::order;
use crate::plan::Person;

/// What stands where an address of mail was.
const NO_ADDRESS: &str = "address-left-out";
/// Shorter first and last names are words too often.
const SHORTEST: usize = 3;
/// First names that are times: they stay where they stand alone.
const TIMES: [&str; 8] = ["April", "August", "Jan", "June", "March", "May", "Autumn", "Summer"];
/// What may stand between first and last name where both are part of an address or a path.
const JOINTS: [&str; 4] = ["_", "-", ".", ""];

/// The names that are hidden, and what stands in their place.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    /// Longer ones first.
    names: Vec<Name>,
    count: usize,
}

#[derive(Clone, Debug)]
struct Name {
    /// In small letters, when case does not matter.
    written: String,
    instead: String,
    is_exact: bool,
}

impl People {
    pub(super) fn of<'a>(people: impl Iterator<Item = &'a Person>) -> People {
        let mut names: Vec<Name> = Vec::new();
        let mut count = 0;
        for person in people {
            count += 1;
            for whole in std::iter::once(&person.name).chain(&person.aliases) {
                names.extend(forms(whole, count));
            }
        }
        order::sort_by(&mut names, |a, b| {
            b.written.len().cmp(&a.written.len()).then_with(|| a.written.cmp(&b.written))
        });
        names.dedup_by(|next, kept| next.written == kept.written && next.is_exact == kept.is_exact);
        People { names, count }
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// A text without them.
    pub(super) fn hide(&self, text: &str) -> String {
        if self.names.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut before: Option<char> = None;
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let is_begin = !before.is_some_and(char::is_alphanumeric);
            let (instead, length) = match is_begin.then(|| self.at(rest, before)).flatten() {
                Some((instead, length)) => (Some(instead), length),
                None => (None, letter.len_utf8()),
            };
            let Some((taken, after)) = rest.split_at_checked(length) else { break };
            out.push_str(instead.unwrap_or(taken));
            before = taken.chars().next_back();
            rest = after;
        }
        out
    }

    /// What stands instead of a name that begins here, and how long the name is, in bytes.
    fn at(&self, text: &str, before: Option<char>) -> Option<(&str, usize)> {
        if let Some(length) = address_of_mail(text) {
            return Some((NO_ADDRESS, length));
        }
        self.names.iter().find_map(|name| {
            let length = match name.is_exact && before != Some('@') {
                true => text.starts_with(&name.written).then_some(name.written.len())?,
                false => beginning(text, &name.written.to_lowercase())?,
            };
            let is_end = !text.get(length..)?.chars().next().is_some_and(char::is_alphanumeric);
            is_end.then_some((name.instead.as_str(), length))
        })
    }
}

/// The forms that a name is written in.
fn forms(whole: &str, number: usize) -> Vec<Name> {
    let parts: Vec<&str> = whole.split_whitespace().collect();
    let name = |written: String, instead: String, is_exact: bool| Name { written, instead, is_exact };
    let plain = format!("Person {number}");
    let joined = format!("person-{number}");
    let mut forms = Vec::new();
    if parts.len() > 1 {
        forms.push(name(parts.join(" ").to_lowercase(), plain.clone(), false));
        forms.extend(JOINTS.map(|joint| name(parts.join(joint).to_lowercase(), joined.clone(), false)));
    }
    for part in &parts {
        let is_name = part.chars().count() >= SHORTEST
            && part.starts_with(char::is_uppercase)
            && !TIMES.contains(part)
            && part.chars().all(|letter| letter.is_alphabetic() || "-'’".contains(letter));
        if is_name {
            forms.push(name((*part).to_owned(), plain.clone(), true));
        }
    }
    if let [only] = parts.as_slice() {
        forms.push(name((*only).to_owned(), plain, true));
    }
    forms
}

/// How long the beginning of a text is that says `small` in whatever case, in bytes.
fn beginning(text: &str, small: &str) -> Option<usize> {
    let mut left = small;
    for (at, letter) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        let lower: String = letter.to_lowercase().collect();
        left = left.strip_prefix(lower.as_str())?;
    }
    left.is_empty().then_some(text.len())
}

/// How long the address of mail is that begins here, in bytes.
fn address_of_mail(text: &str) -> Option<usize> {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    let local = text.bytes().take_while(|byte| is_local(*byte)).count();
    let host = text.get(local..)?.strip_prefix('@')?;
    let length = host.bytes().take_while(|byte| is_host(*byte)).count();
    let host = host.get(..length)?.trim_end_matches(['.', '-']);
    let (name, ending) = host.rsplit_once('.')?;
    let is_one = local > 0
        && !name.is_empty()
        && ending.len() >= 2
        && ending.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_one.then_some(local + 1 + host.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn people() -> People {
        let person = |name: &str, aliases: &[&str]| Person {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            role: None,
            from: None,
            to: None,
            active: None,
            mentions: Vec::new(),
        };
        let people =
            [person("Nina Volkov", &["Nina"]), person("May Long", &[]), person("Łukasz", &["Ł. K."])];
        People::of(people.iter())
    }

    #[test]
    fn names_go_in_every_form() {
        for (written, hidden) in [
            ("Nina Volkov, NINA VOLKOV's", "Person 1, Person 1's"),
            ("owners: [Nina, May Long]", "owners: [Person 1, Person 2]"),
            ("In May 2025 Nina said", "In May 2025 Person 1 said"),
            ("exploration/2025_nina_volkov.md", "exploration/2025_person-1.md"),
            ("@nina and @NinaVolkov", "@Person 1 and @person-1"),
            ("Ninas Volkovs nina", "Ninas Volkovs nina"),
            ("Łukasz", "Person 3"),
            ("write nina.volkov@medflow.io.", "write address-left-out."),
            ("a@b, ID@PATH/x.md", "a@b, ID@PATH/x.md"),
        ] {
            assert_eq!(people().hide(written), hidden);
        }
        assert_eq!(People::default().hide("Nina a@b.org"), "Nina a@b.org");
    }

    proptest! {
        #[test]
        fn nothing_that_is_hidden_comes_back(text in ".{0,40}", after in "[ ,.:;)]") {
            let hidden = people().hide(&format!("{text} Nina Volkov{after}{text}"));
            prop_assert!(!hidden.to_lowercase().contains("nina volkov"));
            prop_assert_eq!(people().hide(&hidden), hidden);
        }
    }
}

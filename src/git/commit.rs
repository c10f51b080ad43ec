//! Commits: which tree, what it came from, who, when and why.

use super::Id;
use crate::files::encoding;
use crate::plan::Date;

/// Nobody names more parents; git itself stops long before.
const MOST_PARENTS: usize = 256;

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its tree.
    pub tree: Id,
    /// What it came from: nothing for a first commit, several for a merge.
    pub parents: Vec<Id>,
    /// Who wrote it.
    pub author: String,
    /// When it was committed, in seconds after 1 January 1970.
    pub seconds: i64,
    /// The day on which that was, where it was done.
    pub day: i64,
    /// The first line of its message.
    pub subject: String,
    /// The rest of its message.
    pub body: String,
}

impl Commit {
    /// Reads a commit; nothing when it is none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Commit> {
        let (head, message) = split(bytes);
        let mut lines = head.split(|byte| *byte == b'\n');
        let tree = id_of(lines.next()?, b"tree ")?;
        let mut parents = Vec::new();
        let (mut author, mut committer): (&[u8], &[u8]) = (b"", b"");
        for line in lines {
            if let Some(parent) = id_of(line, b"parent ").filter(|_| parents.len() < MOST_PARENTS) {
                parents.push(parent);
            } else if let Some(found) = line.strip_prefix(b"author ") {
                author = found;
            } else if let Some(found) = line.strip_prefix(b"committer ") {
                committer = found;
            }
        }
        let (seconds, minutes) = time(committer).or_else(|| time(author)).unwrap_or_default();
        let message = text(message);
        let message = message.trim_start_matches('\n');
        let (subject, body) = message.split_once("\n\n").unwrap_or((message, ""));
        let subject = subject.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        Some(Commit {
            tree,
            parents,
            author: text(name(author)),
            seconds,
            day: seconds.saturating_add(minutes * 60).div_euclid(24 * 60 * 60),
            subject: subject.join(" "),
            body: body.trim().to_owned(),
        })
    }

    /// The day, as dates are written.
    pub fn date(&self) -> Option<Date> {
        // What is beyond all calendars has no day.
        (-100_000..1_000_000).contains(&self.day).then(|| Date::of_unix_day(self.day)).flatten()
    }
}

/// What a tag stands for.
pub(super) fn tagged(bytes: &[u8]) -> Option<Id> {
    let (head, _) = split(bytes);
    id_of(head.split(|byte| *byte == b'\n').next()?, b"object ")
}

/// The lines before the first empty one, and the message behind it.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n");
    match end {
        Some(end) => (bytes.get(..end).unwrap_or_default(), bytes.get(end + 2..).unwrap_or_default()),
        None => (bytes, b""),
    }
}

fn id_of(line: &[u8], key: &[u8]) -> Option<Id> {
    Id::parse(std::str::from_utf8(line.strip_prefix(key)?).ok()?)
}

/// Who is meant: what stands before the address.
fn name(person: &[u8]) -> &[u8] {
    let end = person.iter().position(|byte| *byte == b'<').unwrap_or(person.len());
    person.get(..end).unwrap_or_default().trim_ascii()
}

/// When, behind the address: seconds, and how many minutes clocks there are ahead.
fn time(person: &[u8]) -> Option<(i64, i64)> {
    let end = person.iter().rposition(|byte| *byte == b'>')?;
    let rest = std::str::from_utf8(person.get(end + 1..)?).ok()?;
    let mut words = rest.split_whitespace();
    let seconds = words.next()?.parse::<i64>().ok()?;
    let zone = words.next().and_then(|zone| zone.parse::<i64>().ok()).unwrap_or_default();
    // Whoever writes a longer one does not know.
    let zone = if zone.abs() <= 1_500 { zone } else { 0 };
    Some((seconds, zone / 100 * 60 + zone % 100))
}

fn text(bytes: &[u8]) -> String {
    encoding::decode(bytes).text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(head: &str, message: &str) -> Option<Commit> {
        let tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
        Commit::parse(format!("tree {tree}\n{head}\n\n{message}").as_bytes())
    }

    #[test]
    fn a_commit_says_who_when_and_why() {
        let head = "parent ce013625030ba8dba906f756967f9e9ca394464a\nauthor Łukasz <l@x> 1 +0000\ncommitter Nina Volkov <n@x> 1735689599 +0130\ngpgsig -----BEGIN\n tree no\n -----END";
        let read = commit(head, "First line\ngoes on\n\nAnd a body.\n");
        let said = read
            .as_ref()
            .map(|commit| (commit.author.as_str(), commit.subject.as_str(), commit.body.as_str()));
        assert_eq!(said, Some(("Łukasz", "First line goes on", "And a body.")));
        let when = read.as_ref().and_then(Commit::date).map(|date| date.to_string());
        assert_eq!(when.as_deref(), Some("2025-01-01"), "the day where it was committed");
        assert_eq!(read.map(|commit| commit.parents.len()), Some(1));
    }

    #[test]
    fn what_is_odd_is_read_as_far_as_it_goes() {
        let odd =
            commit("author <> 99999999999999 +9999", "").map(|commit| (commit.author.clone(), commit.date()));
        assert_eq!(odd, Some((String::new(), None)));
        let none = commit("committer Nobody", "no time").map(|commit| (commit.seconds, commit.subject));
        assert_eq!(none, Some((0, "no time".to_owned())));
        assert_eq!(Commit::parse(b"tree 123\n\n"), None);
        assert_eq!(Commit::parse(b""), None);
        assert_eq!(
            tagged(b"object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\n\n").map(|id| id.short()),
            Some("4b825dc64".to_owned())
        );
    }
}

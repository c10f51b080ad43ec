//! A patch as a message, which `git am` takes: who, when, what for, and the patch.

use super::Patch;
use crate::files::base64;

/// What stands above a patch in a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The name of who made the changes.
    pub author: String,
    /// The address of who made them.
    pub email: String,
    /// When they were made, in seconds since 1970.
    pub seconds: u64,
    /// What they do, in one line.
    pub subject: String,
    /// What more there is to say.
    pub body: String,
}

/// Lines of a message longer than this are packed, so that nothing on its way breaks them.
const MOST_LINE_BYTES: usize = 900;

impl Patch {
    /// The patch as a message. `prefix` is the folder of the tree in its repository.
    pub fn mailbox(&self, prefix: &str, message: &Message) -> Vec<u8> {
        let patch = self.text(prefix);
        let mut content = Vec::new();
        for line in message.body.lines() {
            content.extend(harmless(line).as_bytes());
            content.push(b'\n');
        }
        content.extend(b"---\n\n");
        content.extend(patch);
        content.extend(format!("-- \nPlanarium {}\n", env!("CARGO_PKG_VERSION")).as_bytes());
        // Mail programs, git's included, change line ends of their own and what is no UTF-8.
        let is_plain = !content.contains(&b'\r')
            && std::str::from_utf8(&content).is_ok()
            && content.split(|byte| *byte == b'\n').all(|line| line.len() <= MOST_LINE_BYTES);
        let encoding = if is_plain { "8bit" } else { "base64" };
        let mut text = format!(
            "From {} Mon Sep 17 00:00:00 2001\nFrom: {} <{}>\nDate: {}\nSubject: [PATCH] {}\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: {encoding}\n\n",
            "0".repeat(40),
            header(&message.author, true),
            address(&message.email),
            date(message.seconds),
            subject(&message.subject),
        )
        .into_bytes();
        if is_plain {
            text.extend(content);
        } else {
            for line in content.chunks(57) {
                text.extend(base64::encode(line).as_bytes());
                text.push(b'\n');
            }
        }
        text
    }
}

/// A line of the message that begins nothing: no other message, no header, no patch.
fn harmless(line: &str) -> String {
    let line = line.trim_end();
    let lower = line.to_ascii_lowercase();
    let begins = ["from", "date:", "subject:", "---", "diff -", "index:", "-- "];
    if begins.iter().any(|begin| lower.starts_with(begin)) { format!(" {line}") } else { line.to_owned() }
}

/// A subject of one line, which begins with nothing that is taken off again.
fn subject(text: &str) -> String {
    let bare = one_line(text);
    let lower = bare.to_ascii_lowercase();
    let is_taken_off = bare.starts_with(['[', ':']) || lower.starts_with("re:");
    let text = match bare.as_str() {
        "" => "Change plans".to_owned(),
        _ if is_taken_off => format!("Plans: {bare}"),
        _ => bare,
    };
    header(&text, false)
}

fn one_line(text: &str) -> String {
    let plain = text.chars().map(|character| if character.is_control() { ' ' } else { character });
    plain.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address(email: &str) -> String {
    let plain: String = email
        .chars()
        .filter(|character| character.is_ascii_graphic() && !"<>,()\"\\".contains(*character))
        .collect();
    if plain.is_empty() { "planarium@localhost".to_owned() } else { plain }
}

/// A text in a header: as it is, a name in quotes where it has to be, else as words that every mail program reads.
fn header(text: &str, is_name: bool) -> String {
    let text = one_line(text);
    // git takes quotes out of names.
    let text = if is_name { text.replace(['"', '\\', '<', '>'], "") } else { text };
    let text = if text.is_empty() { "Planarium".to_owned() } else { text };
    if text.is_ascii() && text.len() < MOST_LINE_BYTES {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-' | b'_');
        if !is_name || text.bytes().all(is_plain) {
            return text;
        }
        return format!("\"{text}\"");
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars() {
        if word.len() + character.len_utf8() > 45 {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    let words = words.iter().map(|word| format!("=?UTF-8?B?{}?=", base64::encode(word.as_bytes())));
    words.collect::<Vec<_>>().join("\n ")
}

/// A time as mails have it: `Mon, 15 Jun 2026 08:00:00 +0000`.
fn date(seconds: u64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    // The civil date of a day since 1970, by eras of 400 years that begin in March.
    let shifted = day + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12;
    let year = year_of_era + era * 400 + u64::from(month < 2);
    let name = |names: &'static [&'static str], at: u64| names.get(at as usize).copied().unwrap_or_default();
    format!(
        "{}, {of_month} {} {year} {:02}:{:02}:{:02} +0000",
        name(&DAYS, day % 7),
        name(&MONTHS, month),
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_civil() {
        assert_eq!(date(0), "Thu, 1 Jan 1970 00:00:00 +0000");
        assert_eq!(date(951_782_400), "Tue, 29 Feb 2000 00:00:00 +0000");
        assert_eq!(date(1_781_513_999), "Mon, 15 Jun 2026 08:59:59 +0000");
        assert_eq!(date(1_767_225_599), "Wed, 31 Dec 2025 23:59:59 +0000");
    }

    #[test]
    fn headers_are_lines() {
        assert_eq!(subject("a\nb\r\nSubject: c"), "a b Subject: c");
        assert_eq!(subject("[x] y"), "Plans: [x] y");
        assert_eq!(header("Nina Volkov", true), "Nina Volkov");
        assert_eq!(header("Dr. \"O\", x", true), "\"Dr. O, x\"");
        assert_eq!(header("Žofie", true), "=?UTF-8?B?xb1vZmll?=");
        assert_eq!(address("a@b.c>\nBcc: x"), "a@b.cBcc:x");
        for line in ["From x", "--- a/b", "diff --git a b", "Subject: x"] {
            assert!(harmless(line).starts_with(' '));
        }
    }
}

//! The form in which a review travels: `.review.json`, described in `docs/review.md`, and the same packed into a link.
//! What comes is untrusted. A file that is none, or of a newer version, is refused with the reason; an entry that is not
//! as it should be is left out and told, and the rest is read.

use super::json::Json;
use super::{
    About, Anchor, Entry, Key, Kind, MOST_CHARACTERS, MOST_ENTRIES, MOST_NAME, Opinion, Review, What, merge,
};
use crate::edit::carried as edits;
use crate::files::parcel;

/// The version of the form. It changes only when a field changes its meaning; fields may be added.
pub const SCHEMA: u32 = 1;
/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Short texts such as headings and quotes have at most so many characters.
const MOST_SHORT: usize = 2_000;
/// Nobody has changed an entry more often.
const MOST_REVISIONS: u32 = 1_000_000;
/// Headings above a place, documents of a request: at most so many.
const MOST_LISTED: usize = 200;
/// So many entries that were left out are told one by one.
const MOST_TOLD: usize = 20;

/// A review that was read, with what had to be left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The review.
    pub review: Review,
    /// What was left out, and why.
    pub left_out: Vec<String>,
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────

/// A review as a file.
pub fn written(review: &Review) -> String {
    json(review).pretty()
}

/// A review packed for a link.
pub fn carried(review: &Review) -> String {
    parcel::pack(&json(review).compact())
}

fn object(fields: Vec<(&str, Option<Json>)>) -> Json {
    Json::Object(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

fn json(review: &Review) -> Json {
    object(vec![
        ("kind", Some(Json::text("planarium-review"))),
        ("schema", Some(Json::Number(SCHEMA.to_string()))),
        ("tree", Some(tree(&review.title, &review.fingerprint))),
        ("entries", Some(Json::List(review.entries.iter().map(entry).collect()))),
    ])
}

fn tree(title: &str, fingerprint: &str) -> Json {
    object(vec![("title", Some(Json::text(title))), ("fingerprint", Some(Json::text(fingerprint)))])
}

fn key(key: &Key) -> Json {
    object(vec![("author", Some(Json::text(&key.author))), ("id", Some(Json::text(&key.id)))])
}

fn entry(entry: &Entry) -> Json {
    let text = |text: &str| Some(Json::text(text)).filter(|_| !text.is_empty());
    let mut fields = vec![
        ("author", Some(Json::text(&entry.key.author))),
        ("id", Some(Json::text(&entry.key.id))),
        ("revision", Some(Json::Number(entry.revision.to_string()))),
        ("at", text(&entry.at)),
    ];
    let is = |kind: &str| ("is", Some(Json::text(kind)));
    match &entry.what {
        What::Comment { about, text: said, suggestion } => {
            let suggestion = suggestion.as_ref().and_then(|steps| Json::parse(steps).ok());
            fields.extend([is("comment"), ("text", text(said)), ("suggestion", suggestion)]);
            fields.extend(about_fields(about));
        }
        What::Withdrawn { about } => {
            fields.push(is("withdrawn"));
            fields.extend(about_fields(about));
        }
        What::Settled { thread, is_settled } => {
            fields.extend([
                is(if *is_settled { "resolved" } else { "reopened" }),
                ("reply", Some(key(thread))),
            ]);
        }
        What::Placed { thread, anchor } => {
            fields.extend([
                is("placed"),
                ("reply", Some(key(thread))),
                ("anchor", Some(anchor_json(anchor))),
            ]);
        }
        What::Look { change, opinion } => {
            let kind = match opinion {
                Opinion::Unseen => "unseen",
                Opinion::Seen => "seen",
                Opinion::Agreed => "agreed",
            };
            fields.extend([is(kind), ("change", Some(object(vec![("key", text(change))])))]);
        }
        What::Request { text: said, until, documents, compare } => {
            let documents = documents.iter().map(|path| Json::text(path)).collect();
            let compare = compare.as_ref().map(|(with, to)| {
                object(vec![("with", Some(Json::text(with))), ("to", Some(Json::text(to)))])
            });
            fields.extend([
                is("request"),
                ("text", text(said)),
                ("until", until.as_deref().map(Json::text)),
                ("documents", Some(Json::List(documents))),
                ("compare", compare),
            ]);
        }
        What::Verdict { is_approved, text: said, title, fingerprint } => {
            let verdict = if *is_approved { "approved" } else { "changes wanted" };
            fields.extend([
                is("verdict"),
                ("verdict", Some(Json::text(verdict))),
                ("text", text(said)),
                ("tree", Some(tree(title, fingerprint))),
            ]);
        }
    }
    object(fields)
}

fn about_fields(about: &About) -> Vec<(&'static str, Option<Json>)> {
    let change = about
        .change
        .as_ref()
        .map(|(key, said)| object(vec![("key", Some(Json::text(key))), ("says", Some(Json::text(said)))]));
    let anchor = about.anchor.as_ref().map(anchor_json);
    vec![("reply", about.reply.as_ref().map(key)), ("change", change), ("anchor", anchor)]
}

fn anchor_json(anchor: &Anchor) -> Json {
    let number = |number: u32| Some(Json::Number(number.to_string()));
    let text = |text: &str| Some(Json::text(text)).filter(|_| !text.is_empty());
    object(vec![
        ("path", Some(Json::text(&anchor.path))),
        ("item", anchor.item.as_deref().map(Json::text)),
        ("kind", Some(Json::text(anchor.kind.name()))),
        ("headings", Some(Json::List(anchor.trail.iter().map(|heading| Json::text(heading)).collect()))),
        ("quote", text(&anchor.quote)),
        ("before", text(&anchor.before)),
        ("after", text(&anchor.after)),
        ("ordinal", number(anchor.ordinal)),
        ("line", number(anchor.line)),
    ])
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────

/// Reads what a link carries.
///
/// # Errors
/// Why it is none, for people.
pub fn uncarried(parcel: &str) -> Result<Read, String> {
    if parcel.len() > parcel::MAX_PACKED_BYTES {
        let (length, most) = (parcel.len(), parcel::MAX_PACKED_BYTES);
        return Err(format!("The review in this link is too long: {length} characters of at most {most}."));
    }
    let text = parcel::unpack(parcel).ok_or(
        "The review in this link cannot be read: the link was cut off on its way, or changed. Ask for it as a file.",
    )?;
    read(text.as_bytes())
}

/// Reads a file.
///
/// # Errors
/// Why it is none, for people.
pub fn read(bytes: &[u8]) -> Result<Read, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!(
            "This file is too large for a review: {} bytes of at most {MOST_BYTES}.",
            bytes.len()
        ));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|_| "This is no review: it is not UTF-8 text.".to_owned())?;
    let json = Json::parse(text).map_err(|why| format!("This is no review: it is not JSON; {why}."))?;
    match json.get("kind") {
        Some(Json::Text(kind)) if kind == "planarium-review" => {}
        _ => {
            return Err(
                "This is no review: a review is an object whose \"kind\" is \"planarium-review\".".to_owned()
            );
        }
    }
    match number(&json, "schema", u32::MAX) {
        Ok(Some(SCHEMA)) => {}
        Ok(Some(newer)) if newer > SCHEMA => {
            return Err(format!(
                "This review was made by a newer version of the viewer (schema {newer}; this one reads {SCHEMA}). Open it with that version."
            ));
        }
        _ => return Err("This is no review: its \"schema\" should be a number from 1.".to_owned()),
    }
    let (title, fingerprint) = match json.get("tree") {
        Some(tree) => (short(tree, "title")?, short(tree, "fingerprint")?),
        None => Default::default(),
    };
    let Some(Json::List(list)) = json.get("entries") else {
        return Err("This is no review: its \"entries\" should be a list.".to_owned());
    };
    let mut read = Read {
        review: Review::of(&title.unwrap_or_default(), &fingerprint.unwrap_or_default()),
        left_out: Vec::new(),
    };
    let (mut entries, mut untold) = (Vec::new(), 0_usize);
    for (at, json) in list.iter().enumerate() {
        let entry = if at < MOST_ENTRIES {
            entry_of(json)
        } else {
            Err(format!("a review has at most {MOST_ENTRIES} of them"))
        };
        match entry {
            Ok(entry) => entries.push(entry),
            Err(why) if read.left_out.len() < MOST_TOLD => {
                read.left_out.push(format!("Entry {} was left out: {why}.", at + 1));
            }
            Err(_) => untold += 1,
        }
    }
    if untold > 0 {
        read.left_out.push(format!("{untold} more were left out."));
    }
    read.review.entries = merge(&[], &entries);
    Ok(read)
}

fn entry_of(json: &Json) -> Result<Entry, String> {
    if !matches!(json, Json::Object(_)) {
        return Err(format!("it should be an object, and is {}", json.noun()));
    }
    let key = key_of(json)?;
    let revision = number(json, "revision", MOST_REVISIONS)?.unwrap_or(1).max(1);
    let at = short(json, "at")?.unwrap_or_default();
    let text = || long(json, "text", MOST_CHARACTERS).map(Option::unwrap_or_default);
    let kind = short(json, "is")?.ok_or("its \"is\" is missing, which says what it is")?;
    let what = match kind.as_str() {
        "comment" => {
            let suggestion = json.get("suggestion").map(suggestion).transpose()?;
            let text = text()?;
            if text.trim().is_empty() && suggestion.is_none() {
                return Err("it is a comment without a text".to_owned());
            }
            What::Comment { about: about(json)?, text, suggestion }
        }
        "withdrawn" => What::Withdrawn { about: about(json)? },
        "resolved" | "reopened" => {
            let thread = json.get("reply").ok_or("its \"reply\" is missing, which says of what it is")?;
            What::Settled { thread: key_of(thread)?, is_settled: kind == "resolved" }
        }
        "placed" => {
            let thread = json.get("reply").ok_or("its \"reply\" is missing, which says of what it is")?;
            let place = json.get("anchor").ok_or("its \"anchor\" is missing, which says where it is put")?;
            What::Placed { thread: key_of(thread)?, anchor: anchor(place)? }
        }
        "unseen" | "seen" | "agreed" => {
            let change = json.get("change").ok_or("its \"change\" is missing")?;
            let opinion = match kind.as_str() {
                "agreed" => Opinion::Agreed,
                "seen" => Opinion::Seen,
                _ => Opinion::Unseen,
            };
            What::Look { change: short(change, "key")?.ok_or("its change has no \"key\"")?, opinion }
        }
        "request" => {
            let compare = json.get("compare").map(|it| -> Result<_, String> {
                Ok((short(it, "with")?.unwrap_or_default(), short(it, "to")?.unwrap_or_default()))
            });
            What::Request {
                text: text()?,
                until: short(json, "until")?,
                documents: list(json, "documents")?,
                compare: compare.transpose()?,
            }
        }
        "verdict" => {
            let verdict = short(json, "verdict")?.unwrap_or_default();
            if !matches!(verdict.as_str(), "approved" | "changes wanted") {
                return Err("its \"verdict\" should be \"approved\" or \"changes wanted\"".to_owned());
            }
            let seen = json.get("tree").ok_or("its \"tree\" is missing, which says what was seen")?;
            What::Verdict {
                is_approved: verdict == "approved",
                text: text()?,
                title: short(seen, "title")?.unwrap_or_default(),
                fingerprint: short(seen, "fingerprint")?.unwrap_or_default(),
            }
        }
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(format!(
                "nobody knows what \"{}\" is; it may be from a newer version",
                other.escape_debug()
            ));
        }
    };
    Ok(Entry { key, revision, what, at })
}

fn key_of(json: &Json) -> Result<Key, String> {
    let author = long(json, "author", MOST_NAME)?.unwrap_or_default();
    let author = super::name_of(&author);
    let id = long(json, "id", MOST_NAME)?.unwrap_or_default();
    match (author.is_empty(), id.is_empty()) {
        (true, _) => Err("it has no \"author\"".to_owned()),
        (_, true) => Err("it has no \"id\"".to_owned()),
        _ => Ok(Key { author, id }),
    }
}

fn about(json: &Json) -> Result<About, String> {
    let change = json.get("change").map(|change| -> Result<_, String> {
        let key = short(change, "key")?.ok_or("its change has no \"key\"")?;
        Ok((key, short(change, "says")?.unwrap_or_default()))
    });
    Ok(About {
        reply: json.get("reply").map(key_of).transpose()?,
        change: change.transpose()?,
        anchor: json.get("anchor").map(anchor).transpose()?,
    })
}

fn anchor(json: &Json) -> Result<Anchor, String> {
    let named = short(json, "kind")?.unwrap_or_default();
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == named);
    let path = short(json, "path")?.filter(|path| !path.is_empty());
    Ok(Anchor {
        path: path.ok_or("its anchor has no \"path\"")?,
        item: short(json, "item")?,
        kind: kind.ok_or("its anchor is of no known \"kind\"")?,
        trail: list(json, "headings")?,
        quote: short(json, "quote")?.unwrap_or_default(),
        before: short(json, "before")?.unwrap_or_default(),
        after: short(json, "after")?.unwrap_or_default(),
        ordinal: number(json, "ordinal", u32::MAX)?.unwrap_or_default(),
        line: number(json, "line", u32::MAX)?.unwrap_or(1),
    })
}

/// Edits, which are kept as they are written elsewhere; they are made by nobody before a click.
fn suggestion(json: &Json) -> Result<String, String> {
    let steps = edits::read(&json.compact()).filter(|steps| !steps.is_empty());
    let steps = steps.ok_or("its \"suggestion\" holds no edits that can be read")?;
    Ok(edits::written(&steps))
}

fn short(json: &Json, name: &str) -> Result<Option<String>, String> {
    long(json, name, MOST_SHORT)
}

fn long(json: &Json, name: &str, most: usize) -> Result<Option<String>, String> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Text(text)) => match text.chars().count() {
            count if count > most => {
                Err(format!("its \"{name}\" has {count} characters, and may have {most}"))
            }
            _ => Ok(Some(text.clone())),
        },
        Some(other) => Err(format!("its \"{name}\" should be a text, and is {}", other.noun())),
    }
}

fn list(json: &Json, name: &str) -> Result<Vec<String>, String> {
    let list = match json.get(name) {
        None => return Ok(Vec::new()),
        Some(Json::List(list)) => list,
        Some(other) => return Err(format!("its \"{name}\" should be a list, and is {}", other.noun())),
    };
    if list.len() > MOST_LISTED {
        return Err(format!("its \"{name}\" lists {}, and may list {MOST_LISTED}", list.len()));
    }
    list.iter()
        .map(|part| match part {
            Json::Text(text) if text.chars().count() <= MOST_SHORT => Ok(text.clone()),
            Json::Text(_) => Err(format!("a text in its \"{name}\" is longer than {MOST_SHORT} characters")),
            other => Err(format!("its \"{name}\" should list texts, and lists {}", other.noun())),
        })
        .collect()
}

fn number(json: &Json, name: &str, most: u32) -> Result<Option<u32>, String> {
    match json.get(name) {
        None => Ok(None),
        Some(Json::Number(number)) => match number.parse::<u32>() {
            Ok(number) if number <= most => Ok(Some(number)),
            _ => Err(format!("its \"{name}\" should be a whole number up to {most}")),
        },
        Some(other) => Err(format!("its \"{name}\" should be a number, and is {}", other.noun())),
    }
}

//! What a link carries beside its place, in the setting `share` of its address: `VERSION KIND . LENGTH . BODY`.
//!
//! The length tells when a mail program has cut the link off. The body is base64url: of an open letter a checksum, the mark
//! of the tree and the deflated pieces; of a locked one a sealed box around the same. docs/links.md describes it for others.
//! A letter is as untrusted as any tree, and reading it does nothing but read.

use super::mark::Mark;
use crate::address::Address;
use crate::files::{base64, checksum_of, parcel, records};

/// The setting of an address that holds a letter.
pub const SETTING: &str = "share";
/// The version that is written.
pub const VERSION: u32 = 1;
/// The longest fragment that is read, in bytes: 64 KiB.
pub const MAX_BYTES: usize = parcel::MAX_PACKED_BYTES;

/// The piece that holds the address of a locked letter.
pub const PLACE: &str = "place";
/// The piece that holds pending edits.
pub const EDITS: &str = "edits";
/// The piece that holds comments.
pub const COMMENTS: &str = "comments";
/// The piece that holds what the list of the tree is filtered by.
pub const LIST_FILTER: &str = "filter";
/// The piece that holds a tree.
pub const TREE: &str = "tree";

/// Every piece that this version knows, with what it is called.
pub const KNOWN: [(&str, &str); 5] = [
    (PLACE, "a place"),
    (EDITS, "edits"),
    (COMMENTS, "comments"),
    (LIST_FILTER, "a filter of the list"),
    (TREE, "a tree"),
];

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The tree that it speaks of.
    pub of: Mark,
    /// Its pieces by name, in their order.
    pub pieces: Vec<(String, Vec<u8>)>,
}

/// How a letter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It speaks of a tree that whoever opens it has.
    Open,
    /// It holds the tree.
    Tree,
    /// It is locked, and nobody can tell what it holds.
    Locked,
}

impl Kind {
    const ALL: [(Kind, char); 3] = [(Kind::Open, 'o'), (Kind::Tree, 't'), (Kind::Locked, 'k')];
}

/// What has come with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A letter.
    Open(Letter),
    /// A sealed box with one in it.
    Locked(Vec<u8>),
}

/// Why a letter cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is longer than what is read.
    TooLong,
    /// Something of it is missing.
    CutOff {
        /// How many characters there are.
        found: usize,
        /// How many there were, when what is left still says so.
        written: Option<usize>,
    },
    /// It is not what was written.
    Changed,
    /// It was made by a newer version.
    Newer,
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unreadable::TooLong => write!(out, "it is longer than {} kB", MAX_BYTES / 1024),
            Unreadable::CutOff { found, written: Some(written) } => {
                write!(out, "it is cut off: {found} of {written} characters have arrived")
            }
            Unreadable::CutOff { .. } => out.write_str("it is cut off: hardly anything of it has arrived"),
            Unreadable::Changed => out.write_str("it was changed on its way"),
            Unreadable::Newer => out.write_str("it was made by a newer version of Planarium"),
        }
    }
}

impl Letter {
    /// A letter without any piece.
    pub fn of(mark: Mark) -> Letter {
        Letter { of: mark, pieces: Vec::new() }
    }

    /// The letter with one more piece.
    pub fn with(mut self, name: &str, bytes: Vec<u8>) -> Letter {
        self.pieces.push((name.to_owned(), bytes));
        self
    }

    /// A piece.
    pub fn piece(&self, name: &str) -> Option<&[u8]> {
        self.pieces.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.as_slice())
    }

    /// A piece that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.piece(name)?).ok()
    }

    /// The names of its pieces that this version does not know.
    pub fn unknown(&self) -> Vec<&str> {
        let names = self.pieces.iter().map(|(name, _)| name.as_str());
        names.filter(|name| !KNOWN.iter().any(|(known, _)| known == name)).collect()
    }

    /// The body of the letter: what is locked when it is.
    pub fn body(&self) -> Vec<u8> {
        let mut rest = self.of.bytes().to_vec();
        if !self.pieces.is_empty() {
            let mut pieces = Vec::new();
            self.pieces.iter().for_each(|(name, bytes)| records::write(&mut pieces, name, bytes));
            rest.extend(parcel::deflated(&pieces));
        }
        let mut body = checksum_of(&rest).to_be_bytes().to_vec();
        body.append(&mut rest);
        body
    }

    /// The letter of a body.
    ///
    /// # Errors
    /// When it is not what was written.
    pub fn of_body(body: &[u8]) -> Result<Letter, Unreadable> {
        Letter::opened(body).ok_or(Unreadable::Changed)
    }

    fn opened(body: &[u8]) -> Option<Letter> {
        let (checksum, rest) = body.split_first_chunk::<4>()?;
        if u32::from_be_bytes(*checksum) != checksum_of(rest) {
            return None;
        }
        let (of, packed) = Mark::read(rest)?;
        let inflated = if packed.is_empty() { Vec::new() } else { parcel::inflated(packed)? };
        let pieces = records::read(&inflated)?;
        Some(Letter {
            of,
            pieces: pieces.into_iter().map(|(name, piece)| (name.to_owned(), piece.to_vec())).collect(),
        })
    }

    /// The value of the setting, when it is not locked.
    pub fn written(&self) -> String {
        let kind = if self.piece(TREE).is_some() { Kind::Tree } else { Kind::Open };
        written(kind, &self.body())
    }
}

/// The value of the setting that holds a sealed box.
pub fn written_locked(sealed: &[u8]) -> String {
    written(Kind::Locked, sealed)
}

/// How long the value of the setting is when its body has so many bytes.
pub fn length(body_bytes: usize) -> usize {
    let letters = (body_bytes * 4).div_ceil(3);
    VERSION.to_string().len() + 3 + letters.to_string().len() + letters
}

fn written(kind: Kind, body: &[u8]) -> String {
    let body = base64::encode_url(body);
    let letter = Kind::ALL.iter().find(|(own, _)| *own == kind).map_or('o', |(_, letter)| *letter);
    format!("{VERSION}{letter}.{}.{body}", body.len())
}

/// What an address brings; nothing when it is only an address.
pub fn of_address(address: &Address) -> Option<Result<Sent, Unreadable>> {
    address.setting(SETTING).map(read)
}

/// How what is written in a setting travels, as far as its first characters tell.
pub fn kind(setting: &str) -> Option<Kind> {
    let letter = setting.trim_start_matches(|letter: char| letter.is_ascii_digit()).chars().next()?;
    Kind::ALL.iter().find(|(_, own)| *own == letter).map(|(kind, _)| *kind)
}

/// Reads the value of the setting.
///
/// # Errors
/// When it cannot be read, and why.
pub fn read(setting: &str) -> Result<Sent, Unreadable> {
    if setting.len() > MAX_BYTES {
        return Err(Unreadable::TooLong);
    }
    // Mail programs break long lines.
    let setting: String = setting.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = setting.bytes().take_while(u8::is_ascii_digit).count();
    let (version, rest) = setting.split_at(digits);
    match version.parse::<u32>() {
        Ok(VERSION) => {}
        Ok(1..) => return Err(Unreadable::Newer),
        Err(_) if digits > 0 => return Err(Unreadable::Newer),
        _ if setting.is_empty() => return Err(cut(&setting)),
        _ => return Err(Unreadable::Changed),
    }
    let mut fields = rest.splitn(3, '.');
    let (kind, length, body) = (fields.next().unwrap_or_default(), fields.next(), fields.next());
    let Some(kind) = kind_of(kind) else {
        let is_cut = rest.is_empty();
        return Err(if is_cut { cut(&setting) } else { Unreadable::Changed });
    };
    let (Some(length), Some(body)) = (length, body) else { return Err(cut(&setting)) };
    let length: usize = length.parse().map_err(|_| Unreadable::Changed)?;
    // What stands behind it is a bracket or a full stop of the text around the link.
    if body.len() < length {
        return Err(Unreadable::CutOff { found: body.len(), written: Some(length) });
    }
    let body = body.get(..length).ok_or(Unreadable::Changed)?;
    let body = base64::decode_url(body).ok_or(Unreadable::Changed)?;
    match kind {
        Kind::Locked => Ok(Sent::Locked(body)),
        Kind::Open | Kind::Tree => Letter::of_body(&body).map(Sent::Open),
    }
}

fn kind_of(field: &str) -> Option<Kind> {
    let mut letters = field.chars();
    let letter = letters.next()?;
    let kind = Kind::ALL.iter().find(|(_, own)| *own == letter)?.0;
    letters.next().is_none().then_some(kind)
}

/// Cut off before anything says how long it was.
fn cut(setting: &str) -> Unreadable {
    Unreadable::CutOff { found: setting.len(), written: None }
}

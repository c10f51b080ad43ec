//! What stands before bytes that are locked with a passphrase: how the key is made of it, and what no two locks share.
//!
//! A sealed box is this header of 36 bytes, then what AES-256-GCM makes of the content, its tag included. The key is PBKDF2
//! with HMAC-SHA-256 over the passphrase; the header is authenticated with the content, so nobody can weaken it. What
//! encrypts is elsewhere: the browser's own for the page, `cli/lock.rs` for the command line.

/// How often the passphrase is hashed. What OWASP recommends for PBKDF2 with HMAC-SHA-256.
pub const ITERATIONS: u32 = 600_000;
/// Boxes that ask for more rounds are not tried: they would hold up whoever opens them.
pub const MOST_ITERATIONS: u32 = 10_000_000;
/// Bytes of the salt.
pub const SALT_BYTES: usize = 16;
/// Bytes of the nonce.
pub const NONCE_BYTES: usize = 12;
/// Bytes before the content.
pub const HEADER_BYTES: usize = MAGIC.len() + 4 + SALT_BYTES + NONCE_BYTES;
/// How many bytes a box has more than what is in it: its header and the tag.
pub const EXTRA_BYTES: usize = HEADER_BYTES + 16;

/// What every box begins with: the name of the form and its version.
const MAGIC: &[u8; 4] = b"PLK1";

/// The header of a sealed box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    /// How often the passphrase is hashed.
    pub iterations: u32,
    /// What makes the key another one for every box.
    pub salt: [u8; SALT_BYTES],
    /// What AES-GCM must never see twice with one key.
    pub nonce: [u8; NONCE_BYTES],
}

/// Why a box cannot be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBox {
    /// It is none, or cut off.
    Broken,
    /// It was made by a newer version.
    Newer,
    /// It asks for more rounds than are tried.
    TooSlow,
}

impl std::fmt::Display for NoBox {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            NoBox::Broken => "what is locked is cut off or was changed: it cannot be opened any more",
            NoBox::Newer => "it was locked by a newer version of Planarium",
            NoBox::TooSlow => "its lock asks for so much work that it would hold up the browser",
        })
    }
}

impl Lock {
    /// A lock of bytes that nobody can guess and nobody has used before.
    pub fn new(salt: [u8; SALT_BYTES], nonce: [u8; NONCE_BYTES]) -> Lock {
        Lock { iterations: ITERATIONS, salt, nonce }
    }

    /// The header: the first bytes of the box, which are authenticated too.
    pub fn header(&self) -> Vec<u8> {
        [&MAGIC[..], &self.iterations.to_be_bytes(), &self.salt, &self.nonce].concat()
    }

    /// The header of a box, and what is encrypted.
    ///
    /// # Errors
    /// When the box cannot be tried.
    pub fn read(sealed: &[u8]) -> Result<(Lock, &[u8]), NoBox> {
        let (magic, rest) = sealed.split_first_chunk::<4>().ok_or(NoBox::Broken)?;
        if magic != MAGIC {
            return Err(if magic.starts_with(b"PLK") { NoBox::Newer } else { NoBox::Broken });
        }
        let (iterations, rest) = rest.split_first_chunk::<4>().ok_or(NoBox::Broken)?;
        let (salt, rest) = rest.split_first_chunk::<SALT_BYTES>().ok_or(NoBox::Broken)?;
        let (nonce, content) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(NoBox::Broken)?;
        let iterations = u32::from_be_bytes(*iterations);
        match iterations {
            0 => Err(NoBox::Broken),
            1..=MOST_ITERATIONS => Ok((Lock { iterations, salt: *salt, nonce: *nonce }, content)),
            _ => Err(NoBox::TooSlow),
        }
    }
}

/// A passphrase as it counts: spaces around it come from copying, and from the line end of a file.
pub fn passphrase(typed: &str) -> &str {
    typed.trim()
}

/// What to say of a passphrase that is easily guessed; nothing of others.
pub fn warning(typed: &str) -> Option<&'static str> {
    let phrase = passphrase(typed);
    let is_short = phrase.chars().count() < 12;
    (!phrase.is_empty() && is_short).then_some(
        "Short passphrases are found by trying. Four or more words that nobody else puts together hold.",
    )
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn headers_come_back_and_odd_ones_are_refused() {
        let lock = Lock::new([7; SALT_BYTES], [9; NONCE_BYTES]);
        let mut sealed = lock.header();
        assert_eq!(sealed.len(), HEADER_BYTES);
        sealed.extend(b"content");
        assert_eq!(Lock::read(&sealed), Ok((lock, &b"content"[..])));
        for end in 0..HEADER_BYTES {
            assert_eq!(Lock::read(&sealed[..end]), Err(NoBox::Broken));
        }
        let with = |at: usize, byte: u8| {
            let mut other = sealed.clone();
            other[at] = byte;
            Lock::read(&other).map(|(lock, _)| lock.iterations)
        };
        assert_eq!((with(3, b'2'), with(0, b'Q')), (Err(NoBox::Newer), Err(NoBox::Broken)));
        for (iterations, expected) in [
            (0, Err(NoBox::Broken)),
            (1, Ok(1)),
            (MOST_ITERATIONS, Ok(MOST_ITERATIONS)),
            (MOST_ITERATIONS + 1, Err(NoBox::TooSlow)),
        ] {
            let header = Lock { iterations, ..lock }.header();
            assert_eq!(Lock::read(&header).map(|(lock, _)| lock.iterations), expected);
        }
    }

    #[test]
    fn short_passphrases_are_warned_of() {
        assert_eq!((warning("  "), warning("twelve chars")), (None, None));
        assert!(warning(" eleven char ").is_some());
    }
}

//! Of which tree a link speaks, and in which state: twelve bytes, so that the page can say when it shows another.

/// Bytes of a mark.
pub const BYTES: usize = 12;

/// A tree and its state. No defence against forgery: it only tells when something is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The fingerprint of its files.
    state: [u8; 8],
    /// What its title makes: the same for all states of a tree.
    title: [u8; 4],
}

/// How far a tree is the one that a link speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// It is, as it was.
    Exactly,
    /// It has changed since.
    Changed,
    /// It is another one.
    Other,
}

impl Mark {
    /// The mark of a tree, by the fingerprint of its files and its title.
    pub fn of(fingerprint: &str, title: &str) -> Mark {
        let state = u64::from_str_radix(fingerprint, 16).unwrap_or_default().to_be_bytes();
        // FNV-1a.
        let title = title
            .bytes()
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Mark { state, title: title.to_be_bytes() }
    }

    /// What a link speaks of, against what is open.
    pub fn against(&self, open: &Mark) -> Same {
        match (self.state == open.state, self.title == open.title) {
            (true, _) => Same::Exactly,
            (false, true) => Same::Changed,
            (false, false) => Same::Other,
        }
    }

    /// The mark as bytes.
    pub fn bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes.iter_mut().zip(self.state.iter().chain(&self.title)).for_each(|(own, byte)| *own = *byte);
        bytes
    }

    /// The mark at the beginning of bytes, and what follows.
    pub fn read(bytes: &[u8]) -> Option<(Mark, &[u8])> {
        let (state, rest) = bytes.split_first_chunk::<8>()?;
        let (title, rest) = rest.split_first_chunk::<4>()?;
        Some((Mark { state: *state, title: *title }, rest))
    }
}

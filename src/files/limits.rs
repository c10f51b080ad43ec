//! How much a tree may hold. The page has 4 GiB of memory at most and never gives any back, so what would
//! exhaust it is refused by number, and the message names the number.

/// Archive size: 256 MiB.
pub const MAX_ARCHIVE_BYTES: u64 = 256 * MIB;
/// Entries of an archive, or files of a folder: 200,000.
pub const MAX_ENTRIES: usize = 200_000;
/// All files together, inflated: 1 GiB.
pub const MAX_TOTAL_BYTES: u64 = 1024 * MIB;
/// One file, inflated: 64 MiB.
pub const MAX_ENTRY_BYTES: u64 = 64 * MIB;
/// How many times its packed size a file may have, past [`RATIO_FREE_BYTES`]: 200.
pub const MAX_RATIO: u64 = 200;
/// Up to this size, 10 MiB, a file may be packed as tightly as it likes.
pub const RATIO_FREE_BYTES: u64 = 10 * MIB;

const MIB: u64 = 1024 * 1024;

/// The limits a tree is read with. The default is the constants of this module; only tests and tools
/// that know their input should take others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The archive itself, in bytes.
    pub archive_bytes: u64,
    /// How many entries.
    pub entries: usize,
    /// All files together, inflated, in bytes.
    pub total_bytes: u64,
    /// One file, inflated, in bytes.
    pub entry_bytes: u64,
    /// Inflated size over packed size, past `ratio_free_bytes`.
    pub ratio: u64,
    /// The inflated size up to which the ratio does not matter, in bytes.
    pub ratio_free_bytes: u64,
}

impl Limits {
    /// The default limits, each raised to `factor` times its number: for a reader who knows the tree and has
    /// the memory. What protects against bombs, the ratio, is raised too.
    pub fn raised(factor: u32) -> Limits {
        let (limits, factor) = (Limits::default(), u64::from(factor.max(1)));
        Limits {
            archive_bytes: limits.archive_bytes.saturating_mul(factor),
            entries: limits.entries.saturating_mul(usize::try_from(factor).unwrap_or(usize::MAX)),
            total_bytes: limits.total_bytes.saturating_mul(factor),
            entry_bytes: limits.entry_bytes.saturating_mul(factor),
            ratio: limits.ratio.saturating_mul(factor),
            ratio_free_bytes: limits.ratio_free_bytes,
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            archive_bytes: MAX_ARCHIVE_BYTES,
            entries: MAX_ENTRIES,
            total_bytes: MAX_TOTAL_BYTES,
            entry_bytes: MAX_ENTRY_BYTES,
            ratio: MAX_RATIO,
            ratio_free_bytes: RATIO_FREE_BYTES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_can_be_raised_but_not_lowered() {
        assert_eq!(Limits::raised(4).archive_bytes, 4 * MAX_ARCHIVE_BYTES);
        assert_eq!(Limits::raised(1), Limits::default());
        assert_eq!(Limits::raised(0), Limits::default());
        assert!(Limits::raised(u32::MAX).total_bytes > MAX_TOTAL_BYTES);
    }

    #[test]
    fn the_defaults_are_the_documented_numbers() {
        let limits = Limits::default();
        assert_eq!(limits.archive_bytes, 268_435_456);
        assert_eq!(limits.entries, 200_000);
        assert_eq!(limits.total_bytes, 1_073_741_824);
        assert_eq!(limits.entry_bytes, 67_108_864);
        assert_eq!((limits.ratio, limits.ratio_free_bytes), (200, 10_485_760));
    }
}

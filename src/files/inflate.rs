//! Unpacks one deflated member, and trusts nothing about it: not its claimed size, not its ratio, not its
//! checksum.
//!
//! Two inflaters share the work. `zune-inflate` is nearly twice as fast in wasm, but it refuses some valid
//! streams (those that end with a flush and an empty block) and checks its limit only at matches. So it
//! gets the small members, its result counts only when size and checksum agree, and in every other case
//! `miniz_oxide` decides.

use super::checksum;
use super::problems::Damage;
use zune_inflate::{DeflateDecoder, DeflateOptions};

/// Members packed larger than this go to the inflater with the exact limit. A literal needs a bit, so
/// the fast one can overshoot by eight times this at most.
const FAST_MAX_PACKED_BYTES: usize = 8 * 1024 * 1024;
/// What is allocated on the word of the archive alone; more comes as real bytes arrive.
const TRUSTED_BYTES: usize = 1024 * 1024;
/// The fast inflater reallocates when less than this is free behind the last byte.
const FAST_SLACK_BYTES: usize = 1024;

/// Unpacks `packed` into exactly `size` bytes with the given checksum.
///
/// # Errors
/// When the stream is broken, yields another number of bytes, or another checksum. Never more than
/// `size` bytes are kept, beyond the overshoot named above.
pub(super) fn inflate(packed: &[u8], size: usize, crc32: u32) -> Result<Vec<u8>, Damage> {
    if packed.len() <= FAST_MAX_PACKED_BYTES {
        let options = DeflateOptions::default()
            .set_size_hint(size.min(TRUSTED_BYTES) + FAST_SLACK_BYTES)
            .set_limit(size);
        if let Ok(bytes) = DeflateDecoder::new_with_options(packed, options).decode_deflate()
            && verify(&bytes, size, crc32).is_ok()
        {
            return Ok(bytes);
        }
    }
    match miniz_oxide::inflate::decompress_to_vec_with_limit(packed, size) {
        Ok(bytes) => verify(&bytes, size, crc32).map(|()| bytes),
        Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
            Err(Damage::Longer { claimed: size })
        }
        Err(_) => Err(Damage::Stream),
    }
}

/// Unpacks exactly `size` bytes that something else vouches for; nothing when there are more or fewer.
pub(crate) fn exactly(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let options =
        DeflateOptions::default().set_size_hint(size.min(TRUSTED_BYTES) + FAST_SLACK_BYTES).set_limit(size);
    let is_small = packed.len() <= FAST_MAX_PACKED_BYTES;
    let fast = is_small.then(|| DeflateDecoder::new_with_options(packed, options).decode_deflate().ok());
    let fast = fast.flatten().filter(|bytes| bytes.len() == size);
    fast.or_else(|| at_most(packed, size).filter(|bytes| bytes.len() == size))
}

/// Unpacks bytes of unknown size, so many at most; nothing when the stream is broken or holds more.
pub(crate) fn at_most(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, limit).ok()
}

/// Unpacks the first `count` bytes, and few more, unchecked; `None` when there are no more than these.
pub(super) fn beginning(packed: &[u8], count: usize) -> Option<Vec<u8>> {
    if packed.len() > FAST_MAX_PACKED_BYTES {
        return None;
    }
    let options = DeflateOptions::default().set_size_hint(count + FAST_SLACK_BYTES).set_limit(count);
    let stopped = DeflateDecoder::new_with_options(packed, options).decode_deflate().err()?;
    (stopped.data.len() > count).then_some(stopped.data)
}

/// Checks bytes that are already there against what the archive says of them.
pub(super) fn verify(bytes: &[u8], size: usize, crc32: u32) -> Result<(), Damage> {
    if bytes.len() > size {
        return Err(Damage::Longer { claimed: size });
    }
    if bytes.len() < size {
        return Err(Damage::Shorter { claimed: size, found: bytes.len() });
    }
    let found = checksum::crc32(bytes);
    if found == crc32 { Ok(()) } else { Err(Damage::Checksum { claimed: crc32, found }) }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    #[test]
    fn size_and_checksum_must_agree() {
        let text = b"one plan, two plans, three plans".repeat(9);
        let packed = compress_to_vec(&text, 6);
        let crc32 = crc32fast::hash(&text);
        assert_eq!(inflate(&packed, text.len(), crc32), Ok(text.clone()));
        assert_eq!(inflate(&packed, text.len() - 1, crc32), Err(Damage::Longer { claimed: text.len() - 1 }));
        assert_eq!(
            inflate(&packed, text.len() + 1, crc32),
            Err(Damage::Shorter { claimed: text.len() + 1, found: text.len() })
        );
        assert!(matches!(inflate(&packed, text.len(), !crc32), Err(Damage::Checksum { .. })));
        assert_eq!(inflate(&packed[..packed.len() / 2], text.len(), crc32), Err(Damage::Stream));
    }

    #[test]
    fn a_stream_that_ends_with_a_flush_is_valid() {
        // `J` and a sync flush, then the empty last block: what streaming writers leave behind.
        let packed = [0x4a, 0x02, 0x00, 0x00, 0x00, 0xff, 0xff, 0x03, 0x00];
        let text = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap_or_default();
        assert!(!text.is_empty());
        assert_eq!(inflate(&packed, text.len(), crc32fast::hash(&text)), Ok(text));
    }

    #[test]
    fn a_claim_allocates_nothing() {
        assert_eq!(
            inflate(&[3, 0], usize::MAX / 2, 0),
            Err(Damage::Shorter { claimed: usize::MAX / 2, found: 0 })
        );
    }
}

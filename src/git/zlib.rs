//! The streams that objects are packed as: two bytes of header around what zip archives hold too.

use crate::files::inflate;

/// Unpacks a stream of a known size; what follows the stream does not matter.
pub(super) fn exactly(stream: &[u8], size: usize) -> Option<Vec<u8>> {
    inflate::exactly(deflated(stream)?, size)
}

/// Unpacks a stream of so many bytes at most.
pub(super) fn at_most(stream: &[u8], limit: usize) -> Option<Vec<u8>> {
    inflate::at_most(deflated(stream)?, limit)
}

/// The stream without its header; nothing when it is another kind of stream. Its checksum at the end is not looked at:
/// ids are better ones.
fn deflated(stream: &[u8]) -> Option<&[u8]> {
    let ([method, flags], rest) = stream.split_first_chunk()?;
    let is_deflate = method & 0x0f == 8;
    let is_whole = u16::from_be_bytes([*method, *flags]) % 31 == 0;
    let has_dictionary = flags & 0x20 != 0;
    (is_deflate && is_whole && !has_dictionary).then_some(rest)
}

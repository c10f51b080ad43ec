//! Bytes packed as zlib does it, which is the form that patches of what is no text hold.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// The compression level of miniz, its default.
const LEVEL: u8 = 6;

/// Packs bytes.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, LEVEL)
}

/// Unpacks exactly so many bytes; nothing when the stream is broken, or holds more or fewer.
pub fn unpack(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    decompress_to_vec_zlib_with_limit(packed, size).ok().filter(|bytes| bytes.len() == size)
}

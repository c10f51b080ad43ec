//! The ids by which git knows contents: SHA-1 over a header and the bytes.

use crate::sha1::sha1;

/// The id of a content.
pub(super) fn id(bytes: &[u8]) -> String {
    let header = format!("blob {}\0", bytes.len());
    sha1(&[header.as_bytes(), bytes]).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_those_of_git() {
        assert_eq!(id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(id(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(id(&[b'a'; 1000]), "a50be72b20f0e3f078d252e8e56b11b4bec67509");
    }
}

//! The one check of link destinations: what comes from a document, from YAML, from a graph or a manifest
//! passes here before it may become an `href`.

/// A destination that is safe to put into an `href`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SafeUrl {
    /// `http:` or `https:`; the host is shown to the reader.
    Web {
        /// The address with control characters and white space taken out.
        href: String,
        /// Host and port, without credentials.
        host: String,
    },
    /// `mailto:`.
    Mail {
        /// The address with control characters and white space taken out.
        href: String,
    },
    /// A path inside the tree, or a fragment (`#…`), as written; never has a scheme or a host.
    Relative {
        /// The path with control characters and the white space around it taken out.
        path: String,
    },
}

/// Reads a destination; `None` when its scheme is not one of http, https and mailto.
///
/// Control characters and white space around it are taken out first, as a browser does, and entities count as what they
/// stand for, so that `java&#115;cript:` and `java\tscript:` are seen for what they are.
pub fn safe_url(raw: &str) -> Option<SafeUrl> {
    let _ = raw;
    None
}

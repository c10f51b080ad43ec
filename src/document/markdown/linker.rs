//! Where links and images lead: what the renderer asks, and how the answers are written.

use super::page::Page;
use crate::document::{SafeUrl, is_safe, safe_url};

/// What the renderer asks about destinations and names.
pub trait Linker {
    /// Where a link leads. The renderer also asks for `#slug` of the headings and `#fn-1` of the footnotes it writes;
    /// their elements have the ids `h-slug` and `h-fn-1`.
    fn link(&self, destination: &str) -> Target;
    /// The `href` of a heading of the document itself, by its slug.
    fn heading(&self, slug: &str) -> Option<String> {
        inside(self.link(&format!("#{slug}")))
    }
    /// Where an image comes from.
    fn image(&self, destination: &str) -> Picture;
    /// The `href` for a word of running text that is the id of a plan or a module.
    fn mention(&self, word: &str) -> Option<String>;
    /// The `href` for a code span whose whole content is a known path or id.
    fn code(&self, whole_span: &str) -> Option<String>;
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Something in the tree.
    Inside {
        /// The route in the page.
        href: String,
    },
    /// Should be in the tree and is not.
    Broken {
        /// Told to the reader.
        why: String,
    },
    /// Another site.
    Outside {
        /// The address.
        href: String,
        /// Shown to the reader.
        host: String,
    },
    /// Not a destination that may be followed: stays text.
    Refused,
}

/// Where an image comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// A file of the tree; the page fills it in from a blob.
    Inside {
        /// Its path in the tree.
        path: String,
    },
    /// Another site: becomes a link, is never fetched.
    Outside {
        /// The address.
        href: String,
        /// Shown to the reader.
        host: String,
    },
    /// Should be in the tree and is not.
    Broken {
        /// Told to the reader.
        why: String,
    },
    /// Not a source that may be used: stays text.
    Refused,
}

/// The address of a target inside the tree.
pub(super) fn inside(target: Target) -> Option<String> {
    match target {
        Target::Inside { href } => Some(href).filter(|href| is_safe(href)),
        _ => None,
    }
}

impl Page {
    /// Begins a link; whether anything was written. What the linker says is checked once more.
    pub(super) fn link(&mut self, target: Target) -> bool {
        match target {
            Target::Inside { href } if is_safe(&href) => {
                self.push("<a");
                self.attribute("href", &href);
                self.push(">");
                self.open("</a>");
            }
            Target::Broken { why } => {
                self.push("<span class=\"broken\" data-broken");
                self.attribute("title", &why);
                self.push(">");
                self.open("</span>");
            }
            Target::Outside { href, host } if is_outside(&href) => {
                self.push("<a class=\"outside\"");
                self.outside(&href, &host);
                self.open("</a>");
            }
            _ => return false,
        }
        true
    }

    pub(super) fn outside(&mut self, href: &str, host: &str) {
        self.attribute("href", href);
        self.attribute("title", host);
        self.push(" rel=\"noopener noreferrer\" target=\"_blank\">");
    }

    pub(super) fn picture(&mut self, picture: Picture, alt: &str, in_link: bool) {
        match picture {
            Picture::Inside { path } => {
                self.push("<img");
                self.attribute("data-src", &path);
                self.attribute("alt", alt);
                self.push(">");
            }
            Picture::Outside { href, host } if is_outside(&href) && !in_link => {
                self.push("<a class=\"outside image\"");
                self.outside(&href, &host);
                self.text(if alt.is_empty() { "image" } else { alt });
                self.push(" (");
                self.text(&host);
                self.push(")</a>");
            }
            Picture::Broken { why } => {
                self.push("<span class=\"broken image\" data-broken");
                self.attribute("title", &why);
                self.push(">");
                self.text(if alt.is_empty() { "image" } else { alt });
                self.push("</span>");
            }
            _ => self.text(alt),
        }
    }
}

pub(super) fn is_outside(href: &str) -> bool {
    matches!(safe_url(href), Some(SafeUrl::Web { .. } | SafeUrl::Mail { .. }))
}

//! Paths inside a loaded tree. A [`TreePath`] cannot leave the tree: every name from an archive, a
//! manifest or a link passes through here, and nothing else builds one.

use super::problems::escape;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// The longest path that is accepted, in bytes.
pub const MAX_PATH_BYTES: usize = 4096;
/// The most levels (folders and the name) a path may have.
pub const MAX_PATH_LEVELS: usize = 128;

/// A path relative to the root of the tree: segments joined by `/`, none of them empty, `.` or `..`.
/// The empty path is the root itself.
///
/// The order puts a folder's contents directly behind the folder, as if `/` were the lowest character
/// (`plan/x` before `plan-old/x`). `str` sorts otherwise, which is why there is no `Borrow<str>`: a map
/// would look in the wrong place. [`Files::get`](super::Files::get) takes a `&str`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TreePath(Arc<str>);

impl TreePath {
    /// The root of the tree, the empty path.
    pub fn root() -> TreePath {
        TreePath(Arc::from(""))
    }

    /// Reads a path as people and tools write it: `./a`, `a//b`, `a/` and `a\b` name the same as their
    /// plain forms; `""` and `.` are the root.
    ///
    /// # Errors
    /// A path that leaves the tree, is absolute, holds a NUL, or is beyond [`MAX_PATH_BYTES`] or
    /// [`MAX_PATH_LEVELS`]. `a/../b` is refused too: only links may walk up ([`TreePath::resolve`]).
    pub fn parse(written: &str) -> Result<TreePath, PathRefusal> {
        if written.starts_with(['/', '\\']) {
            return Err(PathRefusal::Absolute);
        }
        if let Some(levels) = plain_levels(written) {
            return TreePath::checked(written, levels);
        }
        let mut segments = Vec::new();
        for segment in written.split(['/', '\\']) {
            match segment {
                "" | "." => {}
                ".." => return Err(PathRefusal::Climbs),
                name => segments.push(name),
            }
        }
        TreePath::joined(&segments)
    }

    /// The path as text, without a leading or trailing `/`; empty for the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path fit for a message: control, direction and zero-width characters shown as escapes.
    pub fn escaped(&self) -> Cow<'_, str> {
        escape(&self.0)
    }

    /// Whether this is the root of the tree.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The last segment; empty for the root.
    pub fn name(&self) -> &str {
        split_name(&self.0).1
    }

    /// The name without its extension: `PP01` of `plans/PP01.md`, `.gitignore` of `.gitignore`.
    pub fn stem(&self) -> &str {
        split_extension(self.name()).0
    }

    /// What follows the last dot of the name, in the case it is written; `None` for `README` and `.git`.
    pub fn extension(&self) -> Option<&str> {
        split_extension(self.name()).1
    }

    /// The folder this is in; `None` for the root.
    pub fn parent(&self) -> Option<TreePath> {
        if self.is_root() {
            return None;
        }
        Some(self.0.rsplit_once('/').map_or_else(TreePath::root, |(folder, _)| TreePath(Arc::from(folder))))
    }

    /// A path below this one. The argument is read like [`TreePath::parse`] reads it.
    ///
    /// # Errors
    /// As [`TreePath::parse`], for the argument and for the joined path.
    pub fn join(&self, below: &str) -> Result<TreePath, PathRefusal> {
        let below = TreePath::parse(below)?;
        match (self.is_root(), below.is_root()) {
            (true, _) => Ok(below),
            (_, true) => Ok(self.clone()),
            _ => TreePath::joined(&[self.as_str(), below.as_str()]),
        }
    }

    /// The segments from the top; none for the root.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// How many segments there are; 0 for the root.
    pub fn depth(&self) -> usize {
        self.segments().count()
    }

    /// Whether this is `folder` or lies below it. Whole segments count: `ab/c` is not below `a`.
    pub fn starts_with(&self, folder: &TreePath) -> bool {
        self.rest_below(folder).is_some()
    }

    /// This path seen from `folder`: the root when it is the folder itself, `None` when not below it.
    pub fn strip(&self, folder: &TreePath) -> Option<TreePath> {
        self.rest_below(folder).map(|rest| TreePath(Arc::from(rest)))
    }

    /// What a relative reference written in the file `self` means: `../a/b.md`, `./x`, `/from/the/root`.
    /// Percent escapes are decoded, `\` counts as `/`; an empty reference is the file itself.
    ///
    /// The caller has cut off fragment and query, and knows that it is no URL with a scheme. `None` when
    /// it climbs out of the tree or cannot be a path.
    pub fn resolve(&self, reference: &str) -> Option<TreePath> {
        if reference.is_empty() {
            return Some(self.clone());
        }
        let decoded = percent_decoded(reference)?;
        let mut segments: Vec<&str> = Vec::new();
        if !decoded.starts_with(['/', '\\']) {
            segments.extend(self.segments());
            segments.pop();
        }
        for segment in decoded.split(['/', '\\']) {
            match segment {
                "" | "." => {}
                ".." => {
                    segments.pop()?;
                }
                name => segments.push(name),
            }
        }
        TreePath::joined(&segments).ok()
    }

    /// Joins segments that are known to be in order, and checks what remains.
    fn joined(segments: &[&str]) -> Result<TreePath, PathRefusal> {
        let path = segments.join("/");
        let slashes = path.bytes().filter(|&byte| byte == b'/').count();
        TreePath::checked(&path, slashes + usize::from(!path.is_empty()))
    }

    /// Takes text whose segments are known to be in order, and checks what remains.
    fn checked(path: &str, levels: usize) -> Result<TreePath, PathRefusal> {
        if path.len() > MAX_PATH_BYTES {
            return Err(PathRefusal::TooLong { bytes: path.len() });
        }
        if matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
            return Err(PathRefusal::Drive);
        }
        if path.contains('\0') {
            return Err(PathRefusal::Nul);
        }
        if levels > MAX_PATH_LEVELS {
            return Err(PathRefusal::TooDeep { levels });
        }
        Ok(TreePath(Arc::from(path)))
    }

    fn rest_below(&self, folder: &TreePath) -> Option<&str> {
        if folder.is_root() {
            return Some(self.as_str());
        }
        let rest = self.0.strip_prefix(&*folder.0)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

/// The folder and the name of a path; the folder is empty at the top. Names are short, and looking for the slash
/// byte by byte from the end is quicker than a search that prepares itself.
pub fn split_name(path: &str) -> (&str, &str) {
    let slash = path.bytes().rposition(|byte| byte == b'/');
    match slash.and_then(|slash| path.get(..slash).zip(path.get(slash + 1..))) {
        Some(parts) => parts,
        None => ("", path),
    }
}

/// The order of paths, for comparing a path with text that is not (or not yet) a [`TreePath`].
pub fn compare(left: &str, right: &str) -> Ordering {
    // Equal bytes first, eight at once: the paths of a tree share long prefixes.
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let (left_eights, right_eights) = (left.as_chunks::<8>().0, right.as_chunks::<8>().0);
    let mut shared = 0;
    for (left, right) in left_eights.iter().zip(right_eights) {
        let differing = u64::from_le_bytes(*left) ^ u64::from_le_bytes(*right);
        // Of eight that differ, as many are equal as there are bytes of nothing below the first bit.
        shared += if differing == 0 { 8 } else { differing.trailing_zeros() as usize / 8 };
        if differing != 0 {
            break;
        }
    }
    while left.get(shared).is_some() && left.get(shared) == right.get(shared) {
        shared += 1;
    }
    let rank = |byte: Option<&u8>| byte.map(|&byte| if byte == b'/' { 0 } else { byte });
    rank(left.get(shared)).cmp(&rank(right.get(shared)))
}

impl Ord for TreePath {
    fn cmp(&self, other: &TreePath) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for TreePath {
    fn partial_cmp(&self, other: &TreePath) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl AsRef<str> for TreePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Finds the folders of files that come folder by folder, as [`Files`](super::Files) has them: each folder is
/// made once, behind the one that it lies in.
#[derive(Debug)]
pub struct Descent<'a> {
    /// The folders that hold the last file, with what was made of them.
    open: Vec<(&'a str, usize)>,
}

impl<'a> Descent<'a> {
    /// Begins at the root, of which `root` was made.
    pub fn from_root(root: usize) -> Descent<'a> {
        Descent { open: vec![("", root)] }
    }

    /// What was made of a folder. What is new is made by `make`, from its path and what was made of the one above.
    pub fn enter(&mut self, folder: &'a str, make: &mut dyn FnMut(&'a str, usize) -> usize) -> usize {
        loop {
            let (known, place) = self.open.last().copied().unwrap_or_default();
            if known.len() == folder.len() && known == folder {
                return place;
            }
            let rest = match known {
                "" => Some(folder),
                _ => folder.strip_prefix(known).and_then(|rest| rest.strip_prefix('/')),
            };
            match rest {
                Some(rest) => {
                    let end = folder.len() - rest.len() + rest.find('/').unwrap_or(rest.len());
                    let next = folder.get(..end).unwrap_or(folder);
                    self.open.push((next, make(next, place)));
                }
                None => {
                    self.open.pop();
                }
            }
        }
    }
}

/// Why a name cannot be a path of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathRefusal {
    /// It holds `..`.
    Climbs,
    /// It starts at the root of a disk or at a server.
    Absolute,
    /// It starts with a drive letter.
    Drive,
    /// Nothing remains of it.
    Empty,
    /// It holds a NUL byte.
    Nul,
    /// It is longer than [`MAX_PATH_BYTES`].
    TooLong {
        /// The length found, in bytes.
        bytes: usize,
    },
    /// It has more levels than [`MAX_PATH_LEVELS`].
    TooDeep {
        /// The levels found.
        levels: usize,
    },
}

impl fmt::Display for PathRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathRefusal::Climbs => f.write_str("its path climbs with `..`"),
            PathRefusal::Absolute => {
                f.write_str("its path is absolute, and only paths inside the tree are read")
            }
            PathRefusal::Drive => f.write_str("its path starts with a drive letter"),
            PathRefusal::Empty => f.write_str("it has no name"),
            PathRefusal::Nul => f.write_str("its path holds a NUL byte"),
            PathRefusal::TooLong { bytes } => {
                write!(f, "its path has {bytes} bytes, more than the limit of {MAX_PATH_BYTES}")
            }
            PathRefusal::TooDeep { levels } => {
                write!(f, "its path has {levels} levels, more than the limit of {MAX_PATH_LEVELS}")
            }
        }
    }
}

impl std::error::Error for PathRefusal {}

/// How many levels a path has that [`TreePath::parse`] would leave as it is: the usual case, without an allocation.
fn plain_levels(written: &str) -> Option<usize> {
    let bytes = written.as_bytes();
    let (mut levels, mut start) = (0, 0);
    loop {
        let rest = bytes.get(start..)?;
        let end = rest.iter().position(|byte| matches!(byte, b'/' | b'\\')).unwrap_or(rest.len());
        if matches!(rest.get(..end)?, b"" | b"." | b"..") {
            return None;
        }
        levels += 1;
        match rest.get(end) {
            Some(b'/') => start += end + 1,
            Some(_) => return None,
            None => return Some(levels),
        }
    }
}

fn split_extension(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && !extension.is_empty() => (stem, Some(extension)),
        _ => (name, None),
    }
}

/// Decodes `%20` and the like; what is no escape stays. `None` when the result is no UTF-8.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = digit(bytes.get(at + 1)).zip(digit(bytes.get(at + 2)));
        match escape.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(value) if byte == b'%' => {
                decoded.push(value);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn path(text: &str) -> TreePath {
        TreePath::parse(text).unwrap()
    }

    #[test]
    fn reads_paths_as_they_are_written() {
        for (written, plain) in [
            ("a/b.md", "a/b.md"),
            ("./a", "a"),
            ("a//b", "a/b"),
            ("a\\b", "a/b"),
            ("a/./b/", "a/b"),
            ("", ""),
            (".", ""),
            ("a b/ü\n.md", "a b/ü\n.md"),
            ("...", "..."),
        ] {
            assert_eq!(path(written).as_str(), plain, "{written:?}");
        }
        for (written, refusal) in [
            ("..", PathRefusal::Climbs),
            ("a/../b", PathRefusal::Climbs),
            ("a\\..\\..\\b", PathRefusal::Climbs),
            ("/etc/passwd", PathRefusal::Absolute),
            ("\\\\server\\x", PathRefusal::Absolute),
            ("C:\\x", PathRefusal::Drive),
            ("c:x", PathRefusal::Drive),
            ("a\0b", PathRefusal::Nul),
        ] {
            assert_eq!(TreePath::parse(written), Err(refusal), "{written:?}");
        }
    }

    #[test]
    fn limits_hold_exactly() {
        for (length, fits) in [(4095, true), (4096, true), (4097, false)] {
            assert_eq!(TreePath::parse(&"x".repeat(length)).is_ok(), fits, "{length}");
        }
        for (levels, fits) in [(127, true), (128, true), (129, false)] {
            assert_eq!(TreePath::parse(&vec!["x"; levels].join("/")).is_ok(), fits, "{levels}");
        }
        assert!(path(&"x".repeat(4000)).join(&"y".repeat(100)).is_err());
    }

    #[test]
    fn parts() {
        let plan = path("plans/PP01.tar.gz");
        assert_eq!((plan.name(), plan.stem(), plan.extension()), ("PP01.tar.gz", "PP01.tar", Some("gz")));
        assert_eq!(path(".git").extension(), None);
        assert_eq!(path("a.").extension(), None);
        assert_eq!(plan.parent(), Some(path("plans")));
        assert_eq!(path("plans").parent(), Some(TreePath::root()));
        assert_eq!(TreePath::root().parent(), None);
        assert_eq!(plan.depth(), 2);
        assert_eq!(TreePath::root().depth(), 0);
        assert_eq!(plan.strip(&path("plans")), Some(path("PP01.tar.gz")));
        assert_eq!(plan.strip(&plan), Some(TreePath::root()));
        assert_eq!(path("plans-old/x").strip(&path("plans")), None);
        assert!(plan.starts_with(&TreePath::root()));
        assert_eq!(path("a").join("./b"), Ok(path("a/b")));
        assert_eq!(path("a").join("../b"), Err(PathRefusal::Climbs));
    }

    #[test]
    fn references_resolve_inside_the_tree() {
        let file = path("plans/one/README.md");
        for (reference, meant) in [
            ("x.md", Some("plans/one/x.md")),
            ("./x.md", Some("plans/one/x.md")),
            ("../two/a%20b.md", Some("plans/two/a b.md")),
            ("../..", Some("")),
            ("/top.md", Some("top.md")),
            ("..\\x.md", Some("plans/x.md")),
            ("", Some("plans/one/README.md")),
            ("100%.md", Some("plans/one/100%.md")),
            ("%zz%4", Some("plans/one/%zz%4")),
            ("../../../x", None),
            ("%2e%2e/%2e%2e/%2e%2e/x", None),
            ("a%00b", None),
            ("%ff", None),
        ] {
            assert_eq!(file.resolve(reference).as_ref().map(TreePath::as_str), meant, "{reference:?}");
        }
    }

    #[test]
    fn a_folder_sorts_directly_before_its_contents() {
        let mut paths = ["a.md", "a-b/x", "a/z", "a", "a/b/c", "a/b.md"].map(path);
        paths.sort();
        assert_eq!(paths.each_ref().map(TreePath::as_str), ["a", "a/b/c", "a/b.md", "a/z", "a-b/x", "a.md"]);
    }
}

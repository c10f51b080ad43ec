//! The YAML block at the head of a Markdown file: where it is and what it says.

use std::ops::Range;

use super::yaml::{self, MapEntry, Node, Problem};

/// The block between the `---` lines at the head of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontmatter {
    /// From the first `---` through the closing line and its line end; the body begins at its end.
    /// Empty when the block is never closed: then all of the file is body.
    pub span: Range<usize>,
    /// The YAML between the two lines.
    pub block: Range<usize>,
    /// The line of the opening `---`.
    pub line: u32,
    /// The fields in the order of the file.
    pub fields: Vec<MapEntry>,
    /// What could not be read as it was meant.
    pub problems: Vec<Problem>,
}

impl Frontmatter {
    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&Node> {
        yaml::get(&self.fields, key)
    }
}

/// Reads the frontmatter; `None` when the file does not begin with `---` (blank lines may stand before it).
///
/// A block that is never closed is given with an empty `span`, the fields up to the first blank line, and a
/// problem; when no field follows, the `---` is a rule across the page and this gives `None`.
pub fn read(text: &str) -> Option<Frontmatter> {
    let bounds = bounds(text)?;
    let (fields, mut problems) = yaml::read(text, bounds.block.clone());
    if bounds.span.is_empty() {
        if fields.is_empty() {
            return None;
        }
        let text = "This block opens with `---` and is never closed; put `---` on a line of its own below the last field.";
        problems.insert(0, Problem { line: bounds.line, column: 1, text: text.to_owned() });
    }
    Some(Frontmatter { span: bounds.span, block: bounds.block, line: bounds.line, fields, problems })
}

/// Where the frontmatter is: all of it, and the YAML between its two lines. The first is empty when the block is
/// never closed.
pub fn place(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    bounds(text).map(|bounds| (bounds.span, bounds.block))
}

/// Where the body begins: after the frontmatter, or at 0. Cheaper than [`read`].
pub fn body_start(text: &str) -> usize {
    bounds(text).map_or(0, |bounds| bounds.span.end)
}

struct Bounds {
    span: Range<usize>,
    block: Range<usize>,
    line: u32,
}

fn bounds(text: &str) -> Option<Bounds> {
    let mut lines = text.split_inclusive('\n');
    let mut at = 0;
    let mut line = 1;
    let start = loop {
        let next = lines.next()?;
        let start = at;
        at += next.len();
        match next.trim_end() {
            "" => line += 1,
            "---" => break start,
            _ => return None,
        }
    };
    let block = at;
    let mut fields_end = None;
    for next in lines {
        let end = at;
        at += next.len();
        match next.trim_end() {
            "---" | "..." => {
                return is_block(text.get(block..end)?).then_some(Bounds {
                    span: start..at,
                    block: block..end,
                    line,
                });
            }
            // Where a block that is never closed would have ended.
            "" => fields_end = fields_end.or(Some(end)),
            heading if heading.starts_with('#') => fields_end = fields_end.or(Some(end)),
            _ => {}
        }
    }
    let end = fields_end.unwrap_or(text.len());
    let seems_yaml = text
        .get(block..end)
        .unwrap_or_default()
        .lines()
        .all(|line| line.starts_with([' ', '-']) || line.contains(':'));
    (seems_yaml && end > block).then_some(Bounds { span: 0..0, block: block..end, line })
}

/// Whether the lines between two `---` are fields, and not prose between two rules across the page.
fn is_block(block: &str) -> bool {
    let first = block.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    match first {
        Some(line) => line.contains(':') || line.starts_with(['{', '-', '?', '[']),
        None => !block.lines().any(|line| line.starts_with("# ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{body_start, read};

    /// The body and the number of fields, or that there is no frontmatter.
    fn check(text: &str, expect: Option<(&str, usize)>) {
        let front = read(text);
        let seen = front
            .as_ref()
            .map(|front| (text.get(body_start(text)..).unwrap_or_default(), front.fields.len()));
        assert_eq!(seen, expect, "{text:?}");
    }

    #[test]
    fn where_it_is() {
        check("---\na: 1\n---\nbody", Some(("body", 1)));
        check("---\r\na: 1\r\nb: 2\r\n---\r\nbody", Some(("body", 2)));
        check("\n\n---\na: 1\n...\nbody", Some(("body", 1)));
        check("---\n---\nbody", Some(("body", 0)));
        check("---\na: 1\n---", Some(("", 1)));
        check("--- \na: |\n  x\n  ---\nb: 2\n--- \n", Some(("", 2)));
        check("text\n---\na: 1\n---\n", None);
        check("---\n\n# Title\n\nprose\n\n---\nmore", None);
        check("----\na: 1\n---\n", None);
        check("", None);
        check("---", None);
        check("---\n", None);
    }

    #[test]
    fn never_closed() {
        check("---\na: 1\nb: 2\n\n# Title\n", Some(("---\na: 1\nb: 2\n\n# Title\n", 2)));
        check("---\nprose\n", None);
        let problem = read("---\na: 1\n").and_then(|front| front.problems.into_iter().next());
        assert_eq!(problem.map(|problem| problem.line), Some(1));
    }
}

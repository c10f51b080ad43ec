//! A document block by block: what a dialect keeps of the few documents whose sections it reads itself.

use crate::document::structure::{self, Bullet, Structure, Table, is_called};
use crate::lines;

/// A block of a document, with its line.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// Its line.
        line: u32,
        /// 1 to 6.
        level: u8,
        /// Without markup.
        text: String,
    },
    /// A list item.
    Bullet {
        /// Its line.
        line: u32,
        /// 0 for the outermost list.
        depth: u32,
        /// Whether it begins with a number.
        is_numbered: bool,
        /// Whether its box is ticked, when it has one.
        done: Option<bool>,
        /// Without markup, with what continues it.
        text: String,
    },
    /// A table.
    Table(Table),
    /// A line of anything else that is not blank, as written.
    Line {
        /// Its line.
        line: u32,
        /// Its text, spaces at its end left out.
        text: String,
        /// Whether it stands in a fence.
        is_code: bool,
    },
}

impl Block {
    /// Its first line.
    pub fn line(&self) -> u32 {
        match self {
            Block::Heading { line, .. } | Block::Bullet { line, .. } | Block::Line { line, .. } => *line,
            Block::Table(table) => table.line,
        }
    }
}

fn of_bullet(bullet: &Bullet, text: String) -> Block {
    let Bullet { line, depth, is_numbered, .. } = *bullet;
    Block::Bullet { line, depth, is_numbered, done: None, text }
}

/// Every block of a document's body, in the order of the file. `structure` is that of `text`, read in full.
pub fn blocks(text: &str, structure: &Structure) -> Vec<Block> {
    let mut headings = structure.headings.iter().peekable();
    let mut bullets = structure.bullets.iter().peekable();
    let mut checks = structure.checks.iter().peekable();
    let mut tables = structure.tables.iter().peekable();
    let before = text.get(..structure.body).unwrap_or_default();
    let mut line = before.bytes().filter(|byte| *byte == b'\n').count() as u32;
    let mut blocks = Vec::new();
    // Up to this line everything belongs to the block above.
    let mut taken = 0;
    let (mut continues, mut is_code, mut is_comment) = (false, false, false);
    for raw in text.get(structure.body..).unwrap_or_default().lines() {
        line += 1;
        let bare = raw.trim();
        if let Some(heading) = headings.next_if(|heading| heading.line == line) {
            let lines = text.get(heading.span.clone()).map_or(1, |text| text.lines().count());
            taken = line + (lines as u32).saturating_sub(1);
            (continues, is_code) = (false, false);
            blocks.push(Block::Heading { line, level: heading.level, text: heading.text.clone() });
        } else if let Some(table) = tables.next_if(|table| table.line == line) {
            taken = table.rows.last().map_or(line + 1, |row| row.line);
            continues = false;
            // A bullet's text runs into a table that follows it without a blank line; the bullet stays.
            if let Some(bullet) = bullets.next_if(|bullet| bullet.line == line) {
                blocks.push(of_bullet(bullet, String::new()));
            }
            blocks.push(Block::Table(table.clone()));
        } else if let Some(bullet) = bullets.next_if(|bullet| bullet.line == line) {
            continues = true;
            blocks.push(of_bullet(bullet, bullet.text.clone()));
        } else if let Some(check) = checks.next_if(|check| check.line == line) {
            continues = true;
            let (depth, text) = (check.depth, check.text.clone());
            blocks.push(Block::Bullet { line, depth, is_numbered: false, done: Some(check.done), text });
        } else if bare.is_empty() {
            continues = false;
        } else if line > taken {
            // A bold line at the margin right below a list is a label to whoever wrote it, though Markdown takes it for
            // more of the last bullet.
            if continues
                && raw.starts_with("**")
                && let Some(Block::Bullet { text, .. }) = blocks.last_mut()
                && let Some(begin) = text.rfind(structure::plain(bare).trim())
            {
                text.truncate(begin);
                text.truncate(text.trim_end().len());
                continues = false;
            }
            let is_fence = bare.starts_with("```") || bare.starts_with("~~~");
            is_comment |= bare.starts_with("<!--") && !is_code;
            if is_fence && !is_comment {
                is_code = !is_code;
                continues = false;
            } else if !continues && !is_comment && !bare.bytes().all(|byte| byte == b'-') {
                blocks.push(Block::Line { line, text: raw.trim_end().to_owned(), is_code });
            }
            is_comment &= !bare.contains("-->");
        }
    }
    blocks
}

/// The blocks below every heading of this name, further headings included, each section on its own.
pub fn sections<'a>(blocks: &'a [Block], name: &str) -> Vec<&'a [Block]> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        at += 1;
        let Block::Heading { level, text, .. } = block else { continue };
        if !is_called(text, name) {
            continue;
        }
        let ends = |block: &Block| matches!(block, Block::Heading { level: next, .. } if next <= level);
        let rest = blocks.get(at..).unwrap_or_default();
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        found.extend(rest.get(..end));
        at += end;
    }
    found
}

/// The column whose header is one of these names, compared without case; else the one whose header says little more:
/// `Plan Name`, `Owner(s)`, `📋 Current Status`.
pub fn column(table: &Table, names: &[&str]) -> Option<usize> {
    let is_named = |name: &&str, text: &str| lines::trim(text).eq_ignore_ascii_case(name);
    let find = |is_named: &dyn Fn(&&str, &str) -> bool| {
        names.iter().find_map(|name| table.header.iter().position(|cell| is_named(name, &cell.text)))
    };
    find(&is_named).or_else(|| find(&is_nearly))
}

/// Whether a header is a name with one more word before or behind it.
fn is_nearly(name: &&str, header: &str) -> bool {
    // Most headers have none of its words.
    let holds = |word: &str| {
        header.as_bytes().windows(word.len().max(1)).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    if header.is_ascii() && !name.split(' ').all(holds) {
        return false;
    }
    let header = header.to_lowercase();
    let words: Vec<&str> =
        header.split(|c: char| !c.is_alphanumeric() && c != '#').filter(|word| !word.is_empty()).collect();
    let name: Vec<&str> = name.split(' ').collect();
    words.len() <= name.len() + 1 && (words.starts_with(&name) || words.ends_with(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::structure;

    #[test]
    fn every_line_belongs_to_one_block() {
        let text = "---\na: b\n---\n# T\n\nprose\n\n## One\n- a\n  more\n  - b\n\n1. c\n<!-- no\nno -->\n| x | y |\n|---|---|\n| 1 | 2 |\n```\ncode\n```\n## one (again)\n- [x] d\nTwo\n---\n";
        let blocks = blocks(text, &structure::read(text));
        let shown: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Heading { line, level, text } => format!("{line} h{level} {text}"),
                Block::Bullet { line, depth, text, done, is_numbered } => {
                    let mark = if *is_numbered { "n" } else { "b" };
                    let done = done.map_or("", |done| if done { "x" } else { "o" });
                    format!("{line} {mark}{depth}{done} {text}")
                }
                Block::Table(table) => format!("{} t{}", table.line, table.rows.len()),
                Block::Line { line, text, is_code } => format!("{line} l{} {text}", u8::from(*is_code)),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "4 h1 T",
                "6 l0 prose",
                "8 h2 One",
                "9 b0 a more",
                "11 b1 b",
                "13 n0 c",
                "16 t1",
                "20 l1 code",
                "22 h2 one (again)",
                "23 b0x d Two"
            ]
        );
        let lengths: Vec<usize> = sections(&blocks, "One").iter().map(|blocks| blocks.len()).collect();
        assert_eq!(lengths, [5, 1]);
    }
}

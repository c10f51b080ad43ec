//! Control characters that nobody writes, U+0080 to U+009F: a text in Windows-1252 was taken for Latin-1, which has these where the
//! other has quotes and dashes.

use super::doubled::{Pass, Reach};
use super::likely::Before;
use super::pages;
use super::segments::{How, Meant, Segment};

/// What has to be saved over the text as it stands, in bits.
const LEAST: i32 = 13;
/// The place of Windows-1252 in [`pages::ALL`].
const PAGE: usize = 0;

/// Finds what such characters mean; nothing when there are none, or nothing fits.
pub fn pass(text: &str) -> Option<Pass> {
    let is_control = |character: char| ('\u{80}'..'\u{a0}').contains(&character);
    if text.is_ascii() || !text.contains(is_control) {
        return None;
    }
    let table = pages::ALL.get(PAGE)?;
    let (mut total, mut segments) = (0, Vec::new());
    // Places in lines, so that none is looked at from far away.
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        // What lost a byte on its way has more the matter with it than this.
        if line.contains(char::REPLACEMENT_CHARACTER) {
            begin += line.len();
            continue;
        }
        let mut before = Before::line();
        let mut characters = line.char_indices().peekable();
        while let Some((at, written)) = characters.next() {
            let byte = u8::try_from(written).ok().filter(|_| is_control(written));
            if let Some(character) = byte.and_then(|byte| table.char_of(byte)) {
                let next = characters.peek().map_or('\n', |(_, next)| *next);
                let cost = |character: char| before.bits(character) + before.then(character).bits(next);
                let saved = cost(written) - cost(character);
                let meant = Some(Meant { character, how: How::Exact, has_space: false });
                total += saved;
                segments.push(Segment {
                    start: begin + at,
                    end: begin + at + written.len_utf8(),
                    meant,
                    saved,
                });
            }
            before = before.then(written);
        }
        begin += line.len();
    }
    (total >= LEAST).then_some(Pass { page: PAGE, reach: Reach::Controls, segments, riddles: Vec::new() })
}

//! The words of an index, each once, with a number.

use crate::named;

/// Words by number, and numbers by word.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// All words, one behind the other.
    text: Vec<u8>,
    /// Where each begins in `text`.
    starts: Vec<u32>,
    /// Words that stand in a name, a title or a heading.
    names: Vec<bool>,
    /// Half of a hash, and a number above 0; 0 where there is nothing. Its length is a power of two.
    table: Vec<u64>,
    /// Numbers in order of their words, in runs: each run holds the words that were new when it was made.
    runs: Vec<Vec<u32>>,
    /// How many numbers stand in the runs.
    sorted: usize,
}

impl Terms {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.starts.capacity() * 4
            + self.names.capacity()
            + self.table.capacity() * 8
            + self.runs.iter().map(|run| run.capacity() * 4).sum::<usize>()
    }

    /// The word with a number.
    pub fn word(&self, number: u32) -> &str {
        std::str::from_utf8(self.letters(number)).unwrap_or_default()
    }

    /// The bytes of a word, which compare like words.
    fn letters(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = self.starts.get(at).map_or(0, |start| *start as usize);
        let end = self.starts.get(at + 1).map_or(self.text.len(), |end| *end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether a word has a number.
    fn is_word(&self, number: u32, word: &str) -> bool {
        let at = number as usize;
        let Some(start) = self.starts.get(at).map(|start| *start as usize) else { return false };
        self.text.get(start..start + word.len()) == Some(word.as_bytes())
            && self.starts.get(at + 1).map_or(self.text.len(), |end| *end as usize) == start + word.len()
    }

    /// The number of a word.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.slot(word, named::hash(word)).ok()
    }

    /// The number of a word, which is a new one when it had none.
    pub fn add(&mut self, word: &str, is_name: bool) -> u32 {
        if self.starts.len() * 2 >= self.table.len() {
            self.grow();
        }
        let hash = named::hash(word);
        let number = match self.slot(word, hash) {
            Ok(number) => number,
            Err(slot) => {
                let number = u32::try_from(self.starts.len()).unwrap_or(u32::MAX);
                self.starts.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
                self.text.extend_from_slice(word.as_bytes());
                self.names.push(false);
                if let Some(place) = self.table.get_mut(slot) {
                    *place = (hash & HALF) | (u64::from(number) + 1);
                }
                number
            }
        };
        if is_name && let Some(slot) = self.names.get_mut(number as usize) {
            *slot = true;
        }
        number
    }

    /// Puts the words that are new in order, so that they are found by how they begin.
    pub fn sort_new(&mut self) {
        let mut run: Vec<u32> = (self.sorted..self.len()).filter_map(|at| u32::try_from(at).ok()).collect();
        self.sorted = self.len();
        run.sort_unstable_by(|a, b| self.letters(*a).cmp(self.letters(*b)));
        if !run.is_empty() {
            self.runs.push(run);
        }
    }

    /// The numbers of the words that begin so, in no order.
    pub fn begin_with(&self, beginning: &str) -> Vec<u32> {
        let beginning = beginning.as_bytes();
        let mut found = Vec::new();
        for run in &self.runs {
            let start = run.partition_point(|number| self.letters(*number) < beginning);
            let rest = run.get(start..).unwrap_or_default();
            found.extend(rest.iter().take_while(|number| self.letters(**number).starts_with(beginning)));
        }
        let unsorted = (self.sorted..self.len()).filter_map(|at| u32::try_from(at).ok());
        found.extend(unsorted.filter(|number| self.letters(*number).starts_with(beginning)));
        found
    }

    /// The numbers of the words that stand in names and are called nearly so, each with how many letters differ.
    pub fn like(&self, word: &str, most: usize) -> Vec<(u32, usize)> {
        let wanted: Vec<char> = word.chars().collect();
        let mut found = Vec::new();
        for (at, _) in self.names.iter().enumerate().filter(|(_, is_name)| **is_name) {
            let Ok(number) = u32::try_from(at) else { continue };
            let known = self.word(number);
            // A letter takes four bytes at most, so much shorter and longer ones are out without a look.
            if known.len() > 4 * (wanted.len() + most) || known.len() + most < wanted.len() {
                continue;
            }
            if let Some(differ) = distance(&wanted, known, most) {
                found.push((number, differ));
            }
        }
        found
    }

    /// Where a word stands in the table, or would.
    fn slot(&self, word: &str, hash: u64) -> Result<u32, usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        loop {
            match self.table.get(at).copied() {
                None | Some(0) => return Err(at),
                Some(entry) if entry & HALF == hash & HALF => {
                    let number = (entry & !HALF) as u32 - 1;
                    if self.is_word(number, word) {
                        return Ok(number);
                    }
                }
                Some(_) => {}
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(1 << 10);
        let mask = length - 1;
        let mut table = vec![0_u64; length];
        for number in 0..self.len() as u32 {
            let hash = named::hash(self.word(number));
            let mut at = hash as usize & mask;
            while table.get(at).is_some_and(|entry| *entry != 0) {
                at = (at + 1) & mask;
            }
            if let Some(place) = table.get_mut(at) {
                *place = (hash & HALF) | (u64::from(number) + 1);
            }
        }
        self.table = table;
    }
}

/// The half of an entry that is of the hash.
const HALF: u64 = 0xffff_ffff_0000_0000;

/// How many letters are missing, too many, others or changed places between two words; nothing when they are more
/// than `most`. Restricted Damerau–Levenshtein distance, row by row.
fn distance(wanted: &[char], known: &str, most: usize) -> Option<usize> {
    let width = wanted.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    let mut previous = None;
    let mut letters = 0;
    for letter in known.chars() {
        letters += 1;
        let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
        let mut least = letters;
        if let Some(first) = row.first_mut() {
            *first = letters;
        }
        for (place, wished) in wanted.iter().enumerate() {
            let differs = usize::from(*wished != letter);
            let mut best =
                (at(&last, place) + differs).min(at(&last, place + 1) + 1).min(at(&row, place) + 1);
            let is_swapped = place > 0 && previous == Some(*wished) && wanted.get(place - 1) == Some(&letter);
            if is_swapped {
                best = best.min(at(&before_last, place - 1) + 1);
            }
            least = least.min(best);
            if let Some(slot) = row.get_mut(place + 1) {
                *slot = best;
            }
        }
        if least > most {
            return None;
        }
        previous = Some(letter);
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|differ| *differ <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(words: &[&str]) -> Terms {
        let mut terms = Terms::default();
        for word in words {
            terms.add(word, true);
        }
        terms
    }

    #[test]
    fn words_keep_their_numbers() {
        let words: Vec<String> = (0..5_000).map(|n| format!("word{n}")).collect();
        let mut terms = Terms::default();
        for (number, word) in words.iter().enumerate() {
            assert_eq!(terms.add(word, false), number as u32);
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(terms.add(word, false), number as u32);
            assert_eq!(terms.find(word), Some(number as u32));
            assert_eq!(terms.word(number as u32), word);
        }
        assert_eq!((terms.len(), terms.find("word")), (5_000, None));
    }

    #[test]
    fn beginnings_are_found_before_and_after_sorting() {
        let mut terms = terms(&["plan", "planet", "pl"]);
        terms.sort_new();
        terms.add("plane", false);
        let found = |terms: &Terms| {
            let mut words: Vec<String> =
                terms.begin_with("plan").into_iter().map(|number| terms.word(number).to_owned()).collect();
            words.sort();
            words
        };
        assert_eq!(found(&terms), ["plan", "plane", "planet"]);
        terms.sort_new();
        assert_eq!(found(&terms), ["plan", "plane", "planet"]);
    }

    #[test]
    fn names_are_found_when_mistyped() {
        let terms = terms(&["audit", "admit", "volkov", "nina"]);
        let like = |word, most| {
            terms
                .like(word, most)
                .into_iter()
                .map(|(number, far)| (terms.word(number), far))
                .collect::<Vec<_>>()
        };
        assert_eq!(like("audti", 1), [("audit", 1)]);
        assert_eq!(like("volkow", 1), [("volkov", 1)]);
        assert_eq!(like("adit", 1), [("audit", 1), ("admit", 1)]);
        assert_eq!(like("xyz", 2), []);
    }
}

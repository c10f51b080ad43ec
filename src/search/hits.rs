//! What is shown of what was found: the line that fits best, the heading it stands under, and what is marked in it.

use super::query::{How, Query};
use super::rank::Ranked;
use super::records::{Kind, Record};
use super::{Ground, fold, words};
use crate::address::Address;
use crate::document::frontmatter;
use crate::document::structure::{self, Depth};
use crate::files::Files;
use crate::plan::Place;
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// The longest piece of a line that is shown, in bytes.
const SHOWN_BYTES: usize = 240;

/// Something that was found, as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// What it is: a kind of item, `file`, `module`, `person`, `decision`, `requirement`, `gap`, `finding`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Its id, where it has one.
    pub id: Option<String>,
    /// The plan it belongs to, by id.
    pub plan: Option<String>,
    /// The best line.
    #[serde(flatten)]
    pub place: Place,
    /// The heading that line stands under.
    pub heading: Option<String>,
    /// The line, or a piece of it.
    pub text: String,
    /// What of it fits, in bytes of `text`.
    #[serde(skip)]
    pub marks: Vec<Range<usize>>,
    /// How well it fits.
    pub score: f32,
}

impl Hit {
    /// Where it leads.
    pub fn address(&self) -> Address {
        match self.kind {
            "module" if self.id.is_none() => Address::of("module", &self.title),
            "person" => Address::of("person", &self.title),
            _ => Address::line(&self.place.path, self.place.line),
        }
    }
}

/// Words to mark, as they are compared.
pub struct Marker {
    words: Vec<(String, bool)>,
}

impl Marker {
    /// What a query marks.
    pub fn of(query: &Query) -> Marker {
        let mut marked: Vec<(String, bool)> = Vec::new();
        for sought in query.words() {
            let all = words::of(&sought.text);
            let count = all.len();
            for (at, (word, _)) in all.into_iter().enumerate() {
                marked.push((word, sought.how == How::Beginning && at + 1 == count));
            }
        }
        crate::order::sort(&mut marked);
        marked.dedup();
        Marker { words: marked }
    }

    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many different words a line has. Lines of plain ASCII, which are nearly all, are compared as they stand.
    pub fn met(&self, line: &str) -> usize {
        if !line.is_ascii() || self.words.iter().any(|(word, _)| !word.is_ascii() || word.contains('_')) {
            return self.marks(line).1;
        }
        let bytes = line.as_bytes();
        let is_of_word =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let has = |(word, may_go_on): &&(String, bool)| {
            let word = word.as_bytes();
            let first = word.first().copied().unwrap_or(0);
            bytes.iter().enumerate().any(|(at, byte)| {
                byte.to_ascii_lowercase() == first
                    && bytes.get(at..at + word.len()).is_some_and(|piece| piece.eq_ignore_ascii_case(word))
                    && !is_of_word(at.checked_sub(1))
                    && (*may_go_on || !is_of_word(Some(at + word.len())))
            })
        };
        self.words.iter().filter(has).count()
    }

    /// What of a line fits, in bytes, in order and without overlap, and how many different words do.
    pub fn marks(&self, line: &str) -> (Vec<Range<usize>>, usize) {
        let mut marks: Vec<Range<usize>> = Vec::new();
        let mut met = vec![false; self.words.len()];
        let mut start = None;
        let mut word = String::new();
        let ends = line.char_indices().map(|(at, letter)| (at, Some(letter))).chain([(line.len(), None)]);
        for (at, letter) in ends {
            let is_of_word = letter
                .is_some_and(|letter| letter.is_alphanumeric() || fold::is_mark(letter) || letter == '_');
            let is_alone = letter.is_some_and(fold::is_unspaced);
            if is_of_word && !is_alone && letter != Some('_') {
                start.get_or_insert(at);
                letter.into_iter().for_each(|letter| fold::fold(letter, &mut word));
                continue;
            }
            if let Some(from) = start.take() {
                self.meet(&word, from..at, &mut met, &mut marks);
                word.clear();
            }
            if let Some(letter) = letter.filter(|_| is_alone) {
                let pair: String = line.get(at..).unwrap_or_default().chars().take(2).collect();
                let single = at..at + letter.len_utf8();
                let both = at..at + pair.len();
                self.meet(&pair, both, &mut met, &mut marks);
                self.meet(letter.encode_utf8(&mut [0; 4]), single, &mut met, &mut marks);
            }
        }
        (merged(marks), met.into_iter().filter(|met| *met).count())
    }

    fn meet(&self, word: &str, range: Range<usize>, met: &mut [bool], marks: &mut Vec<Range<usize>>) {
        for ((wanted, may_go_on), met) in self.words.iter().zip(met) {
            if word == wanted
                || (*may_go_on && word.starts_with(wanted.as_str()))
                || wanted.split('_').any(|part| part == word && wanted.contains('_'))
            {
                *met = true;
                marks.push(range.clone());
            }
        }
    }
}

/// Ranges that touch or overlap become one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    crate::order::sort_by(&mut ranges, |a, b| (a.start, a.end).cmp(&(b.start, b.end)));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

/// Texts of files that were shown last: what is typed letter by letter shows the same files again and again.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    shown: Vec<(usize, Arc<Lines>)>,
    bytes: usize,
}

/// How much text is kept, in bytes.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

impl Texts {
    /// The text of a file.
    fn of(&mut self, files: &Files, file: usize) -> Option<Arc<Lines>> {
        if let Some((_, lines)) = self.shown.iter().find(|(known, _)| *known == file) {
            return Some(Arc::clone(lines));
        }
        let lines = Arc::new(Lines::of(files.text(files.entry(file)?).ok()?.text));
        self.bytes += lines.text.len();
        if self.bytes > KEPT_BYTES || self.shown.len() > 200 {
            (self.shown, self.bytes) = (Vec::new(), lines.text.len());
        }
        self.shown.push((file, Arc::clone(&lines)));
        Some(lines)
    }
}

/// A text and where its lines begin.
#[derive(Debug)]
struct Lines {
    text: String,
    starts: Vec<u32>,
}

impl Lines {
    fn of(text: String) -> Lines {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts =
            std::iter::once(0).chain(ends.filter_map(|(at, _)| u32::try_from(at + 1).ok())).collect();
        Lines { text, starts }
    }

    /// A line, from 1, and where it begins.
    fn line(&self, number: u32) -> Option<(usize, &str)> {
        let start = *self.starts.get((number as usize).checked_sub(1)?)? as usize;
        Some((start, self.text.get(start..)?.lines().next().unwrap_or_default()))
    }

    /// The number of the line that begins at a place.
    fn number(&self, start: usize) -> u32 {
        let before = self.starts.partition_point(|other| (*other as usize) < start);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    /// What is shown of a line.
    fn shown(&self, number: u32) -> Option<Line> {
        let (start, line) = self.line(number)?;
        let heading = heading_above(&self.text, start + line.len());
        Some(Line { number, heading, text: line.trim().to_owned() })
    }
}

/// What is shown of a record that was found.
pub fn hit(
    ground: Ground<'_>,
    files: &Files,
    texts: &mut Texts,
    marker: &Marker,
    ranked: Ranked,
) -> Option<Hit> {
    let record = ground.records.get(ranked.record)?;
    let plan = ground.inquiry.plan;
    let item = record.item.and_then(|at| plan.items.get(at));
    let of_plan = record.item.and_then(|at| ground.inquiry.plan_of(at)).and_then(|at| plan.items.get(at));
    let own = item.filter(|_| matches!(record.kind, Kind::File(_) | Kind::Item(_)));
    let title = title(ground, record);
    let best = match record.kind {
        Kind::File(file) if !marker.is_empty() => {
            texts.of(files, file).and_then(|lines| best_line(&lines, marker))
        }
        _ => None,
    };
    // What fits by its name, or by a field, is shown where it begins.
    let place = own.map_or(&record.place, |item| &item.place);
    let begin = || {
        let lines = texts.of(files, files.index_of(&place.path)?)?;
        // A file as a whole begins with its title.
        let title = || structure::read_to(&lines.text, Depth::Title).title.map(|title| title.line);
        lines.shown(if place.line == 1 { title().unwrap_or(1) } else { place.line })
    };
    let line = best.or_else(begin);
    let line = line.unwrap_or_else(|| Line { number: record.place.line, heading: None, text: title.clone() });
    let (text, marks) = piece(&line.text, marker);
    Some(Hit {
        kind: own.map_or(record.kind.name(), |item| item.kind.name()),
        title,
        id: own.map(|item| item.id.clone()),
        plan: of_plan.map(|item| item.id.clone()),
        place: Place { path: record.place.path.clone(), line: line.number },
        heading: line.heading,
        text,
        marks,
        score: ranked.score,
    })
}

fn title(ground: Ground<'_>, record: &Record) -> String {
    let plan = ground.inquiry.plan;
    let found = match record.kind {
        Kind::File(_) | Kind::Item(_) => {
            record.item.and_then(|at| plan.items.get(at)).map(|item| item.title.clone())
        }
        Kind::Module(at) => plan.modules.get(at).map(|module| module.name.clone()),
        Kind::Person(at) => plan.people.get(at).map(|person| person.name.clone()),
        Kind::Decision(at) => plan.decisions.get(at).map(|decision| decision.text.clone()),
        Kind::Requirement(at) => plan.requirements.get(at).map(|requirement| requirement.text.clone()),
        Kind::Gap(at) => plan.gaps.get(at).map(|gap| gap.text.clone()),
        Kind::Finding(at) => ground.findings.get(at).map(|finding| finding.message.clone()),
    };
    let name = || record.place.path.rsplit('/').next().unwrap_or(&record.place.path).to_owned();
    found.unwrap_or_else(name)
}

struct Line {
    number: u32,
    heading: Option<String>,
    text: String,
}

/// How much of a text is looked through for its best line, in bytes.
const LOOKED_BYTES: usize = 512 * 1024;

/// The line of a text in which most of the words stand, the first of several. Of two lines that say as much, one of the
/// text says more than one of the frontmatter.
fn best_line(lines: &Lines, marker: &Marker) -> Option<Line> {
    let text = &lines.text;
    let body = frontmatter::body_start(text);
    let looked = text.get(..text.floor_char_boundary(LOOKED_BYTES)).unwrap_or(text);
    let all = 2 * marker.words.len() + 1;
    let mut best: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in looked.split_inclusive('\n') {
        let met = marker.met(line);
        let fits = if met == 0 { 0 } else { 2 * met + usize::from(at >= body) };
        if fits > best.map_or(0, |(most, _)| most) {
            best = Some((fits, at));
            if fits == all {
                break;
            }
        }
        at += line.len();
    }
    let (_, start) = best?;
    lines.shown(lines.number(start))
}

/// The heading that stands last before a place.
fn heading_above(text: &str, end: usize) -> Option<String> {
    let before = text.get(..end)?;
    if end <= READ_BYTES {
        return structure::read_to(before, Depth::Headings).headings.pop().map(|heading| heading.text);
    }
    // What is very long is looked at from behind.
    let is_heading = |line: &&str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    before.rsplit('\n').find(is_heading).map(|line| line.trim_matches('#').trim().to_owned())
}

/// How much of a text is read for its headings, in bytes.
const READ_BYTES: usize = 64 * 1024;

/// A piece of a line around what fits in it.
fn piece(line: &str, marker: &Marker) -> (String, Vec<Range<usize>>) {
    let (marks, _) = marker.marks(line);
    if line.len() <= SHOWN_BYTES {
        return (line.to_owned(), marks);
    }
    let first = marks.first().map_or(0, |mark| mark.start);
    let start = line.floor_char_boundary(first.saturating_sub(SHOWN_BYTES / 4));
    let end = line.floor_char_boundary((start + SHOWN_BYTES).min(line.len()));
    let lead = if start > 0 { "…" } else { "" };
    let tail = if end < line.len() { "…" } else { "" };
    let text = format!("{lead}{}{tail}", line.get(start..end).unwrap_or_default());
    let shift = |at: usize| at.saturating_sub(start) + lead.len();
    let shown = marks.into_iter().filter(|mark| mark.start >= start && mark.end <= end);
    (text, shown.map(|mark| shift(mark.start)..shift(mark.end)).collect())
}

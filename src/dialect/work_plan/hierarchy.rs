//! What the headings of a document are: which of them are parts of the plan and what kind of part, which are weeks
//! of a schedule or entries of a log, which only label what stands below them, and what belongs to what.
//!
//! The number and the nesting say so, not the level and not the words: `0.1.1` lies in `0.1` wherever it stands, and
//! where there are no numbers, what lies under a heading lies in it.

use super::heading::Head;
use super::marks::Legend;
use super::text::{self, Said};
use super::vocabulary::{self, Rank, Topic, speaks_of};
use crate::dialect::section::Block;
use crate::named::Named;
use crate::plan::{Date, ItemKind, Tally};

/// A heading with what it is.
#[derive(Debug)]
pub(super) struct Heading {
    /// What it says.
    pub(super) head: Head,
    /// What it is.
    pub(super) role: Role,
    /// The part that what stands below it belongs to.
    pub(super) owner: usize,
    /// The entry of a log that what stands below it belongs to.
    pub(super) session: Option<usize>,
    /// The sections that it lies in, each by position, innermost last.
    above: Vec<usize>,
    /// Boxes before the next heading.
    boxes: usize,
    /// Whether the text before the next heading says how long it takes, how urgent or how far it is.
    has_facts: bool,
}

/// What a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing but a heading.
    Prose,
    /// That of a part, by position in [`Layout::parts`].
    Part(usize),
    /// That of an entry of a log, by position in [`Layout::sessions`].
    Session(usize),
    /// It says what the list below it is.
    Label,
}

/// A part of the plan, or the document itself, which is the first.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its heading, by position; nothing for the document and for what has none.
    pub(super) heading: Option<usize>,
    /// What it lies in, by position in [`Layout::parts`].
    pub(super) parent: Option<usize>,
    /// What it is.
    pub(super) kind: ItemKind,
    /// Its number, as written.
    pub(super) number: Option<String>,
    /// The words in front of its number, in small letters.
    pub(super) word: Option<String>,
    /// What it is called.
    pub(super) title: String,
    /// What its boxes count as.
    pub(super) tally: Tally,
    /// Its first line and its last.
    pub(super) lines: (u32, u32),
}

/// An entry of a log.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its heading, by position.
    pub(super) heading: usize,
    /// The day that it is about.
    pub(super) date: Option<Date>,
}

/// What all headings of a document are.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) headings: Vec<Heading>,
    pub(super) parts: Vec<Part>,
    pub(super) sessions: Vec<Entry>,
}

/// Headings deeper in each other than this lie beside each other.
const MOST_ABOVE: usize = 8;

impl Layout {
    /// What the headings of a document are. `title` is the document's own, `lines` how many lines it has.
    pub(super) fn of(blocks: &[Block], legend: &Legend, title: &str, lines: u32) -> Layout {
        let mut layout = Layout::default();
        layout.parts.push(Part {
            heading: None,
            parent: None,
            kind: ItemKind::Plan,
            number: None,
            word: None,
            title: title.to_owned(),
            tally: Tally::Work,
            lines: (1, lines.max(1)),
        });
        layout.headings = headings(blocks, legend);
        let sorts = layout.sort();
        layout.make(&sorts, lines);
        layout.link();
        layout.name_kinds();
        layout.own();
        layout
    }

    /// How many of its parts say how long they take, how urgent or how far they are.
    pub(super) fn told(&self) -> usize {
        let headings = self.headings.iter().filter(|heading| matches!(heading.role, Role::Part(_)));
        headings
            .filter(|heading| {
                heading.has_facts || heading.head.estimate.is_some() || heading.head.status.is_some()
            })
            .count()
    }

    /// Whether any of its parts is work.
    pub(super) fn has_work(&self) -> bool {
        self.parts.iter().skip(1).any(|part| part.kind.is_work())
    }

    /// Sorts every heading.
    fn sort(&self) -> Vec<Sort> {
        let headings = &self.headings;
        let mut sorts = vec![Sort::Prose; headings.len()];
        let dated =
            headings.iter().filter(|heading| heading.head.rank() == Some(Rank::Session) || heading.is_date());
        let dated = dated.filter(|heading| heading.head.date().is_some()).count();
        for (index, heading) in headings.iter().enumerate() {
            let above =
                heading.above.last().and_then(|above| sorts.get(*above)).copied().unwrap_or(Sort::Prose);
            let sort = heading.sort(above, dated);
            sorts.get_mut(index).into_iter().for_each(|slot| *slot = sort);
        }
        self.settle_numbers(&mut sorts);
        self.settle_others(&mut sorts);
        sorts
    }

    /// Which numbered headings are parts.
    fn settle_numbers(&self, sorts: &mut [Sort]) {
        let headings = &self.headings;
        let mut families: Named<u32> = Named::default();
        let mut with_children: Named<()> = Named::default();
        for (heading, sort) in headings.iter().zip(sorts.iter()) {
            if *sort != Sort::Numbered {
                continue;
            }
            if let Some(word) = &heading.head.word {
                families.change(word, |count| *count += 1);
            }
            for above in heading.prefixes() {
                with_children.insert_new(&above, ());
            }
        }
        let is_worded = |heading: &Heading| {
            let (Some(word), Some(number)) = (&heading.head.word, &heading.head.number) else { return false };
            let is_known = heading.head.rank().is_some_and(|rank| rank != Rank::Other);
            is_known || number.is_set_off && families.get(word).is_some_and(|count| *count > 1)
        };
        let has_worded = headings
            .iter()
            .zip(sorts.iter())
            .any(|(heading, sort)| *sort == Sort::Numbered && is_worded(heading));
        for (index, heading) in headings.iter().enumerate() {
            if sorts.get(index) != Some(&Sort::Numbered) {
                continue;
            }
            let Some(number) = &heading.head.number else { continue };
            let is_part = match &heading.head.word {
                // `Files (Phase 1)` is about what has that number; `Ground (Phase 0)` has it, when nothing else does.
                Some(_) if number.is_behind => {
                    let numbers = headings.iter().filter_map(|heading| heading.head.number.as_ref());
                    let mut same = numbers.filter(|other| other.text == number.text);
                    let has_own = same.clone().any(|other| !other.is_behind) || same.nth(1).is_some();
                    !has_own && is_worded(heading)
                }
                Some(_) => is_worded(heading),
                None if number.parts.len() > 1 => true,
                // Beside phases, the numbers of chapters are no phases; alone they are, where work lies in them.
                None => {
                    let is_number = number.is_set_off || with_children.get(&number.text).is_some();
                    !has_worded && is_number && self.holds_work(index)
                }
            };
            let sort = if is_part { Sort::Part } else { Sort::Prose };
            sorts.get_mut(index).into_iter().for_each(|slot| *slot = sort);
        }
        // Dotted numbers are parts where their number leads to one, or where there is nothing else.
        let mut known: Named<()> = Named::default();
        for (heading, _) in headings.iter().zip(sorts.iter()).filter(|(_, sort)| **sort == Sort::Part) {
            if let Some(number) = heading
                .head
                .number
                .as_ref()
                .filter(|number| heading.head.word.is_some() || number.parts.len() == 1)
            {
                known.insert_new(&number.text, ());
            }
        }
        for (index, heading) in headings.iter().enumerate() {
            let is_bare = heading.head.word.is_none() && sorts.get(index) == Some(&Sort::Part);
            let Some(number) =
                heading.head.number.as_ref().filter(|number| is_bare && number.parts.len() > 1)
            else {
                continue;
            };
            let leads = heading.prefixes().any(|prefix| known.get(&prefix).is_some());
            let lies_in = heading.above.iter().any(|above| sorts.get(*above) == Some(&Sort::Part));
            let stays = leads || lies_in && has_worded || !has_worded && self.holds_work(index);
            if stays {
                known.insert_new(&number.text, ());
            } else {
                sorts.get_mut(index).into_iter().for_each(|slot| *slot = Sort::Prose);
            }
        }
    }

    /// Which headings without a number are parts, and which only label what stands below them.
    fn settle_others(&self, sorts: &mut [Sort]) {
        let headings = &self.headings;
        let has_numbers = sorts.contains(&Sort::Part);
        let mut repeated: Named<u32> = Named::default();
        for heading in headings.iter().filter(|heading| heading.head.number.is_none()) {
            repeated.change(&heading.head.text.to_lowercase(), |count| *count += 1);
        }
        for (index, heading) in headings.iter().enumerate() {
            if sorts.get(index) != Some(&Sort::Prose) {
                continue;
            }
            let inside =
                heading.above.iter().rev().copied().find(|above| sorts.get(*above) == Some(&Sort::Part));
            let says_branch = vocabulary::condition(&heading.head.text).is_some();
            let is_repeated = repeated.get(&heading.head.text.to_lowercase()).is_some_and(|count| *count > 1);
            let is_topic = speaks_of_list(&heading.head.text);
            let lies_in = |sort: Sort| heading.above.iter().any(|above| sorts.get(*above) == Some(&sort));
            if lies_in(Sort::Session) || lies_in(Sort::Log) {
                let sort = if lies_in(Sort::Session) { Sort::Label } else { Sort::Prose };
                sorts.get_mut(index).into_iter().for_each(|slot| *slot = sort);
                continue;
            }
            let is_title = index == 0 && heading.head.level == 1 || self.is_alone(index);
            let sort = if inside.is_some() && (says_branch || is_repeated || is_topic) {
                Sort::Label
            } else if heading.head.number.is_some() && heading.head.rank() == Some(Rank::Other)
                || heading.is_apart()
                || is_title
            {
                Sort::Prose
            } else if let Some(inside) = inside.filter(|_| has_numbers) {
                // In a piece of work that has pieces of its own it is one more, in any other it is a label.
                let is_container = self.has_parts(inside, sorts) || self.depth(inside, sorts) == 0;
                // How long it takes and how far it is only work says.
                let is_told = heading.head.estimate.is_some() || heading.head.status.is_some();
                match is_container && heading.is_work() || heading.boxes > 0 && is_told {
                    true => Sort::Part,
                    false if heading.boxes > 0 => Sort::Label,
                    false => Sort::Prose,
                }
            } else if has_numbers {
                if heading.boxes > 0 { Sort::Part } else { Sort::Prose }
            } else if heading.is_work() || self.holds_work(index) {
                Sort::Part
            } else {
                Sort::Prose
            };
            sorts.get_mut(index).into_iter().for_each(|slot| *slot = sort);
        }
    }

    /// Whether a heading is the only one of the highest level, so that it is the title of all.
    fn is_alone(&self, index: usize) -> bool {
        let Some(level) = self.headings.get(index).map(|heading| heading.head.level) else { return false };
        let others = self.headings.iter().enumerate().filter(|(other, _)| *other != index);
        let mut others = others.map(|(_, heading)| heading.head.level);
        index == 0 && self.headings.len() > 1 && others.all(|other| other > level)
    }

    /// The headings that lie in the section of one, itself not among them.
    fn below(&self, index: usize) -> impl Iterator<Item = (usize, &Heading)> {
        let level = self.headings.get(index).map_or(0, |heading| heading.head.level);
        let rest = self.headings.iter().enumerate().skip(index + 1);
        rest.take_while(move |(_, heading)| heading.head.level > level)
    }

    /// Whether work lies in the section of a heading, be it in one below it.
    fn holds_work(&self, index: usize) -> bool {
        self.headings.get(index).is_some_and(Heading::is_work)
            || self.below(index).any(|(_, heading)| heading.is_work() && !heading.is_apart())
            // Where all headings are of one level, what is numbered below it lies in it.
            || self.headings.get(index).and_then(|heading| heading.head.number.as_ref()).is_some_and(|number| {
                let prefix = format!("{}.", number.text);
                let numbers = self.headings.iter().filter(|heading| heading.is_work());
                numbers.filter_map(|heading| heading.head.number.as_ref()).any(|number| number.text.starts_with(&prefix))
            })
    }

    fn has_parts(&self, index: usize, sorts: &[Sort]) -> bool {
        self.below(index)
            .any(|(below, heading)| sorts.get(below) == Some(&Sort::Part) && heading.head.number.is_some())
    }

    fn depth(&self, index: usize, sorts: &[Sort]) -> usize {
        let heading = self.headings.get(index);
        let nested = heading.map_or(0, |heading| {
            heading.above.iter().filter(|above| sorts.get(**above) == Some(&Sort::Part)).count()
        });
        let dotted = heading
            .and_then(|heading| heading.head.number.as_ref())
            .map_or(0, |number| number.parts.len() - 1);
        nested.max(dotted)
    }

    /// Makes the parts and the entries of logs.
    fn make(&mut self, sorts: &[Sort], lines: u32) {
        for index in 0..self.headings.len() {
            let sort = sorts.get(index).copied().unwrap_or(Sort::Prose);
            let end = self.below(index).count() + index + 1;
            let last = self.headings.get(end).map_or(lines.max(1), |next| next.head.line.saturating_sub(1));
            let Some(heading) = self.headings.get_mut(index) else { continue };
            let head = &heading.head;
            let (kind, tally) = match sort {
                Sort::Part => (ItemKind::Section, Tally::Work),
                Sort::Success => (ItemKind::Milestone, Tally::Success),
                Sort::Slot => (ItemKind::Milestone, Tally::Milestone),
                Sort::Session => {
                    heading.role = Role::Session(self.sessions.len());
                    self.sessions.push(Entry { heading: index, date: head.date() });
                    continue;
                }
                Sort::Label => {
                    heading.role = Role::Label;
                    continue;
                }
                Sort::Prose | Sort::Numbered | Sort::Log => continue,
            };
            let title = head.title();
            let is_numbered = sort == Sort::Part;
            heading.role = Role::Part(self.parts.len());
            self.parts.push(Part {
                heading: Some(index),
                parent: None,
                kind,
                number: head.number.as_ref().filter(|_| is_numbered).map(|number| number.text.clone()),
                word: head.word.clone().filter(|_| is_numbered),
                title: if is_numbered { title } else { head.bare_text().to_owned() },
                tally,
                lines: (head.line, last),
            });
        }
    }

    /// Gives every part what it lies in.
    fn link(&mut self) {
        let mut parents = vec![None; self.parts.len()];
        let mut last: Named<usize> = Named::default();
        for (at, part) in self.parts.iter().enumerate().skip(1) {
            let Some(heading) = part.heading.and_then(|heading| self.headings.get(heading)) else { continue };
            let nested = heading.above.iter().rev().find_map(|above| match self.headings.get(*above)?.role {
                Role::Part(part) => Some(part),
                _ => None,
            });
            let by_number = part
                .number
                .as_ref()
                .and_then(|_| heading.prefixes().find_map(|prefix| last.get(&prefix).copied()));
            // Where both say something else, the place is right and the number is a slip.
            let is_slip = nested.is_some_and(|nested| {
                let own = heading.head.number.as_ref().map_or(0, |number| number.parts.len());
                let above = self
                    .parts
                    .get(nested)
                    .and_then(|part| part.number.as_ref())
                    .map(|number| number.split('.').count());
                above.is_some_and(|above| above + 1 == own)
            });
            let parent = if is_slip { nested } else { by_number.or(nested) };
            parents.get_mut(at).into_iter().for_each(|slot| *slot = Some(parent.unwrap_or(0)));
            if let Some(number) = &part.number {
                last.insert(number, at);
            }
        }
        for (part, parent) in self.parts.iter_mut().zip(parents) {
            part.parent = parent;
        }
    }

    /// How many parts a part lies in, the document left out.
    fn part_depth(&self, mut at: usize) -> usize {
        let mut depth = 0;
        while let Some(parent) = self.parts.get(at).and_then(|part| part.parent).filter(|parent| *parent != 0)
        {
            depth += 1;
            at = parent;
        }
        depth
    }

    /// Says what every part is.
    fn name_kinds(&mut self) {
        let mut has_parts = vec![false; self.parts.len()];
        for parent in
            self.parts.iter().filter(|part| part.tally == Tally::Work).filter_map(|part| part.parent)
        {
            has_parts.get_mut(parent).into_iter().for_each(|slot| *slot = true);
        }
        let depths: Vec<usize> = (0..self.parts.len()).map(|at| self.part_depth(at)).collect();
        // Where one of a depth has stories, all of it have or will have.
        let is_split =
            |depth: usize| has_parts.iter().zip(&depths).skip(1).any(|(has, known)| *has && *known == depth);
        let kinds: Vec<ItemKind> = self
            .parts
            .iter()
            .enumerate()
            .map(|(at, part)| {
                if part.tally != Tally::Work || at == 0 {
                    return part.kind;
                }
                let depth = depths.get(at).copied().unwrap_or_default();
                let has_parts = has_parts.get(at).copied().unwrap_or_default();
                let is_numbered = part.number.is_some();
                match part.word.as_deref().and_then(vocabulary::rank) {
                    Some(Rank::Epic) => ItemKind::Epic,
                    Some(Rank::Story) => ItemKind::Story,
                    Some(Rank::Task) => ItemKind::Task,
                    Some(Rank::Phase) if depth == 0 || has_parts => ItemKind::Phase,
                    _ => match depth {
                        0 if is_numbered || has_parts => ItemKind::Phase,
                        0 => ItemKind::Section,
                        1 if has_parts || is_numbered && is_split(1) => ItemKind::Epic,
                        1 => ItemKind::Section,
                        2 => ItemKind::Story,
                        _ => ItemKind::Task,
                    },
                }
            })
            .collect();
        for (part, kind) in self.parts.iter_mut().zip(kinds) {
            part.kind = kind;
        }
    }

    /// Says for every heading what the text below it belongs to.
    fn own(&mut self) {
        let owners: Vec<(usize, Option<usize>)> = self
            .headings
            .iter()
            .map(|heading| {
                let roles = || {
                    let above = heading.above.iter().rev().filter_map(|above| self.headings.get(*above));
                    std::iter::once(heading.role).chain(above.map(|heading| heading.role))
                };
                let part =
                    roles().find_map(|role| if let Role::Part(part) = role { Some(part) } else { None });
                let session =
                    roles().find_map(|role| if let Role::Session(entry) = role { Some(entry) } else { None });
                (part.unwrap_or(0), session)
            })
            .collect();
        for (heading, (owner, session)) in self.headings.iter_mut().zip(owners) {
            (heading.owner, heading.session) = (owner, session);
        }
    }
}

/// What a heading may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Prose,
    /// It has a number, and may be a part.
    Numbered,
    Part,
    Success,
    /// A stretch of a schedule.
    Slot,
    /// The heading above the entries of a log.
    Log,
    /// An entry of a log.
    Session,
    Label,
}

impl Heading {
    /// What it is by itself, under a heading that is `above`.
    fn sort(&self, above: Sort, dated: usize) -> Sort {
        let head = &self.head;
        let rank = head.rank();
        let is_dated = head.date().is_some();
        match above {
            Sort::Success if self.boxes > 0 && head.number.is_none() => return Sort::Success,
            Sort::Log if is_dated || head.number.is_some() => return Sort::Session,
            Sort::Slot if head.number.is_none() && !is_dated && self.boxes > 0 => return Sort::Slot,
            _ => {}
        }
        match rank {
            Some(Rank::Session) if is_dated => return Sort::Session,
            Some(Rank::Week | Rank::Day) => return Sort::Slot,
            Some(Rank::Other) => return Sort::Prose,
            _ => {}
        }
        if self.is_date() && dated > 1 {
            return Sort::Session;
        }
        if head.number.is_some() {
            return Sort::Numbered;
        }
        if speaks_of(Topic::SessionLog, &head.text) {
            return Sort::Log;
        }
        if speaks_of(Topic::Success, &head.text)
            || speaks_of(Topic::Acceptance, &head.text) && self.above.len() <= 1 && above != Sort::Numbered
        {
            return Sort::Success;
        }
        if speaks_of(Topic::Schedule, &head.text) && self.boxes > 0 && above != Sort::Numbered {
            return Sort::Slot;
        }
        Sort::Prose
    }

    /// Whether its name is a day, and nothing but one.
    fn is_date(&self) -> bool {
        self.head.is_of_days()
    }

    /// The numbers of what its own number says it lies in, the innermost first.
    fn prefixes(&self) -> impl Iterator<Item = String> {
        let text = self.head.number.as_ref().map(|number| number.text.clone()).unwrap_or_default();
        let dots: Vec<usize> = text.match_indices('.').map(|(at, _)| at).collect();
        dots.into_iter().rev().map(move |at| text.get(..at).unwrap_or_default().to_owned())
    }

    /// Whether work is described right below it.
    fn is_work(&self) -> bool {
        self.boxes > 0
            || self.has_facts
            || self.head.estimate.is_some()
            || self.head.status.is_some() && !self.head.name.is_empty()
    }

    /// Whether it speaks of something that stands beside the work: a log, an appendix, how to go on.
    fn is_apart(&self) -> bool {
        const APART: [Topic; 6] = [
            Topic::SessionLog,
            Topic::Appendix,
            Topic::Recovery,
            Topic::Commits,
            Topic::NextSession,
            Topic::Legend,
        ];
        APART.iter().any(|topic| speaks_of(*topic, &self.head.text))
    }
}

/// Whether a heading says no more than what the list below it is: `Acceptance Criteria`, `Tasks`.
fn speaks_of_list(text: &str) -> bool {
    const LISTS: [Topic; 9] = [
        Topic::Acceptance,
        Topic::Tasks,
        Topic::Files,
        Topic::Finished,
        Topic::Dependencies,
        Topic::Recommendation,
        Topic::Goal,
        Topic::Comparison,
        Topic::NextSession,
    ];
    text.split_whitespace().count() <= 3 && vocabulary::topic_among(text, &LISTS).is_some()
}

/// The headings of a document, not yet sorted.
fn headings(blocks: &[Block], legend: &Legend) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { line, level, text } => {
                while open.last().is_some_and(|(known, _)| known >= level) {
                    open.pop();
                }
                let above = open.iter().rev().take(MOST_ABOVE).rev().map(|(_, above)| *above).collect();
                open.push((*level, headings.len()));
                headings.push(Heading {
                    head: Head::read(text, *level, *line, legend),

                    role: Role::Prose,
                    owner: 0,
                    session: None,
                    above,
                    boxes: 0,
                    has_facts: false,
                });
            }
            Block::Bullet { done: Some(_), .. } => {
                headings.last_mut().into_iter().for_each(|heading| heading.boxes += 1);
            }
            Block::Line { text, is_code: false, .. } => {
                if let Some(heading) = headings.last_mut().filter(|heading| !heading.has_facts) {
                    heading.has_facts = text::said(text).iter().any(|said| match said {
                        Said::Fact { key, value } => is_fact_of_work(key, value),
                        _ => false,
                    });
                }
            }
            _ => {}
        }
    }
    headings
}

/// Whether a line of its own says something that only work has: how long, how urgent, what first.
fn is_fact_of_work(key: &str, value: &str) -> bool {
    const TOPICS: [Topic; 4] = [Topic::Dependencies, Topic::Priority, Topic::Duration, Topic::Status];
    match vocabulary::topic_among(key, &TOPICS) {
        Some(Topic::Duration) => crate::plan::Hours::find(value).is_some(),
        Some(_) => true,
        None => text::is_duration(value),
    }
}

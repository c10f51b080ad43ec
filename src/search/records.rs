//! What can be found in a tree: its documents, and everything in it that has a name.

use super::index::{Index, Open};
use crate::dialect::Reading;
use crate::files::Files;
use crate::findings::Finding;
use crate::plan::{ItemKind, Place, Plan};

/// How much of a text is looked through at once, in bytes, when nobody asks for less.
const PIECE_BYTES: usize = 64 * 1024;

/// Endings of files whose text is looked through.
const TEXT: [&str; 12] =
    ["md", "markdown", "mdx", "txt", "yaml", "yml", "toml", "json", "html", "csv", "rst", "adoc"];

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A file, by position in the files of the tree.
    File(usize),
    /// Something inside a file that has an identity of its own, by position in [`Plan::items`].
    Item(usize),
    /// A module, by position in [`Plan::modules`].
    Module(usize),
    /// Somebody, by position in [`Plan::people`].
    Person(usize),
    /// A decision, by position in [`Plan::decisions`].
    Decision(usize),
    /// A requirement, by position in [`Plan::requirements`].
    Requirement(usize),
    /// Something nobody knows, by position in [`Plan::gaps`].
    Gap(usize),
    /// What a rule found, by position in the findings.
    Finding(usize),
}

impl Kind {
    /// Its name in JSON and in queries; that of a file is said by its item.
    pub fn name(self) -> &'static str {
        match self {
            Kind::File(_) => "file",
            Kind::Item(_) => "item",
            Kind::Module(_) => "module",
            Kind::Person(_) => "person",
            Kind::Decision(_) => "decision",
            Kind::Requirement(_) => "requirement",
            Kind::Gap(_) => "gap",
            Kind::Finding(_) => "finding",
        }
    }
}

/// Something that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its item, by position in [`Plan::items`]: a file's own, or the one that something is said of.
    pub item: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// The records of a tree and the words in them.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The words.
    pub index: Index,
    records: Vec<Record>,
    /// For each file of the tree, its record, once it has been looked through.
    of_file: Vec<Option<u32>>,
    first_finding: Option<u32>,
}

impl Records {
    /// The record with a number.
    pub fn get(&self, number: u32) -> Option<&Record> {
        self.records.get(number as usize)
    }

    /// All records that are there, with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Record)> {
        let numbered = self.records.iter().enumerate();
        numbered
            .filter_map(|(at, record)| Some((u32::try_from(at).ok()?, record)))
            .filter(|(at, _)| self.index.has(*at))
    }

    /// The record of a file.
    pub fn of_file(&self, file: usize) -> Option<u32> {
        *self.of_file.get(file)?
    }

    fn add(&mut self, record: Record, names: &[&str], aside: &str, text: &str) -> u32 {
        let number = self.index.add(names, aside, text);
        self.records.push(record);
        number
    }

    /// Takes these findings for those that were known before.
    pub fn set_findings(&mut self, plan: &Plan, findings: &[Finding]) {
        if let Some(first) = self.first_finding.take() {
            for number in first..u32::try_from(self.records.len()).unwrap_or(u32::MAX) {
                if self.get(number).is_some_and(|record| matches!(record.kind, Kind::Finding(_))) {
                    self.index.remove(number);
                }
            }
        }
        self.first_finding = u32::try_from(self.records.len()).ok();
        for (at, finding) in findings.iter().enumerate() {
            let item = plan.index_at(&finding.place.path);
            let record = Record { kind: Kind::Finding(at), item, place: finding.place.clone() };
            self.add(record, &[finding.rule], &finding.message, "");
        }
        self.index.close_segment();
    }

    /// Reads one file of a tree again after it has changed. A file that is no longer there is taken out.
    pub fn replace(&mut self, reading: &Reading, plan: &Plan, file: usize) {
        if let Some(old) = self.of_file.get_mut(file).and_then(Option::take) {
            self.index.remove(old);
        }
        if let Some(mut piecewise) = self.open_file(reading, plan, file) {
            self.read_file(&mut piecewise, u64::MAX);
            self.index.close(piecewise.open);
        }
        self.index.close_segment();
    }

    /// Begins to read a file.
    fn open_file(&mut self, reading: &Reading, plan: &Plan, file: usize) -> Option<Piecewise> {
        let entry = reading.files().entry(file)?;
        let path = entry.path().as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_text = TEXT.iter().any(|known| known.eq_ignore_ascii_case(ending));
        let text = match is_text {
            true => reading.files().text(entry).map(|text| text.text).unwrap_or_default(),
            false => String::new(),
        };
        let item = plan.index_at(path);
        let open = match item.and_then(|item| plan.items.get(item)) {
            Some(item) => {
                let own = item.name();
                let own = own.strip_suffix(".md").unwrap_or(own);
                let title = if item.title == own { "" } else { &item.title };
                self.index.open(&[own, title], path)
            }
            None => self.index.open(&[name], path),
        };
        self.records.push(Record {
            kind: Kind::File(file),
            item,
            place: Place { path: path.to_owned(), line: 1 },
        });
        if self.of_file.len() <= file {
            self.of_file.resize(reading.files().len().max(file + 1), None);
        }
        if let Some(slot) = self.of_file.get_mut(file) {
            *slot = Some(open.record());
        }
        Some(Piecewise { open, text, at: 0 })
    }

    /// Reads on in a file, and says how many bytes have been read; at its end less than asked for.
    fn read_file(&mut self, piecewise: &mut Piecewise, budget_bytes: u64) -> u64 {
        let mut spent = 0;
        while spent < budget_bytes {
            let rest = piecewise.text.get(piecewise.at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let end = piece_end(rest);
            self.index.read(&mut piecewise.open, rest.get(..end).unwrap_or(rest));
            piecewise.at += end;
            spent += end as u64;
        }
        spent
    }

    /// Adds something of a plan that is no file.
    fn add_named(&mut self, plan: &Plan, kind: Kind) -> Option<u32> {
        let record = |item, place: &Place| Record { kind, item, place: place.clone() };
        match kind {
            Kind::File(_) | Kind::Finding(_) => None,
            Kind::Item(at) => {
                let item = plan.items.get(at)?;
                let own = item.id.rsplit(['/', '#']).next().unwrap_or(&item.id);
                Some(self.add(record(Some(at), &item.place), &[own, &item.title], &item.id, ""))
            }
            Kind::Module(at) => {
                let module = plan.modules.get(at)?;
                let spec = module.specs.first().map(|path| Place { path: path.clone(), line: 1 });
                let place = module.index.as_ref().map(|row| row.place.clone()).or(spec);
                let place = place.or_else(|| module.origin.as_ref().map(|origin| origin.place.clone()))?;
                let item = plan.index_at(&place.path).filter(|_| module.index.is_none());
                Some(self.add(record(item, &place), &[&module.name], "module", ""))
            }
            Kind::Person(at) => {
                let person = plan.people.get(at)?;
                let place = &person.mentions.first()?.place;
                let names = std::iter::once(&person.name).chain(&person.aliases);
                let names: Vec<&str> = names.map(String::as_str).collect();
                Some(self.add(record(None, place), &names, person.role.as_deref().unwrap_or_default(), ""))
            }
            Kind::Decision(at) => {
                let decision = plan.decisions.get(at)?;
                let reasons: Vec<&str> =
                    decision.rationale.iter().map(|reason| reason.text.as_str()).collect();
                let item = plan.index_at(&decision.place.path);
                let text = format!("{}\n{}", decision.text, reasons.join("\n"));
                Some(self.add(record(item, &decision.place), &[&decision.verb], "", &text))
            }
            Kind::Requirement(at) => {
                let requirement = plan.requirements.get(at)?;
                let item = plan.index_at(&requirement.place.path);
                let asker = requirement.asker.as_deref().unwrap_or_default();
                Some(self.add(record(item, &requirement.place), &[], asker, &requirement.text))
            }
            Kind::Gap(at) => {
                let gap = plan.gaps.get(at)?;
                let of = gap.of.as_deref();
                let item = of.and_then(|of| plan.index_of(of)).or_else(|| plan.index_at(&gap.place.path));
                Some(self.add(record(item, &gap.place), &[], of.unwrap_or_default(), &gap.text))
            }
        }
    }
}

/// Everything of a plan that has a name and is no file.
fn named(plan: &Plan) -> Vec<Kind> {
    // Of several items in one file the first is the file's own; the others are found by themselves.
    let is_inside =
        |at: &usize| plan.items.get(*at).is_some_and(|item| plan.index_at(&item.place.path) != Some(*at));
    let items = (0..plan.items.len()).filter(is_inside).map(Kind::Item);
    let all = items
        .chain((0..plan.modules.len()).map(Kind::Module))
        .chain((0..plan.people.len()).map(Kind::Person));
    let all = all.chain((0..plan.decisions.len()).map(Kind::Decision));
    let all = all.chain((0..plan.requirements.len()).map(Kind::Requirement));
    all.chain((0..plan.gaps.len()).map(Kind::Gap)).collect()
}

/// A file that is being read.
#[derive(Clone, Debug)]
struct Piecewise {
    open: Open,
    text: String,
    /// How much of the text has been read, in bytes.
    at: usize,
}

/// Where a piece of a text ends: behind a line, or behind a word where a line is very long.
fn piece_end(text: &str) -> usize {
    if text.len() <= PIECE_BYTES {
        return text.len();
    }
    let piece = text.get(..text.floor_char_boundary(PIECE_BYTES)).unwrap_or(text);
    let end = piece.rfind('\n').or_else(|| piece.rfind(' ')).map(|at| at + 1);
    end.unwrap_or(piece.len())
}

/// Looking through a tree in steps. What has been looked through is found before all of it has been.
#[derive(Clone, Debug, Default)]
pub struct Indexing {
    records: Records,
    /// What has a name and is no file; from the end on.
    named: Vec<Kind>,
    /// The files in the order in which they are looked through: plans first, because they are asked for most.
    order: Vec<usize>,
    next: usize,
    reading: Option<Piecewise>,
}

impl Indexing {
    /// Looks through another tree, or the same after a change: files that are as they were in `old` keep what is known of
    /// them, everything else is looked through again.
    pub fn again(self, old: &Files, reading: &Reading, plan: &Plan) -> Indexing {
        let mut records = self.records;
        // Much that was taken out costs memory until all is made anew.
        if records.index.len() > 3 * records.index.live().max(1_000) {
            return Indexing::new(reading, plan);
        }
        let mut next = Indexing::new(reading, plan);
        let mut is_known = vec![false; reading.files().len()];
        let mut of_file = vec![None; reading.files().len()];
        let read_up_to = records.records.len();
        for number in 0..u32::try_from(read_up_to).unwrap_or(u32::MAX) {
            let place = match records.get(number).map(|record| record.kind) {
                Some(Kind::File(at)) if records.index.has(number) => records.moved(old, reading, at),
                _ => None,
            };
            match place {
                Some(place) => {
                    let item = records.get(number).and_then(|record| plan.index_at(&record.place.path));
                    if let Some(record) = records.records.get_mut(number as usize) {
                        (record.kind, record.item) = (Kind::File(place), item);
                    }
                    is_known.iter_mut().skip(place).take(1).for_each(|slot| *slot = true);
                    of_file.iter_mut().skip(place).take(1).for_each(|slot| *slot = Some(number));
                }
                None => records.index.remove(number),
            }
        }
        records.of_file = of_file;
        records.first_finding = None;
        next.order.retain(|file| is_known.get(*file) == Some(&false));
        next.records = records;
        next
    }
}

impl Records {
    /// Where a file of another tree stands in this one, when it says the same there.
    fn moved(&self, old: &Files, reading: &Reading, at: usize) -> Option<usize> {
        let before = old.entry(at)?;
        let place = reading.files().index_of(before.path().as_str())?;
        let now = reading.files().entry(place)?;
        ((now.size(), now.crc32()) == (before.size(), before.crc32())).then_some(place)
    }
}

/// How far the looking through is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Files looked through.
    pub files: usize,
    /// Files there are.
    pub of: usize,
}

impl Indexed {
    /// Whether everything can be found.
    pub fn is_complete(self) -> bool {
        self.files >= self.of
    }
}

impl Indexing {
    /// Begins with everything that has a name; the texts of the files follow.
    pub fn new(reading: &Reading, plan: &Plan) -> Indexing {
        let mut named = named(plan);
        named.reverse();
        let is_plan = |file: &usize| {
            let path = reading.files().entry(*file).map(|entry| entry.path().as_str());
            let item = path.and_then(|path| plan.item_at(path));
            item.is_some_and(|item| matches!(item.kind, ItemKind::Plan | ItemKind::Exploration))
        };
        let (mut order, rest): (Vec<usize>, Vec<usize>) = (0..reading.files().len()).partition(is_plan);
        order.extend(rest);
        Indexing { records: Records::default(), named, order, next: 0, reading: None }
    }

    /// Looks on until `budget_bytes` of text have been looked through, a piece of a file at least.
    pub fn step(&mut self, reading: &Reading, plan: &Plan, budget_bytes: u64) -> Indexed {
        let mut spent = 0;
        while spent < budget_bytes.max(1) {
            if let Some(kind) = self.named.pop() {
                self.records.add_named(plan, kind);
                spent = spent.saturating_add(256);
                if self.named.is_empty() {
                    self.records.index.close_segment();
                }
                continue;
            }
            if self.reading.is_none() {
                let Some(file) = self.order.get(self.next).copied() else { break };
                self.reading = self.records.open_file(reading, plan, file);
            }
            // A file without text is a step too, or a budget would never end among pictures.
            spent = spent.saturating_add(64);
            let left = budget_bytes.max(1).saturating_sub(spent).max(1);
            match self.reading.as_mut().map(|piecewise| self.records.read_file(piecewise, left)) {
                Some(bytes) if bytes >= left => spent = spent.saturating_add(bytes),
                bytes => {
                    spent = spent.saturating_add(bytes.unwrap_or(0));
                    self.next += 1;
                    if let Some(piecewise) = self.reading.take() {
                        self.records.index.close(piecewise.open);
                    }
                }
            }
        }
        let progress = self.progress();
        if progress.is_complete() {
            self.records.index.close_segment();
        }
        progress
    }

    /// How far it is.
    pub fn progress(&self) -> Indexed {
        Indexed { files: self.next, of: self.order.len() }
    }

    /// What can be found so far.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// What can be found, to be changed.
    pub fn records_mut(&mut self) -> &mut Records {
        &mut self.records
    }

    /// Looks through everything at one go.
    pub fn finish(mut self, reading: &Reading, plan: &Plan) -> Records {
        while !self.step(reading, plan, u64::MAX).is_complete() {}
        self.records
    }
}

//! A document on its way to a plan: its parts as items, and all else that it says, references not yet resolved.

use super::body::Walk;
use super::hierarchy::{Layout, Part};
use super::lifted;
use super::marks::Legend;
use super::references::Names;
use super::text::{self, Said};
use super::vocabulary::{Topic, speaks_of};
use crate::dialect::Digest;
use crate::dialect::items;
use crate::dialect::section::Block;
use crate::document::slug::Slugs;
use crate::named::Named;
use crate::order;
use crate::plan::{
    BaseStatus, Commands, Comparison, Decision, Evidence, InventoryRow, Item, ItemKind, ListedCommit, Metric,
    Place, Relation, RelationKind, Risk, Session, Share, Slot, Snapshot, Stated, Status, StatusOrigin, Step,
    Target, Work,
};

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) path: String,
    /// The document, and its parts in the order in which they were met.
    pub(super) parts: Vec<Part>,
    /// The same as items; parents are not yet linked.
    pub(super) items: Vec<Item>,
    pub(super) claims: Vec<Vec<Share>>,
    pub(super) evidence: Vec<Vec<Evidence>>,
    /// What is said of how far parts are beside what counts: the nearest to the part first.
    pub(super) statuses: Vec<Vec<Status>>,
    /// How far parts are when nobody states anything.
    pub(super) derived: Vec<BaseStatus>,
    pub(super) mentions: Vec<Mention>,
    pub(super) relations: Vec<Relation>,
    pub(super) schedule: Vec<Slot>,
    pub(super) sessions: Vec<Session>,
    pub(super) decisions: Vec<Decision>,
    pub(super) risks: Vec<Risk>,
    pub(super) metrics: Vec<Metric>,
    pub(super) comparisons: Vec<Comparison>,
    pub(super) commands: Vec<Commands>,
    pub(super) file_trees: Vec<Snapshot>,
    pub(super) inventory: Vec<InventoryRow>,
    pub(super) recovery: Vec<Step>,
    pub(super) commits: Vec<ListedCommit>,
    /// Documents that a table lists as parts of the whole, each with what it says of how far it is.
    pub(super) children: Vec<(String, Option<Status>)>,
    nowhere: Work,
}

/// A text that may name parts that another needs.
#[derive(Debug)]
pub(super) struct Mention {
    part: usize,
    text: String,
    line: u32,
    sureness: u8,
}

impl Mention {
    /// The text is a list of what is needed, and a phase that is not there is missing.
    pub(super) const NEEDS: u8 = 2;
    /// A sentence says that something is needed.
    pub(super) const SAID: u8 = 1;
    /// It is not said what the text is; it counts when it names parts and nothing else.
    pub(super) const PERHAPS: u8 = 0;
}

impl Draft {
    /// Reads a document. `is_asked` says that somebody wants it read as a plan, whatever it looks like.
    pub(super) fn of(path: &str, digest: &Digest) -> Draft {
        let blocks = &*lifted::with_headings(&digest.blocks);
        let legend = legend(blocks);
        let title = items::title(Some(digest), items::stem_of(items::name_of(path)));
        let layout = Layout::of(blocks, &legend, &title, digest.lines);
        let mut draft = Draft { path: path.to_owned(), ..Draft::default() };
        let document = items::item(path, ItemKind::Plan, Some(digest));
        for part in &layout.parts {
            draft.add(part.clone());
        }
        if let Some(first) = draft.items.first_mut() {
            // Boxes are read again, each with its label; the digest kept those of some labels only.
            *first = Item { title, criteria: Vec::new(), work: first.work.take(), ..document };
        }
        draft.state_of_frontmatter(&legend);
        for entry in &layout.sessions {
            draft.sessions.extend(draft.session(&layout, entry));
        }
        Walk::new(&mut draft, &layout, &legend).run(blocks);
        draft.settle();
        draft
    }

    /// What the document's frontmatter says of how far it is.
    fn state_of_frontmatter(&mut self, legend: &Legend) {
        let fields = self.items.first().map(|item| &item.frontmatter);
        let field = fields.and_then(|fields| fields.iter().find(|field| field.key == "status"));
        let Some((written, line)) = field.and_then(|field| Some((field.value.value.as_text()?, field.line)))
        else {
            return;
        };
        let mut status = Status::parse(written, StatusOrigin::Frontmatter, line);
        if status.base == BaseStatus::Unknown {
            status.base = legend.read(written).unwrap_or_default();
        }
        self.state(0, status);
    }

    /// Whether it holds work, and so is a plan.
    pub(super) fn is_plan(&self) -> bool {
        self.items.iter().skip(1).any(|item| item.kind.is_work())
    }

    fn session(&self, layout: &Layout, entry: &super::hierarchy::Entry) -> Option<Session> {
        let head = &layout.headings.get(entry.heading)?.head;
        let last = entry.date.as_ref().map(|date| date.last_day());
        let first = entry.date.as_ref().map(|date| date.first_day());
        Some(Session {
            title: head.text.clone(),
            number: head.number.as_ref().map(|number| number.text.clone()),
            until: last.filter(|last| Some(last) != first.as_ref()),
            date: first,
            status: head.status.as_ref().map(|status| status.base).unwrap_or_default(),
            estimate: None,
            items: Vec::new(),
            focus: None,
            done: Vec::new(),
            notes: Vec::new(),
            next: Vec::new(),
            of: String::new(),
            place: self.place(head.line),
        })
    }

    // ── while it is read ────────────────────────────────────────────────────────────────────────

    fn add(&mut self, part: Part) -> usize {
        let at = self.parts.len();
        let mut item = items::item(&self.path, part.kind, None);
        item.title.clone_from(&part.title);
        item.number.clone_from(&part.number);
        item.place.line = part.lines.0;
        item.is_read = true;
        if at > 0 {
            item.work =
                Some(Box::new(Work { tally: part.tally, lines: Some(part.lines), ..Work::default() }));
        }
        self.items.push(item);
        self.parts.push(part);
        self.claims.push(Vec::new());
        self.evidence.push(Vec::new());
        self.statuses.push(Vec::new());
        at
    }

    /// One more part.
    pub(super) fn add_part(&mut self, part: Part) -> usize {
        self.add(part)
    }

    pub(super) fn place(&self, line: u32) -> Place {
        Place { path: self.path.clone(), line }
    }

    pub(super) fn stated(&self, text: &str, line: u32) -> Stated {
        Stated { text: text.trim().to_owned(), place: self.place(line) }
    }

    /// What a part says of itself, to be added to.
    pub(super) fn work(&mut self, part: usize) -> &mut Work {
        // Parts come from the layout, so that there always is one.
        match self.items.get_mut(part) {
            Some(item) => item.work.get_or_insert_default(),
            None => &mut self.nowhere,
        }
    }

    pub(super) fn state(&mut self, part: usize, status: Status) {
        self.statuses.get_mut(part).into_iter().for_each(|statuses| statuses.push(status.clone()));
    }

    pub(super) fn claim(&mut self, part: usize, share: Share) {
        self.claims.get_mut(part).into_iter().for_each(|claims| claims.push(share.clone()));
    }

    pub(super) fn evidence(&mut self, part: usize, evidence: Evidence) {
        self.evidence.get_mut(part).into_iter().for_each(|known| known.push(evidence.clone()));
    }

    pub(super) fn mention(&mut self, part: usize, text: &str, line: u32, sureness: u8) {
        self.mentions.push(Mention { part, text: text.to_owned(), line, sureness });
    }

    /// Whether a label at this line stands in the text of a part, and not above it.
    pub(super) fn is_label_of(&self, part: usize, line: u32) -> bool {
        part == 0 || self.parts.get(part).is_some_and(|part| part.lines.0 < line)
    }

    /// A decision that says nothing yet.
    pub(super) fn decision(&self, verb: &str, part: usize, line: u32) -> Decision {
        Decision {
            verb: verb.to_owned(),
            qualifier: None,
            plans: Vec::new(),
            waits_for: Vec::new(),
            rationale: Vec::new(),
            assessments: Vec::new(),
            assignment: None,
            date: None,
            title: None,
            value: None,
            is_open: false,
            waiting: Vec::new(),
            // The position until ids are known.
            of: (part != 0).then(|| part.to_string()),
            text: String::new(),
            place: self.place(line),
        }
    }

    // ── when all has been read ──────────────────────────────────────────────────────────────────

    /// Gives every part its id, and lets all that names parts name those.
    fn settle(&mut self) {
        self.drop_lone_branches();
        self.name();
        self.sort_estimates();
        self.link();
        let parts = std::mem::take(&mut self.parts);
        let names = Names::of(&parts);
        self.resolve(&names);
        super::decisions::settle(self);
        super::progress::state(self, &parts);
        super::progress::roll_up_evidence(self, &parts, &names);
        self.parts = parts;
    }

    /// A condition alone excludes nothing.
    fn drop_lone_branches(&mut self) {
        for item in &mut self.items {
            let ticked = |at: usize| {
                item.criteria.iter().any(|criterion| criterion.branch == Some(at) && criterion.done)
            };
            let ticked: Vec<bool> = (0..item.branches().len()).map(ticked).collect();
            let Some(work) = item.work.as_deref_mut() else { continue };
            if work.branches.len() == 1 {
                work.branches.clear();
                item.criteria.iter_mut().for_each(|criterion| criterion.branch = None);
                work.files.iter_mut().for_each(|file| file.branch = None);
            } else if !work.branches.iter().any(|branch| branch.is_chosen)
                && ticked.iter().filter(|ticked| **ticked).count() == 1
            {
                // Who works on one way has chosen it.
                for (branch, is_ticked) in work.branches.iter_mut().zip(ticked) {
                    branch.is_chosen = is_ticked;
                }
            }
        }
    }

    /// The nearest statement first: lines of the part itself, then its heading, then tables.
    fn sort_estimates(&mut self) {
        for item in &mut self.items {
            let (first, last) = item.work().lines.unwrap_or((1, u32::MAX));
            if let Some(work) = item.work.as_deref_mut() {
                let rank = |line: u32| match line {
                    line if line == first => 1,
                    line if (first..=last).contains(&line) => 0,
                    _ => 2,
                };
                order::sort_by(&mut work.estimates, |a, b| {
                    (rank(a.place.line), a.place.line).cmp(&(rank(b.place.line), b.place.line))
                });
            }
        }
    }

    /// Ids: `PATH#NUMBER`, else `PATH#slug`. The second of a number keeps the claim to it.
    fn name(&mut self) {
        let mut taken: Named<usize> = Named::default();
        let mut slugs = Slugs::default();
        for at in 1..self.items.len() {
            let Some(part) = self.parts.get(at) else { continue };
            let slug = slugs.next(&match (&part.word, &part.number) {
                (Some(word), Some(number)) => format!("{word} {number} {}", part.title),
                _ => part.title.clone(),
            });
            let numbered = part.number.as_ref().map(|number| format!("{}#{number}", self.path));
            let first =
                numbered.as_ref().and_then(|id| taken.get(id)).and_then(|first| self.parts.get(*first));
            let is_second = first.is_some_and(|first| first.word == part.word && first.kind == part.kind);
            let (id, claims) = match (numbered, first) {
                (Some(id), None) => (id, None),
                (Some(id), Some(_)) if is_second => {
                    let second = format!("{id}@{}", self.path);
                    let id_of_second = if taken.get(&second).is_none() {
                        second
                    } else {
                        format!("{second}:{}", part.lines.0)
                    };
                    (id_of_second, Some(id))
                }
                // Numbers begin anew in every part, or two sorts of parts count apart: then they tell nothing apart.
                _ => (format!("{}#{slug}", self.path), None),
            };
            taken.insert_new(&id, at);
            if let Some(item) = self.items.get_mut(at) {
                (item.id, item.claims) = (id, claims);
            }
        }
    }

    fn resolve(&mut self, names: &Names<'_>) {
        let id_of =
            |items: &[Item], part: usize| items.get(part).map(|item| item.id.clone()).unwrap_or_default();
        let mut relations = Vec::new();
        for mention in std::mem::take(&mut self.mentions) {
            let from = mention.part;
            if from == 0 || super::vocabulary::is_none(&mention.text) {
                continue;
            }
            let found = match mention.sureness {
                Mention::NEEDS => names.needed(&mention.text),
                Mention::PERHAPS if !says_nothing_else(&mention.text, names) => Vec::new(),
                _ => names.find_all(&mention.text),
            };
            for reference in found {
                let resolved = reference.part.is_some();
                // A part does not need itself, nor what it lies in.
                let is_own = reference.part.is_some_and(|part| part == 0 || self.lies_in(from, part));
                if is_own || !resolved && mention.sureness == Mention::PERHAPS {
                    continue;
                }
                let to = reference.part.map_or(reference.written, |part| id_of(&self.items, part));
                let place = self.place(mention.line);
                let from = id_of(&self.items, from);
                relations.push(Relation { from, to, kind: RelationKind::DependsOn, resolved, place });
            }
        }
        self.relations.append(&mut relations);
        let target = |items: &[Item], part: usize| Target { id: id_of(items, part), resolved: true };
        for at in 0..self.sessions.len() {
            let focus = self
                .sessions
                .get(at)
                .and_then(|session| session.focus.as_ref())
                .map(|focus| focus.text.clone());
            let title = self.sessions.get(at).map(|session| session.title.clone()).unwrap_or_default();
            let named =
                names.find_all(&focus.unwrap_or(title)).into_iter().filter_map(|reference| reference.part);
            let items: Vec<Target> = named.map(|part| target(&self.items, part)).collect();
            if let Some(session) = self.sessions.get_mut(at) {
                session.items = items;
            }
        }
        for at in 0..self.schedule.len() {
            let text = self.schedule.get(at).map(|slot| slot.text.clone()).unwrap_or_default();
            let items: Vec<Target> = names
                .find_all(&text)
                .into_iter()
                .filter_map(|reference| reference.part)
                .map(|part| target(&self.items, part))
                .collect();
            if let Some(slot) = self.schedule.get_mut(at) {
                slot.items = items;
                let part = slot.of.parse::<usize>().unwrap_or_default();
                slot.of = id_of(&self.items, part);
            }
        }
        for at in 0..self.commits.len() {
            let text = self.commits.get(at).map(|commit| commit.message.clone()).unwrap_or_default();
            let named = names.find_all(&text).into_iter().filter_map(|reference| reference.part);
            let items: Vec<Target> = named.map(|part| target(&self.items, part)).collect();
            if let Some(commit) = self.commits.get_mut(at) {
                commit.items = items;
            }
        }
        for row in &mut self.inventory {
            let named = row.phase.as_deref().map(|phase| names.needed(phase)).unwrap_or_default();
            row.items = named
                .into_iter()
                .filter_map(|reference| reference.part)
                .map(|part| id_of(&self.items, part))
                .collect();
        }
        let document = self.items.first().map(|item| item.id.clone()).unwrap_or_default();
        self.sessions.iter_mut().for_each(|session| session.of.clone_from(&document));
        self.recovery.iter_mut().for_each(|step| step.of.clone_from(&document));
        self.commits.iter_mut().for_each(|commit| commit.of.clone_from(&document));
        let of = |of: &mut Option<String>, items: &[Item]| {
            *of = of.take().and_then(|part| Some(items.get(part.parse::<usize>().ok()?)?.id.clone()));
        };
        self.decisions.iter_mut().for_each(|decision| of(&mut decision.of, &self.items));
        self.comparisons.iter_mut().for_each(|comparison| of(&mut comparison.of, &self.items));
    }

    /// Whether a part is another, or lies in it.
    pub(super) fn lies_in(&self, part: usize, other: usize) -> bool {
        let mut at = Some(part);
        // Parts lie in earlier ones only, so that this ends.
        while let Some(part) = at {
            if part == other {
                return true;
            }
            at = self.items.get(part).and_then(|item| item.parent);
        }
        false
    }

    /// Parents by position among the items, until they are put among those of other documents.
    fn link(&mut self) {
        for (item, part) in self.items.iter_mut().zip(&self.parts) {
            item.parent = part.parent;
        }
    }

    /// How far a part is, as far as anybody says so.
    pub(super) fn stated_status(&self, part: usize) -> Option<&Status> {
        self.statuses.get(part)?.iter().find(|status| status.base != BaseStatus::Unknown)
    }
}

/// The legend of a document: a line that says which mark means what.
fn legend(blocks: &[Block]) -> Legend {
    let lines = blocks.iter().filter_map(|block| match block {
        Block::Line { text, is_code: false, .. } => Some(text.as_str()),
        Block::Bullet { text, .. } => Some(text.as_str()),
        _ => None,
    });
    for line in lines {
        for said in text::said(line) {
            if let Said::Fact { key, value } = said
                && speaks_of(Topic::Legend, &key)
            {
                let legend = Legend::of(&value);
                if !legend.is_empty() {
                    return legend;
                }
            }
        }
    }
    Legend::default()
}

/// Whether a text names parts and says nothing else: `Phase 0`, `Epics 0.1, 0.2`.
fn says_nothing_else(text: &str, names: &Names<'_>) -> bool {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|word| !word.is_empty());
    let mut words = words.map(str::to_lowercase).peekable();
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || c == '.');
    words.peek().is_some()
        && words.all(|word| {
            is_number(&word)
                || super::vocabulary::rank(&word).is_some()
                || names.numbers(&word)
                || matches!(word.as_str(), "and" | "und" | "et" | "y" | "и" | "ו")
        })
}

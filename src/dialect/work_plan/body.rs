//! What stands below the headings of a document: whose box, task, file, fact, decision and step every line is.

use super::draft::{Draft, Mention};
use super::heading::Head;
use super::hierarchy::{Layout, Part, Role};
use super::marks::{Legend, without_marks};
use super::schedule;
use super::text::{self, Said};
use super::vocabulary::{self, Rank, Topic, condition, leading_action, says_made, speaks_of};
use super::{references, shares, tables};
use crate::dialect::section::Block;
use crate::document::listing;
use crate::plan::{
    Branch, Commands, Criterion, Date, Decision, Estimate, Evidence, EvidenceKind, Fact, FileAction,
    FileChange, Hours, ItemKind, Level, ListedCommit, Share, Snapshot, StatusOrigin, Step, Tally, Task,
};

/// The document on its way to a draft.
pub(super) struct Walk<'a> {
    pub(super) draft: &'a mut Draft,
    pub(super) layout: &'a Layout,
    pub(super) legend: &'a Legend,
    /// Whose the lines are.
    owner: usize,
    session: Option<usize>,
    /// What the last heading says, when it is that of no part.
    heading: Option<&'a Head>,
    label: Option<Label>,
    /// The way that the lines belong to, of those of the owner.
    branch: Option<usize>,
    /// What the last box says happens to the files that are listed below it.
    verb: Option<(FileAction, u32, bool)>,
    /// The folder that names of files are relative to.
    folder: Option<String>,
    /// Lines of a fence.
    code: Vec<(u32, &'a str)>,
    /// The label whose first sentence is still to come.
    described: Option<(usize, String)>,
}

/// What says what the following list is.
#[derive(Clone, Debug)]
pub(super) struct Label {
    pub(super) text: String,
    topic: Option<Topic>,
    action: Option<FileAction>,
    /// Whether it says that all of it has been made.
    is_made: bool,
    line: u32,
    /// Whether it says something itself: `**Recommendation:** Alex`.
    is_fact: bool,
}

impl Label {
    fn of(text: &str, line: u32) -> Label {
        const TOPICS: [Topic; 9] = [
            Topic::Acceptance,
            Topic::NextSession,
            Topic::Files,
            Topic::Finished,
            Topic::Tasks,
            Topic::Dependencies,
            Topic::Recommendation,
            Topic::Decision,
            Topic::Goal,
        ];
        Label {
            topic: vocabulary::next(text).or_else(|| vocabulary::topic_among(text, &TOPICS)),
            action: vocabulary::action(text),
            is_made: says_made(text),
            text: text.to_owned(),
            line,
            is_fact: false,
        }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(draft: &'a mut Draft, layout: &'a Layout, legend: &'a Legend) -> Walk<'a> {
        Walk {
            draft,
            layout,
            legend,
            owner: 0,
            session: None,
            heading: None,
            label: None,
            branch: None,
            verb: None,
            folder: None,
            code: Vec::new(),
            described: None,
        }
    }

    /// Reads every block.
    pub(super) fn run(mut self, blocks: &'a [Block]) {
        let mut headings = self.layout.headings.iter();
        for block in blocks {
            match block {
                Block::Line { line, text, is_code: true } => self.code.push((*line, text)),
                other => {
                    self.end_code();
                    match other {
                        Block::Heading { line, text, .. } => {
                            if let Some(heading) = headings.next() {
                                self.heading(heading.role, heading.owner, heading.session, &heading.head);
                            } else {
                                self.label = Some(Label::of(text, *line));
                            }
                        }
                        Block::Bullet { line, depth, is_numbered, done, text } => match done {
                            Some(done) => self.check(*line, *depth, *done, text),
                            None => self.bullet(*line, *depth, *is_numbered, text),
                        },
                        Block::Table(table) => {
                            let under = self.heading.map(|head| head.text.as_str());
                            let label = self.label.as_ref().map(|label| label.text.as_str());
                            tables::read(
                                self.draft,
                                self.layout,
                                self.legend,
                                tables::Around { owner: self.owner, heading: under, label },
                                table,
                            );
                        }
                        Block::Line { line, text, .. } => self.line(*line, text),
                    }
                }
            }
        }
        self.end_code();
    }

    fn heading(&mut self, role: Role, owner: usize, session: Option<usize>, head: &'a Head) {
        (self.owner, self.session, self.heading) = (owner, session, Some(head));
        (self.label, self.branch, self.verb, self.folder, self.described) = (None, None, None, None, None);
        match role {
            Role::Part(part) => {
                let path = self.draft.path.clone();
                let place = crate::plan::Place { path, line: head.line };
                if let Some((hours, written)) = &head.estimate {
                    self.estimate(
                        part,
                        Estimate { hours: *hours, written: written.clone(), place: place.clone() },
                    );
                }
                if let Some(status) = &head.status {
                    self.draft.state(part, status.clone());
                }
                if let Some(share) = head.share.as_deref() {
                    self.share(part, share, head.line);
                }
                if self.draft.parts.get(part).is_some_and(|part| part.tally == Tally::Milestone) {
                    schedule::begin_week(self.draft, part, head);
                }
            }
            Role::Label => {
                self.begin_label(&head.text, head.line);
            }
            Role::Prose | Role::Session(_) => {
                // `## Progress: 3/7 tasks complete` speaks of all of it.
                if let Some(share) = head.share.as_deref().filter(|_| session.is_none() && owner == 0)
                    && speaks_of(Topic::Status, &head.text)
                {
                    self.share(0, share, head.line);
                }
                // What a section says that lies in a part, it says of that.
                if session.is_some() || owner == 0 {
                    self.label = Some(Label::of(&head.text, head.line));
                }
            }
        }
    }

    fn begin_label(&mut self, text: &str, line: u32) {
        self.verb = None;
        self.branch = None;
        if condition(text).is_some() && self.owner != 0 {
            let branch = Branch {
                condition: text.to_owned(),
                is_chosen: self.legend.of_marks(text) == Some(crate::plan::BaseStatus::Done),
                line,
            };
            let work = self.draft.work(self.owner);
            self.branch = Some(work.branches.len());
            work.branches.push(branch);
        }
        self.label = Some(Label::of(text, line));
    }

    // ── lines ───────────────────────────────────────────────────────────────────────────────────

    fn line(&mut self, line: u32, raw: &str) {
        for said in text::said(raw) {
            match said {
                Said::Fact { key, value } => self.fact(line, &key, &value),
                Said::Label(label) => {
                    if !self.begin_slot(line, &label, "") {
                        self.begin_label(&label, line);
                        self.described = Some((self.owner, label));
                    }
                }
                Said::Sentence(sentence) => self.sentence(line, &sentence),
            }
        }
    }

    fn fact(&mut self, line: u32, key: &str, value: &str) {
        self.described = None;
        if self.begin_slot(line, key, value) {
            return;
        }
        self.verb = None;
        if self.session.is_some() {
            self.session_fact(line, key, value);
            return;
        }
        const TOPICS: [Topic; 8] = [
            Topic::Dependencies,
            Topic::Files,
            Topic::Priority,
            Topic::Duration,
            Topic::Status,
            Topic::Recommendation,
            Topic::Decision,
            Topic::Date,
        ];
        let topic = vocabulary::topic_among(key, &TOPICS);
        let place = self.draft.place(line);
        match topic {
            Some(Topic::Dependencies) => self.draft.mention(self.owner, value, line, Mention::NEEDS),
            Some(Topic::Files) => self.file_fact(line, key, value),
            Some(Topic::Priority) => {
                // A line of the part itself says it more deliberately than the row of a table does.
                let facts = &self.draft.work(self.owner).facts;
                let is_said = facts.iter().any(|fact| speaks_of(Topic::Priority, &fact.key));
                if let Some(item) = self.draft.items.get_mut(self.owner).filter(|_| !is_said) {
                    item.priority = Some(value.to_owned());
                }
            }
            Some(Topic::Status) => {
                let claim = value.split(['(', ',', ';']).next().unwrap_or(value);
                if shares::find(claim).is_some() {
                    self.share(self.owner, claim, line);
                } else if let Some(base) = self.legend.read(value) {
                    let status = crate::plan::Status {
                        base,
                        detail: None,
                        written: Some(value.to_owned()),
                        from: StatusOrigin::Line,
                        line,
                    };
                    self.draft.state(self.owner, status);
                }
            }
            Some(Topic::Recommendation) => self.recommend(line, value),
            Some(Topic::Date) => {
                let date = Date::parse(value).or_else(|| Date::find(value).map(|(date, _)| date));
                let work = self.draft.work(self.owner);
                work.updated = work.updated.take().max(date.map(|date| date.first_day()));
            }
            _ => {
                let is_duration = topic == Some(Topic::Duration) || text::is_duration(value);
                if let Some(hours) = Hours::find(value).filter(|_| is_duration) {
                    self.estimate(self.owner, Estimate { hours, written: value.to_owned(), place });
                } else if topic.is_none() {
                    // A line that names parts and nothing else says what is needed, whatever it calls it.
                    self.draft.mention(self.owner, value, line, Mention::PERHAPS);
                }
            }
        }
        self.draft.work(self.owner).facts.push(Fact { key: key.to_owned(), value: value.to_owned(), line });
        self.branch = None;
        self.label = Some(Label { is_fact: true, ..Label::of(key, line) });
    }

    fn sentence(&mut self, line: u32, sentence: &str) {
        if let Some((owner, key)) = self.described.take() {
            let value = sentence.to_owned();
            self.draft.work(owner).facts.push(Fact { key, value, line });
        }
        self.needs_said(line, sentence);
        if sentence.starts_with('❓') {
            self.open_decision(line, sentence);
        }
    }

    fn needs_said(&mut self, line: u32, sentence: &str) {
        if let Some(needed) = references::needs_said(sentence) {
            self.draft.mention(self.owner, needed, line, Mention::SAID);
        }
    }

    fn estimate(&mut self, part: usize, estimate: Estimate) {
        let estimates = &mut self.draft.work(part).estimates;
        // A line of its own says it more deliberately than the heading does.
        let at = estimates
            .iter()
            .position(|known| known.place.line < estimate.place.line && part != 0)
            .unwrap_or(estimates.len());
        estimates.insert(at, estimate);
    }

    fn share(&mut self, part: usize, written: &str, line: u32) {
        let Some(claimed) = shares::find(written) else { return };
        let written = self.draft.stated(&claimed.written, line);
        let share =
            Share { done: claimed.done, total: claimed.total, is_percent: claimed.is_percent, written };
        self.draft.claim(part, share);
    }

    // ── boxes and bullets ───────────────────────────────────────────────────────────────────────

    fn check(&mut self, line: u32, depth: u32, done: bool, text: &str) {
        self.described = None;
        if let Some(session) = self.session {
            let label = self.label.as_ref().map(|label| label.text.clone());
            let is_next = self.label.as_ref().is_some_and(|label| label.topic == Some(Topic::NextSession));
            let stated = self.draft.stated(text, line);
            if let Some(session) = self.draft.sessions.get_mut(session) {
                if is_next {
                    session.next.push(stated);
                } else {
                    session.done.push(Criterion { label, ..Criterion::new(text.to_owned(), done, line) });
                }
            }
            return;
        }
        self.box_files(line, depth, done, text);
        let label = self
            .label
            .as_ref()
            .filter(|label| !label.is_fact && self.draft.is_label_of(self.owner, label.line));
        let criterion = Criterion {
            label: label.map(|label| label.text.clone()),
            branch: self.branch,
            ..Criterion::new(text.to_owned(), done, line)
        };
        if let Some(item) = self.draft.items.get_mut(self.owner) {
            item.criteria.push(criterion);
        }
    }

    /// What a box says happens to files: `Create a.md`, `Rename a.md → b.md`, `Delete:` with files below it.
    fn box_files(&mut self, line: u32, depth: u32, is_made: bool, text: &str) {
        self.verb = None;
        let Some(action) = leading_action(text) else { return };
        let mut words = text.split_whitespace().skip(1);
        let rest: Vec<&str> = words.by_ref().collect();
        if rest.is_empty() || text.trim_end().ends_with([':', '：']) {
            self.verb = Some((action, depth, is_made));
            return;
        }
        // `Update main README.md`: one word may stand between.
        let at = rest.iter().take(2).position(|word| text::is_path(word.trim_matches(['`', ',', ';', ':'])));
        let Some(at) = at else { return };
        let path = rest.get(at).map_or("", |word| word.trim_matches(['`', ',', ';', ':']));
        let arrow = rest.get(at + 1).copied().unwrap_or_default();
        let is_arrow = matches!(arrow, "→" | "->" | "=>" | "to" | "⟶");
        let to =
            rest.get(at + 2).filter(|word| is_arrow && text::is_path(word)).map(|word| (*word).to_owned());
        let action = if action == FileAction::Rename && to.is_none() { FileAction::Modify } else { action };
        let note = rest
            .get(at + 1..)
            .filter(|_| to.is_none())
            .map(|words| words.join(" "))
            .filter(|note| !note.is_empty());
        let file = self.in_folder(path);
        self.file(FileChange { file, action, to, is_made, note, branch: self.branch, line });
    }

    fn in_folder(&self, path: &str) -> String {
        match &self.folder {
            Some(folder) if !path.contains('/') => format!("{}/{path}", folder.trim_end_matches('/')),
            _ => path.to_owned(),
        }
    }

    fn file(&mut self, change: FileChange) {
        if self.owner == 0 {
            return;
        }
        let files = &mut self.draft.work(self.owner).files;
        // Said twice of one file, once is enough; the first line says it.
        let is_known = |known: &FileChange| {
            known.file == change.file && known.action == change.action && known.branch == change.branch
        };
        if !files.iter().any(is_known) {
            files.push(change);
        }
    }

    /// `**File**: path`, `**Files**: glob, other`, `**Directory**: folder/`.
    fn file_fact(&mut self, line: u32, key: &str, value: &str) {
        let action = vocabulary::action(key);
        let is_made = says_made(key);
        let mut any = false;
        for piece in value.split([',', ';']) {
            let Some((file, note)) = text::file(piece) else { continue };
            any = true;
            if file.ends_with('/') && action.is_none() {
                self.folder = Some(file);
                continue;
            }
            let action = action.unwrap_or(FileAction::Modify);
            self.file(FileChange { file, action, to: None, is_made, note, branch: self.branch, line });
        }
        if !any && value.trim_end().ends_with('/') {
            self.folder = Some(value.trim().to_owned());
        }
    }

    fn bullet(&mut self, line: u32, depth: u32, is_numbered: bool, text: &str) {
        self.described = None;
        if self.session.is_some() {
            self.session_bullet(line, depth, text);
            return;
        }
        if let Some((action, of, is_made)) = self.verb.filter(|(_, of, _)| depth > *of) {
            if let Some((file, note)) = text::listed_file(text) {
                self.file(FileChange { file, action, to: None, is_made, note, branch: self.branch, line });
            } else {
                self.verb = Some((action, of, is_made));
            }
            return;
        }
        self.verb = None;
        let bare = text.trim_start();
        if bare.starts_with('❓') {
            self.open_decision(line, bare);
            return;
        }
        if self.heading.is_some_and(|head| self.owner == 0 && speaks_of(Topic::Recovery, &head.text)) {
            self.step(line, text);
            return;
        }
        if self.heading.is_some_and(|head| self.owner == 0 && speaks_of(Topic::Commits, &head.text)) {
            self.commit(line, text);
            return;
        }
        let topic = self.label.as_ref().and_then(|label| label.topic);
        if topic == Some(Topic::Recommendation) {
            let reason = self.draft.stated(text, line);
            let at = self.label.as_ref().map_or(0, |label| label.line);
            if let Some(decision) =
                self.draft.decisions.iter_mut().rev().find(|decision| decision.place.line == at)
            {
                decision.rationale.push(reason);
            }
            return;
        }
        if self.listed_file(line, text) {
            return;
        }
        if topic == Some(Topic::Dependencies) {
            self.draft.mention(self.owner, text, line, Mention::NEEDS);
        }
        if depth == 0
            && let Some((key, value)) =
                text::of_words(text).filter(|_| self.owner != 0 && self.label.is_none())
        {
            self.fact(line, &key, &value);
            return;
        }
        let is_task = self.owner != 0 && depth == 0 && (is_numbered || topic == Some(Topic::Tasks));
        if is_task {
            self.draft.work(self.owner).tasks.push(Task { text: text.to_owned(), line });
        }
        self.needs_said(line, text);
        self.mark(line, text);
    }

    /// An entry of a list of files.
    fn listed_file(&mut self, line: u32, text: &str) -> bool {
        let Some(label) = &self.label else { return false };
        let is_list = label.topic == Some(Topic::Files);
        if !is_list && label.action.is_none() && !label.is_made {
            return false;
        }
        let found = if is_list { text::listed_file(text) } else { text::file(text) };
        // `Create: src/a.rs`, `Test: tests/a.rs` in a list of files.
        let said = || {
            let (said, rest) = text.split_once([':', '：']).filter(|(said, _)| !said.contains('/'))?;
            let is_word = is_list && said.split_whitespace().count() == 1;
            let (file, note) = text::listed_file(rest).filter(|_| is_word)?;
            Some((file, note, vocabulary::action(said)))
        };
        let found = found.filter(|(file, _)| !file.ends_with(':'));
        let Some((file, note, said)) = found.map(|(file, note)| (file, note, None)).or_else(said) else {
            return false;
        };
        // `src/a.rs (new)`: a remark of a word or two says what happens to it.
        let remark = note.as_deref().filter(|note| note.split_whitespace().count() <= 2);
        let action = label.action.or(said).or_else(|| remark.and_then(vocabulary::action));
        let (action, is_made) = (action.unwrap_or(FileAction::Modify), label.is_made);
        let arrow = note.as_deref().and_then(|note| note.strip_prefix(['→', '>']));
        let to = arrow.and_then(text::file).map(|(to, _)| to).filter(|_| action == FileAction::Rename);
        self.file(FileChange { file, action, to, is_made, note, branch: self.branch, line });
        true
    }

    /// A line that says with a mark that something has been done.
    fn mark(&mut self, line: u32, text: &str) {
        let Some(first) = text.trim_start().chars().next() else { return };
        if self.legend.of_marks(&first.to_string()) == Some(crate::plan::BaseStatus::Done) {
            let said = self.draft.stated(without_marks(text), line);
            self.draft.evidence(self.owner, Evidence { kind: EvidenceKind::Mark, said });
        }
    }

    // ── decisions ───────────────────────────────────────────────────────────────────────────────

    fn open_decision(&mut self, line: u32, text: &str) {
        let text = without_marks(text).to_owned();
        let decision = Decision { title: Some(text.clone()), text, ..self.decision("open", line) };
        self.draft.decisions.push(decision);
    }

    fn recommend(&mut self, line: u32, value: &str) {
        let decision = Decision {
            value: Some(value.to_owned()),
            text: value.to_owned(),
            ..self.decision("recommend", line)
        };
        self.draft.decisions.push(decision);
    }

    fn decision(&self, verb: &str, line: u32) -> Decision {
        Decision { is_open: true, ..self.draft.decision(verb, self.owner, line) }
    }

    // ── sessions, recovery, commits ─────────────────────────────────────────────────────────────

    fn session_fact(&mut self, line: u32, key: &str, value: &str) {
        const TOPICS: [Topic; 6] =
            [Topic::NextSession, Topic::Focus, Topic::Duration, Topic::Status, Topic::Date, Topic::Commits];
        let place = self.draft.place(line);
        let stated = self.draft.stated(value, line);
        let topic = vocabulary::next(key).or_else(|| vocabulary::topic_among(key, &TOPICS));
        let base = self.legend.read(value);
        let Some(session) = self.session.and_then(|session| self.draft.sessions.get_mut(session)) else {
            return;
        };
        match topic {
            Some(Topic::NextSession) => session.next.push(stated),
            Some(Topic::Focus) => session.focus = Some(stated),
            Some(Topic::Duration) => {
                let hours = Hours::find(value);
                session.estimate = hours.map(|hours| Estimate { hours, written: value.to_owned(), place });
            }
            Some(Topic::Status) => session.status = base.unwrap_or_default(),
            Some(Topic::Date) => session.date = session.date.take().or_else(|| Date::parse(value)),
            _ => {
                let note = self.draft.stated(&format!("{key}: {value}"), line);
                if let Some(session) = self.session.and_then(|session| self.draft.sessions.get_mut(session)) {
                    session.notes.push(note);
                }
            }
        }
        self.label = Some(Label { is_fact: true, ..Label::of(key, line) });
    }

    fn session_bullet(&mut self, line: u32, depth: u32, text: &str) {
        if depth > 0 {
            return;
        }
        let topic = self.label.as_ref().and_then(|label| label.topic);
        let is_list_of_done =
            self.label.as_ref().is_some_and(|label| label.is_made || label.topic == Some(Topic::Finished));
        let label = self.label.as_ref().map(|label| label.text.clone());
        let is_accomplishment = label.as_deref().is_some_and(|label| {
            vocabulary::says_any(&label.to_lowercase(), &["accomplish", "highlight", "key"])
        });
        let stated = self.draft.stated(without_marks(text), line);
        let Some(session) = self.session.and_then(|session| self.draft.sessions.get_mut(session)) else {
            return;
        };
        if topic == Some(Topic::NextSession) {
            session.next.push(stated);
        } else if is_list_of_done && !is_accomplishment || text.starts_with('✅') {
            session.done.push(Criterion { label, ..Criterion::new(stated.text, true, line) });
        } else {
            session.notes.push(stated);
        }
    }

    fn step(&mut self, line: u32, text: &str) {
        let step = Step {
            text: text.to_owned(),
            commands: Vec::new(),
            of: String::new(),
            place: self.draft.place(line),
        };
        self.draft.recovery.push(step);
    }

    fn commit(&mut self, line: u32, text: &str) {
        let found = Date::find(text);
        let message = match &found {
            Some((_, range)) => text
                .get(..range.start)
                .unwrap_or(text)
                .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ']'),
            None => text,
        };
        self.draft.commits.push(ListedCommit {
            message: message.trim().to_owned(),
            date: found.map(|(date, _)| date),
            items: Vec::new(),
            of: String::new(),
            place: self.draft.place(line),
        });
    }

    // ── schedule ────────────────────────────────────────────────────────────────────────────────

    /// Begins a stretch of the schedule, when a label names days or weeks in one.
    fn begin_slot(&mut self, line: u32, key: &str, value: &str) -> bool {
        let is_week = self.draft.parts.get(self.owner).is_some_and(|part| part.tally == Tally::Milestone);
        let is_schedule = is_week
            || self.heading.is_some_and(|head| self.owner == 0 && speaks_of(Topic::Schedule, &head.text));
        let head = Head::read(key, 6, line, self.legend);
        let is_stretch = matches!(head.rank(), Some(Rank::Day | Rank::Week))
            && (is_schedule || head.rank() == Some(Rank::Week) && self.owner == 0);
        if !is_stretch || self.session.is_some() {
            return false;
        }
        // A slot lies in the week whose heading stands above it, not in the slot before it.
        let within = match self.draft.parts.get(self.owner).and_then(|part| part.heading) {
            Some(_) => self.owner,
            None => self.draft.parts.get(self.owner).and_then(|part| part.parent).unwrap_or(0),
        };
        let title = if value.is_empty() { key.to_owned() } else { format!("{key}: {value}") };
        let end = self.draft.parts.get(within).map_or(line, |part| part.lines.1);
        let part = self.draft.add_part(Part {
            heading: None,
            parent: Some(within),
            kind: ItemKind::Milestone,
            number: None,
            word: None,
            title,
            tally: Tally::Milestone,
            lines: (line, end),
        });
        schedule::begin_days(self.draft, part, within, &head, value);
        (self.owner, self.label, self.branch, self.verb, self.described) = (part, None, None, None, None);
        true
    }

    // ── fences ──────────────────────────────────────────────────────────────────────────────────

    /// What a fence held: a tree of files, or commands.
    fn end_code(&mut self) {
        if self.code.is_empty() {
            return;
        }
        let code = std::mem::take(&mut self.code);
        let first = code.first().map_or(1, |(line, _)| *line);
        let mut lines: Vec<&str> = Vec::new();
        // Blank lines are no blocks; they are put back, so that lines of what is found are those of the file.
        for (line, text) in &code {
            while lines.len() < line.saturating_sub(first) as usize {
                lines.push("");
            }
            lines.push(text);
        }
        // What stands in an item of a list belongs to that, not to the document.
        let is_inside =
            self.owner != 0 && self.draft.parts.get(self.owner).is_some_and(|part| part.kind.is_work());
        let title = self.heading.map(|head| head.text.clone()).unwrap_or_default();
        let text = lines.join("\n");
        let listings = listing::read(&format!("```\n{text}\n```\n"));
        if let Some(mut found) = listings.into_iter().next() {
            if is_inside {
                return;
            }
            // The fence that was put around it takes one line.
            let shift = |line: u32| (line + first).saturating_sub(2);
            for entry in &mut found.entries {
                entry.line = shift(entry.line);
            }
            for elision in &mut found.elisions {
                elision.line = shift(elision.line);
            }
            self.draft.file_trees.push(Snapshot::of(&found, title, self.draft.place(first)));
        } else if !is_inside && self.session.is_none() && is_shell(&lines) {
            self.draft.commands.push(Commands {
                title,
                lines: lines.iter().map(|line| (*line).to_owned()).collect(),
                place: self.draft.place(first),
            });
        }
    }
}

/// Whether lines look like commands: most of them begin with a program's name, and none like another language.
fn is_shell(lines: &[&str]) -> bool {
    let mut commands = 0;
    let mut others = 0;
    let mut continues = false;
    for line in lines.iter().map(|line| line.trim()) {
        if line.is_empty() || line.starts_with('#') || continues {
            continues = line.ends_with('\\');
            continue;
        }
        continues = line.ends_with('\\');
        let line = line.trim_start_matches(['$', '>', '%']).trim_start();
        let word = line.split_whitespace().next().unwrap_or_default();
        let is_program = !word.is_empty()
            && word.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '.' | '/' | '~'))
            && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_' | '~'))
            && !line.ends_with(['{', ';', ':', ',', ')']);
        let is_remark = line.starts_with('(');
        commands += usize::from(is_program);
        others += usize::from(!is_program && !is_remark);
    }
    commands > 0 && others * 3 <= commands
}

/// How much a word says of something: `🔴 High`, `Medium`, `3/5`.
pub(super) fn level(text: &str) -> Option<Level> {
    let lower = text.to_lowercase();
    const LEVELS: &[(Level, &[&str])] = &[
        (
            Level::Critical,
            &[
                "critical",
                "severe",
                "very high",
                "catastroph",
                "kritisch",
                "sehr hoch",
                "critique",
                "crític",
                "критич",
                "קריטי",
                "严重",
                "致命",
            ],
        ),
        (
            Level::Medium,
            &[
                "medium",
                "moderate",
                "mid",
                "med",
                "mittel",
                "moyen",
                "media",
                "medio",
                "средн",
                "בינוני",
                "متوسط",
                "中",
            ],
        ),
        (
            Level::High,
            &["high", "major", "likely", "hoch", "élevé", "haut", "alt", "высок", "גבוה", "عالي", "高"],
        ),
        (
            Level::Low,
            &[
                "low",
                "minor",
                "unlikely",
                "rare",
                "niedrig",
                "gering",
                "faible",
                "baj",
                "bass",
                "низк",
                "נמוך",
                "منخفض",
                "低",
            ],
        ),
    ];
    let said =
        LEVELS.iter().filter_map(|(level, words)| vocabulary::says_any(&lower, words).then_some(*level));
    // `unlikely` holds `likely`, `very high` holds `high`: the order of the list decides, but the lowest of words that
    // negate comes first.
    let said = if lower.contains("unlikely") { Some(Level::Low) } else { said.into_iter().next() };
    said.or_else(|| {
        text.chars().find_map(|mark| match mark {
            '🔴' => Some(Level::High),
            '🟠' | '🟡' => Some(Level::Medium),
            '🟢' => Some(Level::Low),
            _ => None,
        })
    })
}

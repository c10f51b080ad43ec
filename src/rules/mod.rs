//! The rules that a tree should keep, one file each, and the job that applies them.
//!
//! A rule is a line in the registry below and a file of the same name: what it is, why it matters, how to mend it,
//! an example that breaks it and one that keeps it, and the function that looks for breaches.

use crate::dialect::{Digest, Reading};
use crate::files::Entry;
use crate::findings::{Fields, Finding, Found, Ground, Known, Scene, Setting, Settings, Severity};
use crate::named::Named;
use crate::order;
use crate::plan::{Date, Ignore, Names, Place, Plan, Problem};
use std::sync::Arc;

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name: in links, in JSON, on the command line, and of its file.
    pub id: &'static str,
    /// How bad a breach is, unless a tree's settings say otherwise.
    pub severity: Severity,
    /// The rule in one sentence.
    pub summary: &'static str,
    /// Why it matters and what to do, as Markdown: the only copy, shown in the app and printed into the docs.
    pub help: &'static str,
    /// How breaches are found.
    pub check: Check,
}

/// How a rule looks for breaches.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Over the whole tree.
    Tree(fn(&Scene<'_>, &mut Vec<Finding>)),
    /// Item by item, over its frontmatter: all such rules look at an item together, which reads it once.
    Fields(fn(&Scene<'_>, &Fields<'_>, &mut Vec<Finding>)),
    /// Document by document; these come after all others, in slices.
    Document(fn(&Scene<'_>, &Entry, &Digest, &mut Vec<Finding>)),
}

/// A tree that breaks a rule and one that keeps it, as text with `//- path` lines; for tests and documentation.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The rule.
    pub rule: &'static str,
    /// Breaks the rule.
    pub bad: &'static str,
    /// Where: `path:line` of every finding of this rule in `bad`.
    pub found: &'static [&'static str],
    /// Keeps it.
    pub good: &'static str,
}

macro_rules! registry {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every rule, in the order in which the convention lists them.
        pub static ALL: &[Rule] = &[$($name::RULE),*];

        /// An example for every rule.
        pub static EXAMPLES: &[Example] = &[$($name::EXAMPLE),*];
    };
}

registry! {
    required_field
    unknown_field
    wrong_type
    invalid_status
    invalid_type
    invalid_magnitude
    blocked_without_reason
    emergency_without_time
    invalidation_without_scope
    dependency_cycle
    ghost_module
    unregistered_module
    done_without_delta
    one_sided_dependency
    dangling_dependency
    module_collision
    modified_by_mismatch
    missing_invalidation
    line_limit
    not_archived
    wrongly_archived
    crowded_p00
    research_in_p00
    too_many_explorations
    expired_exploration
    too_many_deltas
    dependency_on_phase
    drift
    missing_child
    unlisted_child
    broken_link
    unowned_requirement
    decision_not_carried_out
    time_contradiction
    module_drift
    holder_left
    claim_contradicted
    overdue
    duplicate_id
    ambiguous_reference
    progress_contradicted
    parent_complete
    hours_out_of_range
    duration_sum
    schedule_overfull
    scheduled_elsewhere
    story_without_criteria
    undecided_branches
    file_collision
    unlisted_file
    still_to_create
    metric_contradiction
    misplaced_number
    broken_encoding
    unlisted_status
    done_with_open_boxes
    misnamed_file
    archived_parent
}

/// Rules that count what there is, or look for what answers something somewhere: in a copy of a part of a tree they are no
/// judges.
pub const NEED_ALL: [&str; 11] = [
    "claim-contradicted",
    "decision-not-carried-out",
    "ghost-module",
    "missing-invalidation",
    "modified-by-mismatch",
    "module-drift",
    "one-sided-dependency",
    "progress-contradicted",
    "still-to-create",
    "unowned-requirement",
    "unregistered-module",
];

/// Why their findings do not count there.
const ONLY_ALL_CAN_TELL: &str = "what it speaks of may be among what is not in this copy";

/// The rule called `id`.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id)
}

/// What a tree says of rules that was not understood: in its settings, and where it asks that a rule be silent.
pub fn problems(plan: &Plan, settings: &Settings) -> Vec<Problem> {
    let mut problems = settings.problems.clone();
    let mut unknown = |rule: &str, place: Place| {
        if by_id(rule).is_none() {
            problems.push(Problem { place, text: format!("There is no rule \"{rule}\".") });
        }
    };
    for (rule, _, line) in settings.iter() {
        unknown(rule, Place { path: Settings::PATH.to_owned(), line });
    }
    for ignore in &plan.ignores {
        unknown(&ignore.rule, ignore.place.clone());
    }
    order::sort(&mut problems);
    problems
}

/// What the rules find in what has been read, of whatever dialect, as of a day: all at one go.
pub fn check(reading: &Reading, plan: &Plan, day: &Date, settings: &Settings) -> Vec<Finding> {
    let names = Names::of(plan);
    let ground = Ground::of(plan, reading, &names);
    Checking::all(&ground.scene(day.clone()), settings)
}

/// The rules over what leads from one part of a tree to another: they look at the whole of it, all others at each part.
const ACROSS: [&str; 4] = ["broken-link", "dangling-dependency", "dependency-cycle", "duplicate-id"];

/// Whether a rule looks at a tree: at all of it, unless it has parts or is one.
fn looks_at(scene: &Scene<'_>, rule: &Rule) -> bool {
    let is_whole = scene.parts.is_empty() && !scene.is_part;
    is_whole || ACROSS.contains(&rule.id) != scene.is_part
}

/// Rules being applied to a tree, in steps.
#[derive(Clone, Debug, Default)]
pub struct Checking {
    /// The same for each part of the tree, where it has some.
    parts: Vec<Checking>,
    next_rule: usize,
    /// The next part of the list of items, and its first item.
    next_items: usize,
    next_item: usize,
    next_file: usize,
    /// What rules over the whole tree have found.
    found: Vec<Finding>,
    /// What was found in the parts of the list of items.
    of_items: Vec<Found>,
    /// What was found in the files.
    of_files: Vec<Found>,
    /// What is known of the same tree from before.
    before: Option<Arc<Known>>,
}

/// Gives findings of a rule the severity that it has in this tree.
fn settle(found: Option<&mut [Finding]>, rule: &Rule, settings: &Settings) {
    let found = found.filter(|found| !found.is_empty());
    for finding in found.into_iter().flatten() {
        finding.severity = match settings.of(rule.id) {
            Some(Setting::As(severity)) => severity,
            _ => rule.severity,
        };
    }
}

fn kept(found: Vec<Finding>) -> Found {
    (!found.is_empty()).then(|| Arc::new(found))
}

/// How far the rules have been applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Rules over the whole tree that are still to be applied; those over frontmatter count as one.
    pub rules_left: usize,
    /// Documents that are still to be looked at.
    pub files_left: usize,
}

impl Checked {
    /// Whether all has been looked at.
    pub fn is_complete(&self) -> bool {
        self.rules_left == 0 && self.files_left == 0
    }
}

impl Checking {
    /// Looks at a tree of which something is known already: at no item and document that is the same as then.
    pub fn following(before: Option<Arc<Known>>, scene: &Scene<'_>, settings: &Settings) -> Checking {
        Checking { before: before.filter(|before| before.is_of(scene, settings)), ..Checking::default() }
    }

    /// What is known now, for the next time.
    pub fn known(&self, scene: &Scene<'_>, settings: &Settings) -> Option<Arc<Known>> {
        let is_complete = self.progress(scene).is_complete();
        let known = || Known::of(scene, settings, self.of_items.clone(), self.of_files.clone());
        is_complete.then(known).flatten().map(Arc::new)
    }

    /// Applies the next rule to the whole tree; when all of those are done, those over frontmatter to the next items;
    /// then the others to so many documents.
    pub fn step(&mut self, scene: &Scene<'_>, settings: &Settings, documents: usize) -> Checked {
        self.parts.resize_with(scene.parts.len(), Checking::default);
        for (checking, part) in self.parts.iter_mut().zip(&scene.parts) {
            if !checking.progress(&part.scene).is_complete() {
                checking.step(&part.scene, settings, documents);
                return self.progress(scene);
            }
        }
        let is_on = |rule: &&Rule| looks_at(scene, rule) && settings.of(rule.id) != Some(Setting::Off);
        if let Some(rule) = ALL.get(self.next_rule) {
            self.next_rule += 1;
            if let Check::Tree(check) = rule.check
                && is_on(&rule)
            {
                let begin = self.found.len();
                check(scene, &mut self.found);
                settle(self.found.get_mut(begin..), rule, settings);
            }
            return self.progress(scene);
        }
        if self.next_items < scene.plan.items.parts().len() {
            self.look_at_items(scene, settings);
            return self.progress(scene);
        }
        let files = scene.reading.files();
        for _ in 0..documents.max(1) {
            let index = self.next_file;
            let Some(entry) = files.entry(index) else { break };
            self.next_file += 1;
            let digest = scene.reading.shared_digest(index);
            let known = self.before.as_ref().and_then(|before| before.of_file(index, digest?));
            let found = match (known, digest) {
                (Some(known), _) => known.clone(),
                (None, None) => None,
                (None, Some(digest)) => {
                    let mut found = Vec::new();
                    for rule in ALL.iter().filter(is_on) {
                        if let Check::Document(check) = rule.check {
                            let begin = found.len();
                            check(scene, entry, digest, &mut found);
                            settle(found.get_mut(begin..), rule, settings);
                        }
                    }
                    kept(found)
                }
            };
            self.of_files.push(found);
        }
        self.progress(scene)
    }

    /// Applies the rules over frontmatter to the next items.
    fn look_at_items(&mut self, scene: &Scene<'_>, settings: &Settings) {
        const ITEMS: usize = 4_000;
        let enough = self.next_item + ITEMS;
        let rules = ALL.iter().filter(|rule| looks_at(scene, rule));
        let rules = rules.filter(|rule| settings.of(rule.id) != Some(Setting::Off));
        let checks: Vec<_> = rules
            .filter_map(|rule| match rule.check {
                Check::Fields(check) => Some((rule, check)),
                _ => None,
            })
            .collect();
        for items in scene.plan.items.parts().iter().skip(self.next_items) {
            let end = self.next_item + items.len();
            let known = self.before.as_ref().and_then(|before| before.of_items(self.next_items, items));
            let found = known.cloned().unwrap_or_else(|| {
                let mut found = Vec::new();
                for fields in scene.fields(self.next_item..end) {
                    for (rule, check) in &checks {
                        let begin = found.len();
                        check(scene, &fields, &mut found);
                        settle(found.get_mut(begin..), rule, settings);
                    }
                }
                kept(found)
            });
            self.of_items.push(found);
            (self.next_items, self.next_item) = (self.next_items + 1, end);
            if end >= enough {
                break;
            }
        }
    }

    fn progress(&self, scene: &Scene<'_>) -> Checked {
        let mut checked = Checked {
            rules_left: ALL.len().saturating_sub(self.next_rule)
                + usize::from(self.next_items < scene.plan.items.parts().len()),
            files_left: scene.reading.files().len().saturating_sub(self.next_file),
        };
        for (at, part) in scene.parts.iter().enumerate() {
            let left = self.parts.get(at).cloned().unwrap_or_default().progress(&part.scene);
            checked.rules_left += left.rules_left;
            checked.files_left += left.files_left;
        }
        checked
    }

    /// What has been found so far, in order of path, line and rule; what documents ask to be ignored is marked so.
    pub fn findings(&self, scene: &Scene<'_>) -> Vec<Finding> {
        let apart = self.of_items.iter().chain(&self.of_files).flatten();
        let mut found: Vec<Finding> =
            self.found.iter().chain(apart.flat_map(|found| found.iter())).cloned().collect();
        for (checking, part) in self.parts.iter().zip(&scene.parts) {
            for mut finding in checking.findings(&part.scene) {
                part.lay(&mut finding.place.path);
                finding.evidence.iter_mut().for_each(|place| part.lay(&mut place.path));
                finding.fix = finding.fix.map(|fix| part.lay_step(fix));
                found.push(finding);
            }
        }
        let is_part = scene.plan.left_out.total().is_some();
        let mut ignores: Named<Vec<&Ignore>> = Named::default();
        for ignore in &scene.plan.ignores {
            ignores.change(&ignore.place.path, |ignores| ignores.push(ignore));
        }
        for finding in &mut found {
            if let Some(stage) = scene.stage {
                stage.move_place(&mut finding.place);
                finding.evidence.iter_mut().for_each(|place| stage.move_place(place));
                // There are no such files to be edited.
                finding.fix = None;
            }
            let ignore = ignores.get(&finding.place.path).into_iter().flatten().find(|ignore| {
                ignore.rule == finding.rule && (ignore.lines.0..=ignore.lines.1).contains(&finding.place.line)
            });
            finding.ignored = ignore.map(|ignore| ignore.reason.clone());
            if finding.ignored.is_none() && is_part && NEED_ALL.contains(&finding.rule) {
                finding.ignored = Some(ONLY_ALL_CAN_TELL.to_owned());
            }
        }
        order::sort_by(&mut found, |a, b| {
            (&a.place, a.rule, a.column, &a.message).cmp(&(&b.place, b.rule, b.column, &b.message))
        });
        found
    }

    /// Applies all rules at one go.
    pub fn all(scene: &Scene<'_>, settings: &Settings) -> Vec<Finding> {
        let mut checking = Checking::default();
        while !checking.step(scene, settings, usize::MAX).is_complete() {}
        checking.findings(scene)
    }
}

//! What nobody knows and what is due, from every place where a tree says it.

use super::super::items::listed as listed_values;
use super::super::marks::{self, MarkKind};
use super::whole::Whole;
use super::{Scene, place};
use crate::order;
use crate::plan::{Date, Deadline, Gap, GapSource, Item, ItemKind, Note, Place, Plan, Stated};

/// How long an exploration note is good for, when it does not say.
const EXPIRY_DAYS: i64 = 14;

/// The gaps of some items, and what they say of people.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) gaps: Vec<Gap>,
    /// Whether they say whom to ask.
    pub(super) asks: bool,
    /// By what names they call people, by their positions.
    pub(super) aliases: Vec<(usize, String)>,
}

impl Gathered {
    /// The person of a name, who is called so from now on.
    fn person(&mut self, name: &str, whole: &Whole) -> Option<String> {
        self.asks = true;
        let at = whole.words.find(name)?;
        let person = whole.people.get(at)?;
        self.aliases.push((at, name.to_owned()));
        Some(person.name.clone())
    }
}

/// Adds the gaps of an item's frontmatter and text.
pub(super) fn add(scene: &Scene<'_>, item: &Item, whole: &Whole, found: &mut Gathered) {
    let path = &item.place.path;
    let of = affected(scene.plan, item);
    for (text, line) in listed_values(&item.frontmatter, "knowledge_gaps") {
        let (text, of, place) = (text.to_owned(), of.clone(), place(path, line));
        push(Gap { text, of, source: GapSource::Frontmatter, ask: None, place }, whole, found);
    }
    if is_loose(item) {
        return;
    }
    let is_of_all = item.folder.is_none() && item.parent.is_none() && item.kind == ItemKind::Document;
    for mark in scene.digest(path).iter().flat_map(|digest| &digest.marks) {
        let (mut source, ask) = match &mark.kind {
            MarkKind::Gap => (GapSource::Body, None),
            MarkKind::Ask { name, is_note } => match found.person(name, whole) {
                Some(person) => (GapSource::Ask, Some(person)),
                None if *is_note => (GapSource::Ask, Some(name.clone())),
                None => continue,
            },
            MarkKind::Due { .. } | MarkKind::Unowned | MarkKind::Ignore => continue,
        };
        let mut of = of.clone();
        if let Some((from, about)) = is_of_all.then(|| whole.about(path, mark.line)).flatten() {
            (source, of) = (from, about);
        }
        push(Gap { text: mark.text.clone(), of, source, ask, place: place(path, mark.line) }, whole, found);
    }
}

/// Adds a gap, with whom its text says to ask.
fn push(mut gap: Gap, whole: &Whole, found: &mut Gathered) {
    if gap.ask.is_none()
        && let Some(name) = marks::asked(&gap.text)
    {
        gap.ask = found.person(&name, whole);
    }
    found.gaps.push(gap);
}

/// Puts gaps in order of path, then line.
pub(in crate::dialect) fn sort(gaps: &mut [Gap]) {
    order::sort_by(gaps, |a, b| (&a.place, &a.text).cmp(&(&b.place, &b.text)));
}

/// A gap from the column of the Module Index.
pub(super) fn of_index(module: &str, gap: &Stated) -> Gap {
    let (of, place) = (Some(module.to_owned()), gap.place.clone());
    Gap { text: gap.text.clone(), of, source: GapSource::Index, ask: None, place }
}

/// Adds what the note of a listing says is not known of what it stands beside.
pub(in crate::dialect) fn add_listed(plan: &mut Plan, path: &str, note: &str, place: Place) {
    let with_spec = |path: &str| {
        let module = plan.modules.iter().find(|module| module.specs.iter().any(|spec| spec == path));
        module.map(|module| module.name.clone())
    };
    if let Some(gap) = listed(plan, &with_spec, path, note, place) {
        plan.gaps.push(gap);
    }
}

/// What the note of a listing says is not known of what it stands beside. `module` finds the module of a spec.
pub(super) fn listed(
    plan: &Plan,
    module: &dyn Fn(&str) -> Option<String>,
    path: &str,
    note: &str,
    place: Place,
) -> Option<Gap> {
    let lower = note.to_lowercase();
    if !note.contains('⚠') && !lower.contains("knowledge gap") && !lower.contains("knowledge debt") {
        return None;
    }
    let is_mark = |mark: char| !mark.is_alphanumeric() && !matches!(mark, '"' | '(' | ')');
    let text = note.trim_matches(is_mark);
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let text = quoted.unwrap_or(text).to_owned();
    let of = module(path).or_else(|| plan.item_at(path).and_then(|item| affected(plan, item)));
    Some(Gap { text, of, source: GapSource::Listing, ask: None, place })
}

/// Whether a document lies outside of every plan and note: it may describe how to write, and shows examples.
pub(super) fn is_loose(item: &Item) -> bool {
    let is_root = super::ROOT_DOCUMENTS.contains(&item.place.path.as_str());
    item.kind == ItemKind::Document && item.parent.is_none() && !is_root
}

/// What a document speaks of: the module of a spec, the plan or phase of its further documents, else itself.
fn affected(plan: &Plan, item: &Item) -> Option<String> {
    match item.kind {
        ItemKind::Module => {
            let stem = super::stem_of(item.name());
            Some(item.field("module").unwrap_or(stem).trim().to_owned())
        }
        ItemKind::Document => {
            let parent = item.parent.and_then(|parent| plan.items.get(parent));
            parent.map(|parent| parent.id.clone())
        }
        _ => Some(item.id.clone()),
    }
}

/// Adds what is due by an item, and says when it expires when it is a note.
pub(super) fn add_deadlines(
    scene: &Scene<'_>,
    item: &Item,
    mut note: Option<&mut Note>,
    found: &mut Vec<Deadline>,
) {
    if is_loose(item) {
        return;
    }
    let path = &item.place.path;
    for mark in scene.digest(path).iter().flat_map(|digest| &digest.marks) {
        let MarkKind::Due { days } = mark.kind else { continue };
        let said = mark.rest.split(['.', ')', '(', ';', '|', '_']).next().unwrap_or_default().trim();
        let read = || Date::find(said).map(|(date, _)| date);
        let anchor = match &note {
            Some(note) => note.date.clone(),
            None => anchor(scene, item),
        };
        let (anchor, date) = match days {
            // `6 weeks from 2025-05-05`, `14-day expiry: Jun 1`.
            Some(days) => {
                let is_counted = said.contains(" from ");
                let from = if is_counted { read().or(anchor) } else { anchor };
                let stated = Date::parse_after(said, from.as_ref()).filter(|_| !is_counted);
                let counted = from.as_ref().and_then(|from| from.plus_days(i64::from(days)));
                (from, stated.or(counted))
            }
            None => {
                let date = Date::parse_after(said, anchor.as_ref()).or_else(read);
                (anchor, date)
            }
        };
        let is_expiry = mark.text.to_lowercase().contains("expir");
        if let Some(note) = note.as_mut().filter(|note| is_expiry && note.expires.is_none()) {
            note.expires.clone_from(&date);
        }
        let (of, written) = (affected(scene.plan, item), mark.text.clone());
        found.push(Deadline { of, date, anchor, written, place: place(path, mark.line) });
    }
}

/// Says when a note expires that does not say so itself.
pub(super) fn expire(note: &mut Note) {
    if note.expires.is_none() {
        note.expires = note.date.as_ref().and_then(|date| date.plus_days(EXPIRY_DAYS));
    }
}

/// What a span of days is counted from where there is no meeting: the day of an emergency, the start of a plan.
fn anchor(scene: &Scene<'_>, item: &Item) -> Option<Date> {
    let mut above = Some(item);
    while let Some(item) = above {
        let fields = ["emergency_declared_at", "start_at", "date"];
        let stated = fields.iter().find_map(|field| Date::parse(item.field(field)?));
        if let Some(date) = stated {
            return Some(Date { time: None, ..date });
        }
        above = item.parent.and_then(|parent| scene.plan.items.get(parent));
    }
    None
}

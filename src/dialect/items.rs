//! Making items, relations and problems from digests: what every dialect does alike.

use super::{Digest, Reading};
use crate::document::{MapEntry, Node, Value};
use crate::files::split_name;
use crate::list::List;
use crate::named::Named;
use crate::order;
use crate::plan::{
    Ignore, Item, ItemKind, Mention, MentionRole, Names, Person, Place, Plan, Problem, Referent, Relation,
    RelationKind, Status, Target,
};
use std::sync::Arc;

pub(super) fn name_of(path: &str) -> &str {
    split_name(path).1
}

pub(super) fn folder_of(path: &str) -> &str {
    split_name(path).0
}

pub(super) fn stem_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A path without the ending of its file name.
fn stem_path(path: &str) -> &str {
    let name = name_of(path);
    path.get(..path.len() - name.len() + stem_of(name).len()).unwrap_or(path)
}

/// A plan of these items, which are in order, with what reading the files brought to light.
pub(super) fn plan_of(reading: &Reading, items: Vec<Item>) -> Plan {
    Plan {
        problems: problems(reading).into(),
        ignores: ignores(reading).into(),
        ..plan_without_remarks(reading, items.into())
    }
}

/// A plan of these items, which are in order, and nothing else.
pub(super) fn plan_without_remarks(reading: &Reading, items: List<Item>) -> Plan {
    let files = reading.files();
    let root_digest = files.index_of("_overview.md").and_then(|index| reading.digest(index));
    let mut plan = Plan {
        root: reading.root().to_owned(),
        dialects: vec![reading.dialect().name],
        left_out: files.left_out().clone(),
        title: root_digest.and_then(|digest| digest.title.as_ref()).map(|(title, _)| title.clone()),
        items,
        ..Plan::default()
    };
    plan.files.read = files.len();
    plan.files.skipped = files.skipped().len() + reading.unreadable().count();
    plan
}

/// An item at `path`, with what its own text says of it.
pub(super) fn item(path: &str, kind: ItemKind, digest: Option<&Digest>) -> Item {
    let mut item = Item {
        id: stem_path(path).to_owned(),
        claims: None,
        kind,
        number: None,
        title: String::new(),
        place: Place { path: path.to_owned(), line: 1 },
        folder: None,
        parent: None,
        status: Status::default(),
        archived: false,
        template: false,
        priority: None,
        criteria: Vec::new(),
        work: None,
        frontmatter: Arc::default(),
        own_fields: 0,
        lines: digest.map_or(0, |digest| digest.lines),
        is_read: digest.is_some(),
    };
    if let Some(digest) = digest {
        item.frontmatter = Arc::clone(&digest.fields);
        item.own_fields = item.frontmatter.len();
        item.criteria = digest.criteria.clone();
        item.priority = item.field("priority").map(str::to_owned);
    }
    item
}

/// Its stated title, else its first heading, else its name.
pub(super) fn title(digest: Option<&Digest>, name: &str) -> String {
    let stated = |key: &str| {
        let entry = digest?.fields.iter().find(|entry| entry.key == key)?;
        entry.value.value.as_text().map(str::to_owned)
    };
    stated("title")
        .or_else(|| digest?.title.as_ref().map(|(title, _)| title.clone()))
        .or_else(|| stated("name"))
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| name.to_owned())
}

/// Gives the second claimant of an id the name `ID@PATH`; the one outside the archive is the first.
pub(super) fn name_second_claimants(items: &mut [Item]) {
    let mut ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    order::sort(&mut ids);
    if ids.array_windows().all(|[left, right]| left != right) {
        return;
    }
    order::sort_by(items, |a, b| (&a.id, a.archived, &a.place).cmp(&(&b.id, b.archived, &b.place)));
    let mut last = String::new();
    for item in items {
        if item.id == last {
            let id = std::mem::take(&mut item.id);
            item.id = format!("{id}@{}", item.place.path);
            item.claims = Some(id);
        } else {
            last.clone_from(&item.id);
        }
    }
}

/// The values of a field that is a list or a single value, each with its line.
pub(super) fn listed<'a>(fields: &'a [MapEntry], key: &str) -> impl Iterator<Item = (&'a str, u32)> {
    let node = fields.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let nodes: Vec<&Node> = match node.map(|node| &node.value) {
        Some(Value::List(nodes)) => nodes.iter().collect(),
        Some(_) => node.into_iter().collect(),
        None => Vec::new(),
    };
    nodes.into_iter().filter_map(|node| Some((node.value.as_text()?, node.line)))
}

/// Those who have items in hand, and who asked for them, where a field says so.
pub(super) fn people(plan: &Plan, asker: Option<&str>) -> Vec<Person> {
    let mut found: Named<Person> = Named::default();
    let mut add = |name: &str, role, place: Place| {
        found.change(name, |person| {
            person.name = name.to_owned();
            person.mentions.push(Mention { role, place });
        });
    };
    for item in plan.items.iter().filter(|item| !item.template) {
        item.holders().into_iter().for_each(|(name, place)| add(&name, MentionRole::Holder, place));
        for (written, line) in asker.into_iter().flat_map(|field| listed(&item.frontmatter, field)) {
            let name = written.trim().trim_start_matches('@');
            let place = asker.map(|field| Place { line, ..item.field_place(field) });
            place
                .filter(|_| !name.is_empty())
                .into_iter()
                .for_each(|place| add(name, MentionRole::Asker, place));
        }
    }
    found.iter().map(|(_, person)| person.clone()).collect()
}

/// `SP01_a, SP02_b` where a list should stand means both, unless something is called so.
pub(super) fn pieces(
    (written, line): (&str, u32),
    is_name: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&str, u32)> {
    let between = if written.contains(',') && !is_name(written) { ',' } else { '\n' };
    let pieces = written.split(between).map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(move |piece| (piece, line))
}

/// Finds what references in frontmatter mean.
pub(super) struct References<'a> {
    plan: &'a Plan,
    names: &'a Names,
    id_of: fn(&str) -> String,
}

impl<'a> References<'a> {
    /// References within `plan`, which is sealed, by the names of its items. `id_of` is the dialect's way from a path
    /// to an id.
    pub(super) fn new(plan: &'a Plan, names: &'a Names, id_of: fn(&str) -> String) -> References<'a> {
        References { plan, names, id_of }
    }

    /// The id of the item that a reference means: an id, a short id, or a path, also of something that has
    /// since moved to the archive.
    pub(super) fn target(&self, written: &str) -> Option<String> {
        if let Some(Referent::Item(index)) = self.names.find(written) {
            return self.plan.items.get(index).map(|item| item.id.clone());
        }
        let path = written.trim().trim_start_matches("./");
        let below_root = path.strip_prefix(&format!("{}/", self.plan.root)).unwrap_or(path);
        let item = self.plan.item_at(below_root).or_else(|| self.plan.item(&(self.id_of)(below_root)));
        item.map(|item| item.id.clone()).or_else(|| self.in_plan(path))
    }

    /// What a name refers to, kept as written when it refers to nothing.
    pub(super) fn named(&self, written: &str) -> Target {
        let id = self.target(written);
        Target { resolved: id.is_some(), id: id.unwrap_or_else(|| written.to_owned()) }
    }

    /// Whether a name could mean several things.
    pub(super) fn is_shared(&self, written: &str) -> bool {
        self.names.is_shared(written)
    }

    /// The id of a phase named by a path whose parts may be short: `SP05/p01` of `SP05_billing/p01_payment`.
    /// A short part that two phases share means neither.
    fn in_plan(&self, path: &str) -> Option<String> {
        let mut parts = path.trim_end_matches('/').split('/');
        let Referent::Item(index) = self.names.find(parts.next()?)? else { return None };
        let mut id = self.plan.items.get(index)?.id.clone();
        for part in parts {
            let whole = format!("{id}/{part}");
            if self.plan.item(&whole).is_some() {
                id = whole;
                continue;
            }
            let short = format!("{whole}_");
            let mut phases = self
                .plan
                .of_kind(ItemKind::Phase)
                .filter(|phase| phase.id.strip_prefix(&short).is_some_and(|rest| !rest.contains(['/', '@'])));
            id = phases.next()?.id.clone();
            if phases.next().is_some() || !part.starts_with('p') {
                return None;
            }
        }
        Some(id)
    }

    /// The id of what lies beside `item` in the same plan: a phase calls its sibling by its bare name.
    fn beside(&self, item: &Item, written: &str) -> Option<String> {
        let parent = self.plan.items.get(item.parent?)?;
        let name = written.trim().trim_start_matches("./").trim_end_matches('/');
        Some(self.plan.item(&format!("{}/{name}", parent.id))?.id.clone())
    }

    /// The relations that these fields of items' frontmatter state.
    pub(super) fn of_fields<'i>(
        &self,
        items: impl Iterator<Item = &'i Item>,
        fields: &[(&str, RelationKind)],
    ) -> Vec<Relation> {
        let mut relations = Vec::new();
        for item in items.filter(|item| !item.template) {
            for (field, kind) in fields {
                let is_list = matches!(kind, RelationKind::DependsOn | RelationKind::Blocks);
                let find = |written: &str| self.target(written).or_else(|| self.beside(item, written));
                let said = listed(&item.frontmatter, field);
                let said = said.flat_map(|said| pieces(said, |whole| !is_list || find(whole).is_some()));
                for (written, line) in said {
                    let target = find(written);
                    let resolved = target.is_some();
                    let to = target.unwrap_or_else(|| written.to_owned());
                    let place = Place { line, ..item.field_place(field) };
                    relations.push(Relation { from: item.id.clone(), to, kind: *kind, resolved, place });
                }
            }
        }
        relations
    }
}

/// Relations in order of path, then line.
pub(super) fn in_order(mut relations: Vec<Relation>) -> Vec<Relation> {
    sort(&mut relations);
    relations
}

/// Puts relations in order of path, then line.
pub(super) fn sort(relations: &mut [Relation]) {
    order::sort_by(relations, |a, b| {
        (&a.place, a.kind, &a.from, &a.to).cmp(&(&b.place, b.kind, &b.from, &b.to))
    });
}

/// Where the documents ask that a rule be silent.
fn ignores(reading: &Reading) -> Vec<Ignore> {
    let mut ignores = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        if let Some(digest) = reading.digest(index) {
            add_ignores(entry.path().as_str(), digest, &mut ignores);
        }
    }
    ignores
}

/// Adds where a document asks that a rule be silent.
pub(super) fn add_ignores(path: &str, digest: &Digest, ignores: &mut Vec<Ignore>) {
    ignores.extend(digest.silences.iter().map(|silence| Ignore {
        rule: silence.rule.clone(),
        reason: silence.reason.clone(),
        place: Place { path: path.to_owned(), line: silence.line },
        lines: silence.lines,
    }));
}

/// Adds what in a document could not be understood.
pub(super) fn add_problems(path: &str, digest: &Digest, problems: &mut Vec<Problem>) {
    problems.extend(digest.problems.iter().map(|(line, text)| {
        let place = Place { path: path.to_owned(), line: *line };
        Problem { place, text: text.clone() }
    }));
}

/// Everything in the documents that could not be understood.
fn problems(reading: &Reading) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        if let Some(digest) = reading.digest(index) {
            add_problems(entry.path().as_str(), digest, &mut problems);
        }
    }
    for (entry, reason) in reading.unreadable() {
        let place = Place { path: entry.path().as_str().to_owned(), line: 1 };
        problems.push(Problem { place, text: reason.to_owned() });
    }
    order::sort(&mut problems);
    problems
}

//! What fields of a query mean: `status:blocked`, `owner:nina`, `changed:30d`, and every field of frontmatter.

use super::Ground;
use super::fold;
use super::query::{Query, Sought};
use super::records::{Kind, Record};
use crate::answers::status;
use crate::answers::{is_open, is_over, stale};
use crate::document::Value;
use crate::findings::{Finding, Severity};
use crate::named::Named;
use crate::plan::{BaseStatus, Date, Item, ItemKind, Person, Referent, holders};
use std::collections::BTreeSet;

/// A field, for those who write queries.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it asks, and an example of it.
    pub help: &'static str,
    /// An example.
    pub example: &'static str,
}

/// The fields that mean more than a field of frontmatter of that name.
pub const FIELDS: [Field; 15] = [
    Field {
        name: "kind",
        help: "what it is: plan, phase, task, document, module, person, decision, gap, requirement, finding",
        example: "kind:task",
    },
    Field {
        name: "status",
        help: "how far it is: todo, wip, done, blocked, cut, unknown",
        example: "status:blocked,wip",
    },
    Field { name: "plan", help: "the plan it belongs to", example: "plan:SP01" },
    Field { name: "in", help: "the folder it lies in", example: "in:exploration" },
    Field { name: "owner", help: "who answers for it, or is assigned to it", example: "owner:nina" },
    Field { name: "person", help: "who is named in it: owners, attendees, sprint", example: "person:raj" },
    Field { name: "module", help: "the module it is about, made or changed", example: "module:audit_trail" },
    Field { name: "needs", help: "what it needs first, as either side says", example: "needs:SP01" },
    Field { name: "needed-by", help: "what waits for it, as either side says", example: "needed-by:PP06" },
    Field { name: "gap", help: "what nobody knows of it; * for anything", example: "gap:*" },
    Field {
        name: "changed",
        help: "when it was last changed: within so many days, in a period, before or after a day",
        example: "changed:30d",
    },
    Field {
        name: "is",
        help: "open, over, archived, blocked, ready, stale, emergency, template",
        example: "is:stale",
    },
    Field {
        name: "has",
        help: "findings, errors, warnings, gaps, criteria, dependencies, modules, owner",
        example: "has:findings",
    },
    Field { name: "rule", help: "the rule that it breaks", example: "rule:drift" },
    Field { name: "date", help: "when it was decided or asked for", example: "date:2025-06" },
];

/// Whether records have a field with a value. Made once per query, then asked of every record.
pub struct Test<'a> {
    ground: Ground<'a>,
    name: &'a str,
    value: String,
    about: About,
}

/// What a value names, where it can be looked up once.
enum About {
    /// Nothing that has to be looked up.
    Nothing,
    /// Items by position.
    Items(BTreeSet<usize>),
    /// The lines in which people are named, by file.
    Lines(Named<Vec<u32>>),
    /// A span of time: its first and its last day.
    Days(Date, Date),
}

impl<'a> Test<'a> {
    /// The test of a field for one value.
    pub fn new(ground: Ground<'a>, name: &'a str, value: &str) -> Test<'a> {
        let value = fold::folded(value);
        let about = match name {
            "needs" => About::Items(around(ground, &value, &|at| {
                let needed_by = ground.inquiry.ties.dependencies.needed_by(at);
                needed_by.map(|edge| edge.from).collect()
            })),
            "needed-by" | "blocks" => About::Items(around(ground, &value, &|at| {
                ground.inquiry.ties.dependencies.needs(at).iter().map(|edge| edge.to).collect()
            })),
            "plan" => About::Items(meant(ground, &value)),
            "person" | "who" => About::Lines(naming(ground, &value)),
            "module" => About::Items(touching(ground, &value)),
            "is" if value == "stale" => {
                let specs = stale::Staleness::of(&ground.inquiry, stale::WEEKS).modules;
                About::Items(
                    specs.iter().filter_map(|spec| ground.inquiry.plan.index_at(&spec.place.path)).collect(),
                )
            }
            "has"
                if matches!(
                    value.as_str(),
                    "finding" | "findings" | "error" | "errors" | "warning" | "warnings"
                ) =>
            {
                About::Items(with_findings(ground, &|finding| match value.as_str() {
                    "error" | "errors" => finding.severity == Severity::Error,
                    "warning" | "warnings" => finding.severity == Severity::Warning,
                    _ => true,
                }))
            }
            "rule" => About::Items(with_findings(ground, &|finding| value == "*" || finding.rule == value)),
            "gap" | "gaps" => About::Items(with_gaps(ground, &value)),
            "has" if matches!(value.as_str(), "gap" | "gaps") => About::Items(with_gaps(ground, "*")),
            "changed" | "date" => span(&value, ground.inquiry.day)
                .map_or(About::Nothing, |(first, last)| About::Days(first, last)),
            _ => About::Nothing,
        };
        Test { ground, name, value, about }
    }

    /// Whether a record passes.
    pub fn passes(&self, record: &Record) -> bool {
        let plan = self.ground.inquiry.plan;
        let item = record.item.and_then(|at| plan.items.get(at));
        let own = if matches!(record.kind, Kind::File(_) | Kind::Item(_)) { item } else { None };
        let is_any = self.value == "*";
        match self.name {
            "kind" => is_kind(record.kind, own, &self.value),
            "in" | "path" => {
                record.place.path == self.value || is_below(&fold::folded(&record.place.path), &self.value)
            }
            "plan" => self.is_within(record),
            "owner" => self.owners(record, own).iter().any(|name| is_any || is_said(name, &self.value)),
            "person" | "who" => self.names_somebody(record),
            "module" => match record.kind {
                Kind::Module(at) => {
                    plan.modules.get(at).is_some_and(|module| is_called(&module.name, &self.value))
                }
                Kind::Gap(at) => plan
                    .gaps
                    .get(at)
                    .and_then(|gap| gap.of.as_deref())
                    .is_some_and(|of| is_called(of, &self.value)),
                Kind::Finding(at) => self
                    .ground
                    .findings
                    .get(at)
                    .is_some_and(|finding| finding.items.iter().any(|item| is_called(item, &self.value))),
                _ => own.is_some() && self.is_about(record.item),
            },
            "date" => self.dates(record).iter().any(|date| self.is_within_days(date)),
            "changed" => own.is_some_and(|item| changed(item).is_some_and(|date| self.is_within_days(&date))),
            "rule" => match record.kind {
                Kind::Finding(at) => {
                    self.ground.findings.get(at).is_some_and(|finding| is_any || finding.rule == self.value)
                }
                _ => own.is_some() && self.is_about(record.item),
            },
            "severity" => match record.kind {
                Kind::Finding(at) => {
                    self.ground.findings.get(at).is_some_and(|finding| finding.severity.name() == self.value)
                }
                _ => false,
            },
            "gap" | "gaps" => match record.kind {
                Kind::Gap(at) => {
                    plan.gaps.get(at).is_some_and(|gap| is_any || is_said(&gap.text, &self.value))
                }
                Kind::Module(at) => plan.modules.get(at).is_some_and(|module| {
                    module.knowledge_gaps.iter().any(|gap| is_any || is_said(&gap.text, &self.value))
                }),
                _ => own.is_some() && self.is_about(record.item),
            },
            _ => own.zip(record.item).is_some_and(|(item, at)| self.is_item(item, at)),
        }
    }

    /// Whether an item passes by itself.
    fn is_item(&self, item: &Item, at: usize) -> bool {
        let inquiry = &self.ground.inquiry;
        let value = self.value.as_str();
        match self.name {
            "status" => is_status(item, value),
            "needs" | "needed-by" | "blocks" => self.is_about(Some(at)),
            "is" => match value {
                "open" => item.kind.is_work() && is_open(item),
                "over" | "closed" => item.kind.is_work() && is_over(item.status.base),
                "archived" => item.archived,
                "template" => item.template,
                "stale" => self.is_about(Some(at)),
                "emergency" => status::is_emergency(item),
                "blocked" => {
                    item.kind.is_work()
                        && (item.status.base == BaseStatus::Blocked
                            || status::blocked(inquiry, at, item).is_some())
                }
                "ready" => {
                    item.kind == ItemKind::Plan
                        && is_open(item)
                        && item.status.base == BaseStatus::Todo
                        && status::unmet(inquiry, at).is_empty()
                }
                other => item.kind.is_work() && is_status(item, other),
            },
            "has" => match value {
                "criteria" | "boxes" => !item.criteria.is_empty(),
                "dependencies" => !inquiry.ties.dependencies.needs(at).is_empty(),
                "modules" => inquiry.ties.of_item(at).next().is_some(),
                "owner" => !owners(item).is_empty(),
                "finding" | "findings" | "error" | "errors" | "warning" | "warnings" | "gap" | "gaps" => {
                    self.is_about(Some(at))
                }
                field => item.frontmatter.iter().any(|entry| fold::folded(&entry.key) == field),
            },
            name => has_field(item, name, value),
        }
    }

    fn is_about(&self, item: Option<usize>) -> bool {
        matches!((&self.about, item), (About::Items(items), Some(item)) if items.contains(&item))
    }

    fn is_within_days(&self, date: &Date) -> bool {
        matches!(&self.about, About::Days(first, last) if date.start() >= first.start() && date.start() <= last.end())
    }

    /// Whether it belongs to one of the plans that are meant.
    fn is_within(&self, record: &Record) -> bool {
        let mut at = record.item;
        while let Some(place) = at {
            if self.is_about(Some(place)) {
                return true;
            }
            at = self.ground.inquiry.plan.items.get(place).and_then(|item| item.parent);
        }
        false
    }

    fn owners(&self, record: &Record, own: Option<&Item>) -> Vec<String> {
        let plan = self.ground.inquiry.plan;
        let module = match record.kind {
            Kind::Module(at) => plan.modules.get(at),
            _ => own
                .filter(|item| item.kind == ItemKind::Module)
                .and_then(|item| plan.modules.get(self.ground.inquiry.ties.module(item.module_name())?)),
        };
        let mut names: Vec<String> = own.map(owners).unwrap_or_default();
        names.extend(module.iter().flat_map(|module| &module.owners).map(|owner| owner.name.text.clone()));
        if let Kind::Requirement(at) = record.kind {
            let owners = plan.requirements.get(at).map(|requirement| &requirement.owners);
            names.extend(owners.into_iter().flatten().map(|owner| owner.text.clone()));
        }
        names
    }

    /// Whether somebody is named who is meant: in a file as a whole, in anything else on its line.
    fn names_somebody(&self, record: &Record) -> bool {
        let About::Lines(lines) = &self.about else { return false };
        match record.kind {
            Kind::Person(at) => {
                self.ground.inquiry.plan.people.get(at).is_some_and(|person| is_person(person, &self.value))
            }
            Kind::File(_) => lines.get(&record.place.path).is_some(),
            _ => lines.get(&record.place.path).is_some_and(|lines| lines.contains(&record.place.line)),
        }
    }

    fn dates(&self, record: &Record) -> Vec<Date> {
        let plan = self.ground.inquiry.plan;
        match record.kind {
            Kind::Decision(at) => plan.decisions.get(at).and_then(|decision| decision.date.clone()),
            Kind::Requirement(at) => {
                plan.requirements.get(at).and_then(|requirement| requirement.date.clone())
            }
            Kind::File(_) => plan
                .notes
                .iter()
                .find(|note| plan.index_of(&note.of) == record.item)
                .and_then(|note| note.date.clone()),
            _ => None,
        }
        .into_iter()
        .collect()
    }
}

/// Other names of fields, and fields that only some records have.
const OTHERS: [&str; 7] = ["path", "who", "blocks", "gaps", "severity", "priority", "title"];

/// Takes fields out of a query that this tree has nowhere, and says so: the rest of it is looked for.
pub fn leave_out_unknown(ground: Ground<'_>, query: &mut Query) {
    let mut named = Vec::new();
    if let Some(sought) = &query.sought {
        names_in(sought, &mut named);
    }
    named.retain(|name| {
        let is_named = |item: &Item| item.frontmatter.iter().any(|entry| is_key(&entry.key, name));
        !FIELDS.iter().any(|field| field.name == name)
            && !OTHERS.contains(&name.as_str())
            && !ground.inquiry.plan.items.iter().any(is_named)
    });
    if named.is_empty() {
        return;
    }
    query.sought = query.sought.take().and_then(|sought| without(sought, &named));
    named.dedup();
    let unknown: Vec<String> = named.iter().map(|name| format!("“{name}”")).collect();
    let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    query.remarks.push(format!(
        "Nothing here has a field {}, so that part is left out. Fields are {}, and those of frontmatter.",
        unknown.join(" or "),
        known.join(", ")
    ));
}

fn names_in(sought: &Sought, names: &mut Vec<String>) {
    match sought {
        Sought::All(parts) | Sought::Any(parts) => parts.iter().for_each(|part| names_in(part, names)),
        Sought::Not(part) => names_in(part, names),
        Sought::Field { name, .. } => names.push(name.clone()),
        Sought::Words(_) => {}
    }
}

fn without(sought: Sought, names: &[String]) -> Option<Sought> {
    let each = |parts: Vec<Sought>| -> Vec<Sought> {
        parts.into_iter().filter_map(|part| without(part, names)).collect()
    };
    match sought {
        Sought::All(parts) => Some(Sought::All(each(parts))).filter(|sought| !is_nothing(sought)),
        Sought::Any(parts) => Some(Sought::Any(each(parts))).filter(|sought| !is_nothing(sought)),
        Sought::Not(part) => without(*part, names).map(|part| Sought::Not(Box::new(part))),
        Sought::Field { name, .. } if names.contains(&name) => None,
        other => Some(other),
    }
}

fn is_nothing(sought: &Sought) -> bool {
    matches!(sought, Sought::All(parts) | Sought::Any(parts) if parts.is_empty())
}

/// Whether a name is meant: as a whole, or by a part of it that a value begins.
fn is_called(name: &str, value: &str) -> bool {
    value == "*" || fold::folded(name) == value || is_said(name, value)
}

/// Whether a text says something, from the beginning of a word on.
pub(super) fn is_said(text: &str, value: &str) -> bool {
    is_found(text, value, false)
}

/// Whether a text says something in whole words.
pub(super) fn is_said_whole(text: &str, value: &str) -> bool {
    is_found(text, value, true)
}

fn is_found(text: &str, value: &str, is_whole: bool) -> bool {
    if text.is_ascii() && !holds_ascii(text, value) {
        return false;
    }
    let text = fold::folded(text);
    let is_edge = |letter: Option<char>| {
        letter.is_none_or(|letter| !letter.is_alphanumeric() || fold::is_unspaced(letter))
    };
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(value)) {
        let before = text.get(..from + at).and_then(|before| before.chars().next_back());
        let after = text.get(from + at + value.len()..).and_then(|after| after.chars().next());
        if is_edge(before) && (!is_whole || is_edge(after)) {
            return true;
        }
        from += at + value.chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// Whether a text of ASCII alone holds a folded value, whatever its case. Most that are asked do not, and are not copied for it.
fn holds_ascii(text: &str, value: &str) -> bool {
    let (text, value) = (text.as_bytes(), value.as_bytes());
    let Some(first) = value.first() else { return true };
    let Some(last) = text.len().checked_sub(value.len()) else { return false };
    (0..=last).any(|at| {
        text.get(at).is_some_and(|letter| letter.eq_ignore_ascii_case(first))
            && text.get(at..at + value.len()).is_some_and(|part| part.eq_ignore_ascii_case(value))
    })
}

/// Whether a field of frontmatter is called so, however its words are joined.
fn is_key(key: &str, name: &str) -> bool {
    let joined = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    if key.is_ascii() && name.is_ascii() {
        return key.len() == name.len() && key.bytes().map(joined).eq(name.bytes().map(joined));
    }
    fold::folded(key).replace('_', "-") == fold::folded(name).replace('_', "-")
}

fn is_person(person: &Person, value: &str) -> bool {
    let mut names = std::iter::once(&person.name).chain(&person.aliases);
    names.any(|name| value == "*" || is_said(name, value))
}

/// The lines in which somebody is named who is meant, by file.
fn naming(ground: Ground<'_>, value: &str) -> Named<Vec<u32>> {
    let mut lines: Named<Vec<u32>> = Named::default();
    let people = ground.inquiry.plan.people.iter().filter(|person| is_person(person, value));
    for mention in people.flat_map(|person| &person.mentions) {
        lines.change(&mention.place.path, |lines| lines.push(mention.place.line));
    }
    lines
}

fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    let mut rest = path;
    // Whole segments, anywhere in the path.
    while !folder.is_empty() {
        let Some(at) = rest.find(folder) else { return false };
        let begins = at == 0 || rest.as_bytes().get(at - 1) == Some(&b'/');
        let ends = matches!(rest.as_bytes().get(at + folder.len()), Some(b'/'));
        if begins && ends {
            return true;
        }
        rest = rest.get(at + folder.len()..).unwrap_or_default();
    }
    false
}

fn is_kind(kind: Kind, item: Option<&Item>, value: &str) -> bool {
    let item_kind = item.map(|item| item.kind.name());
    let value = match value {
        "note" | "meeting" => "exploration",
        "spec" => "module",
        "doc" => "document",
        other => other,
    };
    item_kind == Some(value) || kind.name() == value
}

fn is_status(item: &Item, value: &str) -> bool {
    let known = match value {
        "in-work" | "active" | "in-progress" | "progress" => "wip",
        "open" | "planned" | "not-started" => "todo",
        "complete" | "completed" | "finished" => "done",
        "dropped" | "cancelled" => "cut",
        "none" => "unknown",
        other => other,
    };
    item.status.base.name() == known
        || item.status.detail.as_deref().is_some_and(|detail| is_said(detail, value))
        || item.status.written.as_deref().is_some_and(|written| match written.is_ascii() {
            true => holds_ascii(written, value),
            false => fold::folded(written).contains(value),
        })
}

/// The items around those that are meant, as `of` says.
fn around(ground: Ground<'_>, value: &str, of: &dyn Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    if value == "*" {
        return (0..ground.inquiry.plan.items.len()).flat_map(of).collect();
    }
    meant(ground, value).into_iter().flat_map(of).collect()
}

/// The items that a value names: exactly, else plans whose name or title says it.
fn meant(ground: Ground<'_>, value: &str) -> BTreeSet<usize> {
    let plan = ground.inquiry.plan;
    if let Some(Referent::Item(at)) = ground.names.find(value) {
        return BTreeSet::from([at]);
    }
    let is_meant = |item: &Item| {
        let short = crate::plan::names::short_id(&item.id);
        short.is_some_and(|short| fold::folded(short) == value) || fold::folded(&item.id) == value
    };
    let exactly: BTreeSet<usize> =
        plan.items.iter().enumerate().filter(|(_, item)| is_meant(item)).map(|(at, _)| at).collect();
    if !exactly.is_empty() {
        return exactly;
    }
    // Words of a title may be said, never the beginning of an id: SP1 is not SP10.
    let says = |item: &Item| item.kind == ItemKind::Plan && is_said_whole(&item.title, value);
    plan.items.iter().enumerate().filter(|(_, item)| says(item)).map(|(at, _)| at).collect()
}

/// The items that made or changed a module, and its specs.
fn touching(ground: Ground<'_>, value: &str) -> BTreeSet<usize> {
    let plan = ground.inquiry.plan;
    let mut items = BTreeSet::new();
    for (at, module) in plan.modules.iter().enumerate().filter(|(_, module)| is_called(&module.name, value)) {
        items.extend(ground.inquiry.ties.of_module(at).iter().map(|touch| touch.item));
        items.extend(module.specs.iter().filter_map(|path| plan.index_at(path)));
    }
    items
}

fn with_findings(ground: Ground<'_>, is_meant: &dyn Fn(&Finding) -> bool) -> BTreeSet<usize> {
    let plan = ground.inquiry.plan;
    let counted = ground.findings.iter().filter(|finding| finding.ignored.is_none() && is_meant(finding));
    counted
        .flat_map(|finding| {
            let named = finding.items.iter().filter_map(|id| plan.index_of(id));
            named.chain(plan.index_at(&finding.place.path)).collect::<Vec<_>>()
        })
        .collect()
}

fn with_gaps(ground: Ground<'_>, value: &str) -> BTreeSet<usize> {
    let plan = ground.inquiry.plan;
    let meant = plan.gaps.iter().filter(|gap| value == "*" || is_said(&gap.text, value));
    meant
        .flat_map(|gap| {
            let of = gap.of.as_deref().and_then(|of| plan.index_of(of));
            [of, plan.index_at(&gap.place.path)].into_iter().flatten().collect::<Vec<_>>()
        })
        .collect()
}

/// Who an item says answers for it.
fn owners(item: &Item) -> Vec<String> {
    let stated = item.frontmatter.iter().filter(|entry| holders::is_field(&entry.key));
    stated.flat_map(|entry| texts(&entry.value.value)).collect()
}

/// When an item was last changed, as it says.
fn changed(item: &Item) -> Option<Date> {
    ["last_updated", "updated_date", "updated", "modified", "date", "created_date"]
        .iter()
        .find_map(|field| Date::parse(item.field(field)?))
}

/// Whether a field of frontmatter has a value, or one in its list.
fn has_field(item: &Item, name: &str, value: &str) -> bool {
    let fields = item.frontmatter.iter().filter(|entry| is_key(&entry.key, name));
    fields.flat_map(|entry| texts(&entry.value.value)).any(|text| value == "*" || is_said(&text, value))
        || (name == "priority"
            && item.priority.as_deref().is_some_and(|text| value == "*" || is_said(text, value)))
}

/// All texts in a value, however deep.
fn texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::List(nodes) => pending.extend(nodes.iter().map(|node| &node.value)),
            Value::Map(entries) => pending.extend(entries.iter().map(|entry| &entry.value.value)),
            _ => found.extend(value.as_text().map(str::to_owned)),
        }
    }
    found
}

/// The span of time that a value names: `30d`, `4w`, `2025-06`, `>2025-06-01`, `<2025`, `2025-01..2025-03`.
fn span(value: &str, day: &Date) -> Option<(Date, Date)> {
    let ago = |days: i64| Some((day.plus_days(-days)?, day.clone()));
    let number = |suffix: char| value.strip_suffix(suffix).and_then(|number| number.parse::<i64>().ok());
    for (suffix, days) in [('d', 1), ('w', 7), ('m', 30), ('y', 365)] {
        if let Some(count) = number(suffix) {
            return ago(count.checked_mul(days)?);
        }
    }
    let first = || Date::parse("1900-01-01");
    let last = || Date::parse("9999-12-31");
    if let Some((from, to)) = value.split_once("..") {
        return Some((Date::parse(from).or_else(first)?, Date::parse(to).or_else(last)?));
    }
    if let Some(after) = value.strip_prefix(">=").or_else(|| value.strip_prefix('>')) {
        return Some((Date::parse(after)?, last()?));
    }
    if let Some(before) = value.strip_prefix("<=").or_else(|| value.strip_prefix('<')) {
        return Some((first()?, Date::parse(before)?));
    }
    let date = Date::parse(&value.to_uppercase()).or_else(|| Date::parse(value))?;
    Some((date.clone(), date))
}

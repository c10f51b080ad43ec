//! What the link asks of the picture: where it begins, how far it reaches, what narrows it.

use crate::address::{Address, listed};
use crate::answers;
use crate::graph::bands::Grouping;
use crate::graph::dependencies::Extras;
use crate::graph::shown::{Mode, Scope, Wanted};
use crate::outline::plain;
use crate::plan::Item;
use crate::workspace::Tree;

/// How far around the open plans a picture reaches that nobody asked otherwise of.
pub(super) const DEPTH: u32 = 1;
/// As far as a picture reaches at most.
pub(super) const MOST_DEPTH: u32 = 9;

/// What the address asks for. Only what changes the picture stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    pub(super) extras: Extras,
    pub(super) filter: Filter,
}

/// What narrows the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) text: String,
    pub(super) status: String,
    pub(super) kind: String,
    pub(super) magnitude: String,
    pub(super) person: String,
    pub(super) module: String,
}

/// The fields that narrow the picture: id, key in the link, label.
pub(super) const FILTERS: [(&str, &str, &str); 5] = [
    ("needs-status", "status", "Status"),
    ("needs-type", "type", "Type"),
    ("needs-magnitude", "magnitude", "Magnitude"),
    ("needs-person", "person", "Person"),
    ("needs-module", "module", "Module"),
];

/// The value of a choice that leaves everything.
pub(super) const ANY: &str = "*";

pub(super) fn asked_of(address: &Address) -> Asked {
    let setting = |key: &str| address.setting(key).unwrap_or_default();
    let is_on = |key: &str, value: &str| setting(key).split(',').any(|known| known == value);
    let scope = match (address.setting("focus"), setting("scope")) {
        (Some(id), _) => Scope::Focus(id.to_owned()),
        (None, "all") => Scope::All,
        _ => Scope::Active,
    };
    let depth = setting("depth").parse().unwrap_or(DEPTH).min(MOST_DEPTH);
    let grouping = GROUPINGS
        .iter()
        .find(|(value, ..)| setting("group") == *value)
        .map_or(Grouping::None, |(.., it)| *it);
    let filter = Filter {
        text: plain(setting("q")).to_owned(),
        status: setting("status").to_owned(),
        kind: setting("type").to_owned(),
        magnitude: setting("magnitude").to_owned(),
        person: setting("person").to_owned(),
        module: setting("module").to_owned(),
    };
    Asked {
        wanted: Wanted {
            depth: if scope == Scope::All { 0 } else { depth },
            scope,
            mode: if setting("mode") == "complete" { Mode::Complete } else { Mode::Reduced },
            grouping,
            folds_archive: setting("archive") != "open",
            unfolded: listed(setting("open")).collect(),
            has_origins: is_on("with", "origins"),
            expanded: listed(setting("expand")).collect(),
            kept: None,
        },
        extras: Extras { has_modules: is_on("with", "modules"), has_external: is_on("with", "external") },
        filter,
    }
}

/// The ways to put nodes into bands: value in the link, words, which.
pub(super) const GROUPINGS: [(&str, &str, Grouping); 5] = [
    (ANY, "No bands", Grouping::None),
    ("status", "By status", Grouping::Status),
    ("type", "By type", Grouping::Type),
    ("quarter", "By quarter", Grouping::Quarter),
    ("person", "By person", Grouping::Person),
];

pub(super) fn contains(inside: &str, text: &str) -> bool {
    inside.to_lowercase().contains(&text.to_lowercase())
}

/// Whether an item passes the filter.
pub(super) fn keeps(tree: &Tree, inquiry: &answers::Inquiry<'_>, filter: &Filter, item: &Item) -> bool {
    let is = |wanted: &str, own: Option<&str>| {
        wanted.is_empty() || own.is_some_and(|own| own.eq_ignore_ascii_case(wanted))
    };
    let at = || tree.plan.index_of(&item.id);
    let touches = || {
        let module = inquiry.ties.module(&filter.module);
        at().is_some_and(|at| inquiry.ties.of_item(at).any(|touch| Some(touch.module) == module))
    };
    let works = || {
        let entries = tree.plan.sprint.iter().filter(|entry| {
            let plan = entry.plan.as_ref().and_then(|target| tree.plan.plan_of(&target.id));
            plan.is_some() && plan == tree.plan.plan_of(&item.id)
        });
        entries.flat_map(|entry| &entry.people).any(|person| *person == filter.person)
            || is(&filter.person, item.field("owner"))
    };
    let is_named = || contains(&item.id, &filter.text) || contains(&item.title, &filter.text);
    (filter.text.is_empty() || is_named())
        && is(&filter.status, Some(item.status.base.name()))
        && is(&filter.kind, item.field("type"))
        && is(&filter.magnitude, item.field("magnitude"))
        && (filter.person.is_empty() || works())
        && (filter.module.is_empty() || touches())
}

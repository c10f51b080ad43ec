//! A folder of Markdown that follows no known convention: every document is shown, with whatever status,
//! dependencies and boxes it has.

use super::items::{self, name_of, stem_of};
use super::{Dialect, Reading};
use crate::order;
use crate::plan::{ItemKind, Names, Plan, RelationKind, Status, StatusOrigin};

/// No convention at all.
pub static DIALECT: Dialect = Dialect {
    name: "plain",
    label: "folder of documents",
    comes_first: |_| false,
    has_sections: |_| false,
    plan,
};

fn plan(reading: &Reading) -> Plan {
    const FIELDS: [(&str, RelationKind); 3] = [
        ("depends_on", RelationKind::DependsOn),
        ("dependencies", RelationKind::DependsOn),
        ("blocks", RelationKind::Blocks),
    ];
    let mut found = Vec::new();
    for (index, entry) in reading.files().iter().enumerate() {
        let path = entry.path().as_str();
        if !super::reading::is_document(path) {
            continue;
        }
        let digest = reading.digest(index);
        let mut item = items::item(path, ItemKind::Document, digest);
        item.title = items::title(digest, stem_of(name_of(path)));
        if let Some(id) = item.field("id").map(str::trim).filter(|id| !id.is_empty()) {
            item.id = id.to_owned();
        }
        // A document that states how far it is describes work.
        if let Some(entry) = item.frontmatter.iter().find(|entry| entry.key == "status")
            && let Some(written) = entry.value.value.as_text()
        {
            item.kind = ItemKind::Task;
            item.status = Status::parse(written, StatusOrigin::Frontmatter, entry.line);
        }
        found.push(item);
    }
    items::name_second_claimants(&mut found);
    order::sort_by(&mut found, |a, b| a.place.cmp(&b.place));
    let mut plan = items::plan_of(reading, found).seal();
    plan.relations = {
        let names = Names::of(&plan);
        let references =
            items::References::new(&plan, &names, |path| path.trim_end_matches(".md").to_owned());
        items::in_order(references.of_fields(plan.items.iter(), &FIELDS)).into()
    };
    plan
}

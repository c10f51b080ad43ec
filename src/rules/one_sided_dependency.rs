//! `one-sided-dependency`: a dependency that only one of two plans knows of.

use super::{Check, Example, Rule};
use crate::edit::{Change, Edit};
use crate::findings::{Finding, Scene, Severity};
use crate::files::split_name;
use crate::plan::{Item, ItemKind, Relation, RelationKind};

pub const RULE: Rule = Rule {
    id: "one-sided-dependency",
    severity: Severity::Warning,
    summary: "A plan depends on another one that does not list it in `blocks`, or the reverse.",
    help: "Whoever closes a plan looks into its `blocks` to see who can go on; whoever starts one looks into its \
`depends_on`. A dependency that stands on one side only is overlooked on the other.\n\nAdd it to the other plan.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\nname: pier\nblocks: [PP03_paint]\n---\n//- \
SP02_crane/_overview.md\n---\ndepends_on:\n  - SP01_pier\n---\n//- PP03_paint/_overview.md\n---\nname: paint\n---\n",
    found: &["SP01_pier/_overview.md:3", "SP02_crane/_overview.md:3"],
    good: "//- SP01_pier/_overview.md\n---\nblocks: [SP02]\n---\n//- SP02_crane/_overview.md\n---\ndepends_on: \
[SP01]\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    // Phases and tasks have no such lists, and references mean the first claimant of an id.
    let is_plan = |item: &&Item| item.kind == ItemKind::Plan && !item.id.contains('@');
    for edge in scene.dependencies.all().iter().filter(|edge| edge.from != edge.to) {
        let ends = (scene.item(edge.from).filter(is_plan), scene.item(edge.to).filter(is_plan));
        let (Some(from), Some(to)) = ends else { continue };
        let relations = || edge.relations.iter().filter_map(|relation| scene.plan.relations.get(*relation));
        // A row of the Plans table says what a plan needs, but it does not fill the lists of the plan.
        let is_own = |relation: &&Relation| relation.kind != RelationKind::DependsOn || is_beside(from, relation);
        let Some(first) = relations().find(is_own).or_else(|| relations().next()) else { continue };
        if relations().filter(is_own).any(|relation| relation.kind != first.kind) {
            continue;
        }
        let (stating, other, said, field) = match first.kind {
            RelationKind::DependsOn => (from, to, "depends on", RelationKind::Blocks),
            _ => (to, from, "blocks", RelationKind::DependsOn),
        };
        if !scene.knows_fields(other) {
            continue;
        }
        let (field, value) = (field.name().to_owned(), stating.id.clone());
        let message =
            format!("{} {said} {}, but {} does not list it in {field}.", stating.id, other.id, other.id);
        let mut finding = Finding::new(RULE.id, first.place.clone(), message)
            .about([&other.id, &stating.id])
            .because([scene.field_place(other, &field)]);
        let path = &other.place.path;
        // Frontmatter that is new would lack all that has to stand in it.
        if path.ends_with(".md") && other.own_fields > 0 {
            let title = format!("Add {value} to {field} of {}", other.id);
            let change = Change::AddToList { key: field, value };
            let mut edits = vec![Edit { path: path.clone(), change }];
            // What only the table says is said by both plans from then on.
            if first.kind == RelationKind::DependsOn && !is_beside(from, first) && from.own_fields > 0 {
                let (key, value) = (RelationKind::DependsOn.name().to_owned(), to.id.clone());
                edits.push(Edit::new(from.place.path.clone(), Change::AddToList { key, value }));
            }
            finding = finding.fixed_by(title, edits);
        }
        found.push(finding);
    }
}

/// Whether a relation is stated in the files of an item.
fn is_beside(item: &Item, relation: &Relation) -> bool {
    let folder = |path: &str| split_name(path).0.to_owned();
    relation.place.path == item.place.path || folder(&relation.place.path) == folder(&item.place.path)
}

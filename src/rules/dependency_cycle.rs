//! `dependency-cycle`: plans that wait for each other.

use super::{Check, Example, Rule};
use crate::findings::{Finding, Scene, Severity};
use crate::plan::{Dependency, Item, Place};

pub const RULE: Rule = Rule {
    id: "dependency-cycle",
    severity: Severity::Error,
    summary: "Plans wait for each other in a circle.",
    help: "None of them can ever start: each needs another one to be done first. Both `depends_on` and `blocks` count, \
and every plan on the circle is named.\n\nDecide which plan comes first, and remove what makes it wait; often it is \
enough to split off the part that the others need.",
    check: Check::Tree(check),
};

pub const EXAMPLE: Example = Example {
    rule: RULE.id,
    bad: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_crane]\n---\n//- SP02_crane/_overview.md\n---\nblocks: \
[SP01_pier]\ndepends_on: [SP03_rail]\n---\n//- SP03_rail/_overview.md\n---\ndepends_on:\n  - SP01_pier\n---\n//- \
PP04_paint/_overview.md\n---\nblocks: [PP04_paint]\n---\n",
    found: &["PP04_paint/_overview.md:2", "SP01_pier/_overview.md:2"],
    good: "//- SP01_pier/_overview.md\n---\ndepends_on: [SP02_crane, SP03_rail]\n---\n//- SP02_crane/_overview.md\n---\n\
depends_on: [SP03_rail]\nblocks: [SP01_pier]\n---\n//- SP03_rail/_overview.md\n---\nname: rail\n---\n",
};

fn check(scene: &Scene<'_>, found: &mut Vec<Finding>) {
    for circle in scene.dependencies.cycles() {
        let is_in = |item: usize| circle.binary_search(&item).is_ok();
        let mut edges: Vec<&Dependency> = Vec::new();
        for item in &circle {
            edges.extend(scene.dependencies.needs(*item).iter().filter(|edge| is_in(edge.to)));
        }
        let mut places = edges.iter().flat_map(|edge| places(scene, edge));
        let Some(place) = places.next() else { continue };
        let ids = |items: &[usize]| -> Vec<String> {
            items.iter().filter_map(|item| scene.item(*item)).map(|item: &Item| item.id.clone()).collect()
        };
        let message = match (circle.as_slice(), ring(scene, &circle)) {
            ([_], _) => format!("{} waits for itself.", ids(&circle).join("")),
            (_, Some(ring)) => {
                format!("{} plans wait for each other in a circle: {}.", circle.len(), ids(&ring).join(" → "))
            }
            (_, None) => format!(
                "{} plans wait for each other in more than one circle: {}.",
                circle.len(),
                ids(&circle).join(", ")
            ),
        };
        found.push(Finding::new(RULE.id, place, message).about(ids(&circle)).because(places));
    }
}

/// The lines that state a dependency.
fn places<'a>(scene: &Scene<'a>, edge: &Dependency) -> Vec<Place> {
    let relations = edge.relations.iter().filter_map(|relation| scene.plan.relations.get(*relation));
    relations.map(|relation| relation.place.clone()).collect()
}

/// The items one after the other and the first once more, when each waits for one other alone.
fn ring(scene: &Scene<'_>, circle: &[usize]) -> Option<Vec<usize>> {
    let mut ring = vec![*circle.first()?];
    while ring.len() <= circle.len() {
        let needs = scene.dependencies.needs(*ring.last()?).iter().map(|edge| edge.to);
        let mut next = needs.filter(|item| circle.binary_search(item).is_ok());
        ring.push(next.next()?);
        if next.next().is_some() {
            return None;
        }
    }
    Some(ring)
}

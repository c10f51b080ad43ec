//! An emergency: the plan that comes before all others, since when, and what has to wait for it.

use super::{dependency, status, written};
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::ItemKind;

/// Declares a plan an emergency. `declared_at` is the time, which orders several; `blocked` are the plans that wait.
pub fn declare(
    scene: &Scene<'_>,
    index: usize,
    declared_at: &str,
    blocked: &[usize],
) -> Result<Step, String> {
    let item = scene
        .item(index)
        .filter(|item| item.kind == ItemKind::Plan)
        .ok_or("only a plan can be an emergency")?;
    if item.status.base.is_closed() {
        return Err(format!("{} is over", item.id));
    }
    let mut edits = Vec::new();
    let path = written::home_of(item, "priority")
        .ok_or_else(|| format!("{} has no frontmatter to say so in", item.id))?;
    let priority = Change::SetField { key: "priority".to_owned(), value: "emergency".to_owned() };
    edits.push(Edit::new(path.clone(), priority));
    let at = Change::SetDay { key: "emergency_declared_at".to_owned(), value: declared_at.to_owned() };
    edits.push(Edit::new(path, at));
    for other in blocked {
        let other = scene.item(*other).ok_or("there is no such plan")?;
        if other.id == item.id {
            return Err(format!("{} cannot block itself", item.id));
        }
        if scene.plan.index_of(&other.id).is_some_and(|other| scene.dependencies.reaches(index, other)) {
            return Err(format!("{} needs {}, so it cannot block it", item.id, other.id));
        }
        edits.extend(dependency::listed(item, "blocks", &other.id));
        edits.extend(dependency::listed(other, "depends_on", &item.id));
    }
    edits.extend(status::touched(scene, item));
    let row = scene.plan.plan_rows.iter().find(|row| row.plan.resolved && row.plan.id == item.id);
    if let Some(row) = row.and_then(|row| written::row(scene, &row.place))
        && let Some(column) = row.column(&["priority"])
    {
        edits.extend(row.set(column, "emergency".to_owned()));
    }
    Ok(Step { title: format!("Declare {} an emergency", item.id), edits })
}

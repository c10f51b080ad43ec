//! A card put into another column of the board: the status as the tree writes it, and the day on which that was.

use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;

/// An item with another status, as its backlog lists it. `now` is the moment, `2026-02-01 08:09`; a day that is written without a time
/// stays so.
///
/// # Errors
/// Why it cannot be.
pub fn put(scene: &Scene<'_>, index: usize, status: &str, now: &str) -> Result<Step, String> {
    let item = scene.item(index).ok_or("there is no such task")?;
    let listed = scene.plan.workflow.iter().find(|known| known.text == status);
    let status = listed.ok_or_else(|| format!("{status} is no status of this tree"))?.text.clone();
    let path = item.field_place("status").path;
    if item.status.written.as_deref() == Some(status.as_str()) {
        return Err(format!("{} has this status already", item.id));
    }
    let title = format!("Put {} into {status}", item.id);
    let mut edits = vec![Edit::new(path, Change::SetField { key: "status".to_owned(), value: status })];
    if let Some(old) = item.field("updated_date") {
        let has_time = old.trim().contains(':');
        let value = if has_time { now } else { now.get(..10).unwrap_or(now) };
        let change = Change::SetDay { key: "updated_date".to_owned(), value: value.to_owned() };
        edits.push(Edit::new(item.field_place("updated_date").path, change));
    }
    Ok(Step { title, edits })
}

//! A plan that was done and does not hold any more: by what, in which part, since when, and its status.

use super::wording::Aim;
use super::{status, written};
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::{BaseStatus, ItemKind, names::short_id};

/// Says that what `victim` relied on was broken by `cause`.
pub fn declare(scene: &Scene<'_>, victim: usize, cause: usize, scope: &str) -> Result<Step, String> {
    let (item, by) = (
        scene.item(victim).ok_or("there is no such plan")?,
        scene.item(cause).ok_or("there is no such plan")?,
    );
    if victim == cause {
        return Err("a plan cannot invalidate itself".to_owned());
    }
    if !matches!(item.kind, ItemKind::Plan | ItemKind::Phase) {
        return Err("only plans and phases are invalidated".to_owned());
    }
    if item.status.base != BaseStatus::Done {
        return Err(format!("{} is not done, so nothing of it can be invalidated", item.id));
    }
    let scope = if scope.trim().is_empty() { "to be determined" } else { scope.trim() };
    let path = written::home_of(item, "invalidated_by")
        .ok_or_else(|| format!("{} has no frontmatter to say so in", item.id))?;
    let field = |key: &str, value: &str| Change::SetField { key: key.to_owned(), value: value.to_owned() };
    let day = Change::SetDay { key: "invalidation_date".to_owned(), value: scene.day.to_string() };
    let mut edits: Vec<Edit> = [field("invalidated_by", &by.id), field("invalidation_scope", scope), day]
        .into_iter()
        .map(|change| Edit::new(path.clone(), change))
        .collect();
    let short = short_id(&by.id).unwrap_or(&by.id);
    let aim = Aim { base: BaseStatus::Done, detail: Some(format!("invalidated-by:{short}")) };
    edits.extend(status::set(scene, victim, &aim)?.edits);
    Ok(Step { title: format!("Let {} be invalidated by {}", item.id, by.id), edits })
}

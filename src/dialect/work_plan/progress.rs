//! How far the parts of a document are: statuses where nobody states any, and what beside boxes speaks for work done.

use super::draft::Draft;
use super::hierarchy::Part;
use super::references::Names;
use crate::order;
use crate::plan::progress::{Tallies, tallies};
use crate::plan::{BaseStatus, Evidence, EvidenceKind, Item, Progress, Status, StatusOrigin, Tally};

/// Gives every part its status: what is stated nearest to it, else what its boxes and its parts tell.
pub(super) fn state(draft: &mut Draft, parts: &[Part]) {
    let rank = |status: &Status| match status.from {
        StatusOrigin::Line | StatusOrigin::Frontmatter => 0,
        StatusOrigin::Heading => 1,
        _ => 2,
    };
    for statuses in &mut draft.statuses {
        order::sort_by(statuses, |a, b| rank(a).cmp(&rank(b)));
    }
    for at in 0..draft.items.len() {
        let stated = draft.stated_status(at).cloned();
        let all = draft.statuses.get_mut(at).map(std::mem::take).unwrap_or_default();
        if let Some(item) = draft.items.get_mut(at)
            && let Some(status) = stated
        {
            item.status = status;
            item.work.get_or_insert_default().statuses = all;
        }
    }
    draft.derived = derive(&mut draft.items, parts);
}

/// From the last part to the first, so that what a part is made of is known before it. How far each part is when nobody
/// states anything.
fn derive(items: &mut [Item], parts: &[Part]) -> Vec<BaseStatus> {
    let mut all = vec![BaseStatus::Unknown; items.len()];
    let mut below: Vec<Vec<BaseStatus>> = vec![Vec::new(); items.len()];
    for at in (0..items.len()).rev() {
        let own = below.get(at).cloned().unwrap_or_default();
        let Some(item) = items.get_mut(at) else { continue };
        let told = derived(item, &own);
        all.get_mut(at).into_iter().for_each(|slot| *slot = told.base);
        if item.status.base == BaseStatus::Unknown && told.base != BaseStatus::Unknown {
            item.status = told;
        }
        let base = item.status.base;
        let part = parts.get(at);
        let is_work = part.is_some_and(|part| part.tally == Tally::Work);
        let parent = part.and_then(|part| part.parent).filter(|parent| *parent < at && is_work);
        if let Some(parent) = parent.and_then(|parent| below.get_mut(parent)) {
            parent.push(base);
        }
    }
    all
}

fn derived(item: &Item, below: &[BaseStatus]) -> Status {
    let counted = item.criteria.iter().filter(|criterion| item.work().counts(criterion.branch));
    let (mut done, mut total) = (0, 0);
    for criterion in counted {
        total += 1;
        done += usize::from(criterion.done);
    }
    let known = below.iter().filter(|base| **base != BaseStatus::Unknown);
    let (mut is_begun, mut is_over, mut any) = (done > 0, done == total, total > 0);
    for base in known {
        any = true;
        is_begun |= matches!(base, BaseStatus::Done | BaseStatus::Wip);
        is_over &= base.is_closed();
    }
    // Ways of which none is chosen are work still to come.
    any |= item.work().is_undecided();
    is_over &= !item.work().is_undecided();
    let base = match (any, is_over, is_begun) {
        (false, ..) => return Status::default(),
        (true, true, _) => BaseStatus::Done,
        (true, false, true) => BaseStatus::Wip,
        (true, false, false) => BaseStatus::Todo,
    };
    Status { base, detail: None, written: None, from: StatusOrigin::Derived, line: 0 }
}

/// Gives every part what else speaks for its work: parts that say they are complete, files that are listed as made,
/// sessions and commits that name it.
pub(super) fn roll_up_evidence(draft: &mut Draft, parts: &[Part], names: &Names<'_>) {
    let mut found: Vec<(usize, Evidence)> = Vec::new();
    let mut add = |part: usize, kind: EvidenceKind, text: &str, place: crate::plan::Place| {
        let said = crate::plan::Stated { text: text.to_owned(), place };
        found.push((part, Evidence { kind, said }));
    };
    let index = |id: &str| draft.items.iter().position(|item| item.id == id);
    for (at, item) in draft.items.iter().enumerate().skip(1) {
        let is_stated = !matches!(item.status.from, StatusOrigin::Derived | StatusOrigin::None);
        if is_stated && item.status.base == BaseStatus::Done && item.kind.is_work() {
            let place = draft.place(item.status.line);
            // What a part says of itself is a claim; it speaks for what it lies in.
            let parent = parts.get(at).and_then(|part| part.parent).unwrap_or_default();
            add(
                parent,
                EvidenceKind::Part,
                &format!("{} {}", item.number.as_deref().unwrap_or_default(), item.title),
                place,
            );
        }
        for file in item.files().iter().filter(|file| file.is_made) {
            add(at, EvidenceKind::File, &file.file, draft.place(file.line));
        }
    }
    for row in draft.inventory.iter().filter(|row| row.status == BaseStatus::Done) {
        for id in &row.items {
            if let Some(at) = index(id) {
                add(at, EvidenceKind::File, &row.file, row.place.clone());
            }
        }
    }
    for session in &draft.sessions {
        for at in session.items.iter().filter_map(|item| index(&item.id)) {
            add(at, EvidenceKind::Session, &session.title, session.place.clone());
        }
    }
    for commit in &draft.commits {
        for reference in names.find_all(&commit.message) {
            if let Some(at) = reference.part {
                add(at, EvidenceKind::Commit, &commit.message, commit.place.clone());
            }
        }
    }
    for (at, evidence) in found {
        draft.evidence(at, evidence);
    }
    // What speaks for a part speaks for what it lies in.
    for at in (1..draft.evidence.len()).rev() {
        let Some(parent) = parts.get(at).and_then(|part| part.parent).filter(|parent| *parent < at) else {
            continue;
        };
        let own = draft.evidence.get(at).cloned().unwrap_or_default();
        if let Some(above) = draft.evidence.get_mut(parent) {
            above.extend(own);
        }
    }
    for evidence in &mut draft.evidence {
        order::sort_by(evidence, |a, b| (a.kind, &a.said.place).cmp(&(b.kind, &b.said.place)));
        evidence.dedup();
    }
}

/// How far every part is that has boxes, claims or evidence, in the order of the document.
pub(super) fn of(draft: &Draft) -> Vec<Progress> {
    let tallies: Vec<Tallies> = tallies(&draft.items);
    let mut found: Vec<(u32, Progress)> = Vec::new();
    for (at, item) in draft.items.iter().enumerate() {
        let Some(tally) = tallies.get(at) else { continue };
        let claimed = draft.claims.get(at).cloned().unwrap_or_default();
        let evidence = draft.evidence.get(at).cloned().unwrap_or_default();
        let is_told =
            tally.boxes.total > 0 || !claimed.is_empty() || !evidence.is_empty() || tally.hours.is_some();
        if !item.kind.is_work() || !is_told && at != 0 {
            continue;
        }
        let progress = Progress {
            item: item.id.clone(),
            boxes: tally.boxes,
            undecided: tally.undecided,
            success: tally.success,
            milestones: tally.milestones,
            hours: tally.hours,
            remaining: tally.remaining,
            derived: draft.derived.get(at).copied().unwrap_or_default(),
            claimed,
            evidence,
        };
        found.push((item.place.line, progress));
    }
    order::sort_by(&mut found, |a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, progress)| progress).collect()
}

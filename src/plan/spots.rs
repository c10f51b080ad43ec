//! Everything in a plan that names a place or an item, one after the other: what a plan that becomes a part of another, or is
//! told by one document, has to say anew. Whoever gives the model a new part is told here by the compiler.

use super::{
    ChildRow, Decision, Delta, IndexRow, InventoryRow, Item, Module, Note, Place, Plan, PlanRow, Progress,
    Session, Snapshot, Stated, Target,
};

/// Something in a plan that names a place or an item.
#[derive(Debug)]
pub enum Spot<'a> {
    /// A place.
    Place(&'a mut Place),
    /// The line of something that stands in the file at a path.
    Line(&'a str, &'a mut u32),
    /// The path of a file or folder of the tree.
    Path(&'a mut String),
    /// The id of an item, or a name that is none.
    Id(&'a mut String),
}

/// What looks at them.
type Visit<'v> = dyn FnMut(Spot<'_>) + 'v;

impl Plan {
    /// Shows everything that names a place or an item. Of items it is where they lie and what they are called; the lines of
    /// their fields, boxes and statuses are those of their own files.
    pub fn each_spot(&mut self, visit: &mut Visit<'_>) {
        let Plan {
            items,
            workflow,
            relations,
            modules,
            deltas,
            sprint,
            plan_rows,
            child_rows,
            reading_order,
            integration_map,
            notes,
            people,
            decisions,
            gaps,
            requirements,
            deadlines,
            risks,
            metrics,
            comparisons,
            commands,
            sessions,
            schedule,
            recovery,
            commits,
            inventory,
            file_trees,
            versions,
            progress,
            claims,
            ignores,
            snapshots,
            problems,
            root: _,
            dialects: _,
            parts: _,
            left_out: _,
            title: _,
            also_called: _,
            files: _,
            by_id: _,
            by_path: _,
        } = self;
        items.iter_mut().for_each(|item| of_item(item, visit));
        for relation in relations {
            visit(Spot::Id(&mut relation.from));
            visit(Spot::Id(&mut relation.to));
            visit(Spot::Place(&mut relation.place));
        }
        modules.iter_mut().for_each(|module| of_module(module, visit));
        deltas.iter_mut().for_each(|delta| of_delta(delta, visit));
        for item in sprint {
            item.plan.iter_mut().for_each(|plan| target(plan, visit));
            visit(Spot::Place(&mut item.place));
        }
        for PlanRow { plan, place, status: _, cells: _, needs: _ } in plan_rows {
            target(plan, visit);
            visit(Spot::Place(place));
        }
        for ChildRow { parent, child, place, status: _ } in child_rows {
            visit(Spot::Id(parent));
            target(child, visit);
            visit(Spot::Place(place));
        }
        for Note { of, attendees, title: _, date: _, expires: _ } in notes {
            visit(Spot::Id(of));
            all_stated(attendees, visit);
        }
        for person in people {
            person.mentions.iter_mut().for_each(|mention| visit(Spot::Place(&mut mention.place)));
        }
        decisions.iter_mut().for_each(|decision| of_decision(decision, visit));
        for gap in gaps {
            of(&mut gap.of, visit);
            visit(Spot::Place(&mut gap.place));
        }
        for requirement in requirements {
            all_stated(&mut requirement.owners, visit);
            visit(Spot::Place(&mut requirement.place));
        }
        for deadline in deadlines {
            of(&mut deadline.of, visit);
            visit(Spot::Place(&mut deadline.place));
        }
        for comparison in comparisons {
            of(&mut comparison.of, visit);
            visit(Spot::Place(&mut comparison.place));
        }
        sessions.iter_mut().for_each(|session| of_session(session, visit));
        for slot in schedule {
            slot.estimate.iter_mut().for_each(|estimate| visit(Spot::Place(&mut estimate.place)));
            targets(&mut slot.items, visit);
            visit(Spot::Id(&mut slot.of));
            visit(Spot::Place(&mut slot.place));
        }
        for step in recovery {
            visit(Spot::Id(&mut step.of));
            visit(Spot::Place(&mut step.place));
        }
        for commit in commits {
            targets(&mut commit.items, visit);
            visit(Spot::Id(&mut commit.of));
            visit(Spot::Place(&mut commit.place));
        }
        for InventoryRow { items, place, file: _, action: _, status: _, phase: _, note: _ } in inventory {
            items.iter_mut().for_each(|item| visit(Spot::Id(item)));
            visit(Spot::Place(place));
        }
        snapshots.iter_mut().for_each(|snapshot| of_snapshot(snapshot, visit));
        // They draw a project, not this tree: only the drawing has a place here.
        file_trees.iter_mut().for_each(|drawn| visit(Spot::Place(&mut drawn.place)));
        for version in versions.iter_mut().flat_map(|group| &mut group.versions) {
            visit(Spot::Id(&mut version.item));
            visit(Spot::Path(&mut version.path));
        }
        progress.iter_mut().for_each(|progress| of_progress(progress, visit));
        for ignore in ignores {
            visit(Spot::Line(&ignore.place.path, &mut ignore.lines.0));
            visit(Spot::Line(&ignore.place.path, &mut ignore.lines.1));
            visit(Spot::Place(&mut ignore.place));
        }
        let stated = workflow.into_iter().chain(reading_order).chain(integration_map);
        stated.for_each(|stated| visit(Spot::Place(&mut stated.place)));
        let places = risks.into_iter().map(|risk| &mut risk.place);
        let places = places.chain(metrics.into_iter().map(|metric| &mut metric.place));
        let places = places.chain(commands.into_iter().map(|commands| &mut commands.place));
        let places = places.chain(claims.into_iter().map(|claim| &mut claim.place));
        let places = places.chain(problems.into_iter().map(|problem| &mut problem.place));
        places.for_each(|place| visit(Spot::Place(place)));
    }
}

fn of_item(item: &mut Item, visit: &mut Visit<'_>) {
    visit(Spot::Id(&mut item.id));
    item.folder.iter_mut().for_each(|folder| visit(Spot::Path(folder)));
    let estimates = item.work.iter_mut().flat_map(|work| &mut work.estimates);
    estimates.for_each(|estimate| visit(Spot::Place(&mut estimate.place)));
    visit(Spot::Place(&mut item.place));
}

fn of_module(module: &mut Module, visit: &mut Visit<'_>) {
    let Module {
        name: _,
        origin,
        modified_by,
        owners,
        specs,
        last_updated,
        updated: _,
        knowledge_gaps,
        index,
    } = module;
    for stated in origin.iter_mut().chain(&mut *modified_by) {
        visit(Spot::Id(&mut stated.text));
        visit(Spot::Place(&mut stated.place));
    }
    let stated = knowledge_gaps.iter_mut().chain(last_updated);
    let stated = stated.chain(owners.iter_mut().map(|owner| &mut owner.name));
    stated.for_each(|stated| visit(Spot::Place(&mut stated.place)));
    specs.iter_mut().for_each(|path| visit(Spot::Path(path)));
    if let Some(IndexRow { place, origin, modified_by, spec: _, notes: _ }) = index {
        origin.iter_mut().for_each(|origin| target(origin, visit));
        modified_by.iter_mut().for_each(|modifier| target(&mut modifier.plan, visit));
        visit(Spot::Place(place));
    }
}

fn of_delta(delta: &mut Delta, visit: &mut Visit<'_>) {
    for change in &mut delta.changes {
        all_stated(&mut change.details, visit);
        visit(Spot::Line(&delta.place.path, &mut change.line));
    }
    delta.plan.iter_mut().for_each(|plan| target(plan, visit));
    visit(Spot::Place(&mut delta.place));
}

fn of_decision(decision: &mut Decision, visit: &mut Visit<'_>) {
    for assessment in &mut decision.assessments {
        visit(Spot::Line(&decision.place.path, &mut assessment.line));
    }
    all_stated(&mut decision.rationale, visit);
    for list in [&mut decision.plans, &mut decision.waits_for, &mut decision.waiting] {
        targets(list, visit);
    }
    of(&mut decision.of, visit);
    visit(Spot::Place(&mut decision.place));
}

fn of_session(session: &mut Session, visit: &mut Visit<'_>) {
    session.estimate.iter_mut().for_each(|estimate| visit(Spot::Place(&mut estimate.place)));
    targets(&mut session.items, visit);
    for done in &mut session.done {
        visit(Spot::Line(&session.place.path, &mut done.line));
    }
    let stated = session.focus.iter_mut().chain(&mut session.notes).chain(&mut session.next);
    stated.for_each(|stated| visit(Spot::Place(&mut stated.place)));
    visit(Spot::Id(&mut session.of));
    visit(Spot::Place(&mut session.place));
}

fn of_snapshot(snapshot: &mut Snapshot, visit: &mut Visit<'_>) {
    for entry in &mut snapshot.entries {
        visit(Spot::Path(&mut entry.path));
        visit(Spot::Line(&snapshot.place.path, &mut entry.line));
    }
    for elision in &mut snapshot.elisions {
        visit(Spot::Path(&mut elision.folder));
        visit(Spot::Line(&snapshot.place.path, &mut elision.line));
    }
    visit(Spot::Place(&mut snapshot.place));
}

fn of_progress(progress: &mut Progress, visit: &mut Visit<'_>) {
    visit(Spot::Id(&mut progress.item));
    let claimed = progress.claimed.iter_mut().map(|share| &mut share.written);
    let stated = claimed.chain(progress.evidence.iter_mut().map(|evidence| &mut evidence.said));
    stated.for_each(|stated| visit(Spot::Place(&mut stated.place)));
}

fn all_stated(stated: &mut [Stated], visit: &mut Visit<'_>) {
    stated.iter_mut().for_each(|stated| visit(Spot::Place(&mut stated.place)));
}

fn targets(targets: &mut [Target], visit: &mut Visit<'_>) {
    targets.iter_mut().for_each(|one| target(one, visit));
}

fn target(target: &mut Target, visit: &mut Visit<'_>) {
    if target.resolved {
        visit(Spot::Id(&mut target.id));
    }
}

fn of(id: &mut Option<String>, visit: &mut Visit<'_>) {
    id.iter_mut().for_each(|id| visit(Spot::Id(id)));
}

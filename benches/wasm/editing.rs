//! A keystroke in a form: the edit made, the tree, the findings and the patch that follow from it.

use planarium::dialect::{self, Basis, Planned, Planning, Reading};
use planarium::edit::patch::{self, Patch};
use planarium::edit::pending::{Folded, Made, Pending, fold};
use planarium::edit::{Change, Edit, Step};
use planarium::files::{Limits, archive};
use planarium::findings::{Finding, Ground, Known, Settings};
use planarium::outline::Outline;
use planarium::plan::{Date, ItemKind, Names, Plan};
use planarium::rules::Checking;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

/// A tree with pending edits.
#[wasm_bindgen]
pub struct Editing {
    base: Reading,
    basis: Basis,
    pending: Pending,
    path: String,
    folded: Folded,
    reading: Reading,
    plan: Plan,
    names: Names,
    found: Vec<Finding>,
    known: Option<Arc<Known>>,
    turn: u32,
}

/// Opens a tree to be edited.
#[wasm_bindgen]
pub fn editing(zip: Vec<u8>) -> Result<Editing, String> {
    let files = archive::open(zip, &Limits::default()).map_err(|error| error.to_string())?;
    let root = dialect::roots(&files).into_iter().next().ok_or("no root")?;
    let base = Reading::new(files.rooted(&root.path), root.shown(), root.dialect).finish();
    let Planned { plan, names, basis } = Planning::begin(&base, &Basis::default()).finish();
    let plans = plan.of_kind(ItemKind::Plan).filter(|item| item.own_fields > 0 && !item.archived);
    let path = plans.map(|item| item.place.path.clone()).next().ok_or("no plan with frontmatter")?;
    let reading = base.clone();
    let (pending, folded) = (Pending::default(), Folded::default());
    Ok(Editing {
        base,
        basis,
        pending,
        path,
        folded,
        reading,
        plan,
        names,
        found: Vec::new(),
        known: None,
        turn: 0,
    })
}

#[wasm_bindgen]
impl Editing {
    /// A key is pressed: the value of a field is another one.
    pub fn key(&mut self) -> Result<(), String> {
        self.turn += 1;
        let value = format!("A title, typed {} times", self.turn);
        let change = Change::SetField { key: "name".to_owned(), value };
        let step = Step { title: "Set name".to_owned(), edits: vec![Edit::new(self.path.clone(), change)] };
        let files = if self.pending.is_empty() { self.base.files() } else { &self.folded.edited.files };
        self.pending.push(Made::of(files, &step));
        self.folded = fold(self.base.files(), self.pending.steps());
        if self.folded.conflicts.is_empty() { Ok(()) } else { Err("the edit does not fit".to_owned()) }
    }

    /// The tree that is shown.
    pub fn tree(&mut self) -> usize {
        let edited = &self.folded.edited;
        self.reading = self.base.edited(&edited.files, &edited.changed);
        let made = Planning::begin(&self.reading, &self.basis).finish();
        (self.plan, self.names) = (made.plan, made.names);
        let outline = Outline::of(&self.plan, edited.files.iter().map(|entry| entry.path().as_str()));
        outline.nodes().len()
    }

    /// What the rules find in it.
    pub fn findings(&mut self) -> usize {
        let settings = Settings::of_tree(self.reading.files());
        let ground = Ground::of(&self.plan, &self.reading, &self.names);
        let Some(day) = Date::parse("2026-06-15") else { return 0 };
        let scene = ground.scene(day);
        let mut checking = Checking::following(self.known.take(), &scene, &settings);
        while !checking.step(&scene, &settings, usize::MAX).is_complete() {}
        self.known = checking.known(&scene, &settings);
        self.found = checking.findings(&scene);
        self.found.len()
    }

    /// The patch, tried.
    pub fn patch(&self) -> Result<usize, String> {
        let edited = &self.folded.edited;
        let patch = Patch::between(self.base.files(), &edited.files, &edited.changed, &edited.moved)
            .map_err(|refused| refused.to_string())?;
        let text = patch.text("plans");
        patch::check(&patch, "plans", &text).map_err(|fault| fault.to_string())?;
        Ok(text.len())
    }
}

//! A module made known: a row of the Module Index and a spec.

use super::ROOT;
use crate::dialect::section::{self, Block};
use crate::edit::{Change, Edit, Step};
use crate::findings::Scene;
use crate::plan::Module;

/// Where modules are listed.
const SECTION: &str = "Module Index";

/// A row for a module that says what is known of it, in the order of the table that is there.
pub fn row(scene: &Scene<'_>, module: &Module, owner: &str) -> Option<Edit> {
    let sections = section::sections(&scene.digest(ROOT)?.blocks, SECTION);
    let mut tables = sections.into_iter().flatten().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let header = &tables.next()?.header;
    let cells = header.iter().map(|cell| {
        let modifiers: Vec<&str> = module.modified_by.iter().map(|plan| plan.text.as_str()).collect();
        let text = match cell.text.trim().to_lowercase().as_str() {
            "module" | "modules" | "module name" | "name" => module.name.clone(),
            "origin plan" | "origin" => module.origin.as_ref().map_or("", |origin| &origin.text).to_owned(),
            "modified by" => modifiers.join(", "),
            "primary owner" | "owner" | "owners" => owner.to_owned(),
            "spec file" | "spec" => module.specs.first().map(|spec| format!("`{spec}`")).unwrap_or_default(),
            _ => String::new(),
        };
        if text.is_empty() { "—".to_owned() } else { text }
    });
    let change = Change::AddRow { section: SECTION.to_owned(), cells: cells.collect() };
    Some(Edit::new(ROOT, change))
}

/// Registers a new module of a plan: its row in the index and its spec.
pub fn register(scene: &Scene<'_>, name: &str, plan: usize, owner: &str) -> Result<Step, String> {
    if let Some(step) = scene.within(plan, |part, plan| register(part, name, plan, owner)) {
        return step;
    }
    let item = scene.item(plan).ok_or("there is no such plan")?;
    let folder = item.folder.as_deref().ok_or_else(|| format!("{} has no folder", item.id))?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(is_name) || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err("a module is called in small letters with underscores, such as audit_trail".to_owned());
    }
    let known = scene.plan.modules.iter().find(|module| module.name == name);
    if known.is_some_and(|module| module.index.is_some()) {
        return Err(format!("the Module Index lists {name} already"));
    }
    let path = known.and_then(|module| module.specs.first().cloned());
    let spec = path.clone().unwrap_or_else(|| format!("{folder}/modules/{name}.md"));
    let origin = crate::plan::Stated { text: item.id.clone(), place: item.place.clone() };
    let module = Module {
        name: name.to_owned(),
        origin: Some(origin),
        specs: vec![spec.clone()],
        modified_by: known.map(|module| module.modified_by.clone()).unwrap_or_default(),
        ..Module::default()
    };
    let mut edits =
        vec![row(scene, &module, owner.trim()).ok_or("the root has no Module Index with a table")?];
    if path.is_none() {
        edits.push(described(scene, name, spec));
    }
    Ok(Step { title: format!("Register the module {name}"), edits })
}

/// The spec of a module that has none, where the plan that made it lies.
pub fn spec(scene: &Scene<'_>, module: &Module) -> Option<Edit> {
    let origin = module.origin.as_ref().and_then(|origin| scene.item(scene.plan_of(&origin.text)?))?;
    let path = format!("{}/modules/{}.md", origin.folder.as_ref()?, module.name);
    scene.reading.files().get(&path).is_none().then(|| described(scene, &module.name, path))
}

/// A spec that says what has to be said.
fn described(scene: &Scene<'_>, name: &str, path: String) -> Edit {
    let text = format!(
        "---\nmodule: {name}\nlast_updated: {}\nmodified_by_plans: []\nknowledge_gaps: []\n---\n\n# {name}\n\n## Purpose\n",
        scene.day
    );
    Edit::new(path, Change::Create { text })
}

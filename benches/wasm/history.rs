//! A history as the page reads it: from the bytes of an archive to the commits that touch the tree.

use planarium::files::{Limits, TreePath, archive};
use planarium::git::{Checkout, Log, Memory, Repository};
use wasm_bindgen::prelude::*;

/// Lists the commits of an archive that touch a folder. Gives how many there are.
#[wasm_bindgen]
pub fn history(zip: Vec<u8>, folder: &str) -> Result<usize, String> {
    let repository = repository(zip)?;
    let head = head(&repository)?;
    let mut log = Log::begin(&repository, head, folder);
    while !log.step(&repository, 16) {}
    Ok(log.listed().len())
}

/// Takes the tree of the oldest commit from an archive that was opened for it. Gives how many files there are.
#[wasm_bindgen]
pub fn oldest_tree(zip: Vec<u8>, folder: &str) -> Result<usize, String> {
    let repository = repository(zip)?;
    let mut log = Log::begin(&repository, head(&repository)?, folder);
    while !log.step(&repository, 16) {}
    let oldest = log.listed().last().ok_or("no commit")?.id;
    let files = Checkout::all(&repository, oldest, folder, &Limits::default(), &[]);
    Ok(files.map_err(|problem| problem.to_string())?.len())
}

fn repository(zip: Vec<u8>) -> Result<Repository, String> {
    let files = archive::open(zip, &Limits::default()).map_err(|error| error.to_string())?;
    let git = TreePath::parse(".git").map_err(|refusal| refusal.to_string())?;
    Repository::open(Box::new(Memory::new(files.history().rooted(&git))))
        .map_err(|problem| problem.to_string())
}

fn head(repository: &Repository) -> Result<planarium::git::Id, String> {
    let head = repository.head().map_err(|problem| problem.to_string())?;
    head.id.ok_or_else(|| "no commit".to_owned())
}

//! `planarium repair PATH`: prints the patch that restores text which had been decoded wrongly and saved so. The tree itself stays
//! as it is.

use super::{Failure, Source, edit, load, print};
use crate::edit::patch::{self, Patch};
use crate::edit::{Change, Edit, apply};
use crate::files::TreePath;
use clap::Args;
use std::fmt::Write as _;
use std::io::Write as _;

/// The tree, and where the patch begins.
#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Folder of the tree in its repository; found by itself where the tree lies in one.
    #[arg(long, value_name = "DIR")]
    prefix: Option<String>,
    /// Print what is the matter, file by file, instead of the patch.
    #[arg(long)]
    explain: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let base = load::tree(&arguments.source)?;
    let files = base.files();
    let (mut said, mut edits, mut changed): (String, Vec<Edit>, Vec<TreePath>) = Default::default();
    for entry in files {
        let Ok(text) = files.text(entry) else { continue };
        if let (true, Some(notice)) = (text.is_restorable(), text.notice) {
            let _ = writeln!(said, "{}: {notice}", entry.path());
            edits.push(Edit::new(entry.path().as_str(), Change::Repair));
            changed.push(entry.path().clone());
        }
    }
    if edits.is_empty() {
        said.push_str("planarium: no text of this tree was decoded wrongly, so there is nothing to repair\n");
    }
    if arguments.explain {
        print(&said);
        return Ok(());
    }
    // A patch is read by programs; what it does is said beside it.
    let _ = std::io::stderr().write_all(said.as_bytes());
    if edits.is_empty() {
        return Ok(());
    }
    let prefix = edit::prefix(arguments.prefix.as_deref(), &arguments.source, &base)?;
    let edited = apply(files, &edits)?;
    let patch = Patch::between(files, &edited.files, &changed, &[])?;
    let text = patch.text(&prefix);
    patch::check(&patch, &prefix, &text)?;
    let _ = std::io::stdout().write_all(&text);
    Ok(())
}

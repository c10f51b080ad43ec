//! Files that the reader chose, dropped or pasted: one zip, loose documents, or the files of a folder.

use super::{HISTORY, LEFT_OUT, Loaded, Refusal, Stage, Watch, zip};
use crate::browser::apart::Apart;
use crate::browser::drop::Dropped;
use crate::browser::frames::Slice;
use crate::browser::pick::Chosen;
use crate::counted::counted;
use crate::files::{FilesBuilder, SkipReason};

/// Opens what was dropped or pasted.
pub async fn dropped(dropped: Dropped, watch: &Watch) -> Result<Loaded, Refusal> {
    let name = dropped.name();
    let mut apart = Vec::new();
    let chosen = dropped.list(&LEFT_OUT, &mut apart, |found| listing(watch, found)).await;
    Ok(open(name, chosen.map_err(unreadable)?, watch).await?.with_history(apart))
}

/// Opens files chosen one by one, or all files of a folder. `name` is what they are called together.
pub async fn open(name: Option<String>, chosen: Vec<Chosen>, watch: &Watch) -> Result<Loaded, Refusal> {
    let limits = super::limits();
    if let [only] = chosen.as_slice()
        && only.path.to_lowercase().ends_with(".zip")
    {
        watch.tell(Stage { doing: "Reading the file", ..Stage::default() });
        let bytes = only.read(limits.archive_bytes).await.map_err(unreadable)?;
        return zip::open(&only.path, bytes, watch).await;
    }
    if chosen.is_empty() {
        return Err(Refusal::new(
            "There are no files in it.",
            "Choose a folder with planning documents, or a zip of one.",
        ));
    }
    let name = name.or_else(|| common_folder(&chosen)).unwrap_or_else(|| counted(chosen.len(), "file"));
    let total = chosen.len();
    let mut builder = FilesBuilder::new(limits.clone());
    let mut left_out = 0;
    let mut history: Vec<Chosen> = Vec::new();
    let mut bytes_read = 0;
    let mut slice = Slice::begin();
    for (index, file) in chosen.iter().enumerate() {
        if watch.stop.is_stopped() {
            return Err(Refusal::stopped());
        }
        if file.path.split('/').rev().skip(1).any(|folder| LEFT_OUT.contains(&folder)) {
            left_out += 1;
            if file.path.split('/').any(|folder| folder == HISTORY) {
                history.push(file.clone());
            }
            continue;
        }
        match file.read(limits.entry_bytes).await {
            Ok(bytes) => {
                bytes_read += bytes.len() as u64;
                builder.add(&file.path, bytes);
            }
            Err(why) => builder.skip(&file.path, SkipReason::Unreadable(why)),
        }
        watch.tell(Stage {
            doing: "Reading files",
            bytes: Some(bytes_read),
            files: Some(index + 1),
            files_total: Some(total),
            ..Stage::default()
        });
        slice.rest().await;
    }
    let mut loaded = Loaded::new(name, builder.finish());
    if left_out > 0 {
        let files = counted(left_out, "file");
        let were = if left_out == 1 { "was" } else { "were" };
        loaded.remarks.push(format!("{files} in {} {were} passed over.", LEFT_OUT.join(", ")));
    }
    Ok(loaded.with_history(histories(history)))
}

/// The folders with a history that files lie in.
fn histories(files: Vec<Chosen>) -> Vec<Apart> {
    let mut folders: Vec<(String, Vec<Chosen>)> = Vec::new();
    for file in files {
        let folder = file.path.split_inclusive('/').take_while(|part| *part != ".git/").collect::<String>();
        let folder = format!("{folder}{HISTORY}");
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, files)) => files.push(file),
            None => folders.push((folder, vec![file])),
        }
    }
    folders.into_iter().map(|(path, files)| Apart::files(path, files)).collect()
}

/// The top folder of files that came from one folder.
fn common_folder(chosen: &[Chosen]) -> Option<String> {
    let (top, _) = chosen.first()?.path.split_once('/')?;
    chosen
        .iter()
        .all(|file| file.path.split_once('/').is_some_and(|(other, _)| other == top))
        .then(|| top.to_owned())
}

pub(super) fn listing(watch: &Watch, found: usize) {
    watch.tell(Stage { doing: "Looking for files", files: Some(found), ..Stage::default() });
}

pub(super) fn unreadable(why: String) -> Refusal {
    Refusal::new(
        format!("It could not be read: {why}."),
        "Choose it again, or make a zip of it and open that.",
    )
}

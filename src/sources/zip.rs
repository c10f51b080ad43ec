//! A zip archive as bytes, wherever they came from.

use super::{Loaded, Refusal, Stage, Watch};
use crate::browser::frames;
use crate::files::archive;

/// Opens an archive.
pub async fn open(name: &str, bytes: Vec<u8>, watch: &Watch) -> Result<Loaded, Refusal> {
    watch.tell(Stage {
        doing: "Reading the list of files",
        bytes: Some(bytes.len() as u64),
        ..Stage::default()
    });
    frames::next_turn().await;
    match archive::open(bytes, &super::limits()) {
        Ok(files) => Ok(Loaded::new(name, files)),
        Err(error) => Err(Refusal::new(format!("{name} could not be opened."), error.to_string())),
    }
}

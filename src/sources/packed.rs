//! The tree that the page itself carries, when it is one file that somebody saved or `planarium pack` wrote.

use super::{Loaded, Refusal, Watch, Wishes, beside, zip};
use crate::browser::json::Json;
use crate::browser::single;
use crate::counted::counted;
use crate::files::single::{self as slots, Broken, archive, left_out};
use crate::plan::Publication;

/// What the page carries, when that is locked.
pub fn locked() -> Option<String> {
    single::tree().filter(|slot| slots::locked(slot).is_some())
}

/// Opens what was locked, piece by piece.
pub async fn open_unlocked(pieces: &[(String, Vec<u8>)], watch: &Watch) -> Result<Loaded, Refusal> {
    let piece = |name: &str| pieces.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.clone());
    let text = |name: &str| piece(name).and_then(|bytes| String::from_utf8(bytes).ok());
    let zip = piece(slots::ZIP).ok_or_else(|| broken(Broken::Changed))?;
    open_archive(zip, text, watch).await
}

/// Opens the tree of the page; nothing when it carries none.
pub async fn open(watch: &Watch) -> Option<Result<Loaded, Refusal>> {
    let slot = single::tree().filter(|slot| !slot.trim().is_empty())?;
    Some(open_slot(&slot, watch).await)
}

async fn open_slot(slot: &str, watch: &Watch) -> Result<Loaded, Refusal> {
    let fields = Json::parse(slot.as_bytes()).map_err(|_| broken(Broken::Letters))?;
    let text = |name: &str| fields.text(name);
    let bytes = archive(text).map_err(broken)?;
    open_archive(bytes, text, watch).await
}

async fn open_archive(
    bytes: Vec<u8>,
    text: impl Fn(&str) -> Option<String>,
    watch: &Watch,
) -> Result<Loaded, Refusal> {
    let mut loaded = zip::open(&text("name").unwrap_or_else(|| "This file".to_owned()), bytes, watch).await?;
    let left_out = left_out(&text);
    if let Some(total) = left_out.total() {
        let count = counted(loaded.files.len(), "file");
        loaded.remarks.push(format!(
            "This copy holds {count} of {total}. The rest was left out on purpose; what refers to it says so."
        ));
        loaded.files = loaded.files.leaving_out(left_out);
    }
    loaded.wishes = Wishes {
        title: text("title"),
        root: text("root"),
        dialect: text("dialect"),
        as_of: text("as_of").or_else(|| text("time")),
        publication: Publication::Published,
        changes: None,
        home: beside::said(&text),
        edits: text("edits"),
        review: text("review"),
        ..Wishes::default()
    };
    loaded.remarks.push("It was opened from the page itself, which holds it as a copy.".to_owned());
    Ok(loaded)
}

fn broken(why: Broken) -> Refusal {
    let advice = match why {
        Broken::Version => "Open it with the version that made it, or ask for the tree itself.",
        Broken::Letters | Broken::Changed => {
            "Ask for the file again. You can still open another tree with this page."
        }
    };
    Refusal::new(format!("This file cannot be opened: {why}."), advice)
}

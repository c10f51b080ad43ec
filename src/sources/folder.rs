//! A folder of this device, where the browser can hand one over.

use super::{LEFT_OUT, Loaded, Refusal, Watch, chosen};
use crate::browser::pick;

/// Asks for a folder and opens it. Nothing is loaded when the reader changed their mind.
pub async fn ask(watch: &Watch) -> Result<Loaded, Refusal> {
    let Some(folder) = pick::directory().await.map_err(chosen::unreadable)? else {
        return Err(Refusal::stopped());
    };
    let name = folder.name();
    let mut apart = Vec::new();
    let files = pick::list(folder, &LEFT_OUT, &mut apart, |found| chosen::listing(watch, found)).await;
    let mut loaded = chosen::open(Some(name), files.map_err(chosen::unreadable)?, watch).await?;
    loaded.remarks.push(format!("Folders called {} are passed over.", LEFT_OUT.join(", ")));
    Ok(loaded.with_history(apart))
}

//! Files that a manifest lists, each fetched from where it is.

use super::url::{Address, explain};
use super::{Loaded, Refusal, Watch, several};
use crate::browser::json::Json;
use crate::plan::Publication;

/// Loads the files that a manifest lists.
pub async fn open(address: &Address, bytes: Vec<u8>, watch: &Watch) -> Result<Loaded, Refusal> {
    match open_in_part(address.clone(), bytes, watch.clone()).await {
        Ok(opening) => opening.await,
        Err(_) => Err(several::no_part()),
    }
}

crate::parts::in_part!(
    remote,
    fn open_in_part(address: Address, bytes: Vec<u8>, watch: Watch) -> several::Opening {
        Box::pin(async move { load(&address, &bytes, &watch).await })
    }
);

/// Loads the files that a manifest lists: `["a/b.md", …]` or `{ "root": "…", "files": [ … ] }`, with paths
/// relative to the manifest.
async fn load(address: &Address, bytes: &[u8], watch: &Watch) -> Result<Loaded, Refusal> {
    let wrong = |why: String| {
        Refusal::new(
            format!("{} holds JSON that is no manifest: {why}.", address.name()),
            "A manifest is a list of paths, or an object with \"root\" and \"files\".",
        )
    };
    let manifest = Json::parse(bytes).map_err(wrong)?;
    let paths = match manifest.get("files") {
        Some(list) => list.texts(),
        None => manifest.texts(),
    };
    let paths = paths
        .filter(|paths| !paths.is_empty())
        .ok_or_else(|| wrong("there is no list of files that holds paths and nothing else".to_owned()))?;
    let limits = super::limits();
    if paths.len() > limits.entries {
        return Err(wrong(format!(
            "it lists {} files, more than the limit of {}",
            paths.len(),
            limits.entries
        )));
    }
    let root = manifest.text("root").unwrap_or_default();
    let root = root.trim_matches('/');
    let is_part_of_paths = paths.iter().all(|path| path.starts_with(&format!("{root}/")));
    let prefix = if root.is_empty() || is_part_of_paths { String::new() } else { format!("{root}/") };
    let (files, _) = several::fetch_all(paths, "the manifest", watch, |path| {
        let reference = format!("{prefix}{}", encode_path(&path));
        Box::pin(async move { member(address, &reference, limits.entry_bytes, watch).await })
    })
    .await?;
    let mut loaded = Loaded::new(address.name(), files);
    loaded.wishes.publication = Publication::Published;
    if is_part_of_paths && !root.is_empty() {
        loaded.wishes.root = Some(root.to_owned());
    }
    Ok(loaded)
}

async fn member(
    manifest: &Address,
    reference: &str,
    limit_bytes: u64,
    watch: &Watch,
) -> Result<Vec<u8>, String> {
    let url = web_sys::Url::new_with_base(reference, &manifest.href)
        .map_err(|_| "its name is no address".to_owned())?;
    let address = Address::parse(&url.href()).map_err(|refusal| refusal.happened)?;
    if address.host != manifest.host {
        return Err(format!("it lies on another host, {}", address.host));
    }
    let download = several::download(&address.href, limit_bytes, watch).await;
    let download = download.map_err(|problem| explain(problem, &address).happened)?;
    if address.is_own {
        watch.has_read(&address.href, &download);
    }
    Ok(download.bytes)
}

/// Makes a path a reference: what means something in an address is encoded.
fn encode_path(path: &str) -> String {
    path.replace('%', "%25").replace('#', "%23").replace('?', "%3F")
}

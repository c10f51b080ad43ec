//! A `planarium.json` beside the page, which says what a published viewer shows.

use super::{Earlier, Loaded, Refusal, Watch, Wishes, url};
use crate::browser::fetch::{self, FetchProblem};
use crate::browser::json::Json;
use crate::home::Said;
use crate::plan::{Date, Publication};

/// Largest `planarium.json` that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// Opens what `planarium.json` names; nothing when there is no such file or it names nothing.
pub async fn open(watch: &Watch) -> Option<Result<Loaded, Refusal>> {
    let address = url::Address::parse("planarium.json").ok()?;
    let download = match fetch::download(&address.href, MAX_BYTES, &watch.stop, |_, _| {}).await {
        Ok(download) => download,
        Err(FetchProblem::Stopped) => return Some(Err(Refusal::stopped())),
        Err(_) => return None,
    };
    watch.has_read(&address.href, &download);
    // Servers of single-page apps answer every address with the page itself.
    if download.media_type.contains("html") {
        return None;
    }
    let fields = match Json::parse(&download.bytes) {
        Ok(fields) => fields,
        Err(error) => {
            return Some(Err(Refusal::new(
                format!("The planarium.json beside this page is not JSON: {error}."),
                "Tell whoever publishes this page, or open a tree of your own.",
            )));
        }
    };
    let text = |name: &str| fields.text(name);
    let src = text("src")?;
    let result = async {
        let address = url::Address::parse(&src)?;
        let mut loaded = url::open(&address, watch).await?;
        // What is served from somebody's disk changes as they work; anything else stays as it was published.
        let changes = text("changes");
        let publication = if changes.is_some() { Publication::Live } else { Publication::Published };
        loaded.wishes = Wishes {
            title: text("title"),
            root: text("root").or_else(|| text("path")),
            dialect: text("dialect"),
            as_of: text("as_of").or_else(|| text("time")),
            publication,
            changes,
            home: said(&text),
            edits: None,
            review: None,
            against: text("against"),
            earlier: earlier(&fields),
        };
        if let Some(title) = &loaded.wishes.title {
            loaded.name.clone_from(title);
        }
        Ok(loaded)
    };
    Some(result.await)
}

/// The earlier states of the tree that a publisher keeps.
fn earlier(fields: &Json) -> Vec<Earlier> {
    let listed = fields.get("earlier").and_then(|list| list.items()).unwrap_or_default();
    let one = |fields: &Json| {
        let as_of = fields.text("as_of")?;
        // A state without a day has no place among the others.
        Date::parse(&as_of)?;
        Some(Earlier { src: fields.text("src")?, title: fields.text("title").unwrap_or_default(), as_of })
    };
    listed.iter().filter_map(one).collect()
}

/// What fields say about the repository that a tree was published from.
pub fn said(text: &dyn Fn(&str) -> Option<String>) -> Said {
    Said {
        repository: text("repository"),
        commit: text("commit"),
        branch: text("branch"),
        time: text("time"),
        folder: text("path"),
    }
}

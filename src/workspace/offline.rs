//! Times without a network: when the first picture stands, the site and the tree that came with it are stored on this device,
//! and another version of the site is announced. All of it lies in a part that no first picture waits for.

use super::{Phase, Workspace};
use crate::browser::location;
use crate::browser::worker::{self, Version, Worker};
use crate::parts::in_part;
use crate::plan::Publication;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;

/// How long the first picture stands before anything is done for times without a network, in milliseconds.
const AFTER_MS: u32 = 1_000;

/// How the site stands without a network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offline {
    /// Whether another version of the site is there.
    pub news: News,
    /// Why the site or its tree cannot be stored, in sentences.
    pub problem: String,
}

/// Another version of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum News {
    /// There is none, or the reader wants it later.
    #[default]
    Nothing,
    /// It waits to be used.
    Waiting,
    /// It does not take over.
    Stuck,
}

/// Something on its way.
type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

thread_local! {
    static WORKER: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

in_part!(
    offline,
    fn begin_in_part(workspace: Workspace) -> Coming<()> {
        Box::pin(begin(workspace))
    }
);

/// Registers the worker, and stores every tree that comes from the page's server.
async fn begin(workspace: Workspace) {
    let Some(worker) = Worker::register().await else {
        let problem = "This browser does not let the site store itself, so it does not open without a network. Private windows are such, and storage that is switched off.";
        return workspace.offline.update(|offline| offline.problem = problem.to_owned());
    };
    worker.watch(move |version| workspace.hear(version));
    WORKER.set(Some(worker));
    Worker::ready().await;
    Effect::new(move |_| {
        if workspace.progress.with(|progress| progress.is_complete) {
            spawn_local(workspace.store_tree());
        }
    });
}

in_part!(
    offline,
    fn apply_in_part(workspace: Workspace) -> () {
        if let Some(worker) = WORKER.with_borrow(Clone::clone) {
            worker.apply(move |version| workspace.hear(version));
        }
    }
);

impl Workspace {
    /// Begins with all this once the first picture stands. What `planarium serve` shows changes under the reader's hands, so
    /// that nothing of it is stored.
    pub(super) fn keep_offline(self) {
        if !worker::is_wanted() {
            return;
        }
        let has_begun = Cell::new(false);
        Effect::new(move |_| {
            let is_read = self.progress.with(|progress| progress.is_complete);
            let is_start = self.phase.with(|phase| matches!(phase, Phase::Start));
            if has_begun.get() || !(is_read || is_start) {
                return;
            }
            has_begun.set(true);
            let begin = move || {
                if !self.is_live() {
                    // What could not be fetched is fetched on the next visit.
                    spawn_local(async move {
                        if let Ok(begun) = begin_in_part(self).await {
                            begun.await;
                        }
                    });
                }
            };
            gloo::timers::callback::Timeout::new(AFTER_MS, begin).forget();
        });
    }

    /// Uses the version that waits.
    pub fn apply_version(self) {
        spawn_local(async move {
            let _ = apply_in_part(self).await;
        });
    }

    /// Whether the open tree came from what would not be there when the page is opened anew.
    pub fn is_from_hand(self) -> bool {
        self.tree.with_untracked(Option::is_some) && self.with_running(|running| running.again.is_none())
    }

    fn is_live(self) -> bool {
        let tree = self.tree.get_untracked();
        tree.is_some_and(|tree| tree.wishes.publication == Publication::Live)
    }

    fn hear(self, version: Version) {
        self.offline.update(|offline| match version {
            Version::Waiting => offline.news = News::Waiting,
            Version::Stuck => offline.news = News::Stuck,
            Version::Stored => offline.problem.clear(),
            Version::NotStored => {
                "The site could not be stored on this device: the connection broke, or there is no room. It is tried again on the next visit."
                    .clone_into(&mut offline.problem);
            }
        });
    }

    /// Stores the tree that was opened last, when it came from the server of the page.
    async fn store_tree(self) {
        let Some(tree) = self.tree.get_untracked() else { return };
        let read = self.with_running(|running| std::mem::take(&mut running.read));
        if let Some(stored) = read.iter().find_map(|read| read.stored.as_ref()) {
            self.announce(format!(
                "The server did not answer. This is the copy that was stored at {stored}."
            ));
        }
        let site = "planarium.json";
        let Some(first) = read.iter().find(|read| !read.href.ends_with(site)) else { return };
        // What lies beside the page opens with the page alone.
        let is_beside = read.first().is_some_and(|read| read.href.ends_with(site));
        let link = if is_beside { "./".to_owned() } else { location::link_to_source(&first.href) };
        let urls = read.iter().map(|read| read.href.as_str());
        if let Err(why) = worker::keep(&tree.title, &link, urls).await {
            let problem = format!("{} could not be stored on this device: {why}.", tree.title);
            self.offline.update(|offline| offline.problem = problem);
        }
    }
}

//! The worker that keeps the site for times without a network (build/worker.js): registering it, asking it, and hearing
//! that another version is there.
//!
//! Not every page has one: none on the disk, in another page's frame, on a server without https, in some private windows.

use super::{location, page};
use js_sys::{Array, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, ServiceWorker, ServiceWorkerContainer, ServiceWorkerState};

/// The name of its script, which stands in the policy of the page too (index.html).
const SCRIPT: &str = "worker.js";
/// How long it may take to answer, in milliseconds; one of another version may not know the question.
const PATIENCE_MS: i32 = 20_000;
/// How often the server is asked for another version while the page stays open, in milliseconds.
const LOOK_EVERY_MS: f64 = 3_600_000.0;

/// What happens to the versions of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// This one is stored: it opens without a network from now on.
    Stored,
    /// This one could not be stored.
    NotStored,
    /// Another one is there, whole, and waits to be used.
    Waiting,
    /// Another one has been told to take over, and does not.
    Stuck,
}

/// The worker as this page has registered it.
#[derive(Clone, Debug)]
pub struct Worker(web_sys::ServiceWorkerRegistration);

/// Whether this page is one that is kept: the site's own page, in a window of its own.
pub fn is_wanted() -> bool {
    let is_on_top = || {
        let window = web_sys::window()?;
        Some(window.top().ok()?? == window)
    };
    page::attribute_of("link[data-worker]", "data-worker").is_some()
        && location::query("embed").is_none()
        && is_on_top() == Some(true)
        && container().is_some()
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into()).ok()?.dyn_into().ok()
}

impl Worker {
    /// Registers the worker, which then fetches what it keeps; nothing when the browser refuses.
    pub async fn register() -> Option<Worker> {
        let options = web_sys::RegistrationOptions::new();
        options.set_update_via_cache(web_sys::ServiceWorkerUpdateViaCache::None);
        let registering = container()?.register_with_options(SCRIPT, &options);
        JsFuture::from(registering).await.ok()?.dyn_into().ok().map(Worker)
    }

    /// Waits until a worker answers for this site.
    pub async fn ready() {
        if let Some(ready) = container().and_then(|container| container.ready().ok()) {
            let _ = JsFuture::from(ready).await;
        }
    }

    /// The worker of this site that is there already; never that of a site around it.
    async fn registered() -> Option<Worker> {
        let found = JsFuture::from(container()?.get_registration()).await.ok()?;
        let registration: web_sys::ServiceWorkerRegistration = found.dyn_into().ok()?;
        let own = location::absolute("./")?;
        own.set_search("");
        own.set_hash("");
        (registration.scope() == own.href()).then_some(Worker(registration))
    }

    /// Tells what happens to the versions of the site for as long as the page is open.
    pub fn watch(&self, told: impl Fn(Version) + 'static) {
        let told: Rc<dyn Fn(Version)> = Rc::new(told);
        let Worker(registration) = self;
        if registration.active().is_some() {
            told(Version::Stored);
        }
        if registration.waiting().is_some() {
            told(Version::Waiting);
        }
        match registration.installing() {
            Some(coming) => follow(&coming, registration.clone(), Rc::clone(&told)),
            // It may have failed before anybody listened.
            None if registration.active().is_none() && registration.waiting().is_none() => {
                told(Version::NotStored);
            }
            None => {}
        }
        let (found, tell) = (registration.clone(), Rc::clone(&told));
        forever(registration.as_ref(), "updatefound", move || {
            if let Some(coming) = found.installing() {
                follow(&coming, found.clone(), Rc::clone(&tell));
            }
        });
        // On a first visit the worker takes the page over, which is no other version.
        if let Some(container) = container().filter(|container| container.controller().is_some()) {
            forever(container.as_ref(), "controllerchange", move || told(Version::Waiting));
        }
        self.look_now_and_then();
    }

    /// Browsers look for another version when a page is opened; a page that stays open for days looks for itself.
    fn look_now_and_then(&self) {
        let Worker(registration) = self.clone();
        let looked_ms = std::cell::Cell::new(js_sys::Date::now());
        let document = gloo::utils::document();
        forever(document.clone().as_ref(), "visibilitychange", move || {
            let now_ms = js_sys::Date::now();
            if !document.hidden() && now_ms - looked_ms.get() > LOOK_EVERY_MS {
                looked_ms.set(now_ms);
                if let Ok(looking) = registration.update() {
                    wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(looking).await) });
                }
            }
        });
    }

    /// Takes the version that waits, and opens the page anew with it.
    pub fn apply(&self, told: impl Fn(Version) + 'static) {
        let Some(waiting) = self.0.waiting() else { return reload() };
        let changed = waiting.clone();
        forever(waiting.as_ref(), "statechange", move || {
            if changed.state() == ServiceWorkerState::Activated {
                reload();
            }
        });
        gloo::timers::callback::Timeout::new(PATIENCE_MS.unsigned_abs(), move || told(Version::Stuck))
            .forget();
        let _ = waiting.post_message(&question("apply", &[]));
    }
}

/// Follows a worker that is being installed.
fn follow(
    coming: &ServiceWorker,
    registration: web_sys::ServiceWorkerRegistration,
    told: Rc<dyn Fn(Version)>,
) {
    let worker = coming.clone();
    forever(coming.as_ref(), "statechange", move || {
        let is_first = registration.active().is_none_or(|active| active == worker);
        match worker.state() {
            ServiceWorkerState::Installed if !is_first => told(Version::Waiting),
            ServiceWorkerState::Activated => told(Version::Stored),
            ServiceWorkerState::Redundant if is_first => told(Version::NotStored),
            _ => {}
        }
    });
}

/// A tree that the site has stored by itself, because its server may not always answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTree {
    /// Its first address, by which the worker knows it.
    pub place: String,
    /// What people call it.
    pub name: String,
    /// The link that opens it.
    pub link: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What the site has stored by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredSite {
    /// Trees.
    pub trees: Vec<StoredTree>,
    /// The size of the viewer itself, in bytes; 0 when it is not stored.
    pub viewer_bytes: u64,
}

/// Stores a tree that was read from these addresses of the page's server; what belongs to the site itself is stored with it.
///
/// # Errors
/// Why it is not stored, as the browser says it.
pub async fn keep(name: &str, link: &str, urls: impl Iterator<Item = &str>) -> Result<(), String> {
    let urls: Array = urls.map(JsValue::from_str).collect();
    let answer = ask("keep", &[("name", name.into()), ("link", link.into()), ("urls", urls.into())]).await;
    match answer.and_then(|answer| text(&answer, "failed")) {
        Some(why) => Err(why),
        None => Ok(()),
    }
}

/// What the site has stored.
pub async fn stored() -> StoredSite {
    let Some(answer) = ask("stored", &[]).await else { return StoredSite::default() };
    let size = |of: &JsValue, name: &str| field(of, name).as_f64().unwrap_or_default() as u64;
    let trees = Array::from(&field(&answer, "trees"));
    let trees = trees.iter().filter_map(|tree| {
        let said = |name: &str| text(&tree, name);
        Some(StoredTree {
            place: said("place")?,
            name: said("name")?,
            link: said("link")?,
            size: size(&tree, "bytes"),
        })
    });
    StoredSite { trees: trees.collect(), viewer_bytes: size(&answer, "siteBytes") }
}

/// Forgets a tree that the site has stored; all of them when no place is named.
pub async fn forget(place: Option<&str>) {
    let fields = place.map(|place| ("place", JsValue::from_str(place)));
    let _ = ask("forget", fields.as_slice()).await;
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn text(of: &JsValue, name: &str) -> Option<String> {
    field(of, name).as_string()
}

/// Asks the worker of this site something; nothing when there is none, or it does not know.
async fn ask(kind: &str, fields: &[(&str, JsValue)]) -> Option<JsValue> {
    let Worker(registration) = Worker::registered().await?;
    let active = registration.active()?;
    let channel = MessageChannel::new().ok()?;
    let port = channel.port1();
    let answer = Promise::new(&mut |resolve, _| {
        let heard = resolve.clone();
        let hears = Closure::once_into_js(move |event: web_sys::MessageEvent| {
            let _ = heard.call1(&JsValue::NULL, &event.data());
        });
        port.set_onmessage(Some(hears.unchecked_ref()));
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE_MS);
        }
    });
    let ports = Array::of1(&channel.port2());
    active.post_message_with_transferable(&question(kind, fields), &ports).ok()?;
    let answer = JsFuture::from(answer).await.ok();
    port.close();
    answer.filter(JsValue::is_object)
}

fn question(kind: &str, fields: &[(&str, JsValue)]) -> JsValue {
    let question = js_sys::Object::new();
    let _ = Reflect::set(&question, &"planarium".into(), &kind.into());
    for (name, value) in fields {
        let _ = Reflect::set(&question, &(*name).into(), value);
    }
    question.into()
}

/// Listens for as long as the page is open.
fn forever(target: &web_sys::EventTarget, kind: &'static str, then: impl Fn() + 'static) {
    gloo::events::EventListener::new(target, kind, move |_| then()).forget();
}

fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

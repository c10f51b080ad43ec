//! Other tabs on the same tree: they hear of each other, and of what is kept.

use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// What is heard of other tabs.
pub enum Said {
    /// So many others have the tree open.
    Others(usize),
    /// One of them has kept these edits.
    Steps(String),
}

/// The line to the other tabs, for one tree at a time.
struct Line {
    tree: String,
    own: String,
    channel: web_sys::BroadcastChannel,
    /// The others that have been heard, by the names they gave themselves.
    others: Vec<String>,
    _hears: Closure<dyn FnMut(web_sys::MessageEvent)>,
}

thread_local! {
    static LINE: RefCell<Option<Line>> = const { RefCell::new(None) };
}

/// Hears of the other tabs that have a tree open, in the place of what was heard before.
pub fn listen(tree: &str, heard: impl Fn(Said) + 'static) {
    leave();
    let Ok(channel) = web_sys::BroadcastChannel::new("planarium") else { return };
    let own = format!("{:.0}-{:.0}", js_sys::Date::now(), js_sys::Math::random() * 1e9);
    let heard = Rc::new(heard);
    let hears = Closure::<dyn FnMut(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let data = event.data();
        let field = |name: &str| Reflect::get(&data, &name.into()).ok().and_then(|value| value.as_string());
        let (Some(kind), Some(tree), Some(from)) = (field("kind"), field("tree"), field("from")) else {
            return;
        };
        let said = LINE.with_borrow_mut(|line| {
            let line = line.as_mut().filter(|line| line.tree == tree && line.own != from)?;
            let is_known = line.others.contains(&from);
            match kind.as_str() {
                "bye" => line.others.retain(|other| *other != from),
                _ if !is_known => line.others.push(from),
                _ => {}
            }
            if kind == "hello" {
                post(line, "here", "");
            }
            Some(match kind.as_str() {
                "steps" => Said::Steps(field("steps").unwrap_or_default()),
                _ => Said::Others(line.others.len()),
            })
        });
        if let Some(said) = said {
            heard(said);
        }
    });
    channel.set_onmessage(Some(hears.as_ref().unchecked_ref()));
    let line = Line { tree: tree.to_owned(), own, channel, others: Vec::new(), _hears: hears };
    post(&line, "hello", "");
    LINE.set(Some(line));
}

/// Tells the other tabs what has been kept.
pub fn tell(tree: &str, steps: &str) {
    LINE.with_borrow(|line| {
        if let Some(line) = line.as_ref().filter(|line| line.tree == tree) {
            post(line, "steps", steps);
        }
    });
}

/// Says that this tab does not have the tree open any more.
pub fn leave() {
    if let Some(line) = LINE.take() {
        post(&line, "bye", "");
        line.channel.close();
    }
}

fn post(line: &Line, kind: &str, steps: &str) {
    let message = js_sys::Object::new();
    for (name, value) in [("kind", kind), ("tree", &line.tree), ("from", &line.own), ("steps", steps)] {
        let _ = Reflect::set(&message, &name.into(), &JsValue::from_str(value));
    }
    let _ = line.channel.post_message(&message);
}

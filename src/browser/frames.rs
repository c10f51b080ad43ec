//! Time and turns: how long a slice of work has taken, and letting the browser draw before the next.

use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long a slice of work may take before the browser gets its turn, in milliseconds. Half a frame: the
/// other half is for drawing.
const SLICE_MS: f64 = 8.0;

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// A slice of work.
#[derive(Debug)]
pub struct Slice {
    begun_ms: f64,
}

impl Slice {
    /// Begins a slice now.
    pub fn begin() -> Slice {
        Slice { begun_ms: now_ms() }
    }

    /// Waits for the next turn when this slice is used up.
    pub async fn rest(&mut self) {
        if now_ms() - self.begun_ms > SLICE_MS {
            next_turn().await;
            self.begun_ms = now_ms();
        }
    }
}

/// Lets the browser handle input and draw, then goes on. A message instead of a timer, because timers wait
/// for at least four milliseconds, and for a second in a hidden tab.
pub async fn next_turn() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        let Ok(channel) = web_sys::MessageChannel::new() else {
            let _ = resolve.call0(&JsValue::NULL);
            return;
        };
        let port = channel.port1();
        let handler = Closure::once_into_js({
            let port = port.clone();
            move || {
                port.close();
                let _ = resolve.call0(&JsValue::NULL);
            }
        });
        port.set_onmessage(Some(handler.unchecked_ref()));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(turn).await;
}

/// So many times what has been asked for is let run: a change may change something else, and that again.
const ROUNDS: usize = 8;

/// Lets run what has been set going, such as effects that draw what has just changed, before the browser does anything
/// else: whoever goes on behind this goes on before the next key or click is handed over.
pub async fn settled() {
    for _ in 0..ROUNDS {
        let mut is_first = true;
        std::future::poll_fn(move |context| {
            if std::mem::take(&mut is_first) {
                // Behind everything else that waits for its turn.
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
    }
}

/// Waits until just before the next frame is drawn.
pub async fn next_frame() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
        }
    });
    let _ = JsFuture::from(frame).await;
}

/// Runs `work` before the next frame is drawn, when what has just changed is in the page.
pub fn before_next_frame(work: impl FnOnce() + 'static) {
    let work = Closure::once_into_js(work);
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(work.unchecked_ref());
    }
}

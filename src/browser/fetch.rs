//! Downloading with progress, a size limit and a way to stop.

use super::message;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// Why a download gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchProblem {
    /// The server cannot be reached or forbids other pages to read from it: browsers do not tell which.
    Unreachable,
    /// The server answered with this HTTP status.
    Status(u16),
    /// The server answers no more questions for now; for this many minutes, where it says so.
    Limited(Option<u64>),
    /// More bytes than allowed, in bytes.
    TooLarge(u64),
    /// The connection broke.
    Broken(String),
    /// The reader stopped it.
    Stopped,
}

/// Lets a download be stopped from outside.
#[derive(Clone, Debug)]
pub struct Stop(Option<web_sys::AbortController>);

impl Default for Stop {
    fn default() -> Stop {
        Stop(web_sys::AbortController::new().ok())
    }
}

impl Stop {
    /// Stops everything that was begun with this.
    pub fn stop(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.0.as_ref().is_some_and(|controller| controller.signal().aborted())
    }
}

/// What was downloaded.
#[derive(Debug)]
pub struct Download {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What the server says they are; empty when it does not.
    pub media_type: String,
    /// When it was stored, if the server did not answer and the worker gave a copy (build/worker.js).
    pub stored: Option<String>,
}

/// Downloads `url` without credentials or referrer. `on_progress` is told bytes received and, where the server
/// says so, bytes expected.
pub async fn download(
    url: &str,
    limit_bytes: u64,
    stop: &Stop,
    on_progress: impl Fn(u64, Option<u64>),
) -> Result<Download, FetchProblem> {
    read(url, limit_bytes, stop, &on_progress).await
}

/// [`download`], compiled once for all who ask.
async fn read(
    url: &str,
    limit_bytes: u64,
    stop: &Stop,
    on_progress: &dyn Fn(u64, Option<u64>),
) -> Result<Download, FetchProblem> {
    let window = web_sys::window().ok_or(FetchProblem::Unreachable)?;
    let init = web_sys::RequestInit::new();
    init.set_credentials(web_sys::RequestCredentials::Omit);
    init.set_referrer_policy(web_sys::ReferrerPolicy::NoReferrer);
    init.set_cache(web_sys::RequestCache::NoCache);
    if let Some(controller) = &stop.0 {
        init.set_signal(Some(&controller.signal()));
    }
    let stopped_or = |problem| if stop.is_stopped() { FetchProblem::Stopped } else { problem };
    let response = JsFuture::from(window.fetch_with_str_and_init(url, &init))
        .await
        .map_err(|_| stopped_or(FetchProblem::Unreachable))?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| FetchProblem::Unreachable)?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    if !response.ok() {
        let status = response.status();
        let is_used_up = header("x-ratelimit-remaining").as_deref() == Some("0");
        let (wait, reset) = (header("retry-after"), header("x-ratelimit-reset"));
        let is_limit = status == 429 || status == 403 && (is_used_up || wait.is_some());
        return Err(if is_limit {
            let seconds = wait.and_then(|wait| wait.parse().ok());
            FetchProblem::Limited(seconds.map_or_else(|| minutes_until(reset), minutes_of))
        } else {
            FetchProblem::Status(status)
        });
    }
    let media_type = header("content-type").unwrap_or_default();
    let stored = header("planarium-stored");
    // A compressed transfer counts packed bytes, so its length says nothing about what arrives here.
    let expected = header("content-length").filter(|_| header("content-encoding").is_none());
    let expected = expected.and_then(|length| length.parse::<u64>().ok());
    let mut bytes = Vec::new();
    let Some(body) = response.body() else { return Ok(Download { bytes, media_type, stored }) };
    let reader: web_sys::ReadableStreamDefaultReader =
        body.get_reader().dyn_into().map_err(|_| FetchProblem::Unreachable)?;
    loop {
        let part = JsFuture::from(reader.read())
            .await
            .map_err(|error| stopped_or(FetchProblem::Broken(message(&error))))?;
        let is_done = js_sys::Reflect::get(&part, &"done".into()).is_ok_and(|done| done.is_truthy());
        if is_done {
            return Ok(Download { bytes, media_type, stored });
        }
        let chunk = js_sys::Reflect::get(&part, &"value".into()).map(|chunk| js_sys::Uint8Array::new(&chunk));
        let chunk = chunk.map_err(|error| FetchProblem::Broken(message(&error)))?;
        let received = bytes.len() as u64 + u64::from(chunk.length());
        if received > limit_bytes {
            let _ = reader.cancel();
            return Err(FetchProblem::TooLarge(limit_bytes));
        }
        let begin = bytes.len();
        bytes.resize(begin + chunk.length() as usize, 0);
        if let Some(space) = bytes.get_mut(begin..) {
            chunk.copy_to(space);
        }
        on_progress(received, expected);
    }
}

/// How many minutes there are until a moment, which is written in seconds since 1970.
fn minutes_until(reset: Option<String>) -> Option<u64> {
    minutes_of(reset?.parse::<f64>().ok()? - js_sys::Date::now() / 1000.0)
}

/// Seconds as minutes. Clocks may disagree: nobody is told to wait for more than a day.
fn minutes_of(seconds: f64) -> Option<u64> {
    (seconds < 86_400.0).then_some((seconds.max(0.0) / 60.0).ceil() as u64)
}

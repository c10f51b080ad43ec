//! Planarium reads folders of planning documents and answers questions about them.
//!
//! The modules stand in dependency order, which is also the reading order: a module uses only
//! modules above it. Everything before the shells is pure: values in, values out, no browser, no
//! disk, no clock.

// ── pure ────────────────────────────────────────────────────────────────────────────────
pub mod dialect;
pub mod document;
pub mod files;
pub mod outline;
pub mod plan;

// ── wasm ────────────────────────────────────────────────────────────────────────────────
#[cfg(target_arch = "wasm32")]
pub mod app;

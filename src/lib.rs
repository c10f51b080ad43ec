//! Planarium reads folders of planning documents and answers questions about them.
//!
//! The modules stand in dependency order, which is also the reading order: a module uses only
//! modules above it. Everything before the shells is pure: values in, values out, no browser, no
//! disk, no clock.

// ── pure ────────────────────────────────────────────────────────────────────────────────
pub mod counted;
pub mod order;
pub mod named;
pub mod list;
pub mod lines;
pub mod sha1;
pub mod diff;
pub mod files;
pub mod document;
pub mod edit;
pub mod plan;
pub mod git;
pub mod dialect;
pub mod outline;
pub mod html;
pub mod address;
pub mod home;
pub mod excerpt;
pub mod links;
pub mod findings;
pub mod linked;
pub mod rules;
pub mod answers;
pub mod graph;
pub mod search;
pub mod timeline;
pub mod compare;
pub mod review;
pub mod article;
pub mod commands;
pub mod share;

// ── native ──────────────────────────────────────────────────────────────────────────────
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;

// ── wasm ────────────────────────────────────────────────────────────────────────────────
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod parts;
#[cfg(target_arch = "wasm32")]
pub mod sources;
#[cfg(target_arch = "wasm32")]
pub mod workspace;
#[cfg(target_arch = "wasm32")]
pub mod widgets;
#[cfg(target_arch = "wasm32")]
pub mod views;
#[cfg(target_arch = "wasm32")]
pub mod app;

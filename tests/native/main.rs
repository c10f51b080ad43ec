//! Tests of the pure core over whole trees, run natively.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says on stdout when it is skipped"
)]

mod again;
mod answers;
mod as_of;
mod asking;
mod backlog;
mod beside;
mod check;
mod cli;
mod commands;
mod compare;
mod day;
mod document;
mod corpora;
mod dream;
mod dream_shapes;
mod edit;
mod edit_cli;
mod encodings;
mod excerpt;
mod files;
mod fixture;
mod flaws;
mod forms;
mod git;
mod git_moves;
mod fixture_model;
mod graph;
mod holders;
mod home;
mod laws;
mod layout;
mod linked;
mod links;
mod model;
mod needs;
mod listing;
mod outline;
mod pack;
mod patches;
mod pending;
mod plain;
mod promises;
mod query;
mod repository;
mod review;
mod roots;
mod rules;
mod rules_form;
mod rules_graph;
mod said;
mod sarif;
mod stages;
mod search;
mod selection;
mod share;
mod story;
mod tidy;
mod timeline;
mod trees;
mod work_plan;
mod work_plan_shapes;

//! Tests of the views in a real browser.
fn main() {}

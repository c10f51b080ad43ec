//! Tests of the pure core over whole trees, run natively.

mod document;
mod files;

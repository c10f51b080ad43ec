//! Planarium, one program in two shells: the page when compiled for wasm32, the command line otherwise.

fn main() {}

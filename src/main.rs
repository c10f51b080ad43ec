//! Planarium, one program in two shells: the page when compiled for wasm32, the command line otherwise.

#[cfg(target_arch = "wasm32")]
fn main() {
    planarium::app::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    planarium::cli::run()
}

//! The shell of the page.

use leptos::prelude::*;

/// Mounts the app on the page's body.
pub fn mount() {
    leptos::mount::mount_to_body(|| view! { <main><h1>"Planarium"</h1></main> });
}

//! When the program ends by a fault: a page that says so in plain elements, with a report to copy. A panic
//! ends a wasm program, so nothing here may need the app.

use wasm_bindgen::prelude::*;

/// Draws the page of last resort when the program panics. The report also goes to the console.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let report = format!(
            "Planarium {}\n{info}\n{}",
            env!("CARGO_PKG_VERSION"),
            web_sys::window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default(),
        );
        super::page::set_state("error");
        let _ = draw(&report);
    }));
}

fn draw(report: &str) -> Result<(), JsValue> {
    let document = gloo::utils::document();
    let body = document.body().ok_or(JsValue::NULL)?;
    let page = document.create_element("div")?;
    page.set_class_name("last-resort");
    page.set_attribute("role", "alert")?;
    let add = |name: &str, text: &str| -> Result<web_sys::Element, JsValue> {
        let element = document.create_element(name)?;
        element.set_text_content(Some(text));
        page.append_child(&element)?;
        Ok(element)
    };
    add("h1", "Planarium has stopped")?;
    add(
        "p",
        "A fault in the program ended it. Your files were only read; nothing was changed or sent anywhere.",
    )?;
    add("pre", report)?;
    let report = report.to_owned();
    let copy = add("button", "Copy report")?;
    let on_copy = Closure::<dyn FnMut()>::new(move || super::page::copy(&report));
    copy.add_event_listener_with_callback("click", on_copy.as_ref().unchecked_ref())?;
    on_copy.forget();
    let reload = add("button", "Reload")?;
    let on_reload = Closure::<dyn FnMut()>::new(|| {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    reload.add_event_listener_with_callback("click", on_reload.as_ref().unchecked_ref())?;
    on_reload.forget();
    body.set_text_content(None);
    body.append_child(&page)?;
    Ok(())
}

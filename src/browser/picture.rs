//! Pictures for elsewhere: handing an SVG to the reader as it is, or drawn as a PNG.

use super::{clipboard, page};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The most px that a side of a PNG has: what every browser can draw.
const MOST_PX: f64 = 8_000.0;

/// Hands an SVG to the reader as a file.
pub fn save_svg(name: &str, svg: &str) {
    page::download(&format!("{name}.svg"), svg.as_bytes());
}

/// What is said when a picture cannot be drawn.
const NOT_DRAWN: &str = "This browser cannot draw the picture; save it as SVG instead.";

/// Draws an SVG of a size and hands it to the reader as a PNG. `on_failure` is told why when it cannot be drawn.
pub fn save_png(name: &str, svg: &str, size: (f64, f64), on_failure: impl Fn(String) + 'static) {
    let name = format!("{name}.png");
    png(
        svg,
        size,
        Rc::new(move |blob| match blob {
            Some(blob) => page::download_blob(&name, &blob),
            None => on_failure(NOT_DRAWN.to_owned()),
        }),
    );
}

/// Draws an SVG of a size and copies it as a PNG. `tell` is told how that went.
pub fn copy_png(svg: &str, size: (f64, f64), tell: impl Fn(String) + 'static) {
    let tell = Rc::new(tell);
    png(
        svg,
        size,
        Rc::new(move |blob| {
            let tell = Rc::clone(&tell);
            let Some(blob) = blob else { return tell(NOT_DRAWN.to_owned()) };
            wasm_bindgen_futures::spawn_local(async move {
                tell(match clipboard::copy_png(blob).await {
                    Ok(()) => "The picture has been copied.".to_owned(),
                    Err(why) => why.to_owned(),
                });
            });
        }),
    );
}

/// What is done with a picture, when it could be drawn.
type Then = Rc<dyn Fn(Option<web_sys::Blob>)>;

/// Draws an SVG of a size as a PNG: twice as fine where that is not too much.
fn png(svg: &str, (width, height): (f64, f64), then: Then) {
    let fineness = (MOST_PX / width.max(height).max(1.0)).min(2.0);
    let (width, height) = ((width * fineness).ceil(), (height * fineness).ceil());
    let Some(url) = page::blob_url(svg.as_bytes(), "image/svg+xml") else { return then(None) };
    let Ok(image) = web_sys::HtmlImageElement::new() else { return then(None) };
    let address = url.clone();
    let drawn = {
        let (image, url, then) = (image.clone(), url.clone(), Rc::clone(&then));
        Closure::once_into_js(move || {
            let canvas = draw(&image, width, height);
            page::forget(&url);
            let Some(canvas) = canvas else { return then(None) };
            let save = Closure::once_into_js(move |blob: Option<web_sys::Blob>| then(blob));
            let _ = canvas.to_blob(save.unchecked_ref());
        })
    };
    image.set_onload(Some(drawn.unchecked_ref()));
    let not_drawn = Closure::once_into_js(move || {
        page::forget(&url);
        then(None);
    });
    image.set_onerror(Some(not_drawn.unchecked_ref()));
    image.set_src(&address);
}

fn draw(image: &web_sys::HtmlImageElement, width: f64, height: f64) -> Option<web_sys::HtmlCanvasElement> {
    let canvas: web_sys::HtmlCanvasElement =
        gloo::utils::document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()?;
    Some(canvas)
}

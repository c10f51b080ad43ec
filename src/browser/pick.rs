//! Letting the reader choose files or a folder, and reading what was chosen.

use super::apart::Apart;
use super::message;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A chosen file, not yet read.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its path below the chosen folder, or its name.
    pub path: String,
    handle: Handle,
}

#[derive(Clone, Debug)]
enum Handle {
    File(web_sys::File),
    /// A file of a directory handle, which gives its file only when asked.
    Pending(web_sys::FileSystemFileHandle),
}

impl Chosen {
    /// A file that is already open.
    pub fn file(path: String, file: web_sys::File) -> Chosen {
        Chosen { path, handle: Handle::File(file) }
    }

    /// Its bytes.
    pub async fn read(&self, limit_bytes: u64) -> Result<Vec<u8>, String> {
        let file = match &self.handle {
            Handle::File(file) => file.clone(),
            Handle::Pending(handle) => {
                let file = JsFuture::from(handle.get_file()).await.map_err(|error| message(&error))?;
                file.dyn_into().map_err(|_| "the browser gave no file".to_owned())?
            }
        };
        let bytes = file.size() as u64;
        if bytes > limit_bytes {
            return Err(format!("it has {bytes} bytes, more than the limit of {limit_bytes}"));
        }
        let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| message(&error))?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

/// The files in a list that an input or a drop gave.
pub fn files_of(list: &web_sys::FileList) -> Vec<Chosen> {
    (0..list.length())
        .filter_map(|index| list.get(index))
        .map(|file| {
            // Set for the files of a folder; empty for files chosen one by one.
            let below = js_sys::Reflect::get(&file, &"webkitRelativePath".into()).ok();
            let below = below.and_then(|path| path.as_string()).filter(|path| !path.is_empty());
            Chosen::file(below.unwrap_or_else(|| file.name()), file)
        })
        .collect()
}

/// The files that were chosen in the input that an event happened to; none when it was another one.
pub fn files_of_input(event: &web_sys::Event) -> Vec<Chosen> {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.and_then(|input| input.files()).map(|list| files_of(&list)).unwrap_or_default()
}

/// Whether the browser can hand over a folder by itself; elsewhere an input does it.
pub fn has_directory_picker() -> bool {
    web_sys::window().is_some_and(|window| {
        js_sys::Reflect::get(&window, &"showDirectoryPicker".into()).is_ok_and(|picker| picker.is_function())
    })
}

/// Asks for a folder. Nothing when the reader changed their mind.
pub async fn directory() -> Result<Option<web_sys::FileSystemDirectoryHandle>, String> {
    let window = web_sys::window().ok_or("there is no window")?;
    let picker: js_sys::Function = js_sys::Reflect::get(&window, &"showDirectoryPicker".into())
        .ok()
        .and_then(|picker| picker.dyn_into().ok())
        .ok_or("this browser cannot open folders")?;
    let asked: js_sys::Promise = picker
        .call0(&window)
        .map_err(|error| message(&error))?
        .dyn_into()
        .map_err(|_| "no answer".to_owned())?;
    match JsFuture::from(asked).await {
        Ok(handle) => Ok(handle.dyn_into().ok()),
        Err(error) => {
            let name = js_sys::Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
            if name.as_deref() == Some("AbortError") { Ok(None) } else { Err(message(&error)) }
        }
    }
}

/// Lists every file below a folder; folders named in `left_out` are passed over and put `apart`. `on_found` is told how many
/// there are so far.
pub async fn list(
    folder: web_sys::FileSystemDirectoryHandle,
    left_out: &[&str],
    apart: &mut Vec<Apart>,
    on_found: impl Fn(usize),
) -> Result<Vec<Chosen>, String> {
    let mut found = Vec::new();
    let mut pending = vec![(folder, String::new())];
    while let Some((folder, prefix)) = pending.pop() {
        let values: js_sys::Function = js_sys::Reflect::get(&folder, &"values".into())
            .ok()
            .and_then(|values| values.dyn_into().ok())
            .ok_or("this browser cannot list folders")?;
        let entries = values.call0(&folder).map_err(|error| message(&error))?;
        let entries: js_sys::AsyncIterator = entries.unchecked_into();
        loop {
            let next = entries.next().map_err(|error| message(&error))?;
            let next = JsFuture::from(next).await.map_err(|error| message(&error))?;
            let next: js_sys::IteratorNext = next.unchecked_into();
            if next.done() {
                break;
            }
            let entry: web_sys::FileSystemHandle = next.value().unchecked_into();
            let path = format!("{prefix}{}", entry.name());
            match entry.kind() {
                web_sys::FileSystemHandleKind::Directory => {
                    if left_out.contains(&entry.name().as_str()) {
                        apart.push(Apart::directory(path, entry.unchecked_into()));
                    } else {
                        pending.push((entry.unchecked_into(), format!("{path}/")));
                    }
                }
                _ => found.push(Chosen { path, handle: Handle::Pending(entry.unchecked_into()) }),
            }
        }
        on_found(found.len());
    }
    Ok(found)
}

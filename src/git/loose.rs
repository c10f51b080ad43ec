//! Objects that lie in files of their own, named by their ids.

use super::id::Prefix;
use super::object::{Kind, MAX_OBJECT_BYTES, Object};
use super::{Id, Problem, Store, zlib};

/// The longest header: a kind, a size, and a zero.
const HEADER_BYTES: u64 = 32;

/// The file in which an object lies, when it is loose.
fn path(id: Id) -> String {
    let digits = id.to_string();
    let (folder, name) = digits.split_at_checked(2).unwrap_or_default();
    format!("objects/{folder}/{name}")
}

/// A loose object; nothing when it is not loose.
pub(super) fn read(store: &dyn Store, id: Id) -> Option<Result<Object, Problem>> {
    let packed = store.read(&path(id))?;
    Some(unpack(&packed, id))
}

fn unpack(packed: &[u8], id: Id) -> Result<Object, Problem> {
    let limit = usize::try_from(MAX_OBJECT_BYTES + HEADER_BYTES).unwrap_or(usize::MAX);
    let broken = Problem::Damaged(id, "its file does not unpack");
    let bytes = zlib::at_most(packed, limit).ok_or(broken)?;
    let headless = Problem::Damaged(id, "its file does not begin as one should");
    let end = bytes.iter().position(|byte| *byte == 0).ok_or(headless.clone())?;
    let (header, body) = bytes.split_at_checked(end).ok_or(headless.clone())?;
    let mut words = header.split(|byte| *byte == b' ');
    let kind = words.next().and_then(Kind::named).ok_or(headless.clone())?;
    let size = words.next().and_then(|size| std::str::from_utf8(size).ok()?.parse::<usize>().ok());
    let body = body.get(1..).unwrap_or_default();
    if size != Some(body.len()) {
        return Err(headless);
    }
    Object { kind, bytes: body.into() }.verified(id)
}

/// Loose objects whose ids begin so.
pub(super) fn find(store: &dyn Store, prefix: &Prefix) -> Vec<Id> {
    let folder = format!("objects/{}", prefix.folder());
    let id = |path: &String| {
        let digits: String = path.strip_prefix("objects/")?.split('/').collect();
        Id::parse(&digits).filter(|id| prefix.fits(*id))
    };
    store.below(&folder).iter().filter_map(id).collect()
}

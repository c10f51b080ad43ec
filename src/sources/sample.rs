//! The built-in sample: MedFlow, a made-up project of eighteen months.

use super::{Loaded, Refusal, Watch, Wishes, url};
use crate::plan::Publication;

/// What the sample is called.
pub const NAME: &str = "MedFlow (sample)";

/// The day the sample tells of: the date of its listing.
const AS_OF: &str = "2026-06-15";

/// Opens the sample, which lies beside the page.
pub async fn open(watch: &Watch) -> Result<Loaded, Refusal> {
    let address = url::Address::parse("sample.zip")?;
    let mut loaded = url::open(&address, watch).await?;
    NAME.clone_into(&mut loaded.name);
    loaded.wishes =
        Wishes { as_of: Some(AS_OF.to_owned()), publication: Publication::Published, ..Wishes::default() };
    Ok(loaded)
}

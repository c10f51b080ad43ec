//! Parts of the program that are downloaded when they are first needed, so that a first visit downloads little.
//!
//! `in_part!` puts a function into a part, together with everything that only it reaches; `views::later!` a view. What
//! parts share comes with the first of them, as one file. The build takes the finished program apart
//! (`build/split.mjs`); debug builds stay whole, and nothing changes for them.

use std::pin::Pin;

/// A part could not be downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

#[cfg(all(feature = "split", not(debug_assertions)))]
impl From<wasm_split_helpers::SplitLoaderError> for Failed {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Failed {
        Failed
    }
}

/// Something that a part does, once it is there.
pub type Doing<T> = Pin<Box<dyn Future<Output = Result<T, Failed>>>>;

/// A function that lies in a part. It becomes an `async` one that fetches the part first; one that only fetches the
/// part is made beside it when `fetch` names it.
#[cfg(all(feature = "split", not(debug_assertions)))]
macro_rules! in_part {
    ($part:ident, $(fetch = $fetch:ident,)? fn $name:ident($($argument:ident: $kind:ty),* $(,)?) -> $result:ty $body:block) => {
        #[wasm_split_helpers::wasm_split($part, $(preload($fetch),)? fallible)]
        fn $name($($argument: $kind),*) -> Result<$result, $crate::parts::Failed> {
            Ok($body)
        }
    };
}

/// A function that would lie in a part if the program was taken apart.
#[cfg(not(all(feature = "split", not(debug_assertions))))]
macro_rules! in_part {
    ($part:ident, $(fetch = $fetch:ident,)? fn $name:ident($($argument:ident: $kind:ty),* $(,)?) -> $result:ty $body:block) => {
        $(async fn $fetch() -> Result<(), $crate::parts::Failed> {
            Ok(())
        })?
        async fn $name($($argument: $kind),*) -> Result<$result, $crate::parts::Failed> {
            Ok($body)
        }
    };
}

pub(crate) use in_part;

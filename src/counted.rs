//! Counts with their nouns, in words that are right for one as for many: the one place that knows plurals.

/// A count with its noun: `1 plan`, `3 plans`, `2 histories`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

/// Several of what a noun names. The last word carries the number: `module spec` gives `module specs`.
pub fn plural(noun: &str) -> String {
    // What stands behind `of` stays as it is: `pieces of work`.
    if let Some((first, rest)) = noun.split_once(" of ") {
        return format!("{} of {rest}", plural(first));
    }
    if let Some(stem) = noun.strip_suffix("person") {
        return format!("{stem}people");
    }
    let ending = match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => return format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") => "es",
        _ => "s",
    };
    format!("{noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn nouns_follow_their_count() {
        for (count, noun, expected) in [
            (0, "plan", "0 plans"),
            (1, "plan", "1 plan"),
            (2, "module spec", "2 module specs"),
            (2, "dependency", "2 dependencies"),
            (2, "day", "2 days"),
            (2, "person", "2 people"),
            (2, "status", "2 statuses"),
            (2, "piece of work", "2 pieces of work"),
            (1, "box", "1 box"),
            (3, "box", "3 boxes"),
        ] {
            assert_eq!(counted(count, noun), expected);
        }
    }
}

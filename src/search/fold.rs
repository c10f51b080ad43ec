//! Letters as they are compared: without case, accents, vowel points and forms that only look different.
//!
//! Full normalisation tables would weigh more than the rest of the search, so the letters of Europe, of Greek,
//! Cyrillic and Arabic that are a base and a mark are listed here by base; marks that stand alone are left out in
//! every script.

use std::sync::OnceLock;

/// Each base, then the small letters that are read as it. Turkish `ı` is an `i`, so that no casing loses a word.
const BASES: [&str; 45] = [
    "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặẚ",
    "bḃḅḇ",
    "cçćĉċčḉ",
    "dďđḋḍḏḑḓð",
    "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
    "fḟ",
    "gĝğġģǧǵḡ",
    "hĥħȟḣḥḧḩḫẖ",
    "iìíîïĩīĭįıǐȉȋḭḯỉị",
    "jĵǰ",
    "kķǩḱḳḵ",
    "lĺļľłŀḷḹḻḽ",
    "mḿṁṃ",
    "nñńņňŉǹṅṇṉṋ",
    "oòóôõöøōŏőǒǫǭǿȍȏȫȭȯȱṍṏṑṓơọỏốồổỗộớờởỡợ",
    "pṕṗ",
    "rŕŗřȑȓṙṛṝṟ",
    "sśŝşšșſṡṣṥṧṩẛ",
    "tţťŧțṫṭṯṱẗ",
    "uùúûüũūŭůűųǔǖǘǚǜȕȗṳṵṷṹṻưụủứừửữự",
    "vṽṿ",
    "wŵẁẃẅẇẉẘ",
    "xẋẍ",
    "yýÿŷȳẏẙỳỵỷỹ",
    "zźżžẑẓẕ",
    "αάἀἁἂἃἄἅἆἇὰᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
    "εέἐἑἒἓἔἕὲ",
    "ηήἠἡἢἣἤἥἦἧὴᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
    "ιίϊΐἰἱἲἳἴἵἶἷὶῐῑῒῖῗ",
    "οόὀὁὂὃὄὅὸ",
    "υύϋΰὐὑὒὓὔὕὖὗὺῠῡῢῦῧ",
    "ωώὠὡὢὣὤὥὦὧὼᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
    "ρῤῥ",
    "σς",
    "еёѐ",
    "ий",
    "ії",
    "уў",
    "кќ",
    "гѓґ",
    "اأإآٱ",
    "يىئ",
    "وؤ",
    "هة",
    "ءٴ",
];

/// Letters that are read as several.
const SEVERAL: [(char, &str); 8] =
    [('ß', "ss"), ('æ', "ae"), ('ǽ', "ae"), ('œ', "oe"), ('þ', "th"), ('ĳ', "ij"), ('ﬁ', "fi"), ('ﬂ', "fl")];

/// Letters and their bases, in order of the letters.
fn letters() -> &'static [(char, char)] {
    static LETTERS: OnceLock<Vec<(char, char)>> = OnceLock::new();
    LETTERS.get_or_init(|| {
        let mut letters = Vec::new();
        for line in BASES {
            let mut line = line.chars();
            let Some(base) = line.next() else { continue };
            letters.extend(line.map(|letter| (letter, base)));
        }
        letters.sort_unstable();
        letters
    })
}

/// Whether a letter belongs to a script that is written without spaces between words.
pub fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether it is a mark on the letter before it, or only says how letters are shown.
pub fn is_mark(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
        | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}')
}

/// Adds a letter to `out` as it is compared.
pub fn fold(letter: char, out: &mut String) {
    if letter.is_ascii() {
        out.push(letter.to_ascii_lowercase());
        return;
    }
    if is_unspaced(letter) {
        out.push(letter);
        return;
    }
    // Wide forms of the ASCII letters, as East Asian texts use them.
    let wide =
        u32::from(letter).checked_sub(0xff01).filter(|at| *at < 94).and_then(|at| char::from_u32(at + 0x21));
    for small in wide.unwrap_or(letter).to_lowercase().filter(|small| !is_mark(*small)) {
        let several = SEVERAL.iter().find(|(several, _)| *several == small);
        match (several, letters().binary_search_by_key(&small, |(letter, _)| *letter)) {
            (Some((_, letters)), _) => out.push_str(letters),
            (None, Ok(at)) => out.push(letters().get(at).map_or(small, |(_, base)| *base)),
            (None, Err(_)) => out.push(small),
        }
    }
}

/// A text as it is compared.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold(letter, &mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_take_for_the_same_is_the_same() {
        for (one, other) in [
            ("Café", "cafe\u{301}"),
            ("İSTANBUL", "ıstanbul"),
            ("STRASSE", "straße"),
            ("Łódź", "lodz"),
            ("Ñandú", "nandu"),
            ("ΟΔΟΣ", "οδός"),
            ("Ёлка", "елка"),
            ("שָׁלוֹם", "שלום"),
            ("أحمد", "احمد"),
            ("ＡＢＣ１", "abc1"),
            ("Việt Nam", "viet nam"),
            ("Møller & Æsop", "moller & aesop"),
            ("計画", "計画"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
        assert_ne!(folded("plan"), folded("plane"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        let all = (0..=0x2_ffff).filter_map(char::from_u32);
        for letter in all {
            let once = folded(&letter.to_string());
            assert_eq!(folded(&once), once, "{letter:?}");
        }
    }
}

//! Code pages: what the bytes from 0x80 on mean in each of those that plans have been through, and which byte a character
//! has in each. The tables are our own, because those of a library would cost every visitor a hundred kilobytes; tests hold
//! them against such libraries.

use std::sync::OnceLock;

/// How many code pages there are.
pub const COUNT: usize = 14;

/// The pages whose no-break space stands where it does nearly everywhere and is a byte that can continue a character, a bit each.
pub const BEFORE_SPACE: u16 = 0b1_1111 | 0b11_1111 << 6;

/// A code page.
#[derive(Debug)]
pub struct Page {
    /// What people call it.
    pub name: &'static str,
    /// The characters of the bytes 0x80 to 0x9F, `\0` where there is none; empty where they are the control characters of the same
    /// numbers.
    low: &'static str,
    /// The characters of the bytes from 0xA0 on.
    high: &'static str,
    /// How unlikely it is that a text went through this one, in bits.
    pub bits: i32,
}

/// Every code page, the likely ones first.
#[rustfmt::skip]
pub static ALL: [Page; COUNT] = [
    Page {
        name: "Windows-1252",
        low: "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ",
        high: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
        bits: 2,
    },
    Page {
        name: "ISO-8859-1",
        low: "",
        high: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
        bits: 3,
    },
    Page {
        name: "Windows-1254",
        low: "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0\0\0\0‘’“”•–—˜™š›œ\0\0Ÿ",
        high: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ",
        bits: 3,
    },
    Page {
        name: "Windows-1250",
        low: "€\0‚\0„…†‡\0‰Š‹ŚŤŽŹ\0‘’“”•–—\0™š›śťžź",
        high: "\u{a0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{ad}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
        bits: 4,
    },
    Page {
        name: "Windows-1251",
        low: "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\0™љ›њќћџ",
        high: "\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя",
        bits: 4,
    },
    Page {
        name: "Mac Roman",
        low: "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü",
        high: "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
        bits: 4,
    },
    Page {
        name: "ISO-8859-2",
        low: "",
        high: "\u{a0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{ad}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙",
        bits: 6,
    },
    Page {
        name: "Windows-1257",
        low: "€\0‚\0„…†‡\0‰\0‹\0¨ˇ¸\0‘’“”•–—\0™\0›\0¯˛\0",
        high: "\u{a0}\0¢£¤\0¦§Ø©Ŗ«¬\u{ad}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙",
        bits: 6,
    },
    Page {
        name: "Windows-1253",
        low: "€\0‚ƒ„…†‡\0‰\0‹\0\0\0\0\0‘’“”•–—\0™\0›\0\0\0\0",
        high: "\u{a0}΅Ά£¤¥¦§¨©\0«¬\u{ad}®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\0ΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\0",
        bits: 6,
    },
    Page {
        name: "Windows-1255",
        low: "€\0‚ƒ„…†‡ˆ‰\0‹\0\0\0\0\0‘’“”•–—˜™\0›\0\0\0\0",
        high: "\u{a0}¡¢£₪¥¦§¨©×«¬\u{ad}®¯°±²³´µ¶·¸¹÷»¼½¾¿\u{5b0}\u{5b1}\u{5b2}\u{5b3}\u{5b4}\u{5b5}\u{5b6}\u{5b7}\u{5b8}\u{5b9}\0\u{5bb}\u{5bc}\u{5bd}\u{5be}\u{5bf}\u{5c0}\u{5c1}\u{5c2}\u{5c3}װױײ׳״\0\0\0\0\0\0\0אבגדהוזחטיךכלםמןנסעףפץצקרשת\0\0\u{200e}\u{200f}\0",
        bits: 6,
    },
    Page {
        name: "Windows-1256",
        low: "€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈگ‘’“”•–—ک™ڑ›œ\u{200c}\u{200d}ں",
        high: "\u{a0}،¢£¤¥¦§¨©ھ«¬\u{ad}®¯°±²³´µ¶·¸¹؛»¼½¾؟ہءآأؤإئابةتثجحخدذرزسشصض×طظعغـفقكàلâمنهوçèéêëىيîï\u{64b}\u{64c}\u{64d}\u{64e}ô\u{64f}\u{650}÷\u{651}ù\u{652}ûü\u{200e}\u{200f}ے",
        bits: 6,
    },
    Page {
        name: "Windows-1258",
        low: "€\0‚ƒ„…†‡ˆ‰\0‹Œ\0\0\0\0‘’“”•–—˜™\0›œ\0\0Ÿ",
        high: "\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂĂÄÅÆÇÈÉÊË\u{300}ÍÎÏĐÑ\u{309}ÓÔƠÖ×ØÙÚÛÜƯ\u{303}ßàáâăäåæçèéêë\u{301}íîïđñ\u{323}óôơö÷øùúûüư₫ÿ",
        bits: 6,
    },
    Page {
        name: "code page 437",
        low: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ",
        high: "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
        bits: 5,
    },
    Page {
        name: "code page 850",
        low: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ",
        high: "áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
        bits: 5,
    },
];

impl Page {
    /// The character of a byte; nothing where the page has none.
    pub fn char_of(&self, byte: u8) -> Option<char> {
        let found = match byte {
            0..0x80 => return Some(char::from(byte)),
            0x80..0xA0 if self.low.is_empty() => return Some(char::from(byte)),
            0x80..0xA0 => self.low.chars().nth(usize::from(byte - 0x80)),
            _ => self.high.chars().nth(usize::from(byte - 0xA0)),
        };
        found.filter(|character| *character != '\0')
    }

    /// The control character that has the number of a character's byte; the character itself where that is its own.
    pub fn control_of(&self, character: char) -> Option<char> {
        if character.is_ascii() || ('\u{a0}'..='\u{ff}').contains(&character) {
            return Some(character);
        }
        (0x80..0xA0).find(|byte| self.char_of(*byte) == Some(character)).map(char::from)
    }

    /// Whether there is anything but control characters below 0xA0.
    pub fn has_low(&self) -> bool {
        !self.low.is_empty()
    }

    /// The bytes below 0xC0 that have no character, which a decoding loses.
    pub fn lost(&self) -> impl Iterator<Item = u8> + '_ {
        (0x80..0xC0).filter(|byte| self.char_of(*byte).is_none())
    }

    /// Whether a no-break space stands where it does nearly everywhere.
    pub fn has_space(&self) -> bool {
        self.high.starts_with('\u{a0}')
    }
}

/// A character that some code pages have.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its byte in each page, by the place of the page in [`ALL`]; 0 where it has none.
    bytes: [u8; COUNT],
    /// In which pages that byte can begin a character of UTF-8, a bit each.
    pub begins: u16,
    /// In which pages it can continue one.
    pub continues: u16,
}

impl Row {
    /// Its byte in the page at this place.
    pub fn byte(&self, page: usize) -> Option<u8> {
        self.bytes.get(page).copied().filter(|byte| *byte != 0)
    }
}

/// Every character that some code page has, found by its number.
#[derive(Debug)]
pub struct Rows {
    rows: Vec<Row>,
    /// By number, 0 for none and else one more than the place in `rows`.
    near: Vec<u16>,
    /// Those with numbers beyond `near`.
    far: Vec<(char, u16)>,
}

/// Beyond this number only a handful of characters stand in code pages.
const NEAR: usize = 0x2600;

impl Rows {
    /// The one table there is.
    pub fn get() -> &'static Rows {
        static ROWS: OnceLock<Rows> = OnceLock::new();
        ROWS.get_or_init(Rows::new)
    }

    fn new() -> Rows {
        let mut rows = Rows { rows: Vec::new(), near: vec![0; NEAR], far: Vec::new() };
        for (page, table) in ALL.iter().enumerate() {
            let kept = table.lost().filter(|byte| *byte < 0xA0).map(|byte| (char::from(byte), byte));
            let known = (0x80..=0xFF).filter_map(|byte| Some((table.char_of(byte)?, byte)));
            for (character, byte) in kept.chain(known) {
                let at = rows.place_made(character);
                let Some(row) = rows.rows.get_mut(at) else { continue };
                row.bytes.get_mut(page).into_iter().for_each(|slot| *slot = byte);
                row.begins |= u16::from((0xC2..0xF5).contains(&byte)) << page;
                row.continues |= u16::from((0x80..0xC0).contains(&byte)) << page;
            }
        }
        rows
    }

    /// Where the row of a character is, which is made when there is none.
    fn place_made(&mut self, character: char) -> usize {
        if let Some(at) = self.place(character) {
            return at;
        }
        let at = self.rows.len();
        self.rows.push(Row { bytes: [0; COUNT], begins: 0, continues: 0 });
        match self.near.get_mut(character as usize) {
            Some(slot) => *slot = at as u16 + 1,
            None => self.far.push((character, at as u16)),
        }
        at
    }

    fn place(&self, character: char) -> Option<usize> {
        match self.near.get(character as usize) {
            Some(at) => usize::from(*at).checked_sub(1),
            None => {
                let found = self.far.iter().find(|(known, _)| *known == character);
                found.map(|(_, at)| usize::from(*at))
            }
        }
    }

    /// What is known of a character; nothing when no page has it.
    pub fn row(&self, character: char) -> Option<&Row> {
        self.rows.get(self.place(character)?)
    }

    /// The byte of a character in the page at this place.
    pub fn byte(&self, character: char, page: usize) -> Option<u8> {
        self.row(character)?.byte(page)
    }
}

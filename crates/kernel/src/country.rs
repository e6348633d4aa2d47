//! Countries by their two-letter code of ISO 3166-1.
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This is not a country code. A code is two capital letters of ISO 3166. Write for example ES.")]
pub struct CountryError;

/// A country that ISO 3166-1 lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// All officially assigned codes, in alphabetical order so that they can be searched by halves.
const CODES: [&[u8; 2]; 249] = [
    b"AD", b"AE", b"AF", b"AG", b"AI", b"AL", b"AM", b"AO", b"AQ", b"AR", b"AS", b"AT", b"AU", b"AW", b"AX", b"AZ",
    b"BA", b"BB", b"BD", b"BE", b"BF", b"BG", b"BH", b"BI", b"BJ", b"BL", b"BM", b"BN", b"BO", b"BQ", b"BR", b"BS",
    b"BT", b"BV", b"BW", b"BY", b"BZ", b"CA", b"CC", b"CD", b"CF", b"CG", b"CH", b"CI", b"CK", b"CL", b"CM", b"CN",
    b"CO", b"CR", b"CU", b"CV", b"CW", b"CX", b"CY", b"CZ", b"DE", b"DJ", b"DK", b"DM", b"DO", b"DZ", b"EC", b"EE",
    b"EG", b"EH", b"ER", b"ES", b"ET", b"FI", b"FJ", b"FK", b"FM", b"FO", b"FR", b"GA", b"GB", b"GD", b"GE", b"GF",
    b"GG", b"GH", b"GI", b"GL", b"GM", b"GN", b"GP", b"GQ", b"GR", b"GS", b"GT", b"GU", b"GW", b"GY", b"HK", b"HM",
    b"HN", b"HR", b"HT", b"HU", b"ID", b"IE", b"IL", b"IM", b"IN", b"IO", b"IQ", b"IR", b"IS", b"IT", b"JE", b"JM",
    b"JO", b"JP", b"KE", b"KG", b"KH", b"KI", b"KM", b"KN", b"KP", b"KR", b"KW", b"KY", b"KZ", b"LA", b"LB", b"LC",
    b"LI", b"LK", b"LR", b"LS", b"LT", b"LU", b"LV", b"LY", b"MA", b"MC", b"MD", b"ME", b"MF", b"MG", b"MH", b"MK",
    b"ML", b"MM", b"MN", b"MO", b"MP", b"MQ", b"MR", b"MS", b"MT", b"MU", b"MV", b"MW", b"MX", b"MY", b"MZ", b"NA",
    b"NC", b"NE", b"NF", b"NG", b"NI", b"NL", b"NO", b"NP", b"NR", b"NU", b"NZ", b"OM", b"PA", b"PE", b"PF", b"PG",
    b"PH", b"PK", b"PL", b"PM", b"PN", b"PR", b"PS", b"PT", b"PW", b"PY", b"QA", b"RE", b"RO", b"RS", b"RU", b"RW",
    b"SA", b"SB", b"SC", b"SD", b"SE", b"SG", b"SH", b"SI", b"SJ", b"SK", b"SL", b"SM", b"SN", b"SO", b"SR", b"SS",
    b"ST", b"SV", b"SX", b"SY", b"SZ", b"TC", b"TD", b"TF", b"TG", b"TH", b"TJ", b"TK", b"TL", b"TM", b"TN", b"TO",
    b"TR", b"TT", b"TV", b"TW", b"TZ", b"UA", b"UG", b"UM", b"US", b"UY", b"UZ", b"VA", b"VC", b"VE", b"VG", b"VI",
    b"VN", b"VU", b"WF", b"WS", b"YE", b"YT", b"ZA", b"ZM", b"ZW",
];

impl Country {
    /// Reads a listed code in capitals.
    pub fn parse(code: &str) -> Result<Country, CountryError> {
        let letters = <[u8; 2]>::try_from(code.as_bytes()).map_err(|_| CountryError)?;
        CODES.binary_search(&&letters).map(|_| Country(letters)).map_err(|_| CountryError)
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Country> {
        CODES.iter().map(|letters| Country(**letters))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}
impl fmt::Debug for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}
impl FromStr for Country {
    type Err = CountryError;
    fn from_str(code: &str) -> Result<Country, CountryError> {
        Country::parse(code)
    }
}
travels_as_text!(Country);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_code_is_read_and_no_other() {
        assert!(CODES.is_sorted_by(|earlier, later| earlier < later));
        let mut read = 0;
        for first in b'A'..=b'Z' {
            for second in b'A'..=b'Z' {
                let code: String = [char::from(first), char::from(second)].iter().collect();
                if let Ok(country) = Country::parse(&code) {
                    assert_eq!(country.code(), code);
                    read += 1;
                }
            }
        }
        assert_eq!(read, 249);
        assert_eq!(Country::all().count(), 249);
    }

    #[test]
    fn what_looks_like_a_code_but_is_none_is_refused() {
        for text in ["", "E", "ESP", "es", "UK", "EU", "XK", "AN", "SU", "ZZ", "É"] {
            assert_eq!(Country::parse(text), Err(CountryError), "{text}");
        }
    }
}

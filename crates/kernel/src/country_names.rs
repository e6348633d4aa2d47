//! What countries are called in English, in everyday use.

use crate::Country;
use crate::text::name_key;

/// Code and name, by code; the first name of a country is the one that is shown, the others are read too.
const NAMES: &str = "\
AD Andorra;AE United Arab Emirates;AF Afghanistan;AG Antigua and Barbuda;AI Anguilla;AL Albania;AM Armenia;AO Angola;\
AQ Antarctica;AR Argentina;AS American Samoa;AT Austria;AU Australia;AW Aruba;AX Åland Islands;AZ Azerbaijan;\
BA Bosnia and Herzegovina;BB Barbados;BD Bangladesh;BE Belgium;BF Burkina Faso;BG Bulgaria;BH Bahrain;BI Burundi;\
BJ Benin;BL Saint Barthélemy;BM Bermuda;BN Brunei;BO Bolivia;BQ Caribbean Netherlands;BR Brazil;BS Bahamas;BT Bhutan;\
BV Bouvet Island;BW Botswana;BY Belarus;BZ Belize;CA Canada;CC Cocos Islands;CD DR Congo;CF Central African Republic;\
CG Congo;CH Switzerland;CI Ivory Coast;CK Cook Islands;CL Chile;CM Cameroon;CN China;CO Colombia;CR Costa Rica;\
CU Cuba;CV Cape Verde;CW Curaçao;CX Christmas Island;CY Cyprus;CZ Czechia;CZ Czech Republic;DE Germany;DJ Djibouti;\
DK Denmark;DM Dominica;DO Dominican Republic;DZ Algeria;EC Ecuador;EE Estonia;EG Egypt;EH Western Sahara;ER Eritrea;\
ES Spain;ET Ethiopia;FI Finland;FJ Fiji;FK Falkland Islands;FM Micronesia;FO Faroe Islands;FR France;GA Gabon;\
GB United Kingdom;GB Great Britain;GB England;GB Scotland;GB Wales;GB Northern Ireland;GB UK;GD Grenada;GE Georgia;\
GF French Guiana;GG Guernsey;GH Ghana;GI Gibraltar;GL Greenland;GM Gambia;GN Guinea;GP Guadeloupe;\
GQ Equatorial Guinea;GR Greece;GS South Georgia and the South Sandwich Islands;GT Guatemala;GU Guam;GW Guinea-Bissau;\
GY Guyana;HK Hong Kong;HM Heard Island and McDonald Islands;HN Honduras;HR Croatia;HT Haiti;HU Hungary;ID Indonesia;\
IE Ireland;IL Israel;IM Isle of Man;IN India;IO British Indian Ocean Territory;IQ Iraq;IR Iran;IS Iceland;IT Italy;\
JE Jersey;JM Jamaica;JO Jordan;JP Japan;KE Kenya;KG Kyrgyzstan;KH Cambodia;KI Kiribati;KM Comoros;\
KN Saint Kitts and Nevis;KP North Korea;KR South Korea;KW Kuwait;KY Cayman Islands;KZ Kazakhstan;LA Laos;LB Lebanon;\
LC Saint Lucia;LI Liechtenstein;LK Sri Lanka;LR Liberia;LS Lesotho;LT Lithuania;LU Luxembourg;LV Latvia;LY Libya;\
MA Morocco;MC Monaco;MD Moldova;ME Montenegro;MF Saint Martin;MG Madagascar;MH Marshall Islands;MK North Macedonia;\
ML Mali;MM Myanmar;MN Mongolia;MO Macao;MP Northern Mariana Islands;MQ Martinique;MR Mauritania;MS Montserrat;\
MT Malta;MU Mauritius;MV Maldives;MW Malawi;MX Mexico;MY Malaysia;MZ Mozambique;NA Namibia;NC New Caledonia;NE Niger;\
NF Norfolk Island;NG Nigeria;NI Nicaragua;NL Netherlands;NL The Netherlands;NO Norway;NP Nepal;NR Nauru;NU Niue;\
NZ New Zealand;OM Oman;PA Panama;PE Peru;PF French Polynesia;PG Papua New Guinea;PH Philippines;PK Pakistan;PL Poland;\
PM Saint Pierre and Miquelon;PN Pitcairn;PR Puerto Rico;PS Palestine;PT Portugal;PW Palau;PY Paraguay;QA Qatar;\
RE Réunion;RO Romania;RS Serbia;RU Russia;RW Rwanda;SA Saudi Arabia;SB Solomon Islands;SC Seychelles;SD Sudan;\
SE Sweden;SG Singapore;SH Saint Helena;SI Slovenia;SJ Svalbard and Jan Mayen;SK Slovakia;SL Sierra Leone;\
SM San Marino;SN Senegal;SO Somalia;SR Suriname;SS South Sudan;ST São Tomé and Príncipe;SV El Salvador;\
SX Sint Maarten;SY Syria;SZ Eswatini;TC Turks and Caicos Islands;TD Chad;TF French Southern Territories;TG Togo;\
TH Thailand;TJ Tajikistan;TK Tokelau;TL Timor-Leste;TM Turkmenistan;TN Tunisia;TO Tonga;TR Türkiye;TR Turkey;\
TT Trinidad and Tobago;TV Tuvalu;TW Taiwan;TZ Tanzania;UA Ukraine;UG Uganda;\
UM United States Minor Outlying Islands;US United States;US United States of America;US USA;UY Uruguay;UZ Uzbekistan;\
VA Vatican City;VC Saint Vincent and the Grenadines;VE Venezuela;VG British Virgin Islands;VI US Virgin Islands;\
VN Vietnam;VU Vanuatu;WF Wallis and Futuna;WS Samoa;YE Yemen;YT Mayotte;ZA South Africa;ZM Zambia;ZW Zimbabwe";

impl Country {
    /// The English name.
    pub fn name(self) -> &'static str {
        let named = NAMES.split(';').find_map(|pair| pair.strip_prefix(self.code())?.strip_prefix(' '));
        named.unwrap_or_default()
    }

    /// The country of a code in any case, or of an English name; capitals do not count, anything else is no country.
    pub fn named(text: &str) -> Option<Country> {
        let text = text.trim();
        if let Ok(country) = Country::parse(&text.to_ascii_uppercase()) {
            return Some(country);
        }
        let key = name_key(text);
        NAMES.split(';').find_map(|pair| {
            let (code, name) = pair.split_once(' ')?;
            if name_key(name) == key { Country::parse(code).ok() } else { None }
        })
    }

    /// Every country, by name.
    pub fn by_name() -> Vec<Country> {
        let mut all: Vec<Country> = Country::all().collect();
        all.sort_by_cached_key(|country| crate::search_fold(country.name()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_read_by_code_and_by_name() {
        for (text, code) in [("es", "ES"), ("Spain", "ES"), ("türkiye", "TR"), ("UK", "GB"), (" usa ", "US")] {
            assert_eq!(Country::named(text).map(|country| country.to_string()).as_deref(), Some(code), "{text}");
        }
        for text in ["", "Spanien", "XX", "Atlantis"] {
            assert_eq!(Country::named(text), None, "{text}");
        }
    }

    /// Every country has a name, every name a country, and a name is read back as its country.
    #[test]
    fn no_country_is_forgotten() {
        for pair in NAMES.split(';') {
            let (code, name) = pair.split_once(' ').expect("a code and a name");
            assert!(Country::parse(code).is_ok() && Country::named(name).is_some(), "{pair}");
        }
        for country in Country::all() {
            assert_eq!(Country::named(country.name()), Some(country), "{country}");
        }
    }

    #[test]
    fn a_list_of_countries_is_in_the_order_of_their_names() {
        let names: Vec<&str> = Country::by_name().into_iter().map(Country::name).collect();
        assert_eq!((names.len(), names[0], names[1], names[2]), (249, "Afghanistan", "Åland Islands", "Albania"));
        assert!(names.contains(&"United Kingdom") && !names.contains(&"Great Britain"));
    }
}

//! The time zone of countries that have one, or one in which nearly everybody lives.

use crate::Country;

/// Code and IANA name, by code.
const ZONES: [(&str, &str); 31] = [
    ("AT", "Europe/Vienna"),
    ("BE", "Europe/Brussels"),
    ("BG", "Europe/Sofia"),
    ("CH", "Europe/Zurich"),
    ("CZ", "Europe/Prague"),
    ("DE", "Europe/Berlin"),
    ("DK", "Europe/Copenhagen"),
    ("EE", "Europe/Tallinn"),
    ("ES", "Europe/Madrid"),
    ("FI", "Europe/Helsinki"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("GR", "Europe/Athens"),
    ("HR", "Europe/Zagreb"),
    ("HU", "Europe/Budapest"),
    ("IE", "Europe/Dublin"),
    ("IS", "Atlantic/Reykjavik"),
    ("IT", "Europe/Rome"),
    ("LI", "Europe/Vaduz"),
    ("LT", "Europe/Vilnius"),
    ("LU", "Europe/Luxembourg"),
    ("LV", "Europe/Riga"),
    ("MT", "Europe/Malta"),
    ("NL", "Europe/Amsterdam"),
    ("NO", "Europe/Oslo"),
    ("PL", "Europe/Warsaw"),
    ("PT", "Europe/Lisbon"),
    ("RO", "Europe/Bucharest"),
    ("SE", "Europe/Stockholm"),
    ("SI", "Europe/Ljubljana"),
    ("SK", "Europe/Bratislava"),
];

impl Country {
    /// The zone that an office of the country is in, unless it says otherwise; none where the country has several.
    pub fn time_zone(self) -> Option<&'static str> {
        ZONES.iter().find(|(code, _)| *code == self.code()).map(|(_, zone)| *zone)
    }
}

#[cfg(test)]
mod tests {
    use super::ZONES;
    use crate::{Country, Instant};

    #[test]
    fn every_zone_is_one_that_days_are_counted_in() {
        for (code, zone) in ZONES {
            let country = Country::parse(code).expect("a country");
            assert_eq!(country.time_zone(), Some(zone));
            assert!(Instant(0).day_in(zone).is_ok(), "{zone}");
        }
        assert_eq!(Country::parse("US").expect("a country").time_zone(), None, "six zones, and none of them usual");
    }
}

//! Words that every guesser tries first, in the form in which passwords are compared: small letters, no accents.

/// Our own choice from what people are known to take: the word itself in some languages, greetings, sports, brands,
/// months, names, and patterns that no run on the keyboard explains.
#[rustfmt::skip]
pub(super) const COMMON_WORDS: &[&str] = &[
    "password", "passwort", "contrasena", "motdepasse", "wachtwoord", "heslo", "parola", "senha", "salasana",
    "welcome", "willkommen", "bienvenido", "bienvenue", "letmein", "iloveyou", "trustno", "changeme", "default",
    "guest", "user", "admin", "administrator", "root", "login", "logon", "master", "access", "secret", "system",
    "server", "computer", "internet", "online", "google", "facebook", "windows", "samsung", "apple", "android",
    "microsoft", "hello", "family", "money", "lucky", "happy", "friend", "friends", "forever", "freedom", "whatever",
    "nothing", "killer", "hunter", "ranger", "legend", "phoenix", "dragon", "monkey", "tiger", "tigger", "eagle",
    "falcon", "panther", "mustang", "harley", "ferrari", "porsche", "mercedes", "football", "futbol", "fussball",
    "baseball", "basketball", "soccer", "hockey", "barcelona", "liverpool", "arsenal", "chelsea", "juventus",
    "realmadrid", "princess", "prinzessin", "sunshine", "rainbow", "flower", "butterfly", "shadow", "silver",
    "golden", "diamond", "purple", "orange", "banana", "cookie", "cheese", "chocolate", "pepper", "ginger", "summer",
    "winter", "spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "superman", "batman", "spiderman", "pokemon", "starwars", "naruto", "michael", "jordan", "jennifer", "jessica",
    "ashley", "daniel", "thomas", "charlie", "michelle", "andrew", "joshua", "matthew", "robert", "george", "maria",
    "alexander", "anthony", "nicole", "amanda", "test", "testing", "demo", "temp", "office", "company", "business",
    "accounting", "accountant", "invoice", "ledger", "books", "coterie", "qazwsx", "1q2w3e4r", "1qaz2wsx", "zaq12wsx",
    "q1w2e3r4", "abc123", "correcthorsebatterystaple",
];

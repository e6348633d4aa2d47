//! What may be a password: a table.

use super::{email, name, refused};
use crate::hallway::password::Password;

const GOOD: &str = "";

fn verdict(typed: &str) -> &'static str {
    let chosen = Password::choose(typed, "password", &email("maria.lopez@northstar.example"), &name("María López"));
    match chosen {
        Ok(_) => GOOD,
        Err(failure) => refused::<()>(Err(failure)),
    }
}

#[test]
fn what_may_be_a_password() {
    for (typed, expected) in [
        // Length, counted in characters after trimming and composing.
        ("", "PASSWORD_SHORT"),
        ("            ", "PASSWORD_SHORT"),
        ("x7#kQ9!vL2p", "PASSWORD_SHORT"),
        ("  x7#kQ9!vL2p  ", "PASSWORD_SHORT"),
        ("x7#kQ9!vL2pW", GOOD),
        ("e\u{301}x7#kQ9!vL2", "PASSWORD_SHORT"),
        ("ключ под ковриком", GOOD),
        ("鍵は玄関の植木鉢の下にある", GOOD),
        // Characters: all that a keyboard writes.
        ("teal gravel\u{7}owl 58", "PASSWORD_CONTROL"),
        ("teal gravel\u{0}owl 58", "PASSWORD_CONTROL"),
        // No rules on composition.
        ("teal gravel owl", GOOD),
        ("TEAL GRAVEL OWL", GOOD),
        // Who it belongs to.
        ("maria.lopez@northstar.example", "PASSWORD_GUESSED"),
        ("Maria.Lopez!", "PASSWORD_GUESSED"),
        ("MARÍA LÓPEZ 2026", "PASSWORD_GUESSED"),
        ("marialopez1234", "PASSWORD_GUESSED"),
        ("northstar-2026", "PASSWORD_GUESSED"),
        ("Lopez owl gravel teal", GOOD),
        // Our own name.
        ("coteriecoterie", "PASSWORD_GUESSED"),
        ("Coterie-2026!!", "PASSWORD_GUESSED"),
        // The commonest, however they are dressed.
        ("passwordpassword", "PASSWORD_GUESSED"),
        ("P4ssw0rd2026!", "PASSWORD_GUESSED"),
        ("Contraseña1234", "PASSWORD_GUESSED"),
        ("letmein-letmein", "PASSWORD_GUESSED"),
        ("iloveyou12345", "PASSWORD_GUESSED"),
        ("dragonmonkey7391", "PASSWORD_GUESSED"),
        ("correct horse battery staple", "PASSWORD_GUESSED"),
        // One character, runs, and what repeats itself.
        ("aaaaaaaaaaaa", "PASSWORD_GUESSED"),
        ("............", "PASSWORD_GUESSED"),
        ("123456789012", "PASSWORD_GUESSED"),
        ("987654321098", "PASSWORD_GUESSED"),
        ("abcdefghijkl", "PASSWORD_GUESSED"),
        ("qwertyuiop12", "PASSWORD_GUESSED"),
        ("!@#$%^&*()!@", "PASSWORD_GUESSED"),
        ("xkqxkqxkqxkq", "PASSWORD_GUESSED"),
        ("Xk7Xk7Xk7Xk7X", "PASSWORD_GUESSED"),
    ] {
        assert_eq!(verdict(typed), expected, "{typed:?}");
    }
}

#[test]
fn at_most_256_characters() {
    let phrase: String = "teal gravel owl 58 quiet lamp under snow ".repeat(7);
    assert_eq!(verdict(&phrase[..256]), GOOD);
    assert_eq!(verdict(&phrase[..257]), "PASSWORD_LONG");
}

//! Closed lists of choices with a code for programs and a label for people; they travel as their codes.

use std::fmt;

/// A text that names none of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    pub(super) what: &'static str,
    pub(super) text: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is no {}", self.text, self.what)
    }
}

impl std::error::Error for UnknownCode {}

macro_rules! choices {
    ($(#[doc = $about:literal])* $name:ident, $what:literal { $($(#[doc = $doc:literal])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[doc = $doc])* $variant),* }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            pub fn code(self) -> &'static str { match self { $($name::$variant => $code),* } }

            pub fn label(self) -> &'static str { match self { $($name::$variant => $label),* } }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.code()) }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::reports::UnknownCode;
            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                let found = $name::ALL.iter().copied().find(|choice| choice.code() == text);
                found.ok_or_else(|| $crate::reports::UnknownCode { what: $what, text: text.to_owned() })
            }
        }

        kernel::travels_as_text!($name);
    };
}
pub(super) use choices;

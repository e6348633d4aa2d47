//! The words every other crate speaks: ids, money, days, names, stamps and refusals. No I/O, no clock, no SQL, no HTTP.

#[doc(hidden)]
#[macro_use]
pub mod wire;

mod country;
mod country_names;
mod country_zones;
mod currency;
mod day;
mod decimal;
mod email;
mod error;
mod exchange_rate;
mod id;
mod id_maker;
mod legal_entity;
mod list_cell;
mod measure;
mod money;
mod month;
mod name;
mod period;
mod stamp;
mod text;

pub use country::{Country, CountryError};
pub use currency::Currency;
pub use day::{Day, DayError, Instant, time_zones};
pub use decimal::DecimalError;
pub use email::{Email, EmailError};
pub use error::{Action, Broken, Failure, Forbidden, Missing, Refusal, RefusalKind, Result};
pub use exchange_rate::{ExchangeRate, ExchangeRateError};
pub use id::*;
pub use id_maker::IdMaker;
pub use legal_entity::{LegalEntity, LegalEntityError};
pub use list_cell::{ListProblem, ListWarning, join_list, split_list};
pub use measure::{Minutes, Quantity, Rate, UnitPrice};
pub use money::{Money, MoneyError, Rounding, format_for_people};
pub use month::{Month, Year};
pub use name::{Name, NameError, Number, NumberError};
pub use period::Period;
pub use stamp::{Actor, ActorError, Door, DoorError, Stamp};
pub use text::{TextError, composed, name_key, optional_text, search_fold, visible};
pub use uuid::Uuid;

//! The parts that screens share, one to a file.

mod bar;
mod code;
mod countdown;
mod facts;
mod field;
mod form;
mod icon;
mod notice;
mod phone;
mod sheet;
mod shell;
mod steps;
mod time;

pub use bar::Themes;
pub use code::{CodeField, Help, Sent};
pub use countdown::Countdown;
pub use facts::Protection;
pub use field::{Checkbox, PasswordField, TextField};
pub use form::{Flow, Form, Submit};
pub use icon::{Icon, Mark};
pub use notice::Notice;
pub use phone::Masked;
pub use sheet::Sheet;
pub use shell::{Layout, Shell};
pub use steps::Steps;
pub use time::Time;

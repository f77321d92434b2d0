//! The parts that screens share, one to a file.

mod bar;
mod code;
mod countdown;
mod facts;
mod field;
mod form;
mod icon;
mod link;
mod notice;
mod phone;
mod select;
mod session;
mod sheet;
mod shell;
mod steps;
mod time;
mod timeline;

pub use bar::Themes;
pub use code::{CodeField, Help, Sent};
pub use countdown::Countdown;
pub use facts::Protection;
pub use field::{Checkbox, PasswordField, TextField, about, described};
pub use form::{Flow, Form, Submit};
pub use icon::{Icon, Mark};
pub use link::{Link, external};
pub use notice::Notice;
pub use phone::Masked;
pub use select::Select;
pub use session::SessionFacts;
pub use sheet::Sheet;
pub use shell::{Layout, Shell};
pub use steps::Steps;
pub use time::Time;
pub use timeline::Timeline;

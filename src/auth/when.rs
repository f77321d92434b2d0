use crate::env::{iso, stamp};
use crate::model::{Language, Moment, Timestamp};
use jiff::tz::TimeZone;

/// A person's time zone, for what is shown. Storage and comparison are always UTC.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Zone {
        Zone(TimeZone::UTC)
    }
}

impl Zone {
    /// Reads an IANA name such as "Europe/Lisbon"; anything unknown is UTC.
    pub fn parse(name: &str) -> Zone {
        let fine = name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
        Zone(if fine { TimeZone::get(name).unwrap_or(TimeZone::UTC) } else { TimeZone::UTC })
    }

    /// "14:32:10 UTC": exact, where a person must act.
    pub fn clock(&self, at: Timestamp) -> Moment {
        self.moment(at, "%H:%M:%S")
    }

    /// "23 Nov 2026, 14:32 UTC".
    pub fn full(&self, at: Timestamp) -> Moment {
        self.moment(at, "%-d %b %Y, %H:%M")
    }

    /// [`Zone::full`] as a message in this language writes it.
    pub fn full_in(&self, language: Language, at: Timestamp) -> String {
        let format = match language {
            Language::English => return self.full(at).text,
            Language::German => "%d.%m.%Y, %H:%M",
            Language::Spanish | Language::French | Language::Portuguese => "%d/%m/%Y, %H:%M",
            Language::Japanese => "%Y年%-m月%-d日 %H:%M",
        };
        self.moment(at, format).text
    }

    /// "23 Nov 2026, 14:32:10 UTC": exact, for a record of what happened.
    pub fn exact(&self, at: Timestamp) -> Moment {
        self.moment(at, "%-d %b %Y, %H:%M:%S")
    }

    /// When a day, "2026-11-23", begins here, and when the next one does; `None` for what is no day.
    pub fn bounds(&self, day: &str) -> Option<(Timestamp, Timestamp)> {
        let day: jiff::civil::Date = day.parse().ok()?;
        let start = |day: jiff::civil::Date| {
            let midnight = day.to_zoned_datetime(self.0.clone()).ok()?;
            Some(Timestamp(midnight.timestamp().as_millisecond()))
        };
        Some((start(day)?, start(day.tomorrow().ok()?)?))
    }

    /// The zone's IANA name, unless it is UTC.
    pub fn name(&self) -> Option<&str> {
        self.0.iana_name().filter(|name| !matches!(*name, "UTC" | "Etc/UTC"))
    }

    /// When a person may try again: the time alone if that is today, else with its day.
    pub fn until(&self, now: Timestamp, at: Timestamp) -> Moment {
        if self.day(now) == self.day(at) { self.clock(at) } else { self.full(at) }
    }

    /// "14:05 UTC".
    pub fn hour(&self, at: Timestamp) -> Moment {
        self.moment(at, "%H:%M")
    }

    /// "23 Nov 2026".
    pub fn day(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%-d %b %Y").to_string()
    }

    /// "23 Nov", where the year is said elsewhere.
    pub fn short_day(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%-d %b").to_string()
    }

    fn moment(&self, at: Timestamp, format: &str) -> Moment {
        let zoned = self.zoned(at);
        let minutes = zoned.offset().seconds() / 60;
        let offset = match (minutes / 60, (minutes % 60).abs()) {
            (0, 0) => "UTC".to_owned(),
            (h, 0) => format!("(UTC{h:+})"),
            (h, m) => format!("(UTC{h:+}:{m:02})"),
        };
        Moment { iso: iso(at), text: format!("{} {offset}", zoned.strftime(format)) }
    }

    fn zoned(&self, at: Timestamp) -> jiff::ZonedDateTime {
        stamp(at).to_zoned_datetime(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_that_ends_tomorrow_says_so() {
        let now = Timestamp(1_795_444_330_000);
        let zone = Zone::default();
        assert_eq!(zone.until(now, now + crate::model::Seconds(60)).text, "14:33:10 UTC");
        assert_eq!(zone.until(now, now + crate::model::Seconds::days(1)).text, "24 Nov 2026, 14:32 UTC");
    }

    #[test]
    fn times_are_written_in_the_persons_zone() {
        let at = Timestamp(1_795_444_330_000); // 2026-11-23T14:32:10Z
        assert_eq!(Zone::default().clock(at).text, "14:32:10 UTC");
        assert_eq!(Zone::parse("Asia/Kolkata").clock(at).text, "20:02:10 (UTC+5:30)");
        assert_eq!(Zone::parse("America/New_York").full(at).text, "23 Nov 2026, 09:32 (UTC-5)");
        assert_eq!(Zone::parse("Europe/Paris").clock(at).iso, "2026-11-23T14:32:10.000Z");
        assert_eq!(Zone::parse("Asia/Kolkata").exact(at).text, "23 Nov 2026, 20:02:10 (UTC+5:30)");
        let full = |language| Zone::parse("America/Sao_Paulo").full_in(language, at);
        assert_eq!(full(Language::English), "23 Nov 2026, 11:32 (UTC-3)");
        assert_eq!(full(Language::Portuguese), "23/11/2026, 11:32 (UTC-3)");
        assert_eq!(full(Language::Japanese), "2026年11月23日 11:32 (UTC-3)");
        assert_eq!((Zone::default().name(), Zone::parse("Europe/Paris").name()), (None, Some("Europe/Paris")));
        let (from, to) = Zone::parse("Europe/Paris").bounds("2026-10-25").unwrap();
        assert_eq!((iso(from).as_str(), to.0 - from.0), ("2026-10-24T22:00:00.000Z", 25 * 3_600_000), "clocks go back");
        assert!(["2026-13-01", "2026-02-30", "today", ""].iter().all(|odd| Zone::default().bounds(odd).is_none()));
        assert_eq!(Zone::parse("../../etc/passwd").clock(at).text, "14:32:10 UTC");
    }
}

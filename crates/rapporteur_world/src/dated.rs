//! Dates as precise as the source gives them: a day, a month or a year.

use std::fmt;

use jiff::civil::Date;

/// How precisely a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The day is known.
    Day,
    /// The month is known.
    Month,
    /// Only the year is known.
    Year,
}

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate(u32); // year << 9 | month << 5 | day, 0 where not known

impl PartialDate {
    /// Reads `2017-05-04`, `2017-05` or `2017`. Returns `None` for anything else and for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: u16 = digits(parts.next()?, 4)?;
        let month: u16 = parts.next().map_or(Some(0), |part| digits(part, 2).filter(|&month| month > 0))?;
        let day: u16 = parts.next().map_or(Some(0), |part| digits(part, 2).filter(|&day| day > 0))?;
        if parts.next().is_some() || year == 0 {
            return None;
        }
        let date = Self(u32::from(year) << 9 | u32::from(month) << 5 | u32::from(day));
        date.first_day().map(|_| date)
    }

    pub(crate) fn from_bits(bits: u32) -> Option<Self> {
        (bits != 0).then_some(Self(bits))
    }

    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    /// The precision with which the date is known.
    pub fn precision(self) -> Precision {
        match (self.month(), self.day()) {
            (0, _) => Precision::Year,
            (_, 0) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// The first day that the date may mean.
    pub fn start(self) -> Date {
        self.first_day().unwrap_or(Date::MIN)
    }

    /// The last day that the date may mean.
    pub fn end(self) -> Date {
        let start = self.start();
        match self.precision() {
            Precision::Day => start,
            Precision::Month => start.last_of_month(),
            Precision::Year => start.last_of_year(),
        }
    }

    fn month(self) -> i8 {
        ((self.0 >> 5) & 0xf) as i8
    }

    fn day(self) -> i8 {
        (self.0 & 0x1f) as i8
    }

    fn first_day(self) -> Option<Date> {
        let year = i16::try_from(self.0 >> 9).ok()?;
        Date::new(year, self.month().max(1), self.day().max(1)).ok()
    }
}

/// Reads exactly `length` decimal digits.
fn digits(text: &str, length: usize) -> Option<u16> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.0 >> 9)?;
        if self.month() > 0 {
            write!(out, "-{:02}", self.month())?;
        }
        if self.day() > 0 {
            write!(out, "-{:02}", self.day())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_precision() {
        for (text, start, end) in [
            ("2016-02-29", "2016-02-29", "2016-02-29"),
            ("2016-02", "2016-02-01", "2016-02-29"),
            ("2016", "2016-01-01", "2016-12-31"),
        ] {
            let date = PartialDate::parse(text).expect(text);
            assert_eq!(date.to_string(), text);
            assert_eq!((date.start().to_string().as_str(), date.end().to_string().as_str()), (start, end));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2017-02-29", "2017-13", "17-01-01", "2017-1-1", "", "2017-00", "2017-05-04-01", "0000"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}

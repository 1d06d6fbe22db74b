//! Reading, counting and writing dates.

use std::collections::BTreeMap;

use onramp_expression::Value;

use crate::conformance::{evaluate, world};

/// The value as text, or the code of the error.
fn got(expression: &str, text: &str) -> Result<String, &'static str> {
    let attributes = BTreeMap::from([("t".to_owned(), Value::from(text))]);
    evaluate(expression, &attributes, &world())
        .map(|value| value.as_text().unwrap_or_default())
        .map_err(|found| found[0].code.as_str())
}

#[test]
fn cdate_reads_what_services_write() {
    for (text, date) in [
        ("2020-03-16", "3/16/2020 12:00:00 AM"),
        (" 2020-03-16 ", "3/16/2020 12:00:00 AM"),
        ("2020-03-16Z", "3/16/2020 12:00:00 AM"),
        ("2020-03-16-07:00", "3/16/2020 7:00:00 AM"),
        ("2020-03-16+0530", "3/15/2020 6:30:00 PM"),
        ("2020-03-16T09:30", "3/16/2020 9:30:00 AM"),
        ("2020-03-16 09:30:15", "3/16/2020 9:30:15 AM"),
        ("2020-03-16T09:30:15.123Z", "3/16/2020 9:30:15 AM"),
        ("2020-03-16T09:30:15.1234567-01:00", "3/16/2020 10:30:15 AM"),
        ("2020/3/6", "3/6/2020 12:00:00 AM"),
        ("3/16/2020", "3/16/2020 12:00:00 AM"),
        ("3/16/2020 1:02 PM", "3/16/2020 1:02:00 PM"),
        ("3/16/2020 13:02:03", "3/16/2020 1:02:03 PM"),
        ("03/06/2020 12:00:00 am", "3/6/2020 12:00:00 AM"),
        ("16 March 2020", "3/16/2020 12:00:00 AM"),
        ("16-Mar-2020", "3/16/2020 12:00:00 AM"),
        ("March 16, 2020 5:00 PM", "3/16/2020 5:00:00 PM"),
        ("Mon, 16 Mar 2020 07:00:00 GMT", "3/16/2020 7:00:00 AM"),
        ("9999-12-31", "12/31/9999 12:00:00 AM"),
        ("0001-01-01", "1/1/0001 12:00:00 AM"),
    ] {
        assert_eq!(got("CDate([t])", text), Ok(date.to_owned()), "{text}");
    }
    for text in [
        "",
        " ",
        "2020",
        "2020-03",
        "2020-02-30",
        "2020-13-01",
        "31/12/2020",
        "2020-03-16T",
        "2020-03-16T25:00",
        "2020-03-16T09:60",
        "3/16/2020 13:00 PM",
        "Tue, 16 Mar 2020 07:00:00 GMT",
        "20200316",
        "2020-03-16+15:00",
        "2020-03-16 or so",
        "10:30",
        "0001-01-01T00:00:00+01:00",
        "10000-01-01",
    ] {
        assert_eq!(got("CDate([t])", text), Err("not-a-date"), "{text}");
    }
}

#[test]
fn formats_are_dotnets() {
    for (text, input, output, result) in [
        ("2021-03-04", "yyyy-MM-dd", "d", "03/04/2021"),
        ("2021-03-04", "yyyy-MM-dd", "D", "Thursday, 04 March 2021"),
        ("2021-03-04 05:06:07", "u", "G", "bad"),
        ("2021-03-04 05:06:07Z", "u", "G", "03/04/2021 05:06:07"),
        ("2021-03-04T05:06:07", "s", "f", "Thursday, 04 March 2021 05:06"),
        ("Thu, 04 Mar 2021 05:06:07 GMT", "r", "s", "2021-03-04T05:06:07"),
        ("Wed, 04 Mar 2021 05:06:07 GMT", "r", "s", "bad"),
        ("2021-03-04T05:06:07.1234567Z", "o", "o", "2021-03-04T05:06:07.1234567Z"),
        ("2021-03-04T05:06:07.1234567", "o", "K", "no"),
        ("2021-03-04T05:06:07+02:00", "yyyy-MM-ddTHH:mm:ssK", "HH:mmK", "03:06+00:00"),
        ("2021-03-04T05:06:07Z", "yyyy-MM-ddTHH:mm:ssK", "HH:mmK", "05:06Z"),
        ("21-3-4", "yy-M-d", "yyyy", "2021"),
        ("49-3-4", "yy-M-d", "yyyy", "2049"),
        ("50-3-4", "yy-M-d", "yyyy", "1950"),
        ("7 5 09", "H m ss", "h:mm:ss t", "7:05:09 A"),
        ("12:30 AM", "hh:mm tt", "HH:mm", "00:30"),
        ("12:30 pm", "hh:mm tt", "HH:mm", "12:30"),
        ("13:30 AM", "HH:mm tt", "HH:mm", "bad"),
        ("13:30", "hh:mm", "HH:mm", "bad"),
        ("10:30", "HH:mm", "yyyy-MM-dd HH:mm", "2026-03-04 10:30"),
        ("4 May", "d MMMM", "yyyy-MM-dd", "2026-05-04"),
        ("2021", "yyyy", "yyyy-MM-dd", "2021-01-01"),
        ("2021-03-04.5", "yyyy-MM-dd.f", "fff", "500"),
        ("2021-03-04", "yyyy-MM-dd.FFF", "ss.FFF", "00"),
        ("2021-03-04.25", "yyyy-MM-dd.FFF", "s.FFF", "0.25"),
        ("at 2021", "'at' yyyy", "\\y yyyy", "y 2021"),
        ("2021-03-04", "yyyy-MM-dd", "%d", "4"),
        ("2021-03-04", "yyyy-MM-dd", "yyyyy y", "02021 21"),
        ("2021-03-04", "yyyy-MM-dd", "zz zzz", "+00 +00:00"),
        ("2021-03-04 2022", "yyyy-MM-dd yyyy", "yyyy", "bad"),
    ] {
        let expression = format!(
            "FormatDateTime([t], , {}, {})",
            onramp_expression::quote(input),
            onramp_expression::quote(output)
        );
        let expected = match result {
            "bad" => Err("date-format-mismatch"),
            // A letter alone is a standard format, and K is none.
            "no" => Err("bad-date-format"),
            result => Ok(result.to_owned()),
        };
        assert_eq!(got(&expression, text), expected, "{text} by {input} as {output}");
    }
    for format in ["", "x", "%", "%%", "ffffffff", "'open", "end\\"] {
        let expression = format!("FormatDateTime([t], , {}, \"yyyy\")", onramp_expression::quote(format));
        assert_eq!(got(&expression, "2021"), Err("bad-date-format"), "{format}");
    }
}

#[test]
fn styles_say_where_white_space_may_stand() {
    let by = |styles: &str, text: &str| {
        got(&format!(r#"FormatDateTime([t], "{styles}", "yyyy-MM-dd", "yyyy")"#), text)
    };
    assert_eq!(by("None", " 2021-03-04"), Err("date-format-mismatch"));
    assert_eq!(by("AllowLeadingWhite", " 2021-03-04"), Ok("2021".to_owned()));
    assert_eq!(by("AllowTrailingWhite, AssumeUniversal", "2021-03-04 "), Ok("2021".to_owned()));
    assert_eq!(by("AllowWhiteSpaces", " 2021-03 -04 "), Ok("2021".to_owned()));
    assert_eq!(by("Sloppy", "2021-03-04"), Err("bad-option"));
}

#[test]
fn months_end_where_they_end() {
    for (interval, count, from, to) in [
        ("m", 1, "2020-01-31", "2/29/2020 12:00:00 AM"),
        ("m", -1, "2021-03-31", "2/28/2021 12:00:00 AM"),
        ("m", 13, "2020-12-31", "1/31/2022 12:00:00 AM"),
        ("yyyy", 1, "2020-02-29", "2/28/2021 12:00:00 AM"),
        ("yyyy", -2020, "2021-01-01", "1/1/0001 12:00:00 AM"),
        ("d", 366, "2020-01-01", "1/1/2021 12:00:00 AM"),
        ("h", -1, "2021-03-01", "2/28/2021 11:00:00 PM"),
        ("s", 86_400, "2021-12-31", "1/1/2022 12:00:00 AM"),
    ] {
        let expression = format!(r#"DateAdd("{interval}", {count}, CDate([t]))"#);
        assert_eq!(got(&expression, from), Ok(to.to_owned()), "{interval} {count} {from}");
    }
    for expression in [
        r#"DateAdd("d", 1, CDate("9999-12-31"))"#,
        r#"DateAdd("yyyy", -3000, CDate("2021-01-01"))"#,
        r#"DateAdd("s", 9223372036854775807, CDate("2021-01-01"))"#,
        "DateFromNum(-1)",
        "DateFromNum(9223372036854775807)",
        r#"NumFromDate("1600-12-31T23:59:59Z")"#,
    ] {
        assert_eq!(got(expression, ""), Err("date-out-of-range"), "{expression}");
    }
}

#[test]
fn weeks_begin_on_sunday() {
    for (from, to, weeks) in [
        ("2021-08-21T23:59:00Z", "2021-08-22T00:01:00Z", "1"),
        ("2021-08-22", "2021-08-28", "0"),
        ("2021-08-28", "2021-08-15", "-1"),
        ("2021-08-25T17:41:18Z", "2012-03-16-07:00", "-493"),
    ] {
        let expression = format!(r#"DateDiff("ww", CDate("{from}"), CDate("{to}"))"#);
        assert_eq!(got(&expression, ""), Ok(weeks.to_owned()), "{from} {to}");
    }
}

#[test]
fn text_goes_through_cdate() {
    assert_eq!(got(r#"DateAdd("d", 1, [t])"#, "2021-03-01"), Err("not-a-date"));
    assert_eq!(got(r#"DateDiff("d", [t], [t])"#, "3/1/2021 12:00:00 AM"), Ok("0".to_owned()));
}

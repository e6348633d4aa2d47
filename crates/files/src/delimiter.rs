//! Which character stands between the cells of a text file.

/// In order of preference where two fit equally well: a comma may stand inside a title, a tab hardly.
const CANDIDATES: [u8; 4] = [b'\t', b'|', b';', b','];
const COMMA: usize = 3;

const SAMPLE_RECORDS: usize = 50;
const SAMPLE_BYTES: usize = 256 << 10;

/// The delimiter and where the table begins: after the line `sep=;`, which some programs write, or at 0.
pub(crate) fn detect(text: &str) -> (Option<char>, usize) {
    if let Some((delimiter, start)) = declared(text) {
        return (Some(delimiter), start);
    }
    let records = count_candidates(text.as_bytes());
    let best = (0..CANDIDATES.len())
        .filter(|&candidate| !is_prose(&records, candidate))
        .map(|candidate| (score(&records, candidate), candidate))
        .filter(|&(score, _)| score > 0)
        // Of equal scores the first is kept, which is the preferred one.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    (best.map(|(_, candidate)| char::from(CANDIDATES[candidate])), 0)
}

fn declared(text: &str) -> Option<(char, usize)> {
    let line_end = text.find('\n')?;
    let line = text[..line_end].trim_end_matches('\r');
    let delimiter = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &line[4..])?;
    let &[byte] = delimiter.as_bytes() else { return None };
    CANDIDATES.contains(&byte).then_some((char::from(byte), line_end + 1))
}

/// How often each candidate stands outside quotes in one record.
#[derive(Clone, Copy, Default)]
struct Counts {
    each: [usize; 4],
    /// Commas between two digits, which may be decimal ones.
    decimal_commas: usize,
    /// Commas with a blank behind, which may be prose.
    spaced_commas: usize,
    bytes: usize,
}

impl Counts {
    /// Beside another delimiter a comma between digits is a decimal comma.
    fn settled(mut self) -> Counts {
        if self.each[..COMMA].iter().any(|&count| count > 0) {
            self.each[COMMA] -= self.decimal_commas;
        }
        self
    }
}

fn count_candidates(bytes: &[u8]) -> Vec<Counts> {
    let bytes = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let mut records = Vec::new();
    let mut counts = Counts::default();
    let (mut at, mut field_start) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte == b'"' && field_start {
            at = behind_quotes(bytes, at);
            counts.bytes += 2;
            field_start = false;
        } else if byte == b'\n' || byte == b'\r' {
            if counts.bytes > 0 {
                records.push(counts.settled());
            }
            if records.len() == SAMPLE_RECORDS {
                return records;
            }
            (counts, field_start) = (Counts::default(), true);
        } else {
            counts.bytes += 1;
            field_start = CANDIDATES.contains(&byte);
            if let Some(candidate) = CANDIDATES.iter().position(|&known| known == byte) {
                counts.each[candidate] += 1;
            }
            if byte == b',' {
                let next = bytes.get(at).copied().unwrap_or(b'\n');
                let before = at.checked_sub(2).map_or(b'\n', |before| bytes[before]);
                counts.decimal_commas += usize::from(before.is_ascii_digit() && next.is_ascii_digit());
                counts.spaced_commas += usize::from(next == b' ');
            }
        }
    }
    if counts.bytes > 0 {
        records.push(counts.settled());
    }
    records
}

/// The place behind the closing quote, or the end.
fn behind_quotes(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(length) = bytes[at..].iter().position(|&byte| byte == b'"') {
        at += length + 1;
        if bytes.get(at) != Some(&b'"') {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Records that have the candidate at all, and twice those that have it as often as most.
fn score(records: &[Counts], candidate: usize) -> usize {
    let counts: Vec<usize> = records.iter().map(|counts| counts.each[candidate]).filter(|&count| count > 0).collect();
    let commonest = counts.iter().map(|count| counts.iter().filter(|other| *other == count).count()).max();
    counts.len() + 2 * commonest.unwrap_or(0)
}

/// `Smith, John` under the header `Name` is one column.
fn is_prose(records: &[Counts], candidate: usize) -> bool {
    candidate == COMMA
        && records.first().is_some_and(|first| first.each[COMMA] == 0)
        && records.iter().all(|counts| counts.each[COMMA] == counts.spaced_commas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_found() {
        for (text, delimiter) in [
            ("Name,City\nAcme,Riga\n", Some(',')),
            ("Name;City\nAcme;Riga\n", Some(';')),
            ("Name\tCity\nAcme\tRiga\n", Some('\t')),
            ("Name|City\nAcme|Riga\n", Some('|')),
            ("Name\nAcme\n", None),
            ("Name\nSmith, John\nDoe, Jane\n", None),
            ("Name;Netto;Brutto\nA;1,50;2,75\nB;2,50;3,75\n", Some(';')),
            ("Betrag, netto;Betrag, brutto\n1,50;2,50\n", Some(';')),
            ("Name,Groups\nAcme,\"a;b;c\"\nBeta,\"d;e\"\n", Some(',')),
            ("Name;Groups\nAcme;x,y,z\nBeta;x,y\n", Some(';')),
            ("Name,Note\nAcme,a;b\nBeta,c;d\n", Some(',')),
            ("1,2,3\n4,5,6\n", Some(',')),
            ("\"Acme\n; ; ;\n\"\nName,City,Zip\nA,B,C\nD,E,F\n", Some(',')),
        ] {
            assert_eq!(detect(text), (delimiter, 0), "{text}");
        }
    }

    #[test]
    fn a_declared_delimiter_counts() {
        assert_eq!(detect("sep=;\r\na,b;c\n"), (Some(';'), 7));
        assert_eq!(detect("sep=x\na,b\n"), (Some(','), 0));
        assert_eq!(detect("sep=\na,b\n"), (Some(','), 0));
    }
}

-- Where the audit ends, kept in the transaction that writes its last line: lines that are cut off the end show.
CREATE TABLE audit_head (
    only_row BIGINT  NOT NULL PRIMARY KEY CHECK (only_row = 1),
    seq      BIGINT  NOT NULL,
    digest   @BYTES@ NOT NULL
);
INSERT INTO audit_head (only_row, seq, digest) SELECT 1, seq, digest FROM audit ORDER BY seq DESC LIMIT 1;

-- Rebates in kind: orders that an agency placed, and units that are free because a volume earned them.

-- The client through whom the document was booked; empty is the client itself.
ALTER TABLE invoices ADD COLUMN agency @ID@ REFERENCES clients (id);
CREATE INDEX invoices_by_agency ON invoices (agency, day) WHERE agency IS NOT NULL;

-- A free line costs nothing in the books. What its whole units cost by the list, and what they are worth by it in minor
-- units, is a memo; the agreement gave them, empty while a draft finds none.
ALTER TABLE invoice_lines ADD COLUMN list_price BIGINT
    CHECK (list_price IS NULL OR (list_price > 0 AND unit_price = 0 AND net = 0 AND quantity > 0 AND quantity % 1000 = 0));
ALTER TABLE invoice_lines ADD COLUMN list_value BIGINT CHECK ((list_price IS NULL) = (list_value IS NULL) AND (list_value IS NULL OR list_value >= 0));
ALTER TABLE invoice_lines ADD COLUMN agreement @ID@ REFERENCES agreements (id) CHECK (agreement IS NULL OR list_price IS NOT NULL);
CREATE INDEX invoice_lines_by_agreement ON invoice_lines (agreement) WHERE agreement IS NOT NULL;

-- Product groups whose lines count in no volume of the agreement.
CREATE TABLE agreement_exclusions (
    agreement      @ID@ NOT NULL REFERENCES agreements (id),
    product_group  @ID@ NOT NULL REFERENCES product_groups (id),
    PRIMARY KEY (agreement, product_group)
) @PACKED@;

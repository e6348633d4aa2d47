//! The fields that a column of a file can fill, and the header words by which a column is known.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($name:ident = $code:literal, $label:literal, [$($alias:literal),*];)*) => {
        /// What a column of a clients' file can hold.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $($name),* }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$name),*];

            /// The code in the API and on the command line; the API's clients use the same words.
            pub fn code(self) -> &'static str { match self { $(Field::$name => $code),* } }

            /// The words for people, which are also the header of an export.
            pub fn label(self) -> &'static str { match self { $(Field::$name => $label),* } }

            /// Header words of other programs, without capitals, blanks and marks.
            fn aliases(self) -> &'static [&'static str] { match self { $(Field::$name => &[$($alias),*]),* } }
        }
    };
}

fields! {
    Number = "number", "Number",
        ["clientnumber", "clientcode", "customernumber", "customercode", "accountnumber", "code", "refnum", "no"];
    Name = "name", "Name",
        ["clientname", "contactname", "customerfullname", "customername", "customer", "client", "displayname", "fullname"];
    LegalEntity = "legal_entity", "Legal entity", ["legalform", "entitytype"];
    BusinessName = "business_name", "Business name", ["tradingname", "company", "companyname", "organizationname"];
    Email = "email", "Email", ["emailaddress", "mainemail", "email1value"];
    Phone = "phone", "Phone",
        ["phonenumber", "phonenumbers", "mainphone", "telephone", "telephoneandfaxnumber", "phone1", "phone1value"];
    RegistrationNumber = "registration_number", "Registration number",
        ["registercode", "companynumber", "registernumber", "corporateidentificationnumber", "acn", "abn"];
    TaxNumber = "tax_number", "Tax number", ["taxid", "vatnr", "vatnumber", "vatid", "resalenumber", "resalenum"];
    Street = "street", "Street",
        ["address", "saaddressline1", "saaddressline2", "saaddressline3", "saaddressline4", "billaddress",
         "baddr1", "baddr2", "baddr3", "baddr4", "baddr5", "address1street"];
    Zip = "zip", "Postal code", ["zipcode", "postcode", "sapostalcode", "address1postalcode"];
    City = "city", "City", ["sacity", "town", "address1city"];
    Country = "country", "Country", ["countrybycode", "countrycode", "sacountry", "address1country"];
    MailingStreet = "mailing_street", "Mailing street",
        ["poaddressline1", "poaddressline2", "poaddressline3", "poaddressline4", "shipaddress"];
    MailingZip = "mailing_zip", "Mailing postal code", ["popostalcode"];
    MailingCity = "mailing_city", "Mailing city", ["pocity"];
    MailingCountry = "mailing_country", "Mailing country", ["pocountry"];
    Language = "language", "Language", [];
    Currency = "currency", "Currency", [];
    PaymentDays = "payment_days", "Payment days", ["paymentterm", "paymenttermdays"];
    Discount = "discount", "Discount", [];
    VatZone = "vat_zone", "VAT zone", [];
    CreditLimit = "credit_limit", "Credit limit", [];
    Responsible = "responsible", "Responsible", ["salesperson", "rep"];
    CustomerGroup = "customer_group", "Customer group", ["accountinggroup", "postinggroup", "debtorgroup"];
    ClientGroups = "client_groups", "Client groups",
        ["clientgroup", "group", "groups", "labels", "ctype", "customertype", "segment", "segments"];
    Note = "note", "Note", ["notes", "notepad"];
    Prospect = "prospect", "Prospect", ["isprospect"];
}

/// Parts of a name, for files that have no column with the whole of it.
const NAME_PARTS: &[&str] = &["firstname", "givenname", "middlename", "midinit", "lastname", "familyname", "surname"];

impl Field {
    pub fn parse(code: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.code() == code)
    }

    /// What stands between the cells of several columns that fill this field; `None` takes one column only.
    pub fn joint(self) -> Option<&'static str> {
        match self {
            Field::Name => Some(" "),
            Field::Street | Field::MailingStreet | Field::Note => Some("\n"),
            Field::ClientGroups => Some(", "),
            _ => None,
        }
    }

    fn is_called(self, word: &str) -> bool {
        word == header_word(self.label()) || word == header_word(self.code()) || self.aliases().contains(&word)
    }
}

/// A header cell as it is compared: without capitals, blanks, stars and marks (`*ContactName`, `E-mail 1 - Value`).
fn header_word(cell: &str) -> String {
    kernel::search_fold(cell).chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The field of each column, as far as the header tells. A field that takes one column goes to the first.
pub fn recognise(header: &[String]) -> Vec<Option<Field>> {
    let words: Vec<String> = header.iter().map(|cell| header_word(cell)).collect();
    let mut columns: Vec<Option<Field>> = Vec::with_capacity(words.len());
    for word in &words {
        let field = Field::ALL.iter().copied().find(|field| field.is_called(word));
        // One whole name is enough: a second column with another spelling of it would be written twice.
        let repeats =
            |field: Field| columns.contains(&Some(field)) && (field.joint().is_none() || field == Field::Name);
        columns.push(field.filter(|field| !repeats(*field)));
    }
    if !columns.contains(&Some(Field::Name)) {
        for (column, word) in columns.iter_mut().zip(&words) {
            if column.is_none() && NAME_PARTS.contains(&word.as_str()) {
                *column = Some(Field::Name);
            }
        }
    }
    // A file that knows no street address means the postal one.
    if !columns.iter().flatten().any(|field| matches!(field, Field::Street | Field::City)) {
        for column in columns.iter_mut() {
            *column = column.map(as_only_address);
        }
    }
    columns
}

fn as_only_address(field: Field) -> Field {
    match field {
        Field::MailingStreet => Field::Street,
        Field::MailingZip => Field::Zip,
        Field::MailingCity => Field::City,
        Field::MailingCountry => Field::Country,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expected: &[(&str, Field)]) {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let found: Vec<(&str, Field)> = header
            .iter()
            .zip(recognise(&header))
            .filter_map(|(cell, field)| field.map(|field| (cell.as_str(), field)))
            .collect();
        assert_eq!(found, expected, "{header:?}");
    }

    /// The headers of files that other programs write.
    #[test]
    fn columns_are_known_by_their_headers() {
        use Field::*;
        check(
            "*ContactName,AccountNumber,EmailAddress,FirstName,LastName,POAttentionTo,POAddressLine1,POAddressLine2,POCity,PORegion,POPostalCode,POCountry,SAAddressLine1,SACity,SAPostalCode,SACountry,PhoneNumber,TaxNumber,Discount,CompanyNumber",
            &[
                ("*ContactName", Name),
                ("AccountNumber", Number),
                ("EmailAddress", Email),
                ("POAddressLine1", MailingStreet),
                ("POAddressLine2", MailingStreet),
                ("POCity", MailingCity),
                ("POPostalCode", MailingZip),
                ("POCountry", MailingCountry),
                ("SAAddressLine1", Street),
                ("SACity", City),
                ("SAPostalCode", Zip),
                ("SACountry", Country),
                ("PhoneNumber", Phone),
                ("TaxNumber", TaxNumber),
                ("Discount", Discount),
                ("CompanyNumber", RegistrationNumber),
            ],
        );
        check(
            "Customer full name,Phone numbers,Email,Full name,Bill address,Ship address",
            &[
                ("Customer full name", Name),
                ("Phone numbers", Phone),
                ("Email", Email),
                ("Bill address", Street),
                ("Ship address", MailingStreet),
            ],
        );
        check(
            "Client name,Client code,Register code,VAT Nr,Client group,Address,City,Country by code,Postal code,Language,Notes",
            &[
                ("Client name", Name),
                ("Client code", Number),
                ("Register code", RegistrationNumber),
                ("VAT Nr", TaxNumber),
                ("Client group", ClientGroups),
                ("Address", Street),
                ("City", City),
                ("Country by code", Country),
                ("Postal code", Zip),
                ("Language", Language),
                ("Notes", Note),
            ],
        );
        check(
            "First Name,Last Name,Organization Name,Labels,E-mail 1 - Value",
            &[
                ("First Name", Name),
                ("Last Name", Name),
                ("Organization Name", BusinessName),
                ("Labels", ClientGroups),
                ("E-mail 1 - Value", Email),
            ],
        );
        check("Name,POAddressLine1,POCity,Whatever", &[("Name", Name), ("POAddressLine1", Street), ("POCity", City)]);
    }

    /// Our own export comes back column by column.
    #[test]
    fn an_export_knows_its_own_headers() {
        let header: Vec<String> = Field::ALL.iter().map(|field| field.label().to_owned()).collect();
        let expected: Vec<Option<Field>> = Field::ALL.iter().copied().map(Some).collect();
        assert_eq!(recognise(&header), expected);
        for field in Field::ALL {
            assert_eq!(Field::parse(field.code()), Some(*field));
        }
    }
}

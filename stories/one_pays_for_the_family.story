# One pays for the family (X4, A2-19)
#
# A company, its trust and a person are billed together: one of them pays, and each line of the invoice says for whom it is.
% office

$ coterie client add --name "Doe Trading" --number D1 --customer-group Domestic
D1 Doe Trading registered
$ coterie client add --name "Doe Trust" --number D2 --customer-group Domestic
D2 Doe Trust registered
$ coterie client add --name "Jane Stranger" --number D3 --customer-group Domestic
D3 Jane Stranger registered
$ coterie client show D1
…
Id               {payer}
$ coterie client show D2
…
Id               {trust}
$ coterie client show D3
…
Id               {stranger}

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

POST /api/v1/billing-groups
> Authorization: Bearer {token}
> {"name": "Doe family", "members": ["{payer}", "{trust}"], "primary_contact": "{payer}"}
201 /api/v1/billing-groups/…
…

# Somebody who is not in the group is not billed to it.

POST /api/v1/invoices
> Authorization: Bearer {token}
> {"client": "{payer}", "date": "2026-03-02", "lines": [{"text": "Tax return", "unit_price": {"amount": "500.00", "currency": "EUR"}, "recipient": "{stranger}"}]}
422
{
  "actions": [
    {
      "href": "/billing-groups",
      "label": "Show the billing groups",
      "method": "GET"
    }
  ],
  "code": "RECIPIENT_ELSEWHERE",
  "detail": "Whoever pays a document pays for itself and for the others in its billing groups. Choose one of those, leave the recipient empty, or put both into one billing group first.",
  "details": {
    "line": "1"
  },
  "field": "lines",
  "status": 422,
  "title": "Line 1 is for a client who shares no billing group with “Doe Trading”.",
  "type": "/api/v1/problems/RECIPIENT_ELSEWHERE"
}

POST /api/v1/invoices
> Authorization: Bearer {token}
> {"client": "{payer}", "date": "2026-03-02", "lines": [{"text": "Accounts of the year", "unit_price": {"amount": "1000.00", "currency": "EUR"}}, {"text": "Trust return", "unit_price": {"amount": "2000.00", "currency": "EUR"}, "recipient": "{trust}"}]}
201 /api/v1/invoices/{invoice}
…

POST /api/v1/invoices/{invoice}/book
> Authorization: Bearer {token}
> {}
200
…

# The one who pays owes all of it. By recipient each has its own, and the total is the same.

$ coterie report new invoices --group-by client --columns net --server {server} --token {token}
groups as posted
Group                Net
Doe Trading  3000.00 EUR
Total        3000.00 EUR
$ coterie report new invoices --group-by client --columns net --party recipient --server {server} --token {token}
by recipient · groups as posted
Group                Net
Doe Trust    2000.00 EUR
Doe Trading  1000.00 EUR
Total        3000.00 EUR

& stop

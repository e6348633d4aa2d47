# From an empty directory to a booked invoice
#
# Wren Ashdown opens an office. There is no default password: the first start prints a link that is good once, and whoever opens
# it becomes the owner.

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data
First start. Make yourself the owner here, once: {server}/setup?key={key}

POST /setup
> key={key}&name=Wren+Ashdown&email=wren@office.example&password=seven+tall+ferries&company=Ashdown+%26+Vale&country=ES&currency=EUR&fiscal_month=1&time_zone=Europe/Madrid&chart=es-pgc
303 /

# The link is used up.

POST /setup
> key={key}&name=Somebody+Else&email=else@office.example&password=seven+tall+ferries&company=Other&country=ES&currency=EUR&fiscal_month=1&time_zone=Europe/Madrid&chart=es-pgc
409
…
The set-up link is not valid. It works once, for the first person, …
…

& stop

# The rest is done on the command line. A company begins with a chart of accounts and three customer groups, each with the control
# account that takes its clients' invoices.

$ coterie group list --customer
Number  Name      Account  Clients  Archived
1       Domestic  4300           0
2       European  4301           0
3       Overseas  4302           0

$ coterie group add VIP
VIP created

$ coterie group add "Local trade" --customer --account 4300
Local trade created
$ coterie client add --name "Bramblewick Trust" --email office@bramblewick.example --customer-group "Local trade" --group VIP
1001 Bramblewick Trust registered
$ coterie client groups "Bramblewick Trust"
Kind            Group        From        To
customer group  Local trade  …
client group    VIP          …

# A product is made with the API. For that a token is issued: it acts as Wren, in this company.

$ coterie token issue wren@office.example --name Workbench
{token}
! This is the only time that it is shown. It acts as Wren Ashdown in Ashdown & Vale.

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

GET /api/v1/product-groups
> Authorization: Bearer {token}
200
…
      "id": "{goods}",
      "name": "Goods",
…

POST /api/v1/products
> Authorization: Bearer {token}
> {"kind": "product", "number": "CHAIR", "name": "Garden chair", "unit": "piece", "price": {"amount": "62.50", "currency": "EUR"}, "product_group": "{goods}"}
201 /api/v1/products/…
{
  "archived": false,
  "id": "…",
  "kind": "product",
  "name": "Garden chair",
  "number": "CHAIR",
  "price": {
    "amount": "62.50",
    "currency": "EUR"
  },
  "product_group": "{goods}",
  "unit": "piece",
  "version": 1
}

& stop

# A draft has a provisional number in brackets and can still be thrown away.

$ coterie invoice draft "Bramblewick Trust" --line "CHAIR;8" --line "Delivery;1;40.00" --date 2026-03-31 --reference "Order 7"
(1) drafted, 653.40 EUR gross
$ coterie invoice draft "Bramblewick Trust" --line "CHAIR;1" --date 2026-03-31
(2) drafted, 75.63 EUR gross
$ coterie invoice list
Number  Draft  Kind     Client             Date        Due         State       Gross      Open
        (2)    invoice  Bramblewick Trust  2026-03-31  2026-04-14  draft   75.63 EUR  0.00 EUR
        (1)    invoice  Bramblewick Trust  2026-03-31  2026-04-14  draft  653.40 EUR  0.00 EUR
$ coterie invoice delete "(2)"
(2) deleted

# Booked, it has its number, and stands in the ledger.

$ coterie invoice book "(1)" --dry-run
Nothing was changed. It would make 3 changes:
  ledger: number taken
  ledger: entry posted
  sales: invoice booked
$ coterie invoice book "(1)"
2026-1 booked, 653.40 EUR due on 2026-04-14
$ coterie invoice book "(1)"
! Invoice 2026-1 is booked.
! What is booked stays as it is. A credit note corrects it.
!   Write a credit note: /invoices/…/credit
!   code: ALREADY_BOOKED
? 1
$ coterie invoice list
Number  Draft  Kind     Client             Date        Due         State         Gross        Open
2026-1  (1)    invoice  Bramblewick Trust  2026-03-31  2026-04-14  overdue  653.40 EUR  653.40 EUR
$ coterie invoice show 2026-1
Number     2026-1
Draft      (1)
State      overdue
To         Bramblewick Trust
Date       2026-03-31
Due        2026-04-14
Reference  Order 7
Net        540.00 EUR
VAT        113.40 EUR
Gross      653.40 EUR
Open       653.40 EUR
Groups     Local trade
Id         …

Text          Quantity  Unit       Price  VAT %         Net
Garden chair         8  piece  62.50 EUR     21  500.00 EUR
Delivery             1         40.00 EUR     21   40.00 EUR

# On paper, in the client's ledger and in the trial balance it is the same amount.

& coterie serve --listen 127.0.0.1:0
Coterie serves {server}, data in data

POST /login
> email=wren@office.example&password=seven+tall+ferries
303 /

GET /api/v1/invoices
> Authorization: Bearer {token}
200
…
      "client": "{client}",
…
      "id": "{invoice}",
…

GET /invoices/{invoice}/print
200
Invoice
2026-1
Ashdown & Vale
Bill to
Bramblewick Trust
Issued
31 Mar 2026
Due
14 Apr 2026
Customer no.
1001
Reference
Order 7
Service Qty Price Amount, EUR
Garden chair 8 piece 62.50 500.00
Delivery 1 40.00 40.00
Payable within 14 days.
Net
540.00
VAT 21 %
113.40
To pay, EUR
653.40

GET /api/v1/clients/{client}/ledger
> Authorization: Bearer {token}
200
{
  "balance": {
    "amount": "653.40",
    "currency": "EUR"
  },
  "items": [
    {
      "account": "…",
      "account_number": "4300",
      "balance": {
        "amount": "653.40",
        "currency": "EUR"
      },
      "client": "{client}",
      "client_name": "Bramblewick Trust",
      "credit": null,
      "date": "2026-03-31",
      "debit": {
        "amount": "653.40",
        "currency": "EUR"
      },
      "document": "2026-1",
      "entry": "…",
      "entry_number": 1,
      "text": "Invoice 2026-1, Bramblewick Trust"
    }
  ],
  "next": null,
  "opening": {
    "amount": "0.00",
    "currency": "EUR"
  }
}

GET /api/v1/trial-balance?from=2026-01-01&to=2026-12-31
> Authorization: Bearer {token}
200
{
  "earlier_result": {
    "amount": "0.00",
    "currency": "EUR"
  },
  "from": "2026-01-01",
  "items": [
    {
      "account": "…",
      "closing": {
        "amount": "653.40",
        "currency": "EUR"
      },
      "credit": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "debit": {
        "amount": "653.40",
        "currency": "EUR"
      },
      "name": "Clientes, nacional",
      "number": "4300",
      "opening": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "type": "asset"
    },
    {
      "account": "…",
      "closing": {
        "amount": "-113.40",
        "currency": "EUR"
      },
      "credit": {
        "amount": "113.40",
        "currency": "EUR"
      },
      "debit": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "name": "Hacienda Pública, IVA repercutido 21 %",
      "number": "4770",
      "opening": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "type": "liability"
    },
    {
      "account": "…",
      "closing": {
        "amount": "-500.00",
        "currency": "EUR"
      },
      "credit": {
        "amount": "500.00",
        "currency": "EUR"
      },
      "debit": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "name": "Ventas de mercaderías, nacional",
      "number": "7000",
      "opening": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "type": "incoming"
    },
    {
      "account": "…",
      "closing": {
        "amount": "-40.00",
        "currency": "EUR"
      },
      "credit": {
        "amount": "40.00",
        "currency": "EUR"
      },
      "debit": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "name": "Prestaciones de servicios, nacional",
      "number": "7050",
      "opening": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "type": "incoming"
    }
  ],
  "next": null,
  "to": "2026-12-31"
}

GET /api/v1/reconciliation
> Authorization: Bearer {token}
200
{
  "items": [
    {
      "account": "…",
      "difference": {
        "amount": "0.00",
        "currency": "EUR"
      },
      "ledger": {
        "amount": "653.40",
        "currency": "EUR"
      },
      "name": "Clientes, nacional",
      "number": "4300",
      "open_items": {
        "amount": "653.40",
        "currency": "EUR"
      }
    },
…

& stop

$ coterie check
Ashdown & Vale: every law holds

# Books from another program, and out again
#
# Five files with fixed columns hold the chart, the customer groups, the clients, the invoices and every posting. Amounts are cents.
% office

$ mkdir old
$ cat > old/chart.csv <<'END'
> path,parent,code,is_group
> Assets,,Assets,1
> Assets:4-Current,Assets,4,1
> Assets:4-Current:43-Customers:4300-Retail,Assets:4-Current:43-Customers,4300,0
> Assets:4-Current:43-Customers:4301-Wholesale,Assets:4-Current:43-Customers,4301,0
> Assets:4-Current:47-Tax:472-Input-VAT:4720-Input-21,Assets:4-Current:47-Tax:472-Input-VAT,4720,0
> Assets:5-Treasury:57-Cash:572-Banks:5720-Bank-01,Assets:5-Treasury:57-Cash:572-Banks,5720,0
> Liabilities:4-Current:40-Suppliers:4002-Suppliers-03,Liabilities:4-Current:40-Suppliers,4002,0
> Liabilities:4-Current:47-Tax:477-Output-VAT:4770-Output-21,Liabilities:4-Current:47-Tax:477-Output-VAT,4770,0
> Equity:10-Capital:1000-Capital,Equity:10-Capital,1000,0
> Income:70-Sales:700-Goods:7003-Goods-04,Income:70-Sales:700-Goods,7003,0
> Expenses:62-Services:6270-Advertising,Expenses:62-Services,6270,0
> END
$ cat > old/groups.csv <<'END'
> group,name,control_account
> G00,Retail,4300
> G01,Wholesale,4301
> END
$ cat > old/clients.csv <<'END'
> code,name,email,tax_id,group,street,zip,city,country,since,credit_limit_cents,payment_days
> C01,Amélie Peeters,amelie@peeters.example,,G00,Kerkstraat 4,9000,Gent,BE,2019-04-18,310000,15
> C02,Weber Foods GmbH,office@weber.example,DE123456789,G01,Hauptplatz 2,10115,Berlin,DE,2014-11-15,,30
> END
$ cat > old/invoices.csv <<'END'
> doc,date,client,line,income_account,description,qty,unit_price_cents,vat_pct,net_cents,vat_cents
> S25-1,2025-04-02,C01,1,7003,Garden chairs,8,12500,21,100000,21000
> S25-2,2025-05-02,C02,1,7003,Garden tables,2,50000,21,100000,21000
> END
$ cat > old/postings.csv <<'END'
> tx,date,kind,doc,client,group,account,amount_cents
> 0,2025-01-01,O,O25-1,,,5720,500000
> 0,2025-01-01,O,O25-1,,,1000,-500000
> 1,2025-02-10,B,B25-1,,,6270,10000
> 1,2025-02-10,B,B25-1,,,4720,2100
> 1,2025-02-10,B,B25-1,,,4002,-12100
> 2,2025-04-02,S,S25-1,C01,G00,4300,121000
> 2,2025-04-02,S,S25-1,C01,G00,7003,-100000
> 2,2025-04-02,S,S25-1,C01,G00,4770,-21000
> 3,2025-05-02,S,S25-2,C02,G01,4301,121000
> 3,2025-05-02,S,S25-2,C02,G01,7003,-100000
> 3,2025-05-02,S,S25-2,C02,G01,4770,-21000
> 4,2025-06-03,P,P25-1,C01,G00,5720,121000
> 4,2025-06-03,P,P25-1,C01,G00,4300,-121000
> END

# What is in the files is read and counted before anything is taken in.

$ coterie import books old --dry-run
9 accounts, 2 customer groups, 2 clients and 5 entries are read.
$ coterie import books old
9 accounts, 2 customer groups, 2 clients and 5 entries are read.
9 taken in, 9 were there already.

# A second run finds everything there.

$ coterie import books old
9 accounts, 2 customer groups, 2 clients and 5 entries are read.
0 taken in, 18 were there already.
$ coterie client list
Number  Name              Status    E-mail
C01     Amélie Peeters    imported  amelie@peeters.example
C02     Weber Foods GmbH  imported  office@weber.example
$ coterie invoice list
Number  Draft  Kind     Client            Date        Due         State          Gross         Open
S25-2   (2)    invoice  Weber Foods GmbH  2025-05-02  2025-06-01  overdue  1210.00 EUR  1210.00 EUR
S25-1   (1)    invoice  Amélie Peeters    2025-04-02  2025-04-17  settled  1210.00 EUR     0.00 EUR
$ coterie report new ledger --group-by account --period 2025-01-01..2025-12-31
2025-01-01 to 2025-12-31; groups as posted
Group                                                                  Debit       Credit       Balance
1000 Capital social                                                 0.00 EUR  5000.00 EUR  -5000.00 EUR
4002 Proveedores, resto del mundo                                   0.00 EUR   121.00 EUR   -121.00 EUR
4300 Clientes, nacional                                          1210.00 EUR  1210.00 EUR      0.00 EUR
4301 Clientes, intracomunitarios                                 1210.00 EUR     0.00 EUR   1210.00 EUR
4720 Hacienda Pública, IVA soportado 21 %                          21.00 EUR     0.00 EUR     21.00 EUR
4770 Hacienda Pública, IVA repercutido 21 %                         0.00 EUR   420.00 EUR   -420.00 EUR
5720 Bancos e instituciones de crédito, cuenta corriente, euros  6210.00 EUR     0.00 EUR   6210.00 EUR
6270 Publicidad, propaganda y relaciones públicas                 100.00 EUR     0.00 EUR    100.00 EUR
7003 Ventas de mercaderías a tipo reducido, nacional                0.00 EUR  2000.00 EUR  -2000.00 EUR
Total                                                            8751.00 EUR  8751.00 EUR      0.00 EUR

# Out they go, and hledger reckons the same totals from the journal.

$ coterie export company out --hledger
246 rows are written to out.
$ ls out
accounts.csv
billing-groups.csv
books.journal
client-group-sets.csv
client-groups.csv
client-records.csv
client-type-names.csv
client-types.csv
clients.csv
corporate-groups.csv
corporate-heads.csv
corporate-memberships.csv
corporate-types.csv
customer-groups.csv
entries.csv
invoice-lines.csv
invoices.csv
members.csv
memberships.csv
time-entries.csv
$ hledger -f out/books.journal check --strict && echo sound
sound
$ hledger -f out/books.journal balance --flat --no-total
         EUR 1210.00  Assets:4301 Clientes, intracomunitarios
           EUR 21.00  Assets:4720 Hacienda Pública, IVA soportado 21 %
         EUR 6210.00  Assets:5720 Bancos e instituciones de crédito, cuenta corriente, euros
        EUR -5000.00  Equity:1000 Capital social
          EUR 100.00  Expenses:6270 Publicidad, propaganda y relaciones públicas
        EUR -2000.00  Income:7003 Ventas de mercaderías a tipo reducido, nacional
         EUR -121.00  Liabilities:4002 Proveedores, resto del mundo
         EUR -420.00  Liabilities:4770 Hacienda Pública, IVA repercutido 21 %
# The same sums straight from the files that came in:

$ awk -F, 'NR > 1 { sum[$7] += $8 } END { for (account in sum) if (sum[account]) printf "%s %.2f\n", account, sum[account] / 100 }' old/postings.csv | sort
1000 -5000.00
4002 -121.00
4301 1210.00
4720 21.00
4770 -420.00
5720 6210.00
6270 100.00
7003 -2000.00

# A folder with files in it is left alone.

$ coterie export company out
! out has files in it. They would be mixed with the export. Name a new folder.
? 1
$ coterie check
Ashdown & Vale: every law holds

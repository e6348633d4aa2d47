# A group that is not empty, and the way out (A0-12, A0-13, A0-14)
% office

$ coterie group add VIP
VIP created
$ coterie client add --name "Bramblewick Trust" --customer-group Domestic --group VIP
1001 Bramblewick Trust registered
$ coterie client add --name "Café Oriel" --customer-group European --group VIP
1002 Café Oriel registered

# A group with clients in it is not deleted. The refusal says how many, and shows ways out.

$ coterie group delete VIP
! “VIP” cannot be deleted: 2 clients are assigned to it.
! A group can be deleted once it is empty, so that no saved report changes without notice. Look at the 2 clients, remove them from the group, then delete it.
!   Show the 2 clients in a report: /report?dataset=clients&group=…&inactive=1
!   Remove the 2 clients from the group…: /settings/client-groups/…/empty
!   Archive instead: /settings/client-groups/…/archive
!   code: GROUP_NOT_EMPTY
? 1

$ coterie group delete VIP --json
{"actions":[…],"code":"GROUP_NOT_EMPTY",…,"details":{"clients":"2","not_visible":"0"},…,"status":409,…}
? 1

# Nothing has changed.

$ coterie group clients VIP
Number  Name               …
1001    Bramblewick Trust…
1002    Café Oriel…

# The way out: take the clients out, then delete.

$ coterie group take VIP "Bramblewick Trust"
Bramblewick Trust taken out of VIP
$ coterie group take VIP "Café Oriel"
Café Oriel taken out of VIP
$ coterie group delete VIP
VIP deleted
$ coterie group delete VIP
! There is no client group VIP. Those there are: coterie group list. Create it: coterie group add.
? 1
$ coterie group list
There is no group yet.

# The other way out: archive it. It is hidden from what there is to choose from, and comes back with its clients.

$ coterie group add Seasonal
Seasonal created
$ coterie group put Seasonal "Bramblewick Trust" "Café Oriel"
2 clients put into Seasonal
$ coterie group archive Seasonal
Seasonal archived
$ coterie group list
There is no group yet.
$ coterie group list --archived
Name      Clients  Archived  Note
Seasonal        2  yes
$ coterie group restore Seasonal
Seasonal is back
$ coterie group clients Seasonal
Number  Name               …
1001    Bramblewick Trust…
1002    Café Oriel…
$ coterie check
Ashdown & Vale: every law holds

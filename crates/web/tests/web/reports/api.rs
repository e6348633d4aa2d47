//! Reports as a program meets them.

use axum::http::StatusCode;
use books::reports::{Question, SaveReport, Scope};
use books::testing::on_both;
use serde_json::json;

use super::v5;
use crate::door::Api;

/// A0-25, V5 on the API: VIP 14, Annual 10, none 1, total 15, and 10 h counted in more than one group.
#[test]
fn a0_25_v5_by_group() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        v5(house, &api);
        let body = json!({ "dataset": "time", "group_by": ["client_group"], "columns": ["hours", "amount"] });
        let answer = api.post("/reports/run", &body);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        let report = answer.json();
        let rows: Vec<(String, String)> = report["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| (row["label"].to_string(), row["figures"]["hours"].to_string()))
            .collect();
        let row = |label: &str, hours: &str| (format!("\"{label}\""), format!("\"{hours}\""));
        assert_eq!(rows, [row("VIP", "14.00"), row("Annual", "10.00"), row("Without a client group", "1.00")]);
        assert_eq!(report["total"]["hours"], "15.00");
        assert_eq!(report["total"]["amount"], json!({ "amount": "1290.00", "currency": "EUR" }));
        assert_eq!(report["counted_in_more_than_one_group"]["hours"], "10.00");
        assert_eq!(report["header"]["date_basis"], "today");
        assert_eq!(report["header"]["limited_to_clients_you_may_see"], false);
    });
}

/// A0-24, V5 on the API: any 14 h, all 10 h, without any 1 h; an empty list and a group that is gone match nothing (A0-13).
#[test]
fn a0_24_v5_filters() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let (vip, annual) = v5(house, &api);
        let gone = "grp_01h455vb4pex5vsknk084sn02q";
        for (how, values, hours) in [
            ("any", vec![vip.as_str(), &annual], "14.00"),
            ("all", vec![&vip, &annual], "10.00"),
            ("without", vec![], "1.00"),
            ("none", vec![&annual], "5.00"),
            ("any", vec![], "0.00"),
            ("none", vec![gone], "0.00"),
        ] {
            let filter = json!({ "field": "client_group", "how": how, "values": values });
            let report = api.post("/reports/run", &json!({ "dataset": "time", "filters": [filter] })).json();
            assert_eq!(report["total"]["hours"], hours, "{how} {values:?}");
        }
        let filter = json!({ "field": "client_group", "how": "any", "values": [gone] });
        let report = api.post("/reports/run", &json!({ "dataset": "time", "filters": [filter] })).json();
        assert_eq!(report["header"]["deleted_groups"], json!([gone]));
    });
}

/// A0-27, A0-28, A0-29, X13 on the API: saved with its ids and its relative period, read, changed, run, deleted.
#[test]
fn a0_27_reports_are_saved() {
    on_both(|house| {
        let api = Api::of(house, house.owner);
        let (vip, _) = v5(house, &api);
        let filter = json!({ "field": "client_group", "how": "any", "values": [vip] });
        let new = json!({ "name": "VIP hours", "scope": "office", "dataset": "time", "filters": [filter],
            "group_by": ["month"], "period": "this_month", "date_basis": "as_posted" });
        let saved = api.post("/reports", &new);
        assert_eq!(saved.status, StatusCode::CREATED, "{}", saved.text);
        let (id, path) = (saved.id(), format!("/reports/{}", saved.id()));
        assert_eq!(saved.json()["period"], "this_month");
        assert_eq!(saved.headers["etag"], "\"1\"");
        assert_eq!(saved.json()["filters"], json!([filter]));
        assert_eq!(api.get("/reports").json()["items"][0]["id"], id);
        let run = api.get(&format!("{path}/run")).json();
        assert_eq!((&run["total"]["hours"], &run["header"]["from"]), (&json!("14.00"), &json!("2026-03-01")));
        let patched = api.patch(&path, &json!({ "name": "VIPs", "group_by": ["client"] })).json();
        assert_eq!((&patched["name"], &patched["group_by"]), (&json!("VIPs"), &json!(["client"])));
        assert_eq!((&patched["filters"], &patched["period"]), (&json!([filter]), &json!("this_month")));
        let stale = api.send("PATCH", &path, &[("If-Match", "\"1\"")], Some(&json!({ "name": "Late" })));
        assert_eq!((stale.status, stale.code().as_str()), (StatusCode::PRECONDITION_FAILED, "CHANGED_MEANWHILE"));
        assert_eq!(api.delete(&path).status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).status, StatusCode::NOT_FOUND);
        let wrong = json!({ "name": "x", "dataset": "clients", "group_by": ["month"] });
        assert_eq!(api.post("/reports", &wrong).code(), "FILTER_UNREADABLE");
        let nameless = json!({ "name": " ", "dataset": "clients" });
        assert_eq!(api.post("/reports", &nameless).code(), "NAME_REQUIRED");
    });
}

/// A view of the list of clients has no sums: running it is refused.
#[test]
fn a_view_of_the_list_is_no_report() {
    on_both(|house| {
        let id = house.perform(SaveReport {
            name: kernel::Name::parse("Mine").expect("a name"),
            scope: Scope::Me,
            question: Question::Clients("responsible=me".to_owned()),
        });
        let api = Api::of(house, house.owner);
        assert_eq!(api.get(&format!("/reports/{id}/run")).code(), "REPORT_IS_A_VIEW");
        assert_eq!(api.get("/reports").json()["items"], json!([]));
    });
}

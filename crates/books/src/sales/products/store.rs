//! The table of products.

use db::{Row, Table, View, WriteSet, params};
use kernel::{Name, Number, ProductId, Stamp, UnitPrice};

use super::list_products::{ListProducts, ProductGroupChoice};
use super::{Change, Neighbours, Product, ProductKind};
use crate::Result;
use crate::company::stored_name;

static PRODUCTS: Table = Table {
    name: "products",
    columns: &["id", "number", "kind", "name", "name_key", "name_fold", "unit", "price", "product_group", "version"],
    on_conflict: "",
};

pub(crate) fn write(change: &Change, set: &mut WriteSet, stamp: &Stamp) {
    match change {
        Change::Added(product) => set.insert(
            &PRODUCTS,
            params![
                product.id,
                product.number.as_str(),
                product.kind.code(),
                product.name.as_str(),
                product.name.key(),
                kernel::search_fold(product.name.as_str()),
                &product.unit,
                product.price.ten_thousandths,
                product.product_group,
                product.version
            ],
        ),
        Change::Changed { after, .. } => set.run(
            "UPDATE products SET number = $2, name = $3, name_key = $4, name_fold = $5, unit = $6, price = $7,
                product_group = $8, version = $9 WHERE id = $1",
            params![
                after.id,
                after.number.as_str(),
                after.name.as_str(),
                after.name.key(),
                kernel::search_fold(after.name.as_str()),
                &after.unit,
                after.price.ten_thousandths,
                after.product_group,
                after.version
            ],
        ),
        Change::Archived(id) => set
            .run("UPDATE products SET archived_at = $2, version = version + 1 WHERE id = $1", params![*id, stamp.now]),
        Change::Restored(id) => {
            set.run("UPDATE products SET archived_at = NULL, version = version + 1 WHERE id = $1", params![*id]);
        }
        Change::Deleted(product) => set.run("DELETE FROM products WHERE id = $1", params![product.id]),
    }
}

const PRODUCT: &str = "SELECT p.id, p.number, p.kind, p.name, p.unit, p.price, c.currency, p.product_group,
    p.archived_at, p.version FROM products p CROSS JOIN company c";

fn product(row: &Row<'_>) -> db::Result<Product> {
    let kind: String = row.get(2)?;
    Ok(Product {
        id: row.get(0)?,
        number: Number::parse(&row.get::<String>(1)?).map_err(unreadable)?,
        kind: ProductKind::parse(&kind).ok_or_else(|| unreadable(kind))?,
        name: stored_name(&row.get::<String>(3)?)?,
        unit: row.get(4)?,
        price: UnitPrice::new(row.get(5)?, row.get(6)?),
        product_group: row.get(7)?,
        archived: row.get::<Option<i64>>(8)?.is_some(),
        version: row.get(9)?,
    })
}

fn unreadable(cause: impl std::fmt::Display) -> db::DbError {
    db::DbError::Other(format!("a stored product cannot be read: {cause}"))
}

pub(crate) fn find(view: &View<'_>, id: ProductId) -> Result<Option<Product>> {
    Ok(view.first(&format!("{PRODUCT} WHERE p.id = $1"), &params![id], product)?)
}

/// Every product that is offered, by number.
pub(crate) fn offered(view: &View<'_>) -> Result<Vec<Product>> {
    Ok(view.rows(&format!("{PRODUCT} WHERE p.archived_at IS NULL ORDER BY p.number"), &[], product)?)
}

/// The products asked for and one more, which says that there is a next page.
pub(super) fn list(view: &View<'_>, ask: &ListProducts) -> Result<Vec<Product>> {
    let sql = format!(
        "{PRODUCT} WHERE (p.archived_at IS NOT NULL) = $1 AND ($2 = '' OR p.kind = $2)
           AND ($3 = '' OR p.name_fold LIKE $4 ESCAPE '!' OR p.number LIKE $5 ESCAPE '!')
           AND p.number > $6 ORDER BY p.number LIMIT $7"
    );
    let folded = like(&kernel::search_fold(&ask.q));
    Ok(view.rows(
        &sql,
        &params![
            ask.archived,
            ask.kind.map_or("", ProductKind::code),
            ask.q.trim(),
            format!("%{folded}%"),
            format!("{}%", like(ask.q.trim())),
            ask.after.clone().unwrap_or_default(),
            ask.limit + 1
        ],
        product,
    )?)
}

fn like(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

pub(super) fn neighbours(view: &View<'_>, number: Option<&str>, name: &Name) -> Result<Neighbours> {
    let number = number.unwrap_or_default();
    let same_number = view.first("SELECT id FROM products WHERE number = $1", &params![number], |row| row.get(0))?;
    let same_name =
        view.first("SELECT id, name, archived_at FROM products WHERE name_key = $1", &params![name.key()], |row| {
            Ok((row.get(0)?, stored_name(&row.get::<String>(1)?)?, row.get::<Option<i64>>(2)?.is_some()))
        })?;
    let groups = groups(view)?.into_iter().map(|group| group.id).collect();
    Ok(Neighbours { same_number, same_name, groups, next_number: next_number(view)? })
}

/// Why the product cannot have its number and name again: another one has them.
pub(in crate::sales) fn taken(view: &View<'_>, product: &Product) -> Result<Option<String>> {
    let neighbours = neighbours(view, Some(product.number.as_str()), &product.name)?;
    if neighbours.same_number.is_some_and(|other| other != product.id) {
        return Ok(Some(format!("Number {} was given to another product since.", product.number)));
    }
    let name = neighbours.same_name.filter(|(other, ..)| *other != product.id);
    Ok(name.map(|_| format!("The name “{}” was given to another product since.", product.name)))
}

/// Product groups, by number.
pub(crate) fn groups(view: &View<'_>) -> Result<Vec<ProductGroupChoice>> {
    Ok(view.rows("SELECT id, number, name FROM product_groups ORDER BY number", &[], |row| {
        Ok(ProductGroupChoice { id: row.get(0)?, number: row.get(1)?, name: row.get(2)? })
    })?)
}

/// One more than the highest number that is all digits; the first is 1.
pub(super) fn next_number(view: &View<'_>) -> Result<String> {
    let highest = view.number(
        "SELECT MAX(CAST(number AS BIGINT)) FROM products
         WHERE LENGTH(number) <= 9 AND TRIM(number, '0123456789') = '' AND SUBSTR(number, 1, 1) <> '0'",
        &[],
    )?;
    Ok((highest + 1).to_string())
}

/// Lines of invoices that name the product.
pub(in crate::sales) fn uses(view: &View<'_>, id: ProductId) -> Result<i64> {
    Ok(view.number("SELECT COUNT(DISTINCT invoice) FROM invoice_lines WHERE product = $1", &params![id])?)
}

//! The rules of the company, on both databases.

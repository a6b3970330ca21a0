/**
 * Rows in a table of an SQL database, by JDBC: the proof of {@code src/docs/adding-a-store.md},
 * written by following it. It is met with H2 only, and is no part of the service.
 */
@NullMarked
package io.tiffin.store.jdbc;

import org.jspecify.annotations.NullMarked;

package io.tiffin.store.jdbc;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of an SQL database as a tier.
 *
 * @param url where the database is, in the words of its driver
 * @param table what holds the rows: letters, digits and {@code _}
 * @param createIfMissing whether the table is created when it is first used
 * @param connections statements under way at once, each on a connection of its own
 * @param rowsPerStatement rows in one look-up, or in one batch of writes
 */
@Validated
@ConfigurationProperties("tiffin.store.jdbc")
record JdbcStoreProperties(
    @DefaultValue("jdbc:h2:mem:tiffin;DB_CLOSE_DELAY=-1") String url,
    @DefaultValue("tiffin_rows") String table,
    @DefaultValue("false") boolean createIfMissing,
    @DefaultValue("8") @Min(1) @Max(100) int connections,
    @DefaultValue("500") @Min(1) @Max(10_000) int rowsPerStatement) {

  JdbcStoreProperties {
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "tiffin.store.jdbc.url does not begin with «jdbc:», set it to what the driver expects");
    }
    if (!table.matches("[A-Za-z_][A-Za-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "tiffin.store.jdbc.table is «"
              + table
              + "», set it to 1 to 63 letters, digits and _, no digit first");
    }
  }
}

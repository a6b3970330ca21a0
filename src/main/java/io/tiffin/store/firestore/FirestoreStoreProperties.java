package io.tiffin.store.firestore;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of Firestore as a tier. Where the database is, and with what credentials it is spoken
 * to, are {@code spring.cloud.gcp.*}.
 *
 * @param collection of the database, that the rows are in
 * @param createIfMissing refused where it is true: collections come by themselves, and what has to
 *     be set up (the database, when documents expire, what is indexed) is set up by an operator
 * @param channels connections to Firestore
 * @param keysPerRead documents in one read call
 * @param concurrentReads read calls of one look-up that are under way at once
 * @param rowsPerWrite documents in one write call; Google's own bulk writer sends 20
 * @param concurrentWrites write calls under way at once, of all callers
 * @param writeInterval how often one row is written at most, since Firestore sustains about one
 *     write a second of a document; 0s for as often as it comes
 */
@Validated
@ConfigurationProperties("tiffin.store.firestore")
record FirestoreStoreProperties(
    @DefaultValue("tiffin_rows") String collection,
    @DefaultValue("false") boolean createIfMissing,
    @DefaultValue("2") @Min(1) @Max(64) int channels,
    @DefaultValue("300") @Min(1) @Max(10_000) int keysPerRead,
    @DefaultValue("8") @Min(1) @Max(64) int concurrentReads,
    @DefaultValue("20") @Min(1) @Max(500) int rowsPerWrite,
    @DefaultValue("8") @Min(1) @Max(64) int concurrentWrites,
    @DefaultValue("1s") Duration writeInterval) {

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  FirestoreStoreProperties {
    if (!collection.matches("[A-Za-z][A-Za-z0-9_-]{0,63}")) {
      throw new IllegalArgumentException(
          "tiffin.store.firestore.collection is «"
              + collection
              + "», set it to a letter and up to 63 letters, digits, _ or -");
    }
    if (createIfMissing) {
      throw new IllegalArgumentException(
          "tiffin.store.firestore.create-if-missing is true, but Firestore creates collections by"
              + " itself and Tiffin does not create databases, remove it and set the database up"
              + " with gcloud (see firestore.md)");
    }
    if (writeInterval.isNegative() || writeInterval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "tiffin.store.firestore.write-interval is "
              + writeInterval
              + ", set it to 1s, or to another time from 0s to 1m");
    }
  }
}
